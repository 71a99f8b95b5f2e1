"""The kinds of block a unit is built from.

A block in YAML is a mapping with one key, its kind. ``Block`` lists the kinds; each kind
that holds more than text is one class here and one template in ``templates/blocks/``.
"""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from training_site.model.text import (
    DerivedFrom,
    Id,
    Inline,
    Line,
    Minutes,
    Prose,
    SafetyCodeId,
    Value,
)

MODULE_KINDS = ("confidence_check", "facilitator_note", "reflection")
"""Kinds of block that mean something only in a module."""

Age = Annotated[int, Field(ge=0, le=21)]


class Checklist(Value):
    """Things to tick off, on screen or on paper."""

    id: Id
    """A stable name that nothing else in the module has. Choose it once and keep it."""

    title: Line
    """What the list is for."""

    intro: Prose | None = None
    """A sentence before the list."""

    items: Annotated[tuple[Inline, ...], Field(min_length=1)]
    """The things to do or check, one in each entry."""

    situations: tuple[Id, ...] = ()
    """Where the list appears on the At hand page: ids from `situations` in course.yml."""


class ScriptLine(Value):
    """One thing to say."""

    say: Inline
    """The words, without quotation marks."""

    audience: Line | None = None
    """Who hears it, where it differs: `Age 6`, `Teen`, `Caregiver`, `By phone`."""

    speaker: Line | None = None
    """Who says it, when it is not the clinician."""

    note: Inline | None = None
    """Why, or what to do while saying it."""


class Script(Value):
    """Words to say, in the clinician's own voice."""

    id: Id
    """A stable name that nothing else in the module has. Choose it once and keep it."""

    title: Line
    """What the words are for."""

    intro: Prose | None = None
    """A sentence before the script."""

    in_order: bool = False
    """`true` when the lines follow one another as numbered steps."""

    lines: Annotated[tuple[ScriptLine, ...], Field(min_length=1)]
    """What is said."""

    situations: tuple[Id, ...] = ()
    """Where the script appears on the At hand page: ids from `situations` in course.yml."""


class Pause(Value):
    """A stop in a vignette where the reader thinks before reading on."""

    question: Inline
    """What to think about, such as: What do you need to know before anything else?"""

    consider: Prose
    """What a thoughtful colleague would say, shown after the reader has paused."""


class Scene(Value):
    """A stretch of story, with a pause after it if there is something to decide."""

    story: Prose
    """What happens."""

    pause: Pause | None = None
    """The stop after this stretch."""


class Vignette(Value):
    """A fictional moment of practice, told up to a decision and along one good path."""

    id: Id
    """A stable name that nothing else in the module has. Choose it once and keep it."""

    title: Line
    """Who and where, such as: Luis, camera off."""

    scenes: Annotated[tuple[Scene, ...], Field(min_length=1)]
    """The story in order, with its pauses."""

    good_path: Prose
    """One way it could go well; never the only one."""

    debrief: Prose | None = None
    """A question or thought to end on."""


class Table(Value):
    """Rows and columns that belong side by side."""

    id: Id | None = None
    """A stable name, needed only if something links here."""

    title: Line
    """What the table shows; read out as its caption."""

    columns: Annotated[tuple[Line, ...], Field(min_length=2, max_length=8)]
    """The headings, from left to right."""

    rows: Annotated[tuple[Annotated[tuple[Inline, ...], Field(min_length=1)], ...], Field(min_length=1)]
    """Each row is a list with one text for each column."""

    note: Inline | None = None
    """A line below the table."""

    @model_validator(mode="after")
    def _rows_fit_columns(self) -> Self:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {number} has {len(row)} cells, but the table has {len(self.columns)} columns"
                )
        return self


