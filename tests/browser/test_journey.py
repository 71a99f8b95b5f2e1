"""A whole learning journey on the network: nothing but the site's own files, and no word of the learner."""

import json
import re
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from built import BuiltSite
from training_site.model import Course, Module

NOTE = "Zebracrossing feelings about the frozen call"
NAME = "Winifred Quillfeather"
TYPED = (*NOTE.split()[:1], *NAME.split())
TAKEN = "Erased, and checked: this browser holds nothing more that you wrote or did here."


class NetworkLog:
    """Every request of every page of a profile, and every socket that one opens."""

    def __init__(self, context: BrowserContext) -> None:
        """Begin to write down."""
        self.requests: list[Request] = []
        self.sockets: list[str] = []
        context.on("request", lambda asked: self.requests.append(asked))
        context.on("page", lambda page: page.on("websocket", lambda opened: self.sockets.append(opened.url)))

    def foreign(self, site: BuiltSite, site_address: str) -> list[str]:
        """Requests that are more than a question for one of the site's files."""
        return [
            f"{asked.method} {asked.url} {asked.post_data}"
            for asked in self.requests
            if not is_own_file(asked, site, site_address)
        ]

    def sent(self) -> list[str]:
        """All that each request carries: method, address, headers, body."""
        return [
            "\n".join([f"{asked.method} {asked.url}", json.dumps(asked.all_headers()), asked.post_data or ""])
            for asked in self.requests
            if not asked.url.startswith("blob:")  # a file made on the device, handed out by the page itself
        ]


def test_nothing_typed_or_marked_leaves_the_device(
    context: BrowserContext, site: BuiltSite, course: Course, site_address: str, tmp_path: Path
):
    """From home to erasing everything, each request is a plain question for a file of the site, and none
    carries in its address, headers or body anything that the learner typed or did."""
    log = NetworkLog(context)
    page = context.new_page()
    module = course.modules[-1]
    begin_at_home(page, module)
    read_the_module(page, module)
    answer_the_check(page, module)
    see_progress(page, module)
    backup = take_notes_along(page, tmp_path)
    erase_everything(page)
    restore(page, backup)
    pass_the_post_test(page)
    make_the_record(page, module)
    page.goto("notebook/")
    erase_everything(page)
    page.goto("glossary/")  # what waits for leaving a page would be sent now

    assert log.sockets == []
    assert log.foreign(site, site_address) == []
    sent = log.sent()
    assert len(sent) > 60, "the log has seen the journey"
    assert with_typed_words(sent) == []


def test_the_log_would_find_a_leak(browser: Browser, site: BuiltSite, site_address: str):
    """A request elsewhere, one with a query, one with a body, a beacon and a header are each found.

    The site's own policy is off here, because it would stop the first one.
    """
    context = browser.new_context(base_url=site_address, bypass_csp=True)
    log = NetworkLog(context)
    page = context.new_page()
    page.goto("glossary/")
    for leak in (
        "fetch('https://example.org/', {mode: 'no-cors'})",
        "fetch('?q=zebra%63rossing')",
        "fetch('../', {method: 'POST', body: 'Zebracrossing'})",
        "navigator.sendBeacon('../', 'Quillfeather')",
        "fetch('../', {headers: {'X-Who': 'winifred'}})",
        "new Image().src = 'no-such-picture.png'",
    ):
        with context.expect_event("request"):
            page.evaluate(f"() => {{ Promise.resolve({leak}).catch(() => {{}}) }}")
    page.wait_for_load_state("networkidle")
    found = log.foreign(site, site_address)
    assert len([one for one in found if "favicon" not in one]) == 5  # a header makes no address foreign
    assert len(with_typed_words(log.sent())) == 4
    context.close()


def is_own_file(asked: Request, site: BuiltSite, site_address: str) -> bool:
    """Whether a request asks for a file of the site and says nothing besides, or is of the device."""
    if asked.url.startswith("blob:" + site_address.removesuffix("training/")):
        return True
    address = asked.url.removeprefix(site_address)
    path = urlsplit(address).path
    file = f"{path}index.html" if path.endswith("/") or not path else path
    plain = asked.url.startswith(site_address) and "?" not in address
    return plain and file in site.files and asked.method == "GET" and asked.post_data is None


def with_typed_words(sent: list[str]) -> list[str]:
    """The requests that hold a typed word, in any way that an address or a header could write it."""
    forms = {form.lower() for word in TYPED for form in (word, quote(word), quote_plus(word), word[::-1])}
    plain = [unquote_plus(one).lower() for one in sent]
    return [one for one in plain if any(form in one for form in forms)]


