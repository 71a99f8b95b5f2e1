"""``training-site check`` as a person and a program call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course_edits import copy_good_course
from training_site.__main__ import main
from training_site.problems import Problem
from training_site.report import as_github, as_json, as_text, describe, excerpt, shown_path

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder with the good course in ``modules``; the current one."""
    copy_good_course(tmp_path / "modules")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    """Change one place of a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("site")
def test_clean_course_exits_0(capsys):
    """Nothing wrong: one line, and success."""
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "No problems in 8 files.\n"


def test_problem_exits_1_and_is_shown(site, capsys):
    """A problem is shown with its line, and the command fails."""
    edit(site / "modules" / "glossary.yml", "term: repair", "trem: repair")
    assert main(["check"]) == 1
    assert capsys.readouterr().out == (
        "modules/glossary.yml:8:5: error (unknown-key)\n"
        "  8 |     trem: repair\n"
        "    |     ^^^^\n"
        "  In the glossary entry `repair`, `trem` is not a key that a glossary entry has. "
        "Write `term` instead.\n"
        "\n"
        "1 error in 1 file.\n"
    )


def test_a_renamed_file_is_one_mistake(site, capsys):
    """Links to the module are right as they are, so only the name is told, and how notes are kept."""
    (site / "modules" / "listening.yml").rename(site / "modules" / "hearing.yml")
    assert main(["check"]) == 1
    assert capsys.readouterr().out == (
        "modules/hearing.yml:2:5: error (file-name)\n"
        "  2 | id: listening\n"
        "    |     ^^^^^^^^^\n"
        "  The module's id is `listening`, but its file is named `hearing.yml`. "
        "The two have to be the same. If the module was there before, keep its id, "
        "because learners' notes hang on it: rename the file to `listening.yml`. "
        "If it is new, write `id: hearing`.\n"
        "\n"
        "1 error in 1 file.\n"
    )


def test_a_copied_file_is_one_mistake(site, capsys):
    """The copy is told, with an id only if its name can be one, and never the file it was made from."""
    text = (site / "modules" / "pausing.yml").read_text(encoding="utf-8")
    (site / "modules" / "pausing copy.yml").write_text(text, encoding="utf-8")
    assert main(["check"]) == 1
    assert capsys.readouterr().out == (
        "modules/pausing copy.yml:2:5: error (file-name)\n"
        "  2 | id: pausing\n"
        "    |     ^^^^^^^\n"
        "  The module's id is `pausing`, but its file is named `pausing copy.yml`. "
        "The two have to be the same. If this is a copy of `pausing.yml`, take it out of the folder, "
        "or bring back what stood in it. If it is a module of its own, give the file a name of "
        "small letters, digits, and hyphens, and write the same after `id:`.\n"
        "\n"
        "1 error in 1 file.\n"
    )


def test_warning_fails_only_when_strict(site, capsys):
    """A warning alone is no failure, unless it is asked to be."""
    edit(site / "modules" / "pausing.yml", "objective: plan-a-pause", "topic: safety")
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 1
    assert "warning (unused-objective)" in capsys.readouterr().out


def test_only_named_files_are_reported_but_all_are_read(site, capsys):
    """With FILE only that file's problems count, and its names are looked up in all the others."""
    edit(site / "modules" / "glossary.yml", "term: repair", "trem: repair")
    assert main(["check", "modules/listening.yml"]) == 0
    assert capsys.readouterr().out == "No problems in 1 file.\n"
    edit(site / "modules" / "references.yml", "id: rivers-2019", "id: streams-2019")
    assert main(["check", "modules/listening.yml", "modules/course.yml"]) == 1
    out = capsys.readouterr().out
    assert "modules/listening.yml:31:73: error (unknown-reference)" in out
    assert "glossary.yml" not in out


