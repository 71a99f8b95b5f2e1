"""The learning path, and the whole course as one value."""

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from training_site.model.blocks import MODULE_KINDS, Block
from training_site.model.handouts import Handout, HandoutPart
from training_site.model.library import Glossary, Passages, Reference, References, SafetyPanel
from training_site.model.module import Module
from training_site.model.plan import ModulePlan
from training_site.model.text import Id, Inline, Line, Prose, Value, WebAddress


class PostTest(Value):
    """The test over the whole course."""

    questions: Annotated[int, Field(ge=1, le=200)]
    """How many questions are drawn."""

    at_least_per_module: Annotated[int, Field(ge=0, le=20)] = 0
    """How many of them come from each module at the least. Left out, none has to."""

    pass_mark: Annotated[int, Field(ge=1, le=100)]
    """How many percent right count as passed."""

    duration_minutes: Annotated[int, Field(ge=1, le=600)]
    """About how long it takes."""


class Situation(Value):
    """A moment for which the At hand page gathers scripts and checklists."""

    id: Id
    """A stable name that scripts, checklists and activities refer to."""

    title: Line
    """How a clinician in a hurry would say it, such as: The screen froze."""


class SharedPage(Value):
    """A page that belongs to the course rather than to one module."""

    id: Id
    """A stable name; it is the page's address."""

    title: Line
    """The page's heading."""

    summary: Line
    """One line for lists."""

    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
    """What is on the page, in order."""

    @model_validator(mode="after")
    def _nothing_of_a_module(self) -> Self:
        for number, block in enumerate(self.blocks, start=1):
            if block.kind in MODULE_KINDS:
                raise ValueError(f"block {number} is of the kind `{block.kind}`, which only a unit can hold")
        return self


class CourseGuide(Value):
    """How to teach the whole course to groups: what holds for every session."""

    intro: Prose
    """How the sessions follow one another, and what to decide first."""

    preparation: tuple[Inline, ...] = ()
    """What to do before the first session."""

    room_setup: tuple[Inline, ...] = ()
    """How to set up a room, for every session."""

    online_setup: tuple[Inline, ...] = ()
    """How to run any session as a video meeting."""

    watch_for: tuple[Inline, ...] = ()
    """What tends to go wrong in any session, and what helps."""

    discussion_prompts: tuple[Inline, ...] = ()
    """Questions for the group at the end of the whole course."""

    aftercare: Inline | None = None
    """How to look after people who are stirred by a subject."""


class LearningPath(Value):
    """The course as a whole: the file `course.yml`."""

    title: Line
    """The name of the course."""

    summary: Prose
    """What it is and for whom, in two or three sentences."""

    modules: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Ids of the modules, in learning order: their files' names without `.yml`."""

    situations: tuple[Situation, ...] = ()
    """The moments of the At hand page, in order."""

    reflection_note: Prose
    """The standing privacy note beside every reflection."""

    reflection_note_on_paper: Prose | None = None
    """The note on printed worksheets, where nothing is typed. Left out, `reflection_note` stands there."""

    shared_pages: tuple[SharedPage, ...] = ()
    """Pages that belong to the whole course."""

    handouts: tuple[Handout, ...] = ()
    """Pages to print and take along."""

    facilitator_guide: CourseGuide | None = None
    """How to teach the whole course to groups."""

    post_test: PostTest
    """The test over the whole course."""

    plan: tuple[ModulePlan, ...] = ()
    """What was planned for each module, which a build lays beside what is there. Left out, it does not."""

    feedback_link: WebAddress | None = None
    """Where readers can report an error. Left out, the site offers no feedback link."""

    @property
    def note_on_paper(self) -> str:
        """The privacy note of worksheets that are printed."""
        return self.reflection_note_on_paper or self.reflection_note


class Course(Value):
    """Everything that is taught, checked and joined: what pages and exports are made from."""

    path: LearningPath
    """The learning path."""

    modules: tuple[Module, ...]
    """The modules in the path's order, drafts included."""

    references: References
    """Every source."""

    passages: Passages
    """The source article by paragraph."""

    glossary: Glossary
    """The words."""

    safety: SafetyPanel
    """The safety spine and the crisis lines."""

    @property
    def duration_minutes(self) -> int:
        """Estimated self-study minutes of all modules, without the post-test."""
        return sum(module.duration_minutes for module in self.modules)

    @cached_property
    def reference_by_id(self) -> dict[str, Reference]:
        """Every source under its id."""
        return {reference.id: reference for reference in self.references.references}

    def module(self, module_id: str) -> Module:
        """The module with this id; ``KeyError`` when there is none."""
        for module in self.modules:
            if module.id == module_id:
                return module
        raise KeyError(module_id)

    def published(self) -> "Course":
        """The same course without its drafts."""
        kept = tuple(module for module in self.modules if not module.draft)
        ids = {module.id for module in kept}
        handouts = (
            handout.model_copy(update={"parts": tuple(p for p in handout.parts if _rests_on(p, ids))})
            for handout in self.path.handouts
        )
        path = self.path.model_copy(update={"handouts": tuple(each for each in handouts if each.parts)})
        return self.model_copy(update={"modules": kept, "path": path})


def _rests_on(part: HandoutPart, modules: set[str]) -> bool:
    """Whether what a part takes from a module is in one of these."""
    wanted = {part.block.partition("/")[0]} if part.block else set()
    return (wanted | ({part.reflections_of} if part.reflections_of else set())) <= modules
