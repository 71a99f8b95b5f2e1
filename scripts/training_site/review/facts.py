"""Everything that the report says of a course, as values; it knows nothing of how they look.

All is computed from the files and one date, so the same files give the same report.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from training_site.author_text import plain_text
from training_site.checks.excuses import Allowed
from training_site.checks.lengths import needed_minutes, words_of
from training_site.checks.readability import EASE_FLOOR, reading_ease, running_text
from training_site.checks.written import Written
from training_site.indexes import Use, coverage, exercises_by_passage, reference_uses, reflections_of
from training_site.load import Loaded
from training_site.model import Course, Module, Reference, Unit
from training_site.problems import Problem

REVIEW_AFTER = 365
"""Days after which a module should be read against its sources again."""

SOON = 30
"""Days before that in which the report says that it comes up."""


@dataclass(frozen=True)
class UnitFacts:
    """A unit by its numbers."""

    unit: Unit
    words: int
    computed: int
    """The whole minutes that its words and exercises take."""
    ease: float | None
    """Flesch's reading ease of its running text; None when that is too short to say."""

    @property
    def hard(self) -> bool:
        """Whether it reads harder than the checker asks for."""
        return self.ease is not None and self.ease < EASE_FLOOR


@dataclass(frozen=True)
class ObjectiveFacts:
    """An objective, and what lets a learner see whether it was reached."""

    text: str
    questions: tuple[int, ...]
    reflections: tuple[str, ...]


@dataclass(frozen=True)
class ModuleFacts:
    """A module by its numbers."""

    module: Module
    units: tuple[UnitFacts, ...]
    objectives: tuple[ObjectiveFacts, ...]
    reflections: int
    due: date

    @property
    def computed(self) -> int:
        """Its minutes as computed, with those that the questions state."""
        return sum(unit.computed for unit in self.units) + self.module.knowledge_check.duration_minutes

    def days_left(self, today: date) -> int:
        """Days until its review is due; below 0 when it is overdue."""
        return (self.due - today).days


@dataclass(frozen=True)
class PassageFacts:
    """A passage of the article, and what grew from it."""

    number: str
    title: str
    modules: tuple[str, ...]
    reflections: tuple[str, ...]
    questions: int


@dataclass(frozen=True)
class SourceFacts:
    """A source, and the pages that cite it."""

    reference: Reference
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class ReviewFacts:
    """All that the report says."""

    today: date
    course: Course | None
    modules: tuple[ModuleFacts, ...]
    passages: tuple[PassageFacts, ...]
    sources: tuple[SourceFacts, ...]
    allowed: tuple[Allowed, ...]
    problems: tuple[Problem, ...]

    @property
    def published(self) -> tuple[ModuleFacts, ...]:
        """The modules that readers see."""
        return tuple(facts for facts in self.modules if not facts.module.draft)


def gather_facts(loaded: Loaded, today: date) -> ReviewFacts:
    """What the report says of a folder; without a course that holds together, only its problems."""
    course = loaded.course
    written = {each.file.stem: each for each in loaded.written}
    modules = tuple(_module(written[each.id]) for each in course.modules) if course else ()
    return ReviewFacts(
        today,
        course,
        modules,
        tuple(_passages(course)) if course else (),
        tuple(_sources(course)) if course else (),
        loaded.allowed,
        loaded.problems,
    )


def _module(written: Written) -> ModuleFacts:
    module = written.value
    assert isinstance(module, Module)
    return ModuleFacts(
        module,
        tuple(_unit(written, number, unit) for number, unit in enumerate(module.units)),
        tuple(_objectives(module)),
        sum(len(reflections_of(unit)) for unit in module.units),
        date.fromisoformat(module.last_reviewed) + timedelta(days=REVIEW_AFTER),
    )


def _unit(written: Written, number: int, unit: Unit) -> UnitFacts:
    running = [paragraph.stretch.text for paragraph in running_text(written, ("units", number))]
    return UnitFacts(unit, words_of(unit), max(1, math.ceil(needed_minutes(unit))), reading_ease(running))


def _objectives(module: Module) -> Iterator[ObjectiveFacts]:
    for entry in coverage(module):
        yield ObjectiveFacts(
            plain_text(entry.objective.text),
            tuple(number for number, _ in entry.questions),
            tuple(reflection.title for _, reflection in entry.reflections),
        )


def _passages(course: Course) -> Iterator[PassageFacts]:
    exercises = exercises_by_passage(course)
    for passage in course.passages.passages:
        asked = sum(
            1
            for module in course.modules
            for question in module.knowledge_check.questions
            if question.passage == passage.id
        )
        yield PassageFacts(
            passage.id[1:],
            passage.title,
            tuple(module.title for module in course.modules if passage.id in module.derived_from),
            tuple(exercise.reflection.title for exercise in exercises[passage.id]),
            asked,
        )


def _sources(course: Course) -> Iterator[SourceFacts]:
    uses = reference_uses(course)
    for reference in sorted(course.references.references, key=_by_author):
        yield SourceFacts(reference, uses.get(reference.id, ()))


def _by_author(reference: Reference) -> tuple[str, str, str]:
    return (reference.authors[0].lower(), reference.year, reference.title.lower())
