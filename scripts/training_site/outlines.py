"""Modules that an earlier load found without a problem: their value, and what other files may ask of them.

Whether a module is right depends on its own text and on its surroundings: the shared files, the pages and
pictures around, and what each module names. Where nothing of that changed, the module is not looked at again.
A module with any problem, a warning too, is never kept, so that every load tells of it anew.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from training_site.cache import Cache, digest
from training_site.checks.files import ReadFile, Surroundings
from training_site.model import Module
from training_site.reading.source import Source
from training_site.reading.tree import Entry, Items, Mapping, Node, Scalar
from training_site.remembered import Remembered

Read = TypeVar("Read")
Plain: TypeAlias = "list[Plain] | int | str | None"

ASKED = ("id", "draft", "prerequisites", "former_ids")
"""The keys of a module that the checks of other files look at."""


@dataclass(frozen=True)
class Outline:
    """A module as other files see it."""

    file: ReadFile
    value: Module
    excused: int
    """How many of its findings a comment excuses."""


@dataclass
class Outlines:
    """The modules that are known to be right."""

    cache: Cache = field(default_factory=Cache)
    generator: str = ""
    """The hash of the code that looks at them."""
    in_memory: bool = False
    """Whether files are remembered as they were read, for loads that follow each other, as in a preview."""

    def __post_init__(self) -> None:
        """Have a memory, which may be off."""
        self._found: Remembered[Source, Outline | None] = Remembered(on=self.in_memory)
        self._read: Remembered[Source, Any] = Remembered(on=self.in_memory)

    def next_load(self) -> None:
        """Let go of files that the last load did not see."""
        self._found.next_round()
        self._read.next_round()

    def read(self, source: Source, read: Callable[[Source], Read]) -> Read:
        """A file as it was read before, or is read now."""
        found: Read = self._read.get(source, lambda: read(source))
        return found

    def find(self, source: Source) -> Outline | None:
        """The outline of a file, as it was when it last was without a problem."""
        return self._found.get(source, lambda: self._kept(source))

    def _kept(self, source: Source) -> Outline | None:
        text = self.cache.get(self._key("outline", source))
        if text is None:
            return None
        kept = json.loads(text)
        root = _node(kept["root"])
        file = ReadFile(source, Module, root, checked=True)
        return Outline(file, Module.model_validate_json(kept["value"]), kept["excused"])

    def is_right(self, source: Source, surroundings: str) -> bool:
        """Whether a file was without a problem in these surroundings."""
        return self.cache.get(self._key("right", source, surroundings)) is not None

    def keep(self, file: ReadFile, value: Module, excused: int, surroundings: str) -> None:
        """Remember a file without a problem."""
        kept = {
            "root": _plain(file.root),
            "value": value.model_dump_json(by_alias=True, exclude_unset=True),
            "excused": excused,
        }
        self.cache.put(self._key("outline", file.source), json.dumps(kept))
        self.cache.put(self._key("right", file.source, surroundings), "yes")

    def teaches_well(self, source: Source, held: str) -> bool:
        """Whether nothing was found in how a file teaches, ``held`` against these lists."""
        return self.cache.get(self._key("teaches well", source, held)) is not None

    def keep_well_taught(self, source: Source, held: str) -> None:
        """Remember a file in whose teaching nothing was found."""
        self.cache.put(self._key("teaches well", source, held), "yes")

    def surroundings(self, files: Sequence[ReadFile], around: Surroundings) -> str:
        """The hash of everything besides its own text that decides whether a module is right."""
        parts = [repr([sorted(names) if names is not None else None for names in _names_around(around)])]
        for file in files:
            own = json.dumps(_names_in(_plain(file.root))) if file.model is Module else file.source.text
            parts += [file.source.path.name, own]
        return digest(*parts)

    def _key(self, *parts: str | Source) -> str:
        texts = (f"{part.path.name}\n{part.text}" if isinstance(part, Source) else part for part in parts)
        return digest(self.generator, *texts)


def _names_around(around: Surroundings) -> tuple[frozenset[str] | None, ...]:
    return (around.drawings, around.images, around.written_pages)


def _plain(node: Node | None, key: str = "") -> Plain:
    """What of a tree other files may ask, as lists: what it is, where it stands, what it holds."""
    if isinstance(node, Scalar):
        return (
            ["text", node.line, node.column, node.text, node.style, node.end_line] if key in ASKED else None
        )
    if isinstance(node, Items):
        items: list[Plain] = [plain for item in node.items if (plain := _plain(item, key))]
        return ["list", node.line, node.column, *items] if items else None
    if isinstance(node, Mapping):
        entries: list[Plain] = [
            [[entry.key.line, entry.key.column, entry.key.text], plain]
            for entry in node.entries
            if (plain := _plain(entry.value, entry.key.text))
        ]
        return ["keys", node.line, node.column, *entries] if entries else None
    return None


def _node(plain: Any) -> Node:  # noqa: ANN401  what ``_plain`` made, which is whole or not there
    what, line, column, *rest = plain
    if what == "text":
        text, style, end_line = rest
        return Scalar(line, column, text, style, end_line)
    if what == "list":
        return Items(line, column, tuple(map(_node, rest)))
    return Mapping(line, column, tuple(Entry(Scalar(*key), _node(value)) for key, value in rest))


def _names_in(plain: Plain) -> Plain:
    """The same without where it stands, so that a line more changes nothing for other files."""
    match plain:
        case ["text", _, _, text, _, _]:
            return text
        case ["list", _, _, *items]:
            return [_names_in(item) for item in items]
        case ["keys", _, _, *entries]:
            return [_name_in(entry) for entry in entries]
    return None


def _name_in(entry: Plain) -> Plain:
    match entry:
        case [[_, _, text], value]:
            return [text, _names_in(value)]
    return None