def begin_at_home(page: Page, module: Module) -> None:
    """Open the site, choose a module, and start it."""
    page.goto("")
    page.locator(f"#content a[href$='{module.id}/']").first.click()
    page.wait_for_url(f"**/{module.id}/")
    page.locator(".ts-opening__start a").click()


def read_the_module(page: Page, module: Module) -> None:
    """Each unit: mark the confidence lines, write under each prompt, mark as read, go on."""
    for unit in module.units:
        page.wait_for_url(f"**/{module.id}/{unit.id}/")
        mark = page.get_by_role("button", name="Mark this unit as read")
        expect(mark).to_be_visible()
        for line in page.locator("[data-statement]").all():
            line.locator("input").nth(2).check()
        for box in page.locator("reflection-note textarea").all():
            box.focus()
            keep = page.get_by_role("button", name="Keep them on this device")
            if keep.first.is_visible():
                keep.first.click()
            box.press_sequentially(NOTE)
        mark.click()
        expect(page.locator(".ts-progress-mark__news")).to_contain_text("Read on ")
        page.locator(".ts-pager__link--next").click()


def answer_the_check(page: Page, module: Module) -> None:
    """Answer each question, the first one wrong."""
    page.wait_for_url(f"**/{module.id}/knowledge-check/")
    cards = page.locator("knowledge-check")
    for number, card in enumerate(cards.all()):
        wanted = "[data-right]" if number else "[data-choice]:not([data-right])"
        card.locator(f"{wanted} input").first.check()
        card.get_by_role("button", name="Check my answer").click()
        expect(card.locator(".ts-verdict")).to_be_visible()


def see_progress(page: Page, module: Module) -> None:
    """Home and the module's contents know all of it."""
    page.goto(f"{module.id}/")
    expect(page.locator(".ts-task-list__sum")).to_contain_text(f"All {len(module.units)} units read.")
    page.goto("")
    expect(page.get_by_role("link", name=re.compile("Continue where you left"))).to_be_visible()


def take_notes_along(page: Page, folder: Path) -> Path:
    """Search the notebook, and download it in each form; returns the backup."""
    page.goto("notebook/")
    page.get_by_label("Search your notes").fill(NOTE.split()[0].upper())
    expect(page.locator(".ts-notebook__count")).to_contain_text(" of ")
    expect(page.locator(".ts-notebook__note").first).to_contain_text(NOTE)
    for name in ("Download as Markdown", "Download for Word", "Download a backup"):
        with page.expect_download() as started:
            page.get_by_role("button", name=name, exact=True).click()
        started.value.save_as(folder / started.value.suggested_filename)
    return folder / "notebook-backup.json"


def erase_everything(page: Page) -> None:
    """Erase, after the second question."""
    page.get_by_role("button", name="Erase everything", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Erase everything", exact=True).click()
    expect(page.locator(".ts-notebook__news")).to_have_text(TAKEN)


def restore(page: Page, backup: Path) -> None:
    """Take the backup back, keeping notes on this device."""
    page.get_by_role("button", name="Keep them on this device").click()
    page.get_by_label("Backup file").set_input_files(backup)
    page.get_by_role("button", name="Restore", exact=True).click()
    expect(page.locator(".ts-notebook__preview")).to_have_text("Restored. Everything is kept on this device.")
    expect(page.locator(".ts-notebook__note").first).to_contain_text(NOTE)


def pass_the_post_test(page: Page) -> None:
    """Answer every question right."""
    page.goto("post-test/")
    page.get_by_role("button", name="Start the post-test").click()
    check = page.get_by_role("button", name="Check my answer")
    result = page.get_by_role("heading", name="Your result")
    while not result.is_visible():
        for box in page.locator("post-test .ts-choice[data-right] input").all():
            box.check()
        check.click()
        page.get_by_role("button", name=re.compile("^(Next question|See the result)$")).click()
    expect(page.locator(".ts-post-test__score")).to_contain_text("Passed.")


def make_the_record(page: Page, module: Module) -> None:
    """Type the name; the module and the test are on the record."""
    page.goto("record-of-completion/")
    page.get_by_label("Your name, as it should stand on the record").press_sequentially(NAME)
    record = page.locator(".ts-record")
    for words in (NAME, module.title.replace("'", "’"), "passed on"):
        expect(record).to_contain_text(words)
    page.pdf()
