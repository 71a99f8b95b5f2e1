"""Where everything is: the paths of all pages and the way from one to another.

Pure lookups over a Course. Knows the shape of addresses, and nothing of what pages hold.
"""

import posixpath
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase

from training_site.author_text import plain_text
from training_site.mentions import Target
from training_site.model import Course, Handout, Module, Reference, Unit

FIXED_PAGES = {
    "index": "Home",
    "post-test": "Post-test",
    "record-of-completion": "Record of completion",
    "notebook": "Your notebook",
    "at-hand": "At hand",
    "safety-spine": "Safety spine",
    "glossary": "Glossary",
    "references": "References",
    "article": "The article",
    "workbook": "The workbook",
}
"""Generated pages whose address is always the same, with their titles."""

FOLDER_PAGES = {
    "facilitator": "Facilitator guide",
    "handouts": "Handouts",
    "field-reference": "Field reference",
}
"""Generated pages that open a folder of others, with their titles."""


def overview_path(module: Module) -> str:
    """The source path of a module's overview page."""
    return f"{module.id}/index.md"


def unit_path(module: Module, unit: Unit) -> str:
    """The source path of a unit's page."""
    return f"{module.id}/{unit.id}.md"


def check_path(module: Module) -> str:
    """The source path of a module's knowledge check."""
    return f"{module.id}/knowledge-check.md"


def answers_path(module: Module) -> str:
    """The source path of the answers to a module's knowledge check."""
    return f"{module.id}/answers.md"


def guide_path(module: Module) -> str:
    """The source path of a module's facilitator guide."""
    return f"facilitator/{module.id}.md"


def handout_path(handout: Handout, *, large_type: bool = False) -> str:
    """The source path of a handout, in the usual size or in large type."""
    return f"handouts/{'large-type/' if large_type else ''}{handout.id}.md"


def address_of(path: str, *, directory_urls: bool = True) -> str:
    """The site address of a source path: ``a/b.md`` becomes ``a/b/`` (or ``a/b.html``)."""
    stem = path.removesuffix(".md")
    if not directory_urls:
        return f"{stem}.html"
    if posixpath.basename(stem) == "index":
        return posixpath.dirname(stem) + "/" if "/" in stem else ""
    return f"{stem}/"


def relative_link(origin: str, destination: str, anchor: str = "", *, directory_urls: bool = True) -> str:
    """The link from one source path to another, as a browser on the built site needs it."""
    if origin == destination and anchor:
        return f"#{anchor}"
    here = address_of(origin, directory_urls=directory_urls)
    there = address_of(destination, directory_urls=directory_urls)
    folder = here if directory_urls else posixpath.dirname(here)
    link = _path_between(folder.strip("/"), there.strip("/"))
    if directory_urls:
        link += "/"
    return f"{link}#{anchor}" if anchor else link


def _path_between(folder: str, path: str) -> str:
    """The path from a folder to another place, as ``posixpath.relpath`` gives it for paths without dots."""
    here, there = folder.split("/") if folder else [], path.split("/") if path else []
    shared = 0
    for mine, other in zip(here, there, strict=False):
        if mine != other:
            break
        shared += 1
    return "/".join([*([".."] * (len(here) - shared)), *there[shared:]]) or "."


def short_citation(reference: Reference) -> str:
    """A reference as it reads in a sentence: ``Roest et al., 2022``."""
    families = [author.split(",")[0] for author in reference.authors]
    if reference.short_authors:
        families = [reference.short_authors]
    match families:
        case [one]:
            names = one
        case [one, two]:
            names = f"{one} & {two}"
        case [one, *_]:
            names = f"{one} et al."
    return f"{names}, {reference.year.replace('-', '–')}"


