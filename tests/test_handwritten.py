"""The pages written by hand are held to the words of the course, in the place where they stand."""

from pathlib import Path

import pytest

from course_edits import copy_good_course
from tools import ROOT
from training_site.load import Loaded, load_course
from training_site.problems import errors
from training_site.report import as_text

HEAD = '---\n{"title": "A page", "description": "For the test."}\n---\n\n# A page\n\n'
LONG = " ".join(["We wait for a breath and then we talk about it."] * 13)
HARD = "Organizational heterogeneity necessitates interdisciplinary methodological deliberation. " * 20


def check(folder: Path, text: str) -> Loaded:
    """The small course with one page written by hand."""
    copy_good_course(folder / "modules")
    (folder / "docs").mkdir()
    (folder / "docs" / "page.md").write_text(HEAD + text, encoding="utf-8")
    for name in ("images", "drawings"):
        path = folder / ("docs" if name == "images" else "overrides") / name
        path.mkdir(parents=True)
    (folder / "docs" / "images" / "waves.png").touch()
    (folder / "overrides" / "drawings" / "listening-ear.svg").touch()
    (folder / "docs" / "about.md").write_text("# About\n", encoding="utf-8")
    return load_course(folder / "modules")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "These are magic words.\n",
            "docs/page.md:7:11: warning (avoided-phrase)\n"
            "  7 | These are magic words.\n"
            "    |           ^^^^^^^^^^^\n"
            "  “magic words” is on the list of words to avoid. No words work by themselves. "
            "Say what the words are for. "
            "If it is right here, write `<!-- ok: the reason -->` above the line.",
        ),
        (
            "| A | B |\n|---|---|\n| The colour | of it |\n",
            "docs/page.md:9:7: warning (british-spelling)\n"
            "  9 | | The colour | of it |\n"
            "    |       ^^^^^^\n"
            "  “colour” is British spelling; this course is American. Write “color”.",
        ),
        (
            f"Short.\n\n- {LONG}\n",
            "  This paragraph has 143 words; on a phone it fills the screen and more. 120 are the most. "
            "Begin a new paragraph where the thought turns, with an empty line before it.",
        ),
        (
            f"{HARD[:900]}\n\n{HARD[:900]}\n",
            "is the least. Its hardest paragraph begins here. Make two sentences of a long one, and take the "
            "shorter of two words that mean the same.",
        ),
    ],
    ids=["avoided-phrase", "british-spelling", "long-paragraph", "hard-to-read"],
)
def test_a_finding_is_a_warning_at_its_line(tmp_path, monkeypatch, text, said):
    """Each rule says in which file and line, what is meant, and the way out."""
    monkeypatch.chdir(tmp_path)
    loaded = check(tmp_path, text)
    assert {problem.severity for problem in loaded.problems} == {"warning"}
    assert loaded.course is not None
    assert said in as_text(loaded.problems, loaded.texts)


def test_a_page_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    """A page that an old program saved in its own way is a mistake like any other, with the way out."""
    monkeypatch.chdir(tmp_path)
    check(tmp_path, "Fine.")
    page = tmp_path / "docs" / "page.md"
    page.write_bytes("Über uns\n".encode("latin-1"))
    loaded = load_course(tmp_path / "modules")
    (problem,) = errors(loaded.problems)
    assert loaded.course is None
    assert (problem.path.name, problem.line, problem.rule) == (page.name, 1, "not-utf-8")
    assert "save" in problem.hint.lower()


@pytest.mark.parametrize(
    "text",
    [
        "Write `magic words` and `colour`.\n\n```\nmagic words: colour\n```\n",
        "[Words](https://example.org/colour-magic-words) to try.\n",
        "<!-- magic words, in a comment -->\n\nA color.\n",
        "Magic. Words.\n",
        f"{LONG[: LONG.index('talk', 500)]}.\n",
    ],
    ids=["code", "address", "comment", "two sentences", "almost too long"],
)
def test_what_is_fine_stays_quiet(tmp_path, text):
    """Code, addresses and comments are not what readers read; what is on the right side is left alone."""
    loaded = check(tmp_path, text)
    assert loaded.problems == (), as_text(loaded.problems, loaded.texts)


def test_a_comment_excuses_one_finding(tmp_path):
    """A comment with a reason excuses one finding on the next line, and is counted; others are said."""
    loaded = check(
        tmp_path,
        "<!-- ok: the name of a book -->\nMagic words, by a colour.\n\n"
        "<!-- ok british-spelling: nothing here -->\nA color.\n\n<!-- ok: -->\nThe end.\n",
    )
    assert loaded.excused == 1
    assert [(problem.line, problem.rule) for problem in loaded.problems] == [
        (8, "british-spelling"),
        (10, "idle-excuse"),
        (13, "idle-excuse"),
    ]


def test_the_pages_of_this_site_have_none():
    """What is written by hand here is read, and keeps to it."""
    pages = sorted((ROOT / "docs").glob("*.md"))
    loaded = load_course(ROOT / "modules")
    assert {path.resolve() for path in pages} <= {path.resolve() for path in loaded.texts}
    assert [problem for problem in loaded.problems if problem.path.suffix == ".md"] == []
