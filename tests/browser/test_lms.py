"""Packages in a learning-management system: a real run-time of SCORM 1.2, none at all, and deaf ones."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from conftest import served
from tools import NODE_MODULES, ROOT, existing
from training_site.model import Course

pytestmark = pytest.mark.long

MODULE = "orienting-clients"
SECRET = "a word for nobody else"
RUN_TIME = NODE_MODULES / "scorm-again" / "dist" / "scorm12.min.js"
DEAF = {
    "says false": "() => 'false'",
    "throws": "() => { throw new Error('broken') }",
    "says nothing": "() => undefined",
}


@pytest.fixture(scope="module")
def systems(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two systems: one holds a module's package, the other the course's."""
    root = tmp_path_factory.mktemp("lms")
    for name in (f"module-{MODULE}", "course"):
        folder = root / name
        with ZipFile(packages / f"{name}.zip") as package:
            package.extractall(folder / "package")
        shutil.copyfile(ROOT / "tests" / "browser" / "lms.html", folder / "index.html")
        shutil.copyfile(existing(RUN_TIME), folder / "scorm12.min.js")
    return root


@pytest.fixture(scope="module")
def lms_address(systems: Path) -> Iterator[str]:
    """Where both are served."""
    with served(systems) as address:
        yield address


@pytest.fixture
def context(browser: Browser, lms_address: str) -> Iterator[BrowserContext]:
    """A learner's browser, in which nothing may fail or be missing."""
    made = browser.new_context(base_url=lms_address, viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    made.on("weberror", lambda fault: faults.append(str(fault.error)))
    made.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    made.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
    made.set_default_timeout(15_000)
    yield made
    made.close()
    assert faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The window of the system."""
    return context.new_page()


def launch(page: Page, package: str = f"module-{MODULE}") -> Frame:
    """Open a package in its system; returns the frame with the course's page."""
    page.goto(f"{package}/")
    return course_frame(page)


def launch_with(page: Page, record: dict[str, object]) -> Frame:
    """Open the module's package in a system that has this record of the learner."""
    launch(page)
    leave(page)
    page.evaluate("(cmi) => localStorage.setItem('lms-kept', JSON.stringify({ cmi }))", record)
    return launch(page)


def course_frame(page: Page) -> Frame:
    """The frame that shows the pages, once its page is there with its scripts run."""
    alone = page.url.endswith("launch.html")
    shell = page if alone else page.frame_locator("iframe")
    shell.locator("iframe[src]").wait_for()
    path = "window.frames[0]" if alone else "window.frames[0].frames[0]"
    page.wait_for_function(f"{path}?.document.readyState === 'complete' && !!{path}.trainingSite?.store")
    return next(frame for frame in page.frames if "/pages/" in frame.url)


def open_in(frame: Frame, address: str) -> None:
    """Go to another page inside the frame."""
    frame.goto(f"{frame.evaluate('trainingSite.store.site')}{address}")
    frame.wait_for_function("document.readyState === 'complete' && !!window.trainingSite?.store")


def leave(page: Page) -> None:
    """Press the system's own exit."""
    page.get_by_role("button", name="Exit").click()
    expect(page.locator("iframe")).to_have_count(0)


def kept(page: Page) -> dict[str, dict[str, object]]:
    """What the system has committed: ``core`` and ``suspend_data``."""
    found: dict[str, dict[str, object]] = json.loads(page.evaluate("localStorage.getItem('lms-kept')"))["cmi"]
    return found


def calls(page: Page, name: str) -> list[list[str]]:
    """What the system was called with, and what it answered, in order."""
    made: list[list[str]] = page.evaluate("(name) => calls.filter(([called]) => called === name)", name)
    return made


def news(page: Page) -> str:
    """What the page around the pages says."""
    shell = next(frame for frame in page.frames if frame.url.endswith("launch.html"))
    return shell.locator("[data-news]").inner_text()


def read_units(frame: Frame, module: str, units: list[str]) -> None:
    """Mark units as read, as the end of each does."""
    frame.evaluate("([m, units]) => units.forEach((u) => trainingSite.store.markRead(m, u))", [module, units])


def answer(frame: Frame, question: str, *, right: bool) -> None:
    """Answer a question on the knowledge check's page."""
    check = frame.locator(f"knowledge-check[data-question='{question}']")
    for box in check.locator("input:checked").all():
        box.evaluate("(box) => { box.checked = false; }")
    boxes = check.locator(f".ts-choice{'[data-right]' if right else ':not([data-right])'} input")
    for box in boxes.all() if right else [boxes.first]:
        box.check()
    check.get_by_role("button", name="Check my answer").click()


def test_a_module_from_launch_to_its_score(page: Page, course: Course):
    """Launch, learn, leave, come back to the same page, finish, and the system has status and score."""
    (module,) = (module for module in course.modules if module.id == MODULE)
    first, *rest = [unit.id for unit in module.units]
    frame = launch(page)
    assert news(page) == "Your learning-management system records what you have done here."
    expect(frame.locator("h1")).to_have_text(module.title)
    assert kept(page)["core"]["lesson_status"] == "incomplete"
    open_in(frame, f"{MODULE}/{first}.html")
    frame.get_by_role("button", name="Mark this unit as read").click()
    leave(page)
    assert calls(page, "LMSFinish") == [["LMSFinish", "", "true"]]
    assert kept(page)["core"]["lesson_location"] == f"{MODULE}/{first}.html"

    frame = launch(page)
    assert frame.url.endswith(f"pages/{MODULE}/{first}.html")
    expect(frame.locator("progress-mark")).to_contain_text("Read on")
    read_units(frame, MODULE, rest)
    assert kept(page)["core"]["lesson_status"] == "incomplete"
    open_in(frame, f"{MODULE}/knowledge-check.html")
    questions = [question.id for question in module.knowledge_check.questions]
    for question in questions:
        answer(frame, question, right=question != questions[0])
    core = kept(page)["core"]
    assert core["lesson_status"] == "completed"
    share = (len(questions) - 1) * 100 // len(questions)
    assert core["score"] == {"raw": str(share), "min": "0", "max": "100"}
    answer(frame, questions[0], right=True)
    assert kept(page)["core"]["score"]["raw"] == "100"
    leave(page)
    told = calls(page, "LMSSetValue")
    assert [call for call in told if call[-1] != "true"] == []
    (*_, time) = (value for _, name, value, _ in told if name == "cmi.core.session_time")
    assert re.fullmatch(r"\d{4}:\d\d:\d\d\.\d\d", time)
    assert time > "0000:00:00.00"

    frame = launch(page)
    frame.evaluate("trainingSite.store.eraseAllProgress()")
    assert kept(page)["core"]["lesson_status"] == "completed", "what is completed stays so"


def test_the_course_is_passed_with_its_post_test(page: Page, course: Course):
    """Every unit and a pass: passed, with the best try as the score. A try below the mark: failed."""
    frame = launch(page, "course")
    save = "([right, of, passed]) => trainingSite.store.saveResult({ right, of, passed })"
    frame.evaluate(save, [9, 13, False])
    assert kept(page)["core"]["lesson_status"] == "incomplete"
    assert kept(page)["core"]["score"]["raw"] == "69"
    for module in course.modules:
        read_units(frame, module.id, [unit.id for unit in module.units])
    assert kept(page)["core"]["lesson_status"] == "failed"
    frame.evaluate(save, [12, 13, True])
    frame.evaluate(save, [8, 13, False])
    assert kept(page)["core"]["lesson_status"] == "passed"
    assert kept(page)["core"]["score"]["raw"] == "92"
    assert len(str(kept(page)["suspend_data"])) <= 4096
    leave(page)
    frame = launch(page, "course")
    open_in(frame, "record-of-completion.html")
    expect(frame.locator("[data-passed]")).to_contain_text("12 of 13 right")
    expect(frame.locator(".ts-record__modules tbody tr:visible")).to_have_count(len(course.modules))


def test_the_system_never_gets_a_word_of_a_note(page: Page):
    """Whether notes are kept on the device or not; that an exercise was done is told, and nothing else."""
    frame = launch(page)
    open_in(frame, f"{MODULE}/private-enough.html")
    note = frame.locator("reflection-note").first
    note.get_by_label("Your notes").fill(SECRET)
    expect(note.locator("keep-choice")).to_contain_text(
        "Inside a learning-management system that is the rule"
    )
    expect(note.locator(".ts-note__status")).to_contain_text("gone when this tab closes")
    assert SECRET not in page.evaluate("JSON.stringify([calls, {...localStorage}])")
    before = len(calls(page, "LMSSetValue"))
    note.get_by_role("button", name="Change where notes are kept").click()
    note.get_by_role("button", name="Keep them on this device").click()
    note.get_by_label("Your notes").press_sequentially(" and more")
    assert SECRET in page.evaluate("JSON.stringify({...localStorage})"), "kept where the learner chose"
    leave(page)
    told = page.evaluate("JSON.stringify([calls, localStorage.getItem('lms-kept')])")
    assert before > 0
    for word in SECRET.split()[2:]:
        assert word not in told
    frame = launch(page)
    done = frame.evaluate(f"Object.keys(trainingSite.store.progress('{MODULE}').exercises)")
    assert done == [note_id(frame)]


def note_id(frame: Frame) -> str:
    """The exercise of the page's first note."""
    return frame.locator("reflection-note").first.get_attribute("data-exercise") or ""


def test_the_session_refuses_a_note_that_is_handed_to_it(page: Page):
    """Even a page that wanted to could not pass one on."""
    frame = launch(page)
    taken = frame.evaluate(
        """(text) => ['note:a/b', 'notes', 'progress:a/b', 'mode']
          .map((name) => parent.trainingSiteShell.keep(name, text))""",
        SECRET,
    )
    assert taken == [False] * 4
    assert SECRET not in page.evaluate("JSON.stringify(calls)")


def test_progress_of_one_learner_stays_off_a_shared_device(page: Page):
    """The next learner on the same machine starts with the system's own record, which is empty."""
    frame = launch(page)
    read_units(frame, MODULE, ["opening-two-minutes"])
    leave(page)
    page.evaluate("localStorage.removeItem('lms-kept')")
    frame = launch(page)
    assert frame.evaluate("trainingSite.store.allProgress()") == {}
    assert "opening-two-minutes" not in page.evaluate("JSON.stringify({...localStorage})")


def test_without_a_system_it_says_so_and_works(context: BrowserContext):
    """The package opened as a website: every page is there, and marks last as long as the tab."""
    page = context.new_page()
    page.goto(f"module-{MODULE}/package/launch.html")
    frame = course_frame(page)
    assert news(page) == (
        "No learning-management system was found. Everything here works; it is not recorded anywhere."
    )
    works_as_a_page(frame)


@pytest.mark.parametrize("answer", DEAF.values(), ids=DEAF.keys())
def test_with_a_deaf_system_it_says_so_and_works(context: BrowserContext, answer: str):
    """One that answers false, nothing or with an error at each call."""
    page = context.new_page()
    names = ["Initialize", "Finish", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString"]
    deaf = ", ".join(f"LMS{name}: {answer}" for name in names)
    page.add_init_script(f"window.API = {{ {deaf} }};")
    page.goto(f"module-{MODULE}/package/launch.html")
    frame = course_frame(page)
    assert news(page).startswith(
        "Your learning-management system does not answer. Everything here works, but"
    )
    works_as_a_page(frame)


def works_as_a_page(frame: Frame) -> None:
    """Units can be read and marked, and the mark is there on the next page."""
    open_in(frame, f"{MODULE}/opening-two-minutes.html")
    frame.get_by_role("button", name="Mark this unit as read").click()
    expect(frame.locator("progress-mark")).to_contain_text("Not recorded by a learning-management system")
    open_in(frame, f"{MODULE}/index.html")
    expect(frame.locator("[data-unit='opening-two-minutes']")).to_contain_text("Read")


def test_a_system_that_refuses_is_quoted(page: Page):
    """What it does not take is said in its own words, and tried again with the next change."""
    frame = launch(page)
    page.evaluate(
        """() => {
          [take, API.LMSSetValue, API.LMSGetLastError] = [API.LMSSetValue, () => 'false', () => '101'];
        }"""
    )
    read_units(frame, MODULE, ["opening-two-minutes"])
    assert news(page).startswith(
        "Your learning-management system did not take the last change. "
        "It is tried again with the next one. It said: "
    )
    page.evaluate("API.LMSSetValue = take")
    read_units(frame, MODULE, ["private-enough"])
    assert news(page) == "Your learning-management system records what you have done here."
    leave(page)
    frame = launch(page)
    assert sorted(frame.evaluate(f"Object.keys(trainingSite.store.progress('{MODULE}').units)")) == [
        "opening-two-minutes",
        "private-enough",
    ]


def test_what_a_system_hands_back_is_not_trusted(page: Page):
    """A place outside the package and a record that is not ours count for nothing."""
    record = {"suspend_data": "1;zzz<b>;..;;a:b", "core": {"lesson_location": "javascript:alert(1)"}}
    frame = launch_with(page, record)
    assert frame.url.endswith(f"pages/{MODULE}/index.html")
    assert frame.evaluate("trainingSite.store.allProgress()") == {}


def test_a_look_without_credit_records_nothing(page: Page):
    """In browse and review mode the system asks for no record, and gets none."""
    frame = launch_with(page, {"core": {"lesson_mode": "review"}})
    assert news(page) == "Opened for a look: nothing is recorded this time."
    read_units(frame, MODULE, ["opening-two-minutes"])
    assert calls(page, "LMSSetValue") == []


def test_the_fullest_record_fits_and_reads_back(page: Page):
    """All done on as many days, all right, more tries than are kept: at most 4,096 characters."""
    launch(page, "course")
    shell = next(frame for frame in page.frames if frame.url.endswith("launch.html"))
    found = shell.evaluate(
        """() => {
          const all = [...items.keys()];
          const done = new Map(all.map((code, at) => [code, 20000 + at]));
          const one = { right: 12, of: 13, passed: true };
          const tries = Array.from({ length: 40 }, (_, at) => ({ ...one, day: 20000 + at }));
          const text = packed({ done, right: new Set(all), tries });
          const back = unpacked(text, facts.letters, (code) => items.has(code));
          return [text.length, all.length, back.done.size, back.right.size, back.tries.length];
        }"""
    )
    length, all_, done, right, tries = found
    assert length <= 4096
    assert (done, right, tries) == (all_, all_, 20)


def test_search_inside_finds_and_links_outside_open_a_window(page: Page):
    """A package has its own search; another website never takes the course's place in its frame."""
    frame = launch(page)
    frame.get_by_role("button", name="Search").click()
    frame.locator("[data-search-query]").fill("parked car")
    frame.locator("[data-search-found] a[href*='a-parked-car']").first.click()
    expect(frame.locator("h1")).to_have_text("A parked car")
    open_in(frame, "references.html")
    outside = frame.locator("a[href^='http']")
    assert outside.count() > 5
    assert all(link.get_attribute("target") == "_blank" for link in outside.all())


def test_every_page_of_the_course_works_in_its_frame(page: Page):
    """Walked one after the other: each loads in peace, and the system hears of each."""
    frame = launch(page, "course")
    shell = next(each for each in page.frames if each.url.endswith("launch.html"))
    for address in shell.evaluate("facts.pages"):
        open_in(frame, address)
        expect(frame.locator("h1").first).to_be_visible()
    assert kept(page)["core"]["lesson_location"] == shell.evaluate("facts.pages.at(-1)")
