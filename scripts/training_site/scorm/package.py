"""What goes into a package: the pages of one module or of the whole course, and the session around them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from training_site.archive import zipped
from training_site.assets import UNUSED_OF_THEME
from training_site.author_text import typeset
from training_site.model import Course, Module
from training_site.scorm.learning import MOST_CHARACTERS, codes_for
from training_site.scorm.links import Fitting, linked_pages, target_of
from training_site.scorm.manifest import NAME, manifest
from training_site.scorm.tags import read_tags
from training_site.search_index import FOLDER, files_of, read_entries, weighed
from training_site.templating import environment, slug

START = "launch.html"
PAGES = "pages/"

ALWAYS = ("safety-spine.html", "privacy.html", "about.html", "notebook.html")
"""Shared pages that every package has, linked or not."""

FOR_TRAINERS = (
    *("facilitator/", "field-reference", "for-trainers.html", "guide.html"),
    *("hosting.html", "engines.html", "speed.html", "learning-management-systems.html"),
)
WHOLE_COURSE_ONLY = ("index.html", "post-test.html", "record-of-completion.html")
UNUSED = re.compile(rf"{UNUSED_OF_THEME}|^{FOLDER}/")
"""What no page asks for, and the search over the whole site."""
NO_PAGES = ("404.html",)


@dataclass(frozen=True)
class Site:
    """A site that was built without folders as addresses, to stand in a learning-management system."""

    course: Course
    files: Mapping[str, bytes]
    shell: Mapping[str, bytes]
    """The session's own scripts and style by their names."""
    site_url: str = ""
    """Where the site is published, for links out of a package; without it their words stay."""

    def text(self, path: str) -> str:
        """A file of the site as text."""
        return self.files[path].decode("utf-8")

    @property
    def pages(self) -> list[str]:
        """Every page that a package can have."""
        return [
            path
            for path in self.files
            if path.endswith(".html") and path not in NO_PAGES and not path.startswith(FOR_TRAINERS)
        ]


def course_package(site: Site) -> bytes:
    """The package of the whole course, with the post-test as its score."""
    title = typeset(site.course.path.title)
    return _package(site, slug(title), title, "course", site.course.modules, site.pages, "index.html")


def module_package(site: Site, module: Module) -> bytes:
    """The package of one module, with its knowledge check as its score."""
    name = f"{slug(site.course.path.title)}-{module.id}"
    return _package(
        site,
        name,
        typeset(module.title),
        "module",
        (module,),
        module_pages(site, module),
        f"{module.id}/index.html",
    )


def course_is_too_large(course: Course) -> bool:
    """Whether a learning-management system could not record all that the whole course has to do."""
    return codes_for(course.modules).most_characters > MOST_CHARACTERS


def module_pages(site: Site, module: Module) -> list[str]:
    """A module's own pages and the shared ones that they link to."""
    others = tuple(f"{other.id}/" for other in site.course.modules if other != module)
    own = [path for path in site.pages if path.startswith(f"{module.id}/")]
    linked = {target for path in own for target in linked_pages(path, site.text(path))}
    shared = {path for path in {*linked, *ALWAYS} if not path.startswith(others)}
    return sorted({*own, *shared.difference(WHOLE_COURSE_ONLY).intersection(site.pages)})


def _package(
    site: Site,
    identifier: str,
    title: str,
    scope: Literal["course", "module"],
    modules: tuple[Module, ...],
    pages: list[str],
    start: str,
) -> bytes:
    fitting = Fitting(frozenset(pages), start, site.site_url)
    texts = {path: fitting.fitted(path, site.text(path)) for path in pages}
    files = {PAGES + path: text.encode() for path, text in texts.items()}
    files |= {PAGES + path: site.files[path] for path in _looks(site, texts)}
    files |= {PAGES + path: text.encode() for path, text in _search(site, pages).items()}
    files |= {f"lms/{name}": content for name, content in site.shell.items()}
    codes = codes_for(modules)
    facts = {
        "scope": scope,
        "start": start,
        "pages": sorted(pages),
        "letters": codes.letters,
        "items": [[code, item.kind, item.module, item.id] for code, item in codes.items],
        "former": codes.former,
    }
    launch = environment().get_template("scorm/launch.html.jinja").render(title=title, facts=facts)
    files[START] = launch.encode()
    files[NAME] = manifest(identifier, title, START, files)
    return zipped(files)


def _looks(site: Site, pages: Mapping[str, str]) -> Iterator[str]:
    """The theme's files, and the pictures that these pages show."""
    yield from (path for path in site.files if path.startswith("assets/") and not UNUSED.search(path))
    pictures = set(_pictures(pages.items())).intersection(site.files)
    yield from sorted(path for path in pictures if not path.startswith("assets/"))


def _pictures(pages: Iterable[tuple[str, str]]) -> Iterator[str]:
    for path, html in pages:
        for tag in read_tags(html).within():
            if tag.name == "img" and (target := target_of(path, tag.attributes.get("src", ""))):
                yield target


def _search(site: Site, pages: list[str]) -> dict[str, str]:
    """The search over these pages alone."""
    found = {path: site.text(path) for path in site.files if path.startswith(f"{FOLDER}/")}
    kept = (entries for entries in read_entries(found) if entries[0].address in pages)
    return files_of([(entry, weighed(entry)) for entry in entries] for entries in kept)
