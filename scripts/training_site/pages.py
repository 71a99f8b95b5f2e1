"""The Course as pages of Markdown: one function a page, in the order a reader meets them.

Knows nothing of MkDocs, files or the command line; ``drawings`` are the site's own SVGs by name.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from training_site import guides, handouts, indexes, offline_copy, workbook
from training_site.components import Component
from training_site.excerpts import excerpt, outline
from training_site.field_reference.pages import INDEX, reference_pages
from training_site.field_reference.shown import CHAPTERS
from training_site.kept_pages import KeptPages
from training_site.model import Course, Module, SharedPage
from training_site.offline_copy import OfflineCopy
from training_site.printer import ACCENTS, UNSEARCHED, Page, Printer, placed_headings
from training_site.site_map import (
    SiteMap,
    answers_path,
    check_path,
    guide_path,
    handout_path,
    overview_path,
    unit_path,
)
from training_site.templating import take_up_changed_templates, title_html

_HIDE_BESIDES: Mapping[str, object] = {"hide": ["navigation", "toc"]}


def render_pages(
    site: SiteMap,
    drawings: Mapping[str, str],
    workbooks: tuple[str, ...] = (),
    components: tuple[Component, ...] = (),
    *,
    copy: OfflineCopy | None = None,
    only: str | None = None,
    kept: KeptPages | None = None,
) -> tuple[Page, ...]:
    """Every generated page of the site.

    ``workbooks`` are the paths of its PDFs, ``components`` what those of the theme say of themselves,
    ``copy`` is the copy to keep if there is one. With a path in ``only``, that page alone has its text: a
    preview of one page is quick. With ``kept``, pages of modules that did not change come from there, as
    HTML and without their text.
    """
    take_up_changed_templates()
    course = site.course
    modules = kept.printer(site, drawings) if kept else None
    printer = modules.for_the_course() if modules else Printer(site, drawings, only)
    pages = [
        printer.page(
            "index.md",
            "course.yml",
            course.path.title,
            about=course.path.summary,
            meta=_HIDE_BESIDES,
            accents=ACCENTS,
            modules=tuple(map(outline, course.modules)),
            duration_minutes=course.duration_minutes,
        )
    ]
    numbered = list(enumerate(course.modules, start=1))
    if modules:
        pages += chain.from_iterable(modules.pages_of_all(numbered, _module_pages))
    else:
        pages += chain.from_iterable(_module_pages(printer, module, number) for number, module in numbered)
    pages += _closing_pages(printer)
    pages += [
        printer.page(
            "at-hand.md",
            "course.yml",
            "At hand",
            about="Scripts, checklists and activities by situation, for the minutes between two sessions.",
            meta={"search": {"titles_only": True}},
            situations=indexes.at_hand(course),
            activities=indexes.activities(course),
        ),
        printer.page(
            "notebook.md",
            "course.yml",
            "Your notebook",
            about="Everything you wrote under the reflections, on your own device only.",
            exercises=indexes.reflections_by_place(course),
        ),
        printer.page("safety-spine.md", "safety.yml", course.safety.title, about=course.safety.intro),
        *(_shared_page(printer, page) for page in course.path.shared_pages),
        printer.page(
            "article.md",
            "passages.yml",
            "The article",
            about=course.passages.credit,
            exercises=indexes.exercises_by_passage(course),
        ),
        printer.page(
            "references.md",
            "references.yml",
            "References",
            about="Every source this course cites, what it found, and what it must not be stretched to.",
            uses=indexes.reference_uses(course, modules.citing_pages_of if modules else None),
        ),
        printer.page(
            "glossary.md",
            "glossary.yml",
            "Glossary",
            about="The words this course leans on, in the sense it gives them.",
        ),
        guides.course_guide(printer),
        *handouts.pages(printer),
        workbook.page(printer, workbooks, offline_copy.PAGE if copy and not site.from_disk else ""),
        *([offline_copy.page(printer, copy)] if copy else []),
        *(modules.reference_pages(components) if modules else reference_pages(printer, components)),
    ]
    return tuple(pages)


def navigation(course: Course, frame: list[object], *, with_copy: bool = False) -> list[object]:
    """The site's navigation: ``frame`` with each generated part put in its place.

    The frame is the ``nav`` of ``mkdocs.yml``. There, the words ``modules``, ``shared pages``, ``handouts``,
    ``copy to keep``, ``facilitator guides`` and ``field reference`` stand for what the generator makes.
    """
    parts: dict[object, list[object]] = {
        "modules": [_module_navigation(module) for module in course.modules],
        "shared pages": [f"{page.id}.md" for page in course.path.shared_pages],
        "handouts": ["handouts/index.md", *map(handout_path, course.path.handouts)],
        "copy to keep": [offline_copy.PAGE] if with_copy else [],
        "field reference": [INDEX, *(chapter.path for chapter in CHAPTERS)],
        "facilitator guides": ["facilitator/index.md", *map(guide_path, course.modules)],
    }
    filled: list[object] = []
    for entry in frame:
        if isinstance(entry, dict):
            filled.append(
                {
                    title: navigation(course, inside, with_copy=with_copy)
                    if isinstance(inside, list)
                    else inside
                    for title, inside in entry.items()
                }
            )
        else:
            filled += parts.get(entry, [entry]) if isinstance(entry, str) else [entry]
    return filled


def _module_navigation(module: Module) -> dict[str, list[str]]:
    units = [unit_path(module, unit) for unit in module.units]
    return {title_html(module.title): [overview_path(module), *units, check_path(module)]}


def _module_pages(printer: Printer, module: Module, number: int) -> Iterator[Page]:
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
        meta=UNSEARCHED,
        check=module.knowledge_check,
        **shared,
    )
    yield guides.module_guide(printer, module, shared)


def _closing_pages(printer: Printer) -> Iterator[Page]:
    """What stands at the end of the path; drafts are no part of it."""
    test = printer.site.course.path.post_test
    modules = printer.site.course.published().modules
    held = [len(module.knowledge_check.questions) for module in modules]
    shares = sum(min(test.at_least_per_module, questions) for questions in held)
    drawn = min(sum(held), max(test.questions, shares))
    yield printer.page(
        "post-test.md",
        "course.yml",
        "Post-test",
        about="Questions drawn from all modules, as often as you like, a new draw each time.",
        test=test,
        modules=tuple(excerpt(module, "id", "title", "knowledge_check") for module in modules),
        drawn=drawn,
    )
    yield printer.page(
        "record-of-completion.md",
        "course.yml",
        "Record of completion",
        about="A page to print that says what you read and when, made in your browser.",
        test=test,
        modules=tuple(map(outline, modules)),
        drawn=drawn,
    )


def _shared_page(printer: Printer, page: SharedPage) -> Page:
    return printer.page(
        f"{page.id}.md",
        "course.yml",
        page.title,
        about=page.summary,
        template="shared-page",
        page=page,
        blocks=placed_headings(page.blocks),
    )
