"""Each component in each state that its own YAML lists, under axe.

A walk brings a page from state to state and gives each state's name when it is there; the names are
held against the YAML, so that no state is forgotten.
"""

from collections.abc import Callable, Iterator

import pytest
import yaml
from playwright.sync_api import Page, expect

from learner import read_all
from tools import AXE, ROOT, existing
from training_site.model import Course

Walk = Callable[[Page, Course], Iterator[str]]
COMPONENTS = ROOT / "overrides" / "components"
UNIT = "noticing-discomfort/five-sources/"
MODULE = "noticing-discomfort"
NOTE = (MODULE, "sentence-of-self-doubt")
KEEP = "trainingSite.store.setMode('keep')"
DO_NOT_KEEP = "trainingSite.store.setMode('session')"
REFUSE = "Storage.prototype.setItem = () => { throw new DOMException('', 'SecurityError') }"
FULL = REFUSE.replace("Security", "QuotaExceeded")
SAVE = """([[module, exercise], text, prompt]) => { trainingSite.store.setMode('keep');
  const about = {title: 'A title', moduleTitle: 'A module'};
  trainingSite.store.saveNote(module, exercise, {text, prompt, ...about}) }"""


def script(code: str) -> str:
    """Statements as a function to evaluate."""
    return f"() => {{ {code} }}"


def activity_filter(page: Page, _: Course) -> Iterator[str]:
    """The activities of At hand."""
    page.goto("at-hand/")
    yield "unfiltered"
    page.get_by_label("that work by phone").check()
    yield "filtered"
    page.evaluate(
        script(
            "document.querySelectorAll('[data-activity]').forEach((one) => { one.dataset.byPhone = 'no' })"
        )
    )
    page.get_by_label("with nothing needed").check()
    expect(page.locator("activity-filter").get_by_role("status")).to_contain_text("No activity fits")
    yield "nothing fits"


def agenda_clock(page: Page, course: Course) -> Iterator[str]:
    """The sessions of a module."""
    page.goto(f"facilitator/{course.modules[0].id}/")
    yield "minutes from 0"
    page.get_by_label("Start at").fill("09:30")
    yield "a start time"
    page.get_by_label("Start at").fill("23:50")
    yield "a session past midnight"


def completion_record(page: Page, course: Course) -> Iterator[str]:
    """The record."""
    page.goto("record-of-completion/")
    yield "blank"
    first, *rest = course.modules
    read_all(page, first.id, [unit.id for unit in first.units])
    yield "some modules"
    for module in rest:
        read_all(page, module.id, [unit.id for unit in module.units])
    yield "all modules"
    page.get_by_label("Your name, as it should stand on the record").fill("Max Example")
    yield "named"


def confidence_check(page: Page, course: Course) -> Iterator[str]:
    """The lines before and after a module."""
    before, after = (
        f"{MODULE}/{unit.id}/"
        for when in ("before", "after")
        for unit in course.module(MODULE).units
        for block in unit.blocks
        if block.confidence_check == when
    )
    page.goto(before)
    yield "empty"
    page.locator("[data-statement] input").first.check()
    yield "marked"
    page.goto(after)
    page.locator("[data-statement] input").nth(1).check()
    expect(page.locator(".ts-scale__change").first).to_contain_text("Before:")
    yield "compared"
    page.evaluate(script(REFUSE))
    page.locator("[data-statement] input").nth(2).check()
    expect(page.locator(".ts-confidence__news")).to_contain_text("Not kept")
    yield "not kept"


def course_progress(page: Page, _: Course) -> Iterator[str]:
    """The home page."""
    page.goto("")
    yield "first visit"
    page.goto(UNIT)
    page.get_by_role("button", name="Mark this unit as read").click()
    page.goto("")
    expect(page.get_by_text("1 of 74 units read in all.")).to_be_visible()
    yield "begun"
    page.get_by_role("button", name="Reset all progress").click()
    page.get_by_role("button", name="Yes, reset").click()
    yield "reset"


def keep_choice(page: Page, _: Course) -> Iterator[str]:
    """The choice in the notebook, where it always shows."""
    page.goto("notebook/")
    yield "unasked"
    page.get_by_role("button", name="Keep them on this device").click()
    yield "kept on this device"
    page.get_by_role("button", name="Change where notes are kept").click()
    yield "changing"
    page.get_by_role("button", name="Don’t keep them").click()
    yield "not kept"
    page.evaluate(script("trainingSite.store.eraseEverything()"))
    page.evaluate(script(REFUSE))
    page.get_by_role("button", name="Keep them on this device").click()
    expect(page.locator(".ts-keep__words")).to_contain_text("this browser does not keep them now")
    yield "cannot be kept"


