"""Home and a module's contents say where the learner is; progress can be reset, notes stay."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from learner import axe_faults, everything_kept, read_all, stored, tab_to, without_scripts, without_storage
from training_site.model import Course

MODULE = "noticing-discomfort"


def states(page: Page) -> list[str]:
    """What stands under each entry of the contents."""
    return page.locator(".ts-task-list__state").all_inner_texts()


def units(course: Course, module: str = MODULE) -> list[str]:
    """Ids of a module's units."""
    return [unit.id for unit in course.module(module).units]


def test_contents_are_a_task_list_in_words(page: Page, course: Course):
    """Each unit says if it is read and how many of its exercises are done; the check, how many questions."""
    page.goto(f"{MODULE}/")
    expect(page.locator(".ts-task-list__sum")).to_have_text(
        "None of 10 units read yet. None of 5 exercises done yet."
    )
    assert all(state.startswith("Not read yet") for state in states(page)[:-1])
    assert states(page)[-1] == "None of 5 questions answered yet"
    with_exercise = next(
        unit for unit in course.module(MODULE).units if any(b.reflection for b in unit.blocks)
    )
    (exercise, *others) = [block.reflection.id for block in with_exercise.blocks if block.reflection]
    assert others == []
    read_all(page, MODULE, [with_exercise.id])
    page.evaluate("([m, e]) => trainingSite.store.markDone(m, e)", [MODULE, exercise])
    question = course.module(MODULE).knowledge_check.questions[0].id
    page.evaluate("([m, q]) => trainingSite.store.markAnswered(m, q)", [MODULE, question])
    page.reload()
    expect(page.locator(".ts-task-list__sum")).to_have_text("1 of 10 units read. 1 of 5 exercises done.")
    assert states(page)[units(course).index(with_exercise.id)] == "Read. The exercise is done"
    assert states(page)[-1] == "1 of 5 questions answered"
    read_all(page, MODULE, units(course))
    expect(page.locator(".ts-task-list__sum")).to_have_text("All 10 units read. 1 of 5 exercises done.")


def test_a_written_note_counts_as_done(page: Page):
    """A note for an exercise counts in the contents; one of an exercise that is gone counts nowhere."""
    page.goto(f"{MODULE}/")
    page.evaluate(
        """(module) => { trainingSite.store.setMode('keep');
             trainingSite.store.saveNote(module, 'no-such-exercise', {text: 'Old.'});
             trainingSite.store.markRead(module, 'no-such-unit');
             trainingSite.store.saveNote(module, 'sentence-of-self-doubt', {text: 'I hurry.'}) }""",
        MODULE,
    )
    expect(page.locator(".ts-task-list__sum")).to_have_text(
        "None of 10 units read yet. 1 of 5 exercises done."
    )


def test_first_visit_shows_the_home_page_as_it_is(page: Page):
    """Someone new is not told what they have not done, and nothing is kept about them."""
    page.goto("")
    expect(page.get_by_text("units read")).to_have_count(0)
    expect(page.get_by_text("Continue where you left")).to_have_count(0)
    expect(page.get_by_role("button", name="Reset all progress")).to_have_count(0)
    assert stored(page) == {}


def test_home_leads_back_to_where_the_learner_left(page: Page):
    """After a unit, home links it by its title, and each card says how far the module is."""
    page.goto(f"{MODULE}/five-sources/")
    page.get_by_role("button", name="Mark this unit as read").click()
    page.goto("")
    cards = page.locator(".ts-path__module .ts-eyebrow").all_inner_texts()
    assert [card.rpartition(" · ")[2] for card in cards][:3] == [
        "None of 12 units read yet",
        "None of 10 units read yet",
        "1 of 10 units read",
    ]
    expect(page.get_by_text("1 of 74 units read in all. This is known to this browser only.")).to_be_visible()
    page.get_by_role("link", name="Continue where you left: Five sources").click()
    expect(page).to_have_url(re.compile(rf"/training/{MODULE}/five-sources/$"))


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "https://example.org/", "//example.org/", "../elsewhere/"]
)
def test_a_foreign_address_is_never_followed(page: Page, path):
    """Whatever another site of the same host wrote under our key, home links only pages of this site."""
    page.goto("")
    page.evaluate("(path) => trainingSite.store.visit(path, 'Trap')", path)
    page.reload()
    assert stored(page)["visit"]["path"] == path  # type: ignore[index, call-overload]
    expect(page.get_by_text("Trap")).to_have_count(0)


def test_a_title_is_shown_as_text(page: Page):
    """Markup in what is stored stays text."""
    page.goto("")
    page.evaluate("trainingSite.store.visit('glossary/', '<img src=x onerror=alert(1)>')")
    page.reload()
    link = page.get_by_role("link", name="Continue where you left: <img src=x onerror=alert(1)>")
    expect(link).to_be_visible()
    expect(page.locator("course-progress img[src=x]")).to_have_count(0)


