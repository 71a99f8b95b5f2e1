"""The store keeps what a learner leaves on the device, and says so when it does not."""

import base64
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from built import BuiltSite
from project import Project
from tools import ROOT, find_chromium

NOTE = {
    "text": "The call froze.",
    "prompt": "What happened?",
    "title": "A frozen call",
    "moduleTitle": "Orienting clients",
    "path": "orienting-clients/welcome/#frozen",
}
OURS = "(place) => Object.keys(place).filter((key) => key.startsWith('training-site:'))"
"""What of the browser's storage is the store's: the theme keeps the color scheme beside it."""


def store(page: Page, call: str, argument: object = None) -> object:
    """What a call of the store answers on a page."""
    return page.evaluate(f"(argument) => trainingSite.store.{call}", argument)


def ours(page: Page) -> list[object]:
    """The store's keys on the device and in the tab."""
    return [page.evaluate(f"({OURS})({place})") for place in ("localStorage", "sessionStorage")]


def save(page: Page, text: str = NOTE["text"], exercise: str = "frozen") -> object:
    """Save a note through the store."""
    return store(
        page, f"saveNote('orienting-clients', {json.dumps(exercise)}, argument)", {**NOTE, "text": text}
    )


def text_of(page: Page, exercise: str = "frozen") -> object:
    """A note's text as the store gives it, or nothing."""
    return store(page, f"note('orienting-clients', {json.dumps(exercise)})?.text")


def tab_at(context: BrowserContext, ending: str) -> Page:
    """The tab at an address, as soon as the browser has opened and loaded it again by itself."""
    for _ in range(600):
        for page in context.pages:
            if page.url.endswith(ending):
                page.wait_for_load_state()
                return page
        context.pages[0].evaluate("new Promise((soon) => setTimeout(soon, 50))")
    raise AssertionError(f"no tab came back at {ending}")


def test_only_the_store_touches_storage():
    """No other script of ours names anything that a browser stores."""
    named = ("localStorage", "sessionStorage", "indexedDB", r"\bcaches\b", r"\.cookie", r"navigator\.storage")
    storage = re.compile("|".join(named))
    scripts = sorted((ROOT / "overrides").rglob("*.js"))
    touching = [path.name for path in scripts if storage.search(path.read_text(encoding="utf-8"))]
    assert touching == ["store.js"]


def test_scripts_of_assets_come_first_and_only_joined(site: BuiltSite):
    """Components find the store ready, and its source is not published a second time."""
    script = site.files["assets/training-site.js"].read_text(encoding="utf-8")
    assert script.index("globalThis.trainingSite.store =") < script.index("customElements.define(")
    assert "assets/store.js" not in site.files


def test_nothing_is_stored_by_reading_the_site(page: Page):
    """A visit that writes and marks nothing leaves nothing of the store behind."""
    page.goto("glossary/")
    assert store(page, "isEmpty()") is True
    assert store(page, "mode()") == "unasked"


def test_note_is_there_on_another_page_and_after_reload(page: Page):
    """A kept note has the same fields on a page of another depth, and after a reload."""
    page.goto("glossary/")
    assert store(page, "setMode('keep')") == {"kept": True}
    assert save(page) == {"kept": True}
    for address in ("", "orienting-clients/", "facilitator/orienting-clients/", "no-such-page/"):
        page.goto(address)
        found = store(page, "note('orienting-clients', 'frozen')")
        assert isinstance(found, dict)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*Z", found.pop("updated"))
        assert found == {"module": "orienting-clients", "exercise": "frozen", **NOTE}


def test_another_copy_on_the_same_host_sees_nothing(page: Page):
    """Keys carry the site's path, so two sites in two folders of one host stay apart."""
    page.goto("glossary/")
    store(page, "setMode('keep')")
    save(page)
    keys = page.evaluate("Object.keys(localStorage).filter((key) => key.includes('note:'))")
    assert keys == ["training-site:/training/:note:orienting-clients/frozen"]


def test_notes_wait_for_the_choice(page: Page):
    """Before the choice a note is in the tab only, and keeping it afterwards stores it."""
    page.goto("glossary/")
    assert save(page) == {"kept": False, "reason": "not-keeping"}
    assert text_of(page) == NOTE["text"]
    assert ours(page) == [[], ["training-site:/training/:pad"]]
    assert store(page, "setMode('keep')") == {"kept": True}
    page.reload()
    assert text_of(page) == NOTE["text"]