def knowledge_check(page: Page, _: Course) -> Iterator[str]:
    """The first question of a module's own check."""
    page.goto(f"{MODULE}/knowledge-check/")
    card = page.locator("knowledge-check").first
    check = card.get_by_role("button", name="Check my answer")
    yield "empty"
    check.click()
    expect(card.locator(".ts-verdict")).to_have_text("Choose an answer first.")
    yield "nothing chosen"
    card.locator("[data-choice]:not([data-right]) input").first.check()
    check.click()
    expect(card.locator(".ts-verdict")).to_contain_text("Not this one.")
    yield "answered wrong"
    card.locator("[data-right] input").first.check()
    yield "tried again"
    check.click()
    expect(card.locator(".ts-verdict")).to_have_text("Right.")
    yield "answered right"


def note_book(page: Page, _: Course) -> Iterator[str]:
    """The notebook, up to everything erased."""
    page.goto("notebook/")
    yield "empty"
    page.evaluate(SAVE, [NOTE, "Words.", "A prompt"])
    page.evaluate(SAVE, [("an-old-module", "gone"), "Still here.", "A prompt"])
    yield "with notes"
    expect(page.locator(".ts-notebook__gone")).to_be_visible()
    yield "exercise gone"
    search = page.get_by_label("Search your notes")
    search.fill("words")
    yield "searched"
    search.fill("nowhere")
    yield "nothing found"
    search.fill("")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download a backup").click()
    page.evaluate(SAVE, [NOTE, "Other words.", "A prompt"])
    page.get_by_label("Backup file").set_input_files(started.value.path())
    expect(page.locator(".ts-notebook__choice")).to_be_visible()
    yield "previewing a backup"
    page.get_by_label("Backup file").set_input_files(
        {"name": "b.json", "mimeType": "application/json", "buffer": b"{}"}
    )
    expect(page.locator(".ts-notebook__fault")).to_be_visible()
    yield "damaged backup"
    page.get_by_role("button", name="Erase everything", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Erase everything", exact=True).click()
    expect(page.locator(".ts-notebook__news")).to_contain_text("Erased, and checked")
    yield "erased"


def post_test(page: Page, _: Course) -> Iterator[str]:
    """A try with one right answer, and its result."""
    page.goto("post-test/")
    yield "not started"
    page.get_by_role("button", name="Start the post-test").click()
    yield "asking"
    check = page.get_by_role("button", name="Check my answer")
    check.click()
    yield "nothing chosen"
    names = iter(("answered right", "answered wrong"))
    while check.count():
        name = next(names, "")
        wanted = "[data-right]" if name == "answered right" else "[data-choice]:not([data-right])"
        for box in page.locator(f"post-test {wanted} input").all()[: None if "right" in name else 1]:
            box.check()
        check.click()
        if name:
            yield name
        page.locator("[data-stage] > .ts-button").click()
    expect(page.locator(".ts-post-test__score")).to_contain_text("1 of 20 right")
    yield "result"


def progress_mark(page: Page, _: Course) -> Iterator[str]:
    """The end of a unit with an exercise."""
    page.goto(UNIT)
    yield "not read"
    page.get_by_role("button", name="I did it on paper").click()
    yield "exercise done on paper"
    page.get_by_role("button", name="Mark this unit as read").click()
    yield "read"
    page.evaluate(SAVE, [NOTE, "I hurry.", ""])
    expect(page.locator("progress-mark")).to_contain_text("Done: your note is written.")
    yield "exercise written"
    page.evaluate(script(REFUSE))
    page.get_by_role("button", name="Mark this unit as not read").click()
    expect(page.locator("progress-mark")).to_contain_text("Not kept")
    yield "not kept"


def progress_reset(page: Page, course: Course) -> Iterator[str]:
    """Below the contents of a module."""
    page.goto(f"{MODULE}/")
    read_all(page, MODULE, [course.module(MODULE).units[0].id])
    yield "closed"
    page.get_by_role("button", name="Reset progress in this module").click()
    yield "asking"
    page.get_by_role("button", name="Yes, reset").click()
    expect(page.get_by_text("Done. It is reset.")).to_be_visible()
    yield "reset"


def reflection_note(page: Page, _: Course) -> Iterator[str]:
    """A note from the first word to a browser that keeps nothing."""
    page.goto(UNIT)
    box = page.locator("reflection-note textarea").first
    status = page.locator(".ts-note__status").first
    yield "empty"
    box.focus()
    yield "choosing"
    page.evaluate(script(DO_NOT_KEEP))
    box.fill("Words.")
    expect(status).to_contain_text("Not kept")
    yield "typed and not kept"
    page.evaluate(script(KEEP))
    expect(status).to_contain_text("Saved on this device")
    yield "typed and saved"
    box.fill("Her number is 510-555-0199.")
    expect(page.locator(".ts-note__guard").first).to_contain_text("Is this someone’s detail?")
    yield "detail pointed at"
    page.evaluate(SAVE, [NOTE, "Words.", "What was asked once?"])
    expect(page.locator(".ts-note__earlier").first).to_contain_text("What was asked once?")
    yield "question changed"
    page.evaluate(script(FULL))
    box.fill("More words.")
    expect(status).to_contain_text("storage is full")
    yield "storage full"
    page.evaluate(script(REFUSE))
    box.fill("Even more words.")
    expect(status).to_contain_text("lets the site keep nothing")
    yield "storage refused"


def task_list(page: Page, course: Course) -> Iterator[str]:
    """The contents of a module."""
    units = [unit.id for unit in course.module(MODULE).units]
    page.goto(f"{MODULE}/")
    yield "nothing read"
    read_all(page, MODULE, units[:2])
    yield "some read"
    read_all(page, MODULE, units)
    expect(page.locator(".ts-task-list__sum")).to_contain_text("All ")
    yield "all read"


def site_search(page: Page, course: Course) -> Iterator[str]:  # noqa: ARG001
    """Questions of each kind, and one whose answer does not arrive."""
    page.goto("about/")
    page.get_by_role("button", name="Search", exact=True).click()
    status, box = page.locator(".ts-search__status"), page.get_by_role("textbox", name="Search this site")
    expect(status).to_have_text("Type a word to search the course.")
    yield "nothing asked"
    box.fill("signature game")
    expect(page.locator(".ts-found mark").first).to_be_visible()
    yield "found"
    box.fill("child")
    expect(page.get_by_role("button", name="Show more")).to_be_visible()
    yield "more to show"
    box.fill("xylophone")
    expect(status).to_contain_text("Nothing found")
    yield "nothing found"
    page.route("**/search/words-*.js", lambda route: route.abort())
    box.fill("quiet")
    expect(status).to_contain_text("could not be loaded")
    yield "not loaded"


WALKS: dict[str, Walk] = {
    walk.__name__.replace("_", "-"): walk
    for walk in (
        activity_filter,
        agenda_clock,
        completion_record,
        confidence_check,
        course_progress,
        keep_choice,
        knowledge_check,
        note_book,
        post_test,
        progress_mark,
        progress_reset,
        reflection_note,
        site_search,
        task_list,
    )
}
# The menu: test_keyboard.py and test_components.py; versions: test_reading_offline.py.
ELSEWHERE = {"page-frame", "site-version"}


def states_of(component: str) -> list[str]:
    """The states that a component's YAML lists."""
    facts = yaml.safe_load((COMPONENTS / component / f"{component}.yml").read_text(encoding="utf-8"))
    return [str(state) for state in facts["states"]]


def test_every_component_is_walked_through():
    """Each folder of a component has a walk here."""
    assert {path.name for path in COMPONENTS.iterdir()} == {*WALKS, *ELSEWHERE}


@pytest.mark.parametrize("component", WALKS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.long
def test_axe_finds_nothing_in_any_state(page: Page, course: Course, component: str, scheme: str):
    """Every state of the component's YAML is reached, and axe has nothing against any."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.on("dialog", lambda dialog: dialog.accept())
    page.add_init_script(existing(AXE).read_text(encoding="utf-8"))
    faults = {}
    for state in WALKS[component](page, course):
        faults[state] = page.evaluate(INSIDE, component)
    assert sorted(faults) == sorted(states_of(component))
    assert {state: found for state, found in faults.items() if found} == {}


INSIDE = """async (component) => {
  const places = [...document.querySelectorAll(component), ...document.querySelectorAll("dialog[open]")];
  if (places.length === 0) throw new Error(`no ${component} on the page`);
  const { violations } = await axe.run(places, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
}"""
