"""The record of completion: made in the browser, its words exact, the name kept nowhere, one page."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from learner import axe_faults, everything_kept, follow, read_all, told, without_scripts, without_storage
from training_site.author_text import typeset
from training_site.model import Course

RECORD = "record-of-completion/"
NAME = "Winifred Test-Learner"
PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b")


def sheets(page: Page, size: str = "Letter") -> int:
    """How many sheets the page prints on."""
    return len(PAGE_OBJECT.findall(page.pdf(format=size)))


def complete(page: Page, course: Course, modules: int) -> None:
    """Mark every unit of the first modules as read, from any page of the site."""
    for module in course.modules[:modules]:
        read_all(page, module.id, [unit.id for unit in module.units])


def words(page: Page) -> str:
    """The record as it reads, white space made single."""
    return " ".join(page.locator(".ts-record").inner_text().split())


def name_box(page: Page):
    """Where the name is typed."""
    return page.get_by_label("Your name, as it should stand on the record")


def test_it_says_who_what_when_and_how_long(page: Page, course: Course):
    """Name, modules with their dates, minutes, and the limits in the words of the course."""
    page.clock.set_fixed_time("2026-11-20T15:00:00")
    page.goto(RECORD)
    complete(page, course, 2)
    page.clock.set_fixed_time("2026-11-22T15:00:00")
    page.reload()
    name_box(page).fill(NAME)
    first, second, third, *_ = course.modules
    text = words(page)
    assert f"This records that {NAME} completed the modules below, on the dates beside them." in text
    for module in (first, second):
        assert f"{module.title} November 20, 2026 {module.duration_minutes}" in text
    assert third.title not in text
    minutes = first.duration_minutes + second.duration_minutes
    assert f"Estimated self-study time: {minutes} minutes. Date of this record: November 22, 2026" in text
    assert (
        "This is not continuing education credit. The course has not been reviewed or approved by any"
        " licensing board or accrediting body. Ask your board whether it accepts self-directed learning."
    ) in text
    assert "No licensed clinician has reviewed this course yet." in text
    expect(page.get_by_text(f"{third.title}: None of {len(third.units)} units read yet")).to_be_visible()


def test_it_promises_no_credit(page: Page, course: Course):
    """None of the words that belong to approved sponsors is on the page."""
    page.goto(RECORD)
    complete(page, course, 3)
    text = page.locator("#content").inner_text().replace("not continuing education credit", "")
    assert not re.findall(
        r"\bCEU?s?\b|contact hours|\bcredits?\b|certif|accredited|approved (?!by any)", text, re.IGNORECASE
    )


def test_a_module_with_one_unit_unread_is_not_on_it(page: Page, course: Course):
    """A module stands on the record when every unit is read, and leaves it when one is taken back."""
    page.goto(RECORD)
    complete(page, course, 2)
    module = course.modules[0]
    assert module.title in words(page)
    page.evaluate("([m, u]) => trainingSite.store.markRead(m, u, false)", [module.id, module.units[-1].id])
    assert module.title not in words(page)
    expect(
        page.get_by_text(f"{module.title}: {len(module.units) - 1} of {len(module.units)} units read")
    ).to_be_visible()


def test_a_passed_post_test_is_on_it(page: Page, course: Course):
    """A passed test adds its date, score and minutes; a failed one adds nothing."""
    page.goto(RECORD)
    complete(page, course, 1)
    page.evaluate("trainingSite.store.saveResult({right: 9, of: 12, passed: false})")
    assert "Post-test" not in words(page)
    page.evaluate("trainingSite.store.saveResult({right: 10, of: 12, passed: true})")
    test = course.path.post_test.duration_minutes
    assert re.search(
        rf"Post-test \({test} minutes\) passed on: \w+ \d+, \d{{4}}, 10 of 12 right", words(page)
    )
    minutes = course.modules[0].duration_minutes + test
    assert f"Estimated self-study time: {minutes} minutes." in words(page)


@pytest.mark.parametrize("size", ["Letter", "A4"])
@pytest.mark.parametrize("modules", [0, 3])
def test_it_prints_on_one_page(page: Page, course: Course, modules, size):
    """Blank or full, with the longest name that fits the box, it is one sheet."""
    page.goto(RECORD)
    complete(page, course, modules)
    page.evaluate("trainingSite.store.saveResult({right: 10, of: 12, passed: true})")
    name_box(page).fill("Wolfeschlegelsteinhausenbergerdorff " * 5)
    assert len(name_box(page).input_value()) == 100
    assert sheets(page, size) == 1


def test_it_prints_on_one_page_with_many_modules(context: BrowserContext, course: Course):
    """A course of eighteen modules still gives a single sheet."""

    def longer(route):
        answered = route.fetch()
        row = re.search(r"<tr data-module.*?</tr>", answered.text(), re.DOTALL)
        assert row
        route.fulfill(
            response=answered, body=answered.text().replace(row[0], row[0] * (19 - len(course.modules)))
        )

    context.route(f"**/{RECORD}", longer)
    page = context.new_page()
    page.goto(RECORD)
    assert page.locator(".ts-record__modules tbody tr").count() == 18
    assert sheets(page) == 1


def test_the_print_holds_the_record_alone(page: Page, course: Course):
    """On paper there is neither the name box nor the site's frame."""
    page.goto(RECORD)
    complete(page, course, 1)
    name_box(page).fill(NAME)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Record of completion").and_(page.locator("h2"))).to_be_visible()
    for hidden in (".ts-header", ".ts-footer", ".ts-side", ".ts-record-form", ".ts-pager", "h1"):
        for found in page.locator(hidden).all():
            expect(found).to_be_hidden()


