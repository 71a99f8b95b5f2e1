"""Makes the pictures of the guide for trainers from the product itself: ``python tests/guide_pictures.py``.

What the guide tells people to type is read from the guide, done in a copy of the project, and pictured.
The words in each picture are kept in ``cases/guide``; ``test_guide.py`` makes all anew and compares them.
"""

import html
import io
import json
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from project import Project, copy_project
from test_editing_server import editing
from test_preview import LIMIT, Preview, previewing
from tools import ROOT, find_chromium

GUIDE = ROOT / "docs" / "guide.md"
PICTURES = ROOT / "docs" / "guide"
WORDS = ROOT / "tests" / "cases" / "guide"
MODULE = "modules/noticing-discomfort.yml"
SCHEMES = ("light", "dark")
MOST_BYTES = 60_000
EDGE = 12
"""Pixels of the page around what is pictured."""

BARE = {"check", "fix", "form", "new-reflection", "preview-mistake"}
"""Pictures of what has an edge of its own."""

TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: {back}; }}
pre {{ margin: 0; padding: 16px 20px; font: 14px/1.5 "DejaVu Sans Mono", monospace; color: {ink};
       white-space: pre-wrap; overflow-wrap: anywhere; width: 680px; box-sizing: border-box; }}
b {{ font-weight: 700; }}
</style><pre><b>{command}</b>
{said}</pre>"""
COLORS = {"light": ("#f3f5f5", "#1c2b2d"), "dark": ("#1b2426", "#e3ebec")}


@dataclass
class Studio:
    """A copy of the project, a browser, and the folders that pictures and their words go to."""

    project: Project
    browser: Browser
    pictures: Path
    words: Path
    preview: Preview | None = None

    def run(self, name: str, line: str) -> None:
        """Run a command line of the guide in the copy, and picture the terminal."""
        words = shlex.split(line)
        assert words[0].endswith("training-site"), line
        done = self.project.run(*words[1:])
        said = re.sub(r"\d+-\d+-\d+", "2026-11-22", (done.stdout + done.stderr).strip())
        for scheme in SCHEMES:
            back, ink = COLORS[scheme]
            page = self.browser.new_page(device_scale_factor=1.5)
            page.set_content(
                TERMINAL.format(back=back, ink=ink, command=html.escape(f"$ {line}"), said=html.escape(said))
            )
            self.keep(name, scheme, page.locator("pre"))
            page.close()

    def shoot(self, name: str, path: str, find: Callable[[Page], Locator]) -> None:
        """Picture a part of a page of the preview."""
        assert self.preview
        for scheme in SCHEMES:
            context = self.browser.new_context(
                viewport={"width": 760, "height": 1600},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                device_scale_factor=1.5,
            )
            page = context.new_page()
            page.set_default_timeout(LIMIT)  # while the preview builds, it lets requests wait
            page.goto(self.preview.address + path)
            found = find(page)
            found.wait_for()
            # A header that stays in view would lie over what is pictured.
            page.add_style_tag(content="header, .md-header { position: static !important; }")
            page.evaluate("document.fonts.ready")
            self.keep(name, scheme, found)
            context.close()

    def keep(self, name: str, scheme: str, found: Locator) -> None:
        """Keep a picture of a part of a page, and the words in it."""
        words = " ".join(found.inner_text().split())
        found.scroll_into_view_if_needed()
        box = found.bounding_box()
        assert box
        edge = 0 if name in BARE else EDGE
        clip = {
            "x": box["x"] - edge,
            "y": max(0, box["y"] - edge),
            "width": box["width"] + 2 * edge,
            "height": box["height"] + 2 * edge,
        }
        data = found.page.screenshot(animations="disabled", caret="hide", clip=clip)
        image = Image.open(io.BytesIO(data)).convert("RGB")
        small = image.quantize(colors=48, dither=Image.Dither.NONE)
        small.save(self.pictures / f"{name}-{scheme}.png", optimize=True)
        words = words.replace(self.project.root.as_posix(), "…")
        text = json.dumps({"picture": name, "words": words}, ensure_ascii=False, indent=2) + "\n"
        (self.words / f"{name}.json").write_text(text, encoding="utf-8")


def blocks_under(heading: str) -> list[str]:
    """The fenced blocks of the guide below one of its headings."""
    part = re.split(rf"^#+ {re.escape(heading)}$", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1]
    part = re.split(
        r"^#+ ", re.sub(r"^( *```[^\n]*\n)(.*?)^ *```", _shield, part, flags=re.M | re.S), flags=re.M
    )[0]
    found = re.findall(r"^```[^\n]*\n(.*?)^```", part, flags=re.MULTILINE | re.DOTALL)
    return [block.replace("\x00", "#") for block in found]


def _shield(found: re.Match[str]) -> str:
    return found[0].replace("#", "\x00")


def put_below(project: Project, file: str, way: tuple[str, ...], block: str) -> None:
    """Put lines of the guide into a file, below the last of the lines that lead there."""
    path = project.root / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = 0
    for line in way:
        at = lines.index(f"{line}\n", at) + 1
    path.write_text("".join([*lines[:at], block, *lines[at:]]), encoding="utf-8")


def change_in_form(studio: Studio, words: str) -> None:
    """Change what the practice Privacy sounds like as the guide says, and picture the form."""
    with editing(studio.project) as editor:
        page = studio.browser.new_page(viewport={"width": 1180, "height": 1900}, device_scale_factor=1.5)
        page.set_default_timeout(LIMIT)
        page.goto(editor.server.address)
        page.get_by_role("button", name="Safety spine and crisis lines").click()
        page.get_by_role("button", name="Codes").click()
        title = page.get_by_role("button", name="Privacy", exact=True)
        card = page.locator("li.card").filter(has=title)
        title.click()
        field = card.get_by_label("Sounds like")
        field.fill(words)
        field.press("Tab")
        page.evaluate("document.activeElement.blur()")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            studio.keep("form", scheme, card)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("#save")).to_be_disabled(timeout=LIMIT)
        expect(page.locator("#state")).to_contain_text(re.compile("saved", re.IGNORECASE), timeout=LIMIT)
        page.close()


def make_pictures(browser: Browser, pictures: Path, words: Path) -> None:
    """Do what the guide says in a copy of the project; keep every picture, and the words in it."""
    for folder in (pictures, words):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="guide-") as name:
        project = copy_project(Path(name) / "project")
        studio = Studio(project, browser, pictures, words)
        follow(studio)


def follow(studio: Studio) -> None:
    """Every step of the guide, in its order."""
    project = studio.project
    old, new = (block.splitlines()[-1] + "\n" for block in blocks_under("Change one word")[:2])
    safety = project.root / "modules" / "safety.yml"
    meant = safety.read_text(encoding="utf-8").replace(old, new)
    change_in_form(studio, new.partition(": ")[2].strip())
    assert safety.read_text(encoding="utf-8") == meant
    (command,) = blocks_under("Add a reflection")[:1]
    studio.run("new-reflection", " ".join(command.replace("\\\n", " ").split()))
    (question,) = blocks_under("Add a question that teaches")[:1]
    put_below(project, MODULE, ("knowledge_check:", "  questions:"), question)
    (vignette,) = blocks_under("Write a vignette")[:1]
    put_below(project, MODULE, ("  - id: luis-camera-off", "    blocks:"), vignette)
    checked = project.run("check", "--strict")
    assert checked.returncode == 0, checked.stdout
    with previewing(project) as preview:
        studio.preview = preview
        studio.shoot("changed-word", "safety-spine/", lambda page: page.locator("#s5, #S5").first)
        studio.shoot("reflection", "noticing-discomfort/noticing-is-the-work/", _card("My first sign"))
        studio.shoot("vignette", "noticing-discomfort/luis-camera-off/", _card("A smile that stays"))
        studio.shoot("question", "noticing-discomfort/knowledge-check/", _answered_question)
        studio.shoot("agenda", "facilitator/noticing-discomfort/", _agenda)
        mistake(studio, preview)


def mistake(studio: Studio, preview: Preview) -> None:
    """The mistake that the guide makes on purpose, as the checker, the preview and the mend show it."""
    file = "modules/safety.yml"
    preview.edit(file, "    sounds_like: Can you talk", "    sound_like: Can you talk")
    studio.run("check", ".venv/bin/training-site check")
    studio.shoot("preview-mistake", "safety-spine/", lambda page: page.locator(".ts-problems"))
    studio.run("fix", ".venv/bin/training-site check --fix")


def _card(title: str) -> Callable[[Page], Locator]:
    return lambda page: page.locator("section.ts-card", has=page.get_by_role("heading", name=title))


def _answered_question(page: Page) -> Locator:
    question = page.locator("#sign-or-proof")
    question.get_by_label("Put it aside").check()
    question.get_by_role("button").first.click()
    question.get_by_text("That keeps you calm for now").wait_for(timeout=LIMIT)
    return question


def _agenda(page: Page) -> Locator:
    page.locator("agenda-clock input[type=time]").fill("14:00")
    clock = page.locator("agenda-clock")
    # One of the two agendas is enough to see how it works.
    clock.get_by_role("table", name="90 minutes").evaluate("table => table.remove()")
    return clock


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


if __name__ == "__main__":
    with _browser() as own:
        make_pictures(own, PICTURES, WORDS)
