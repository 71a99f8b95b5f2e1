"""Handouts: pages to print, gathered from what the modules teach."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from training_site.model.blocks import MODULE_KINDS, Block
from training_site.model.text import Id, Line, Prose, Value

BlockAddress = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$", max_length=121)
]
"""A block with an id in a module: ``when-things-go-wrong/pause-words``."""


class Form(Value):
    """Blank spaces to write in by hand."""

    title: Line
    """What is filled in; read out as the caption."""

    columns: Annotated[tuple[Line, ...], Field(max_length=5)] = ()
    """What each space of a row is for, from left to right. Left out, each row has one wide space."""

    rows: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What each row is for, such as: When I stop."""

    lines: Annotated[int, Field(ge=1, le=12)] = 2
    """How many written lines fit into a space."""


class HandoutPart(Value):
    """A stretch of a handout: what it takes from the course, what is written for it, or blanks to fill in."""

    heading: Line | None = None
    """A heading above it."""

    text: Prose | None = None
    """A few words of its own."""

    block: BlockAddress | None = None
    """What it takes from a module: the module's id, a slash, and the id of a script, a checklist, a table,
    an activity, a vignette, or a reflection, such as `when-things-go-wrong/pause-words`."""

    blocks: tuple[Block, ...] = ()
    """Blocks that stand on this handout only."""

    all_of: Literal["safety-spine", "activities"] | None = None
    """Takes the whole safety spine, or every activity of the course as one table by age."""

    reflections_of: Id | None = None
    """The id of a module whose reflections it prints as worksheets, with lines to write on."""

    form: Form | None = None
    """Blank spaces to write in by hand."""

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not (self.text or self.block or self.blocks or self.all_of or self.reflections_of or self.form):
            raise ValueError(
                "a part of a handout needs something to print: "
                "`text`, `block`, `blocks`, `all_of`, `reflections_of` or `form`"
            )
        for number, block in enumerate(self.blocks, start=1):
            if block.kind in MODULE_KINDS:
                raise ValueError(f"block {number} is of the kind `{block.kind}`, which only a unit can hold")
        return self


class Handout(Value):
    """One or two sides of paper to print and take along."""

    id: Id
    """A stable name; it is part of the page's address: never change it."""

    title: Line
    """The handout's heading."""

    summary: Line
    """One line for lists: what it is for."""

    large_type_points: Annotated[int, Field(ge=16, le=18)] = 18
    """How many points the text of its large version has: 17 or 16 where 18 would take a third side."""

    parts: Annotated[tuple[HandoutPart, ...], Field(min_length=1)]
    """What is on it, in order."""
