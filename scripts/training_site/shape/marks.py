"""Where exactly a problem is marked: the key, the value, or a few words inside a text."""

from dataclasses import dataclass

from training_site.problems import Edit, Problem, Severity
from training_site.reading.source import Source
from training_site.reading.tree import Items, Mapping, Node, Scalar
from training_site.shape.schema import Place


@dataclass(frozen=True)
class Mark:
    """A stretch of one line; all counted from 1."""

    line: int
    column: int
    length: int = 1


def mark_key(key: Scalar) -> Mark:
    """The key itself."""
    return Mark(key.line, key.column, min(200, len(key.text) + 2 * bool(key.style)))


def mark_value(source: Source, place: Place) -> Mark:
    """The value at ``place`` or, where it has no one line of its own, the key it stands under."""
    node = place.node
    in_list = place.number is not None
    if isinstance(node, Scalar):
        if (node.style in ("|", ">") or not (node.text or node.style)) and place.key and not in_list:
            return mark_key(place.key)
        return Mark(node.line, node.column, _length(source, node))
    if place.key and not in_list:
        return mark_key(place.key)
    return mark_start(node)


def mark_start(node: Node) -> Mark:
    """The first key of a group, or where a list begins."""
    if isinstance(node, Mapping) and node.entries:
        return mark_key(node.entries[0].key)
    if isinstance(node, Items) and node.items and isinstance(node.items[0], Scalar):
        return Mark(node.line, node.column)
    return Mark(node.line, node.column)


def mark_words(source: Source, node: Scalar, words: str, offset: int) -> Mark:
    """The ``words`` that stand in a text at ``offset``, where the file has them on one line."""
    before = node.text.count(words, 0, offset)
    position = _start(source, node)
    for _ in range(before + 1):
        found = source.text.find(words, position)
        if found < 0 or source.text.count("\n", 0, found) + 1 > max(node.end_line, node.line):
            return Mark(node.line, node.column, _length(source, node))
        position = found + len(words)
    start = position - len(words)
    return Mark(source.text.count("\n", 0, start) + 1, start - source.text.rfind("\n", 0, start), len(words))


def problem_at(
    source: Source,
    mark: Mark,
    rule: str,
    message: str,
    hint: str = "",
    severity: Severity = "error",
    instead: str = "",
) -> Problem:
    """A problem at a mark in a file; ``instead`` is what certainly belongs in place of what is marked."""
    length = max(1, mark.length)
    edits = (Edit(mark.line, mark.column, length, instead),) if instead else ()
    return Problem(source.path, mark.line, mark.column, rule, message, hint, length, severity, edits)


def _start(source: Source, node: Scalar) -> int:
    start = 0
    for _ in range(node.line - 1):
        start = source.text.index("\n", start) + 1
    return start + node.column - 1


def _length(source: Source, node: Scalar) -> int:
    line = source.lines[node.line - 1] if node.line <= len(source.lines) else ""
    rest = line[node.column - 1 :]
    if node.style in ("|", ">"):
        return max(1, len(rest.split(" #")[0].rstrip()))
    if node.end_line > node.line:
        return max(1, len(rest.rstrip()))
    return max(1, min(len(node.text) + 2 * bool(node.style), len(rest.rstrip()) or 1))
