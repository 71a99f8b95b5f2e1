"""A reflection's note is kept with each keystroke as the learner chose, or the page says that it is not."""

import os
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from built import BuiltSite
from learner import axe_faults, everything_kept, without_scripts, without_storage
from tools import find_chromium

UNIT = "noticing-discomfort/five-sources/"
FILL = """() => { for (let size = 5e6; size >= 1; size = Math.floor(size / 2))
  try { for (;;) localStorage.setItem(`fill-${Math.random()}`, 'x'.repeat(size)) } catch {} }"""
EMPTY_OUT = """() => Object.keys(localStorage).filter((key) => key.startsWith('fill-'))
  .forEach((key) => localStorage.removeItem(key))"""


def box_of(page: Page) -> Locator:
    """The first note's text box."""
    return page.locator("reflection-note textarea").first


def status_of(page: Page) -> Locator:
    """What the page says became of the note."""
    return page.locator(".ts-note__status").first


def choose(page: Page, name: str) -> None:
    """Choose in the first note where notes should be."""
    page.get_by_role("button", name=name).first.click()


def open_unit(page: Page, mode: str | None = "keep") -> Locator:
    """Open the unit in a mode, and give its first note's box."""
    page.goto(UNIT)
    if mode:
        page.evaluate("(mode) => trainingSite.store.setMode(mode)", mode)
    return box_of(page)


def test_without_javascript_the_reflection_is_a_worksheet(browser: Browser, site_address: str):
    """The prompt, help, sample answer and privacy note are there, and no box that would keep nothing."""
    with without_scripts(browser, site_address) as page:
        page.goto(UNIT)
        section = page.locator(".ts-reflection").first
        expect(section.locator(".ts-prompt")).to_be_visible()
        expect(section.get_by_text("Write for yourself.")).to_be_visible()
        section.get_by_text("A sample answer").click()
        expect(section.locator(".ts-sample-note")).to_be_visible()
        assert page.locator(".ts-reflection :is(textarea, input, button)").count() == 0
        page.emulate_media(media="print")
        expect(section.locator(".ts-writing-lines")).to_be_visible()


def test_no_browser_service_is_handed_the_words(page: Page):
    """Spelling, translation, suggestions and filling in are off, and the box has no name."""
    box = open_unit(page)
    for name, value in {
        "spellcheck": "false",
        "autocomplete": "off",
        "translate": "no",
        "writingsuggestions": "false",
        "data-gramm": "false",
    }.items():
        expect(box).to_have_attribute(name, value)
    assert box.get_attribute("name") is None


def test_box_has_a_name_a_hint_and_the_standing_note(page: Page):
    """The box is labelled and described, and the course's privacy note stands in the same card."""
    box = open_unit(page)
    expect(box).to_have_accessible_name("Your notes")
    expect(box).to_have_accessible_description(re.compile("Leave out names"))
    expect(page.locator(".ts-reflection").first.locator(".ts-privacy-note")).to_contain_text("sent to no one")


def test_box_grows_with_its_text(page: Page):
    """All of a long note is seen without scrolling inside the box."""
    box = open_unit(page)
    before = box.bounding_box()
    box.fill("A line.\n" * 30)
    after = box.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"] * 2
    assert box.evaluate("(box) => box.scrollHeight <= box.clientHeight + 2")


def test_first_writing_asks_where_notes_should_be(page: Page):
    """The choice shows when the box is entered, not before; until it is made nothing is kept."""
    box = open_unit(page, None)
    question = page.get_by_role("group", name="Where should your notes be?").first
    expect(question).to_be_hidden()
    box.focus()
    expect(question).to_be_visible()
    expect(box).to_be_focused()
    page.keyboard.type("First words.")
    expect(status_of(page)).to_have_text("Not kept yet: choose below where your notes should be.")
    assert "First words." not in everything_kept(page)
    choose(page, "Keep them on this device")
    expect(status_of(page)).to_have_text(re.compile(r"^Saved on this device at \d{1,2}:\d\d\s[AP]M$"))
    expect(page.locator(".ts-keep__words").first).to_be_focused()
    page.reload()
    expect(box_of(page)).to_have_value("First words.")


def test_saved_is_told_politely(page: Page):
    """The time of the last save is a status, which a screen reader tells without interrupting."""
    box = open_unit(page)
    box.press_sequentially("Told.")
    expect(status_of(page)).to_have_role("status")
    expect(status_of(page)).to_have_text(re.compile(r"^Saved on this device at \d{1,2}:\d\d\s[AP]M$"))
    expect(box).to_be_focused()


