"""With the theme's instant navigation on, which swaps the page's text instead of loading the next page.

The site has it off. Whoever turns it on loses nothing: components start on each page, and once.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from project import Project, copy_project
from training_site.model import Course

pytestmark = pytest.mark.long

MODULE = "noticing-discomfort"
UNIT = f"{MODULE}/five-sources/"
STARTED = """() => {
  const ours = [...document.querySelectorAll("#content *")].filter((one) => one.localName.includes("-"));
  return { asleep: ours.filter((one) => !one.matches(":defined")).map((one) => one.localName),
           awake: [...new Set(ours.map((one) => one.localName))] };
}"""
COUNT_WRITES = """() => { globalThis.writes = []; const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, text) {
    writes.push(key);
    return setItem.call(this, key, text);
  } }"""


@pytest.fixture(scope="module")
def instant_address(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    """Where the real site is served, built with instant navigation for that very address."""
    project: Project = copy_project(tmp_path_factory.mktemp("instant") / "project")
    settings = project.root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    changed = text.replace("  features:\n", "  features:\n    - navigation.instant\n")
    assert changed != text
    settings.write_text(changed, encoding="utf-8")
    with serve(project.site) as address:
        project.build(site_url=address)
        yield address


@pytest.fixture
def page(browser: Browser, instant_address: str) -> Iterator[Page]:
    """A tab on a unit, ready to go on without loading; no script may fail."""
    context = browser.new_context(base_url=instant_address)
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    context.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    made = context.new_page()
    with made.expect_response("**/sitemap.xml"):  # the theme asks it which links it may follow
        made.goto(UNIT)
    made.wait_for_load_state("networkidle")
    made.evaluate("globalThis.sameDocument = true")
    yield made
    assert made.evaluate("globalThis.sameDocument") is True
    context.close()
    assert faults == []


def follow(page: Page, selector: str, address: str, title: str) -> None:
    """Follow a link of the text, and wait until the other page's text is there."""
    page.locator(selector).first.click()
    page.wait_for_url(f"**/training/{address}")
    expect(page.locator("#content h1")).to_contain_text(title)


def to_notebook_and_back(page: Page) -> None:
    """From the unit to the notebook and back to the unit by the note's link."""
    follow(page, ".ts-note__links a", "notebook/", "Your notebook")
    follow(page, ".ts-notebook__note h3 a", f"{UNIT}#sentence-of-self-doubt", "Five sources")


def test_components_start_on_every_page(page: Page, course: Course):
    """From a unit through the notebook, home, a module's contents and its check, the post-test and the
    record, every component is there and alive, also those whose script the first page would not need."""
    page.evaluate(
        "([m, e]) => { trainingSite.store.setMode('keep'); trainingSite.store.saveNote(m, e, {text: 'x'}) }",
        [MODULE, "sentence-of-self-doubt"],
    )
    seen = set()
    module = course.module(MODULE)
    for selector, address, title in (
        (".ts-note__links a", "notebook/", "Your notebook"),
        ("a[href$='at-hand/']:visible", "at-hand/", "At hand"),
        ("a.ts-brand", "", course.path.title),
        (f"#content a[href$='{MODULE}/']", f"{MODULE}/", module.title),
        ("#content a[href$='knowledge-check/']", f"{MODULE}/knowledge-check/", "Knowledge check"),
        ("a[href$='post-test/']:visible", "post-test/", "Post-test"),
        ("#content a[href$='record-of-completion/']", "record-of-completion/", "Record of completion"),
    ):
        follow(page, selector, address, title)
        started = page.evaluate(STARTED)
        assert started["asleep"] == [], address
        seen |= set(started["awake"])
    expected = {"note-book", "activity-filter", "course-progress", "task-list", "knowledge-check"}
    assert expected | {"post-test", "completion-record", "progress-reset", "keep-choice"} <= seen
    expect(page.get_by_label("Your name, as it should stand on the record")).to_be_visible()


def test_what_is_typed_is_there_on_each_page(page: Page):
    """A word typed right before following a link is in the notebook, and in its box after the way back
    and after the back button."""
    page.evaluate("trainingSite.store.setMode('keep')")
    box = page.locator("reflection-note textarea").first
    box.press_sequentially("Typed and gone at once")
    follow(page, ".ts-note__links a", "notebook/", "Your notebook")
    expect(page.locator(".ts-notebook__text")).to_have_text("Typed and gone at once")
    page.go_back()
    expect(box).to_have_value("Typed and gone at once")
    assert page.evaluate("trainingSite.store.lastVisited().path") == UNIT


def test_words_that_are_not_kept_stay_in_the_tab(page: Page):
    """Where notes are not kept, they are there on the next page too, and leaving the site still asks."""
    page.evaluate("trainingSite.store.setMode('session')")
    page.locator("reflection-note textarea").first.press_sequentially("Only here")
    to_notebook_and_back(page)
    expect(page.locator("reflection-note textarea").first).to_have_value("Only here")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"


def test_nothing_happens_twice(page: Page):
    """After going to and fro, a keystroke is written once, a click counts once, and no part is doubled."""
    page.evaluate("trainingSite.store.setMode('keep')")
    page.locator("reflection-note textarea").first.fill("a")
    for _ in range(4):
        to_notebook_and_back(page)
    assert page.locator("reflection-note textarea").count() == page.locator("reflection-note").count()
    assert page.locator("progress-mark .ts-progress-mark__news").count() == 1
    page.evaluate(COUNT_WRITES)
    page.locator("reflection-note textarea").first.press_sequentially("b")
    assert [key.rpartition(":")[2] for key in page.evaluate("writes")] == [f"{MODULE}/sentence-of-self-doubt"]
    page.evaluate("writes.length = 0")
    page.get_by_role("button", name="Mark this unit as read").click()
    expect(page.get_by_role("button", name="Mark this unit as not read")).to_be_visible()
    assert [key.rpartition(":")[2] for key in page.evaluate("writes")] == [MODULE]
    page.locator(".ts-menu > summary, [data-search-open]").first.click()
    assert page.locator("dialog[open]").count() <= 1
