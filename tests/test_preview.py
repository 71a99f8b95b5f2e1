"""The live preview: what is edited shows in the open page, mistakes too, and it never dies.

Each wait is for a condition, with a limit far beyond what it takes.
"""

import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from project import Project, copy_project
from training_site.finish.worker import WORKER, worker_off

LIMIT = 120_000
"""Milliseconds; a rebuild takes a few seconds, on a busy machine many."""

SERVE = ("-m", "training_site", "serve", "--address")
MKDOCS_SERVE = ("-m", "mkdocs", "serve", "--dev-addr")
UNIT = "noticing-discomfort/five-sources/"


@dataclass
class Preview:
    """A running preview of a project."""

    project: Project
    address: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything that the terminal showed."""
        return "".join(self.said)

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file of the project as an editor does."""
        file = self.project.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, old
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def previewing(project: Project, command: tuple[str, ...] = SERVE) -> Iterator[Preview]:
    """Start the preview, wait until it answers, and end it afterwards."""
    host = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [sys.executable, *command, host],
        cwd=project.root,
        env=project.environment({"SITE_URL": "", "PYTHONUNBUFFERED": "1"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    preview = Preview(project, f"http://{host}/", process)
    listening = threading.Event()
    thread = threading.Thread(target=listen, args=(preview, listening), daemon=True)
    thread.start()
    try:
        assert listening.wait(LIMIT / 1000), preview.text
        assert process.poll() is None, preview.text
        yield preview
        assert process.poll() is None, preview.text
    finally:
        process.terminate()
        process.wait()
        thread.join()
        process.stdout.close()


def listen(preview: Preview, listening: threading.Event) -> None:
    """Collect what the terminal shows until the preview ends; tell when it serves."""
    for line in preview.process.stdout:
        preview.said.append(line)
        if "Serving on" in line:
            listening.set()
    listening.set()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One preview for the tests that leave the project in order."""
    with previewing(copy_project(tmp_path_factory.mktemp("preview"))) as running:
        yield running


@pytest.fixture
def unit_page(page: Page, preview: Preview) -> Page:
    """A unit of the course, open in the browser."""
    page.goto(preview.address + UNIT)
    return page


def test_an_edit_in_a_module_shows(unit_page: Page, preview: Preview):
    """A new title in the YAML stands in the open page without a restart or a reload by hand."""
    title = re.search(r"id: five-sources\n    title: (.*)", module_text(preview))[1]
    preview.edit("modules/noticing-discomfort.yml", f"title: {title}", "title: A fresh title")
    expect(unit_page.locator("h1")).to_have_text("A fresh title", timeout=LIMIT)
    preview.edit("modules/noticing-discomfort.yml", "title: A fresh title", f"title: {title}")
    expect(unit_page.locator("h1")).to_have_text(title.strip("'\""), timeout=LIMIT)


def module_text(preview: Preview) -> str:
    """The YAML of the module that the tests edit."""
    return (preview.project.root / "modules" / "noticing-discomfort.yml").read_text(encoding="utf-8")


@pytest.mark.long
def test_a_new_module_shows(page: Page, preview: Preview):
    """What `training-site new` starts stands in the open preview by itself, under the banner of a draft."""
    page.goto(preview.address)
    course = preview.project.root / "modules" / "course.yml"
    before = course.read_bytes()
    done = preview.project.run("new", "module", "Saying goodbye")
    assert done.returncode == 0, done.stdout + done.stderr
    link = page.get_by_role("link", name=re.compile("Saying goodbye")).first
    expect(link).to_be_attached(timeout=LIMIT)
    page.goto(preview.address + "saying-goodbye/first-unit/")
    expect(page.locator(".ts-draft")).to_contain_text("This module is still being written")
    course.write_bytes(before)
    (preview.project.root / "modules" / "saying-goodbye.yml").unlink()
    page.goto(preview.address)
    expect(link).not_to_be_attached(timeout=LIMIT)


def test_an_edit_in_a_written_page_shows(page: Page, preview: Preview):
    """The hand-written pages are watched."""
    page.goto(preview.address + "privacy/")
    file = preview.project.root / "docs" / "privacy.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nA fresh last line.\n", encoding="utf-8")
    expect(page.get_by_text("A fresh last line.")).to_be_visible(timeout=LIMIT)


def test_a_preview_is_kept_on_no_device(page: Page, preview: Preview):
    """No page asks for the worker, and whoever has one of a built site at this address loses it."""
    page.goto(preview.address)
    assert page.locator("[data-site-copy]").count() == 0
    assert page.request.get(preview.address + WORKER).text() == worker_off()


def test_an_edit_of_a_style_shows(unit_page: Page, preview: Preview):
    """So are the style sheets that are joined into one."""
    file = preview.project.root / "overrides" / "assets" / "base.css"
    file.write_text(
        file.read_text(encoding="utf-8") + "\nh1 { letter-spacing: 7px !important; }\n", encoding="utf-8"
    )
    expect(unit_page.locator("h1")).to_have_css("letter-spacing", "7px", timeout=LIMIT)


def test_an_edit_of_a_partial_shows(unit_page: Page, preview: Preview):
    """So are the theme's templates."""
    file = preview.project.root / "overrides" / "partials" / "footer.html"
    file.write_text(file.read_text(encoding="utf-8") + "\n<p>A fresh footer.</p>\n", encoding="utf-8")
    expect(unit_page.get_by_text("A fresh footer.")).to_be_visible(timeout=LIMIT)


def test_an_edit_of_a_component_shows(unit_page: Page, preview: Preview):
    """So are the components' scripts."""
    file = preview.project.root / "overrides" / "components" / "knowledge-check" / "knowledge-check.js"
    file.write_text(
        file.read_text(encoding="utf-8") + "\ndocument.body.dataset.fresh = 'yes';\n", encoding="utf-8"
    )
    expect(unit_page.locator("body")).to_have_attribute("data-fresh", "yes", timeout=LIMIT)


def test_an_edit_of_a_page_template_shows(unit_page: Page, preview: Preview):
    """So are the templates that make the pages."""
    file = preview.project.root / "scripts" / "training_site" / "templates" / "pages" / "unit.md.jinja"
    file.write_text(file.read_text(encoding="utf-8") + "\n\nA fresh template.\n", encoding="utf-8")
    expect(unit_page.get_by_text("A fresh template.")).to_be_visible(timeout=LIMIT)


def test_a_mistake_shows_over_the_last_good_site(unit_page: Page, preview: Preview):
    """File, line, sentence and way out stand above the page as it was, and in the terminal, until mended."""
    heading = unit_page.locator("h1").inner_text()
    preview.edit("modules/noticing-discomfort.yml", "duration_minutes:", "duration_minuets:")
    line = module_text(preview)[: module_text(preview).index("duration_minuets")].count("\n") + 1
    box = unit_page.locator(".ts-problems")
    expect(box).to_be_visible(timeout=LIMIT)
    expect(box).to_contain_text(f"modules/noticing-discomfort.yml, line {line}")
    expect(box).to_contain_text("duration_minuets:")
    expect(box).to_contain_text("duration_minutes")
    assert box.locator(".ts-problems__hint").first.inner_text()
    expect(unit_page.locator("h1")).to_have_text(heading)
    sentence = box.locator(".ts-problems__message").first.inner_text()
    told = " ".join(preview.text.replace("`", "").split())
    assert " ".join(sentence.split()) in told
    assert f"modules/noticing-discomfort.yml:{line}:" in told
    unit_page.goto(preview.address + "about/")
    expect(box).to_be_visible()
    preview.edit("modules/noticing-discomfort.yml", "duration_minuets:", "duration_minutes:")
    expect(box).to_have_count(0, timeout=LIMIT)
    assert "Traceback" not in preview.text


def test_a_way_out_can_be_typed_as_it_stands(unit_page: Page, preview: Preview):
    """What to write has no quotes around it that do not belong to it, and an example keeps its lines."""
    good = module_text(preview)
    box = unit_page.locator(".ts-problems")
    preview.edit("modules/noticing-discomfort.yml", "id: five-sources\n", "id: “five-sources”\n")
    expect(box.locator(".ts-problems__hint code")).to_have_text("five-sources", timeout=LIMIT)
    file = preview.project.root / "modules" / "noticing-discomfort.yml"
    file.write_text(good.replace("    summary: Line, ", "    summary: Five: line, ", 1), encoding="utf-8")
    example = box.locator(".ts-problems__example")
    expect(example.first).to_have_text("    summary: >-", timeout=LIMIT, use_inner_text=True)
    expect(example.nth(1)).to_contain_text("      Five: line, ")
    file.write_text(good, encoding="utf-8")
    expect(box).to_have_count(0, timeout=LIMIT)


def test_pages_written_by_hand_do_no_harm(unit_page: Page, preview: Preview):
    """One saved by an old program is named as a mistake, and front matter with a slip is shown as it is."""
    file = preview.project.root / "docs" / "about.md"
    good = file.read_text(encoding="utf-8")
    box = unit_page.locator(".ts-problems")
    file.write_bytes("# Über uns\n".encode("latin-1"))
    expect(box).to_contain_text("docs/about.md, line 1", timeout=LIMIT)
    file.write_text('---\n{"title: "No quote here"}\n---\n\n# A slip\n', encoding="utf-8")
    expect(box).to_have_count(0, timeout=LIMIT)
    unit_page.goto(preview.address + "about/")
    expect(unit_page.locator("h1")).to_have_text("A slip")
    file.write_text("---\ntitle: Plain words\n---\n\nText.\n", encoding="utf-8")
    expect(unit_page).to_have_title(re.compile("^Plain words"), timeout=LIMIT)
    file.write_text(good, encoding="utf-8")
    expect(unit_page).not_to_have_title(re.compile("^Plain words"), timeout=LIMIT)
    assert "Traceback" not in preview.text


def test_settings_and_templates_that_cannot_be_read_do_no_harm(unit_page: Page, preview: Preview):
    """The preview says what is wrong, shows the pages as they were, and goes on when it is mended."""
    for path, old, new, told in (
        ("mkdocs.yml", "theme:\n", "theme: x: y\n", "mapping values are not allowed"),
        ("overrides/partials/footer.html", "<footer", "{% if %}<footer", "footer.html, line"),
    ):
        preview.edit(path, old, new)
        wait_for(unit_page, preview, told)
        assert status_of(preview.address + UNIT) == 200
        said = len(preview.said)
        preview.edit(path, new, old)
        wait_for(unit_page, preview, "Reloading browsers", said)
    expect(unit_page.locator("footer").first).to_be_visible()
    assert "Traceback" not in preview.text


def test_many_mistakes_in_a_row_do_no_harm(unit_page: Page, preview: Preview):
    """One mistake after the other, broken YAML among them, leaves the preview answering each time."""
    good = module_text(preview)
    file = preview.project.root / "modules" / "noticing-discomfort.yml"
    box = unit_page.locator(".ts-problems")
    for number, bad in enumerate(
        (b"\xff\xfe\x00", b"", b"id: [", b"- just\n- a list\n", b"\tid: x\n"), start=1
    ):
        file.write_bytes(bad)
        expect(box).to_contain_text("noticing-discomfort.yml", timeout=LIMIT)
        builds(preview, unit_page, number)
        assert status_of(preview.address + UNIT) == 200
    file.write_text(good, encoding="utf-8")
    expect(box).to_have_count(0, timeout=LIMIT)
    assert "Traceback" not in preview.text


def status_of(address: str) -> int:
    """What the preview answers at an address."""
    with urllib.request.urlopen(address, timeout=LIMIT / 1000) as answer:
        status: int = answer.status
        return status


def wait_for(page: Page, preview: Preview, words: str, behind: int = 0) -> None:
    """Wait until the terminal has said something, after the lines that it had said before."""
    for _ in range(LIMIT // 250):
        if words in "".join(preview.said[behind:]):
            return
        page.wait_for_timeout(250)
    raise AssertionError(preview.text)


def builds(preview: Preview, page: Page, number: int) -> None:
    """Wait until the terminal has told of at least this many mistakes since it began."""
    for _ in range(LIMIT // 250):
        if len(re.findall(r"noticing-discomfort\.yml:\d+:\d+: error", preview.text)) >= number:
            return
        page.wait_for_timeout(250)
    raise AssertionError(preview.text)


def test_a_new_module_is_seen(page: Page, preview: Preview):
    """A file that is added and named in the path becomes part of the preview, as a draft under a banner."""
    text = module_text(preview).replace("page:noticing-discomfort", "page:brand-new")
    text = text.replace("id: noticing-discomfort\n", "id: brand-new\ndraft: true\n", 1)
    page.goto(preview.address)
    expect(page.locator(".ts-path__module").first).to_be_visible(timeout=LIMIT)
    before = page.locator(".ts-path__module").count()
    (preview.project.root / "modules" / "brand-new.yml").write_text(text, encoding="utf-8")
    preview.edit(
        "modules/course.yml", "  - noticing-discomfort\n", "  - noticing-discomfort\n  - brand-new\n"
    )
    expect(page.locator(".ts-path__module")).to_have_count(before + 1, timeout=LIMIT)
    page.goto(preview.address + "brand-new/")
    expect(page.locator(".ts-draft")).to_contain_text("Draft. This module is still being written")
    page.goto(preview.address + "brand-new/five-sources/")
    expect(page.locator(".ts-draft")).to_be_visible()
    preview.edit("modules/course.yml", "  - brand-new\n", "")
    (preview.project.root / "modules" / "brand-new.yml").unlink()
    page.goto(preview.address)
    expect(page.locator(".ts-path__module")).to_have_count(before, timeout=LIMIT)
    assert page.request.get(preview.address + "brand-new/five-sources/").status == 404


def test_a_page_that_comes_back_is_seen(page: Page, preview: Preview):
    """A unit whose id is changed is gone; the page that says so shows the unit once it has its id again."""
    page.goto(preview.address + UNIT)
    good = module_text(preview)
    file = preview.project.root / "modules" / "noticing-discomfort.yml"
    file.write_text(good.replace("id: five-sources\n", "id: six-sources\n", 1), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("There is no page here", timeout=LIMIT)
    file.write_text(good, encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Five sources", timeout=LIMIT)


def test_a_mistake_at_the_first_build_shows_too(own_project: Project, page: Page):
    """With nothing good to show yet, the preview starts, shows the problems, and goes on once mended."""
    file = own_project.root / "modules" / "safety.yml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("title:", "titel:", 1), encoding="utf-8")
    with previewing(own_project) as running:
        page.goto(running.address)
        box = page.locator(".ts-problems")
        expect(box).to_contain_text("modules/safety.yml, line ")
        expect(box).to_contain_text("titel")
        assert "modules/safety.yml:" in running.text
        file.write_text(good, encoding="utf-8")
        expect(page.locator(".ts-path__module").first).to_be_visible(timeout=LIMIT)
        expect(box).to_have_count(0, timeout=LIMIT)
        assert "Traceback" not in running.text


def test_mkdocs_serve_alone_is_live(own_project: Project, page: Page):
    """``mkdocs serve`` by itself watches the same files and shows the same mistakes."""
    with previewing(own_project, MKDOCS_SERVE) as running:
        page.goto(running.address + "glossary/")
        running.edit("modules/glossary.yml", "definition:", "definitoin:")
        expect(page.locator(".ts-problems")).to_contain_text("definitoin", timeout=LIMIT)
        running.edit("modules/glossary.yml", "definitoin:", "definition:")
        expect(page.locator(".ts-problems")).to_have_count(0, timeout=LIMIT)


def test_a_taken_address_is_said(preview: Preview, project: Project):
    """When another program listens there already, the preview says so and how it was asked."""
    taken = preview.address.removeprefix("http://").rstrip("/")
    done = project.run("serve", "--address", taken)
    assert done.returncode == 1
    assert f"The preview cannot listen on {taken}" in done.stdout
    assert "Traceback" not in done.stderr
