"""The small types that every other class is made of: kinds of text, ids, minutes.

Three kinds of text reach a reader. Which one a field holds decides how the generator
converts it, so the kind is part of the type and can be asked for with ``walk.text_kind``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Value(BaseModel):
    """A frozen piece of the course that refuses keys it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,  # each class when it is first asked for; most are only ever parts of others
    )


@dataclass(frozen=True)
class TextKind:
    """How a text is written by a trainer and converted for a reader."""

    name: Literal["line", "inline", "prose"]


Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\n]*$"), TextKind("line")]
"""One line of plain text: a title, a name. No formatting, no citation."""

Inline = Annotated[str, StringConstraints(min_length=1, max_length=2_000), TextKind("inline")]
"""One paragraph that may hold *emphasis*, links and citations."""

Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000), TextKind("prose")]
"""Paragraphs and lists, with *emphasis*, links, citations and code."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A stable name for a thing: small letters, digits and single hyphens."""

PassageId = Annotated[str, StringConstraints(pattern=r"^p[0-9]{1,2}$")]
"""A passage of the source article, ``p0`` to ``p10``."""

SafetyCodeId = Annotated[str, StringConstraints(pattern=r"^S[1-9][0-9]?$")]
"""One practice of the safety spine, ``S1`` to ``S13``."""

Minutes = Annotated[int, Field(ge=1, le=600)]
"""A whole number of minutes."""


def _in_calendar(day: str) -> str:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise ValueError("no month has this day") from None
    return day


WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
"""A web address that starts with https:// or http://."""

IsoDate = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
    AfterValidator(_in_calendar),
]
"""A day as year-month-day, such as 2026-11-22."""


class DerivedFrom(Value):
    """Which passage of the source article an exercise grew from, and how."""

    passage: PassageId
    """The passage's id, such as `p5`."""

    how: Inline
    """One sentence: what in the passage the exercise takes up."""
