"""The notebook shows every note, hands it out in three forms, takes a backup back, and erases with proof."""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from learner import axe_faults, everything_kept, follow, told, without_scripts
from training_site.indexes import reflections_of
from training_site.model import Course

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NASTY = 'Line one & <b>two</b>\n\n"Curly" — naïve \U0001f9ed\t]]> &amp; \x0b\x00end\n# not a heading'
Ids = tuple[str, str]
OFFICE = shutil.which("soffice")


def exercises(course: Course) -> list[tuple[Ids, str]]:
    """Every reflection's ids and title, in the order of the course."""
    return [
        ((module.id, reflection.id), reflection.title)
        for module in course.modules
        for unit in module.units
        for reflection in reflections_of(unit)
    ]


def write(page: Page, ids: Ids, text: str, title: str = "A title", mode: str = "keep") -> None:
    """Put a note into the store."""
    page.evaluate(
        """([[module, exercise], text, title, mode]) => { const { store } = trainingSite;
             if (store.mode() !== mode) store.setMode(mode);
             const about = {prompt: 'What was asked?', moduleTitle: 'A module'};
             store.saveNote(module, exercise, {text, title, ...about}) }""",
        [list(ids), text, title, mode],
    )


def open_with_notes(page: Page, course: Course) -> list[Ids]:
    """The notebook with two notes of the course and one whose exercise is gone."""
    page.goto("notebook/")
    (first, title), (last, last_title) = exercises(course)[0], exercises(course)[-1]
    gone = ("an-old-module", "gone")
    write(page, last, "The last one. Café.", last_title)
    write(page, gone, "Still here.", "What was gone")
    write(page, first, "The first one.", title)
    page.reload()
    return [first, last, gone]


def texts(page: Page) -> list[str]:
    """The notes as they are shown, from top to bottom."""
    return page.locator(".ts-notebook__note .ts-notebook__text").all_inner_texts()


def download(page: Page, name: str) -> Path:
    """Press a button and take the file that it hands out."""
    with page.expect_download() as started:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(started.value.path())


def restore(page: Page, backup: object) -> None:
    """Hand a file to the notebook: text as it is, anything else as JSON."""
    text = backup if isinstance(backup, str) else json.dumps(backup)
    page.get_by_label("Backup file").set_input_files(
        {"name": "b.json", "mimeType": "application/json", "buffer": text.encode()}
    )


def a_note(ids: Ids, text: str, **other: object) -> dict[str, object]:
    """A note as a backup has it."""
    note = {
        "title": "T",
        "moduleTitle": "M",
        "prompt": "P",
        "path": "",
        "updated": "2026-11-22T14:02:00.000Z",
    }
    return {"module": ids[0], "exercise": ids[1], "text": text, **note, **other}


def a_backup(*notes: object, **other: object) -> dict[str, object]:
    """A backup with the given notes."""
    return {"kind": "training-site-notes", "format": 1, "notes": notes, "progress": {}, **other}


def test_without_javascript_every_reflection_is_listed(browser: Browser, site_address: str, course: Course):
    """The page lists all reflections with links, and offers nothing that would not work."""
    with without_scripts(browser, site_address) as page:
        page.goto("notebook/")
        links = page.locator("[data-exercise] a")
        assert links.count() == len(exercises(course))
        assert page.locator("note-book :is(button, input, select)").count() == 0
        expect(page.get_by_text("Notes need JavaScript")).to_be_visible()
        links.last.click()
        expect(page.locator(f"#{exercises(course)[-1][0][1]}")).to_be_visible()


def test_notes_stand_in_the_order_of_the_course_with_prompt_and_link(page: Page, course: Course):
    """By module and in learning order; each with its prompt and a link back; one that is gone comes last."""
    ids = open_with_notes(page, course)
    assert texts(page) == ["The first one.", "The last one. Café.", "Still here."]
    expect(page.locator(".ts-notebook__title")).to_have_text(
        [course.modules[0].title, course.modules[-1].title, "A module"]
    )
    first, _, gone = page.locator(".ts-notebook__note").all()
    expect(first.locator("blockquote")).to_have_text("What was asked?")
    expect(gone).to_contain_text(
        "This exercise is no longer in the course. Your note stays until you erase it."
    )
    assert gone.locator("a").count() == 0
    first.locator("h3 a").click()
    expect(page.locator(f"#{ids[0][1]} textarea")).to_have_value("The first one.")


