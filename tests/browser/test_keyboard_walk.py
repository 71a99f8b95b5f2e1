"""A whole module with the keyboard alone, from its overview to the record of completion."""

import re

from playwright.sync_api import Page, expect

from learner import tab_to
from training_site.indexes import reflections_of
from training_site.model import Course, Unit

IDS = "trainingSite.store.notes().map(({module, exercise}) => [module, exercise])"
KEPT = "Your notes are kept on this device, in this browser."


def press_on(page: Page, selector: str) -> None:
    """Tab to an element and press Enter on it."""
    tab_to(page, selector, most=250)
    page.keyboard.press("Enter")


def write_notes(page: Page, unit: Unit) -> None:
    """Tab to each box and type; where notes should be is asked once, right behind the first box."""
    for number, reflection in enumerate(reflections_of(unit)):
        tab_to(page, f"[data-exercise='{reflection.id}'] textarea", most=250)
        page.keyboard.type(f"Typed note {number}.")
        if page.locator(".ts-keep__option:visible").count():
            tab_to(page, ".ts-keep__option button", most=1)
            page.keyboard.press("Enter")
            expect(page.locator(".ts-keep__words:focus")).to_have_text(KEPT)


def test_a_module_from_start_to_record(page: Page, course: Course):
    """Start, mark the confidence lines, write notes and choose to keep them, mark every unit, answer every
    question, see it on the record, and read the notes in the notebook."""
    module = course.modules[-1]
    page.goto(f"{module.id}/")
    press_on(page, ".ts-opening__start a")
    for unit in module.units:
        page.wait_for_url(re.compile(rf"/{module.id}/{unit.id}/$"))
        page.locator("progress-mark[data-unit]").wait_for()
        if any(block.confidence_check for block in unit.blocks):
            for statement in module.confidence_check.statements:
                tab_to(page, f"[data-statement='{statement.id}'] input")
                page.keyboard.press("Space")
        write_notes(page, unit)
        press_on(page, "[data-controls] button")
        assert page.evaluate("([m, u]) => u in trainingSite.store.progress(m).units", [module.id, unit.id])
        press_on(page, ".ts-pager__link--next")
    page.wait_for_url(re.compile(rf"/{module.id}/knowledge-check/$"))
    for question in module.knowledge_check.questions:
        tab_to(page, f"[data-question='{question.id}'] input")
        page.keyboard.press("Space")
        press_on(page, f"[data-question='{question.id}'] .ts-question__button")
        expect(page.locator(f"[data-question='{question.id}'] .ts-verdict")).to_be_visible()
    press_on(page, ".ts-pager__link--next")
    page.wait_for_url(re.compile("/post-test/$"))
    press_on(page, "#content a[href$='record-of-completion/']")
    page.wait_for_url(re.compile("/record-of-completion/$"))
    expect(page.locator(".ts-record tbody tr:visible")).to_have_count(1)
    expect(page.locator(".ts-record tbody tr:visible")).to_contain_text(module.title)
    progress = page.evaluate("(m) => trainingSite.store.progress(m)", module.id)
    statements = {statement.id for statement in module.confidence_check.statements}
    assert set(progress["confidence"]["before"]["answers"]) == statements
    assert set(progress["confidence"]["after"]["answers"]) == statements
    assert set(progress["check"]) == {question.id for question in module.knowledge_check.questions}
    written = {(module.id, reflection.id) for unit in module.units for reflection in reflections_of(unit)}
    assert written
    assert {tuple(ids) for ids in page.evaluate(IDS)} == written
    press_on(page, "a[href$='notebook/']")
    page.wait_for_url(re.compile("/notebook/$"))
    expect(page.locator(".ts-notebook__note")).to_have_count(len(written))
