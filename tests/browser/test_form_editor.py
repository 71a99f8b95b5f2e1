"""The form editor as a trainer uses it: in a real browser, on a copy of the project under git."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from project import Project
from test_editing_server import Editor, editing
from tools import AXE

LIMIT = 120_000
"""Milliseconds; an answer takes a moment, on a busy machine many."""

UNIT = "Before the first session"
NAME = "orienting-clients"


def git(project: Project, *arguments: str) -> str:
    """What git says about the project."""
    command = ["git", "-c", "user.name=Trainer", "-c", "user.email=trainer@example.org", *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True).stdout


def changed_lines(project: Project) -> list[str]:
    """The lines that git sees changed, without context."""
    lines = git(project, "diff", "--unified=0").splitlines()
    return [line for line in lines if re.match(r"[-+](?![-+]{2})", line)]


@pytest.fixture
def editor(own_project: Project) -> Iterator[Editor]:
    """An editor of a project of its own, all of it committed."""
    (own_project.root / ".gitignore").write_text(".cache/\nsite/\n__pycache__/\n", encoding="utf-8")
    git(own_project, "init", "--quiet")
    git(own_project, "config", "core.autocrlf", "false")
    git(own_project, "add", ".")
    git(own_project, "commit", "--quiet", "-m", "As it was")
    with editing(own_project) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab in a profile of its own; the editor needs no built site."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(editor: Editor, page: Page) -> Page:
    """The editor's page, opened as the command opens it."""
    page.set_default_timeout(LIMIT)
    expect.set_options(timeout=LIMIT)
    page.goto(editor.server.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("About")
    return page


def open_part(desk: Page, name: str) -> None:
    """Choose a part of the open file in the contents."""
    desk.get_by_role("navigation", name="Course").get_by_role("button", name=name, exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(name)


def open_card(desk: Page, name: str | re.Pattern[str]) -> Locator:
    """Open a card and give it."""
    card = desk.locator(".card", has=desk.locator(".card-title", has_text=name)).first
    card.locator(".card-title").click()
    expect(card.locator(".card-title")).to_have_attribute("aria-expanded", "true")
    return card


def field(card: Locator, name: str) -> Locator:
    """A box of a form by its label."""
    return card.locator("input, textarea, select").and_(card.get_by_label(name, exact=True))


def fill(box: Locator, words: str) -> None:
    """Type into a box and leave it."""
    box.fill(words)
    box.blur()


def save(desk: Page) -> None:
    """Press Save and wait for what it says."""
    desk.get_by_role("button", name="Save", exact=True).click()


def saved(desk: Page, name: str = NAME) -> None:
    """Save and see it done."""
    save(desk)
    expect(desk.locator(".told")).to_contain_text(f"Saved in modules/{name}.yml.")
    expect(desk.locator("#state")).to_have_text("All saved.")


def choose(desk: Page, button: str) -> None:
    """Press a button of the open dialog."""
    desk.get_by_role("dialog").get_by_role("button", name=button).click()


def preview(desk: Page) -> Locator:
    """What the preview shows."""
    return desk.frame_locator("#preview").locator("body")


def test_a_reflection_is_added_and_a_unit_moved(editor, desk):
    """A new reflection and a moved unit show at once, and git sees those lines and no others."""
    open_part(desk, UNIT)
    desk.get_by_role("button", name="Add: block").click()
    choose(desk, "Reflection")
    card = desk.locator(".card").last
    fill(field(card, "Title"), "A door of your own")
    expect(field(card, "Stable name (id)")).to_have_value("a-door-of-your-own")
    fill(field(card, "Prompt"), "Think of a door that you were glad to find open.\n\nWho had opened it?")
    fill(field(card, "Help"), "Any door will do: a school, a clinic, a friend's house.")
    fill(field(card, "Sample answer"), "My aunt's kitchen: nobody knocked there.")
    fill(field(card, "Minutes"), "3")
    fill(field(card, "Passage"), "p1")
    fill(field(card, "How"), "It takes up the doors that closed: and the one that stayed.")
    expect(preview(desk)).to_contain_text("Think of a door that you were glad to find open.")
    saved(desk)
    assert changed_lines(editor.project) == [
        "+      - reflection:",
        "+          id: a-door-of-your-own",
        "+          title: A door of your own",
        "+          prompt: |",
        "+            Think of a door that you were glad to find open.",
        "+",
        "+            Who had opened it?",
        "+          help: >-",
        "+            Any door will do: a school, a clinic, a friend's house.",
        "+          sample_answer: >-",
        "+            My aunt's kitchen: nobody knocked there.",
        "+          minutes: 3",
        "+          derived_from:",
        "+            - passage: p1",
        "+              how: >-",
        "+                It takes up the doors that closed: and the one that stayed.",
    ]
    git(editor.project, "commit", "--quiet", "--all", "-m", "A reflection")
    before = editor.text(NAME)
    desk.get_by_role("button", name="Move down", exact=True).click()
    expect(desk.locator(".told")).to_contain_text("Moved: it is now number 3 of 12.")
    saved(desk)
    after = editor.text(NAME)
    assert sorted(after.split("\n")) == sorted(before.split("\n")), "moved lines are the same lines"
    assert after.index("id: opening-two-minutes") < after.index("id: before-the-first-session")
    assert after.index("# 2 ----") < after.index("id: before-the-first-session") < after.index("# 4 ----")
    assert editor.project.run("check").returncode == 0


@pytest.mark.long
def test_a_changed_word_is_one_line(editor, desk):
    """One word typed in a long text changes the line that it stands on."""
    open_part(desk, UNIT)
    card = open_card(desk, "Text: Ten minutes on the phone")
    box = field(card, "Text")
    box.fill(box.input_value().replace("Ten minutes", "Five minutes"))
    box.blur()
    expect(preview(desk)).to_contain_text("Five minutes on the phone")
    saved(desk)
    rest = "on the phone with the caregiver, before you ever meet the child on a screen, can do"
    assert changed_lines(editor.project) == [
        f"-          Ten minutes {rest}",
        f"+          Five minutes {rest}",
    ]


def test_a_mistake_shows_at_its_field_and_can_wait_as_a_draft(editor, desk):
    """What `check` would say stands at the field; the file stays, and a draft is kept until it is whole."""
    open_part(desk, UNIT)
    fill(field(desk.locator("main"), "Duration minutes"), "ten")
    said = (
        "In the unit before-the-first-session, after duration_minutes: a whole number is expected, not “ten”."
    )
    note = desk.locator('[data-path="#/duration_minutes"] .problem')
    expect(note).to_have_text(said)
    box = field(desk.locator("main"), "Duration minutes")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert note.get_attribute("id") in (box.get_attribute("aria-describedby") or "").split()
    expect(desk.locator("#preview-note")).to_have_text("The last version without mistakes.")
    save(desk)
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Not saved yet: there is something to mend")
    expect(dialog).to_contain_text(said)
    choose(desk, "Keep as a draft")
    expect(desk.locator(".told")).to_contain_text("Kept as a draft. The course is unchanged.")
    assert changed_lines(editor.project) == []
    desk.reload()
    expect(dialog).to_contain_text("There is an unfinished draft")
    choose(desk, "Go on with the draft")
    open_part(desk, UNIT)
    expect(field(desk.locator("main"), "Duration minutes")).to_have_value("ten")
    fill(field(desk.locator("main"), "Duration minutes"), "5")
    expect(desk.locator(".problem")).to_have_count(0)
    saved(desk)
    assert changed_lines(editor.project) == ["-    duration_minutes: 4", "+    duration_minutes: 5"]
    assert editor.server.desk.store.kept(NAME) is None


def test_a_file_changed_meanwhile_is_not_overwritten(editor, desk):
    """Both versions are shown; with mine put on top, what both did is in the file."""
    path = editor.project.root / "modules" / f"{NAME}.yml"
    open_part(desk, UNIT)
    fill(field(desk.locator("main"), "Title"), "Before you first meet")
    theirs = editor.text(NAME).replace("title: Orienting clients to telehealth", "title: Their title", 1)
    theirs = theirs.replace("    duration_minutes: 4\n", "    duration_minutes: 6\n")
    path.write_text(theirs, encoding="utf-8")
    save(desk)
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("The file was changed meanwhile")
    expect(dialog).to_contain_text("Their title")
    expect(dialog).to_contain_text("Before you first meet")
    assert editor.text(NAME) == theirs
    choose(desk, "Go on editing")
    assert editor.text(NAME) == theirs
    save(desk)
    choose(desk, "Put my changes on top")
    expect(desk.locator(".told")).to_contain_text("Your changes are on top of the file as it is now.")
    assert editor.text(NAME) == theirs
    saved(desk)
    assert editor.text(NAME) == theirs.replace(f"title: {UNIT}", "title: Before you first meet")


@pytest.mark.long
def test_a_file_changed_meanwhile_can_be_taken_as_it_is(editor, desk):
    """Whoever prefers the other version gets it, and nothing is written."""
    path = editor.project.root / "modules" / f"{NAME}.yml"
    fill(field(desk.locator("main"), "Title"), "Mine")
    theirs = editor.text(NAME).replace("title: Orienting clients to telehealth", "title: Theirs", 1)
    path.write_text(theirs, encoding="utf-8")
    save(desk)
    choose(desk, "Take the file as it is now")
    expect(field(desk.locator("main"), "Title")).to_have_value("Theirs")
    expect(desk.locator("#state")).to_have_text("All saved.")
    assert editor.text(NAME) == theirs


@pytest.mark.long
def test_saves_are_taken_back(editor, desk):
    """Two saves are undone one after the other, and then there is nothing left to undo."""
    undo = desk.get_by_role("button", name="Undo last save")
    expect(undo).to_be_disabled()
    for title in ("One", "Two"):
        fill(field(desk.locator("main"), "Title"), title)
        saved(desk)
    undo.click()
    expect(field(desk.locator("main"), "Title")).to_have_value("One")
    undo.click()
    expect(field(desk.locator("main"), "Title")).to_have_value("Orienting clients to telehealth")
    expect(undo).to_be_disabled()
    assert changed_lines(editor.project) == []


def test_each_letter_counts_at_once(editor, desk):
    """A save while the cursor is still in a box holds every letter, and typing goes on where it was."""
    summary = field(desk.locator("main"), "Summary")
    before = summary.input_value()
    summary.focus()
    desk.keyboard.press("Control+Home")
    desk.keyboard.type("Well then: ")
    expect(desk.locator("#state")).to_have_text("Changes are not saved yet.")
    desk.keyboard.press("Control+s")
    desk.keyboard.type("while it saves, ")
    desk.keyboard.press("Control+s")
    expect(desk.locator(".told")).to_contain_text(f"Saved in modules/{NAME}.yml.")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(summary).to_be_focused()
    expect(desk.locator("#state")).to_have_text("Changes are not saved yet.")
    desk.keyboard.type("and after. ")
    expect(summary).to_have_value(f"Well then: while it saves, and after. {before}")
    assert "Well then: How to help" in " ".join(editor.text(NAME).split())
    summary.blur()
    saved(desk)
    assert "Well then: while it saves, and after. How to" in " ".join(editor.text(NAME).split())


def test_the_focus_is_never_lost(desk):
    """After a save, an undo, a dialog that is left and a new block, the keyboard goes on from there."""
    keys = desk.keyboard
    save_button = desk.get_by_role("button", name="Save", exact=True)
    save_button.focus()
    keys.press("Enter")
    expect(desk.locator(".told")).to_contain_text("There is nothing new to save.")
    fill(field(desk.locator("main"), "Title"), "One")
    save_button.focus()
    keys.press("Enter")
    expect(desk.locator(".told")).to_contain_text(f"Saved in modules/{NAME}.yml.")
    expect(save_button).to_be_focused()
    undo = desk.get_by_role("button", name="Undo last save")
    undo.focus()
    keys.press("Enter")
    expect(desk.locator(".told")).to_contain_text(f"Took the last save of modules/{NAME}.yml back.")
    expect(undo).to_be_focused()
    keys.press("Enter")
    expect(desk.locator(".told")).to_contain_text("There is no save to undo.")
    open_part(desk, UNIT)
    fill(field(desk.locator("main"), "Duration minutes"), "ten")
    save_button.focus()
    keys.press("Enter")
    expect(desk.get_by_role("dialog")).to_contain_text("Not saved yet")
    keys.press("Escape")
    expect(save_button).to_be_focused()
    desk.get_by_role("button", name="Add: block").focus()
    keys.press("Enter")
    choose(desk, "Heading")
    expect(field(desk.locator(".card").last, "Heading")).to_be_focused()


def test_a_press_in_the_contents_is_not_lost(desk):
    """Leaving a box by a press on another part opens that part at the first press."""
    field(desk.locator("main"), "Title").fill("Arriving")
    desk.get_by_role("navigation", name="Course").get_by_role("button", name=UNIT, exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(UNIT)


def test_another_file_begins_at_its_top(desk):
    """Opening another file shows its heading and puts the focus there, as opening a part does."""
    open_part(desk, UNIT)
    desk.get_by_role("button", name="Add: block").scroll_into_view_if_needed()
    desk.get_by_role("navigation", name="Course").get_by_role("button", name="Glossary").click()
    heading = desk.get_by_role("heading", level=1)
    expect(heading).to_have_text("Entries")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_the_names_of_cards_have_room(desk):
    """Beside the preview, the name of a card takes most of its line and its buttons go below it."""
    open_part(desk, UNIT)
    card = desk.locator(".card").first
    share = "card => card.querySelector('.card-name').clientWidth / card.clientWidth"
    assert card.evaluate(share) > 0.8


@pytest.fixture
def narrow(desk: Page) -> Page:
    """The editor's page in a window as narrow as a phone."""
    desk.set_viewport_size({"width": 360, "height": 640})
    desk.reload()
    expect(desk.get_by_role("heading", level=1)).to_have_text("About")
    return desk


def go_narrow(desk: Page, name: str) -> None:
    """Choose a part where the contents are folded, and fold them again."""
    fold = desk.locator("#contents-fold > summary")
    fold.click()
    open_part(desk, name)
    fold.click()


IN_REACH = """(button) => {
    const box = button.getBoundingClientRect();
    return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === button;
}"""
COVERED = "document.querySelector('.top').getBoundingClientRect().bottom"
HIDDEN = """() => {
    const box = document.activeElement.getBoundingClientRect();
    const bar = document.querySelector(".top");
    if (document.activeElement.matches(".skip")) return "";
    if (bar.contains(document.activeElement)) return box.top < 0 ? "above the window" : "";
    const edge = bar.getBoundingClientRect().bottom - 1;
    const seen = box.height < innerHeight - edge ? box.top >= edge : box.bottom > edge + 24;
    return !seen || box.top >= innerHeight
        ? `${document.activeElement.outerHTML.slice(0, 90)} at ${box.top}, ${box.height} high, below ${edge}`
        : "";
}"""


@pytest.mark.parametrize(
    ("width", "height", "text", "share"),
    [
        (360, 640, 100, 0.15),
        (320, 256, 100, 0.25),
        pytest.param(360, 640, 200, 0.25, marks=pytest.mark.long),
        pytest.param(640, 400, 100, 0.15, marks=pytest.mark.long),
    ],
)
def test_save_stays_in_reach(editor, narrow, width, height, text, share):
    """Narrow, zoomed, or with large text: a long form's end has Save in view, and most of the window."""
    desk = narrow
    desk.set_viewport_size({"width": width, "height": height})
    desk.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
    go_narrow(desk, UNIT)
    card = open_card(desk, "Activity: The rehearsal")
    last = card.locator("textarea").last
    last.fill("Rehearse it once more.")
    desk.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    save_button = desk.get_by_role("button", name="Save", exact=True)
    expect(save_button).to_be_in_viewport(ratio=1)
    assert save_button.evaluate(IN_REACH)
    assert desk.evaluate(COVERED) < height * share
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    save_button.click()
    expect(desk.locator(".told")).to_contain_text(f"Saved in modules/{NAME}.yml.")
    expect(desk.locator(".told")).to_be_in_viewport()
    assert "Rehearse it once more." in editor.text(NAME)


@pytest.mark.parametrize("text", [100, pytest.param(200, marks=pytest.mark.long)])
def test_the_bar_never_covers_what_has_the_focus(narrow, text):
    """Whatever the keyboard reaches, forward and back, with a note open or not, stands beside the bar."""
    desk = narrow
    desk.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
    go_narrow(desk, UNIT)
    open_card(desk, "Activity: The rehearsal")
    desk.get_by_role("button", name="Add: block").focus()
    covered = []
    for _ in range(40):
        desk.keyboard.press("Shift+Tab")
        covered.append(desk.evaluate(HIDDEN))
    name = desk.locator(".card-title").last.inner_text()
    desk.get_by_role("button", name=f"Delete: {name}").press("Enter")
    expect(desk.get_by_role("button", name="Put it back")).to_be_in_viewport()
    covered.append(desk.evaluate(HIDDEN))
    for _ in range(40):
        desk.keyboard.press("Shift+Tab")
        covered.append(desk.evaluate(HIDDEN))
    order = []
    desk.locator("#look").focus()
    for _ in range(30):
        covered.append(desk.evaluate(HIDDEN))
        order.append(desk.evaluate("document.activeElement.textContent.trim()"))
        desk.keyboard.press("Tab")
    assert list(filter(None, covered)) == []
    assert order[:6] == ["Preview", "Undo last save", "Save", "Put it back", "Close", "Contents"]


def test_a_note_moves_off_what_has_the_focus(narrow):
    """A save with the keys, from a box right below the bar, tells so beside that box and not over it."""
    go_narrow(narrow, UNIT)
    title = field(narrow.locator("main"), "Title")
    title.fill("Before you first meet")
    narrow.evaluate(
        """() => scrollBy(0, document.activeElement.getBoundingClientRect().top
            - document.querySelector(".top").getBoundingClientRect().bottom)"""
    )
    narrow.keyboard.press("Control+s")
    expect(narrow.locator(".told")).to_contain_text(f"Saved in modules/{NAME}.yml.")
    expect(title).to_be_focused()
    assert narrow.evaluate(HIDDEN) == ""


def test_errors_and_warnings_are_told_apart_in_words(desk):
    """A warning says that it is one, at its field, on closed cards and parts, and in the list of all."""
    open_part(desk, UNIT)
    card = open_card(desk, "Text: Ten minutes on the phone")
    text = field(card, "Text")
    fill(text, f"{text.input_value()} See <b>this</b>.")
    note = card.locator(".problem")
    expect(note).to_have_text(re.compile(r"^Warning: .* <b> as it is typed, because texts take no HTML\.$"))
    expect(text).not_to_have_attribute("aria-invalid", "true")
    summary = desk.locator("#problems summary")
    expect(summary).to_have_text("1 to look at")
    part = desk.locator(".parts li", has=desk.get_by_role("button", name=UNIT, exact=True))
    expect(part.locator(".mark")).to_have_text(["1 to look at"])
    expect(card.locator(".mark")).to_have_count(0)
    card.locator(".card-title").click()
    expect(card.locator(".mark")).to_have_text(["1 to look at"])
    other = open_card(desk, "Callout:")
    said = field(other, "Text")
    fill(said, f"{said.input_value()} <i>Really</i> [@nobody-2020]. See [this](elsewhere).")
    other.locator(".card-title").click()
    expect(other.locator(".mark")).to_have_text(["1 to mend", "2 to look at"])
    expect(part.locator(".mark")).to_have_text(["1 to mend", "3 to look at"])
    expect(summary).to_have_text("1 to mend, 3 to look at")
    entries = desk.locator("#problems li")
    expect(entries).to_have_count(4)
    expect(entries.first).not_to_contain_text("Warning:")
    for number in (1, 2, 3):
        expect(entries.nth(number)).to_contain_text("Warning: ")
    other.locator(".card-title").click()
    expect(said).to_have_attribute("aria-invalid", "true")
    assert findings(desk) == []
    save(desk)
    asked = desk.get_by_role("dialog").locator("li")
    expect(asked).to_have_count(4)
    expect(asked.first).not_to_contain_text("Warning:")
    expect(asked.last).to_contain_text("Warning: ")


def test_the_list_of_problems_stays_as_it_was_left(desk):
    """It stays folded while someone types, and the focus in it is not lost when it is drawn anew."""
    minutes = field(desk.locator("main"), "Duration minutes")
    open_part(desk, UNIT)
    minutes.fill("ten")
    problems = desk.locator("#problems")
    problems.get_by_role("button", name="Show me").focus()
    minutes.evaluate(
        "box => { box.value = 'twelve'; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    expect(problems).to_contain_text("twelve")
    expect(problems.get_by_role("button", name="Show me")).to_be_focused()
    problems.locator("summary").click()
    minutes.fill("eleven")
    expect(problems.locator("li")).to_contain_text("eleven")
    expect(problems.locator("li")).to_be_hidden()


@pytest.mark.long
def test_everything_works_by_keyboard(editor, desk):
    """Cards are opened, moved, deleted and brought back with the keys alone, and the focus stays near."""
    open_part(desk, UNIT)
    title = desk.locator(".card-title")
    order = title.all_inner_texts()
    desk.get_by_role("button", name=f"Move down: {order[0]}").focus()
    desk.keyboard.press("Enter")
    expect(title.nth(1)).to_have_text(order[0])
    expect(desk.get_by_role("button", name=f"Move down: {order[0]}")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name=f"Delete: {order[0]}")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(title).to_have_count(len(order) - 1)
    put_back = desk.get_by_role("button", name="Put it back")
    put_back.focus()
    desk.keyboard.press("Enter")
    expect(title.nth(1)).to_have_text(order[0])
    desk.get_by_role("button", name=f"Move up: {order[0]}").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#state")).to_have_text("All saved.")
    card = open_card(desk, order[1])
    card.get_by_role("button", name="Move down Items, entry 1").focus()
    desk.keyboard.press("Enter")
    expect(card.get_by_role("button", name="Move down Items, entry 2")).to_be_focused()
    desk.keyboard.press("Control+s")
    expect(desk.locator(".told")).to_contain_text("Saved in modules/")
    lines = changed_lines(editor.project)
    gone = [line[1:] for line in lines if line.startswith("-")]
    assert gone
    assert gone == [line[1:] for line in lines if line.startswith("+")], "moved lines are the same lines"


SCRIPT = '<img src=x onerror="top.struck=1"><script>top.struck=1</script> [a](javascript:top.struck=1)'


def test_what_is_typed_is_never_run(desk):
    """HTML and scripts typed into a form are letters: in the form, in the list, and in the preview."""
    open_part(desk, UNIT)
    fill(field(desk.locator("main"), "Title"), SCRIPT)
    card = open_card(desk, "Text: Ten minutes on the phone")
    fill(field(card, "Text"), SCRIPT)
    expect(preview(desk).get_by_role("heading", level=1)).to_contain_text("<script>")
    expect(desk.get_by_role("heading", level=1)).to_have_text(SCRIPT)
    frame = desk.locator("#preview")
    assert frame.get_attribute("sandbox") == "allow-same-origin"
    assert desk.evaluate("window.struck") is None
    assert desk.frame_locator("#preview").locator("img[onerror]").count() == 0
    assert desk.locator("main img, nav img").count() == 0


@pytest.mark.long
def test_the_token_leaves_the_address(editor, desk, browser: Browser):
    """The address bar shows no token; this tab can be loaded again, and another tab sees nothing."""
    assert desk.url == f"http://{editor.server.host}/"
    desk.reload()
    expect(desk.get_by_role("heading", level=1)).to_have_text("About")
    context = browser.new_context()
    stranger = context.new_page()
    stranger.goto(f"http://{editor.server.host}/")
    expect(stranger.locator("main")).to_contain_text(
        "Open the editor from the address that the terminal shows."
    )
    context.close()


ATTACK = """async ({ address, token }) => {
  const headers = { "Content-Type": "application/json", "X-Editor-Token": token };
  const picture = (yes, no) =>
    Object.assign(document.createElement("img"), { onload: yes, onerror: no, src: address });
  const tries = [
    fetch(address + "api/files", { method: "POST", headers, body: "{}" }),
    fetch(address + "api/files", { method: "POST", mode: "no-cors", body: "{}" })
      .then((answer) => { if (answer.type === "opaque") throw new Error("nothing to read"); }),
    fetch(address),
    new Promise(picture),
  ];
  return (await Promise.allSettled(tries)).map((each) => each.status);
}"""


def test_another_site_in_the_same_browser_gets_nothing(editor, page, serve, tmp_path):
    """A page from elsewhere that knows the address, and even the token, can neither ask nor frame."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Evil</title>", encoding="utf-8")
    with serve(tmp_path) as other:
        page.goto(other)
        address = f"http://{editor.server.host}/"
        assert page.evaluate(ATTACK, {"address": address, "token": editor.server.token}) == ["rejected"] * 4
        page.set_content(f"<iframe src='{address}'></iframe>", wait_until="load")
        assert "Course editor" not in page.frames[1].content()
    assert changed_lines(editor.project) == []


def findings(desk: Page) -> list[str]:
    """What axe finds on the page as it stands, the preview left out: the site has its own tests."""
    desk.evaluate(AXE.read_text(encoding="utf-8"))
    found = desk.evaluate("axe.run(document, { iframes: false })")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1280),
        pytest.param("dark", 360, marks=pytest.mark.long),
        pytest.param("dark", 1280, marks=pytest.mark.long),
        pytest.param("light", 360, marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(editor, browser: Browser, scheme, width):
    """Forms, open cards, problems, dialogs and lists are clean in both schemes, wide and narrow."""
    expect.set_options(timeout=LIMIT)
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    desk = context.new_page()
    desk.set_default_timeout(LIMIT)
    desk.goto(editor.server.address)
    expect(desk.get_by_role("heading", level=1)).to_have_text("About")
    if width < 1000:
        desk.get_by_text("Contents", exact=True).click()
    assert findings(desk) == []
    open_part(desk, UNIT)
    open_card(desk, "Activity: The rehearsal")
    fill(field(desk.locator("main"), "Duration minutes").first, "ten")
    expect(desk.locator("#problems")).to_contain_text("1 to mend")
    assert findings(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.get_by_role("button", name="Add: block").click()
    assert findings(desk) == []
    choose(desk, "Vignette")
    expect(desk.locator(".card").last.locator("textarea").first).to_be_visible()
    assert findings(desk) == []
    save(desk)
    expect(desk.get_by_role("dialog")).to_contain_text("Not saved yet")
    assert findings(desk) == []
    context.close()


def touch_everything(desk: Page) -> int:
    """Open every part and card of the open file and type a letter into each form, and take it away again."""
    touched = 0
    for number in range(desk.locator(".parts button").count()):
        part = desk.locator(".parts button").nth(number)
        name = part.inner_text()
        part.click()
        expect(desk.get_by_role("heading", level=1)).to_have_text(name)
        for card in desk.locator(".card-title").all():
            card.click()
        for form in desk.locator("main .form").all():
            box = form.locator("input[type=text], textarea").first
            if box.count():
                before = box.input_value()
                fill(box, before + "x")
                fill(box, before)
                touched += 1
    return touched


@pytest.mark.long
def test_forms_that_were_only_looked_at_change_nothing(desk):
    """Every form of the glossary and one of a module, touched and put back, leaves nothing to save."""
    desk.get_by_role("button", name="Glossary").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Entries")
    assert touch_everything(desk) > 10
    expect(desk.locator("#state")).to_have_text("All saved.")


@pytest.mark.long
def test_what_was_saved_is_on_the_built_page(editor, desk):
    """A word saved in the editor stands on the page that the build makes."""
    fill(field(desk.locator("main"), "Title"), "Arriving, together")
    saved(desk)
    page = Path(editor.project.build()) / NAME / "index.html"
    assert "Arriving, together" in page.read_text(encoding="utf-8")
