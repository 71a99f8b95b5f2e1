"""A whole module with the keyboard alone, from its overview to the record of completion."""

import re

from playwright.sync_api import Page, expect

from learner import tab_to
from training_site.model import Course


def press_on(page: Page, selector: str) -> None:
    """Tab to an element and press Enter on it."""
    tab_to(page, selector, most=250)
    page.keyboard.press("Enter")


def test_a_module_from_start_to_record(page: Page, course: Course):
    """Start, mark the confidence lines and every unit, answer every question, see it on the record."""
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
