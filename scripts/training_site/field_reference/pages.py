"""The field reference as pages of the site, for trainers: kept out of the readers' search.

One page for what a file holds, with a section for each class or kind of block. It knows neither files nor
the engine; what the components of the theme say about themselves is handed to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from training_site.author_text import PageWriter
from training_site.components import Component
from training_site.field_reference.described import (
    FieldFacts,
    classes_under,
    facts_of,
    heading_of,
    innermost,
    what_is,
)
from training_site.field_reference.examples import examples_of, examples_of_kind
from training_site.field_reference.looks import looks_of, looks_of_kind, worksheet
from training_site.field_reference.shown import CHAPTERS, Chapter, shown_on
from training_site.model import Block
from training_site.model.text import Value
from training_site.printer import UNSEARCHED, Page, Printer
from training_site.shape.naming import noun
from training_site.shape.schema import fields_of
from training_site.site_map import SiteMap, View, guide_path
from training_site.templating import slug

INDEX = "field-reference/index.md"


@dataclass(frozen=True)
class ShownField:
    """A field in the words of the page."""

    name: str
    anchor: str
    needed: bool
    what: Markup
    sentences: tuple[Markup, ...]
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class Entry:
    """A section: one class or one kind of block."""

    key: str
    """The kind, or the noun of the class."""
    title: str
    anchor: str
    what: Markup
    fields: tuple[ShownField, ...] = ()
    examples: tuple[Markup, ...] = ()
    looks: tuple[Markup, ...] = ()
    on_paper: tuple[Markup, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    """Pages of the site that show it: link and title."""
    behaviors: tuple[tuple[Markup, tuple[tuple[str, str], ...]], ...] = ()
    """What a component adds in the browser, and pages on which to try it."""


@dataclass(frozen=True)
class Scribe:
    """Writes the entries of one page."""

    printer: Printer
    path: str
    homes: Mapping[type[Value], tuple[str, str]]
    """The page and the anchor of each class."""
    components: Sequence[Component]
    known: Mapping[str, str]
    """The pages of the site by path, with their titles."""

    @property
    def view(self) -> View:
        """The site as seen from this page."""
        return self.printer.site.seen_from(self.path)

    def words(self, text: str) -> Markup:
        """A sentence with its marks, and without glossary words explained."""
        return PageWriter(self.view).inline(text)

    def of_class(self, model: type[Value]) -> Entry:
        """The section of a class."""
        return Entry(
            noun(model),
            heading_of(model),
            self.homes[model][1],
            self.words(what_is(model)),
            self.fields(model, self.homes[model][1]),
            tuple(map(_code, examples_of(model))),
            tuple(looks_of(model, self.printer.drawings)),
            places=self.places(model),
            behaviors=self.behaviors(noun(model)),
        )

    def of_kind(self, kind: FieldFacts) -> Entry:
        """The section of a kind of block."""
        anchor = kind.name.replace("_", "-")
        sentences = [kind.what, *(kind.sentences if kind.model is None else [what_is(kind.model)])]
        paper = (worksheet(self.printer.drawings),) if kind.name == "reflection" else ()
        return Entry(
            kind.name,
            kind.name,
            anchor,
            Markup(" ").join(map(self.words, dict.fromkeys(sentences))),
            self.fields(kind.model, anchor) if kind.model else (),
            tuple(map(_code, examples_of_kind(kind.name))),
            tuple(looks_of_kind(kind.name, self.printer.drawings)),
            paper,
            behaviors=self.behaviors(kind.name),
        )

    def fields(self, model: type[Value], anchor: str) -> tuple[ShownField, ...]:
        """Every field of a class."""
        return tuple(self.shown(fact, anchor) for fact in facts_of(model))

    def shown(self, fact: FieldFacts, anchor: str) -> ShownField:
        """A field with the link to the section of what it holds."""
        home = ("field-reference/blocks.md", "") if fact.model is Block else None
        home = self.homes.get(fact.model) if fact.model and fact.model is not Block else home
        link = self.view.link(*home) if home else ""
        named = "block" if fact.model is Block else noun(fact.model) if fact.model else ""
        return ShownField(
            fact.name,
            f"{anchor}--{slug(fact.name)}",
            fact.needed,
            self.words(fact.what),
            tuple(map(self.words, fact.sentences)),
            link,
            named,
        )

    def places(self, model: type[Value]) -> tuple[tuple[str, str], ...]:
        """Where the real course shows a class."""
        paths = shown_on(model, self.printer.site.course)
        return tuple((self.view.link(path), self.known[path]) for path in paths if path in self.known)

    def behaviors(self, key: str) -> tuple[tuple[Markup, tuple[tuple[str, str], ...]], ...]:
        """What components add to a thing."""
        return tuple(
            (self.words(component.purpose), tuple(self.tries(component)))
            for component in self.components
            if key in component.shows
        )

    def tries(self, component: Component) -> Iterator[tuple[str, str]]:
        """The pages that a component gives as its examples, as far as this course has them."""
        for example in component.examples:
            stem = example.page.rstrip("/")
            path = next((p for p in (f"{stem}.md", f"{stem}/index.md") if p in self.known), None)
            if path:
                yield self.view.link(path), f"{example.name}: {self.known[path]}"


def reference_pages(printer: Printer, components: Sequence[Component]) -> Iterator[Page]:
    """The opening page, and one page a chapter."""
    homes, known = _homes(), _known(printer.site)
    yield printer.page(
        INDEX,
        "",
        "Field reference",
        about="Every field and every kind of block, with an example and how it looks.",
        template="field-reference-index",
        meta=UNSEARCHED,
        chapters=[(chapter, _names(chapter)) for chapter in CHAPTERS],
    )
    for chapter in CHAPTERS:
        scribe = Scribe(printer, chapter.path, homes, components, known)
        yield printer.page(
            chapter.path,
            "",
            chapter.title,
            about=chapter.about,
            template="field-reference",
            meta=UNSEARCHED,
            chapter=chapter,
            entries=tuple(_entries(chapter, scribe)) if printer.only in (None, chapter.path) else (),
        )


def _entries(chapter: Chapter, scribe: Scribe) -> Iterator[Entry]:
    if chapter.kinds:
        for kind in facts_of(Block):
            yield scribe.of_kind(kind)
            yield from (scribe.of_class(model) for model in _below(kind))
    else:
        yield from (scribe.of_class(model) for model in _classes(chapter))


def _below(kind: FieldFacts) -> tuple[type[Value], ...]:
    """The classes inside a kind, each with the first kind that has it."""
    if kind.model is None:
        return ()
    earlier: set[type[Value]] = set()
    for fact in facts_of(Block):
        found = tuple(classes_under(fact.model, earlier)) if fact.model else ()
        if fact.name == kind.name:
            return found[1:]
    return ()


def _classes(chapter: Chapter) -> Iterator[type[Value]]:
    seen: set[type[Value]] = {inner for spec in fields_of(Block).values() if (inner := innermost(spec).model)}
    for root in chapter.roots:
        yield from classes_under(root, seen)


def _homes() -> dict[type[Value], tuple[str, str]]:
    """The page and the anchor of the section of each class."""
    homes: dict[type[Value], tuple[str, str]] = {}
    for chapter in CHAPTERS:
        if not chapter.kinds:
            homes |= {model: (chapter.path, slug(noun(model))) for model in _classes(chapter)}
            continue
        for kind in facts_of(Block):
            if kind.model:
                homes[kind.model] = (chapter.path, kind.name.replace("_", "-"))
                homes |= {model: (chapter.path, slug(noun(model))) for model in _below(kind)}
    return homes


def _names(chapter: Chapter) -> list[tuple[str, str]]:
    """What a chapter holds: title and anchor of each section."""
    if chapter.kinds:
        return [(kind.name, kind.name.replace("_", "-")) for kind in facts_of(Block)]
    return [(heading_of(model), slug(noun(model))) for model in _classes(chapter)]


def _code(text: str) -> Markup:
    return escape(text)


def _known(site: SiteMap) -> dict[str, str]:
    """The pages of the site by path, with their titles."""
    known = {target.href: target.text for target in site.pages.values() if target.text}
    guides = {guide_path(module): f"Facilitator guide: {module.title}" for module in site.course.modules}
    return known | guides
