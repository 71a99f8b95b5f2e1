"""A page's sections as the theme's search keeps them: their titles and texts with few tags.

Does what the parser of Material's search plugin does, slip for slip, in a third of the time; HTML in which
the two might part is left to the plugin. Knows nothing of MkDocs or of the course.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape

from training_site.finished_html import VOID

KEPT = frozenset(("p", "code", "pre", "li", "ol", "ul", "sub", "sup"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_TAG = re.compile(r"<(?P<end>/)?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>(?:\"[^\"]*\"|[^\"'<>])*)>")
_LEFT_TO_PLUGIN = re.compile(
    r"<(?:script|style|object|textarea|title|[!?])|headerlink|linenodiv|<[^a-zA-Z/]|='", re.IGNORECASE
)
_ID = re.compile(r'\sid="([^"]*)"')
_EXCLUDED = re.compile(r"\sdata-search-exclude(?=[\s=/]|\Z)")


@dataclass
class Section:
    """A heading and what follows it."""

    tag: str
    """The heading's tag; ``hx`` for what stands before the first."""
    depth: float = 0
    excluded: bool = False
    id: str | None = None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def is_excluded(self) -> bool:
        """Whether the heading asks to be left out."""
        return self.excluded


def find_sections(html: str) -> list[Section] | None:
    """The sections of a page; None when the plugin has to look itself."""
    if _LEFT_TO_PLUGIN.search(html):
        return None
    reader = _Reader()
    position = 0
    for tag in _TAG.finditer(html):
        start = tag.start()
        if start > position:
            text = html[position:start]
            if "<" in text:
                return None
            reader.read_text(text)
        position = tag.end()
        name, rest = tag["name"].lower(), tag["rest"]
        if not tag["end"]:
            reader.open(name, rest)
        if (tag["end"] or rest.endswith("/")) and not reader.close(name):
            return None
    if position < len(html):
        if "<" in html[position:]:
            return None
        reader.read_text(html[position:])
    return reader.sections


class _Reader:
    """Reads tags and texts in order; elements are told apart by their tags alone, as in the plugin."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._section: Section | None = None
        self._open: list[str] = []
        self._skipped: set[str] = set()

    def open(self, tag: str, attributes: str) -> None:
        if tag in VOID:
            return
        self._open.append(tag)
        excluded = "data-search-exclude" in attributes and bool(_EXCLUDED.search(attributes))
        if tag in HEADINGS and (found := _ID.search(attributes)):
            depth = len(self._open)
            if tag != "h1" and not self.sections:
                self.sections.append(Section("hx", depth))
            self._section = Section(tag, depth, excluded, unescape(found[1]) if self.sections else None)
            self.sections.append(self._section)
        section = self._here()
        if excluded:
            self._skipped.add(tag)
        elif tag in KEPT and self._skipped.isdisjoint(self._open):
            (section.title if section.tag in self._open else section.text).append(f"<{tag}>")

    def close(self, tag: str) -> bool:
        """Whether there was a way to close the element; the plugin stumbles where there is none."""
        if not self._open or self._open[-1] != tag:
            return True
        section = self._here()
        if section.depth > len(self._open):
            outer = (each for each in reversed(self.sections) if each.depth <= len(self._open))
            if (found := next(outer, None)) is not None:
                section.depth = float("inf")
                self._section = section = found
        self._open.pop()
        if tag in self._skipped:
            self._skipped.remove(tag)
        elif tag in KEPT and self._skipped.isdisjoint(self._open):
            return _end(section.title if section.tag in self._open else section.text, tag)
        return True

    def read_text(self, raw: str) -> None:
        if not self._skipped.isdisjoint(self._open):
            return
        text = unescape(raw) if "&" in raw else raw
        blank = text.isspace()
        preformatted = "pre" in self._open
        if not preformatted:
            text = " " if blank else text.replace("\n", " ")
        section = self._here()
        if section.tag in self._open:
            section.title.append(escape(text, quote=False))
        elif not blank:
            section.text.append(escape(text, quote=False))
        elif preformatted or not section.text or not section.text[-1].isspace():
            section.text.append(text)

    def _here(self) -> Section:
        if self._section is None:
            self._section = Section("hx")
            self.sections.append(self._section)
        return self._section


def _end(kept: list[str], tag: str) -> bool:
    """Close an element, or take it out when nothing but space stands in it; False when it never began."""
    if f"<{tag}>" not in kept:
        return False
    index = kept.index(f"<{tag}>")
    if all(part.isspace() for part in kept[index + 1 :]):
        del kept[index:]
    else:
        kept.append(f"</{tag}>")
    return True
