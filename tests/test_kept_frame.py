"""Parts of the frame that are made once for many pages are what each page would have made."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, nodes
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme
from mkdocs.utils import get_relative_url, templates

from tools import ROOT
from training_site.kept_frame import ALIKE, BLOCKS, KNOWN, PARTS, WORDS, keep_frame, names_in, names_of
from training_site.long_lists import FIXED, NEAR, shown_of

ADDRESSES = ("", "about/", "about/us/", "one/", "one/first/", "one/second/", "two/first/")


@dataclass(frozen=True)
class Entry:
    """An entry of a list in the navigation."""

    children: "tuple[Entry, ...] | None" = None


@dataclass
class Built:
    """Pages with the frame of some templates, which count how often they are made."""

    texts: dict[str, str]
    kept: bool
    made: Counter[str] = field(default_factory=Counter)

    def pages(self, section: Section | None = None) -> list[str]:
        """What the pages come to, one after another."""
        env = Environment(loader=DictLoader(self.texts))
        env.filters |= {"url": templates.url_filter, "script_tag": templates.script_tag_filter}
        env.globals["made"] = self._count
        if self.kept:
            keep_frame(env)
        return [self._page(env, address, section) for address in ADDRESSES]

    def _page(self, env: Environment, address: str, section: Section | None) -> str:
        config = MkDocsConfig()
        config.load_dict({"site_name": "x", "docs_dir": ".", "site_dir": "site"})
        page = Page(address, File(f"{address}index.md", None, "site", True), config)
        if section and address == "one/first/":
            page.parent = section
            page.active = True
        context = {"page": page, "base_url": get_relative_url(".", page.url), "here": page.url}
        text = env.get_template("main.html").render(context, section=section, nav=())
        page.active = False
        return text

    def _count(self, name: str) -> str:
        self.made[name] += 1
        return name


def both(**texts: str) -> tuple[Counter[str], list[str]]:
    """How often parts were made, and the pages, which have to be those of an environment that keeps none."""
    named = {name.replace("__", "/").replace("_", "-") + ".html": text for name, text in texts.items()}
    plain, kept = Built(named, kept=False), Built(named, kept=True)
    pages = kept.pages(Section("One", []))
    assert pages == plain.pages(Section("One", []))
    return kept.made, pages


def test_a_part_is_made_once_for_pages_that_are_as_deep():
    """A page in a folder that the part links to gets its own, since the way from there is another."""
    made, pages = both(
        main="{% include 'partials/footer.html' %} {{ page.url }}",
        partials__footer="{{ made('foot') }} {{ 'about/' | url }} {{ './about/us/' | url }} "
        "{{ 'x.js' | script_tag }}",
    )
    assert made["foot"] == 5  # home, both pages of about/, one/ for its depth, and the others together
    assert pages[4].startswith("foot ../../about/ ../../about/us/ ")


def test_a_part_that_asks_for_more_is_made_for_every_page():
    """Whoever adds the page's title to the foot of the page sees each page's title there."""
    made, pages = both(
        main="{% include 'partials/footer.html' %}",
        partials__footer="{{ made('foot') }} {% include 'partials/lines.html' %}",
        partials__lines="{{ page.title }}",
    )
    assert made["foot"] == len(ADDRESSES)
    assert len(set(pages)) == len(ADDRESSES)


def test_an_open_section_is_made_for_every_page():
    """What is open looks different, so nothing of it is kept."""
    made, pages = both(
        main="{% include 'partials/menu-section.html' %}",
        partials__menu_section="{{ made(section.title) }} {{ 'open' if section.active }}",
    )
    assert [page for page in pages if "open" in page] == [pages[4]]
    assert made["One"] == 4  # home, one level, two levels, and the page that is open


def test_every_part_of_our_frame_is_kept(theme: Environment):
    """Its template asks for nothing but what is known to be the same."""
    for name in PARTS:
        assert names_of(theme, name) <= KNOWN, name


def test_the_theme_asks_for_nothing_else(theme: Environment):
    """What is kept of Material's own asks for nothing of a page but how deep it is."""
    for name, kept in BLOCKS.items():
        blocks = {block.name: block for block in parsed(theme, name).find_all(nodes.Block)}
        for block in kept:
            names = names_in(blocks[block])
            included = [each.template.value for each in blocks[block].find_all(nodes.Include)]
            names |= set[str]().union(*(names_in(parsed(theme, each)) for each in included))
            assert names - set(theme.globals) <= ALIKE | {"base_url"}, block
    assert names_in(parsed(theme, WORDS)) == {"config"}
    assert names_in(parsed(theme, "partials/languages/en.html")) == set()


@pytest.mark.parametrize("length", [25, 40])
def test_a_long_list_shows_what_is_near_and_the_ends(length):
    """Of single pages those at the ends, of groups those near the open entry, in their order."""
    entries = [Entry() if place % 3 == 0 else Entry((Entry(),)) for place in range(length)]
    for at in range(length):
        assert shown_of(entries, at) == tuple(
            entry
            for place, entry in enumerate(entries)
            if abs(place - at) <= NEAR or (not entry.children and (place < FIXED or place >= length - FIXED))
        )


@pytest.fixture(scope="module")
def theme() -> Environment:
    """The theme's templates with ours over them."""
    return Theme("material", custom_dir=str(ROOT / "overrides")).get_env()


def parsed(env: Environment, name: str) -> Any:
    """A template as a tree."""
    assert env.loader is not None
    return env.parse(env.loader.get_source(env, name)[0])
