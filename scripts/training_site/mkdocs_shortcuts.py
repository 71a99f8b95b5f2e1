"""Shortcuts through MkDocs for which it has no public way; the bytes stay the same.

Our pages are finished HTML before MkDocs sees them. It would take each through Python-Markdown all the
same, which is a third of a build. That is left out here, where nothing but its result is touched:
``Page.render`` of one page. Pages that are known as a whole (see ``kept_html``) are passed over where MkDocs
reads and builds one page after another. Its templates look through the whole navigation for every page; what
they would find of long lists is worked out once. It lists ten thousand icons of the theme, to take none.
``TRAINING_SITE_PLAIN=1`` turns it off; ``tests/test_shortcuts.py`` fails when what this relies on changes.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader
from markdown.extensions.toc import nest_toc_tokens
from mkdocs import utils
from mkdocs.commands import build as building
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.theme import Theme

from training_site.cache import are_shortcuts_on
from training_site.finished_html import FinishedHtml
from training_site.long_lists import LONG, shown_of
from training_site.site_files import SiteFiles

EXTENSIONS = {"toc", "tables", "fenced_code", "attr_list"}
EXTENSION_SETTINGS = {"toc": {"toc_depth": "2-3"}}
"""The Markdown that ``finished_html`` knows; with any other the engine makes every page."""

CONTENTS = (2, 3)
"""The levels of headings that a page's contents show."""


def may_shorten(config: MkDocsConfig) -> bool:
    """Whether shortcuts are on, and the settings are those that they were made for."""
    settings = {name: value for name, value in (config.mdx_configs or {}).items() if value}
    known = set(config.markdown_extensions) <= EXTENSIONS and settings == EXTENSION_SETTINGS
    return known and are_shortcuts_on()


class ShownFiles(FileSystemLoader):
    """Lists the files of a theme without walking its hidden folders, of which MkDocs takes nothing.

    Material has some ten thousand icons in one. A template in such a folder is found as ever.
    """

    def list_templates(self) -> list[str]:
        """The names of all files outside of hidden folders."""
        found = set[str]()
        for top in self.searchpath:
            for folder, inner, files in os.walk(top, followlinks=self.followlinks):
                inner[:] = [name for name in inner if not name.startswith(".")]
                place = Path(folder).relative_to(top)
                found.update((place / name).as_posix() for name in files)
        return sorted(found)


def pass_over_hidden_folders(config: MkDocsConfig) -> None:
    """Have MkDocs list the theme's files in that way; it asks for them after ``on_config``."""

    def get_env() -> Environment:
        env = Theme.get_env(config.theme)
        env.loader = ShownFiles(config.theme.dirs)
        return env

    vars(config.theme)["get_env"] = get_env


class ShortLists:
    """Tells the templates which entries of a long list a page shows, so that they need not look at all.

    The templates find the same by themselves where a section has no ``shown``.
    """

    def __init__(self, nav: Navigation) -> None:
        """Shorten every long list as it is while nothing of it is open."""
        self._known: dict[tuple[int, int], tuple[Any, ...]] = {}
        self._places: dict[int, int] = {}
        self._open: list[Any] = []
        self._close(nav.items)

    def open_for(self, page: MkDocsPage) -> None:
        """Show of every list around a page what stands near it."""
        for section in self._open:
            section.shown = self._shown(section, 0)
        self._open = []
        inner: Any = page
        for section in page.ancestors:
            if hasattr(section, "shown"):
                section.shown = self._shown(section, self._places[id(inner)])
                self._open.append(section)
            inner = section

    def _close(self, items: list[Any]) -> None:
        for section in items:
            if section.children and len(section.children) > LONG:
                self._places |= {id(child): place for place, child in enumerate(section.children)}
                section.shown = self._shown(section, 0)
                section.groups = sum(1 for child in section.children if child.children)
            self._close(section.children or [])

    def _shown(self, section: Any, at: int) -> tuple[Any, ...]:  # noqa: ANN401
        key = (id(section), at)
        if key not in self._known:
            self._known[key] = shown_of(section.children, at)
        return self._known[key]


