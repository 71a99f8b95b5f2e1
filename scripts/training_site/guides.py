"""The facilitator guides as pages: one a module, and one for the whole course.

Kept apart from the reader's pages: they hold notes and answers, and stay out of the search.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from training_site.agenda import HOW_IT_IS_FITTED, LENGTHS, agendas_of, fit_agenda
from training_site.excerpts import excerpt
from training_site.handouts import handouts_from
from training_site.indexes import reflections_of
from training_site.model import Module, Unit
from training_site.printer import UNSEARCHED, Page, Printer
from training_site.site_map import guide_path


def module_guide(printer: Printer, module: Module, shared: Mapping[str, Any]) -> Page:
    """How to teach one module to a group."""
    guide = module.facilitator_guide
    return printer.page(
        guide_path(module),
        f"{module.id}.yml",
        f"Facilitator guide: {module.title}",
        about=f"How to teach “{module.title}” to a group, with an agenda in minutes.",
        template="facilitator-guide",
        meta=UNSEARCHED,
        agendas=agendas_of(guide),
        lengths=[length for length in LENGTHS if length != guide.minutes],
        how_fitted=HOW_IT_IS_FITTED,
        handouts=handouts_from(printer.site.course, module),
        exercises=tuple((unit, each) for unit in module.units for each in reflections_of(unit)),
        notes=_notes_by_unit(module),
        **shared,
    )


def course_guide(printer: Printer) -> Page:
    """How to teach the whole course."""
    course = printer.site.course
    return printer.page(
        "facilitator/index.md",
        "course.yml",
        "Facilitator guide: the whole course",
        about="How to teach the whole course to groups: agendas for 60 and 90 minutes, set-up, materials.",
        template="facilitator-index",
        meta=UNSEARCHED,
        guide=course.path.facilitator_guide,
        duration_minutes=course.duration_minutes,
        sessions=tuple(excerpt(module, "id", "title", "facilitator_guide") for module in course.modules),
        planned=sum(module.facilitator_guide.minutes for module in course.modules),
        lengths=LENGTHS,
        agendas_of=agendas_of,  # asked by the template, so only when the page is made
        minutes_of_all=minutes_of_all,
        how_fitted=HOW_IT_IS_FITTED,
    )


def minutes_of_all(sessions: Iterable[Module], length: int) -> int:
    """How long the sessions of these modules take together, each fitted to a length in minutes."""
    return sum(fit_agenda(module.facilitator_guide, length).minutes for module in sessions)


def _notes_by_unit(module: Module) -> tuple[tuple[Unit, tuple[str, ...]], ...]:
    notes = (
        (unit, tuple(block.facilitator_note for block in unit.blocks if block.facilitator_note))
        for unit in module.units
    )
    return tuple((unit, found) for unit, found in notes if found)
