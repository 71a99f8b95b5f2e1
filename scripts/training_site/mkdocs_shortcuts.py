"""Shortcuts through MkDocs and Material for which neither has a public way; the bytes stay the same.

Our pages are finished HTML before MkDocs sees them. It would take each through Python-Markdown and through
the search plugin's parser all the same, which is half of a build. Both are left out here, where nothing but
their result is touched: ``Page.render`` of one page, and the index of Material's search plugin.
``TRAINING_SITE_PLAIN=1`` turns it off; ``tests/test_shortcuts.py`` fails when what this relies on changes.
"""

import os
from typing import Any, cast

from markdown.extensions.toc import nest_toc_tokens
from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from training_site.finished_html import FinishedHtml
from training_site.search_sections import find_sections

SWITCH = "TRAINING_SITE_PLAIN"
"""The variable of the environment that turns every shortcut off."""

EXTENSIONS = {"toc", "tables", "fenced_code", "attr_list"}
EXTENSION_SETTINGS = {"toc": {"toc_depth": "2-3"}}
"""The Markdown that ``finished_html`` knows; with any other the engine makes every page."""

CONTENTS = (2, 3)
"""The levels of headings that a page's contents show."""


def may_shorten(config: MkDocsConfig) -> bool:
    """Whether shortcuts are on, and the settings are those that they were made for."""
    settings = {name: value for name, value in (config.mdx_configs or {}).items() if value}
    known = set(config.markdown_extensions) <= EXTENSIONS and settings == EXTENSION_SETTINGS
    return known and os.environ.get(SWITCH, "") in ("", "0")


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


def shorten_search(config: MkDocsConfig) -> None:
    """Let the search plugin find a page's sections our way; call it after the plugin's own ``on_config``."""
    for plugin in config.plugins.values():
        if isinstance(plugin, SearchPlugin) and type(plugin.search_index) is SearchIndex:
            plugin.search_index = _QuickIndex(**plugin.config)


class _QuickIndex(SearchIndex):  # type: ignore[misc]
    """The plugin's index, with another reader of sections."""

    def add_entry_from_context(self, page: MkDocsPage) -> None:
        search = page.meta.get("search") or {}
        if search.get("exclude"):
            return
        sections = find_sections(page.content or "")
        if sections is None:
            super().add_entry_from_context(page)
            return
        for section in sections:
            if not section.is_excluded():
                self.create_entry_for_section(section, page.toc, page.url, page)
