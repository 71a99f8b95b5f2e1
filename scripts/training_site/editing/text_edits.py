"""Edits of spans of a text. Knows nothing of what the text means, except what a comment is."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Edit:
    """What stands from ``start`` up to ``end`` gives way to ``new``."""

    start: int
    end: int
    new: str


def apply_edits(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """The text from ``start`` to ``end`` with the edits made; two of them never overlap."""
    parts = []
    place = start
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        assert edit.start >= place, "two edits overlap"
        parts += [text[place : edit.start], edit.new]
        place = edit.end
    parts.append(text[place : len(text) if end is None else end])
    return "".join(parts)


def replaced(text: str, start: int, end: int, lines: list[str]) -> Edit:
    """An edit that puts lines in a span; a comment behind the span stays on the first of them."""
    if len(lines) > 1:
        stop = line_end(text, end)
        behind = text[end:stop]
        if behind.lstrip().startswith("#"):
            return Edit(start, stop, "\n".join([lines[0] + behind.rstrip(), *lines[1:]]))
    return Edit(start, end, "\n".join(lines))


def line_start(text: str, place: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, place: int) -> int:
    """Where the line of a place ends, before its line feed."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found


def column_of(text: str, place: int) -> int:
    """How many characters stand before a place on its line."""
    return place - line_start(text, place)
