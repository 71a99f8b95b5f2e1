"""A list of a file cut into its entries with their comments, so that they can change places.

A comment directly above an entry belongs to it and moves along; so does one at its end. Empty
lines belong to the place between two entries.
"""

from collections import Counter
from dataclasses import dataclass

from training_site.editing.marks import MarkedList
from training_site.editing.text_edits import line_end, line_start


@dataclass(frozen=True)
class Piece:
    """The whole lines of one entry; ``old`` is its number in the file, if it was there."""

    old: int | None
    text: str


@dataclass(frozen=True)
class Span:
    """From where to where an entry goes, with its comments, in whole lines."""

    start: int
    end: int


@dataclass(frozen=True)
class Pieces:
    """The spans of all entries, and how many empty lines stand behind each."""

    items: tuple[Span, ...]
    gaps: tuple[int, ...]
    hangs: bool
    """Whether the first entry stands behind another list's hyphen, on the same line."""

    @property
    def start(self) -> int:
        """Where the first entry starts."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where the last entry ends."""
        return self.items[-1].end


def cut_pieces(text: str, node: MarkedList) -> Pieces:
    """The entries of a list that has one entry a line or more."""
    hangs = bool(text[line_start(text, node.dashes[0]) : node.dashes[0]].strip())
    first = node.dashes[0] if hangs else _with_comments_above(text, line_start(text, node.dashes[0]), 0)
    starts, ends, gaps = [first], [], []
    for item, dash in zip(node.items, node.dashes[1:], strict=False):
        end = line_end(text, item.end)
        start = _with_comments_above(text, line_start(text, dash), end + 1)
        between = text[end:start]
        ends.append(end + len(between.rstrip("\n")))
        gaps.append(len(between) - len(between.rstrip("\n")) - 1)
        starts.append(start)
    ends.append(line_end(text, node.items[-1].end))
    spans = tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))
    return Pieces(spans, tuple(gaps), hangs)


def join_pieces(pieces: Pieces, parts: list[Piece], column: int) -> str:
    """The text of the list with its entries in a new order, and new ones among them."""
    usual = Counter(pieces.gaps).most_common(1)[0][0] if pieces.gaps else 0
    texts = [" " * column + part.text if pieces.hangs and part.old == 0 else part.text for part in parts]
    joined = ""
    for number, text in enumerate(texts):
        if number:
            old, before = parts[number].old, parts[number - 1].old
            neighbors = old is not None and before is not None and old == before + 1
            gap = pieces.gaps[before] if neighbors and before is not None else usual
            joined += "\n" * (gap + 1)
        joined += text
    if pieces.hangs:
        joined = _comments_after_first_line(joined, column)
    return joined


def _with_comments_above(text: str, start: int, least: int) -> int:
    """Where the comments directly above a line begin, or the line itself."""
    while start > least:
        above = line_start(text, start - 1)
        if above < least or not text[above : start - 1].lstrip().startswith("#"):
            break
        start = above
    return start


def _comments_after_first_line(joined: str, column: int) -> str:
    """For a list behind a hyphen: its first line without its margin, comments above it put below."""
    lines = joined.split("\n")
    count = next(number for number, line in enumerate(lines) if line[column:].startswith("-"))
    return "\n".join([lines[count][column:], *lines[:count], *lines[count + 1 :]])
