"""Files that are hardly text: every one gets a sentence, within bounds, and nothing hangs."""

import os
from pathlib import Path

import pytest

from course_edits import AROUND, copy_good_course
from training_site.load import load_course
from training_site.reading.tree import DEEPEST, PARSERS

GOOD_KINDS = ["listening.yml", "glossary.yml", "course.yml"]


@pytest.fixture(params=sorted(PARSERS))
def load(request, tmp_path):
    """Loads the good course with one file replaced, and gives the problems of that file."""
    folder = copy_good_course(tmp_path / "modules")

    def load_with(name: str, data: bytes):
        (folder / name).write_bytes(data)
        loaded = load_course(folder, around=AROUND, parser=PARSERS[request.param])
        assert {problem.path.name for problem in loaded.problems} <= {name}, loaded.problems
        return loaded, loaded.problems

    load_with.folder = folder
    return load_with


def only(problems):
    """The one problem there is."""
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize("name", GOOD_KINDS)
def test_empty_file_is_named(load, name):
    """An empty file is one problem, whatever it should hold, and so is one of spaces or comments."""
    for data in (b"", b" \n\n", b"# only a comment\n"):
        problem = only(load(name, data)[1])
        assert (problem.rule, problem.line, problem.column) == ("empty-file", 1, 1)
        if not data.strip():
            way_out = "Bring back what stood in it, with `git` or from a copy, or delete the file."
            assert problem.hint == way_out


@pytest.mark.parametrize("name", GOOD_KINDS)
def test_latin_1_is_explained_at_its_character(load, name):
    """A file in another encoding is one problem at the first character that is wrong."""
    data = (load.folder / name).read_bytes()
    problem = only(load(name, data + "# na\u00efve\n".encode("latin-1"))[1])
    assert problem.rule == "not-utf-8"
    assert (problem.line, problem.column) == (data.count(b"\n") + 1, 5)
    assert "UTF-8" in problem.hint


def test_utf_16_is_explained(load):
    """A file saved as UTF-16 is named so."""
    text = (load.folder / "glossary.yml").read_text(encoding="utf-8")
    problem = only(load("glossary.yml", text.encode("utf-16"))[1])
    assert problem.rule == "not-utf-8"
    assert problem.message == "The file is saved as UTF-16. The site can read only UTF-8."


@pytest.mark.parametrize("name", GOOD_KINDS)
def test_byte_order_mark_is_only_a_warning(load, name):
    """A byte order mark is pointed out, and the course is still built."""
    loaded, problems = load(name, b"\xef\xbb\xbf" + (load.folder / name).read_bytes())
    problem = only(problems)
    assert (problem.rule, problem.severity, problem.line, problem.column) == (
        "byte-order-mark",
        "warning",
        1,
        1,
    )
    assert loaded.course is not None


def test_byte_order_mark_moves_no_column(load):
    """The columns of other problems count as an editor shows them."""
    loaded, problems = load("glossary.yml", b"\xef\xbb\xbfentries: x\n")
    assert [(problem.rule, problem.line, problem.column) for problem in problems] == [
        ("byte-order-mark", 1, 1),
        ("not-a-list", 1, 10),
    ]
    assert loaded.course is None


@pytest.mark.parametrize("name", GOOD_KINDS)
@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\x00", "a NUL character"),
        ("\x1b", "U+001B"),
        ("\x85", "next-line"),
        ("\u2028", "line separator"),
        ("\ufeff", "byte order mark"),
    ],
)
def test_invisible_character_is_found_where_it_stands(load, name, character, named):
    """A character that cannot be seen is named with its place."""
    lines = (load.folder / name).read_text(encoding="utf-8").split("\n")
    lines[1] = lines[1][:3] + character + lines[1][3:]
    problem = only(load(name, "\n".join(lines).encode("utf-8"))[1])
    assert (problem.rule, problem.line, problem.column) == ("invisible-character", 2, 4)
    assert named in problem.message


def test_50_megabytes_are_refused_before_reading(load):
    """A huge file is refused by its size."""
    path = load.folder / "listening.yml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    problem = only(load_course(load.folder, around=AROUND).problems)
    assert problem.rule == "file-too-large"


@pytest.mark.parametrize("name", GOOD_KINDS)
@pytest.mark.parametrize(
    "data",
    [
        b"[" * 10_000,
        b"{a: " * 10_000,
        b"- " * 10_000,
        b"? " * 10_000,
        b"units: " + b"[" * 10_000 + b"]" * 10_000,
        b"".join(b" " * depth + b"a:\n" for depth in range(1_200)),
    ],
    ids=["brackets", "braces", "dashes", "question-marks", "closed", "indentation"],
)
def test_10_000_levels_are_refused(load, name, data):
    """Nesting is bounded, however it is written."""
    problem = only(load(name, data)[1])
    assert problem.rule == "too-deep"
    assert str(DEEPEST) in problem.message


def _bomb(levels: int) -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
    return "\n".join(lines).encode() + b"\n"


