"""The copy to keep, unpacked into a folder with a space and accents, and opened from there: it all works."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from firefox import Firefox, RefusedError, find_firefox, started
from learner import TELL_VIOLATIONS, axe_faults, read_all
from training_site.model import Course

UNIT = "noticing-discomfort/five-sources.html"
BOX = "reflection-note textarea"
FIREFOX = find_firefox()


LEFT = "net::ERR_ABORTED"
"""What Chromium says of a file that it no longer wants, because the page is left; a missing one it names."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile in which no page may complain, break its policy, or ask for anything but files."""
    faults: list[str] = []
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    made.expose_function("violated", lambda what: faults.append(f"violated {what}"))
    made.add_init_script(TELL_VIOLATIONS)
    made.on("console", lambda told: told.type in ("error", "warning") and faults.append(f"told {told.text}"))
    made.on("weberror", lambda fault: faults.append(f"threw {fault.error}"))
    made.on("requestfailed", lambda asked: asked.failure == LEFT or faults.append(f"missed {asked.url}"))
    made.on(
        "request",
        lambda asked: re.match("(file|data|blob):", asked.url) or faults.append(f"asked {asked.url}"),
    )
    yield made
    made.close()
    assert faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab in that profile."""
    return context.new_page()


@pytest.fixture(scope="module")
def copy(unpacked: Path) -> str:
    """The address of the folder with the pages."""
    return (unpacked / "pages").as_uri() + "/"


@pytest.mark.long
def test_every_page_opens_in_peace(page: Page, unpacked: Path, copy: str):
    """Each page has its title, its styles and its scripts, and nothing is missing or refused."""
    assert "%20" in copy
    assert "%C3%BC" in copy
    pages = sorted((unpacked / "pages").rglob("*.html"))
    assert len(pages) > 150
    for file in pages:
        page.goto(file.as_uri())
        assert page.locator("h1").count() == 1, file.name
        assert page.evaluate("[document.styleSheets.length >= 3, 'store' in trainingSite]") == [True, True]


def test_start_here_goes_on_to_the_course(page: Page, unpacked: Path, copy: str):
    """A double click on the one page at the top opens home, and back does not lead into it again."""
    page.goto("about:blank")
    page.evaluate("(address) => { location.href = address; }", "about:blank#before")
    page.goto((unpacked / "Start here.html").as_uri())
    page.wait_for_url(f"{copy}index.html")
    expect(page.locator("h1")).to_have_text("Across the Screen")
    page.go_back()
    page.wait_for_url("about:blank#before")


@pytest.mark.parametrize("javascript", [True, False])
def test_start_here_helps_inside_a_zip(browser: Browser, unpacked: Path, tmp_path: Path, javascript: bool):
    """Opened alone, as from inside a ZIP that was not unpacked, it stays and says what to do."""
    alone = Path(shutil.copy(unpacked / "Start here.html", tmp_path))
    context = browser.new_context(java_script_enabled=javascript, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(alone.as_uri())
    expect(page.get_by_text("Unpack the file first")).to_be_visible()
    expect(page.get_by_role("link", name="Open the course")).to_be_visible()
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert axe_faults(page) == []
    context.close()


def test_the_search_finds_and_opens(page: Page, copy: str):
    """From a page in a folder, a question finds pages, and a result opens at its section."""
    page.goto(copy + UNIT)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("textbox", name="Search this site").fill("signature game")
    link = page.locator(".ts-found__section").first
    name = link.inner_text()
    with page.expect_navigation():
        link.click()
    assert re.match(rf"{re.escape(copy)}[\w/-]+\.html#", page.url)
    expect(page.get_by_role("heading", name=name).first).to_be_visible()


def test_the_colors_chosen_stay(page: Page, copy: str):
    """Dark on one page is dark on the next, in another folder."""
    page.goto(copy + "index.html")
    page.locator(".ts-menu__button").click()
    page.locator(".ts-colors").get_by_label("Dark", exact=True).check()
    page.goto(copy + UNIT)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_notes_are_kept_and_can_be_taken_to_the_website(
    page: Page, copy: str, browser: Browser, site_address
):
    """Written by keys, found after a reload and in the notebook, and carried over by a backup; the question
    where notes should be says who else can read them."""
    page.goto(copy + UNIT)
    box = page.locator(BOX).first
    box.focus()
    asking = page.locator("keep-choice").first
    expect(asking).to_contain_text("So can other web pages that you open from disk.")
    asking.get_by_role("button", name="Keep them on this device").click()
    box.press_sequentially("Written on a train.")
    expect(page.locator(".ts-note__status").first).to_have_text(re.compile("^Saved on this device"))
    page.reload()
    expect(page.locator(BOX).first).to_have_value("Written on a train.")
    page.locator(".ts-note__links a").first.click()
    page.wait_for_url(f"{copy}notebook.html")
    expect(page.locator(".ts-notebook__note .ts-notebook__text")).to_have_text("Written on a train.")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download a backup", exact=True).click()
    website = browser.new_context(base_url=site_address)
    there = website.new_page()
    there.goto("notebook/")
    there.get_by_role("button", name="Keep them on this device").click()
    there.get_by_label("Backup file").set_input_files(taken.value.path())
    there.get_by_role("button", name="Restore", exact=True).click()
    expect(there.locator(".ts-notebook__note .ts-notebook__text")).to_have_text("Written on a train.")
    there.locator(".ts-notebook__note .ts-card__title a").click()
    there.wait_for_url("**/noticing-discomfort/five-sources/#*")
    website.close()


def test_notes_that_are_not_kept_go_along_in_the_tab(page: Page, copy: str):
    """Without keeping, the next page of the copy still has the words, and no storage does."""
    page.goto(copy + UNIT)
    page.evaluate("trainingSite.store.setMode('session')")
    page.locator(BOX).first.press_sequentially("Only in this tab.")
    page.locator(".ts-note__links a").first.click()
    page.wait_for_url(f"{copy}notebook.html")
    expect(page.locator(".ts-notebook__note .ts-notebook__text")).to_have_text("Only in this tab.")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Only in this tab" not in kept


def test_two_copies_know_nothing_of_each_other(page: Page, unpacked: Path, copy: str, tmp_path: Path):
    """Notes hang on the place of the folder: a copy elsewhere starts empty, and the first keeps its own."""
    page.goto(copy + "notebook.html")
    page.evaluate("trainingSite.store.setMode('keep')")
    page.evaluate("trainingSite.store.saveNote('noticing-discomfort', 'one', {text: 'In the first copy.'})")
    moved = shutil.copytree(unpacked, tmp_path / "moved")
    page.goto((moved / "pages" / "notebook.html").as_uri())
    expect(page.locator(".ts-notebook__count")).to_have_text("You have not written anything yet.")
    page.goto(copy + "notebook.html")
    expect(page.locator(".ts-notebook__count")).to_have_text("1 note")


def test_checks_progress_record_and_print_work(page: Page, copy: str, course: Course):
    """A question is answered and explained, what was read stands on the record, and the record prints."""
    module = course.modules[0]
    page.goto(f"{copy}{module.id}/knowledge-check.html")
    card = page.locator("knowledge-check").first
    card.locator("[data-right] input").check()
    card.get_by_role("button", name="Check my answer").click()
    expect(card.locator(".ts-verdict")).to_be_visible()
    page.goto(f"{copy}{module.id}/{module.units[0].id}.html")
    page.get_by_role("button", name="Mark this unit as read").click()
    expect(page.locator(".ts-progress-mark__news")).to_contain_text("Read on ")
    read_all(page, module.id, [unit.id for unit in module.units])
    page.goto(copy + "index.html")
    left = page.get_by_role("link", name=re.compile("Continue where you left"))
    left.click()
    page.wait_for_url(f"{copy}{module.id}/{module.units[0].id}.html")
    page.goto(copy + "record-of-completion.html")
    page.get_by_label("Your name, as it should stand on the record").fill("Winifred Test-Learner")
    expect(page.locator(".ts-record")).to_contain_text(module.title)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) == 1
    page.goto(copy + "post-test.html")
    page.get_by_role("button", name=re.compile("^Start")).click()
    expect(page.locator("post-test input[type=radio]").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_copy(
    browser: Browser, copy: str, site_with_copy: Path, scheme
):
    """What only the copy says, and the page of the site that offers it, break no rule."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    offer = (site_with_copy / "copy-to-keep" / "index.html").as_uri()
    for address in (f"{copy}copy-to-keep.html", f"{copy}notebook.html", offer):
        page.goto(address)
        assert axe_faults(page) == [], address
    context.close()


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    """A fresh Firefox with the settings that people have; those for steering it let files share."""
    as_people_have_it = {"security.fileuri.strict_origin_policy": True, "remote.prefs.recommended": False}
    with ExitStack() as stack:
        try:
            one = stack.enter_context(started(str(FIREFOX), tmp_path / "profile", as_people_have_it))
        except RefusedError as refusal:
            pytest.skip(f"{FIREFOX}: {refusal}")
        yield one


