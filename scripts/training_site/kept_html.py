"""Whole pages, kept from one build to the next: the theme is asked only for pages that are different.

MkDocs lets a hook hand it the environment that its templates come from (``on_env``). Ours gives templates
that first look whether the same page was made before. The key holds all that the theme's templates and ours
see: the page's text, contents and front matter, the pages before and after it, what the navigation shows
around it, the settings, and the templates themselves. What runs after the template runs always.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from training_site.cache import Cache, digest, digest_of_files

PLUGINS = {"search", "material/search", "offline", "material/offline"}
"""Plugins that change nothing of a page that the key does not hold; with others no page is kept."""

PLACES = {"nav", "site_dir", "docs_dir", "config_file_path", "plugins", "hooks", "watch", "dev_addr"}
"""Settings that no template shows: where files lie, and what is in the key in another way."""

FOR_THE_HOOK = {"hosting_dir", "workbooks", "offline_copy"}
"""Values beside the settings that only the hook reads."""

_LOOKS_FURTHER = re.compile(r"build_date_utc|nav\.pages|\bin pages\b|\bpages *[|\[]|now\(")
"""What a template can ask that the key does not hold; with a template that does, no page is kept."""


class KeptTemplates:
    """An environment whose templates are asked only for pages that are not kept."""

    def __init__(self, env: jinja2.Environment, cache: Cache, base: str) -> None:
        """Stand before ``env``; ``base`` is the hash of everything that all pages share."""
        self._env = env
        self._cache = cache
        self._base = base
        self._around: dict[int, str] = {}

    def __getattr__(self, name: str) -> object:
        """Everything else is the environment's."""
        return getattr(self._env, name)

    def get_template(self, name: str, *_: object) -> "_Template":
        """A template that looks first."""
        return _Template(self, name)

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """What the template makes of its context."""
        page = context.get("page")
        if page is None:
            return self._env.get_template(name).render(context)
        key = digest("html", self._base, name, self._facts(page, context), page.content or "")
        found = self._cache.get(key)
        if found is None:
            found = self._env.get_template(name).render(context)
            self._cache.put(key, found)
        return found

    def _facts(self, page: MkDocsPage, context: Mapping[str, Any]) -> str:
        nav: Navigation = context["nav"]
        facts = [
            *(page.title, page.url, page.abs_url, page.canonical_url, page.edit_url, page.update_date),
            *(page.is_homepage, page.meta, list(_contents(page.toc)), context["base_url"]),
            *(_linked(each) for each in (page.previous_page, page.next_page, nav.homepage)),
            self._shown(nav, nav.items),
            *(self._shown(each, getattr(each, "children", None) or []) for each in page.ancestors),
        ]
        return json.dumps(facts, default=repr)

    def _shown(self, owner: object, items: list[Any]) -> str:
        """What the navigation shows of a list: its entries, and those right below them."""
        if id(owner) not in self._around:
            shown = [[_linked(item), [_linked(each) for each in item.children or ()]] for item in items]
            self._around[id(owner)] = digest(json.dumps(shown, default=repr))
        return self._around[id(owner)]


class _Template:
    """A template by its name."""

    def __init__(self, templates: KeptTemplates, name: str) -> None:
        self._templates = templates
        self._name = name

    def __getattr__(self, name: str) -> object:
        return getattr(self._templates._env.get_template(self._name), name)

    def render(self, context: Mapping[str, Any]) -> str:
        return self._templates.render(self._name, context)


def keep_html(env: jinja2.Environment, config: MkDocsConfig, cache: Cache, generator: str) -> Any:  # noqa: ANN401
    """The environment to hand to MkDocs: one that keeps pages, or the one it had where that is not sure."""
    base = _base(config, generator)
    return KeptTemplates(env, cache, base) if base else env


def _base(config: MkDocsConfig, generator: str) -> str | None:
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
    return digest(generator, text, digest_of_files(templates, theme) if theme else "")


def _as_text(value: object) -> object:
    if isinstance(value, bytes):
        return digest(value)
    return dict(value) if isinstance(value, Mapping) else repr(value)


def _linked(item: Any) -> list[str | None] | None:  # noqa: ANN401
    """What a template shows of a page or section: its title, where it leads, and what opens it."""
    if item is None:
        return None
    first = item.children[0] if item.children else None
    return [
        item.title,
        getattr(item, "url", None),
        getattr(first, "url", None),
        getattr(first, "title", None),
    ]


def _contents(toc: Any) -> Iterator[list[object]]:  # noqa: ANN401
    for entry in toc:
        yield [entry.title, entry.id, entry.level, list(_contents(entry.children))]
