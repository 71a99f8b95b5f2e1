"""What of the theme's frame is the same on many pages, made once for all of them.

The foot of a page depends on how deep in the site the page is, and on nothing else of it. So do the sections
of the menu that are not open, the choice of colors, and the settings of the theme's script. Jinja would make
each of them anew for every page. Here a part is made once for all pages of which everything is the same that
it asks for, which shows in the names that its template uses. One that uses any other name is made as ever, so
whoever changes a template need not know of this. Knows nothing of what the parts show.
"""

import posixpath
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, Template, nodes, pass_context
from jinja2.environment import TemplateModule
from jinja2.meta import find_referenced_templates
from jinja2.runtime import Context
from mkdocs.utils.templates import script_tag_filter, url_filter

Render = Callable[..., Iterator[str]]

PARTS = {
    "partials/footer.html",
    "partials/menu-section.html",
    "partials/palette.html",
    "partials/sections.html",
}
"""Templates that are worth it, each as long as it uses no name but those in ``KNOWN``."""

BLOCKS = {"base.html": ("config", "scripts", "styles")}
"""Blocks of the theme that use no other name either; a test holds them to it."""

WORDS = "partials/language.html"
"""The theme's words in the language of the site, which it would gather anew for every page."""

ALIKE = {"config", "features", "home", "lang"}
"""Names that mean the same on all pages."""

KNOWN = ALIKE | {"base_url", "here", "nav", "section"}
"""What a part may ask for; of ``here``, the page's address, only whether it is one that the part links to."""


@dataclass(frozen=True)
class Part:
    """A part as it was made, and the addresses that it links to."""

    html: str
    linked: frozenset[str]
    folders: frozenset[str]
    """Those at the top of the site that it links into: from a page in one of them, the way is another."""


@dataclass
class KeptFrame:
    """The parts of one build."""

    env: Environment
    _find: Callable[..., Template]
    _templates: dict[str, Template] = field(default_factory=dict)
    _links: dict[tuple[str, str], str] = field(default_factory=dict)
    """The links from a page, or from all pages that are as deep, by where they lead."""
    _linked: set[str] = field(default_factory=set)
    """The addresses that the part at hand links to."""

    def template(self, name: str, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002, ANN401
        """A template, looked up once."""
        if name not in self._templates:
            self._templates[name] = self._prepared(name, self._find(name, parent, globals))
        return self._templates[name]

    @pass_context
    def link(self, context: Context, value: object) -> str:
        """What the filter ``url`` gives; from pages in other folders it is the same wherever these are."""
        page, address = context["page"], str(value)
        if page is None:
            return url_filter(context, address)  # type: ignore[arg-type]
        here = page.url
        key = (address, context["base_url"] if _top(address) != _top(here) else f"/{here}")
        if key not in self._links:
            self._links[key] = url_filter(context, address)  # type: ignore[arg-type]
        self._linked.add(address)
        return self._links[key]

    @pass_context
    def script(self, context: Context, value: Any) -> str:  # noqa: ANN401
        """What the filter ``script_tag`` gives."""
        self._linked.add(str(value))
        return script_tag_filter(context, value)  # type: ignore[arg-type]

    def _prepared(self, name: str, template: Template) -> Template:
        if name == WORDS:
            _gather_once(template)
        template.globals = dict(template.globals)  # what it was is walked at every use, layer by layer
        if name in PARTS and (names := names_of(self.env, name)) <= KNOWN:
            template.root_render_func = self._kept(template.root_render_func, names)
        for block in BLOCKS.get(name, ()):
            template.blocks[block] = self._kept(template.blocks[block], {"base_url"})
        return template

    def _kept(self, render: Render, names: Set[str]) -> Render:
        """A part as it is made, but once for all pages that are the same to it."""
        known: dict[tuple[object, ...], Part] = {}

        def give(context: Context) -> Iterator[str]:
            page = context["page"]
            section = context["section"] if "section" in names else None
            if page is None or (section and section.active):
                yield from render(context)
                return
            key = (context["base_url"], id(section), id(page.parent) if "nav" in names else None)
            folder = _top(page.url)
            part = known.get(key)
            if part is None or folder in part.folders:
                part = self._made(render, context)
                if folder not in part.folders:
                    known[key] = part
            self._linked |= part.linked
            yield part.html

        return give

    def _made(self, render: Render, context: Context) -> Part:
        around, self._linked = self._linked, set()
        html = self.env.concat(render(context))
        linked, self._linked = frozenset(self._linked), around
        return Part(html, linked, frozenset(map(_top, linked)))


def keep_frame(env: Environment) -> None:
    """Have an environment keep the parts of the frame while it lasts, which is one build."""
    frame = KeptFrame(env, env.get_template)
    vars(env)["get_template"] = frame.template
    env.filters |= {"url": frame.link, "script_tag": frame.script}


def names_of(env: Environment, template: str) -> set[str]:
    """The names that a template and what it includes get from others; ``page`` where that cannot be told."""
    assert env.loader is not None
    parsed = env.parse(env.loader.get_source(env, template)[0])
    included = list(find_referenced_templates(parsed))
    if None in included:
        return {"page"}
    return names_in(parsed).union(*(names_of(env, name) for name in included if name)) - set(env.globals)


def names_in(parsed: nodes.Node) -> set[str]:
    """The names that a part of a template uses and does not set."""
    names = list(parsed.find_all(nodes.Name))
    own = {found.name for found in names if found.ctx != "load"}
    own |= {found.target for found in parsed.find_all(nodes.Import)}
    if parsed.find(nodes.For):
        own.add("loop")
    return {found.name for found in names} - own


def _gather_once(template: Template) -> None:
    gather, gathered = template.make_module, list[TemplateModule]()

    def give(*context: Any) -> TemplateModule:  # noqa: ANN401
        if not gathered:
            gathered.append(gather(*context))
        return gathered[0]

    vars(template)["make_module"] = give


@cache
def _top(address: str) -> str:
    """The folder at the top of the site that an address is in."""
    return posixpath.normpath(f"/{address}").split("/")[1]
