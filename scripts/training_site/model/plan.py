"""What was planned before anything was written, so that a build can lay it beside what is there."""

from typing import Annotated

from pydantic import Field

from training_site.model.text import Id, Line, Value

Planned = Annotated[int, Field(ge=0, le=1000)]


class PlanReasons(Value):
    """Why a module came out otherwise than planned; a sentence for each number that differs."""

    units: Line | None = None
    """Why it has more or fewer units."""

    minutes: Line | None = None
    """Why it takes longer or less long."""

    questions: Line | None = None
    """Why it has more or fewer questions."""

    exercises: Line | None = None
    """Why it has more or fewer reflections."""

    citations: Line | None = None
    """Why it cites more or fewer sources."""


class ModulePlan(Value):
    """What was planned for a module."""

    module: Id
    """The module's id."""

    units: Planned
    """How many units."""

    minutes: Planned
    """How many minutes of self-study, the knowledge check included."""

    questions: Planned
    """How many questions in the knowledge check."""

    exercises: Planned
    """How many reflections."""

    citations: Planned
    """How many different sources it cites."""

    why: PlanReasons = PlanReasons()
    """Why it came out otherwise, where it did."""