class AgeBand(Value):
    """The ages something suits, both ends included."""

    from_: Annotated[Age, Field(alias="from")]
    """The youngest age, in years."""

    to: Age
    """The oldest age, in years."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ > self.to:
            raise ValueError(f"the ages run backward: from {self.from_} to {self.to}")
        return self


class Activity(Value):
    """Something to do with a young person on screen or by phone."""

    id: Id
    """A stable name that nothing else in the module has. Choose it once and keep it."""

    title: Line
    """What clinicians will call it."""

    ages: AgeBand
    """The ages it suits."""

    minutes: Minutes
    """About how long it takes with a young person."""

    aim: Inline
    """What it is for; an aim, not a promised effect."""

    materials: tuple[Line, ...] = ()
    """What both ends need. Leave it out when nothing is needed."""

    how: Prose
    """What to do, in order."""

    adaptation: Inline
    """How to make it work for another body, home or device."""

    caution: Inline
    """When to leave it out, and what to watch for."""

    by_phone: bool = False
    """`true` when it works, or has a version that works, without a picture."""

    phone_version: Inline | None = None
    """How to do it by phone, when that differs."""

    situations: tuple[Id, ...] = ()
    """Where the activity appears on the At hand page besides its own list."""


class Callout(Value):
    """A short text set apart from the running text."""

    kind: Literal["tip", "caution", "safety", "evidence"]
    """What sort of callout it is; it decides the color and the sign."""

    title: Line | None = None
    """A heading of its own; otherwise the kind is named."""

    text: Prose
    """What it says."""

    caveat: Inline | None = None
    """What the evidence does not show. Needed when the kind is `evidence`."""

    own_observation: bool = False
    """`true` when a figure or finding in the text is our own observation and has no source."""

    @model_validator(mode="after")
    def _evidence_has_caveat(self) -> Self:
        if self.kind == "evidence" and self.caveat is None:
            raise ValueError("a callout of kind `evidence` needs a `caveat`: what the source does not show")
        return self


class DosAndDonts(Value):
    """What helps beside what does not."""

    title: Line
    """What they are about."""

    dos: Annotated[tuple[Inline, ...], Field(min_length=1)]
    """What helps, one thing in each entry."""

    donts: Annotated[tuple[Inline, ...], Field(min_length=1)]
    """What to leave out, one thing in each entry."""


class Figure(Value):
    """A picture or drawing, with the same in words."""

    drawing: Id | None = None
    """The name of one of the site's own drawings, such as `four-ns`. A figure has this or `image`."""

    image: (
        Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.(png|jpg|webp|svg)$")] | None
    ) = None
    """The name of a picture file in `docs/images/`. A figure has this or `drawing`."""

    alt: Line
    """What the picture shows, for someone who cannot see it."""

    caption: Inline
    """The line below the picture."""

    description: Prose | None = None
    """The whole content in words, when the picture says more than a line can."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.drawing is None) == (self.image is None):
            raise ValueError("a figure needs either `drawing` or `image`, and not both")
        return self


class Reflection(Value):
    """A private writing exercise that grew from the source article."""

    id: Id
    """A stable name that nothing else in the module has. Learners' notes hang on it: never change it."""

    title: Line
    """A short name for lists."""

    prompt: Prose
    """What the learner is asked."""

    help: Prose
    """A way in for someone who is stuck."""

    sample_answer: Prose
    """A fictional answer, honest rather than perfect."""

    minutes: Minutes
    """About how long it takes to think and write."""

    derived_from: Annotated[tuple[DerivedFrom, ...], Field(min_length=1)]
    """The passages of the article it grew from, and how."""

    learning_objectives: tuple[Id, ...] = ()
    """Ids of the objectives that this exercise lets learners judge for themselves."""

    former_ids: tuple[Id, ...] = ()
    """Ids this exercise had before, so that learners' notes stay with it."""


class Block(Value):
    """One piece of a unit: one kind, such as `text` or `script`, with what belongs to it."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    text: Prose | None = None
    """Running text: paragraphs, lists, *emphasis*, links and citations."""

    own_observation: Prose | None = None
    """Running text that speaks of something we noticed ourselves and cite no source for."""

    heading: Line | None = None
    """A heading inside the unit."""

    checklist: Checklist | None = None
    """Things to tick off, on screen or on paper."""

    script: Script | None = None
    """Words to say."""

    vignette: Vignette | None = None
    """A fictional moment of practice with pauses and one good path."""

    table: Table | None = None
    """Rows and columns."""

    activity: Activity | None = None
    """Something to do with a young person on screen or by phone."""

    callout: Callout | None = None
    """A tip, a caution, a safety note, or evidence with its caveat."""

    dos_and_donts: DosAndDonts | None = None
    """What helps beside what does not."""

    figure: Figure | None = None
    """A picture or drawing, with the same in words."""

    reflection: Reflection | None = None
    """A private writing exercise."""

    confidence_check: Literal["before", "after"] | None = None
    """Shows the module's confidence check here: `before` in an early unit, `after` in the last one."""

    facilitator_note: Prose | None = None
    """A note for people who run groups; it appears in the facilitator guide only."""

    safety_panel: Annotated[tuple[SafetyCodeId, ...], Field(min_length=1)] | None = None
    """Shows practices of the safety spine here, such as `[S1, S5]`."""

    @model_validator(mode="after")
    def _exactly_one_kind(self) -> Self:
        kinds = self._kinds_given()
        if len(kinds) != 1:
            named = " and ".join(f"`{kind}`" for kind in kinds) or "none"
            raise ValueError(f"a block has exactly one kind, but here there is {named}")
        return self

    def _kinds_given(self) -> list[str]:
        given = [name for name in self.model_fields_set if getattr(self, name) is not None]
        return given if len(given) == 1 else [name for name in type(self).model_fields if name in given]

    @cached_property
    def kind(self) -> str:
        """The name of the one field that is set."""
        return self._kinds_given()[0]

    @cached_property
    def content(self) -> object:
        """The value of the one field that is set."""
        return getattr(self, self.kind)
