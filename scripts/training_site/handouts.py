"""Handouts as pages: what is taken from the modules is looked up here, so nothing is written twice.

Each comes in two sizes, the second in large type. Both stay out of the search, which finds the units
they are taken from; the list of handouts is in it.
"""

from collections.abc import Iterator
from functools import partial

from training_site import indexes
from training_site.excerpts import headline
from training_site.model import Block, Course, Handout, HandoutPart, Module, Reflection
from training_site.printer import UNSEARCHED, Page, Printer, placed_headings
from training_site.site_map import handout_path

FEWEST_LINES, MOST_LINES = 3, 6


def pages(printer: Printer) -> Iterator[Page]:
    """The list of handouts, then each in both sizes."""
    yield printer.page(
        "handouts/index.md",
        "course.yml",
        "Handouts",
        about="Pages to print: scripts, cards, tables and worksheets, in two sizes.",
        template="handouts",
    )
    activities = indexes.activities(printer.site.course)
    for handout in printer.site.course.path.handouts:
        for large_type in (False, True):
            yield _page(printer, handout, activities, large_type=large_type)


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


def lines_for(reflection: Reflection, *, large_type: bool) -> int:
    """How many lines to write on a worksheet offers: more for what takes longer, one less in large type."""
    wanted = reflection.minutes + (0 if large_type else 1)
    return max(FEWEST_LINES, min(MOST_LINES, wanted))


def _page(
    printer: Printer, handout: Handout, activities: tuple[indexes.Placed, ...], *, large_type: bool
) -> Page:
    course = printer.site.course
    wanted = {_module_of(part) for part in handout.parts}
    sources = tuple(module for module in course.modules if module.id in wanted)
    taken = {part.block: block_at(course, part.block) for part in handout.parts if part.block}
    worksheets = {n: _worksheets(course, part, taken) for n, part in enumerate(handout.parts, start=1)}
    return printer.page(
        handout_path(handout, large_type=large_type),
        "course.yml",
        f"{handout.title}, in large type" if large_type else handout.title,
        about=handout.summary,
        template="handout",
        meta=UNSEARCHED,
        handout=handout,
        large_type=large_type,
        taken=taken,
        own_blocks={n: placed_headings(part.blocks) for n, part in enumerate(handout.parts, start=1)},
        activities=activities if any(part.all_of == "activities" for part in handout.parts) else (),
        worksheets=worksheets,
        first_worksheet=next((n for n, reflections in worksheets.items() if reflections), None),
        lines_for=partial(lines_for, large_type=large_type),
        sources=tuple(map(headline, sources)),
        reviewed=max((module.last_reviewed for module in sources or course.modules), default="2026-01-01"),
    )


def _module_of(part: HandoutPart) -> str:
    return part.reflections_of or (part.block or "").partition("/")[0]


def _worksheets(course: Course, part: HandoutPart, taken: dict[str, Block]) -> tuple[Reflection, ...]:
    one = taken[part.block].reflection if part.block else None
    units = course.module(part.reflections_of).units if part.reflections_of else ()
    return (*((one,) if one else ()), *(found for unit in units for found in indexes.reflections_of(unit)))
