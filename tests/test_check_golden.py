"""Every mistake that a trainer can make, with the whole message it gets.

Each file ``cases/mistakes/<behavior>.edits`` makes one kind of mistake in several fields, files and
depths; the file beside it holds what ``training-site check`` answers. After a change of words look at
the difference of ``REFRESH=1 pytest tests/test_check_golden.py`` as a trainer would.
"""

import os
from pathlib import Path

import pytest

from course_edits import AROUND, CASES, apply, copy_good_course, read_variants
from training_site.load import load_course
from training_site.problems import Problem
from training_site.reading.source import read_source
from training_site.reading.tree import PARSERS, read_tree
from training_site.report import as_text

MISTAKES = sorted(path.stem for path in (CASES / "mistakes").glob("*.edits"))


def answers(name: str, folder: Path) -> str:
    """What is said to every variant of one kind of mistake."""
    parts = []
    for number, variant in enumerate(read_variants(CASES / "mistakes" / f"{name}.edits")):
        modules = copy_good_course(folder / str(number) / "modules")
        apply(variant, modules)
        os.chdir(modules.parent)
        loaded = load_course(Path("modules"), around=AROUND)
        parts.append(f"## {variant.file}: {variant.title}\n\n{as_text(loaded.problems, loaded.texts)}\n")
        assert loaded.problems, f"nothing was found in {variant}"
        for problem in loaded.problems:
            check_first_line(problem)
    return "\n".join(parts)


def check_first_line(problem: Problem) -> None:
    """The first line holds the way out too; a colon at its end leads to an example and to nothing else."""
    way_out = problem.first_line.removeprefix(problem.message).strip() or problem.message.rpartition(": ")[2]
    assert len(way_out.split()) > 1, problem
    assert not way_out.endswith(("such as:", "Write it so:", "Write it with its keys:")), problem


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_gets_its_message(name, tmp_path, monkeypatch):
    """The whole report of each mistake is word for word the one that was agreed on, the first line first."""
    monkeypatch.chdir(tmp_path)
    golden = CASES / "mistakes" / f"{name}.txt"
    said = answers(name, tmp_path)
    if os.environ.get("REFRESH"):
        golden.write_text(said, encoding="utf-8", newline="\n")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.skipif(len(PARSERS) < 2, reason="PyYAML was built without libyaml")
@pytest.mark.parametrize("name", MISTAKES)
def test_both_parsers_say_the_same(name, tmp_path):
    """Whichever of PyYAML's parsers reads a bad file, the tree and the problems are the same.

    All that comes after is made from these, so the report is the same too.
    """
    for number, variant in enumerate(read_variants(CASES / "mistakes" / f"{name}.edits")):
        path = apply(variant, copy_good_course(tmp_path / str(number)))
        source, _ = read_source(path, path.parent)
        assert source is not None
        assert read_tree(source, PARSERS["pure"]) == read_tree(source, PARSERS["libyaml"]), variant


def test_good_course_is_clean(tmp_path):
    """The course that all mistakes are made in has none itself."""
    loaded = load_course(copy_good_course(tmp_path / "modules"), around=AROUND)
    assert loaded.problems == ()
    assert loaded.course is not None