@dataclass(frozen=True)
class SiteMap:
    """All pages of a course and how to reach them."""

    course: Course
    written_pages: tuple[str, ...] = ()
    """Source paths of the pages written by hand, such as ``about.md``."""
    directory_urls: bool = True
    in_lms: bool = False
    """Whether the site stands in a learning-management system, which then keeps progress."""
    from_disk: bool = False
    """Whether the site is a copy to keep, which a browser opens from a folder."""

    def seen_from(self, origin: str) -> "View":
        """The site as links from one page need it."""
        return View(self, origin)

    @cached_property
    def pages(self) -> dict[str, Target]:
        """What ``page:`` can name: the target's source path and title."""
        found = {name: Target(f"{name}.md", title) for name, title in FIXED_PAGES.items()}
        found |= {name: Target(f"{name}/index.md", title) for name, title in FOLDER_PAGES.items()}
        found |= {path.removesuffix(".md"): Target(path) for path in self.written_pages}
        found |= {
            f"handouts/{handout.id}": Target(handout_path(handout), handout.title)
            for handout in self.course.path.handouts
        }
        found |= {page.id: Target(f"{page.id}.md", page.title) for page in self.course.path.shared_pages}
        for module in self.course.modules:
            found[module.id] = Target(overview_path(module), module.title)
            found[f"{module.id}/knowledge-check"] = Target(check_path(module), "Knowledge check")
            for unit in module.units:
                found[f"{module.id}/{unit.id}"] = Target(unit_path(module, unit), unit.title)
        return found

    def page_named(self, name: str) -> Target | None:
        """The page that ``page:`` with this name leads to."""
        return self.pages.get(name)

    @cached_property
    def term_ids(self) -> dict[str, str]:
        """Every form of every glossary word, in lower case, with the entry's id."""
        return {
            form.lower(): entry.id
            for entry in self.course.glossary.entries
            for form in (entry.term, *entry.also)
        }

    @cached_property
    def definitions(self) -> dict[str, str]:
        """Every glossary entry's definition under its id, as the author wrote it."""
        return {entry.id: entry.definition for entry in self.course.glossary.entries}

    @cached_property
    def short_citations(self) -> dict[str, str]:
        """Every reference as it reads in a sentence; a letter tells same names and years apart."""
        alike: dict[str, list[Reference]] = {}
        for reference in self.course.references.references:
            alike.setdefault(short_citation(reference), []).append(reference)
        return {
            reference.id: text if len(group) == 1 else f"{text}{'-' if text.endswith('.') else ''}{letter}"
            for text, group in alike.items()
            for letter, reference in zip(ascii_lowercase, sorted(group, key=_by_title), strict=False)
        }

    @cached_property
    def safety_titles(self) -> dict[str, str]:
        """Every safety practice's title under its code."""
        return {code.code: code.title for code in self.course.safety.codes}


def _by_title(reference: Reference) -> str:
    return reference.title.lower()


@dataclass(frozen=True)
class View:
    """The site seen from one page; gives author text its targets."""

    site: SiteMap
    origin: str

    def link(self, path: str, anchor: str = "") -> str:
        """The link from this page to another source path."""
        return relative_link(self.origin, path, anchor, directory_urls=self.site.directory_urls)

    def file(self, path: str) -> str:
        """The link from this page to a file of the site that is not a page."""
        here = address_of(self.origin, directory_urls=self.site.directory_urls)
        folder = here if self.site.directory_urls else posixpath.dirname(here)
        return posixpath.relpath(path, folder or ".")

    def citation(self, key: str) -> Target | None:
        """A reference or a safety practice."""
        if key in self.site.safety_titles:
            title = self.site.safety_titles[key]
            return Target(self.link("safety-spine.md", key.lower()), f"({key})", title)
        reference = self.site.course.reference_by_id.get(key)
        if reference is None:
            return None
        text = self.site.short_citations[key]
        return Target(self.link("references.md", key), f"({text})", reference.title)

    def page(self, target: str) -> Target | None:
        """A page by id or ``module/unit``."""
        page = self.site.page_named(target)
        return page and Target(self.link(page.href), page.text)

    def term(self, key: str) -> Target | None:
        """A glossary word; not explained on the glossary's own page."""
        if key not in self.site.definitions or self.origin == "glossary.md":
            return None
        return Target(self.link("glossary.md", key), title=plain_text(self.site.definitions[key]))