@pytest.mark.parametrize("name", GOOD_KINDS)
@pytest.mark.parametrize(
    "data",
    [
        _bomb(12),
        b"a: &a [*a, *a]\n",
        b"title: &t\n  <<: *t\n",
        b"- &a " + b"x" * 9_000 + b"\n" + b"- *a\n" * 50_000,
    ],
    ids=["billion-laughs", "in-itself", "merge", "long"],
)
def test_alias_bombs_are_refused(load, name, data):
    """No alias is ever followed."""
    problem = only(load(name, data)[1])
    assert problem.rule == "special-start"


@pytest.mark.parametrize("parser", sorted(PARSERS))
def test_hundreds_of_mistakes_are_cut_short(tmp_path, parser):
    """A file full of the same mistake does not drown the others."""
    folder = copy_good_course(tmp_path / "modules")
    path = folder / "glossary.yml"
    path.write_text("entries:\n" + "  - id: Wrong Id\n" * 500, encoding="utf-8")
    loaded = load_course(folder, around=AROUND, parser=PARSERS[parser])
    assert len(loaded.problems) == 101
    assert loaded.problems[-1].rule == "and-more"


@pytest.mark.parametrize(
    "data",
    [
        b"a" * 999_000,
        b"k: " + b"'" * 900_001,
        b"- a\n" * 20_000,
        b"[" + b"a," * 20_000 + b"]",
        b"\t" * 900_000,
        b"title: " + b"[@" * 400_000,
        b"id: " + b"a-" * 400_000,
        ("k" * 500_000 + ": v\n").encode(),
        b"x: |\n" + b" a\n" * 30_000 + b"b",
    ],
    ids=["word", "quotes", "list", "flow", "tabs", "citations", "id", "key", "block"],
)
def test_a_heap_of_anything_is_read_to_an_end(load, data):
    """The longest file that is read at all gives problems, in the file, and no more."""
    _, problems = load("listening.yml", data)
    assert problems
    lines = data.count(b"\n") + 1
    assert all(1 <= problem.line <= lines for problem in problems)


def test_link_out_of_the_folder_is_not_followed(load, tmp_path):
    """A symbolic link to a file elsewhere is refused and its text is not shown."""
    secret = tmp_path / "secret.yml"
    secret.write_text("secret: text\n", encoding="utf-8")
    path = load.folder / "glossary.yml"
    path.unlink()
    path.symlink_to(secret)
    loaded = load_course(load.folder, around=AROUND)
    assert only(loaded.problems).rule == "outside-file"
    assert path not in loaded.texts


def test_link_to_itself_or_nowhere_is_explained(load):
    """A link that cannot be followed is a problem, not an error of the system."""
    for target in ("glossary.yml", "nowhere.yml"):
        path = load.folder / "glossary.yml"
        path.unlink()
        path.symlink_to(load.folder / target)
        assert only(load_course(load.folder, around=AROUND).problems).rule == "unreadable-file"


def test_folder_and_pipe_named_like_a_file_are_explained(load):
    """What is no file is said to be none, without waiting for it."""
    (load.folder / "drawer.yml").mkdir()
    os.mkfifo(load.folder / "pipe.yml")
    problems = load_course(load.folder, around=AROUND).problems
    assert [(problem.path.name, problem.rule) for problem in problems if problem.rule == "not-a-file"] == [
        ("drawer.yml", "not-a-file"),
        ("pipe.yml", "not-a-file"),
    ]


def test_other_ending_is_explained_and_hidden_files_are_left_alone(load):
    """A module that would be overlooked is pointed out; an editor's own files are not."""
    (load.folder / "extra.yaml").write_text("id: extra\n", encoding="utf-8")
    (load.folder / "._listening.yml").write_bytes(b"\x00\x01")
    problem = only(load_course(load.folder, around=AROUND).problems)
    assert (problem.path.name, problem.rule) == ("extra.yaml", "file-ending")
    assert problem.hint == "Rename it to `extra.yml`."


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("course", "The course as a whole"),
        ("references", "Every source the course cites"),
        ("passages", "The source article by paragraph"),
        ("glossary", "The glossary of the course"),
        ("safety", "The safety spine with the crisis lines of every page"),
    ],
)
def test_missing_file_is_one_problem(load, name, what):
    """A course lacks a file: one problem says so, and nothing is called dangling because of it."""
    (load.folder / f"{name}.yml").unlink()
    loaded = load_course(load.folder, around=AROUND)
    assert [(problem.rule, problem.path.name) for problem in loaded.problems] == [
        ("missing-file", f"{name}.yml")
    ]
    assert loaded.problems[0].message == f"The file `{name}.yml` is missing. {what} is kept there."
    assert loaded.course is None


def test_windows_line_ends_change_nothing(load):
    """A file with CR LF gives the same course, and its problems have the same places."""
    text = (load.folder / "listening.yml").read_bytes()
    plain = load_course(load.folder, around=AROUND)
    loaded, problems = load("listening.yml", text.replace(b"\n", b"\r\n"))
    assert not problems
    assert loaded.course == plain.course
    _, problems = load("listening.yml", text.replace(b"level: ", b"levle: ").replace(b"\n", b"\r\n"))
    assert (only(problems).line, only(problems).column) == (9, 1)


def test_folder_that_is_not_there(tmp_path):
    """Without a folder every file is missing; nothing is raised."""
    loaded = load_course(Path(tmp_path / "nowhere"), around=AROUND)
    assert {problem.rule for problem in loaded.problems} == {"missing-file"}
