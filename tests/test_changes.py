"""``training-site diff``: what changed between two versions, in words for readers and trainers."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from pydantic import BaseModel

from course_edits import CASES, apply, copy_good_course, read_variants
from sample_course import complete_course
from training_site.__main__ import main
from training_site.changes.course import changes
from training_site.load import load_course
from training_site.model import Course
from training_site.model.text import Value

REVISION = CASES / "changes" / "a-revision.edits"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the good course and what it needs around it."""
    copy_good_course(tmp_path / "modules")
    (tmp_path / "overrides" / "drawings").mkdir(parents=True)
    (tmp_path / "overrides" / "drawings" / "listening-ear.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "about.md").write_text("# About\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def before(project: Path) -> Path:
    """A copy of the good course, to compare with what a test changes."""
    return shutil.copytree(project / "modules", project / "before" / "modules")


def git(*arguments: str) -> None:
    """Run git as nobody in particular."""
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def edit(name: str, old: str, new: str) -> None:
    """Change one place of a module file."""
    path = Path("modules", name)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_revision_in_words(project, capsys, form):
    """Every kind of change is told in the words that were agreed on."""
    for variant in read_variants(REVISION):
        apply(variant, project / "modules")
    assert load_course(project / "modules").course is not None, "the revision is a course in order"
    assert main(["diff", "before", "--format", form]) == 0
    golden = REVISION.with_suffix(".txt" if form == "text" else ".md")
    said = capsys.readouterr().out
    if os.environ.get("REFRESH"):
        golden.write_text(said, encoding="utf-8", newline="\n")
    assert said == golden.read_text(encoding="utf-8")


def test_authors_words_are_no_markup(before, capsys):
    """In Markdown, nothing that an author wrote becomes a tag, a link, a picture or a heading."""
    evil = "<img src=x> [a](https://evil.example) ![b](c) # `d` *e* https://evil.example &lt; | @all \\"
    edit("course.yml", "title: A small course", f"title: '{evil}'")
    edit("listening.yml", "title: A quarrel", f"title: '{evil}'")
    assert main(["diff", str(before), "--format", "markdown"]) == 0
    said = capsys.readouterr().out
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(said)
    assert html.count("&lt;img src=x&gt; [a](https://evil.example) ![b](c) # `d` *e*") >= 2
    for tag in ("<img", "<a ", "<h1", "<em", "<code>https", "<table"):
        assert tag not in html
    assert "https://evil" not in said, "code hosts make links of bare addresses too"


def test_nothing_changed(before, capsys):
    """Two equal versions differ in nothing, and new comments are no change."""
    edit("course.yml", "title: A small course", "title: A small course # a comment")
    assert main(["diff", str(before)]) == 0
    assert capsys.readouterr().out == "What changes for readers\n\nNothing has changed for readers.\n"


@pytest.mark.usefixtures("project")
def test_versions_of_git(capsys):
    """OLD and NEW can be what git knows; without NEW, the files as they are now are compared."""
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One")
    edit("listening.yml", "title: A quarrel", "title: A dispute")
    git("commit", "-qam", "Two")
    edit("pausing.yml", "title: A short pause", "title: A long pause")
    assert main(["diff", "HEAD~1", "HEAD"]) == 0
    committed = capsys.readouterr().out
    assert "“A quarrel” and is now called “A dispute”" in committed
    assert "A long pause" not in committed
    assert main(["diff", "HEAD"]) == 0
    waiting = capsys.readouterr().out
    assert "“A short pause” and is now called “A long pause”" in waiting
    assert "A dispute" not in waiting


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("revision", ["nowhere", "--output=stolen", "HEAD:modules", "$(touch stolen)"])
def test_a_version_that_is_not_there(capsys, revision):
    """What git does not know is named in a sentence; nothing of it is taken for an option or run."""
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One")
    assert main(["diff", "--", revision]) == 2
    assert capsys.readouterr().err == (
        f"training-site diff: “{revision}” is neither a folder nor a version that git knows here. "
        "A version is a branch, a tag, or a commit such as `HEAD~1`.\n"
    )
    assert not Path("stolen").exists()
    assert not Path("modules", "stolen").exists()


@pytest.mark.usefixtures("project")
def test_without_git(capsys, monkeypatch, tmp_path):
    """Where there is no git, or no repository, the answer says that folders can be compared."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["diff", "HEAD"]) == 2
    assert "not under git, so only folders can be compared" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["diff", "HEAD"]) == 2
    assert "git is not installed, so only folders can be compared" in capsys.readouterr().err


def test_a_version_with_mistakes(before, capsys):
    """A file with a mistake is named and left out, and the others are compared."""
    broken = before / "listening.yml"
    broken.write_text(
        broken.read_text(encoding="utf-8").replace("units:", "unity: x\nunits"), encoding="utf-8"
    )
    (before / "glossary.yml").unlink()
    edit("pausing.yml", "title: A short pause", "title: A long pause")
    edit("listening.yml", "title: A quarrel", "title: A dispute")
    assert main(["diff", str(before)]) == 0
    assert capsys.readouterr().out == (
        "What changes for readers\n\n"
        "Module “Pausing together”\n"
        "  The unit “A long pause”\n"
        "    - It was called “A short pause” and is now called “A long pause”.\n\n"
        "Not compared\n"
        "  - `glossary.yml` cannot be read as a whole in the old version, so its changes are not told.\n"
        "  - `listening.yml` cannot be read as a whole in the old version, so its changes are not told.\n"
    )


def test_drafts(before, capsys):
    """A draft is told apart, publishing one is news, and taking a module back is too."""
    edit("pausing.yml", "level: intermediate", "level: intermediate\ndraft: true")
    edit("pausing.yml", "title: A short pause", "title: A long pause")
    assert main(["diff", str(before)]) == 0
    taken = capsys.readouterr().out
    assert "The module “Pausing together” was taken back as a draft: readers see it no more." in taken
    assert "The whole course takes 13 instead of 18 minutes." in taken
    assert "A long pause" not in taken
    assert main(["diff", "modules", str(before)]) == 0
    published = capsys.readouterr().out
    assert "The draft “Pausing together” is now published: 1 unit, 1 question, 5 minutes." in published
    edit("listening.yml", "title: A quarrel", "title: A dispute")
    shutil.copytree("modules", "two")
    edit("pausing.yml", "title: A long pause", "title: The longest pause")
    assert main(["diff", "two"]) == 0
    assert capsys.readouterr().out == (
        "What changes for readers\n\n"
        "Drafts (readers do not see these)\n  - The draft “Pausing together” has changed.\n"
    )


def test_a_reflection_that_goes(before, capsys):
    """Whoever removes an exercise, a unit or a module with one is told that learners' notes stay."""
    path = Path("modules", "listening.yml")
    text = path.read_text(encoding="utf-8")
    start, end = text.index("      - reflection:"), text.index("      - facilitator_note:")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    assert main(["diff", str(before)]) == 0
    assert (
        "    - The reflection “My urge to fix” was removed. "
        "Notes that learners wrote there stay in their notebook.\n"
    ) in capsys.readouterr().out
    path.write_text(text[: text.index("  - id: a-quarrel")] + text[text.index("knowledge_check:") :])
    assert main(["diff", str(before)]) == 0
    assert (
        "  - The unit “A quarrel” was removed. Notes that learners wrote there stay in their notebook.\n"
    ) in capsys.readouterr().out
    path.unlink()
    assert main(["diff", str(before)]) == 0
    gone = "  - The module “Listening first” was removed. "
    assert f"{gone}Notes that learners wrote there stay in their notebook.\n" in capsys.readouterr().out


def changed_places(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """The value once more for each single thing in it that can be changed, with where that is."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            for where, other in changed_places(getattr(value, name), f"{place}.{name}"):
                yield where, value.model_copy(update={name: other})
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            for where, other in changed_places(item, f"{place}[{number}]"):
                yield where, (*value[:number], other, *value[number + 1 :])
    elif isinstance(value, bool):
        yield place, not value
    elif isinstance(value, int):
        yield place, value + 1
    elif isinstance(value, str):
        yield place, f"{value} changed"


def parts(course: Course) -> dict[str, Value]:
    """A course as the values of its files."""
    shared = {name: getattr(course, name) for name in ("references", "passages", "glossary", "safety")}
    return {"course": course.path, **shared, **{module.id: module for module in course.modules}}


def test_no_change_is_passed_over():
    """Whatever single value of a course changes, something is said about it."""
    old = parts(complete_course(lambda name, _kind: f"The {name}."))
    silent = []
    count = 0
    for name, value in old.items():
        for place, changed in changed_places(value, name):
            count += 1
            if not changes(old, {**old, name: changed}):
                silent.append(place)
    assert silent in ([], ["course.modules[1]"]), "only a module that there is not goes unsaid"
    assert count > 400