def test_search_finds_words_in_note_prompt_and_title(page: Page, course: Course):
    """All words must be there, whatever their case and accents; how many were found is told."""
    open_with_notes(page, course)
    search = page.get_by_label("Search your notes")
    search.fill("CAFE last")
    assert texts(page) == ["The last one. Café."]
    expect(page.locator(".ts-notebook__count")).to_have_text("1 of 3 notes")
    expect(page.locator(".ts-notebook__count")).to_have_role("status")
    search.fill("what was gone")
    assert texts(page) == ["Still here."]
    search.fill("nowhere")
    expect(page.locator(".ts-notebook__count")).to_have_text("0 of 3 notes")
    search.fill("")
    assert len(texts(page)) == 3
    assert "nowhere" not in page.url


def test_notes_are_shown_as_text_only(page: Page, course: Course):
    """Markup in a note, its title or its prompt is shown as typed and makes no element."""
    page.goto("notebook/")
    page.evaluate(
        """() => { const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
             const { store } = trainingSite;
             store.setMode('keep');
             store.saveNote('m', 'e', {text: evil, title: evil, prompt: evil, moduleTitle: evil}) }"""
    )
    assert course.path.title in page.title()
    assert texts(page)[0].startswith("<img")
    assert page.locator("note-book :is(img, script)").count() == 0


def test_markdown_has_every_note_under_its_module(page: Page, course: Course):
    """Title, modules, exercises, prompts as quotations, and the words exactly as typed."""
    open_with_notes(page, course)
    text = download(page, "Download as Markdown").read_text(encoding="utf-8")
    assert text.startswith(f"# {course.path.title}: my notes\n\n## {course.modules[0].title}\n\n### ")
    assert "\n\n> What was asked?\n\nThe first one.\n\n*Last changed " in text
    assert text.index("The first one.") < text.index("The last one. Café.") < text.index("Still here.")


def test_word_document_is_whole_and_holds_every_word(page: Page, course: Course):
    """The file is a sound ZIP of well-formed XML; headings are headings, and no letter is lost."""
    page.goto("notebook/")
    write(page, exercises(course)[0][0], NASTY, exercises(course)[0][1])
    with zipfile.ZipFile(download(page, "Download for Word")) as document:
        assert document.testzip() is None
        parts = {name: ElementTree.fromstring(document.read(name)) for name in document.namelist()}
    assert set(parts) >= {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"}
    named = {part.get("PartName") for part in parts["[Content_Types].xml"]} - {None}
    assert {f"/{name}" for name in parts} >= named
    styles = {style.get(f"{WORD}styleId") for style in parts["word/styles.xml"].iter(f"{WORD}style")}
    body = []
    for paragraph in parts["word/document.xml"].iter(f"{WORD}p"):
        (style,) = paragraph.iter(f"{WORD}pStyle")
        assert style.get(f"{WORD}val") in styles
        lines = "".join(
            "\n" if piece.tag == f"{WORD}br" else piece.text or ""
            for piece in paragraph.iter()
            if piece.tag in (f"{WORD}t", f"{WORD}br")
        )
        body.append((style.get(f"{WORD}val"), lines))
    assert body[:4] == [
        ("Title", f"{course.path.title}: my notes"),
        ("Heading1", course.modules[0].title),
        ("Heading2", exercises(course)[0][1]),
        ("Quote", "What was asked?"),
    ]
    readable = NASTY.replace("\x0b", "").replace("\x00", "")
    assert "\n\n".join(text for style, text in body if style == "Normal") == readable


def test_a_reader_of_word_documents_opens_it(page: Page, course: Course):
    """A library that reads what Word writes finds the title, the headings in their levels, and each word."""
    open_with_notes(page, course)
    document = docx.Document(str(download(page, "Download for Word")))
    assert document.core_properties.title == f"{course.path.title}: my notes"
    assert document.styles["Heading 1"].base_style.name == "Normal"
    shown = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style]
    assert shown[0] == ("Title", f"{course.path.title}: my notes")
    titles = [text for style, text in shown if style == "Heading 1"]
    assert titles == [course.modules[0].title, course.modules[-1].title, "A module"]
    texts = [text for style, text in shown if style == "Normal"]
    assert texts == ["The first one.", "The last one. Café.", "Still here."]
    assert document.sections[0].page_width == docx.shared.Inches(8.5)


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="this machine has no LibreOffice (libreoffice-writer-nogui)")
def test_an_office_program_opens_it(page: Page, course: Course, tmp_path: Path):
    """LibreOffice opens the document, and writes each of its words into a text, and a PDF."""
    page.goto("notebook/")
    write(page, exercises(course)[0][0], NASTY, exercises(course)[0][1])
    document = tmp_path / "notebook.docx"
    document.write_bytes(download(page, "Download for Word").read_bytes())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("txt:Text (encoded):UTF8", "pdf"):
        command = [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path)]
        subprocess.run([*command, str(document)], check=True, capture_output=True, timeout=180)
    text = (tmp_path / "notebook.txt").read_text(encoding="utf-8-sig")
    wanted = [f"{course.path.title}: my notes", course.modules[0].title, "What was asked?"]
    typed = NASTY.replace("\x0b", "").replace("\x00", "").splitlines()
    assert [words for words in (*wanted, *typed) if words not in text] == []
    assert PdfReader(tmp_path / "notebook.pdf").pages


