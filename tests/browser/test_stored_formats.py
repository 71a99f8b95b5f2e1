"""What any version of the site ever stored is read by this one, and a newer version's is left alone.

`stored/` has a sample of each format with what it says. There has been one format so far, so the way
from one to the next is tried with steps of the tests' own, put into the site's real script.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from built import BuiltSite
from learner import axe_faults

STORED = Path(__file__).parent / "stored"
SCRIPT = "assets/training-site.js"
UNIT = "noticing-discomfort/five-sources/"
PREFIX = "training-site:/training/:"
WRITE = f"""(entries) => {{ localStorage.clear(); for (const [name, text] of Object.entries(entries))
  localStorage.setItem('{PREFIX}' + name, text) }}"""
READ = f"""Object.fromEntries(Object.keys(localStorage).filter((key) => key.startsWith('{PREFIX}'))
  .map((key) => [key.slice({len(PREFIX)}), localStorage.getItem(key)]))"""
STEPS = """{
  1: (entries) => {
    const { "note:noticing-discomfort/first-time": note, ...rest } = entries;
    return { ...rest, "note:noticing-discomfort/renamed": note.replace("picture.", "picture, one.") };
  },
  2: (entries) => Object.fromEntries(Object.entries(entries).map(([name, text]) =>
    [name, text.replace("one.", "one, two.")])),
}"""
NEWEST = 3
BROKEN_OFF = "(most) => { const { setItem, removeItem } = Storage.prototype; let left = most;" + "".join(
    f"""
      Storage.prototype.{name} = function (...values) {{
        if (left-- <= 0) throw new DOMException('', 'SecurityError');
        return {name}.apply(this, values) }};"""
    for name in ("setItem", "removeItem")
)


def sample(number: int = 1) -> dict[str, dict[str, str]]:
    """A format's sample: its entries, and what they say."""
    found: dict[str, dict[str, str]] = json.loads((STORED / f"{number}.json").read_text(encoding="utf-8"))
    return found


def put(page: Page, entries: dict[str, str]) -> None:
    """Make the browser hold exactly these entries, as an earlier visit left them, and start anew."""
    page.goto("glossary/")
    page.evaluate(WRITE, entries)
    page.reload()


def serve_newer(context: BrowserContext, site: BuiltSite, steps: str = STEPS, newest: int = NEWEST) -> None:
    """From now on the site has the script of a later version, two formats on."""
    script = site.files[SCRIPT].read_text(encoding="utf-8")
    for was, now in (
        ("const FORMAT = 1;", f"const FORMAT = {newest};"),
        ("const MIGRATIONS = {};", f"const MIGRATIONS = {steps};"),
    ):
        assert script.count(was) == 1
        script = script.replace(was, now)
    context.route(f"**/{SCRIPT}", lambda route: route.fulfill(body=script, content_type="text/javascript"))


def note(page: Page) -> list[object]:
    """The only note, as the store reads it."""
    found: list[object] = page.evaluate(
        "trainingSite.store.notes().map(({exercise, text}) => [exercise, text])"
    )
    return found


def test_every_earlier_format_is_read(page: Page):
    """Each format that a version of the site has written has its sample, and all that it says is read."""
    page.goto("glossary/")
    current = page.evaluate("trainingSite.store.format")
    numbers = sorted(int(path.stem) for path in STORED.glob("[0-9]*.json"))
    assert numbers == list(range(1, current + 1))
    for number in numbers:
        put(page, sample(number)["entries"])
        read = page.evaluate(
            """() => { const s = trainingSite.store; return {mode: s.mode(), notes: s.notes(),
                 progress: s.allProgress(), visit: s.lastVisited(), results: s.results()} }"""
        )
        assert read == sample(number)["read"]
        assert page.evaluate(READ)["format"] == str(current)


def test_every_earlier_backup_is_restored(page: Page):
    """A backup that an earlier version of the site made gives back every note and all progress."""
    page.goto("notebook/")
    page.evaluate("trainingSite.store.setMode('keep')")
    current = int(
        re.findall(
            r"BACKUP_FORMAT = (\d+)",
            page.evaluate(f"fetch('../{SCRIPT.replace('.js', '-extra.js')}').then((a) => a.text())"),
        )[0]
    )
    paths = {int(path.stem.rpartition("-")[2]): path for path in STORED.glob("backup-*.json")}
    assert sorted(paths) == list(range(1, current + 1))
    for path in paths.values():
        page.evaluate("trainingSite.store.eraseEverything(); trainingSite.store.setMode('keep')")
        page.get_by_label("Backup file").set_input_files(path)
        page.get_by_role("button", name="Restore", exact=True).click()
        expect(page.locator(".ts-notebook__preview")).to_have_text(
            "Restored. Everything is kept on this device."
        )
        backup = json.loads(path.read_text(encoding="utf-8"))
        assert page.evaluate("trainingSite.store.notes()") == backup["notes"]
        assert page.evaluate("trainingSite.store.allProgress()") == backup["progress"]


def test_steps_are_taken_in_turn_and_once(page: Page, context: BrowserContext, site: BuiltSite):
    """A later version takes each step from the format it finds, drops what a step dropped, and then rests."""
    put(page, sample()["entries"])
    serve_newer(context, site)
    for _ in range(2):
        page.reload()
        assert note(page) == [["renamed", "The frozen picture, one, two."]]
        kept = page.evaluate(READ)
        assert kept["format"] == str(NEWEST)
        assert set(kept) == {*sample()["entries"], "note:noticing-discomfort/renamed"} - {
            "note:noticing-discomfort/first-time"
        }


