"""Words that the course does without: the file ``avoid.yml``, which trainers may change.

Each phrase brings the sentences that it has to find and those that it has to leave alone, so
that a change of the list is checked together with the course.
"""

from typing import Annotated, Literal

from pydantic import Field

from training_site.model.text import Line, Value

Exempt = Literal["scripts", "stories", "quotations", "wrong_choices"]


class AvoidedPhrase(Value):
    """Words to avoid, with the reason and what to say instead."""

    phrase: Line
    """The words as a message names them."""

    match: Annotated[tuple[Line, ...], Field(min_length=1)]
    """The forms to find. `*` ends a word in any way, `<number>` is any number, `...` is up to five words."""

    unless: tuple[Line, ...] = ()
    """Forms that make it right when they stand in the same sentence, such as `not an`."""

    reason: Line
    """Why it is avoided, in a sentence."""

    say_instead: Line
    """What to write in its place, in a sentence."""

    allowed_in: tuple[Exempt, ...] = ()
    """Where it may stand: `scripts`, `stories`, `quotations` and `wrong_choices`."""

    must_match: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Sentences that it has to find."""

    must_not_match: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Sentences that it has to leave alone."""


class AvoidList(Value):
    """The words that the course does without: the file `avoid.yml`."""

    phrases: tuple[AvoidedPhrase, ...]
    """The phrases, in any order."""
