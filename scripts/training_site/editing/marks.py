"""Where each value of a YAML file stands, to the character.

The loader's own tree (``reading.tree``) says what a file holds; this one also says where each value
ends, which only a writer needs to know. It is made of a text that the loader could read.
"""

import re
from dataclasses import dataclass

import yaml

from training_site.reading.tree import FASTEST

_HEADER = re.compile(r"[|>][-+0-9]*")


@dataclass(frozen=True)
class Mark:
    """A text: where it stands, what it says, and how it is written."""

    start: int
    end: int
    """Behind its last character; line ends after the last word of a block are left out."""
    text: str
    style: str = ""
    """The sign that opens it: ``'``, ``"``, ``|``, ``>`` or none."""


@dataclass(frozen=True)
class MarkedList:
    """A list with its entries; ``dashes`` is where the entry's hyphen stands, if it has one."""

    start: int
    end: int
    flow: bool
    items: tuple["Marked", ...]
    dashes: tuple[int, ...] = ()


@dataclass(frozen=True)
class MarkedGroup:
    """Keys, in the order of the file, each with its value."""

    start: int
    end: int
    flow: bool
    entries: tuple[tuple[Mark, "Marked"], ...]


Marked = Mark | MarkedList | MarkedGroup


def mark_values(text: str) -> Marked:
    """The values of ``text``, which the loader has read before without a problem in its YAML."""
    loader = FASTEST(text)
    try:
        root = loader.get_single_node()
    finally:
        loader.dispose()
    assert root is not None
    return _Marker(text).marked(root)


class _Marker:
    """Turns the parser's nodes into marks, with places as offsets into the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def marked(self, node: yaml.Node) -> Marked:
        start = self._offset(node.start_mark)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, start)
        if isinstance(node, yaml.SequenceNode):
            return self._list(node, start)
        assert isinstance(node, yaml.MappingNode)
        entries = []
        for key, value in node.value:
            assert isinstance(key, yaml.ScalarNode)
            entries.append((self._scalar(key, self._offset(key.start_mark)), self.marked(value)))
        flow = bool(node.flow_style)
        end = self._offset(node.end_mark) if flow or not entries else entries[-1][1].end
        return MarkedGroup(start, end, flow, tuple(entries))

    def _list(self, node: yaml.SequenceNode, start: int) -> MarkedList:
        items = tuple(self.marked(item) for item in node.value)
        if node.flow_style or not items:
            return MarkedList(start, self._offset(node.end_mark), True, items)
        dashes = tuple(self._dash_before(item.start, before) for item, before in _pairs(items, start))
        return MarkedList(start, items[-1].end, False, items, dashes)

    def _dash_before(self, start: int, least: int) -> int:
        """The hyphen that opens an entry: the last one before it, apart from what comments hold."""
        place = start
        while place >= least:
            line_start = self.text.rfind("\n", 0, place) + 1
            before = self.text[max(line_start, least) : place]
            if "-" in before and not before.lstrip().startswith("#"):
                return max(line_start, least) + before.rindex("-")
            place = line_start - 1
        return least

    def _scalar(self, node: yaml.ScalarNode, start: int) -> Mark:
        end = self._offset(node.end_mark)
        style = str(node.style or "")
        if style not in ("|", ">"):
            return Mark(start, max(start, end), node.value, style)
        header = _HEADER.match(self.text, start)
        end = max(header.end() if header else start, len(self.text[:end].rstrip(" \n")))
        return Mark(start, end, node.value.rstrip("\n"), style)

    def _offset(self, mark: yaml.Mark | None) -> int:
        assert mark is not None
        line = min(mark.line, len(self.starts) - 1)
        return min(self.starts[line] + mark.column, len(self.text))


def _pairs(items: tuple[Marked, ...], start: int) -> list[tuple[Marked, int]]:
    """Each entry with the place behind the one before it."""
    return list(zip(items, [start, *(item.end for item in items[:-1])], strict=True))
