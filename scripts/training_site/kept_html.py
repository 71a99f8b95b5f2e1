"""Whole pages, kept from one build to the next: the theme is asked only for pages that are different.

The key of a page holds all that the theme's templates and ours see: the page's text, contents and front
matter, the pages before and after it, what the navigation shows around it, the settings, the pages written
by hand, and the templates themselves. It is known before MkDocs reads any page, so pages that are kept are
passed over as a whole; the others are made side by side. Where a template or a plugin could see more, nothing
is kept.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from training_site.cache import Cache, digest, digest_of_files
from training_site.mkdocs_shortcuts import CONTENTS, has_output, set_anchors, set_output
from training_site.printer import Page
from training_site.shares import in_shares

PLUGINS = {"search", "material/search", "offline", "material/offline"}
"""Plugins that change nothing of a page that the key does not hold; with others no page is kept."""

PLACES = {"nav", "site_dir", "docs_dir", "config_file_path", "plugins", "hooks", "watch", "dev_addr"}
"""Settings that no template shows: where files lie, and what is in the key in another way."""

FOR_THE_HOOK = {"hosting_dir", "workbooks", "offline_copy"}
"""Values beside the settings that only the hook reads."""

_LOOKS_FURTHER = re.compile(r"build_date_utc|nav\.pages|\bin pages\b|\bpages *[|\[]|now\(")
"""What a template can ask that the key does not hold; with a template that does, no page is kept."""


@dataclass
class WholePages:
    """The pages of one build, looked up and made."""

    cache: Cache
    base: str
    """The hash of everything that all pages share."""
    nav: Navigation
    ours: Mapping[str, Page]
    """The pages that the generator hands over as finished HTML, by their paths."""
    _keys: dict[str, str] = field(default_factory=dict)
    _around: dict[int, str] = field(default_factory=dict)

    def find(self, pages: Iterable[MkDocsPage]) -> None:
        """Give pages that are kept their output; of pages written by hand the text is not known yet."""
        for page in pages:
            ours = self.ours.get(page.file.src_uri)
            if ours and ours.finished:
                set_anchors(page, ours.finished)
                page.meta, page.markdown = dict(ours.meta), ""  # its title is asked for around it
                contents = [list(heading) for heading in ours.finished.contents(CONTENTS)]
                self._find(page, contents, ours.finished.html)

    def make(self, pages: Iterable[MkDocsPage], make: Callable[[MkDocsPage], str]) -> None:
        """Give all pages their output: kept, or made."""
        for page in pages:
            if page.file.src_uri not in self._keys:
                self._find(page, list(_contents(page.toc)), page.content or "")
        unknown = [page for page in pages if not has_output(page)]
        made = in_shares(unknown, lambda some: [make(page) for page in some])
        for page, output in zip(unknown, made, strict=True):
            self.cache.put(self._keys[page.file.src_uri], output)
            set_output(page, output)

    def _find(self, page: MkDocsPage, contents: list[list[object]], html: str) -> None:
        key = digest("html", self.base, self._facts(page), json.dumps(contents), html)
        self._keys[page.file.src_uri] = key
        if (output := self.cache.get(key)) is not None:
            set_output(page, output)

    def _facts(self, page: MkDocsPage) -> str:
        nav = self.nav
        facts = [
            *(page.url, page.abs_url, page.canonical_url, page.edit_url, page.update_date),
            *(page.is_homepage, page.meta, page.file.src_uri),
            *(self._linked(each) for each in (page, page.previous_page, page.next_page, nav.homepage)),
            self._shown(nav, nav.items),
            *(self._shown(each, getattr(each, "children", None) or []) for each in page.ancestors),
        ]
        return json.dumps(facts, default=repr)

    def _shown(self, owner: object, items: list[Any]) -> str:
        """What the navigation shows of a list: its entries, and those right below them."""
        if id(owner) not in self._around:
            shown = [
                [self._linked(item), [self._linked(each) for each in item.children or ()]] for item in items
            ]
            self._around[id(owner)] = digest(json.dumps(shown, default=repr))
        return self._around[id(owner)]

    def _linked(self, item: Any) -> list[str | None] | None:  # noqa: ANN401
        """What a template shows of a page or section: its title, where it leads, and what opens it."""
        if item is None:
            return None
        first = item.children[0] if item.children else None
        return [
            self._title(item),
            getattr(item, "url", None),
            getattr(first, "url", None),
            self._title(first),
        ]

    def _title(self, item: Any) -> str | None:  # noqa: ANN401
        """The title, save of pages written by hand: theirs comes later, and the base has all their texts."""
        by_hand = item is None or (item.is_page and item.file.src_uri not in self.ours)
        return None if by_hand else item.title


def base_of(config: MkDocsConfig, generator: str, by_hand: Iterable[Path]) -> str | None:
    """The hash of everything that all pages share; None where a page could hold more than its key."""
    others = {name for name, plugin in config.plugins.items() if isinstance(plugin, BasePlugin)} - PLUGINS
    theme = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    templates = [path for path in theme.rglob("*") if path.suffix in (".html", ".svg")] if theme else []
    if others or len(config.plugins) - len(config.hooks) > len(PLUGINS):
        return None
    if any(_LOOKS_FURTHER.search(path.read_text(encoding="utf-8")) for path in templates):
        return None
    settings = {name: value for name, value in config.items() if name not in PLACES}
    settings["extra"] = {name: value for name, value in config.extra.items() if name not in FOR_THE_HOOK}
    settings["plugins"] = {
        name: dict(plugin.config) for name, plugin in config.plugins.items() if name in PLUGINS
    }
    text = json.dumps(settings, default=_as_text, sort_keys=True)
    if " object at 0x" in text:  # a value that says nothing of itself
        return None
    written = [part for path in by_hand for part in (path.name, path.read_bytes())]
    return digest(generator, text, digest_of_files(templates, theme) if theme else "", *written)


def _as_text(value: object) -> object:
    if isinstance(value, bytes):
        return digest(value)
    return dict(value) if isinstance(value, Mapping) else repr(value)


def _contents(toc: Any) -> Iterator[list[object]]:  # noqa: ANN401
    for entry in toc:
        yield [entry.level, entry.title, entry.id]
        yield from _contents(entry.children)
