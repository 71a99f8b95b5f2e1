"""The loss cases once more in Firefox, where the machine has one: what is typed is kept, or goes."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from built import BuiltSite
from conftest import served
from firefox import Firefox, RefusedError, find_firefox, started

PROGRAM = find_firefox()
UNIT = "noticing-discomfort/five-sources/"
BOX = "reflection-note textarea"
VALUE = f"document.querySelector({BOX!r})?.value"
KEEP = "trainingSite.store.setMode('keep')"
DO_NOT_KEEP = "trainingSite.store.setMode('session')"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(PROGRAM is None, reason="this machine has no Firefox (apt-get install firefox-esr)"),
]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile that no Firefox has used."""
    return tmp_path / "profile"


@pytest.fixture
def firefox(profile: Path) -> Iterator[Firefox]:
    """A fresh Firefox; where it cannot be steered, as one in a sandbox of its own, the tests are skipped."""
    with ExitStack() as stack:
        try:
            one = stack.enter_context(started(str(PROGRAM), profile))
        except RefusedError as refusal:
            pytest.skip(f"{PROGRAM}: {refusal}")
        yield one


def open_unit(firefox: Firefox, site_address: str, mode: str = KEEP) -> None:
    """Open the unit in a mode."""
    firefox.open(site_address + UNIT)
    firefox.run(mode)


def test_closing_right_after_a_keystroke_loses_nothing(firefox: Firefox, site_address: str):
    """The tab is closed at once after the last key; the next one has the note."""
    first = firefox.ask("WebDriver:GetWindowHandle")
    firefox.new_tab()
    open_unit(firefox, site_address)
    firefox.type(BOX, "Closed at once")
    firefox.ask("WebDriver:CloseWindow")
    firefox.go_to(first)
    firefox.open(site_address + UNIT)
    assert firefox.run(f"return {VALUE}") == "Closed at once"


def test_reload_and_back_find_the_note(firefox: Firefox, site_address: str):
    """Reload, another page and back: the text is there each time, in either mode."""
    for mode, text in ((KEEP, "Kept"), (DO_NOT_KEEP, "Not kept")):
        open_unit(firefox, site_address, mode)
        firefox.run(f"document.querySelector({BOX!r}).value = ''")
        firefox.type(BOX, text)
        firefox.ask("WebDriver:Refresh")
        assert firefox.run(f"return {VALUE}") == text
        firefox.run("document.querySelector('.ts-note__links a').click()")
        firefox.wait_for("location.pathname.endsWith('/notebook/') && document.readyState === 'complete'")
        assert firefox.run("return document.querySelector('.ts-notebook__text').textContent") == text
        firefox.ask("WebDriver:Back")
        firefox.wait_for(f"location.pathname.endsWith('/five-sources/') && {VALUE} === {text!r}")


def test_two_tabs_on_one_note_share_it(firefox: Firefox, site_address: str):
    """What is typed in one tab appears in the other."""
    first = firefox.ask("WebDriver:GetWindowHandle")
    open_unit(firefox, site_address)
    second = firefox.new_tab()
    open_unit(firefox, site_address)
    firefox.type(BOX, "One. ")
    firefox.go_to(first)
    firefox.wait_for(f"{VALUE} === 'One. '")
    firefox.type(BOX, "Two.")
    firefox.go_to(second)
    firefox.wait_for(f"{VALUE} === 'One. Two.'")


def test_words_that_are_not_kept_are_gone_with_the_tab(firefox: Firefox, site_address: str):
    """Without keeping, nothing is on the device, and a closed tab takes everything along."""
    first = firefox.ask("WebDriver:GetWindowHandle")
    firefox.new_tab()
    open_unit(firefox, site_address, DO_NOT_KEEP)
    firefox.type(BOX, "Only here")
    assert "Only here" not in firefox.run(
        "return JSON.stringify([{...localStorage}, {...sessionStorage}, window.name])"
    )
    assert firefox.run("return Object.keys(localStorage).filter((key) => key.includes('note:'))") == []
    firefox.ask("WebDriver:CloseWindow")
    firefox.go_to(first)
    firefox.open(site_address + UNIT)
    assert firefox.run(f"return {VALUE}") == ""


def test_quitting_right_after_a_keystroke_loses_nothing(firefox: Firefox, profile: Path, site_address: str):
    """Firefox is quit as its menu does, at once after a key; the next start has the note."""
    open_unit(firefox, site_address)
    firefox.type(BOX, "Quit at once")
    firefox.ask("Marionette:Quit", flags=["eAttemptQuit"])
    firefox.process.wait(timeout=60)
    with started(str(PROGRAM), profile) as again:
        again.open(site_address + UNIT)
        assert again.run(f"return {VALUE}") == "Quit at once"


def test_a_full_storage_is_told(firefox: Firefox, site_address: str):
    """With the quota filled for real the page says that the note is not saved."""
    open_unit(firefox, site_address)
    firefox.run(
        """for (let size = 5e6; size >= 1; size = Math.floor(size / 2))
             try { for (;;) localStorage.setItem(`fill-${Math.random()}`, 'x'.repeat(size)) } catch {}"""
    )
    firefox.type(BOX, "No room for this.")
    firefox.wait_for("document.querySelector('.ts-note__status').textContent.includes('storage is full')")


def test_the_site_reads_without_its_server(firefox: Firefox, site: BuiltSite):
    """After one visit the server is gone; a page never opened comes with its look, and takes a note."""
    with served(site.root, worker=True) as address:
        firefox.open(address)
        firefox.wait_for(
            "document.querySelector('[data-site-copy]').textContent.startsWith('A copy of this')"
        )
    firefox.open(address + UNIT)
    assert firefox.run("return getComputedStyle(document.querySelector('.ts-header')).display") != "inline"
    firefox.run(KEEP)
    firefox.type(BOX, "Written on a train")
    firefox.open(address + "notebook/")
    firefox.wait_for("document.querySelector('note-book')?.textContent.includes('Written on a train')")