def test_progress_is_kept_without_a_choice_and_not_in_session_mode(page: Page):
    """Progress holds none of the learner's words: it is kept unless the learner chose not to keep."""
    page.goto("glossary/")
    assert store(page, "markRead('orienting-clients', 'welcome', true)") == {"kept": True}
    store(page, "setMode('session')")
    assert store(page, "progress('orienting-clients').units") == {}
    assert store(page, "markRead('orienting-clients', 'welcome', true)") == {
        "kept": False,
        "reason": "not-keeping",
    }
    store(page, "markRead('orienting-clients', 'first-minutes', true)")
    store(page, "setMode('keep')")
    page.reload()
    units = store(page, "progress('orienting-clients').units")
    assert isinstance(units, dict)
    assert set(units) == {"welcome", "first-minutes"}
    store(page, "markRead('orienting-clients', 'welcome', false)")
    assert set(store(page, "progress('orienting-clients').units")) == {"first-minutes"}  # type: ignore[call-overload]


def test_session_notes_stay_in_the_tab(page: Page, context: BrowserContext):
    """Without keeping, links, reload, back and a typed address find the notes again; another tab does not."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("glossary/")
    store(page, "setMode('session')")
    save(page, "Wörter, \U0001f9ed “quoted”\nand a new line.")
    page.locator("a[href$='references/']:visible").first.click()
    page.wait_for_url("**/references/")
    assert text_of(page) == "Wörter, \U0001f9ed “quoted”\nand a new line."
    save(page, "Longer.")
    page.reload()
    assert text_of(page) == "Longer."
    page.go_back()
    assert text_of(page) == "Longer."
    page.goto("about/")
    assert text_of(page) == "Longer."
    other = context.new_page()
    other.goto("about/")
    assert text_of(other) is None


def test_session_notes_are_nowhere_readable(page: Page, context: BrowserContext):
    """Storage and the window's name hold no word of an unkept note, and a tab that gets only one half
    of what is there finds no note."""
    page.goto("glossary/")
    store(page, "setMode('session')")
    save(page)
    device, tab = ours(page)
    assert device == []
    assert sorted(tab) == ["training-site:/training/:mode", "training-site:/training/:pad"]  # type: ignore[call-overload]
    left = page.evaluate("({pad: sessionStorage['training-site:/training/:pad'], name: window.name})")
    seen = [base64.b64decode(half.rpartition(":")[2]) for half in left.values()]
    assert len(seen[0]) == len(seen[1]) > 100
    assert not any(b"frozen" in half or b"The call" in half for half in seen)
    for script in (
        "(left) => { window.name = left.name }",
        "(left) => sessionStorage.setItem('x', left.pad)",
    ):
        other = context.new_page()
        other.goto("about/")
        other.evaluate(script.replace("'x'", "'training-site:/training/:pad'"), left)
        other.reload()
        assert text_of(other) is None


def test_a_reopened_tab_has_no_session_notes(browser: Browser, site_address: str, tmp_path: Path):
    """Closed and reopened by the browser itself, the tab comes back without the note; kept ones stay."""

    def launch(*arguments: str) -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=find_chromium(),
            headless=False,
            args=["--headless=new", "--no-sandbox", "--disable-gpu", *arguments],
            ignore_default_args=["about:blank"] if arguments else None,
        )

    context = launch()
    page = context.new_page()
    page.goto(site_address + "glossary/")
    store(page, "setMode('keep')")
    save(page, "Kept.", "kept")
    store(page, "setMode('session')")
    save(page)
    page.evaluate("sessionStorage.setItem('witness', 'came back')")
    page.goto(site_address + "about/")
    assert text_of(page) == NOTE["text"]
    context.close()
    context = launch("--restore-last-session")
    page = tab_at(context, "/about/")
    assert page.evaluate("sessionStorage.getItem('witness')") == "came back"
    assert text_of(page) is None
    store(page, "setMode('keep')")
    assert [text_of(page), text_of(page, "kept")] == [None, "Kept."]
    context.close()


def test_leaving_with_session_notes_asks_first(page: Page):
    """Reloading or closing with notes that would be gone makes the browser ask; links do not."""
    page.goto("glossary/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("h1").click()
    page.reload()
    assert asked == []
    save(page)
    page.locator("h1").click()
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("a[href$='references/']:visible").first.click()
    page.wait_for_url("**/references/")
    assert asked == ["beforeunload"]
    store(page, "setMode('keep')")
    page.locator("h1").click()
    page.reload()
    assert asked == ["beforeunload"]


def test_keeping_adds_to_a_kept_note_and_replaces_nothing(page: Page):
    """Where the device has a note already, the tab's own text goes below it."""
    page.goto("glossary/")
    store(page, "setMode('keep')")
    save(page, "First.")
    store(page, "setMode('session')")
    assert text_of(page) is None
    assert store(page, "countKept()") == 1
    save(page, "Second.")
    store(page, "setMode('keep')")
    assert text_of(page) == "First.\n\nSecond."


