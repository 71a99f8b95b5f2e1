"""How the parts of the example course look, rendered by the templates that render the real one."""

from collections.abc import Iterator, Mapping
from itertools import count

from markupsafe import Markup

from training_site.agenda import agendas_of
from training_site.field_reference.examples import example_course
from training_site.field_reference.inert import inert
from training_site.model import (
    FacilitatorGuide,
    Form,
    Module,
    Question,
    SafetyPanel,
)
from training_site.model.text import Value
from training_site.site_map import SiteMap
from training_site.templating import render


def looks_of_kind(kind: str, drawings: Mapping[str, str]) -> Iterator[Markup]:
    """How blocks of a kind look on a unit's page."""
    if kind == "heading":
        yield Markup('<p class="ts-example__heading">{}</p>').format(_module().units[0].blocks[1].heading)
        return
    numbers = count(1)
    for block in (block for unit in _module().units for block in unit.blocks if block.kind == kind):
        if kind != "facilitator_note" and not (block.figure and block.figure.image):
            yield _part(f"blocks/{kind}", f"{kind.replace('_', '-')}-{next(numbers)}", drawings, block=block)


def looks_of(model: type[Value], drawings: Mapping[str, str]) -> Iterator[Markup]:
    """How a class looks that is no block."""
    module = _module()
    if model is Question:
        question, check = module.knowledge_check.questions[0], module.knowledge_check
        shared = {"question": question, "check": check, "question_number": 1, "field": "question"}
        yield _part("parts/question", "question", drawings, **shared)
        yield _part("parts/answer", "answer", drawings, **shared)
    elif model is FacilitatorGuide:
        agenda = agendas_of(module.facilitator_guide)[0]
        yield _part("parts/agenda", "agenda", drawings, agenda=agenda)
    elif model is Form:
        handout = example_course().path.handouts[0]
        form = next(part.form for part in handout.parts if part.form)
        yield _part("parts/form", "form", drawings, form=form)
    elif model is SafetyPanel:
        yield _part("parts/spine", "spine", drawings)


def worksheet(drawings: Mapping[str, str]) -> Markup:
    """How a reflection looks on paper."""
    block = next(block for unit in _module().units for block in unit.blocks if block.reflection)
    return _part("parts/worksheet", "worksheet", drawings, reflection=block.reflection, lines=3)


def _module() -> Module:
    return next(module for module in example_course().modules if len(module.units) > 1)


def _part(template: str, anchor: str, drawings: Mapping[str, str], **values: object) -> Markup:
    view = SiteMap(example_course()).seen_from("field-reference/blocks.md")
    shared = {"module": _module(), "page": _module(), "level": 3, "anchor": anchor}
    html = render(f"{template}.html.jinja", view, drawings, **shared, **values)
    return inert(html, "example")
