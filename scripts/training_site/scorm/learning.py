"""What of a course a learner can do, each under a code short enough for a learning-management system.

The system gives 4,096 characters. A code comes from an item's id, so that a package made anew still
understands what an older one recorded.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from training_site.indexes import reflections_of
from training_site.model import Module

Kind = Literal["units", "exercises", "check"]

LEAST_LETTERS = 4
MOST_CHARACTERS = 4096
RESERVED = 400
"""Characters for the scores and the marks between the parts."""


@dataclass(frozen=True)
class Item:
    """A unit, an exercise or a question, with the ids it had before."""

    kind: Kind
    module: str
    id: str
    former: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Today's name first."""
        return tuple(f"{self.kind}:{self.module}/{id_}" for id_ in (self.id, *self.former))


@dataclass(frozen=True)
class Codes:
    """Every item with its code, and the codes of former ids with today's."""

    letters: int
    items: tuple[tuple[str, Item], ...]
    former: tuple[tuple[str, str], ...]

    @property
    def most_characters(self) -> int:
        """How long the record of someone gets who has done everything and answered all right."""
        questions = sum(item.kind == "check" for _, item in self.items)
        return self.letters * (len(self.items) + questions) + RESERVED


def codes_for(modules: tuple[Module, ...]) -> Codes:
    """A code for everything to do in these modules, unlike any other of them."""
    items = [item for module in modules for item in _items(module)]
    names = [name for item in items for name in item.names]
    letters = LEAST_LETTERS
    while len({_code(name, letters) for name in names}) < len(set(names)):
        letters += 1
    pairs = [(_code(item.names[0], letters), item) for item in items]
    former = [(_code(name, letters), code) for code, item in pairs for name in item.names[1:]]
    return Codes(letters, tuple(pairs), tuple(former))


def _items(module: Module) -> Iterator[Item]:
    for unit in module.units:
        yield Item("units", module.id, unit.id, tuple(unit.former_ids))
    for unit in module.units:
        for reflection in reflections_of(unit):
            yield Item("exercises", module.id, reflection.id, tuple(reflection.former_ids))
    for question in module.knowledge_check.questions:
        yield Item("check", module.id, question.id, ())


def _code(name: str, letters: int) -> str:
    return urlsafe_b64encode(sha256(name.encode()).digest()).decode()[:letters]