def test_closing_right_after_a_keystroke_loses_nothing(page: Page, context: BrowserContext):
    """The tab is closed at once after the last key, without any event of leaving."""
    box = open_unit(page)
    box.press_sequentially("Closed at once")
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(UNIT)
    expect(box_of(again)).to_have_value("Closed at once")


def kill_renderers(browser: Browser, page: Page) -> None:
    """End every process that runs pages with SIGKILL, and wait until the page is known to have crashed."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    with page.expect_event("crash"):
        for process in processes:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGKILL)


def test_killing_the_tabs_process_loses_nothing(browser: Browser, page: Page, context: BrowserContext):
    """The process that runs the page is killed right after a keystroke; every letter is there afterwards."""
    open_unit(page).press_sequentially("Killed at once")
    kill_renderers(browser, page)
    again = context.new_page()
    again.goto(UNIT)
    expect(box_of(again)).to_have_value("Killed at once")


def test_killing_the_tabs_process_loses_nothing_that_is_not_kept(
    browser: Browser, page: Page, context: BrowserContext
):
    """Where notes are not kept, the same tab finds them too when it is loaded again after the kill."""
    open_unit(page, "session").press_sequentially("Killed at once")
    tab = context.new_cdp_session(page)
    kill_renderers(browser, page)
    tab.send("Page.reload")
    script = "document.readyState === 'complete' && document.querySelector('reflection-note textarea')?.value"
    value: object = False
    while not value:
        value = tab.send("Runtime.evaluate", {"expression": script})["result"].get("value")
    assert value == "Killed at once"


def test_ending_the_browser_right_after_a_keystroke_loses_nothing(
    browser: Browser, site_address: str, tmp_path: Path
):
    """The browser is quit, not killed, at once after a key; the next start has the note."""

    def launch() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )

    first = launch()
    page = first.new_page()
    page.goto(site_address + UNIT)
    page.evaluate("trainingSite.store.setMode('keep')")
    box_of(page).press_sequentially("Quit at once")
    first.close()
    second = launch()
    page = second.new_page()
    page.goto(site_address + UNIT)
    expect(box_of(page)).to_have_value("Quit at once")
    second.close()


def test_reload_and_back_find_the_note(page: Page):
    """Reload, a link and back: the text and its status are there each time."""
    box = open_unit(page)
    box.press_sequentially("Still here")
    page.reload()
    expect(box_of(page)).to_have_value("Still here")
    page.locator(".ts-note__links a").first.click()
    expect(page).to_have_url(re.compile("/notebook/$"))
    page.go_back()
    expect(box_of(page)).to_have_value("Still here")
    expect(status_of(page)).to_have_text(re.compile("^Saved on this device"))


def test_notes_work_from_a_folder(page: Page, site: BuiltSite):
    """Opened as files, without a server, the note is kept and found from a page of another depth."""
    root = site.root.as_uri()
    page.goto(f"{root}/{UNIT}index.html")
    page.evaluate("trainingSite.store.setMode('keep')")
    box_of(page).press_sequentially("From a folder.")
    page.goto(f"{root}/index.html")
    assert page.evaluate("trainingSite.store.notes()[0].text") == "From a folder."
    page.goto(f"{root}/notebook/index.html")
    expect(page.locator(".ts-notebook__note .ts-notebook__text")).to_have_text("From a folder.")


def test_writing_sends_nothing(page: Page, site_address: str):
    """From writing to the notebook and its search, only the site's own files are asked for, and no
    request and no address holds a word of the note."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.method} {request.url} {request.post_data}"))
    box = open_unit(page, None)
    box.focus()
    choose(page, "Keep them on this device")
    box.press_sequentially("Zebracrossing feelings. jo@example.org")
    expect(status_of(page)).to_have_text(re.compile("^Saved"))
    page.locator(".ts-note__links a").first.click()
    page.get_by_label("Search your notes").fill("zebracrossing")
    expect(page.locator(".ts-notebook__count")).to_have_text("1 of 1 note")
    assert len(requests) > 5
    assert [line for line in requests if not line.startswith(f"GET {site_address}")] == []
    assert "zebracrossing" not in " ".join([*requests, page.url]).lower()