def test_an_end_in_the_middle_loses_nothing(page: Page, context: BrowserContext, site: BuiltSite):
    """Broken off after any number of writes, the move is finished by the next start, all the same."""
    put(page, sample()["entries"])
    serve_newer(context, site)
    page.reload()
    whole = page.evaluate(READ)
    for most in range(17):  # the move is a copy, seven removals, eight writes and a last removal
        broken = context.new_page()
        broken.add_init_script(f"({BROKEN_OFF} }})({most})")
        page.evaluate(WRITE, sample()["entries"])
        broken.goto("glossary/", wait_until="domcontentloaded")
        broken.close()
        page.reload()
        assert page.evaluate(READ) == whole, f"after {most} writes"


def test_without_room_to_move_the_notes_stay_and_it_is_said(
    page: Page, context: BrowserContext, site: BuiltSite
):
    """Where the browser has no room for the move, the older entries stay as they are, the notes can be
    read, and the page says that new words are not saved."""
    put(page, sample()["entries"])
    serve_newer(context, site, STEPS.replace("renamed", "five-sources-in-you"))
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    page.reload()
    assert note(page) == [["five-sources-in-you", "The frozen picture, one, two."]]
    assert page.evaluate(READ) == sample()["entries"]
    assert page.evaluate("trainingSite.store.saveNote('m', 'e', {text: 'New.'})") == {
        "kept": False,
        "reason": "full",
    }
    assert page.evaluate(READ) == sample()["entries"]


def test_words_of_the_tab_move_along(page: Page, context: BrowserContext, site: BuiltSite):
    """What a tab holds without keeping it is in the old format too, when the site changes under it."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("glossary/")
    page.evaluate(
        """() => { trainingSite.store.setMode('session');
             trainingSite.store.saveNote('noticing-discomfort', 'first-time', {text: 'The picture.'}) }"""
    )
    serve_newer(context, site)
    page.reload()
    assert note(page) == [["renamed", "The picture, one, two."]]


@pytest.mark.parametrize("odd", ["0", "-3", "1.5", ""])
def test_an_odd_format_breaks_nothing(page: Page, context: BrowserContext, site: BuiltSite, odd: str):
    """Whatever number stands in the place of the format, the site starts and the note is read."""
    serve_newer(context, site)
    put(page, {**sample()["entries"], "format": odd, "moving": "17"})
    assert [text for _, text in note(page)] == ["The frozen picture, one, two."]


def test_a_newer_format_is_left_alone_and_said(page: Page):
    """After going back to an older version of the site, what the newer one wrote stays as it is, byte for
    byte, and each page says so instead of claiming that nothing was written."""
    newer = {
        "format": "999",
        "mode": "keep",
        "note:noticing-discomfort/sentence-of-self-doubt": '{"in": "a new shape"}',
        "progress:noticing-discomfort": '{"in": "a new shape"}',
    }
    put(page, newer)
    page.goto(UNIT)
    box = page.locator("reflection-note textarea").first
    box.fill("Older words.")
    expect(page.locator(".ts-note__status").first).to_have_text(
        "Not saved: a newer version of this site has kept notes here. Reload the page. "
        "Your words are in this tab only. Download them before you close it."
    )
    page.get_by_role("button", name="Keep them on this device").first.click()
    expect(page.locator(".ts-keep__words").first).to_have_text(
        "You chose to keep your notes on this device, but this browser does not keep them now."
    )
    page.get_by_role("button", name="Mark this unit as read").click()
    expect(page.locator(".ts-progress-mark__news")).to_contain_text(
        "Not kept: a newer version of this site has been used here. Reload the page."
    )
    assert axe_faults(page) == []
    box.fill("")
    assert page.evaluate(READ) == newer
    page.locator(".ts-note__links a").first.click()
    expect(page.locator(".ts-notebook__count")).to_contain_text("Your notes are still there.")
    assert page.evaluate(READ) == newer
    page.get_by_role("button", name="Erase everything", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Erase everything", exact=True).click()
    expect(page.locator(".ts-notebook__news")).to_contain_text("Erased, and checked")
    assert page.evaluate(READ) == {}


def test_a_format_that_is_no_number_is_left_alone(page: Page):
    """What no version can have written is treated like a newer one's: not read, not changed."""
    entries = {**sample()["entries"], "format": "null"}
    put(page, entries)
    assert page.evaluate("trainingSite.store.whyShut()") == "newer"
    assert page.evaluate("trainingSite.store.saveNote('m', 'e', {text: 'x'}).kept") is False
    assert page.evaluate(READ) == entries


def test_an_open_page_stops_writing_when_a_newer_version_has_moved_on(
    page: Page, context: BrowserContext, site: BuiltSite
):
    """A tab opened before an update writes nothing in its format after another tab has moved on."""
    put(page, sample()["entries"])
    serve_newer(context, site)
    updated = context.new_page()
    with page.expect_console_message(lambda told: told.text == "closed"):
        page.evaluate(
            "addEventListener('storage', () => { if (trainingSite.store.whyShut()) console.log('closed') })"
        )
        updated.goto("glossary/")
    kept = updated.evaluate(READ)
    assert page.evaluate("trainingSite.store.saveNote('m', 'e', {text: 'Old.'})") == {
        "kept": False,
        "reason": "newer",
    }
    assert updated.evaluate(READ) == kept