@pytest.mark.parametrize(("error", "reason"), [("QuotaExceededError", "full"), ("SecurityError", "refused")])
def test_a_failed_write_says_why_and_stays_in_memory(context: BrowserContext, error: str, reason: str):
    """A write that the browser refuses is told, and the text is there while the page lives."""
    page = context.new_page()
    page.goto("glossary/")
    store(page, "setMode('keep')")
    page.evaluate(
        f"() => {{ Storage.prototype.setItem = () => {{ throw new DOMException('', '{error}') }} }}"
    )
    assert save(page) == {"kept": False, "reason": reason}
    assert text_of(page) == NOTE["text"]
    assert store(page, "holdsUnkept()") is True


def test_a_really_full_storage_is_told(page: Page, context: BrowserContext):
    """With the quota filled for real, the old text stays stored and the new one in the tab."""
    page.goto("glossary/")
    store(page, "setMode('keep')")
    save(page, "Before.")
    page.evaluate(
        """() => { for (let size = 5e6; size >= 1; size = Math.floor(size / 2))
             try { localStorage.setItem(`fill-${size}`, 'x'.repeat(size)) } catch {} }"""
    )
    assert save(page, "Before. And after, at some length.") == {"kept": False, "reason": "full"}
    assert text_of(page) == "Before. And after, at some length."
    other = context.new_page()
    other.goto("glossary/")
    assert text_of(other) == "Before."


def test_denied_storage_throws_nothing(browser: Browser, site_address: str):
    """With storage denied altogether the store works from memory, and every write says so."""
    context = browser.new_context(base_url=site_address)
    context.add_init_script(
        """for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {
             get() { throw new DOMException('denied', 'SecurityError') } })"""
    )
    page = context.new_page()
    page.goto("glossary/")
    assert store(page, "setMode('keep')") == {"kept": False, "reason": "refused"}
    assert save(page) == {"kept": False, "reason": "refused"}
    assert text_of(page) == NOTE["text"]
    assert store(page, "markRead('a', 'b', true)") == {"kept": False, "reason": "refused"}
    store(page, "eraseEverything()")
    assert store(page, "isEmpty()") is True
    context.close()


def test_another_tab_hears_of_it(context: BrowserContext):
    """A note written in one tab is told in the other, which then reads the same text."""
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto("glossary/")
    second.evaluate("() => { heard = []; trainingSite.store.subscribe((change) => heard.push(change)) }")
    store(first, "setMode('keep')")
    save(first)
    second.wait_for_function("heard.some((change) => change.kind === 'note')")
    assert second.evaluate("heard.find((change) => change.kind === 'note')") == {
        "kind": "note",
        "module": "orienting-clients",
        "exercise": "frozen",
        "elsewhere": True,
    }
    assert text_of(second) == NOTE["text"]


def test_choosing_in_one_tab_keeps_what_another_holds(context: BrowserContext):
    """A tab with an unkept note keeps it when keeping is chosen in another tab."""
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto("glossary/")
    save(second)
    store(first, "setMode('keep')")
    first.wait_for_function("trainingSite.store.note('orienting-clients', 'frozen') !== null")
    assert text_of(first) == NOTE["text"]


def test_erasing_leaves_proof(page: Page):
    """One note, one module, everything: what is asked for goes, and only that."""
    page.goto("glossary/")
    store(page, "setMode('keep')")
    save(page)
    save(page, exercise="other")
    store(page, "saveNote('another-module', 'x', {text: 'Kept.'})")
    store(page, "markRead('orienting-clients', 'welcome', true)")
    store(page, "eraseNote('orienting-clients', 'frozen')")
    assert [text_of(page), text_of(page, "other")] == [None, NOTE["text"]]
    store(page, "eraseModule('orienting-clients')")
    assert store(page, "notes().map((note) => note.module)") == ["another-module"]
    assert store(page, "progress('orienting-clients').units") == {}
    page.evaluate("localStorage.setItem('of-another-site', 'stays')")
    store(page, "eraseEverything()")
    assert store(page, "isEmpty()") is True
    assert ours(page) == [[], []]
    assert page.evaluate("localStorage.getItem('of-another-site')") == "stays"
    assert store(page, "mode()") == "unasked"