def test_backup_brings_everything_to_another_browser(
    page: Page, course: Course, browser: Browser, site_address: str
):
    """Notes, dates, prompts and progress of a backup are the same in a browser that had nothing."""
    open_with_notes(page, course)
    page.evaluate("trainingSite.store.markRead('noticing-discomfort', 'five-sources', true)")
    read = "[trainingSite.store.notes(), trainingSite.store.allProgress()]"
    before = page.evaluate(read)
    backup = download(page, "Download a backup").read_text(encoding="utf-8")
    elsewhere = browser.new_context(base_url=site_address)
    other = elsewhere.new_page()
    other.goto("notebook/")
    other.get_by_role("button", name="Keep them on this device").click()
    restore(other, backup)
    expect(other.locator(".ts-notebook__changes li").first).to_have_text("3 notes would be added")
    assert other.evaluate("trainingSite.store.notes()") == []
    other.get_by_role("button", name="Restore", exact=True).click()
    expect(other.locator(".ts-notebook__preview")).to_have_text(
        "Restored. Everything is kept on this device."
    )
    other.reload()
    assert other.evaluate(read) == before
    elsewhere.close()


def test_restoring_shows_first_and_replaces_nothing_unasked(page: Page, course: Course):
    """Where a note has other words, both are shown; keeping what is here is what happens by default."""
    first, last, gone = open_with_notes(page, course)
    backup = a_backup(
        a_note(first, "Another first."), a_note(last, "The last one. Café."), a_note(gone, "Other.")
    )
    restore(page, backup)
    expect(page.locator(".ts-notebook__changes li")).to_have_text(
        ["0 notes would be added", "1 already here, with the same words", "2 here with other words"]
    )
    choice = page.locator(".ts-notebook__choice").first
    expect(choice.locator(".ts-notebook__text")).to_have_text(["The first one.", "Another first."])
    expect(choice.get_by_label("Keep what is here")).to_be_checked()
    page.get_by_role("button", name="Leave everything as it is").click()
    assert texts(page) == ["The first one.", "The last one. Café.", "Still here."]
    restore(page, backup)
    page.get_by_role("button", name="Restore", exact=True).click()
    assert texts(page) == ["The first one.", "The last one. Café.", "Still here."]
    restore(page, backup)
    page.locator(".ts-notebook__choice").nth(0).get_by_label("Keep both").check()
    page.locator(".ts-notebook__choice").nth(1).get_by_label("Take the backup instead").check()
    page.get_by_role("button", name="Restore", exact=True).click()
    assert texts(page) == ["The first one.\n\nAnother first.", "The last one. Café.", "Other."]


