"""The elements of a built page by their places in its text, so that a few can be changed and the rest stays.

Knows HTML and nothing of packages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass(eq=False)
class Tag:
    """An element and where its tags begin and end."""

    name: str
    attributes: dict[str, str]
    parent: "Tag | None"
    start: int
    inside: int
    """Where its starting tag ends."""
    closing: int = -1
    """Where its ending tag begins; for one that has none, where its starting tag ends."""
    end: int = -1
    children: "list[Tag]" = field(default_factory=list)

    def around(self) -> "Iterator[Tag]":
        """The elements that hold this one, from the inside out."""
        if self.parent:
            yield self.parent
            yield from self.parent.around()

    def within(self) -> "Iterator[Tag]":
        """The elements in this one."""
        for child in self.children:
            yield child
            yield from child.within()


def read_tags(html: str) -> Tag:
    """The tree of a page's elements."""
    return _Reader(html).root


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.root = Tag("", {}, None, 0, 0, len(html), len(html))
        self.open = [self.root]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = self._found(tag, attrs)
        if tag not in VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._found(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].name == tag:
                closed = self.open[depth]
                closed.closing = self._here()
                closed.end = self.html.index(">", closed.closing) + 1
                del self.open[depth:]
                return

    def _found(self, tag: str, attrs: list[tuple[str, str | None]]) -> Tag:
        start = self._here()
        inside = start + len(self.get_starttag_text() or "")
        values = {name: value or "" for name, value in attrs}
        found = Tag(tag, values, self.open[-1], start, inside, inside, inside)
        self.open[-1].children.append(found)
        return found

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column
