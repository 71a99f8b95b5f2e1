"""Finding every text in a value: the one walk that checks, citations and indexes share.

It asks the classes which fields hold text for readers, so a new field is found by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from training_site.model.text import TextKind

Location = tuple[str | int, ...]

_PLAIN = {str, int, float, bool, type(None)}


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text for readers and its place in the value, in the words of the YAML."""

    location: Location
    kind: TextKind
    text: str


def walk_texts(value: BaseModel, location: Location = ()) -> Iterator[FoundText]:
    """Every text of ``value`` and of what it holds, in the order of the fields."""
    found: list[FoundText] = []
    _walk_fields(value, location, found)
    return iter(found)


def _walk_fields(value: BaseModel, location: Location, found: list[FoundText]) -> None:
    for name, key, kind in _fields(type(value)):
        _walk(getattr(value, name), (*location, key), kind, found)


def _walk(value: object, location: Location, kind: TextKind | None, found: list[FoundText]) -> None:
    if isinstance(value, str):
        if kind is not None:
            found.append(FoundText(location, kind, value))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _walk(item, (*location, index), kind, found)
    elif isinstance(value, BaseModel):
        _walk_fields(value, location, found)


@cache
def _fields(owner: type[BaseModel]) -> tuple[tuple[str, str, TextKind | None], ...]:
    """The fields that hold text or further values: their names, in the class and in YAML, and the kind."""
    fields = owner.model_fields.items()
    told = ((name, field, text_kind(owner, name)) for name, field in fields)
    return tuple(
        (name, field.alias or name, kind)
        for name, field, kind in told
        if kind is not None or not _holds_plain_values_only(field.annotation)
    )


def _holds_plain_values_only(annotation: object) -> bool:
    parts = get_args(annotation)
    if parts and get_origin(annotation) is not Literal:
        return all(part is ... or _holds_plain_values_only(part) for part in parts)
    return bool(parts) or annotation in _PLAIN


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