def test_file_may_be_named_from_another_folder(site, capsys, monkeypatch):
    """Paths are shown as seen from the current folder, and may be given so."""
    edit(site / "modules" / "glossary.yml", "term: repair", "trem: repair")
    monkeypatch.chdir(site / "modules")
    assert main(["check", "--modules", ".", "glossary.yml"]) == 1
    assert capsys.readouterr().out.startswith("glossary.yml:8:5: error")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--modules", "nowhere"], "there is no folder “nowhere” here."),
        (["elsewhere.yml"], "“elsewhere.yml” is not a `.yml` file in the folder “modules”."),
        (["modules/nothing.yml"], "there is no file “modules/nothing.yml”."),
        (["modules"], "“modules” is not a `.yml` file in the folder “modules”."),
    ],
)
@pytest.mark.usefixtures("site")
def test_misuse_exits_2_with_a_sentence(capsys, arguments, says):
    """What cannot be checked is said on the error stream, in a sentence."""
    assert main(["check", *arguments]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


@pytest.mark.usefixtures("site")
def test_unknown_option_exits_2(capsys):
    """An option that does not exist is misuse too."""
    with pytest.raises(SystemExit) as exit_:
        main(["check", "--colour"])
    assert exit_.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_json_holds_every_field(site, capsys):
    """Programs get the same problems with their places and rules."""
    edit(site / "modules" / "glossary.yml", "term: repair", "trem: repair")
    assert main(["check", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "problems": [
            {
                "path": "modules/glossary.yml",
                "line": 8,
                "column": 5,
                "length": 4,
                "severity": "error",
                "rule": "unknown-key",
                "message": "In the glossary entry `repair`, `trem` is not a key that a glossary entry has.",
                "hint": "Write `term` instead.",
            }
        ],
        "errors": 1,
        "warnings": 0,
    }


def test_github_gets_one_command_a_problem(site, capsys):
    """A pull request shows each problem on its line."""
    edit(site / "modules" / "glossary.yml", "term: repair", "trem: repair")
    assert main(["check", "--format", "github"]) == 1
    assert capsys.readouterr().out == (
        "::error file=modules/glossary.yml,line=8,col=5,endColumn=9,title=unknown-key::"
        "In the glossary entry `repair`, `trem` is not a key that a glossary entry has. "
        "Write `term` instead.\n"
    )


def test_github_command_cannot_be_broken_out_of():
    """A name or text from a file starts no command of its own and adds no property."""
    problem = Problem(
        Path("a,b:c%.yml"),
        1,
        1,
        "rule",
        "one%two\n::error::three\r",
        "four\n::stop-commands::x",
        2,
        "warning",
    )
    said = as_github([problem])
    assert "\n" not in said
    assert "\r" not in said
    assert said == (
        "::warning file=a%2Cb%3Ac%25.yml,line=1,col=1,endColumn=3,title=rule::"
        "one%25two%0A::error::three%0D four%0A::stop-commands::x"
    )


def test_empty_reports_have_a_form():
    """No problem is said in each format."""
    assert as_text([], {}) == "No problems."
    assert json.loads(as_json([])) == {"problems": [], "errors": 0, "warnings": 0}
    assert as_github([]) == ""


@pytest.mark.parametrize(
    ("line", "column", "length", "shown", "mark"),
    [
        ("title: x", 1, 5, "title: x", "^^^^^"),
        ("\ttitle: x", 1, 1, "→title: x", "^"),
        ("漢字: x", 1, 2, "漢字: x", "^^^^"),
        ("é: e\u0301 x", 6, 1, "é: e\u0301 x", "    ^"),
        ("a\u202eb\x1b[31m", 3, 1, "a·b·[31m", "  ^"),
        ("x" * 300, 201, 3, "…" + "x" * 100 + "…", " " * 31 + "^^^"),
        ("short", 6, 1, "short", "     ^"),
        ("short", 3, 500, "short", "  ^^^"),
    ],
)
def test_mark_stands_below_its_place(line, column, length, shown, mark):
    """The mark is below the place on a terminal, and no character of the line can move it."""
    problem = Problem(Path("x.yml"), 1, column, "rule", "Message.", "", length)
    assert excerpt(problem, line) == (shown, mark)


def test_problem_without_a_line_is_shown_without_one():
    """A missing file has no line to show."""
    problem = Problem(Path("x.yml"), 1, 1, "missing-file", "It is missing.", "Bring it back.")
    assert describe(problem) == "x.yml:1:1: error (missing-file)\n  It is missing. Bring it back."


def test_count_ends_the_report():
    """The last line counts errors, warnings and files."""
    problems = [
        Problem(Path("a.yml"), 1, 1, "r", "One."),
        Problem(Path("a.yml"), 2, 1, "r", "Two."),
        Problem(Path("b.yml"), 1, 1, "r", "Three.", severity="warning"),
    ]
    assert as_text(problems, {}).split("\n")[-1] == "2 errors and 1 warning in 2 files."


def test_path_outside_is_shown_whole(tmp_path, monkeypatch):
    """A file that is not below the current folder keeps its whole path."""
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "modules" / "x.yml") == "modules/x.yml"
    assert shown_path(tmp_path.parent / "x.yml") == (tmp_path.parent / "x.yml").as_posix()


def test_hostile_folder_never_shows_a_traceback(site):
    """Run as a program on the worst files at once, it ends by itself and speaks in sentences."""
    folder = site / "modules"
    (folder / "deep.yml").write_bytes(b"[" * 10_000)
    (folder / "nul.yml").write_bytes(b"id: \x00\n")
    (folder / "latin.yml").write_bytes("id: é\n".encode("latin-1"))
    (folder / "bomb.yml").write_bytes(b"a: &a [*a, *a]\nb: &b [*a, *a]\n")
    (folder / "tab.yml").write_bytes(b"\tid: tab\n")
    with (folder / "huge.yml").open("wb") as file:
        file.truncate(50_000_000)
    done = subprocess.run(
        [sys.executable, "-m", "training_site", "check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 1
    assert done.stderr == ""
    for rule in ("too-deep", "invisible-character", "not-utf-8", "special-start", "tab", "file-too-large"):
        assert f"({rule})" in done.stdout
    assert "Traceback" not in done.stdout


def test_output_survives_a_terminal_that_is_not_utf_8(site):
    """On a terminal that cannot show curly quotes or an arrow, the report still comes out."""
    edit(site / "modules" / "glossary.yml", "  - id: repair", "\t- id: repair")
    edit(site / "modules" / "pausing.yml", "level: intermediate", "level: “hard”")
    done = subprocess.run(
        [sys.executable, "-m", "training_site", "check"],
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"(tab)" in done.stdout


def test_modules_of_this_site_are_clean(monkeypatch, capsys):
    """The course in this repository has no problem, not even a warning."""
    monkeypatch.chdir(ROOT)
    assert main(["check", "--strict"]) == 0, capsys.readouterr().out
