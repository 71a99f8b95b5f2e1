"""Whole pages from one build to the next: the theme is asked only for pages that are different.

What is kept of a page is the sum of its file; the file itself is that of the last site (see
``site_files``), and a page whose file is gone is made anew. The key of a page holds all that the theme's
templates and ours see: the page's text, contents and front matter, the pages before and after it, what the
navigation shows around it, the settings, the pages written by hand, and the templates themselves. It is
known before MkDocs reads any page, so pages that are kept are passed over as a whole; the others are made
side by side, and each is written as soon as it is made. Where a template or a plugin could see more,
nothing is kept.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from training_site.cache import Cache, digest, digest_of_files
from training_site.finish.policy import Inline, allowed_by
from training_site.mkdocs_shortcuts import CONTENTS, is_there, set_anchors, set_there
from training_site.printer import Page
from training_site.shares import in_shares
from training_site.site_files import SiteFiles

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
    files: SiteFiles
    """Where the pages go."""
    allowed: dict[str, Inline] = field(default_factory=dict)
    """What the policy of each page allows, by the path of its file in the site."""
    _keys: dict[str, str] = field(default_factory=dict)
    _around: dict[int, str] = field(default_factory=dict)

    def find(self, pages: Iterable[MkDocsPage]) -> None:
        """Take over the pages that are known; of pages written by hand the text is not known yet."""
        ours = [page for page in pages if page.file.src_uri in self.ours]
        for page in ours:  # first, since pages show each other's titles
            page.meta, page.markdown = dict(self.ours[page.file.src_uri].meta), ""
        for page in ours:
            if finished := self.ours[page.file.src_uri].finished:
                set_anchors(page, finished)
                contents = [list(heading) for heading in finished.contents(CONTENTS)]
                self._find(page, contents, finished.digest)

    def make(self, pages: Sequence[MkDocsPage], make: Callable[[MkDocsPage], str]) -> None:
        """Write all pages that are not there yet, the last first: those of the whole course are long."""
        for page in pages:
            if page.file.src_uri not in self._keys:
                self._find(page, list(_contents(page.toc)), digest(page.content or ""))
        unknown = [page for page in reversed(pages) if not is_there(page)]
        made = in_shares(unknown, lambda page: self._write(page, make(page)))
        for page, written in zip(unknown, made, strict=True):
            if written:
                self.cache.put(self._keys[page.file.src_uri], written)
                self._note(page, json.loads(written))

    def _find(self, page: MkDocsPage, contents: list[list[object]], html: str) -> None:
        """Take over a page, given the hash of its text, if it is known and its file is at hand."""
        key = digest("html", self.base, self._facts(page), json.dumps(contents), html)
        self._keys[page.file.src_uri] = key
        if (kept := self.cache.get(key)) is not None:
            written = json.loads(kept)
            if self.files.take(page.file.dest_uri, written[0]):
                self._note(page, written)

    def _write(self, page: MkDocsPage, output: str) -> str:
        """Write a page; its sum and what its policy allows, as it is kept. Nothing for an empty page."""
        if not output.strip():
            return ""
        sum_ = self.files.put(page.file.dest_uri, output.encode("utf-8", errors="xmlcharrefreplace"))
        allowed = allowed_by(output)
        return json.dumps([sum_, sorted(allowed.scripts), sorted(allowed.styles)])

    def _note(self, page: MkDocsPage, written: list[Any]) -> None:
        sum_, scripts, styles = written
        self.files.note(page.file.dest_uri, sum_)
        self.allowed[page.file.dest_uri] = Inline(frozenset(scripts), frozenset(styles))
        set_there(page)

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