@pytest.mark.long
@pytest.mark.skipif(FIREFOX is None, reason="this machine has no Firefox (apt-get install firefox-esr)")
def test_firefox_reads_it_and_says_what_it_does_not_keep(copy: str, firefox: Firefox):
    """With the settings that people have: no breach of the policy, the search finds, a note is told to be on
    this page only and nothing of it is stored, leaving asks, and a reload has the words."""
    firefox.open(copy + "index.html")
    firefox.run(
        "window.wrongs = []; addEventListener('securitypolicyviolation', (e) => wrongs.push(e.blockedURI))"
    )
    firefox.run("document.querySelector('[data-search-open]').click()")
    firefox.type("[data-search-query]", "frozen screen")
    firefox.wait_for("document.querySelector('[data-search-found] a')")
    assert firefox.run("return [wrongs, [...document.fonts].some((one) => one.status === 'loaded')]") == [
        [],
        True,
    ]
    firefox.open(copy + UNIT)
    firefox.type(BOX, "For this page")
    said = "document.querySelector('.ts-note__status').textContent"
    assert (
        firefox.run(f"return {said}") == "Not kept: gone when you leave this page. Print or download before."
    )
    assert "this browser keeps such pages apart" in firefox.run(
        "return document.querySelector('keep-choice').textContent"
    )
    assert firefox.run("return document.querySelectorAll('keep-choice button').length") == 0
    assert (
        firefox.run("return Object.keys(localStorage).filter((key) => key.startsWith('training-site:'))")
        == []
    )
    asked = firefox.run(
        """addEventListener('click', (event) => event.preventDefault());
           document.querySelector('.ts-note__links a').click();
           return !dispatchEvent(new Event('beforeunload', { cancelable: true }));"""
    )
    assert asked, "a link of the copy may end the note, so leaving asks"
    firefox.ask("WebDriver:Refresh")
    firefox.wait_for(f"document.querySelector({BOX!r})?.value === 'For this page'")
    firefox.open(copy + "notebook.html")
    assert firefox.run("return document.querySelector('.ts-notebook__count').textContent") == (
        "No notes can be gathered here: they are only on the pages where you write them, "
        "until you leave those."
    )
    firefox.open(copy + "record-of-completion.html")
    assert "Print the record and fill it in by hand" in firefox.run(
        "return document.querySelector('.ts-record-form__missing').textContent"
    )
