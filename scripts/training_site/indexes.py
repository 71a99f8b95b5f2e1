"""What belongs together across the course: the lists behind At hand, the article and the sources.

Pure functions over a Course. Each returns values in learning order, so pages never depend on
the order of a dictionary or a folder.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from training_site.excerpts import caption, excerpt, headline
from training_site.mentions import find_mentions
from training_site.model import (
    Activity,
    Block,
    Checklist,
    Course,
    LearningObjective,
    Module,
    Question,
    Reference,
    Reflection,
    Script,
    SharedPage,
    Situation,
    Unit,
)
from training_site.model.walk import walk_texts
from training_site.site_map import check_path, guide_path, handout_path, overview_path, unit_path


@dataclass(frozen=True)
class Placed:
    """A block and the unit it stands in; of module and unit what a link needs is enough."""

    module: Module
    unit: Unit
    block: Block


@dataclass(frozen=True)
class Use:
    """A page on which something is used."""

    title: str
    path: str


@dataclass(frozen=True)
class Exercise:
    """A reflection that grew from a passage, and how."""

    module: Module
    unit: Unit
    reflection: Reflection
    how: str


@dataclass(frozen=True)
class ObjectiveCoverage:
    """What tests an objective, or lets a learner judge it."""

    objective: LearningObjective
    questions: tuple[tuple[int, Question], ...]
    reflections: tuple[tuple[Unit, Reflection], ...]


def placed_blocks(course: Course) -> Iterator[Placed]:
    """Every block of every unit, in learning order."""
    for module in course.modules:
        for unit in module.units:
            for block in unit.blocks:
                yield Placed(module, unit, block)


def reflections_of(page: Unit | SharedPage) -> tuple[Reflection, ...]:
    """The reflections of a unit or a shared page."""
    return tuple(block.reflection for block in page.blocks if block.reflection)


def reflections_by_place(
    course: Course,
) -> tuple[tuple[Module | SharedPage, tuple[tuple[str, Reflection], ...]], ...]:
    """Every module and shared page that has reflections, with their pages' paths, by id and title."""
    pages: list[tuple[Module | SharedPage, list[tuple[str, Unit | SharedPage]]]] = [
        (module, [(unit_path(module, unit), unit) for unit in module.units]) for module in course.modules
    ]
    pages += [(page, [(f"{page.id}.md", page)]) for page in course.path.shared_pages]
    found = (
        (
            excerpt(place, "id", "title"),
            tuple(
                (path, excerpt(reflection, "id", "title"))
                for path, page in within
                for reflection in reflections_of(page)
            ),
        )
        for place, within in pages
    )
    return tuple((place, reflections) for place, reflections in found if reflections)


def exercises_by_passage(course: Course) -> dict[str, tuple[Exercise, ...]]:
    """The exercises that grew from each passage of the article, as far as a page shows them."""
    found: dict[str, list[Exercise]] = {passage.id: [] for passage in course.passages.passages}
    for placed in placed_blocks(course):
        reflection = placed.block.reflection
        for origin in reflection.derived_from if reflection else ():
            if reflection and origin.passage in found:
                shown = excerpt(reflection, "id", "title")
                module, unit = headline(placed.module), caption(placed.unit)
                found[origin.passage].append(Exercise(module, unit, shown, origin.how))
    return {passage: tuple(exercises) for passage, exercises in found.items()}


def at_hand(course: Course) -> tuple[tuple[Situation, tuple[Placed, ...]], ...]:
    """Scripts, checklists and activities by situation; situations without any are left out."""
    blocks = tuple((placed, _situations(placed.block)) for placed in placed_blocks(course))
    with_any = [(placed, situations) for placed, situations in blocks if situations]
    gathered = (
        (situation, tuple(_linked(placed) for placed, situations in with_any if situation.id in situations))
        for situation in course.path.situations
    )
    return tuple((situation, placed) for situation, placed in gathered if placed)


def activities(course: Course) -> tuple[Placed, ...]:
    """Every activity, youngest age first."""
    found = (_linked(placed) for placed in placed_blocks(course) if placed.block.activity)
    return tuple(sorted(found, key=_by_age))


def _linked(placed: Placed) -> Placed:
    return Placed(headline(placed.module), caption(placed.unit), placed.block)


