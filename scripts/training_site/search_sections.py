"""The sections of a page: its headings, each with the words that a reader sees until the next one.

Reads HTML whose elements have their ends, as our templates and a Markdown engine write it, tag by tag and
without a tree of it. Knows neither the course nor what words are searched for.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from training_site.finished_html import VOID

UNREAD = frozenset(("script", "style", "template", "svg", "nav", "button", "textarea", "select", "input"))
UNREAD_IF = frozenset(("data-search-exclude", "hidden"))
"""Attributes of elements that are not read either."""
INLINE = frozenset(
    [
        *("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark"),
        *("q", "s", "small", "span", "strong", "sub", "sup", "time"),
    ]
)
"""Elements that do not part the words around them."""
HEADINGS = frozenset(("h1", "h2", "h3"))

_NO_ELEMENT = re.compile(r"<!--.*?-->|<[!?][^>]*>", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(r"([^\s=/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+)))?")

Tag = tuple[str, str, str, str]
"""The slash of one that ends an element, its name, its attributes, and the text after it."""


@dataclass(frozen=True)
class Searched:
    """A page as the search sees it."""

    address: str
    """Below the site's root, such as ``at-hand/``; the home page's is empty."""
    given: str | Callable[[], str]
    """What stands between its header and its footer, or what gets it when it is asked for."""
    titles_only: bool = False
    """Whether it repeats what other pages hold, so that only its headings are searched."""
    html_digest: str = ""
    """The hash of its HTML where that is known; then the HTML of a page that is kept is not asked for."""

    @property
    def html(self) -> str:
        """What stands between its header and its footer."""
        return self.given if isinstance(self.given, str) else self.given()


@dataclass
class Entry:
    """A section of a page: its heading with what follows until the next one."""

    address: str
    page_title: str
    heading: str
    text: str = ""
    """Its words as a reader sees them, white space made single."""


def entries_of(page: Searched) -> list[Entry]:
    """The sections of a page; one without a heading that links can lead to belongs to the one before."""
    before, *rest = _TAG.split(_NO_ELEMENT.sub("", page.html))
    tags: Iterator[Tag] = zip(*[iter(rest)] * 4, strict=True)
    entries = [Entry(page.address, "", "")]
    texts = [[before]]
    own = texts[0]
    for end, written, attributes, after in tags:
        name, text = written.lower(), after
        if end:
            text = text if name in INLINE else f" {text}"
        elif name in HEADINGS and ((anchor := _values(attributes).get("id")) or name == "h1"):
            inside, text = _passed(name, text, tags)
            heading = _words([inside])
            if name == "h1":
                entries[0].page_title = heading
            else:
                entries.append(Entry(f"{page.address}#{anchor}", entries[0].page_title, heading))
                own = []
                texts.append(own)
        elif name in UNREAD or _is_hidden(attributes):
            if not _is_empty(name, attributes):
                _, text = _passed(name, text, tags)
        elif name not in INLINE:
            text = f" {text}"
        own.append(text)
    if not page.titles_only:
        for entry, own in zip(entries, texts, strict=True):
            entry.text = _words(own)
    return entries


def _passed(name: str, text: str, tags: Iterator[Tag]) -> tuple[str, str]:
    """The text in an element that has begun with this one, and the text after its end."""
    inside, begun = [text], 1
    for end, other, attributes, after in tags:
        if other.lower() == name and not _is_empty(name, attributes):
            begun += -1 if end else 1
            if begun == 0:
                return "".join(inside), after
        inside.append(after)
    return "".join(inside), ""


def _is_empty(name: str, attributes: str) -> bool:
    """Whether an element has no end."""
    return name in VOID or attributes.endswith("/")


def _is_hidden(attributes: str) -> bool:
    if "hidden" not in attributes and "data-search-exclude" not in attributes:
        return False
    return not UNREAD_IF.isdisjoint(_values(attributes))


def _values(attributes: str) -> dict[str, str]:
    return {name: unescape("".join(value)) for name, *value in _ATTRIBUTE.findall(attributes)}


def _words(texts: Iterable[str]) -> str:
    return " ".join(unescape("".join(texts)).split())
