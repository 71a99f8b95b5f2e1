"""The pages of modules, kept from one build to the next.

A module's pages are made from the module, its number, and what all modules share: the learning path, sources,
glossary, passages and safety spine. Of other modules they see only what a link needs, and each such look is
noted; so pages are kept until something changes that they were made from.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from training_site.author_text import Target
from training_site.cache import Cache, digest
from training_site.finished_html import FinishedHtml, Heading
from training_site.model import Course, Module
from training_site.printer import Page, Printer
from training_site.shares import FEWEST_FILES, in_shares
from training_site.site_map import SiteMap

MakePages = Callable[[Printer, Module, int], Iterable[Page]]


@dataclass(frozen=True)
class KeptPages:
    """Where the pages of modules are looked up before they are made."""

    cache: Cache = field(default_factory=Cache)
    generator: str = ""
    """The hash of the code that makes pages."""

    def printer(self, site: SiteMap, drawings: Mapping[str, str]) -> "ModulePrinter":
        """What makes the pages of this course's modules, or finds them."""
        shared = site.course.model_copy(update={"modules": ()})
        place = [site.written_pages, site.directory_urls, site.in_lms, site.from_disk]
        facts = [len(site.course.modules), *place, sorted(drawings.items())]
        base = digest(self.generator, shared.model_dump_json(), json.dumps(facts))
        return ModulePrinter(self.cache, base, site, drawings, _without_others(site.course))


@dataclass(frozen=True)
class ModulePrinter:
    """Makes the pages of one module, or finds them."""

    cache: Cache
    base: str
    site: SiteMap
    drawings: Mapping[str, str]
    bare: Course
    """The course with modules that are no more than their ids."""

    def pages(self, module: Module, number: int, make: MakePages) -> tuple[Page, ...]:
        """The pages of a module."""
        return self.pages_of_all([(number, module)], make)[0]

    def pages_of_all(self, modules: Sequence[tuple[int, Module]], make: MakePages) -> list[tuple[Page, ...]]:
        """The pages of several modules, each with its number; those not kept are made side by side."""
        keys = [
            digest("pages", self.base, module.model_dump_json(), str(number)) for number, module in modules
        ]
        found = [self._kept(key) for key in keys]
        unknown = [place for place, pages in enumerate(found) if pages is None]
        made = in_shares(
            unknown, lambda some: [self._made(*modules[place], make) for place in some], FEWEST_FILES
        )
        for place, pages in zip(unknown, made, strict=True):
            if isinstance(pages, str):
                self.cache.put(keys[place], pages)
            found[place] = _pages(pages) if isinstance(pages, str) else pages
        return [pages or () for pages in found]

    def _kept(self, key: str) -> tuple[Page, ...] | None:
        found = self.cache.get(key)
        if found is None:
            return None
        kept = json.loads(found)
        if any(_plain(self.site.page_named(name)) != target for name, target in kept["asked"].items()):
            return None
        return _pages(found)

    def _made(self, number: int, module: Module, make: MakePages) -> str | tuple[Page, ...]:
        """The pages as the text that is kept of them; as pages if an engine has to make one of them."""
        site = _NotedSite(
            self.bare,
            self.site.written_pages,
            self.site.directory_urls,
            self.site.in_lms,
            self.site.from_disk,
            self.site,
        )
        pages = tuple(make(Printer(site, self.drawings), module, number))
        if not all(page.finished for page in pages):
            return pages
        asked = {name: _plain(target) for name, target in site.asked.items()}
        return json.dumps({"asked": asked, "pages": [_as_plain(page) for page in pages]})


@dataclass(frozen=True)
class _NotedSite(SiteMap):
    """The site as the pages of one module see it; notes which other pages they ask for."""

    whole: SiteMap | None = None
    asked: dict[str, Target | None] = field(default_factory=dict)

    def page_named(self, name: str) -> Target | None:
        found = self.whole.page_named(name) if self.whole else None
        self.asked[name] = found
        return found


def _without_others(course: Course) -> Course:
    """The course with modules that are no more than their ids, so that nothing else of them can be used."""
    bare: Any = Module  # its other fields are left out on purpose
    modules = tuple(bare.model_construct(id=module.id) for module in course.modules)
    return course.model_copy(update={"modules": modules})


def _plain(target: Target | None) -> list[str] | None:
    return [target.href, target.text, target.title] if target else None


def _as_plain(page: Page) -> dict[str, object]:
    assert page.finished is not None
    headings = [[each.level, each.text, each.anchor] for each in page.finished.headings]
    return {
        "path": page.path,
        "source": page.source,
        "meta": dict(page.meta),
        "html": page.finished.html,
        "headings": headings,
    }


def _pages(kept: str) -> tuple[Page, ...]:
    return tuple(_page(**each) for each in json.loads(kept)["pages"])


def _page(path: str, source: str, meta: dict[str, object], html: str, headings: list[Any]) -> Page:
    finished = FinishedHtml(html, tuple(Heading(*each) for each in headings))
    return Page(path, "", source, meta, finished)
