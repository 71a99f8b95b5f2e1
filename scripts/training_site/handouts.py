"""Handouts as pages: what is taken from the modules is looked up here, so nothing is written twice.

Each comes in two sizes, the second in large type. Both stay out of the search, which finds the units
they are taken from; the list of handouts is in it.
"""

from collections.abc import Iterator

from training_site import indexes
from training_site.model import Block, Course, Handout, HandoutPart, Module, Reflection
from training_site.printer import UNSEARCHED, Page, Printer, placed_headings
from training_site.site_map import handout_path

FEWEST_LINES, MOST_LINES = 3, 6
MANY_REFLECTIONS = 7
"""From so many on, each gets a line less, so that a module's worksheets stay on two sides."""


def pages(printer: Printer) -> Iterator[Page]:
    """The list of handouts, then each in both sizes."""
    yield printer.page(
        "handouts/index.md",
        "course.yml",
        "Handouts",
        about="Pages to print: scripts, cards, tables and worksheets, in two sizes.",
        template="handouts",
    )
    for handout in printer.site.course.path.handouts:
        for large_type in (False, True):
            yield _page(printer, handout, large_type=large_type)


def handouts_from(course: Course, module: Module) -> tuple[Handout, ...]:
    """The handouts that take something from a module."""
    return tuple(
        handout
        for handout in course.path.handouts
        if any(_module_of(part) == module.id for part in handout.parts)
    )


def block_at(course: Course, address: str) -> Block:
    """The block that ``module/id`` names; ``KeyError`` when there is none."""
    module_id, _, block_id = address.partition("/")
    for unit in course.module(module_id).units:
        for block in unit.blocks:
            if getattr(block.content, "id", None) == block_id:
                return block
    raise KeyError(address)


def lines_for(reflection: Reflection, among: int = 1) -> int:
    """How many lines to write on one of ``among`` worksheets offers: more for what takes longer."""
    wanted = reflection.minutes + (0 if among >= MANY_REFLECTIONS else 1)
    return max(FEWEST_LINES, min(MOST_LINES, wanted))


def _page(printer: Printer, handout: Handout, *, large_type: bool) -> Page:
    course = printer.site.course
    wanted = {_module_of(part) for part in handout.parts}
    sources = tuple(module for module in course.modules if module.id in wanted)
    return printer.page(
        handout_path(handout, large_type=large_type),
        "course.yml",
        f"{handout.title}, in large type" if large_type else handout.title,
        about=handout.summary,
        template="handout",
        meta=UNSEARCHED,
        handout=handout,
        large_type=large_type,
        taken={part.block: block_at(course, part.block) for part in handout.parts if part.block},
        own_blocks={n: placed_headings(part.blocks) for n, part in enumerate(handout.parts, start=1)},
        activities=indexes.activities(course),
        worksheets={
            part.reflections_of: _reflections(course, part.reflections_of)
            for part in handout.parts
            if part.reflections_of
        },
        lines_for=lines_for,
        sources=sources,
        reviewed=max((module.last_reviewed for module in sources or course.modules), default="2026-01-01"),
    )


def _module_of(part: HandoutPart) -> str:
    return part.reflections_of or (part.block or "").partition("/")[0]


def _reflections(course: Course, module_id: str) -> tuple[Reflection, ...]:
    units = course.module(module_id).units
    return tuple(reflection for unit in units for reflection in indexes.reflections_of(unit))