def test_two_tabs_on_one_note_share_it(context: BrowserContext):
    """What is typed in one tab appears in the other, and going on there keeps both."""
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        open_unit(tab)
    box_of(first).press_sequentially("One. ")
    expect(box_of(second)).to_have_value("One. ")
    box_of(second).press("End")
    box_of(second).press_sequentially("Two. ")
    expect(box_of(first)).to_have_value("One. Two. ")


def test_two_tabs_that_did_not_hear_each_other_lose_nothing(context: BrowserContext):
    """A tab that slept while the other wrote adds its words to theirs instead of replacing them."""
    first, second = context.new_page(), context.new_page()
    context.add_init_script(
        "addEventListener('storage', (event) => { if (globalThis.asleep) event.stopImmediatePropagation() })"
    )
    for tab in (first, second):
        open_unit(tab)
    second.evaluate("() => { globalThis.asleep = true }")
    box_of(first).press_sequentially("From the first tab.")
    second.wait_for_function("trainingSite.store.notes()[0]?.text === 'From the first tab.'")
    box_of(second).press_sequentially("Mine.")
    value = box_of(second).input_value()
    assert "From the first tab." in value
    assert value.startswith("Mine.")
    expect(box_of(first)).to_have_value(value)


def test_full_storage_is_told_at_once_and_the_words_can_be_downloaded(page: Page, context: BrowserContext):
    """With the quota filled for real the page says so, stays silent about saving, and hands the text out."""
    box = open_unit(page)
    page.evaluate(FILL)
    box.press_sequentially("No room for this.")
    expect(status_of(page)).to_have_text(
        "Not saved: this browser’s storage is full. Your words are in this tab only. "
        "Download them before you close it."
    )
    with page.expect_download() as started:
        page.get_by_role("button", name="Download this note").first.click()
    assert "No room for this." in started.value.path().read_text(encoding="utf-8")
    other = context.new_page()
    other.goto(UNIT)
    expect(box_of(other)).to_have_value("")
    page.evaluate(EMPTY_OUT)
    box.press_sequentially(" Now there is.")
    expect(status_of(page)).to_have_text(re.compile("^Saved on this device"))
    expect(box_of(other)).to_have_value("No room for this. Now there is.")


def test_refused_storage_is_told_and_the_words_can_be_downloaded(browser: Browser, site_address: str):
    """Where the browser refuses storage, the note works as long as the page and says what it is."""
    with without_storage(browser, site_address) as page:
        page.goto(UNIT)
        box_of(page).focus()
        choose(page, "Keep them on this device")
        box_of(page).press_sequentially("Refused.")
        expect(status_of(page)).to_have_text(
            "Not saved: this browser lets the site keep nothing. Your words are in this tab only. "
            "Download them before you close it."
        )
        with page.expect_download() as started:
            page.get_by_role("button", name="Download this note").first.click()
        assert "Refused." in started.value.path().read_text(encoding="utf-8")


def test_not_keeping_is_said_and_can_be_changed(page: Page):
    """On a shared computer nothing is kept; the page says which is on, and changing it keeps the note."""
    box = open_unit(page, None)
    box.focus()
    choose(page, "Don’t keep them")
    box.press_sequentially("Only for now.")
    expect(status_of(page)).to_have_text("Not kept: gone when this tab closes. Print or download before.")
    expect(page.locator(".ts-keep__words").first).to_contain_text("Your notes are not kept")
    assert "Only for now" not in everything_kept(page)
    page.get_by_role("button", name="Change where notes are kept").first.click()
    choose(page, "Keep them on this device")
    expect(page.locator(".ts-keep__words").first).to_have_text(
        "Your notes are kept on this device, in this browser."
    )
    assert "Only for now" in everything_kept(page)
    page.get_by_role("button", name="Change where notes are kept").first.click()
    choose(page, "Don’t keep them")
    expect(page.locator(".ts-keep__words").first).to_contain_text(
        "One note kept earlier is still on this device."
    )
    expect(box).to_have_value("")


def test_emptied_note_is_gone(page: Page):
    """Deleting the whole text leaves no note behind."""
    box = open_unit(page)
    box.press_sequentially("Away.")
    box.fill("")
    assert page.evaluate("trainingSite.store.notes()") == []
    assert "Away" not in everything_kept(page)


def test_sample_answer_waits_for_the_learners_words(page: Page):
    """The sample shows after writing, or on asking for it outright."""
    box = open_unit(page)
    section = page.locator(".ts-reflection").first
    sample = section.locator(".ts-sample-note")
    section.get_by_text("A sample answer").click()
    expect(sample).to_be_hidden()
    section.get_by_role("button", name="Show it now").click()
    expect(sample).to_be_visible()
    page.reload()
    box.fill("My own words.")
    section.get_by_text("A sample answer").click()
    expect(sample).to_be_visible()