def test_the_print_button_prints(context: BrowserContext):
    """The button asks the browser to print, once."""
    context.add_init_script("globalThis.prints = 0; globalThis.print = () => { prints += 1 }")
    page = context.new_page()
    page.goto(RECORD)
    page.get_by_role("button", name="Print this record").click()
    assert page.evaluate("prints") == 1


def test_the_name_is_stored_and_sent_nowhere(page: Page, course: Course):
    """Typed and printed, the name is in no storage, address, title or request; it goes with the page."""
    page.goto(RECORD)
    complete(page, course, 1)
    requests = follow(page)
    name_box(page).press_sequentially(NAME)
    page.keyboard.press("Enter")
    page.pdf()
    assert NAME in words(page)
    assert told(requests) == []
    assert NAME.split()[0] not in everything_kept(page) + page.title()
    page.goto("glossary/")
    assert all(NAME.split()[0] not in request.url + (request.post_data or "") for request in requests)
    page.go_back()
    expect(name_box(page)).to_have_value("")
    assert NAME not in words(page)


def test_the_name_goes_with_leaving(page: Page):
    """Where a browser keeps the page for its back button, the name is gone from it; after a reload too."""
    page.goto(RECORD)
    name_box(page).fill(NAME)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    expect(name_box(page)).to_have_value("")
    assert NAME not in words(page)
    name_box(page).fill(NAME)
    page.reload()
    expect(name_box(page)).to_have_value("")


def test_the_name_is_text(page: Page):
    """Markup in a name is shown as typed."""
    page.goto(RECORD)
    name_box(page).fill("<b>Max</b> & Co")
    assert "<b>Max</b> & Co" in words(page)
    expect(page.locator(".ts-record b")).to_have_count(0)


def test_no_service_is_handed_the_name(page: Page):
    """The box asks for no spell check, no translation and no filling in."""
    page.goto(RECORD)
    box = name_box(page)
    for name, value in {"spellcheck": "false", "translate": "no", "autocomplete": "off"}.items():
        expect(box).to_have_attribute(name, value)
    assert box.get_attribute("name") is None
    expect(page.locator("form").filter(has=box)).to_have_count(0)


def test_another_tab_follows(context: BrowserContext, course: Course):
    """The last unit read in one tab completes the module on the record in the other."""
    record, reading = context.new_page(), context.new_page()
    record.goto(RECORD)
    reading.goto("glossary/")
    complete(reading, course, 1)
    expect(record.locator(".ts-record")).to_contain_text("Date of this record: ")
    expect(record.locator(".ts-record tbody tr:visible")).to_have_count(1)


def test_without_scripts_it_is_a_form_to_fill_in_by_hand(browser: Browser, site_address: str, course: Course):
    """Without JavaScript every module has a blank for its date, and the limits stand there."""
    with without_scripts(browser, site_address) as page:
        page.goto(RECORD)
        expect(page.get_by_text("Print this page and fill in the blanks by hand.")).to_be_visible()
        for module in course.modules:
            assert f"{typeset(module.title)} {module.duration_minutes}" in words(page)
        assert "This is not continuing education credit." in words(page)
        assert "No licensed clinician has reviewed this course yet." in words(page)
        assert sheets(page) == 1


def test_without_storage_it_is_blank_and_says_why(browser: Browser, site_address: str):
    """With storage denied no module is complete, and the page offers the blank record."""
    with without_storage(browser, site_address) as page:
        page.goto(RECORD)
        expect(page.get_by_text("No module is complete in this browser yet")).to_be_visible()
        name_box(page).fill(NAME)
        assert NAME in words(page)


def test_keyboard_alone_makes_the_record(context: BrowserContext, course: Course):
    """Tab to the box, type, Tab to the button, Enter."""
    context.add_init_script("globalThis.prints = 0; globalThis.print = () => { prints += 1 }")
    page = context.new_page()
    page.goto(RECORD)
    complete(page, course, 3)
    page.locator("#content").focus()
    page.keyboard.press("Tab")
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert NAME in words(page)
    assert page.evaluate("prints") == 1


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_in_any_state(page: Page, course: Course, scheme, width):
    """Blank, some modules, all modules and named; nothing is wider than a small phone."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(RECORD)
    assert axe_faults(page) == []
    for modules in (1, 3):
        complete(page, course, modules)
        assert axe_faults(page) == []
    name_box(page).fill(NAME)
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
