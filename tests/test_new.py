"""``training-site new``: a trainer starts something, and the checker has nothing against it afterwards."""

import difflib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from course_edits import copy_good_course
from training_site.__main__ import main
from training_site.load import load_course
from training_site.pages import render_pages
from training_site.problems import errors
from training_site.reading.source import read_source
from training_site.reading.tree import Mapping, read_tree
from training_site.site_map import SiteMap
from training_site.starting.course import Existing, write
from training_site.starting.exercise import ChoiceWords, QuestionWords, start_question
from training_site.starting.module import ModuleWords, start_module
from training_site.starting.refusal import RefusalError
from training_site.starting.wording import field, one_line

RIGHT = ChoiceWords("Wait a little", "It helps.", correct=True)
WRONG = ChoiceWords("Ask again", "It hurries him.")
REFLECTION = {
    "--title": "A pause of mine",
    "--prompt": "When did you wait: and what came of it?\n\n- Name it\n- Leave out # names",
    "--way-in": 'Think of "yesterday", or of today\'s first call.',
    "--sample-answer": "I waited, and he went on.",
    "--how": "The writer laughs: no hurry.",
}
QUESTION = ["--prompt", "He is silent. What now?"]
CHOICES = ["--right", "Wait a little", "It helps.", "--wrong", "Ask again", "It: hurries him."]


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The good course in a folder of its own, with nobody at the keyboard."""
    folder = copy_good_course(tmp_path / "modules")
    (tmp_path / "overrides" / "drawings").mkdir(parents=True)
    (tmp_path / "overrides" / "drawings" / "listening-ear.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "about.md").write_text("# About\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return folder


def texts(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def added_to(before: bytes, after: bytes) -> list[str]:
    """The lines that came in; fails when one was changed or went."""
    old = before.decode("utf-8").splitlines(keepends=True)
    new = after.decode("utf-8").splitlines(keepends=True)
    told = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    assert not [line for line in told if line[0] == "-"], told
    return [line[2:] for line in told]


def in_lines(options: dict[str, str]) -> list[str]:
    """Options as a person types them."""
    return [part for pair in options.items() for part in pair]


def test_a_new_module_is_a_draft_that_shows(modules, capsys):
    """The draft passes the check with nothing but placeholders, stands in the path, and has pages."""
    before = texts(modules)
    assert main(["new", "module", "Saying goodbye: it's time", "--after", "listening"]) == 0
    after = texts(modules)
    assert set(after) - set(before) == {"saying-goodbye-its-time.yml"}
    assert {name for name in before if before[name] != after[name]} == {"course.yml"}
    old, new = before["course.yml"], after["course.yml"]
    assert new == old.replace(b"[listening, pausing]", b"[listening, saying-goodbye-its-time, pausing]")
    loaded = load_course(modules)
    assert {(problem.rule, problem.severity) for problem in loaded.problems} == {("placeholder", "warning")}
    assert loaded.course is not None
    assert loaded.course.modules[1].title == "Saying goodbye: it's time"
    assert [module.id for module in loaded.course.published().modules] == ["listening", "pausing"]
    pages = {page.path: page.markdown for page in render_pages(SiteMap(loaded.course), {})}
    assert "Draft. This module is still being written" in pages["saying-goodbye-its-time/first-unit.md"]
    assert capsys.readouterr().out == (
        "Made modules/saying-goodbye-its-time.yml, a draft, and named it in modules/course.yml.\n\n"
        "What to do next:\n"
        "  1. See it, under a banner: ./scripts/serve and open "
        "http://127.0.0.1:8000/saying-goodbye-its-time/\n"
        "  2. Replace every TODO with your own words. Fill in forms with ./scripts/edit,\n"
        "     or open modules/saying-goodbye-its-time.yml in a text editor: "
        "the comments say what goes where.\n"
        "  3. .venv/bin/training-site check lists the TODOs that are left.\n"
        "  4. When a colleague has read it, take the line `draft: true` away. "
        "From then on it is published.\n"
    )


def test_a_command_without_a_thing_to_start_names_what_there_is(capsys):
    """Whoever leaves out what to start reads the three words to choose from."""
    with pytest.raises(SystemExit):
        main(["new"])
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.endswith("error: the following arguments are required: module|reflection|question")


def test_the_path_keeps_its_comments(modules):
    """A path written with dashes gets one line more; comments, blank lines and the rest stay."""
    course = modules / "course.yml"
    listed = "modules: # in order\n  - listening\n  # then\n  - pausing # the end\n"
    course.write_text(course.read_text(encoding="utf-8").replace("modules: [listening, pausing]\n", listed))
    before = course.read_bytes()
    assert main(["new", "module", "Endings"]) == 0
    assert added_to(before, course.read_bytes()) == ["  - endings\n"]
    assert b"  - pausing # the end\n  - endings\n" in course.read_bytes()


@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["Windows", "others"])
@pytest.mark.parametrize("last", [True, False], ids=["last newline", "none"])
def test_line_ends_stay_as_they_are(modules, end, last):
    """In a file from Windows, and in one whose last line has no end, only the new lines are new."""
    path = modules / "listening.yml"
    guide = path.read_text(encoding="utf-8").index("confidence_check:\n  statements")
    check = path.read_text(encoding="utf-8").index("knowledge_check:")
    text = path.read_text(encoding="utf-8")
    text = text[:check] + text[guide:] + text[check:guide]  # so that a question is the file's last line
    text = text if last else text.rstrip("\n")
    path.write_bytes(text.replace("\n", end).encode("utf-8"))
    before = path.read_bytes()
    assert main(["new", "question", "listening", *QUESTION, *CHOICES]) == 0
    after = path.read_bytes()
    kept = before if last else before + end.encode()
    assert after.startswith(kept)
    assert after.count(b"\n") == after.count(end.encode())
    assert after.endswith(end.encode())
    assert main(["check"]) == 0


def test_a_reflection_for_a_published_unit(modules, capsys):
    """With every word given, the unit gets it before its closing confidence check, and the check is clean."""
    path = modules / "listening.yml"
    before = path.read_bytes()
    words = in_lines(REFLECTION)
    assert main(["new", "reflection", "listening/a-quarrel", *words, "--objective", "own-urge"]) == 0
    assert "".join(added_to(before, path.read_bytes())) == (
        "      - reflection:\n"
        "          id: a-pause-of-mine # learners' notes hang on it: never change it\n"
        "          title: A pause of mine\n"
        "          prompt: |\n"
        "            When did you wait: and what came of it?\n"
        "\n"
        "            - Name it\n"
        "            - Leave out # names\n"
        '          help: Think of "yesterday", or of today\'s first call.\n'
        "          sample_answer: I waited, and he went on.\n"
        "          minutes: 3\n"
        "          derived_from:\n"
        "            - passage: p1\n"
        '              how: "The writer laughs: no hurry."\n'
        "          learning_objectives: [own-urge]\n"
    )
    loaded = load_course(modules)
    assert errors(loaded.problems) == ()
    assert loaded.course is not None
    *_, added, closing = loaded.course.module("listening").units[1].blocks
    assert closing.confidence_check == "after"
    assert added.reflection.prompt.strip() == REFLECTION["--prompt"]
    assert added.reflection.help == REFLECTION["--way-in"]
    assert capsys.readouterr().out.startswith(
        "Put the reflection `a-pause-of-mine` into modules/listening.yml, at line 113. "
        "No other line has changed.\n\nWhat to do next: read it there, then look at it in the preview"
    )


@pytest.mark.usefixtures("modules")
def test_what_the_checker_would_say_is_said_at_once(capsys):
    """A warning that the new words bring is shown with its line in the file as it now is."""
    assert (
        main(["new", "question", "listening", *QUESTION, "--right", "All of the above", "Yes.", *CHOICES[3:]])
        == 0
    )
    said = capsys.readouterr().out
    assert "The checker has something to say about it:" in said
    assert "modules/listening.yml:" in said
    assert "(all-of-the-above)" in said
    assert "text: All of the above" in said


def test_a_published_module_takes_no_placeholder(modules, capsys):
    """Words that are missing are named by their options, and nothing is written."""
    before = texts(modules)
    assert main(["new", "reflection", "listening/a-quarrel", "--title", "Mine"]) == 2
    assert main(["new", "question", "listening", *QUESTION]) == 2
    assert texts(modules) == before
    said = capsys.readouterr().err
    assert "Still missing: --prompt --way-in --sample-answer --how." in said
    assert "Still missing: --right --wrong." in said
    assert said.count("Nothing was changed.") == 2


def test_a_draft_takes_placeholders(modules, capsys):
    """In a draft, a reflection and a question can be started without a word, and again."""
    assert main(["new", "module", "Endings"]) == 0
    for _ in range(2):
        assert main(["new", "reflection", "endings/first-unit"]) == 0
        assert main(["new", "question", "endings"]) == 0
    loaded = load_course(modules)
    assert {problem.rule for problem in loaded.problems} <= {"placeholder", "minutes-not-honest"}
    assert loaded.course is not None
    module = loaded.course.module("endings")
    assert [block.kind for block in module.units[0].blocks][-3:] == [
        "reflection",
        "reflection",
        "confidence_check",
    ]
    questions = module.knowledge_check.questions
    assert [question.id for question in questions] == ["first-question", "new-question", "new-question-2"]
    places = [[choice.correct for choice in question.choices].index(True) for question in questions]
    assert sorted(places) == [0, 1, 2], "the right answer does not always stand in the same place"
    assert "replace every TODO" in capsys.readouterr().out


def test_questions_asked_in_a_terminal(modules, monkeypatch, capsys):
    """In a terminal each word is asked for; Enter takes what is usual, and ends the wrong answers."""
    answers = iter(
        ["He is silent. What now?", "Wait a little", "It helps.", "Ask again", "It hurries.", "", ""]
    )
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda asked: (print(asked), next(answers))[1])
    assert main(["new", "question", "listening"]) == 0
    assert next(answers, None) is None
    loaded = load_course(modules)
    assert loaded.problems == ()
    question = loaded.course.module("listening").knowledge_check.questions[-1]
    assert [choice.text for choice in question.choices] == ["Ask again", "Wait a little"]
    assert question.objective == "wait-first"
    said = capsys.readouterr().out
    assert "wait-first: Wait for three breaths before you answer.\n" in said
    assert "A wrong answer that tempts, or Enter to end\n" in said


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (["module", "Listening"], "There is a module `listening` already."),
        (["module", "Course"], "`course.yml` is a file that every course has."),
        (["module", "About"], "The site already has a page `about`."),
        (["module", "Workbook!"], "The site already has a page `workbook`."),
        (["module", "What changed"], "The site already has a page `what-changed`."),
        (["module", "Nul"], "Windows keeps the name `nul` for a device."),
        (["module", "日本"], "No id can be made from the title “日本”"),
        (["module", "../../etc/passwd", "--id", "../x"], "“../x” cannot be an id"),
        (["module", " "], "A module needs a title"),
        (["module", "Bell \x07"], "Here stands an invisible control character (U+0007)."),
        (["module", "x" * 400], "it has 400 characters, and at most 300 fit"),
        (["module", "Endings", "--after", "nowhere"], "The learning path does not name a module `nowhere`"),
        (["module", "Endings", "--passage", "p9"], "There is no passage `p9`. There are: p1, p2."),
        (["reflection", "listening"], "Say where it goes: `training-site new reflection MODULE/UNIT`."),
        (["reflection", "listening/no"], "has no unit `no`. It has: `first-breath`, `a-quarrel`."),
        (["reflection", "nowhere/x"], "There is no module `nowhere`. There are: `listening`, `pausing`."),
        (["question", "course"], "There is no module `course`."),
        (["question", "listening", *QUESTION, *CHOICES, "--objective", "no"], "no learning objective `no`"),
        (["question", "listening", *QUESTION, *CHOICES, "--id", "how-long"], "the id `how-long` already"),
        (
            ["question", "listening", *QUESTION, *CHOICES, "--right", "TODO", "x"],
            "still holds the placeholder",
        ),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_what_cannot_be_is_refused(modules, capsys, asked, answer):
    """A clash, a reserved name or a wrong word is refused in a sentence, and nothing is changed."""
    before = texts(modules)
    assert main(["new", *asked]) == 2
    said = capsys.readouterr().err
    assert answer in said
    assert said.endswith("Nothing was changed.\n")
    assert texts(modules) == before


def test_a_broken_file_is_left_alone(modules, capsys):
    """A file with a mistake gets nothing put into it before the mistake is mended."""
    path = modules / "listening.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: A quarrel", "titel: A quarrel"))
    before = texts(modules)
    assert main(["new", "question", "listening", *QUESTION, *CHOICES]) == 2
    assert "has a mistake that has to be mended first, at line" in capsys.readouterr().err
    path.write_text(": [\n")
    assert main(["new", "question", "listening", *QUESTION, *CHOICES]) == 2
    assert "`listening.yml` cannot be read yet" in capsys.readouterr().err
    assert {**before, "listening.yml": b""} == {**texts(modules), "listening.yml": b""}


def test_an_unread_file_of_that_name_is_not_overwritten(modules, capsys):
    """A file or a link that is there already stays, whatever it holds."""
    (modules / "endings.yml").symlink_to(modules / "nothing")
    assert main(["new", "module", "Endings"]) == 2
    assert "There is a module `endings` already." in capsys.readouterr().err
    assert (modules / "endings.yml").is_symlink()


def test_what_changes_meanwhile_is_not_overwritten(modules):
    """A file that was saved or made while the command asked keeps what it holds."""
    existing = Existing(modules)
    question = start_question(existing, "listening", QuestionWords("Why?", RIGHT, (WRONG,)))
    module = start_module(existing, ModuleWords("Endings"), "2026-11-22")
    (modules / "listening.yml").write_text("# saved meanwhile\n", encoding="utf-8")
    (modules / "endings.yml").write_text("# made meanwhile\n", encoding="utf-8")
    before = texts(modules)
    with pytest.raises(RefusalError, match=r"`listening.yml` has changed in the meantime. Try again."):
        write(modules, question)
    with pytest.raises(RefusalError, match=r"There is a file `endings.yml` already, and it stays as it is."):
        write(modules, module)
    assert texts(modules) == before


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a: b",
        "- a",
        "# a",
        "yes",
        "12",
        "'a'",
        '"a"',
        "a\"b'c: d",
        "it's: so",
        "a \\ b: c",
        "@x",
        "é",
        "{a}",
    ],
)
def test_words_come_back_as_they_were(tmp_path, text):
    """Whatever a trainer types, the file says the same."""
    path = tmp_path / "x.yml"
    for lines in ([f"k: {one_line(text)}"], field("k", text), field("k", text, paragraphs=True)):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        source, _ = read_source(path, tmp_path)
        assert source is not None
        root, problems = read_tree(source)
        assert problems == []
        assert isinstance(root, Mapping)
        assert root.get("k").text == text
