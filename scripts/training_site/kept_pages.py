"""The pages of the course, kept from one build to the next.

A module's pages are made from the module, its number, and what all modules share: the learning path,
sources, glossary, passages and safety spine. Of other modules they see only what a link needs, and each
such look is noted; so pages are kept until something changes that they were made from. A page of the whole
course sees of modules only the excerpts that it is given, and is kept until one of them changes. The text
of a kept page lies beside the rest under its own hash; it is read only when it is asked for, and that of
most pages never is.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from training_site.cache import Cache, digest
from training_site.components import Component
from training_site.excerpts import caption, excerpt, plain
from training_site.field_reference.pages import reference_pages
from training_site.finished_html import Heading, KeptHtml
from training_site.indexes import CitingPages, citing_pages_of
from training_site.mentions import Target
from training_site.model import Course, Module
from training_site.printer import NOTHING, Page, Printer
from training_site.shares import FEWEST_FILES, in_shares
from training_site.site_map import SiteMap

MakePages = Callable[[Printer, Module, int], Iterable[Page]]
Make = Callable[[Printer], Iterable[Page]]


@dataclass(frozen=True)
class _Made:
    """Pages that were made together."""

    pages: tuple[Page, ...]
    facts: str | None = None
    """What is kept of them besides their texts; None if an engine has to make one of them."""


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
        makes = [partial(_make_module, make, module, number) for number, module in modules]
        found = [self._kept(key, make_it) for key, make_it in zip(keys, makes, strict=True)]
        unknown = [place for place, pages in enumerate(found) if pages is None]
        made = in_shares(unknown, lambda place: self._made(makes[place]), FEWEST_FILES)
        for place, pages in zip(unknown, made, strict=True):
            found[place] = self._keep(keys[place], pages, makes[place])
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

    def found_or_made(self, parts: Sequence[str], make: Make) -> tuple[Page, ...]:
        """Pages that are made of these parts, and of what all pages share."""
        key = digest("pages", self.base, *parts)
        return self._kept(key, make) or self._keep(key, self._made(make), make)

    def _kept(self, key: str, make: Make) -> tuple[Page, ...] | None:
        found = self.cache.get(key)
        if found is None:
            return None
        kept = json.loads(found)
        if any(_plain(self.site.page_named(name)) != target for name, target in kept["asked"].items()):
            return None
        if not self.cache.has_all([page["html"] for page in kept["pages"]]):
            return None
        return tuple(self._page(make, **page) for page in kept["pages"])

    def _keep(self, key: str, made: _Made, make: Make) -> tuple[Page, ...]:
        """Keep pages that need no engine, and let go of their texts, which can be had again."""
        if made.facts is None or not self.cache.keeps:
            return made.pages
        self.cache.put(key, made.facts)
        for page in made.pages:
            assert page.finished is not None
            self.cache.put(page.finished.digest, page.finished.html)
        return tuple(self._page(make, **page) for page in json.loads(made.facts)["pages"])

    def _made(self, make: Make) -> _Made:
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
            return _Made(pages)
        asked = {name: _plain(target) for name, target in site.asked.items()}
        finished = tuple(replace(page, marked="", made=page.finished) for page in pages)
        return _Made(finished, json.dumps({"asked": asked, "pages": [_as_plain(page) for page in pages]}))

    def _page(
        self,
        make: Make,
        path: str,
        source: str,
        meta: dict[str, object],
        html: str,
        headings: list[Any],
    ) -> Page:
        """A kept page, given the hash of its text; should the text be lost, it is made again."""

        def read() -> str:
            kept = self.cache.get(html)
            return kept if kept is not None else _text_of(path, self._made(make).pages)

        return Page(path, "", source, meta, KeptHtml(html, tuple(Heading(*each) for each in headings), read))


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
        "html": page.finished.digest,
        "headings": headings,
    }


def _text_of(path: str, pages: Sequence[Page]) -> str:
    (text,) = (page.finished.html for page in pages if page.path == path and page.finished)
    return text


def _make_module(make: MakePages, module: Module, number: int, printer: Printer) -> Iterable[Page]:
    return make(printer, module, number)
