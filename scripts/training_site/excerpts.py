"""Parts of values: what a page of the whole course gets of each module, and nothing more.

A page that gets excerpts can be kept until one of them changes, whatever else changes in the modules; and
what a template asks for beyond them is not there, so it fails at once and cannot go stale. Knows values, not
pages.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel

from training_site.model import Module, Unit

_PLAIN = {type(None), str, int, float, bool}

SomeValue = TypeVar("SomeValue", bound=BaseModel)


def excerpt(value: SomeValue, *names: str, **replaced: object) -> SomeValue:
    """The value with these fields alone, and with others in the place of some."""
    held = {name: getattr(value, name) for name in names} | replaced
    part = copy(value)
    vars(part).clear()
    vars(part).update(held)
    return part


def headline(module: Module) -> Module:
    """What a link to a module needs."""
    return excerpt(module, "id", "title")


def outline(module: Module) -> Module:
    """What a list of modules says of each."""
    return excerpt(
        module,
        *("id", "title", "summary", "drawing", "draft"),
        units=tuple(excerpt(unit, "id", "title", "duration_minutes") for unit in module.units),
        knowledge_check=excerpt(module.knowledge_check, "duration_minutes"),
    )


def caption(unit: Unit) -> Unit:
    """What a link to a unit needs."""
    return excerpt(unit, "id", "title")


def plain(value: object) -> object:
    """A value and all that it holds as JSON has it; ``TypeError`` for what does not say what it holds."""
    if type(value) in _PLAIN or isinstance(value, str | int | float):
        return value
    if isinstance(value, BaseModel):
        if vars(value).keys() >= type(value).model_fields.keys():  # a whole value
            return [type(value).__name__, value.model_dump_json()]
        return [type(value).__name__, {name: plain(held) for name, held in vars(value).items()}]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return [[plain(key), plain(item)] for key, item in value.items()]
    if isinstance(value, partial):
        return [plain(value.func), plain(value.args), plain(value.keywords)]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, [plain(getattr(value, each.name)) for each in fields(value)]]
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, type) or (isinstance(value, Callable) and hasattr(value, "__qualname__")):  # type: ignore[arg-type]
        named: Any = value
        return f"{named.__module__}.{named.__qualname__}"
    raise TypeError(f"{type(value).__name__} does not say what it holds")
