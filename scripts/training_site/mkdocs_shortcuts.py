"""Shortcuts through MkDocs for which it has no public way; the bytes stay the same.

Our pages are finished HTML before MkDocs sees them. It would take each through Python-Markdown all the
same, which is a third of a build. That is left out here, where nothing but its result is touched:
``Page.render`` of one page. And its preview looks for changes twice a second, which no setting changes.
``TRAINING_SITE_PLAIN=1`` turns it off; ``tests/test_shortcuts.py`` fails when what this relies on changes.
"""

from functools import partial
from typing import Any, cast

from markdown.extensions.toc import nest_toc_tokens
from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from training_site.cache import are_shortcuts_on
from training_site.finished_html import FinishedHtml

EXTENSIONS = {"toc", "tables", "fenced_code", "attr_list"}
EXTENSION_SETTINGS = {"toc": {"toc_depth": "2-3"}}
"""The Markdown that ``finished_html`` knows; with any other the engine makes every page."""

LOOK_EVERY = 0.1
"""Seconds."""

CONTENTS = (2, 3)
"""The levels of headings that a page's contents show."""


def may_shorten(config: MkDocsConfig) -> bool:
    """Whether shortcuts are on, and the settings are those that they were made for."""
    settings = {name: value for name, value in (config.mdx_configs or {}).items() if value}
    known = set(config.markdown_extensions) <= EXTENSIONS and settings == EXTENSION_SETTINGS
    return known and are_shortcuts_on()


def watch_closely() -> None:
    """Let the preview look for changes ten times a second; it is a value that its server takes anyway."""
    if are_shortcuts_on():
        vars(serve)["LiveReloadServer"] = partial(LiveReloadServer, polling_interval=LOOK_EVERY)


def give_html(page: MkDocsPage, finished: FinishedHtml) -> None:
    """Let a page take its HTML from the generator when MkDocs asks it to render itself."""

    def render(config: MkDocsConfig, files: object) -> None:  # noqa: ARG001
        tokens = [
            {"level": heading.level, "id": heading.anchor, "name": heading.text}
            for heading in finished.headings
            if heading.level in CONTENTS
        ]
        page.content = finished.html
        page.toc = get_toc(cast("Any", nest_toc_tokens)(tokens))
        page.present_anchor_ids = finished.anchors
        page.links_to_anchors = {}

    page.render = render  # type: ignore[method-assign]