def test_results_hold_a_score_and_no_answers(page: Page):
    """The post-test leaves its date and score; anything else handed in is dropped."""
    page.goto("glossary/")
    store(page, "saveResult({right: 15, of: 18, passed: true, answers: ['wrong one']})")
    (result,) = store(page, "results()")  # type: ignore[misc]
    assert set(result) == {"date", "right", "of", "passed"}
    assert "wrong one" not in page.evaluate("JSON.stringify({...localStorage})")


def test_broken_entries_do_not_break_the_site(page: Page):
    """Whatever stands under our keys, the store answers with what it can read."""
    page.goto("glossary/")
    prefix = "training-site:/training/:"
    for name, text in {
        "note:a/b": "{not json",
        "note:a/c": '{"text": 5}',
        "note:a/d": '{"text": "Fine.", "title": ["x"]}',
        "progress:a": '{"units": {"x": 5, "y": "2026-11-22T10:00:00Z"}, "confidence": "high"}',
        "results": "17",
        "mode": "keep",
    }.items():
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [prefix + name, text])
    page.reload()
    assert store(page, "notes().map((note) => [note.exercise, note.text, note.title])") == [
        ["d", "Fine.", ""]
    ]
    assert store(page, "progress('a')") == {
        "units": {"y": "2026-11-22T10:00:00Z"},
        "exercises": {},
        "check": {},
        "confidence": {},
    }
    assert store(page, "results()") == []


def test_notes_follow_former_ids(context: BrowserContext):
    """Notes and progress move to the new id of a module and of an exercise, and join a note there."""
    page = context.new_page()
    page.goto("glossary/")
    store(page, "setMode('keep')")
    store(page, "saveNote('old-module', 'one', {text: 'One.'})")
    store(page, "saveNote('old-module', 'old-two', {text: 'Two.'})")
    store(page, "saveNote('new-module', 'two', {text: 'Newer two.'})")
    store(page, "markRead('old-module', 'old-unit', true)")
    moved = {
        "old-module": "new-module",
        "new-module/old-two": "new-module/two",
        "new-module/old-unit": "new-module/unit",
    }
    data = json.dumps(moved)
    context.route(
        "**/references/",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace(
                "</body>", f'<script type="application/json" data-ts-moved>{data}</script></body>'
            ),
        ),
    )
    page.goto("references/")
    found = store(page, "notes().map((note) => [note.module, note.exercise, note.text])")
    assert found == [["new-module", "one", "One."], ["new-module", "two", "Newer two.\n\nTwo."]]
    assert list(store(page, "progress('new-module').units")) == ["unit"]  # type: ignore[call-overload]
    assert store(page, "allProgress()['old-module']") is None
    page.reload()
    assert store(page, "notes().length") == 2


def test_a_renamed_exercise_and_module_keep_their_notes(
    context: BrowserContext, own_project: Project, serve: Callable[[Path], AbstractContextManager[str]]
):
    """With `former_ids` in the YAML, the built site moves notes to the new ids by itself."""
    path = own_project.root / "modules" / "noticing-discomfort.yml"
    text = path.read_text(encoding="utf-8")
    (exercise,) = re.findall(r"- reflection:\n +id: ([a-z-]+)\n", text)[:1]
    changed = re.sub(
        rf"(- reflection:\n( +)id: {exercise}\n)", r"\1\2former_ids: [once-called-this]\n", text, count=1
    )
    path.write_text(changed + "\nformer_ids: [an-older-module]\n", encoding="utf-8")
    page = context.new_page()
    with serve(own_project.build()) as address:
        page.goto(address + "404.html")
        store(page, "setMode('keep')")
        for module, name in (("noticing-discomfort", "once-called-this"), ("an-older-module", "other")):
            page.evaluate(
                """([key, note]) => localStorage.setItem(key, note)""",
                [f"training-site:/training/:note:{module}/{name}", json.dumps({"text": name})],
            )
        page.goto(address)
        found = store(page, "notes().map((note) => [note.module, note.exercise, note.text])")
    assert sorted(found) == sorted(  # type: ignore[call-overload]
        [
            ["noticing-discomfort", exercise, "once-called-this"],
            ["noticing-discomfort", "other", "other"],
        ]
    )
