"""The pages of the course, kept from one build to the next.

A module's pages are made from the module, its number, and what all modules share: the learning path, sources,
glossary, passages and safety spine. Of other modules they see only what a link needs, and each such look is
noted; so pages are kept until something changes that they were made from. A page of the whole course sees of
modules only the excerpts that it is given, and is kept until one of them changes.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from training_site.author_text import Target
from training_site.cache import Cache, digest
from training_site.components import Component
from training_site.excerpts import caption, excerpt, plain
from training_site.field_reference.pages import reference_pages
from training_site.finished_html import FinishedHtml, Heading
from training_site.indexes import CitingPages, citing_pages_of
from training_site.model import Course, Module
from training_site.printer import NOTHING, Page, Printer
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
    """Makes the pages of modules and of the whole course, or finds them."""

    cache: Cache
    base: str
    site: SiteMap
    drawings: Mapping[str, str]
    bare: Course
    """The course with modules that are no more than their ids."""
    _digests: dict[int, str] = field(default_factory=dict)

    def pages_of_all(self, modules: Sequence[tuple[int, Module]], make: MakePages) -> list[tuple[Page, ...]]:
        """The pages of several modules, each with its number; those not kept are made side by side."""
        keys = [
            digest("pages", self.base, self._digest_of(module), str(number)) for number, module in modules
        ]
        found = [self._kept(key) for key in keys]
        unknown = [place for place, pages in enumerate(found) if pages is None]
        made = in_shares(
            unknown, lambda some: [self._made_of(*modules[place], make) for place in some], FEWEST_FILES
        )
        for place, pages in zip(unknown, made, strict=True):
            if isinstance(pages, str):
                self.cache.put(keys[place], pages)
            found[place] = _pages(pages) if isinstance(pages, str) else pages
        return [pages or () for pages in found]

    def for_the_course(self) -> Printer:
        """What makes the pages that are no module's, or finds them."""
        return KeptPrinter(self.site, self.drawings, kept=self)

    def citing_pages_of(self, module: Module) -> CitingPages:
        """What each page of a module cites, as ``indexes.citing_pages_of`` finds it."""
        key = digest("cites", self.base, self._digest_of(module))
        found = self.cache.get(key)
        if found is None:
            found = json.dumps(citing_pages_of(module))
            self.cache.put(key, found)
        return tuple((title, path, tuple(keys)) for title, path, keys in json.loads(found))

    def reference_pages(self, components: Sequence[Component]) -> tuple[Page, ...]:
        """The field reference, which sees the addresses and titles of the course's pages."""
        modules = [
            excerpt(module, "id", "title", units=tuple(map(caption, module.units)))
            for module in self.site.course.modules
        ]
        course = self.site.course.model_copy(update={"modules": tuple(modules)})
        printer = Printer(replace(self.site, course=course), self.drawings)
        given = json.dumps([plain(modules), plain(components)])
        return self.found_or_made(("field reference", given), lambda _: reference_pages(printer, components))

    def _digest_of(self, module: Module) -> str:
        if id(module) not in self._digests:
            self._digests[id(module)] = digest(module.model_dump_json())
        return self._digests[id(module)]

    def found_or_made(
        self, parts: Sequence[str], make: Callable[[Printer], Iterable[Page]]
    ) -> tuple[Page, ...]:
        """Pages that are made of these parts, and of what all pages share."""
        key = digest("pages", self.base, *parts)
        found = self._kept(key)
        if found is None:
            made = self._made(make)
            if not isinstance(made, str):
                return made
            self.cache.put(key, made)
            found = _pages(made)
        return found

    def _kept(self, key: str) -> tuple[Page, ...] | None:
        found = self.cache.get(key)
        if found is None:
            return None
        kept = json.loads(found)
        if any(_plain(self.site.page_named(name)) != target for name, target in kept["asked"].items()):
            return None
        return _pages(found)

    def _made_of(self, number: int, module: Module, make: MakePages) -> str | tuple[Page, ...]:
        return self._made(lambda printer: make(printer, module, number))

    def _made(self, make: Callable[[Printer], Iterable[Page]]) -> str | tuple[Page, ...]:
        """The pages as the text that is kept of them; as pages if an engine has to make one of them."""
        site = _NotedSite(
            self.bare,
            self.site.written_pages,
            self.site.directory_urls,
            self.site.in_lms,
            self.site.from_disk,
            self.site,
        )
        pages = tuple(make(Printer(site, self.drawings)))
        if not all(page.finished for page in pages):
            return pages
        asked = {name: _plain(target) for name, target in site.asked.items()}
        return json.dumps({"asked": asked, "pages": [_as_plain(page) for page in pages]})


@dataclass(frozen=True)
class KeptPrinter(Printer):
    """Makes the pages of the whole course, or finds them: what it is given of modules is all a page sees."""

    kept: ModulePrinter | None = None

    def page(
        self,
        path: str,
        source: str,
        title: str,
        *,
        about: str,
        template: str = "",
        meta: Mapping[str, object] = NOTHING,
        **values: object,
    ) -> Page:
        """The page at ``path``; raises ``TypeError`` for a value that does not say what it holds."""
        assert self.kept is not None
        given = json.dumps([path, source, title, about, template, plain(meta), plain(values)])
        return self.kept.found_or_made(
            ("course", given),
            lambda printer: [
                printer.page(path, source, title, about=about, template=template, meta=meta, **values)
            ],
        )[0]


@dataclass(frozen=True)
class _NotedSite(SiteMap):
    """The site as the pages made together see it; notes which others they ask for."""

    whole: SiteMap | None = None
    asked: dict[str, Target | None] = field(default_factory=dict)

    def page_named(self, name: str) -> Target | None:
        found = self.whole.page_named(name) if self.whole else None
        self.asked[name] = found
        return found


def _without_others(course: Course) -> Course:
    """The course with modules that are no more than their ids, so that nothing else of them can be used."""
    modules = tuple(excerpt(module, "id") for module in course.modules)
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
