"""A page of our own templates as HTML, without a Markdown engine.

Our pages are headings between pieces of finished HTML, so an engine has nothing to decide there and takes
fifteen times as long. What comes out is letter for letter what Python-Markdown makes of the same page; a page
with anything else in it is left to the engine. Knows nothing of MkDocs or of the course.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from training_site.cache import digest
from training_site.templating import HEADING

BLOCKS = frozenset(
    ("div", "p", "section", "article", "aside", "ul", "ol", "dl", "table", "details", "form", "figure", "nav")
)
"""Elements that Python-Markdown takes for a piece of finished HTML where they begin a line."""

VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
"""Elements without an end."""

_HEADING = re.compile(
    r"(?P<level>#{1,6}) (?P<text>(?:[^\\`*_\[\]<>&!{}~=^\n]|&#\d+;)+?) "
    r"\{: #(?P<anchor>[A-Za-z0-9-]+) \}(?=\n|\Z)"
)
_BEGINNING = re.compile(rf"\s*(?P<tag><(?P<name>{'|'.join(sorted(BLOCKS))})(?![\w-]))")
_TAGS_OF = {name: re.compile(rf"<(?P<end>/?){name}(?![\w-])(?:[^<>]*[^<>/])?>") for name in BLOCKS}
_VOID = re.compile(rf"<(?:{'|'.join(sorted(VOID))})(?![\w-])[^<>]*(?<!/)>")
_BLANK_LINE = re.compile(r"(?: *\n){2}")
_ANCHOR = re.compile(r'\sid="([^"]*)"')


class Heading(NamedTuple):
    """A heading of a page."""

    level: int
    text: str
    """Its words as HTML."""
    anchor: str


@dataclass(frozen=True)
class FinishedHtml:
    """A page's text as HTML."""

    html: str
    headings: tuple[Heading, ...]
    """Those that the template wrote; headings inside of pieces are none of the page's contents."""

    @cached_property
    def digest(self) -> str:
        """The hash of the HTML."""
        return digest(self.html)

    @cached_property
    def anchors(self) -> set[str]:
        """Everything on the page that a link can lead to."""
        return set(_ANCHOR.findall(self.html))

    def contents(self, levels: Collection[int]) -> Iterator[tuple[int, str, str]]:
        """Level, words and anchor of each heading of these levels."""
        for heading in self.headings:
            if heading.level in levels:
                yield heading.level, heading.text, heading.anchor


class KeptHtml(FinishedHtml):
    """A page's HTML that is kept elsewhere: read each time when it is asked for, and not held."""

    def __init__(self, digest: str, headings: tuple[Heading, ...], read: Callable[[], str]) -> None:
        """Know what can be known without reading: the hash of the HTML, and its headings."""
        vars(self).update(digest=digest, headings=headings, _read=read)

    @property
    def html(self) -> str:
        """The text, read."""
        text: str = vars(self)["_read"]()
        return text


def finish_html(body: str) -> FinishedHtml | None:
    """The HTML of a page's text; None when an engine has to make it."""
    first, *rest = body.split(HEADING)
    parts, headings = [], []
    if (pieces := _pieces(first)) is None:
        return None
    parts += pieces
    for chunk in rest:
        found = _HEADING.match(chunk)
        if found is None or (pieces := _pieces(chunk[found.end() :])) is None:
            return None
        heading = Heading(len(found["level"]), found["text"].strip(), found["anchor"])
        headings.append(heading)
        parts.append(f'<h{heading.level} id="{heading.anchor}">{heading.text}</h{heading.level}>')
        parts += pieces
    return FinishedHtml("\n".join(parts).strip(), tuple(headings))


def _pieces(text: str) -> list[str] | None:
    """The pieces of finished HTML between two headings; None when there is something else."""
    if not _has_an_end_for_each_tag(text):
        return None
    pieces = []
    start = 0
    while found := _BEGINNING.match(text, start):
        end = _end_of(text, found["name"], found.start("tag"))
        if end is None:
            return None
        blank_line = "\n" if _BLANK_LINE.match(text, end) else ""
        pieces.append(text[found.start("tag") : end] + blank_line)
        start = end
    return None if text[start:].strip() else pieces


def _has_an_end_for_each_tag(text: str) -> bool:
    """Whether as many elements end as begin, and there are no comments and the like."""
    if "<!" in text or "<?" in text:
        return False
    without_end = text.count("/>") + len(_VOID.findall(text))
    return text.count("<") == 2 * text.count("</") + without_end


def _end_of(text: str, name: str, start: int) -> int | None:
    """Where the element of this name that begins at ``start`` ends; None when it does not."""
    depth = 0
    for tag in _TAGS_OF[name].finditer(text, start):
        depth += -1 if tag["end"] else 1
        if depth == 0:
            return tag.end()
    return None
