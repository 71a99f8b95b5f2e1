"""Walks a tree beside the model's classes, so that every node knows which field it is.

It reads the classes themselves: a new field or block kind needs no change here. It knows
nothing of mistakes; nodes that do not fit are handed out as they are and not entered.
"""

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from training_site.model.text import TextKind, Value
from training_site.reading.tree import Items, Mapping, Node, Scalar

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Spec:
    """What the model expects at a place."""

    kind: Literal["group", "list", "text", "number", "switch", "choice", "word"]
    """``word`` is a text with a fixed pattern, such as an id."""

    model: type[Value] | None = None
    """The class of a group."""

    item: "Spec | None" = None
    """What a list holds."""

    text: str = ""
    """The kind of a text: line, inline or prose."""

    options: tuple[str, ...] = ()
    """The values to choose from."""

    required: bool = True
    """Whether it has to be there."""

    pattern: str = ""
    """The pattern of a word."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node, what the model expects there, and the way to it from the top of the file."""

    loc: Loc
    node: Node
    spec: Spec
    key: Scalar | None = None
    """The key that the node stands under; for an entry of a list, the list's."""

    owner: "Place | None" = field(default=None, repr=False)
    """The nearest group that holds it."""

    @property
    def name(self) -> str:
        """The key it stands under."""
        for part in reversed(self.loc):
            if isinstance(part, str):
                return part
        return ""

    @property
    def number(self) -> int | None:
        """Which entry of its list it is, from 1."""
        last = self.loc[-1] if self.loc else None
        return last + 1 if isinstance(last, int) else None

    @property
    def model(self) -> type[Value] | None:
        """The class of the group that holds it."""
        return self.owner.spec.model if self.owner else None


@cache
def fields_of(model: type[Value]) -> dict[str, Spec]:
    """What each key of a group holds."""
    return {
        info.alias or name: _spec(info.annotation, list(info.metadata), info.is_required())
        for name, info in model.model_fields.items()
    }


def walk(root: Node, model: type[Value]) -> Iterator[Place]:
    """Every node that has a place in the model, parents before children."""
    waiting = [Place((), root, Spec("group", model))]
    while waiting:
        place = waiting.pop()
        yield place
        if not isinstance(place.node, Scalar):
            waiting.extend(reversed(list(_children(place))))


def _children(place: Place) -> Iterator[Place]:
    node, spec = place.node, place.spec
    if spec.kind == "group" and isinstance(node, Mapping) and spec.model:
        known = fields_of(spec.model)
        for entry in node.entries:
            if entry.key.text in known:
                loc = (*place.loc, entry.key.text)
                yield Place(loc, entry.value, known[entry.key.text], entry.key, place)
    elif spec.kind == "list" and isinstance(node, Items) and spec.item:
        for index, item in enumerate(node.items):
            yield Place((*place.loc, index), item, spec.item, place.key, place.owner)


def _spec(annotation: object, metadata: list[typing.Any], required: bool) -> Spec:
    while typing.get_origin(annotation) is typing.Annotated:
        annotation, *more = typing.get_args(annotation)
        metadata = [*metadata, *more]
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        inner = next(part for part in typing.get_args(annotation) if part is not type(None))
        return _spec(inner, metadata, required)
    if origin is tuple:
        return Spec("list", item=_spec(typing.get_args(annotation)[0], [], True), required=required)
    if origin is typing.Literal:
        return Spec("choice", options=tuple(map(str, typing.get_args(annotation))), required=required)
    if annotation is bool:
        return Spec("switch", required=required)
    if annotation is int:
        return Spec("number", required=required)
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return Spec("group", model=annotation, required=required)
    if annotation is not str:
        raise TypeError(f"the model holds a type that the reader does not know: {annotation!r}")
    text = next((part.name for part in metadata if isinstance(part, TextKind)), "")
    pattern = next((str(part.pattern) for part in metadata if getattr(part, "pattern", None)), "")
    return Spec("text" if text else "word", text=text, required=required, pattern=pattern)
