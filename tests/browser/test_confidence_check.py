"""The confidence check: the same lines before and after, side by side, for the learner only."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from learner import axe_faults, follow, stored, told, without_scripts, without_storage
from training_site.model import Course, Module


def places(module: Module) -> tuple[str, str]:
    """The addresses of the units that hold the check before and after."""
    found = {
        block.confidence_check: f"{module.id}/{unit.id}/"
        for unit in module.units
        for block in unit.blocks
        if block.confidence_check
    }
    return found["before"], found["after"]


@pytest.fixture
def module(course: Course) -> Module:
    """A module with a check."""
    return course.module("noticing-discomfort")


def mark(page: Page, line: int, step: str) -> None:
    """Choose a step of the scale for a line."""
    page.locator("[data-statement]").nth(line).get_by_label(step, exact=True).check()


def changes(page: Page) -> list[str]:
    """What is said below each line."""
    return page.locator(".ts-scale__change").all_inner_texts()


def test_before_and_after_stand_side_by_side(page: Page, module: Module):
    """Marked before, and weeks later after the module, each line says both in words."""
    before, after = places(module)
    page.goto(before)
    mark(page, 0, "A little")
    mark(page, 1, "Not yet")
    expect(page.locator(".ts-confidence__news")).to_have_text("Kept in this browser only.")
    assert not any(changes(page))
    page.goto(after)
    assert not any(changes(page))
    mark(page, 0, "Mostly")
    assert changes(page)[0] == "Before: A little. Now: Mostly."
    assert not any(changes(page)[1:])
    mark(page, 1, "Not yet")
    assert changes(page)[1] == "Before: Not yet. Now: Not yet."
    page.reload()
    assert changes(page)[0] == "Before: A little. Now: Mostly."
    expect(page.locator("[data-statement]").first.get_by_label("Mostly", exact=True)).to_be_checked()


def test_nothing_to_compare_says_nothing(page: Page, module: Module):
    """Marked after only, no line speaks of before."""
    page.goto(places(module)[1])
    mark(page, 0, "Mostly")
    assert not any(changes(page))


def test_answers_are_steps_under_ids(page: Page, module: Module):
    """Kept is the step of the scale under each statement's id, and it goes when cleared."""
    page.goto(places(module)[0])
    mark(page, 0, "Yes, today")
    name = module.confidence_check.statements[0].id
    kept = stored(page)[f"progress:{module.id}"]["confidence"]  # type: ignore[index, call-overload]
    assert kept["before"]["answers"] == {name: 4}
    page.get_by_role("button", name="Clear my answers").click()
    assert page.locator("[data-statement] input:checked").count() == 0
    kept = stored(page)[f"progress:{module.id}"]["confidence"]  # type: ignore[index, call-overload]
    assert kept.get("before", {"answers": {}})["answers"] == {}
    page.reload()
    assert page.locator("[data-statement] input:checked").count() == 0


def test_a_step_that_the_scale_no_longer_has_says_nothing(page: Page, module: Module):
    """After the scale has become shorter, an old answer neither shows nor breaks the page."""
    before, after = places(module)
    page.goto(before)
    name = module.confidence_check.statements[0].id
    page.evaluate("([m, id]) => trainingSite.store.saveConfidence(m, 'before', {[id]: 9})", [module.id, name])
    page.goto(after)
    mark(page, 0, "Mostly")
    assert not any(changes(page))


def test_shown_to_the_learner_only(page: Page, module: Module):
    """Marking asks the network for nothing."""
    before, after = places(module)
    page.goto(before)
    requests = follow(page)
    mark(page, 0, "A little")
    assert told(requests) == []
    page.goto(after)
    requests.clear()
    mark(page, 0, "Mostly")
    assert told(requests) == []


def test_another_tab_follows(context: BrowserContext, module: Module):
    """The same check open twice shows the same marks, and neither tab undoes the other's."""
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto(places(module)[0])
    mark(first, 0, "A little")
    expect(second.locator("[data-statement]").first.get_by_label("A little", exact=True)).to_be_checked()
    mark(second, 1, "Mostly")
    expect(first.locator("[data-statement]").nth(1).get_by_label("Mostly", exact=True)).to_be_checked()
    answers = stored(first)[f"progress:{module.id}"]["confidence"]["before"]["answers"]  # type: ignore[index, call-overload]
    assert sorted(answers.values()) == [2, 3]


def test_without_storage_it_says_so_and_compares_nothing(browser: Browser, site_address: str, module: Module):
    """With storage denied the page says that nothing is kept, and later claims no comparison."""
    before, after = places(module)
    with without_storage(browser, site_address) as page:
        page.goto(before)
        mark(page, 0, "A little")
        expect(page.locator(".ts-confidence__news")).to_have_text(
            "Not kept: this browser does not let the site store anything. It is lost when you leave the page."
            " Write your answers down if you want to compare."
        )
        page.goto(after)
        mark(page, 0, "Mostly")
        assert not any(changes(page))


def test_without_scripts_it_is_a_form_that_keeps_nothing(browser: Browser, site_address: str, module: Module):
    """Without JavaScript the lines can be marked, and the page says to write the answers down."""
    with without_scripts(browser, site_address) as page:
        page.goto(places(module)[0])
        mark(page, 0, "A little")
        expect(page.get_by_text("without JavaScript nothing is kept")).to_be_visible()
        expect(page.get_by_role("button", name="Clear my answers")).to_have_count(0)


def test_keyboard_alone_marks_and_clears(page: Page, module: Module):
    """Space and the arrow keys mark a line; the focus stays where the learner is."""
    page.goto(places(module)[0])
    first = page.locator("[data-statement] input").first
    first.focus()
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-statement] input").nth(1)).to_be_checked()
    expect(page.locator("[data-statement] input").nth(1)).to_be_focused()
    page.get_by_role("button", name="Clear my answers").focus()
    page.keyboard.press("Enter")
    expect(first).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(page: Page, module: Module, scheme):
    """Empty, marked and compared, in both color schemes."""
    page.emulate_media(color_scheme=scheme)
    before, after = places(module)
    page.goto(before)
    assert axe_faults(page) == []
    mark(page, 0, "A little")
    assert axe_faults(page) == []
    page.goto(after)
    mark(page, 0, "Mostly")
    assert changes(page)[0]
    assert axe_faults(page) == []
