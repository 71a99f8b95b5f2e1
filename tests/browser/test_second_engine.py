"""The site by the second engine: the same pages, words and components, and no more faults."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browser.test_every_page import AXE_RUN, MISSING, SIZES, TAGS
from built import BuiltPage, BuiltSite, Element
from project import Project
from tools import AXE, ROOT, existing
from training_site.model import Course

pytestmark = pytest.mark.long

BEYOND_BOTH = {
    r"\.(items|keys|values|upper|lower|split|startswith|get|format)\(": "a method of Python",
    r"\bpage\.file\b": "where a page lies, which only one engine tells",
    r"\bin nav\b(?!\.)": "`nav` as a list; both have `nav.items`",
    r"\|\s*truncate\b": "a filter that one engine lacks",
}
"""What a template may not use, because only one engine understands it."""


@pytest.fixture(scope="module")
def second(project: Project, tmp_path_factory) -> BuiltSite:
    """The real site built with ``--engine zensical``, below a sub-path."""
    folder = tmp_path_factory.mktemp("second") / "site"
    done = project.run(
        "build",
        "--engine",
        "zensical",
        "--site-dir",
        str(folder),
        extra={"SITE_URL": "https://example.org/training/"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return BuiltSite(folder)


def shown(element: Element) -> str:
    """Its text without what neither engine shows, the theme's own skip link; white space made single."""
    return " ".join("".join(texts(element)).split())


def texts(element: Element) -> Iterator[str]:
    """Its pieces of text in order."""
    if element.tag in ("script", "style") or is_hidden(element):
        return
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from texts(child)


def is_hidden(element: Element) -> bool:
    """Whether the style sheet takes it off the page for everyone."""
    return element.attributes.get("data-md-component") == "skip"


def body(page: BuiltPage) -> Element:
    """The page without its head."""
    (found,) = page.tree.all("body")
    return found


def test_every_page_is_there_with_the_same_words(site: BuiltSite, second: BuiltSite):
    """No page is missing or new, and each says the same, title and description too."""
    assert sorted(second.pages) == sorted(site.pages)
    for address, page in site.pages.items():
        other = second.pages[address]
        assert shown(body(other)) == shown(body(page)), address
        assert [title.text for title in other.tree.all("title")] == [
            title.text for title in page.tree.all("title")
        ]
        assert descriptions(other) == descriptions(page), address


def descriptions(page: BuiltPage) -> list[str]:
    """What search engines show of a page."""
    return [meta.attributes["content"] for meta in page.tree.all("meta", name="description")]


def test_every_link_and_anchor_resolves(second: BuiltSite):
    """No link of any page leads nowhere, below a sub-path too."""
    assert second.broken_links("/training/") == []


def test_the_same_scripts_styles_and_search(site: BuiltSite, second: BuiltSite):
    """What is ours is there byte for byte."""
    ours = re.compile(r"assets/(training-site|site-search|search/|fonts/.*woff2|mark)")
    names = {name for name in site.files if ours.match(name)}
    assert len(names) > 100
    assert {name for name in second.files if ours.match(name)} == names
    assert [name for name in names if site.files[name].read_bytes() != second.files[name].read_bytes()] == []


def test_nothing_is_published_beside_it(site: BuiltSite, second: BuiltSite):
    """No notes for people who read the source, no index that no page asks for."""
    extra = {name for name in second.files.keys() - site.files.keys() if not name.startswith("assets/")}
    assert extra == set()
    assert not [name for name in second.files if name.endswith((".md", ".yml"))]


def test_pages_load_in_peace(browser: Browser, second: BuiltSite, serve):
    """No page asks another place for anything, and no script fails."""
    seen: list[str] = []
    with serve(second.root) as address:
        page = browser.new_page()
        page.on("request", lambda asked: asked.url.startswith(address) or seen.append(f"asked {asked.url}"))
        page.on(
            "console", lambda told: told.type in ("error", "warning") and seen.append(f"told {told.text}")
        )
        page.on("pageerror", lambda error: seen.append(f"threw {error}"))
        for place in second.course_pages:
            page.goto(address + place)
        page.close()
    assert seen == []


def test_components_work(browser: Browser, second: BuiltSite, serve, course: Course):
    """Search, a knowledge check, a note and its place in the notebook."""
    module = course.modules[0]
    with serve(second.root) as address:
        page = browser.new_page(base_url=address)
        page.goto("about/")
        page.get_by_role("button", name="Search", exact=True).click()
        page.get_by_role("textbox", name="Search this site").fill("frozen screen")
        expect(page.get_by_role("link", name="The screen froze or the call dropped")).to_be_visible()
        page.goto(f"{module.id}/knowledge-check/")
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Check my answer").first.click()
        expect(
            page.locator("knowledge-check .ts-feedback, knowledge-check [role=status]").first
        ).to_be_visible()
        page.goto("notebook/")
        page.get_by_role("button", name="Keep them on this device").click()
        link = page.locator("[data-module][data-exercise] a, [data-exercise] a").first
        with page.expect_navigation():
            link.click()
        box = page.locator("reflection-note textarea").first
        box.fill("Written with the other engine.")
        page.goto("notebook/")
        expect(page.get_by_text("Written with the other engine.")).to_be_visible()
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_more(browser: Browser, second: BuiltSite, serve, scheme):
    """No rule of axe is broken on any page, as with the first engine."""
    violations = {}
    with serve(second.root) as address:
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport=SIZES["phone"])
        context.add_init_script(existing(AXE).read_text(encoding="utf-8"))
        page = context.new_page()
        for place in [*second.course_pages, MISSING]:
            page.goto(address + place)
            if found := page.evaluate(AXE_RUN.replace("TAGS", json.dumps(TAGS))):
                violations[place] = found
        context.close()
    assert violations == {}, json.dumps(violations, indent=1)[:6000]


@pytest.mark.parametrize("template", sorted((ROOT / "overrides").rglob("*.html")), ids=lambda path: path.name)
def test_templates_keep_to_what_both_engines_know(template):
    """No method of Python, and nothing of a page or the navigation that one engine does not give."""
    code = "\n".join(re.findall(r"\{[{%].*?[%}]\}", template.read_text(encoding="utf-8"), re.DOTALL))
    assert [why for pattern, why in BEYOND_BOTH.items() if re.search(pattern, code)] == []
