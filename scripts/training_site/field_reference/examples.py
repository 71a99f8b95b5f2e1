"""The example course beside this file: its value, and pieces of its text for each class.

It is loaded and checked like any course, so an example that the checker would refuse cannot be shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from training_site.checks.files import ReadFile, Surroundings
from training_site.field_reference.described import innermost
from training_site.load import Loaded, load_course
from training_site.model import Block, Course
from training_site.model.text import Value
from training_site.reading.tree import Mapping
from training_site.shape.schema import Place, fields_of

AROUND = Surroundings(frozenset({"four-ns"}), frozenset({"paper-boat.png"}), frozenset())
"""What the example course names that lies outside its folder."""

LONGEST = 26
"""Lines of an example before what has a section of its own is left out of it."""


@cache
def load_example() -> Loaded:
    """The example course."""
    with as_file(files("training_site") / "field_reference" / "example") as folder:
        return load_course(Path(folder), around=AROUND)


def example_course() -> Course:
    """The example course as a value."""
    course = load_example().course
    assert course is not None, "the example course has a mistake"
    return course


def examples_of(model: type[Value]) -> tuple[str, ...]:
    """Pieces of YAML that show a class, as few as show all its fields."""
    return _fewest((place, _keys(place)) for place in _places() if place.spec.model is model)


def examples_of_kind(kind: str) -> tuple[str, ...]:
    """Pieces of YAML that show a kind of block, as few as show all its fields."""
    found = []
    for place in _places():
        inner = (
            place.node.get(kind) if place.spec.model is Block and isinstance(place.node, Mapping) else None
        )
        if inner is not None:
            keys = {entry.key.text for entry in inner.entries} if isinstance(inner, Mapping) else {kind}
            found.append((place, keys))
    return _fewest(found)


def _keys(place: Place) -> set[str]:
    return {entry.key.text for entry in place.node.entries} if isinstance(place.node, Mapping) else set()


def _fewest(found: Iterable[tuple[Place, set[str]]]) -> tuple[str, ...]:
    candidates = sorted(found, key=lambda each: -len(each[1]))
    shown: list[str] = []
    covered: set[str] = set()
    for place, keys in candidates:
        if not keys <= covered:
            covered |= keys
            shown.append(_piece(place))
    return tuple(shown)


@dataclass(frozen=True)
class _Lines:
    """The lines of a file from 1."""

    lines: tuple[str, ...]

    def end(self, start: int, column: int) -> int:
        """The last line of what begins at a place: all below it that is indented deeper."""
        last = start
        for number in range(start + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            if line.strip() and len(line) - len(line.lstrip(" ")) < column:
                break
            last = number if line.strip() else last
        return last


@cache
def _files() -> tuple[ReadFile, ...]:
    """The files of the example course, the fullest first."""
    files_read = (written.file for written in load_example().written)
    return tuple(sorted(files_read, key=lambda file: -len(file.source.text)))


@cache
def _homes() -> dict[int, ReadFile]:
    return {id(place): file for file in _files() for place in file.places}


def _places() -> Iterator[Place]:
    for file in _files():
        yield from (place for place in file.places if place.spec.kind == "group")


def _piece(place: Place) -> str:
    """The lines of a group, from the left edge on; what has a section of its own may be left out."""
    lines = _Lines(_homes()[id(place)].source.lines)
    start, column = place.node.line, place.node.column
    if place.number is not None:
        column -= 2
    elif place.key is not None:
        start, column = place.key.line, place.key.column
    end = lines.end(start, column + 1) if place.loc else len(lines.lines)
    left_out = dict(_left_out(place, lines)) if end - start >= LONGEST else {}
    shown = []
    number = start
    while number <= end:
        shown.append(lines.lines[number - 1])
        if number in left_out:
            indent, last = left_out[number]
            shown.append(f"{' ' * indent}# …")
            number = last
        number += 1
    return "\n".join(line[column - 1 :].rstrip() for line in shown).strip("\n")


def _left_out(place: Place, lines: _Lines) -> Iterator[tuple[int, tuple[int, int]]]:
    assert place.spec.model is not None
    assert isinstance(place.node, Mapping)
    specs = fields_of(place.spec.model)
    for entry in place.node.entries:
        last = lines.end(entry.key.line, entry.key.column + 1)
        if innermost(specs[entry.key.text]).model and last - entry.key.line > 3:
            yield entry.key.line, (entry.key.column + 1, last)