def test_resetting_one_module_leaves_the_others_and_the_notes(page: Page, course: Course):
    """After a second question one module's marks and confidence are gone, and nothing else."""
    page.goto(f"{MODULE}/")
    page.evaluate("trainingSite.store.setMode('keep')")
    page.evaluate("(m) => trainingSite.store.saveNote(m, 'x', {text: 'Stays.'})", MODULE)
    page.evaluate("(m) => trainingSite.store.saveConfidence(m, 'before', {a: 1})", MODULE)
    read_all(page, MODULE, units(course))
    read_all(page, "orienting-clients", ["six-checks"])
    page.get_by_role("button", name="Reset progress in this module").click()
    page.get_by_role("button", name="No, leave it as it is").click()
    expect(page.locator(".ts-task-list__sum")).to_contain_text("All 10 units read.")
    page.get_by_role("button", name="Reset progress in this module").click()
    page.get_by_role("button", name="Yes, reset").click()
    expect(page.get_by_text("Done. It is reset.")).to_be_visible()
    expect(page.locator(".ts-task-list__sum")).to_contain_text("None of 10 units read yet.")
    left = stored(page)
    assert {name for name in left if name not in ("format", "mode")} == {
        f"note:{MODULE}/x",
        "progress:orienting-clients",
    }


def test_resetting_everything_leaves_the_notes_only(page: Page, course: Course):
    """All marks, confidence, scores and the page to continue with are gone; the notes are there."""
    page.goto(f"{MODULE}/five-sources/")
    page.evaluate("trainingSite.store.setMode('keep')")
    page.evaluate("(m) => trainingSite.store.saveNote(m, 'x', {text: 'Stays.'})", MODULE)
    page.evaluate("trainingSite.store.saveResult({right: 9, of: 12, passed: false})")
    for module in course.modules:
        read_all(page, module.id, [module.units[0].id])
    page.goto("")
    page.get_by_role("button", name="Reset all progress").click()
    page.get_by_role("button", name="Yes, reset").click()
    expect(page.get_by_text("Continue where you left")).to_have_count(0)
    expect(page.get_by_text("units read")).to_have_count(0)
    assert set(stored(page)) == {"format", "mode", f"note:{MODULE}/x"}


def test_keyboard_alone_resets(page: Page, course: Course):
    """The question takes the focus, Escape takes it back, and after the reset the button has it."""
    page.goto(f"{MODULE}/")
    read_all(page, MODULE, units(course))
    opener = page.get_by_role("button", name="Reset progress in this module")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Reset progress in this module?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, ".ts-progress-reset__question .ts-button", most=1)
    page.keyboard.press("Enter")
    expect(opener).to_be_focused()
    expect(page.locator(".ts-task-list__sum")).to_contain_text("None of 10 units read yet.")


def test_another_tab_follows(context: BrowserContext):
    """What is read in one tab shows on home and in the contents of the others."""
    reading, home, contents = (context.new_page() for _ in range(3))
    home.goto("")
    contents.goto(f"{MODULE}/")
    reading.goto(f"{MODULE}/five-sources/")
    reading.get_by_role("button", name="Mark this unit as read").click()
    expect(home.get_by_role("link", name="Continue where you left: Five sources")).to_be_visible()
    expect(home.get_by_text("1 of 74 units read in all.")).to_be_visible()
    expect(contents.locator(".ts-task-list__sum")).to_contain_text("1 of 10 units read.")


def test_without_scripts_or_storage_both_pages_stand(browser: Browser, site_address: str):
    """Without JavaScript no page speaks of progress; without storage nothing is claimed to be kept."""
    with without_scripts(browser, site_address) as page:
        for address in ("", f"{MODULE}/"):
            page.goto(address)
            expect(page.get_by_text(re.compile("units read|Not read yet|Reset"))).to_have_count(0)
        expect(page.locator("task-list").get_by_role("link", name="Five sources")).to_be_visible()
    with without_storage(browser, site_address) as page:
        page.goto("")
        expect(page.get_by_text("Continue where you left")).to_have_count(0)
        page.goto(f"{MODULE}/")
        expect(page.locator(".ts-task-list__sum")).to_contain_text("None of 10 units read yet.")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_any_state(page: Page, course: Course, width):
    """Home and contents: new, begun, asking, all read; nothing is wider than a small phone."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{MODULE}/")
    assert axe_faults(page) == []
    read_all(page, MODULE, units(course))
    page.get_by_role("button", name="Reset progress in this module").click()
    assert axe_faults(page) == []
    page.goto(f"{MODULE}/five-sources/")
    page.goto("")
    page.get_by_role("button", name="Reset all progress").click()
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_kept_beside_the_store(page: Page):
    """What the browser holds after reading names units and dates, and no more."""
    page.goto(f"{MODULE}/five-sources/")
    page.get_by_role("button", name="Mark this unit as read").click()
    kept = stored(page)
    assert set(kept) == {"format", "visit", f"progress:{MODULE}"}
    assert set(kept["visit"]) == {"path", "title", "date"}  # type: ignore[call-overload]
    assert everything_kept(page).count("five-sources") == 3  # in progress, the visit, the address