@pytest.mark.parametrize(
    ("backup", "fault"),
    [
        ("not json", "This file is not a backup: it cannot be read as JSON."),
        ("[" * 100_000, "This file is not a backup: it cannot be read as JSON."),
        ({"notes": []}, "This file is not a backup of a notebook like this one."),
        (a_backup(format=2), "This backup was made by another version of the site"),
        (a_backup(notes={}), "The list of notes in this backup is missing or too long."),
        (
            a_backup(*[a_note(("m", "e"), "x")] * 2001),
            "The list of notes in this backup is missing or too long.",
        ),
        (
            a_backup(a_note(("m", "e"), "fine"), a_note(("m", "../e"), "x")),
            "Note 2 in this backup is damaged.",
        ),
        (a_backup(a_note(("m", "e"), "x", title=5)), "Note 1 in this backup is damaged."),
        (a_backup(a_note(("m", "e"), "x" * 200_001)), "Note 1 in this backup is damaged."),
        (a_backup(a_note(("m", "e"), "x", updated="soon")), "Note 1 in this backup is damaged."),
        (a_backup(None), "Note 1 in this backup is damaged."),
        (a_backup(progress={"../m": {}}), "The progress in this backup is damaged."),
        ("x" * 5_000_001, "This file is larger than any backup of this site."),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "file",
)
def test_anything_but_a_backup_is_refused_whole(page: Page, backup: object, fault: str):
    """Too large, not JSON, another kind, damaged anywhere: it is said, and nothing is changed."""
    page.goto("notebook/")
    page.evaluate("trainingSite.store.setMode('keep')")
    restore(page, backup)
    expect(page.locator(".ts-notebook__fault")).to_contain_text(fault)
    expect(page.locator(".ts-notebook__fault")).to_contain_text("Nothing was changed.")
    assert page.evaluate("trainingSite.store.notes()") == []


def test_odd_progress_in_a_backup_is_cleaned(page: Page):
    """Progress of a backup can hold nothing but dates and steps under ids."""
    page.goto("notebook/")
    page.evaluate("trainingSite.store.setMode('keep')")
    odd = {"units": {"a": "2026-11-22T10:00:00Z", "b": {"evil": 1}}, "extra": "x", "confidence": [1]}
    restore(page, a_backup(progress={"some-module": odd}))
    page.get_by_role("button", name="Restore", exact=True).click()
    assert page.evaluate("trainingSite.store.progress('some-module')") == {
        "units": {"a": "2026-11-22T10:00:00Z"},
        "exercises": {},
        "check": {},
        "confidence": {},
    }
    assert "evil" not in everything_kept(page)


def test_erasing_asks_twice_and_proves_it(page: Page, course: Course, context: BrowserContext):
    """One note, a module, everything: a second question each time, then a look whether it is gone."""
    first, last, _ = open_with_notes(page, course)
    page.evaluate("([module]) => trainingSite.store.markRead(module, 'a-unit', true)", list(last))
    news = page.locator(".ts-notebook__news")
    page.get_by_role("button", name="Erase this note").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    assert len(texts(page)) == 3
    page.get_by_role("button", name="Erase this note").first.click()
    dialog.get_by_role("button", name="Erase it").click()
    expect(news).to_have_text(f"Erased: “{exercises(course)[0][1]}”.")
    expect(news).to_have_role("status")
    page.get_by_label("Module").select_option(last[0])
    page.get_by_role("button", name="Erase this module’s notes and progress").click()
    expect(dialog).to_contain_text("1 note and your progress")
    dialog.get_by_role("button", name="Erase it").click()
    expect(news).to_contain_text("Erased: all notes and progress of")
    assert texts(page) == ["Still here."]
    assert page.evaluate("([module]) => trainingSite.store.progress(module).units", list(last)) == {}
    write(page, first, "In this tab only.", mode="session")
    page.get_by_role("button", name="Erase everything", exact=True).click()
    dialog.get_by_role("button", name="Erase everything", exact=True).click()
    expect(news).to_have_text(
        "Erased, and checked: this browser holds nothing more that you wrote or did here."
    )
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == [
        key for key in page.evaluate("Object.keys(localStorage)") if key.endswith("__palette")
    ]
    assert page.evaluate("window.name") == ""
    other = context.new_page()
    other.goto("notebook/")
    assert texts(other) == []


def test_back_after_erasing_brings_nothing_back(page: Page, course: Course):
    """A page that the browser kept for its back button shows no erased note."""
    (ids, _), *_ = exercises(course)
    page.goto("notebook/")
    link = page.locator(f"[data-module='{ids[0]}'] [data-exercise='{ids[1]}'] a")
    with page.expect_navigation():  # its scripts have run when it has loaded
        link.click()
    box = page.locator(f"#{ids[1]} textarea")
    page.evaluate("trainingSite.store.setMode('keep')")
    box.fill("To be erased.")
    page.locator(f"#{ids[1]}").get_by_role("link", name="Your notebook").click()
    page.get_by_role("button", name="Erase everything", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Erase everything", exact=True).click()
    page.go_back()
    expect(box).to_have_value("")
    assert page.evaluate("trainingSite.store.notes()") == []
    assert "To be erased." not in everything_kept(page)


def test_details_are_pointed_at_before_anything_leaves(page: Page, course: Course):
    """Print and each download ask about what looks like someone's detail, and go on when told to."""
    page.goto("notebook/")
    write(page, exercises(course)[0][0], "Her school is at 12 Oak Street.")
    page.evaluate("() => { globalThis.printed = 0; globalThis.print = () => { printed += 1 } }")
    dialog = page.get_by_role("dialog", name="Is this someone’s detail?")
    for name in ("Print", "Download as Markdown", "Download for Word", "Download a backup"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(dialog).to_contain_text("“12 Oak Street” looks like a street address")
        dialog.get_by_role("button", name="Go back to the text").click()
        expect(dialog).to_have_count(0)
    assert page.evaluate("printed") == 0
    page.get_by_role("button", name="Print", exact=True).click()
    dialog.get_by_role("button", name="Go on and print").click()
    page.wait_for_function("printed === 1")


def test_print_has_the_notes_and_no_controls(page: Page, course: Course):
    """On paper stand the notes with their prompts; buttons, search and lists stay on the screen."""
    open_with_notes(page, course)
    page.emulate_media(media="print")
    for words in ("The first one.", "What was asked?", "Still here."):
        expect(page.get_by_text(words).first).to_be_visible()
    for control in page.locator("note-book :is(button, input, select, [data-exercise])").all():
        expect(control).to_be_hidden()


def test_page_says_where_notes_live_and_what_removes_them(page: Page):
    """The browser's storage, Safari's seven days, clearing site data, and the same host are named."""
    page.goto("notebook/")
    facts = page.locator(".ts-notebook-facts")
    for words in (
        "own storage",
        "seven days",
        "clears the site's data",
        "same host name",
        "a host name of its own",
    ):
        expect(facts).to_contain_text(re.compile(words.replace("'", "['’]")))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(page: Page, course: Course, scheme: str):
    """Empty, with notes, a preview, a fault, the second question."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("notebook/")
    faults = {"empty": axe_faults(page)}
    first, *_ = open_with_notes(page, course)
    faults["notes"] = axe_faults(page)
    restore(page, a_backup(a_note(first, "Another."), a_note(("m", "new"), "New.")))
    expect(page.locator(".ts-notebook__choice")).to_be_visible()
    faults["preview"] = axe_faults(page)
    restore(page, "{}")
    expect(page.locator(".ts-notebook__fault")).to_be_visible()
    faults["fault"] = axe_faults(page)
    page.get_by_role("button", name="Erase everything", exact=True).click()
    faults["question"] = axe_faults(page)
    assert {state: found for state, found in faults.items() if found} == {}


def test_keeping_asks_the_browser_to_keep_the_storage(page: Page):
    """Choosing to keep notes asks for persistent storage; the notebook says when it was promised."""
    page.add_init_script(
        """globalThis.asked = 0;
           StorageManager.prototype.persist = async () => { asked += 1; return true };
           StorageManager.prototype.persisted = async () => asked > 0;"""
    )
    page.goto("notebook/")
    assert page.evaluate("asked") == 0
    page.get_by_role("button", name="Keep them on this device").click()
    assert page.evaluate("asked") == 1
    page.evaluate("trainingSite.store.saveNote('m', 'e', {text: 'x'})")
    expect(page.locator(".ts-notebook__stay")).to_have_text(
        "This browser has promised not to clear this site’s storage by itself."
    )


def test_everything_works_without_a_request(page: Page, course: Course, site_address: str):
    """Writing, downloading and restoring ask no server for anything, and no address holds a word."""
    page.goto("notebook/")
    requests = follow(page)
    write(page, exercises(course)[0][0], "Secretive.")
    page.get_by_label("Search your notes").fill("secretive")
    backup = download(page, "Download a backup").read_text(encoding="utf-8")
    download(page, "Download for Word")
    restore(page, backup)
    page.get_by_role("button", name="Restore", exact=True).click()
    left = [url for url in told(requests) if not url.startswith(f"blob:{site_address.split('/training')[0]}")]
    assert left == []