def coverage(module: Module) -> tuple[ObjectiveCoverage, ...]:
    """For each objective the questions that test it and the reflections that let a learner judge."""
    numbered = tuple(enumerate(module.knowledge_check.questions, start=1))
    return tuple(
        ObjectiveCoverage(
            objective,
            tuple(entry for entry in numbered if entry[1].objective == objective.id),
            tuple(
                (unit, reflection)
                for unit in module.units
                for reflection in reflections_of(unit)
                if objective.id in reflection.learning_objectives
            ),
        )
        for objective in module.learning_objectives
    )


def citations_in(value: BaseModel) -> frozenset[str]:
    """Every reference id and safety code that the texts of ``value`` mention."""
    if "[@" not in value.model_dump_json(warnings=False):  # sooner known than each text is found
        return frozenset()
    return frozenset(
        mention.target
        for found in walk_texts(value)
        for mention in find_mentions(found.text)
        if mention.kind == "citation"
    )


CitingPages = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Title and path of pages, with the references and practices that each cites."""


def reference_uses(
    course: Course, of_module: Callable[[Module], CitingPages] | None = None
) -> dict[str, tuple[Use, ...]]:
    """For each cited reference the pages that cite it, in learning order.

    ``of_module`` finds the citing pages of a module where they are known already.
    """
    uses: dict[str, dict[Use, None]] = {}
    for use, keys in _citing_pages(course, of_module or citing_pages_of):
        for key in keys:
            uses.setdefault(key, {})[use] = None
    return {key: tuple(found) for key, found in uses.items()}


def sources_of(module: Module, course: Course) -> tuple[str, ...]:
    """Ids of the references that a module cites, in the order of the references page."""
    cited = citations_in(module)
    return tuple(
        reference.id
        for reference in sorted(course.references.references, key=_by_author)
        if reference.id in cited
    )


def _by_author(reference: Reference) -> tuple[str, str, str]:
    return reference.authors[0].lower(), reference.year, reference.title.lower()


def citing_pages_of(module: Module) -> CitingPages:
    """The pages of a module with what each cites."""
    return tuple((use.title, use.path, tuple(sorted(keys))) for use, keys in _pages_of(module))


def _citing_pages(
    course: Course, of_module: Callable[[Module], CitingPages]
) -> Iterator[tuple[Use, Iterable[str]]]:
    home = course.path.model_copy(update={"shared_pages": (), "handouts": (), "facilitator_guide": None})
    yield Use("Home", "index.md"), citations_in(home)
    for module in course.modules:
        yield from ((Use(title, path), keys) for title, path, keys in of_module(module))
    for page in course.path.shared_pages:
        yield Use(page.title, f"{page.id}.md"), citations_in(page)
    yield Use("Safety spine", "safety-spine.md"), citations_in(course.safety) | set(course.safety.sources)
    yield Use("The article", "article.md"), citations_in(course.passages) | {course.passages.source}
    yield Use("Glossary", "glossary.md"), citations_in(course.glossary)
    if course.path.facilitator_guide:
        yield Use("Facilitator guide", "facilitator/index.md"), citations_in(course.path.facilitator_guide)
    for handout in course.path.handouts:
        yield Use(f"Handout: {handout.title}", handout_path(handout)), citations_in(handout)


def _pages_of(module: Module) -> Iterator[tuple[Use, frozenset[str]]]:
    front = module.model_copy(update={"units": (), "knowledge_check": None, "facilitator_guide": None})
    yield Use(module.title, overview_path(module)), citations_in(front)
    for unit in module.units:
        learners = tuple(block for block in unit.blocks if not block.facilitator_note)
        shown = citations_in(unit.model_copy(update={"blocks": learners}))
        yield Use(f"{module.title}: {unit.title}", unit_path(module, unit)), shown
    check = Use(f"{module.title}: knowledge check", check_path(module))
    yield check, citations_in(module.knowledge_check)
    guide = Use(f"{module.title}: facilitator guide", guide_path(module))
    yield guide, citations_in(module.facilitator_guide).union(*_citations_in_notes(module))


def _citations_in_notes(module: Module) -> Iterator[frozenset[str]]:
    notes = (block for unit in module.units for block in unit.blocks if block.facilitator_note)
    return map(citations_in, notes)


def _situations(block: Block) -> tuple[str, ...]:
    content = block.content
    return content.situations if isinstance(content, Script | Checklist | Activity) else ()


def _by_age(placed: Placed) -> tuple[int, int]:
    activity = placed.block.activity
    return (activity.ages.from_, activity.ages.to) if activity else (0, 0)