def give_html(page: MkDocsPage, finished: FinishedHtml, *, later: bool = False) -> None:
    """Let a page take its HTML from the generator when MkDocs asks it to render itself.

    With ``later`` it stays without until ``make_page`` gives it: thousands of texts would wait in memory.
    """

    def render(config: MkDocsConfig, files: object) -> None:  # noqa: ARG001
        tokens = [
            {"level": level, "id": anchor, "name": text}
            for level, text, anchor in finished.contents(CONTENTS)
        ]
        page.content = "" if later else finished.html
        page.toc = get_toc(cast("Any", nest_toc_tokens)(tokens))
        set_anchors(page, finished)
        page.links_to_anchors = {}

    page.render = render  # type: ignore[method-assign]


def make_page(
    page: MkDocsPage,
    finished: FinishedHtml | None,
    config: MkDocsConfig,
    files: Sequence[File],
    nav: Navigation,
    env: Environment,
) -> str:
    """A page as MkDocs would write it, without writing it; with its HTML where that is not given yet."""
    page.active = True
    given, page.content = page.content, finished.html if finished else page.content
    try:
        context = building.get_context(nav, files, config, page)
        template = env.get_template(page.meta.get("template", "main.html"))
        context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
        return config.plugins.on_post_page(template.render(context), page=page, config=config) or ""
    finally:
        page.active, page.content = False, given


def set_anchors(page: MkDocsPage, finished: FinishedHtml) -> None:
    """Say what links from pages written by hand can lead to on a page."""
    page.present_anchor_ids = cast("Any", _Anchors(finished))


class _Anchors:
    """Looked for only where something leads there."""

    def __init__(self, finished: FinishedHtml) -> None:
        self._finished = finished

    def __contains__(self, anchor: str) -> bool:
        return anchor in self._finished.anchors


def set_there(page: MkDocsPage) -> None:
    """Say that a page's file is there, so that MkDocs passes over it."""
    vars(page)[_THERE] = True


def is_there(page: MkDocsPage) -> bool:
    """Whether a page's file is there."""
    return _THERE in vars(page)


def pass_over_known_pages() -> None:
    """Keep MkDocs from reading and building pages whose file is there."""
    vars(building).update(_populate_page=_populate_page, _build_page=_build_page)


def keep_folder(folder: str) -> None:
    """Keep MkDocs from emptying a folder before it builds there; whoever asks for that tidies it."""

    def clean(directory: str) -> None:
        if directory != folder:
            _CLEAN(directory)

    vars(utils)["clean_directory"] = clean


class PlacedFiles(Files):
    """The files of a site, of which those that are no pages are put where they go by ``site_files``."""

    def __init__(self, files: Files, into: SiteFiles) -> None:
        """Take over the files that MkDocs and the hook have found."""
        super().__init__(list(files))
        self._into = into
        self._put: set[str] = set()

    def put(self, path: str, content: str | bytes) -> None:
        """Write a file that is made and not found; it takes the place of one that was found."""
        if found := self.get_file_from_path(path):
            self.remove(found)
        self._put.add(path)
        self._into.put(path, content.encode() if isinstance(content, str) else content)

    def copy_static_files(
        self, dirty: bool = False, *, inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included
    ) -> None:
        """Write those that do not lie there alike already."""
        if dirty:
            super().copy_static_files(dirty, inclusion=inclusion)
            return
        for file in self:
            if not file.is_documentation_page() and inclusion(file.inclusion):
                self._into.put(file.dest_uri, file.content_bytes)

    def built_paths(self, config: MkDocsConfig) -> set[str]:
        """Every path of the site that a preview writes."""
        templates = {*config.theme.static_templates, *config.extra_templates}
        packed = {f"{template}.gz" for template in templates}
        built = {file.dest_uri for file in self if file.inclusion is not InclusionLevel.EXCLUDED}
        return built | self._put | templates | packed


def _populate_page(page: MkDocsPage, *others: Any, **named: Any) -> None:  # noqa: ANN401
    if not is_there(page):
        _READ(page, *others, **named)


def _build_page(page: MkDocsPage, *others: Any, **named: Any) -> None:  # noqa: ANN401
    if not is_there(page):
        _BUILD(page, *others, **named)


_THERE = "training_site_there"
_READ, _BUILD = building._populate_page, building._build_page
_CLEAN = utils.clean_directory
