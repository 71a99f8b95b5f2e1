"""The end of a unit: marked as read by the learner or by reaching it, and its exercises as done."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from built import BuiltSite
from learner import axe_faults, stored, tab_to, without_scripts, without_storage

UNIT = "noticing-discomfort/five-sources/"
MODULE = "noticing-discomfort"
END = "document.querySelector('progress-mark [data-end]')"
SEE_END = f"""(wanted) => new Promise((seen) => new IntersectionObserver((entries) => {{
  if (entries.at(-1).isIntersecting === wanted) seen()
}}).observe({END}))"""


def news(page: Page) -> str:
    """What the end of the unit says."""
    return page.locator(".ts-progress-mark__news").inner_text()


def is_read(page: Page) -> bool:
    """Whether the store has the unit as read."""
    return bool(page.evaluate(f"Boolean(trainingSite.store.progress('{MODULE}').units['five-sources'])"))


def scroll_to_end(page: Page) -> None:
    """Bring the end into view, and wait until the browser has told so."""
    page.evaluate(f"{END}.scrollIntoView({{block: 'center'}})")
    page.evaluate(SEE_END, True)


def open_with_clock(page: Page) -> None:
    """Open the unit with a clock that the test moves, and wait until the end has been out of view."""
    page.clock.install()
    page.goto(UNIT)
    page.clock.resume()
    page.evaluate(SEE_END, False)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)


def test_without_scripts_the_exercises_are_a_list(browser: Browser, site_address: str):
    """On paper the end of a unit links its exercises; nothing that needs a script is offered."""
    with without_scripts(browser, site_address) as page:
        page.goto(UNIT)
        end = page.locator("progress-mark")
        expect(end.get_by_role("link", name="The sentence your self-doubt uses")).to_be_visible()
        expect(end.get_by_role("button")).to_have_count(0)


def test_every_unit_has_its_end(site: BuiltSite, course):
    """Each unit carries its ids, its title, and each of its exercises once."""
    for module in course.modules:
        for unit in module.units:
            (mark,) = site.pages[f"{module.id}/{unit.id}/"].tree.all("progress-mark")
            assert mark.attributes["data-module"] == module.id
            assert mark.attributes["data-unit"] == unit.id
            assert mark.attributes["data-units"].split() == [each.id for each in module.units]
            exercises = [e.attributes["data-exercise"] for e in mark.all("li")]
            assert exercises == [block.reflection.id for block in unit.blocks if block.reflection]


def test_the_learner_marks_and_takes_back(page: Page):
    """The mark is kept with its day, shows after a reload, and can be taken back."""
    page.goto(UNIT)
    assert news(page) == "Not read yet. None of 10 units read yet in this module."
    page.get_by_role("button", name="Mark this unit as read").click()
    assert news(page).startswith("Read on ")
    assert news(page).endswith(" 1 of 10 units read in this module.")
    page.reload()
    assert news(page).startswith("Read on ")
    page.get_by_role("button", name="Mark this unit as not read").click()
    assert news(page) == "Not read yet. None of 10 units read yet in this module."
    page.reload()
    assert not is_read(page)


def test_reaching_the_end_counts_when_it_stays(page: Page):
    """The end in view for a moment marks the unit; before that moment is over it does not."""
    open_with_clock(page)
    scroll_to_end(page)
    page.clock.run_for(1400)
    assert not is_read(page)
    page.clock.run_for(200)
    assert is_read(page)
    assert news(page).startswith("Read on ")


def test_passing_by_the_end_does_not_count(page: Page):
    """Scrolled to the end and away at once, the unit is not read however long the page stays open."""
    open_with_clock(page)
    scroll_to_end(page)
    page.clock.run_for(500)
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(SEE_END, False)
    page.clock.run_for(3_600_000)
    assert not is_read(page)


def test_time_alone_never_counts(page: Page):
    """On a screen so tall that the end is in view at once, an hour marks nothing."""
    page.set_viewport_size({"width": 1280, "height": 20_000})
    page.clock.install()
    page.goto(UNIT)
    page.evaluate(SEE_END, True)
    page.clock.run_for(3_600_000)
    assert not is_read(page)


def test_what_is_taken_back_stays_so(page: Page):
    """Reaching the end again on the same page does not overrule the learner."""
    open_with_clock(page)
    scroll_to_end(page)
    page.clock.run_for(2000)
    page.get_by_role("button", name="Mark this unit as not read").click()
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(SEE_END, False)
    scroll_to_end(page)
    page.clock.run_for(3_600_000)
    assert not is_read(page)


def test_an_exercise_is_done_on_paper_or_by_its_note(page: Page):
    """The learner says that it is done on paper, or a note with words in it says so by itself."""
    page.goto(UNIT)
    (exercise,) = page.locator("progress-mark [data-exercise]").all()
    expect(exercise).to_contain_text("Not done yet.")
    exercise.get_by_role("button", name="I did it on paper").click()
    expect(exercise).to_contain_text("Done on paper.")
    page.reload()
    expect(exercise).to_contain_text("Done on paper.")
    exercise.get_by_role("button", name="Not done after all").click()
    expect(exercise).to_contain_text("Not done yet.")
    name = exercise.get_attribute("data-exercise")
    save = "([module, name, text]) => trainingSite.store.saveNote(module, name, {text})"
    page.evaluate(save, [MODULE, name, "  \n "])
    expect(exercise).to_contain_text("Not done yet.")
    page.evaluate(save, [MODULE, name, "I hurry."])
    expect(exercise).to_contain_text("Done: your note is written.")
    expect(exercise.get_by_role("button")).to_have_count(0)


def test_another_tab_follows(context: BrowserContext):
    """Marked in one tab, the unit shows as read in the other without a reload."""
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto(UNIT)
    first.get_by_role("button", name="Mark this unit as read").click()
    expect(second.locator(".ts-progress-mark__news")).to_contain_text("Read on ")
    second.get_by_role("button", name="Mark this unit as not read").click()
    expect(first.locator(".ts-progress-mark__news")).to_contain_text("Not read yet.")


def test_refused_storage_is_told(browser: Browser, site_address: str):
    """With storage denied the mark shows on the page, with the words that it will not last."""
    with without_storage(browser, site_address) as page:
        page.goto(UNIT)
        page.get_by_role("button", name="Mark this unit as read").click()
        assert news(page).startswith("Read on ")
        assert "Not kept: this browser does not let the site store anything." in news(page)
        assert axe_faults(page) == []


def test_on_a_shared_computer_it_goes_with_the_tab(context: BrowserContext):
    """When the learner chose not to keep, nothing of the progress is on the device, and the page says so."""
    page = context.new_page()
    page.goto(UNIT)
    page.evaluate("trainingSite.store.eraseEverything(); trainingSite.store.setMode('session')")
    page.get_by_role("button", name="Mark this unit as read").click()
    assert "Not kept: it goes when this tab closes, as you chose." in news(page)
    assert not any(name.startswith("progress:") for name in stored(page))


def test_keyboard_alone_marks_and_stays_in_place(page: Page):
    """Enter on the button marks the unit, the focus stays on it, and Space takes the mark back."""
    page.goto(UNIT)
    page.evaluate("document.querySelector('.ts-progress-mark__title').scrollIntoView()")
    page.locator("progress-mark [data-exercise] a").focus()
    tab_to(page, ".ts-progress-mark__paper", most=1)
    page.keyboard.press("Enter")
    expect(page.locator("progress-mark [data-exercise]")).to_contain_text("Done on paper.")
    tab_to(page, "[data-controls] button", most=1)
    page.keyboard.press("Enter")
    assert news(page).startswith("Read on ")
    page.keyboard.press("Space")
    assert news(page).startswith("Not read yet.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(page: Page, scheme):
    """Not read, read, and with an exercise done, in both color schemes."""
    page.emulate_media(color_scheme=scheme)
    page.goto(UNIT)
    assert axe_faults(page) == []
    page.get_by_role("button", name="I did it on paper").click()
    page.get_by_role("button", name="Mark this unit as read").click()
    assert axe_faults(page) == []
