"""Finding every text in a value: the one walk that checks, citations and indexes share.

It asks the classes which fields hold text for readers, so a new field is found by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from training_site.model.text import TextKind

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class FoundText:
    """A text for readers and its place in the value, in the words of the YAML."""

    location: Location
    kind: TextKind
    text: str


def walk_texts(value: BaseModel, location: Location = ()) -> Iterator[FoundText]:
    """Every text of ``value`` and of what it holds, in the order of the fields."""
    for name, field in type(value).model_fields.items():
        place = (*location, field.alias or name)
        kind = text_kind(type(value), name)
        yield from _walk(getattr(value, name), place, kind)


def _walk(value: object, location: Location, kind: TextKind | None) -> Iterator[FoundText]:
    if isinstance(value, BaseModel):
        yield from walk_texts(value, location)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, (*location, index), kind)
    elif isinstance(value, str) and kind is not None:
        yield FoundText(location, kind, value)


@cache
def text_kind(owner: type[BaseModel], name: str) -> TextKind | None:
    """The kind of text that a field, or each item of it, holds; None when it holds no text."""
    field = owner.model_fields[name]
    return _kind_in((field.annotation, *field.metadata))


def _kind_in(parts: tuple[Any, ...]) -> TextKind | None:
    for part in parts:
        if isinstance(part, TextKind):
            return part
        nested = (*get_args(part), *getattr(part, "__metadata__", ()))
        if nested and (found := _kind_in(nested)):
            return found
    return None
