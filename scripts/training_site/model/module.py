"""A module: its front matter, units, checks and facilitator guide."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from training_site.model.blocks import Block
from training_site.model.text import (
    Id,
    Inline,
    IsoDate,
    Line,
    Minutes,
    PassageId,
    Prose,
    Value,
)


class LearningObjective(Value):
    """What a learner can do at the end, in a verb that can be seen."""

    id: Id
    """A stable name that nothing else in the module has. Choose it once and keep it."""

    text: Inline
    """Completes "By the end you can …", starting with a verb."""

    self_assessed: bool = False
    """`true` when no question tests it and the learner judges for themselves."""


class Choice(Value):
    """One possible answer."""

    text: Inline
    """The answer as the learner reads it."""

    correct: bool = False
    """`true` for a right answer; a wrong one leaves it out."""

    explanation: Inline
    """Why someone would choose it, and what it gets right or misses."""


class Question(Value):
    """A question with feedback on every choice."""

    id: Id
    """A stable name that nothing else in the module has. Choose it once and keep it."""

    objective: Id | None = None
    """The id of the learning objective it tests. A question has this or a `topic`."""

    topic: Literal["safety", "evidence", "bias"] | None = None
    """What it is about, when it tests no single objective: then it has this instead."""

    prompt: Prose
    """What is asked."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=6)]
    """The answers to choose from. More than one right answer makes it a "choose all that apply"."""

    passage: PassageId | None = None
    """The id of the passage of the article that it takes up, if any."""

    @property
    def several_right(self) -> bool:
        """Whether more than one choice is right."""
        return sum(choice.correct for choice in self.choices) > 1

    @model_validator(mode="after")
    def _has_purpose(self) -> Self:
        if (self.objective is None) == (self.topic is None):
            raise ValueError("a question names the `objective` it tests or, failing that, a `topic`")
        return self

    @model_validator(mode="after")
    def _some_right_and_some_wrong(self) -> Self:
        right = sum(choice.correct for choice in self.choices)
        if right == 0:
            raise ValueError("no choice is marked as right: add `correct: true` to the right one")
        if right == len(self.choices):
            raise ValueError("every choice is marked as right, so there is nothing to decide")
        return self


class KnowledgeCheck(Value):
    """The questions at the end of a module."""

    duration_minutes: Minutes
    """About how long the questions and their feedback take."""

    intro: Prose | None = None
    """A sentence before the first question."""

    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    """The questions in order."""


class ConfidenceStatement(Value):
    """A statement that a learner rates before and after."""

    id: Id
    """A stable name that nothing else in the module has. Choose it once and keep it."""

    text: Line
    """Starts with "I can …"."""

    objective: Id | None = None
    """The id of the learning objective it mirrors, if any."""


class ConfidenceCheck(Value):
    """The same few statements, rated before and after the module."""

    statements: Annotated[tuple[ConfidenceStatement, ...], Field(min_length=1, max_length=6)]
    """What is rated."""

    scale: Annotated[tuple[Line, ...], Field(min_length=3, max_length=7)] = (
        "Not yet",
        "A little",
        "Mostly",
        "Yes, today",
    )
    """The answers to choose from, from least to most confident."""


class AgendaItem(Value):
    """A stretch of a group session."""

    minutes: Minutes
    """How long it takes."""

    title: Line
    """What happens."""

    how: Prose | None = None
    """How to run it."""

    reflections: tuple[Id, ...] = ()
    """Ids of the reflections of this module that it uses."""

    can_be_cut: bool = False
    """`true` for what to leave out first when time is short."""

    can_be_stretched: bool = False
    """`true` for what gains most from more time. The first and the last stretch keep their minutes."""


class FacilitatorGuide(Value):
    """How to teach the module to a group."""

    group_size: Line | None = None
    """Such as: 6 to 16 people."""

    materials: tuple[Line, ...] = ()
    """What to print or bring."""

    preparation: tuple[Inline, ...] = ()
    """What to do beforehand."""

    room_setup: tuple[Inline, ...] = ()
    """How to set up a room for it: chairs, tables, walls, quiet corners."""

    online_setup: tuple[Inline, ...] = ()
    """How to run it as a video meeting: breakout rooms, polls, what replaces paper."""

    agenda: Annotated[tuple[AgendaItem, ...], Field(min_length=1)]
    """The session from start to end; its minutes add up to the session's length."""

    watch_for: tuple[Inline, ...] = ()
    """What tends to go wrong in the group, and what helps."""

    discussion_prompts: tuple[Inline, ...] = ()
    """Questions for the whole group."""

    if_short_of_time: Inline | None = None
    """What to keep."""

    aftercare: Inline | None = None
    """How to look after people who are stirred by the subject."""

    @property
    def minutes(self) -> int:
        """The length of the whole session, in minutes."""
        return sum(item.minutes for item in self.agenda)


class Unit(Value):
    """A few minutes of learning: one page."""

    id: Id
    """A stable name that no other unit of the module has. It is the page's address: never change it."""

    title: Line
    """The page's heading."""

    summary: Line
    """One line for lists: what the learner gets from it."""

    duration_minutes: Minutes
    """About how long reading and doing take together."""

    learning_objectives: tuple[Id, ...] = ()
    """Ids of the module's objectives that it serves."""

    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
    """What is on the page, in order."""

    key_points: tuple[Inline, ...] = ()
    """What to take away, in a few lines."""

    former_ids: tuple[Id, ...] = ()
    """Ids this unit had before, so that old links keep working."""


class Module(Value):
    """A topic of the learning path: one file in `modules/`."""

    id: Id
    """The file's name without `.yml`. It is the module's address: never change it."""

    title: Line
    """The module's heading."""

    summary: Prose
    """What it is about, in two or three sentences."""

    audience: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Who it is for."""

    level: Literal["introductory", "introductory to intermediate", "intermediate", "advanced"]
    """How much experience it expects."""

    drawing: Id | None = None
    """The name of the site's own drawing that stands for the module."""

    prerequisites: tuple[Id, ...] = ()
    """Ids of modules to do first."""

    learning_objectives: Annotated[tuple[LearningObjective, ...], Field(min_length=1)]
    """What a learner can do at the end."""

    derived_from: Annotated[tuple[PassageId, ...], Field(min_length=1)]
    """Ids of the passages of the article it grew from, such as `p3`, the main one first."""

    content_notice: Prose | None = None
    """What may be hard to read, and how to skip it."""

    last_reviewed: IsoDate
    """The day someone last read the whole module against its sources."""

    draft: bool = False
    """`true` while it is being written: shown in the preview, left out of the published site."""

    former_ids: tuple[Id, ...] = ()
    """Ids this module had before, so that notes and old links keep working."""

    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    """The pages of the module, in learning order."""

    knowledge_check: KnowledgeCheck
    """The questions at the end."""

    confidence_check: ConfidenceCheck
    """The statements rated before and after."""

    key_points: Annotated[tuple[Inline, ...], Field(min_length=1)]
    """What to take away from the whole module."""

    what_we_do_not_know: Annotated[tuple[Inline, ...], Field(min_length=1)]
    """The limits of the evidence, said plainly."""

    facilitator_guide: FacilitatorGuide
    """How to teach it to a group."""

    @property
    def duration_minutes(self) -> int:
        """Reading and doing of all units and the knowledge check, in minutes."""
        return sum(unit.duration_minutes for unit in self.units) + self.knowledge_check.duration_minutes
