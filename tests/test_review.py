"""``training-site report``: one page on the state of a course, for those who look after it."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from browser.test_every_page import AXE_RUN, TAGS, problems_of
from built import Element, parse
from course_edits import AROUND, CASES, copy_good_course
from tools import AXE, ROOT, existing, run_vnu
from training_site.__main__ import main
from training_site.load import load_course
from training_site.review.facts import gather_facts
from training_site.review.page import render_review

GOLDEN = CASES / "report" / "good.txt"
SAID = ("h1", "h2", "caption", "p", "li", "tr")
DAY = date(2027, 11, 10)


def review(folder: Path, day: date = DAY) -> str:
    """The report on a folder as of a day."""
    return render_review(gather_facts(load_course(folder, around=AROUND), day))


def words(html: str) -> list[str]:
    """What the page says, line by line; the cells of a row stand side by side."""
    return [_line(element) for element in parse(html).walk() if element.tag in SAID]


def _line(element: Element) -> str:
    cells = [cell.text for cell in element.children if isinstance(cell, Element)]
    return " | ".join(cells) if element.tag == "tr" else f"{'# ' * (element.tag[0] == 'h')}{element.text}"


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """The good course in a folder of its own."""
    return copy_good_course(tmp_path / "modules")


def edit(path: Path, old: str, new: str) -> None:
    """Change one place of a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_report_word_for_word(modules):
    """Map, reviews, coverage, minutes, sources, excused findings and problems, as they were agreed on."""
    listening = modules / "listening.yml"
    edit(
        listening,
        "          adaptation: Show",
        "          # ok: the child's own words\n          adaptation: Show",
    )
    edit(listening, "Show the sounds by hand.", "Show the magic words by hand.")
    edit(listening, "[the pause](page:pausing/short-pause)", "the pause")
    edit(modules / "pausing.yml", "last_reviewed: 2026-11-22", "last_reviewed: 2026-11-01\ndraft: true")
    edit(modules / "pausing.yml", "  - Pauses help.", "  - TODO")
    edit(modules / "course.yml", "questions: 2\n", "questions: 1\n")
    said = "\n".join(words(review(modules))) + "\n"
    if os.environ.get("REFRESH"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(said, encoding="utf-8", newline="\n")
    assert said == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "In 365 days"),
        (date(2027, 10, 23), "Comes up in 30 days"),
        (date(2027, 11, 21), "Comes up in 1 day"),
        (date(2027, 11, 22), "Comes up in 0 days"),
        (date(2027, 11, 23), "Overdue by 1 day"),
    ],
)
def test_reviews_come_due(modules, day, said):
    """A year after its last review a module is due, and a month before that it says so."""
    due = [line for line in words(review(modules, day)) if "| November 22, 2027 |" in line]
    assert len(due) == 2
    assert all(line.endswith(f"| {said}") for line in due)


def test_the_same_files_give_the_same_report(modules):
    """Two reports of the same day are the same bytes."""
    assert review(modules) == review(modules)


def test_a_course_with_mistakes(modules, capsys, monkeypatch, tmp_path):
    """While the course does not hold together, its problems are all that the report holds."""
    edit(modules / "listening.yml", "title: A quarrel", "titel: A quarrel")
    monkeypatch.chdir(tmp_path)
    assert main(["report", "--date", "2026-11-22"]) == 1
    assert capsys.readouterr().out.startswith("Wrote course-report.html. ")
    said = words((tmp_path / "course-report.html").read_text(encoding="utf-8"))
    assert said[0] == "# Report: The course"
    assert said[2].startswith("The course does not hold together now, so this report has only its problems.")
    assert any("listening.yml, line" in line and "`titel`" in line for line in said)


def test_what_authors_write_is_text(modules):
    """Nothing of an author's becomes a tag, and the page asks nobody for anything."""
    evil = "<img src=https://evil.example/x onerror=alert(1)>"
    edit(modules / "listening.yml", "title: A quarrel", f"title: '{evil}'")
    edit(modules / "references.yml", "title: A small study of listening", f"title: '{evil}'")
    html = review(modules)
    tree = parse(html)
    assert not tree.all("img")
    assert not tree.all("script")
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert html.count("&lt;img src=https://evil.example/x onerror=alert(1)&gt;") >= 2


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01"])
def test_a_day_that_is_none(capsys, day):
    """A date that cannot be is refused with the form it should have."""
    with pytest.raises(SystemExit) as left:
        main(["report", "--date", day])
    assert left.value.code == 2
    assert "write the day as year-month-day, such as 2026-11-22" in capsys.readouterr().err


def test_places_that_cannot_be(capsys, monkeypatch, modules):
    """A folder that is not there, or a file that cannot be written, is named."""
    monkeypatch.chdir(modules.parent)
    assert main(["report", "--modules", "nowhere"]) == 2
    assert main(["report", "--out", "no/such/folder.html"]) == 2
    said = capsys.readouterr().err
    assert "there is no folder “nowhere” here" in said
    assert "no/such/folder.html could not be written" in said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_real_course_in_a_browser(browser, tmp_path, scheme):
    """The report on the real course is valid, passes axe, and fits a phone."""
    file = tmp_path / "report.html"
    file.write_text(
        render_review(gather_facts(load_course(ROOT / "modules"), DAY)), encoding="utf-8", newline="\n"
    )
    if scheme == "light":
        assert problems_of(run_vnu("--errors-only", "--format", "gnu", str(file))) == []
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640})
    context.add_init_script(existing(AXE).read_text(encoding="utf-8"))
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = page.evaluate(AXE_RUN.replace("TAGS", json.dumps(TAGS)))
    context.close()
    assert found == []
