"""The search in a real browser: found, shown as text, loaded late, and honest when it cannot be had."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from built import BuiltSite


def ask(page: Page, question: str) -> None:
    """Open the search and type."""
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("textbox", name="Search this site").fill(question)


def test_nothing_of_the_search_is_loaded_before_it_is_opened(page: Page):
    """A reader who does not search loads none of it; one who does loads a few files of the site itself."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("about/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "search" in url]
    ask(page, "frozen screen")
    expect(page.locator(".ts-search__status")).to_contain_text("found")
    loaded = [url for url in asked if "search" in url]
    assert 4 <= len(loaded) <= 30
    assert all("assets/" in url for url in loaded)
    assert "frozen" not in page.url


@pytest.mark.parametrize("question", ["frozen screen", "The screen froze", "screen, “frozen”"])
def test_other_forms_of_a_word_are_found(page: Page, question):
    """Whatever the form, the situation at hand is among the first pages."""
    page.goto("about/")
    ask(page, question)
    expect(
        page.locator(".ts-found").get_by_role("link", name="The screen froze or the call dropped")
    ).to_be_visible()


def test_a_result_leads_to_its_section(page: Page):
    """The words asked for are marked in the excerpt, and the link goes to the section's heading."""
    page.goto("about/")
    ask(page, "signature game")
    expect(page.locator(".ts-found mark").first).to_be_visible()
    link = page.locator(".ts-found__section").first
    name = link.inner_text()
    with page.expect_navigation():
        link.click()
    assert "#" in page.url
    assert page.get_by_role("heading", name=name).first.is_visible()


def test_long_lists_come_in_parts(page: Page):
    """Eight pages at first; the button shows more and leaves the focus where reading goes on."""
    page.goto("about/")
    ask(page, "child")
    expect(page.locator(".ts-found__page")).to_have_count(8)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".ts-found__page")).to_have_count(16)
    assert page.evaluate("document.activeElement.closest('.ts-found__page') !== null")


def test_arrows_walk_through_what_was_found(page: Page):
    """Down from the box to the first link and on; up leads back to the box."""
    page.goto("about/")
    ask(page, "privacy")
    links = page.locator(".ts-found a")
    expect(links.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("textbox", name="Search this site")).to_be_focused()
    page.keyboard.press("Enter")
    expect(links.nth(0)).to_be_focused()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "Type a word to search the course."),
        ("the", "Type a longer or less common word."),
        ("xylophone<b>", "Nothing found for “xylophone<b>”. Try fewer words, or another one."),
    ],
)
def test_what_is_not_found_is_said(page: Page, question, said):
    """Each way of finding nothing has its own words, which a screen reader hears."""
    page.goto("about/")
    ask(page, question)
    status = page.locator(".ts-search__status")
    expect(status).to_have_text(said)
    expect(status).to_have_role("status")
    expect(page.locator(".ts-found > *")).to_have_count(0)


@pytest.mark.parametrize("missing", ["**/site-search.js", "**/search/index.js", "**/search/words-*.js"])
def test_a_search_that_cannot_be_loaded_says_so(page: Page, missing):
    """Without a connection the reader is told; with it again, the next try works."""
    page.goto("about/")
    page.route(missing, lambda route: route.abort())
    ask(page, "privacy")
    expect(page.locator(".ts-search__status")).to_contain_text("The search could not be loaded.")
    page.unroute(missing)
    page.get_by_role("button", name="Close").click()
    ask(page, "privacy plan")
    expect(page.locator(".ts-found__page").first).to_be_visible()


def test_the_search_works_from_disk(page: Page, site: BuiltSite):
    """A page opened by double click finds words, too."""
    page.goto((Path(site.root) / "about" / "index.html").as_uri())
    ask(page, "privacy")
    expect(page.locator(".ts-found__page").first).to_be_visible()
