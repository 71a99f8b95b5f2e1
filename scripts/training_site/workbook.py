"""The workbook: everything of the course to say, tick and write on, in one document.

It is the same content twice: a page of the site to print from a browser, and the HTML that ``pdf``
makes a PDF of. Knows nothing of WeasyPrint or of files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from training_site.author_text import PageWriter, plain_text
from training_site.excerpts import caption, headline
from training_site.mentions import Target
from training_site.model import Block, Course, Module, Reflection, Unit
from training_site.printer import UNSEARCHED, Page, Printer
from training_site.site_map import SiteMap, address_of
from training_site.templating import environment

PAPERS = {"letter": "US Letter", "a4": "A4"}
"""The sizes of paper there is a PDF for, with their names."""

KINDS = ("script", "checklist", "reflection")
"""What of a unit stands in the workbook."""


@dataclass(frozen=True)
class Chapter:
    """A module and what of its units is to say, to tick or to write on."""

    number: int
    module: Module
    sections: tuple[tuple[Unit, tuple[Block, ...]], ...]


def chapters(course: Course) -> tuple[Chapter, ...]:
    """The modules in order, each with the units that have something for the workbook."""
    numbered = enumerate(course.modules, start=1)
    return tuple(Chapter(number, module, tuple(_sections(module))) for number, module in numbered)


def _sections(module: Module) -> Iterator[tuple[Unit, tuple[Block, ...]]]:
    for unit in module.units:
        blocks = tuple(block for block in unit.blocks if block.kind in KINDS)
        if blocks:
            yield unit, blocks


def lines_for(reflection: Reflection) -> int:
    """How many lines to write on: two a minute and two more, so that half a page holds the shorter ones."""
    return max(6, min(12, 2 * reflection.minutes + 2))


def pdf_path(paper: str) -> str:
    """Where a PDF lies in the site."""
    return f"workbook/workbook-{paper}.pdf"


def page(printer: Printer, pdfs: tuple[str, ...], copy_page: str = "") -> Page:
    """The page of the site: the PDFs if there are any, and all of the workbook to print from a browser.

    ``copy_page`` is the page that offers the whole course to keep, where there is one.
    """
    return printer.page(
        "workbook.md",
        "course.yml",
        "The workbook",
        about="Every script, checklist and reflection of the course in one document, with lines to write on.",
        template="workbook",
        meta=UNSEARCHED,
        pdfs=[(name, pdf_path(paper)) for paper, name in PAPERS.items() if pdf_path(paper) in pdfs],
        copy_page=copy_page,
        chapters=tuple(
            Chapter(
                each.number,
                headline(each.module),
                tuple((caption(unit), blocks) for unit, blocks in each.sections),
            )
            for each in chapters(printer.site.course)
        ),
        lines_for=lines_for,
    )


def workbook_html(course: Course, styles: str, paper: str, site_url: str = "") -> str:
    """The whole workbook as one HTML document for a maker of PDFs.

    Links to what the workbook does not hold lead to the site at ``site_url``; without one their words stay
    and the link goes.
    """
    targets = _InWorkbook(SiteMap(course), site_url)
    writer = PageWriter(targets)
    body = (
        environment()
        .get_template("workbook/body.html.jinja")
        .render(
            course=course,
            chapters=chapters(course),
            lines_for=lines_for,
            prose=writer.prose,
            inline=writer.inline,
            reviewed=reviewed(course),
        )
    )
    after = (
        environment()
        .get_template("workbook/after.html.jinja")
        .render(
            course=course,
            inline=writer.inline,
            references=[each for each in course.references.references if each.id in targets.cited],
            citations=targets.site.short_citations,
            entries=[each for each in course.glossary.entries if each.id in targets.explained],
        )
    )
    return (
        environment()
        .get_template("workbook/document.html.jinja")
        .render(
            course=course,
            body=_without_dead_links(body),
            after=_without_dead_links(after),
            chapters=chapters(course),
            styles=styles,
            paper=paper,
            reviewed=reviewed(course),
        )
    )


def reviewed(course: Course) -> str:
    """The latest day on which a module was reviewed; it dates the workbook."""
    return max((module.last_reviewed for module in course.modules), default="2026-01-01")


def _without_dead_links(html: str) -> Markup:
    """The HTML with the words of links that lead nowhere, and without the links."""
    return Markup(re.sub(r'<a href="#"[^>]*>(.*?)</a>', r"\1", html, flags=re.DOTALL))


@dataclass
class _InWorkbook:
    """Where things are for a reader of the workbook; remembers what its last pages have to list."""

    site: SiteMap
    site_url: str
    cited: set[str] = field(default_factory=set)
    explained: set[str] = field(default_factory=set)

    @cached_property
    def _units(self) -> dict[str, set[str]]:
        """The ids of the units that the workbook holds, by their modules' ids."""
        return {
            chapter.module.id: {unit.id for unit, _ in chapter.sections}
            for chapter in chapters(self.site.course)
        }

    def citation(self, key: str) -> Target | None:
        """A practice of the safety spine or an entry of the list of sources."""
        if key in self.site.safety_titles:
            return Target(f"#{key.lower()}", f"({key})", self.site.safety_titles[key])
        if key not in self.site.course.reference_by_id:
            return None
        self.cited.add(key)
        return Target(f"#source-{key}", f"({self.site.short_citations[key]})")

    def page(self, target: str) -> Target | None:
        """A chapter, or a page of the site that the workbook does not hold."""
        module_id, _, unit_id = target.partition("/")
        if module_id in self._units:
            held = unit_id in self._units[module_id]
            return Target(f"#{module_id}--{unit_id}" if held else f"#{module_id}")
        if target == "safety-spine":
            return Target("#safety-spine")
        page = self.site.pages.get(target)
        if page is None or not self.site_url:
            return None
        return Target(f"{self.site_url.rstrip('/')}/{address_of(page.href)}")

    def term(self, key: str) -> Target | None:
        """A word that the last pages explain."""
        if key not in self.site.definitions:
            return None
        self.explained.add(key)
        return Target(f"#word-{key}", title=plain_text(self.site.definitions[key]))
