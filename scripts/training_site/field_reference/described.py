"""What the model says about a class and its fields, in the words that editors show too."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from training_site.model import Block
from training_site.model.text import Value
from training_site.model.words import words_of
from training_site.schemas import sentences_of
from training_site.shape.naming import noun
from training_site.shape.schema import Spec, fields_of


@dataclass(frozen=True)
class FieldFacts:
    """One field as a trainer needs to know it; sentences may hold backticks."""

    name: str
    what: str
    needed: bool
    sentences: tuple[str, ...]
    """How to write it, its limits, and what holds when it is left out."""

    model: type[Value] | None
    """The class that it, or each of its entries, belongs to."""


@cache
def facts_of(model: type[Value]) -> tuple[FieldFacts, ...]:
    """Every field of a class, in the order of the model."""
    said = sentences_of(model)
    names = {info.alias or name: name for name, info in model.model_fields.items()}
    return tuple(
        FieldFacts(
            key,
            words_of(model).get(names[key], ""),
            spec.required,
            (*said[key], *_default(model.model_fields[names[key]].get_default())),
            innermost(spec).model,
        )
        for key, spec in fields_of(model).items()
    )


def innermost(spec: Spec) -> Spec:
    """What a list holds in the end."""
    return innermost(spec.item) if spec.item else spec


def classes_under(model: type[Value], seen: set[type[Value]]) -> Iterator[type[Value]]:
    """A class and those inside it that were not seen yet, in the order of their fields; blocks apart."""
    if model in seen:
        return
    seen.add(model)
    yield model
    for spec in fields_of(model).values():
        inner = innermost(spec).model
        if inner and inner is not Block:
            yield from classes_under(inner, seen)


def what_is(model: type[Value]) -> str:
    """What a class is, in a sentence."""
    return " ".join((model.__doc__ or "").split())


def heading_of(model: type[Value]) -> str:
    """The noun of a class as a heading."""
    word = noun(model)
    return word[0].upper() + word[1:]


def _default(value: object) -> tuple[str, ...]:
    if value is True or value is False:
        return (f"Left out, it is `{str(value).lower()}`.",)
    if isinstance(value, int):
        return (f"Left out, it is `{value}`.",)
    if isinstance(value, tuple) and value:
        return (f"Left out, it is {', '.join(f'`{each}`' for each in value)}.",)
    return ()