def test_detail_is_pointed_at_quietly_and_can_be_dismissed(page: Page):
    """While typing the guard asks beside the box; the focus stays, and a dismissed detail stays dismissed."""
    box = open_unit(page)
    box.press_sequentially("Her number is 510-555-0199.")
    guard = page.locator(".ts-note__guard").first
    expect(guard).to_contain_text("Is this someone’s detail?")
    expect(guard).to_contain_text("“510-555-0199” looks like a phone number")
    expect(box).to_be_focused()
    guard.get_by_role("button", name="It is no one’s detail").click()
    expect(guard).to_be_empty()
    expect(box).to_be_focused()
    box.press_sequentially(" And more.")
    expect(status_of(page)).to_have_text(re.compile("^Saved"))
    expect(guard).to_be_empty()


def test_download_asks_about_details_and_never_blocks(page: Page):
    """Before a download the guard asks; going back gives no file, going on gives it."""
    box = open_unit(page)
    box.fill("Write to jo@example.org.")
    downloads: list[object] = []
    page.on("download", lambda download: downloads.append(download))
    page.get_by_role("button", name="Download this note").first.click()
    dialog = page.get_by_role("dialog", name="Is this someone’s detail?")
    expect(dialog).to_contain_text("“jo@example.org” looks like an e-mail address")
    expect(dialog.get_by_role("button", name="Go back to the text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert downloads == []
    page.get_by_role("button", name="Download this note").first.click()
    with page.expect_download() as started:
        dialog.get_by_role("button", name="Go on and download").click()
    text = started.value.path().read_text(encoding="utf-8")
    assert started.value.suggested_filename.endswith(".md")
    assert "Write to jo@example.org." in text
    assert "> " in text


def test_changed_prompt_shows_the_one_that_was_answered(page: Page):
    """A note keeps the prompt it was written for; when the page's differs, both are shown."""
    box = open_unit(page)
    box.press_sequentially("My answer.")
    page.evaluate(
        """() => { const { store } = trainingSite; const [{ module, exercise, text }] = store.notes();
             store.saveNote(module, exercise, {text, prompt: 'How was it, then?'}) }"""
    )
    page.reload()
    earlier = page.locator(".ts-note__earlier").first
    expect(earlier).to_contain_text("How was it, then?")
    expect(box).to_have_value("My answer.")
    box.press_sequentially(" More.")
    assert page.evaluate("trainingSite.store.notes()[0].prompt") == "How was it, then?"
    earlier.get_by_role("button", name="My note fits the new wording").click()
    expect(earlier).to_be_empty()
    page.reload()
    expect(page.locator(".ts-note__earlier").first).to_be_empty()


def test_note_prints_in_full_and_an_empty_one_as_lines(page: Page):
    """On paper the box gives way to its text; where nothing is written there are lines."""
    box = open_unit(page)
    section = page.locator(".ts-reflection").first
    lines = section.locator(".ts-writing-lines")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(lines).to_be_visible()
    expect(box).to_be_hidden()
    page.emulate_media(media="screen")
    box.fill("First line.\nSecond line.")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(lines).to_be_hidden()
    expect(section.locator(".ts-note__printed")).to_have_text(
        "First line.\nSecond line.", use_inner_text=True
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(page: Page, scheme: str):
    """Empty, choosing, typed and saved, a detail pointed at, the sample open, storage full, the question."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    box = open_unit(page, None)
    faults = {"empty": axe_faults(page)}
    box.focus()
    faults["choosing"] = axe_faults(page)
    choose(page, "Keep them on this device")
    page.locator(".ts-reflection").first.get_by_text("A sample answer").click()
    faults["gated sample"] = axe_faults(page)
    box.fill("Her number is 510-555-0199.")
    expect(page.locator(".ts-note__guard").first).not_to_be_empty()
    faults["typed"] = axe_faults(page)
    page.get_by_role("button", name="Download this note").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    faults["dialog"] = axe_faults(page)
    page.keyboard.press("Escape")
    page.evaluate(FILL)
    box.press_sequentially(" No more, not even this one sentence.")
    expect(status_of(page)).to_contain_text("storage is full")
    faults["full"] = axe_faults(page)
    assert {state: found for state, found in faults.items() if found} == {}
