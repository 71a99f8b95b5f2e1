"""The Course as pages of Markdown: one function a page, in the order a reader meets them.

Knows nothing of MkDocs, files or the command line; ``drawings`` are the site's own SVGs by name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain, count
from typing import Any

from training_site import indexes
from training_site.model import Block, Course, Module, SharedPage, Unit
from training_site.site_map import (
    SiteMap,
    answers_path,
    check_path,
    guide_path,
    overview_path,
    unit_path,
)
from training_site.templating import description_html, render, slug, title_html

ACCENTS = ("pine", "terracotta", "dusk", "plum")

_NOTHING: Mapping[str, object] = {}
_HIDE_BESIDES: Mapping[str, object] = {"hide": ["navigation", "toc"]}
_UNSEARCHED: Mapping[str, object] = {"search": {"exclude": True}}


@dataclass(frozen=True)
class Page:
    """A page of the site before any engine has seen it."""

    path: str
    """Its source path, such as ``noticing-discomfort/five-sources.md``."""

    markdown: str
    """Front matter and text."""

    source: str
    """The module file it was made from, such as ``noticing-discomfort.yml``."""


@dataclass(frozen=True)
class PlacedHeading:
    """A block with the level its heading takes on its page and an anchor that is unique there."""

    block: Block
    level: int
    anchor: str


def render_pages(site: SiteMap, drawings: Mapping[str, str]) -> tuple[Page, ...]:
    """Every generated page of the site."""
    course = site.course
    printer = _Printer(site, drawings)
    pages = [
        printer.page(
            "index.md",
            "course.yml",
            course.path.title,
            about=course.path.summary,
            meta=_HIDE_BESIDES,
            accents=ACCENTS,
        )
    ]
    for number, module in enumerate(course.modules, start=1):
        pages += _module_pages(printer, module, number)
    pages += [
        printer.page(
            "at-hand.md",
            "course.yml",
            "At hand",
            about="Scripts, checklists and activities by situation, for the minutes between two sessions.",
            situations=indexes.at_hand(course),
            activities=indexes.activities(course),
        ),
        printer.page("safety-spine.md", "safety.yml", course.safety.title, about=course.safety.intro),
        *(_shared_page(printer, page) for page in course.path.shared_pages),
        printer.page(
            "article.md",
            "passages.yml",
            "The article",
            about=course.passages.credit,
            exercises_from=partial(indexes.exercises_from, course),
        ),
        printer.page(
            "references.md",
            "references.yml",
            "References",
            about="Every source this course cites, what it found, and what it must not be stretched to.",
            uses=indexes.reference_uses(course),
        ),
        printer.page(
            "glossary.md",
            "glossary.yml",
            "Glossary",
            about="The words this course leans on, in the sense it gives them.",
        ),
    ]
    return tuple(pages)


def navigation(course: Course, frame: list[object]) -> list[object]:
    """The site's navigation: ``frame`` with each generated part put in its place.

    The frame is the ``nav`` of ``mkdocs.yml``. There, the words ``modules``, ``shared pages``
    and ``facilitator guides`` stand for what the course holds.
    """
    parts: dict[object, list[object]] = {
        "modules": [_module_navigation(module) for module in course.modules],
        "shared pages": [f"{page.id}.md" for page in course.path.shared_pages],
        "facilitator guides": [guide_path(module) for module in course.modules],
    }
    filled: list[object] = []
    for entry in frame:
        if isinstance(entry, dict):
            filled.append(
                {
                    title: navigation(course, inside) if isinstance(inside, list) else inside
                    for title, inside in entry.items()
                }
            )
        else:
            filled += parts.get(entry, [entry]) if isinstance(entry, str) else [entry]
    return filled


def _module_navigation(module: Module) -> dict[str, list[str]]:
    units = [unit_path(module, unit) for unit in module.units]
    return {title_html(module.title): [overview_path(module), *units, check_path(module)]}


@dataclass(frozen=True)
class _Printer:
    """Makes one page from its template; holds what all pages share."""

    site: SiteMap
    drawings: Mapping[str, str]

    def page(
        self,
        path: str,
        source: str,
        title: str,
        *,
        about: str,
        template: str = "",
        meta: Mapping[str, object] = _NOTHING,
        **values: object,
    ) -> Page:
        template = template or path.removesuffix(".md")
        values = {"title": title, "accent": ACCENTS[0], **values}
        meta = {
            "title": title_html(title),
            "description": description_html(about),
            "accent": values["accent"],
            "kind": template,
            **meta,
        }
        view = self.site.seen_from(path)
        markdown = render(f"pages/{template}.md.jinja", view, self.drawings, meta=meta, **values)
        return Page(path, markdown, source)


def _module_pages(printer: _Printer, module: Module, number: int) -> Iterator[Page]:
    course = printer.site.course
    source = f"{module.id}.yml"
    shared: dict[str, Any] = {
        "module": module,
        "number": number,
        "accent": ACCENTS[(number - 1) % len(ACCENTS)],
    }
    yield printer.page(
        overview_path(module),
        source,
        module.title,
        about=module.summary,
        template="overview",
        coverage=indexes.coverage(module),
        sources=indexes.sources_of(module, course),
        **shared,
    )
    for unit_number, unit in enumerate(module.units, start=1):
        yield printer.page(
            unit_path(module, unit),
            source,
            unit.title,
            about=unit.summary,
            template="unit",
            unit=unit,
            unit_number=unit_number,
            blocks=placed_headings(unit.blocks, taken=("key-points",)),
            **shared,
        )
    yield printer.page(
        check_path(module),
        source,
        f"Knowledge check: {module.title}",
        about=f"Questions on “{module.title}”, with feedback on every answer.",
        template="knowledge-check",
        check=module.knowledge_check,
        **shared,
    )
    yield printer.page(
        answers_path(module),
        source,
        f"Answers: {module.title}",
        about=f"Every answer to the questions on “{module.title}”, explained.",
        template="answers",
        meta=_UNSEARCHED,
        check=module.knowledge_check,
        **shared,
    )
    yield printer.page(
        guide_path(module),
        source,
        f"Facilitator guide: {module.title}",
        about=f"How to teach “{module.title}” to a group, with an agenda in minutes.",
        template="facilitator-guide",
        meta=_UNSEARCHED,
        notes=_facilitator_notes(module),
        **shared,
    )


def _shared_page(printer: _Printer, page: SharedPage) -> Page:
    return printer.page(
        f"{page.id}.md",
        "course.yml",
        page.title,
        about=page.summary,
        template="shared-page",
        page=page,
        blocks=placed_headings(page.blocks),
    )


def _facilitator_notes(module: Module) -> tuple[tuple[Unit, tuple[str, ...]], ...]:
    notes = (
        (unit, tuple(block.facilitator_note for block in unit.blocks if block.facilitator_note))
        for unit in module.units
    )
    return tuple((unit, found) for unit, found in notes if found)


def placed_headings(blocks: tuple[Block, ...], taken: tuple[str, ...] = ()) -> tuple[PlacedHeading, ...]:
    """The blocks with heading levels that never skip one and anchors that are unique on a page.

    A block with an id has it as its anchor, because other pages link there; the rest give way.
    """
    placed = []
    anchors = {*taken, *filter(None, map(_own_anchor, blocks))}
    under_heading = False
    for number, block in enumerate(blocks, start=1):
        anchor = _own_anchor(block) or _free_anchor(block, number, anchors)
        anchors.add(anchor)
        under_heading = under_heading or block.heading is not None
        placed.append(PlacedHeading(block, 3 if under_heading and not block.heading else 2, anchor))
    return tuple(placed)


def _own_anchor(block: Block) -> str | None:
    return getattr(block.content, "id", None)


def _free_anchor(block: Block, number: int, taken: set[str]) -> str:
    wanted = slug(block.heading) if block.heading else f"{block.kind.replace('_', '-')}-{number}"
    numbered = (f"{wanted}-{n}" for n in count(number))
    return next(anchor for anchor in chain([wanted], numbered) if anchor not in taken)
