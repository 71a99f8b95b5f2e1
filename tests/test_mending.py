"""``check --fix``: what is certain is mended, everything else stays byte for byte."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_edits import AROUND, copy_good_course
from training_site.__main__ import main
from training_site.load import load_course
from training_site.mending import Mending, apply_edits, mend_course, write
from training_site.problems import Edit, Problem

NARROW = "\u202f"
NO_BREAK = "\u00a0"
ZERO = "\u200b"


@dataclass(frozen=True)
class Mend:
    """A line of a file, how someone broke it, and what the mend makes of it."""

    name: str
    file: str
    good: str
    broken: str
    mended: str = ""


MENDS = [
    Mend("tab", "listening.yml", "    duration_minutes: 4", "\tduration_minutes: 4"),
    Mend("tabs", "listening.yml", "            - Water on the table", "\t\t\t- Water on the table"),
    Mend("no-break", "listening.yml", "    duration_minutes: 4", f"  {NO_BREAK * 2}duration_minutes: 4"),
    Mend("narrow", "listening.yml", "            - Wait\n", f"           {NARROW}- Wait\n"),
    Mend("ideographic", "listening.yml", "    duration_minutes: 4", "\u3000\u3000duration_minutes: 4"),
    Mend("in-text", "listening.yml", "  before you speak.", f"{NO_BREAK * 2}before you speak."),
    Mend(
        "after-dash",
        "listening.yml",
        "            - Water on the table",
        f"            -{NO_BREAK}Water on the table",
    ),
    Mend("after-colon", "glossary.yml", "    term: repair", f"    term:{NO_BREAK}repair"),
    Mend("before-colon", "course.yml", "title: A small course", f"title{NO_BREAK}: A small course"),
    Mend("zero-width-before", "listening.yml", "title: Listening first", f"{ZERO}title: Listening first"),
    Mend("zero-width-in-key", "glossary.yml", "    term: repair", f"    te{ZERO}rm: repair"),
    Mend("zero-width-in-id", "glossary.yml", "  - id: alliance", f"  - id: alli{ZERO}ance"),
    Mend("soft-hyphen", "listening.yml", "knowledge_check:", "know\u00adledge_check:"),
    Mend("turned-around", "listening.yml", "title: Listening first", "title: Listening \u202efirst"),
    Mend("byte-order-mark", "listening.yml", "title: Listening first", "title: \ufeffListening first"),
    Mend("curly-number", "listening.yml", "    duration_minutes: 4", "    duration_minutes: “4”"),
    Mend("curly-option", "listening.yml", "level: introductory", "level: ‘introductory’"),
    Mend("curly-id", "listening.yml", "  - id: a-quarrel", "  - id: “a-quarrel”"),
    Mend(
        "curly-colon",
        "references.yml",
        "    title: The article",
        "    title: “The: article”",
        '    title: "The: article"',
    ),
    Mend(
        "curly-close",
        "listening.yml",
        "    title: A quarrel",
        '    title: "A quarrel”',
        '    title: "A quarrel"',
    ),
    Mend(
        "curly-list",
        "course.yml",
        "modules: [listening, pausing]",
        "modules: [“listening”, ‘pausing’]",
        'modules: ["listening", "pausing"]',
    ),
    Mend("dash-space", "listening.yml", "  - Waiting is work.", "  -Waiting is work."),
    Mend("colon-space", "glossary.yml", "    term: repair", "    term:repair"),
    Mend("en-dash", "listening.yml", "            - Water on the table", "            – Water on the table"),
    Mend("bullet", "listening.yml", "  - Waiting is work.", "  • Waiting is work."),
    Mend("number", "listening.yml", "  - Waiting is work.", "  1. Waiting is work."),
    Mend("wide-colon", "listening.yml", "title: Listening first", "title：Listening first"),
    Mend("neighbor", "listening.yml", "learning_objectives:\n", "objectives:\n"),
    Mend("near-key", "listening.yml", "level: introductory", "levle: introductory"),
    Mend("capital-key", "listening.yml", "        - text: Nobody", "        - Text: Nobody"),
    Mend("humps", "listening.yml", "    duration_minutes: 4", "    durationMinutes: 4"),
    Mend("option", "listening.yml", "          kind: evidence", "          kind: Evidense"),
    Mend("id", "listening.yml", "          id: my-urge", "          id: My urge", "          id: my-urge"),
    Mend("date", "listening.yml", "last_reviewed: 2026-11-22", "last_reviewed: 22.11.2026"),
    Mend("minutes", "listening.yml", "    duration_minutes: 4", "    duration_minutes: 4 min"),
    Mend("per-cent", "course.yml", "  pass_mark: 80", "  pass_mark: 80 %"),
    Mend(
        "address", "references.yml", "    doi: 10.1234/abc.5678", "    doi: https://doi.org/10.1234/abc.5678"
    ),
    Mend(
        "comma",
        "listening.yml",
        "    title: The first breath",
        '    title: "The first breath",',
        '    title: "The first breath"',
    ),
    Mend("semicolon", "listening.yml", "derived_from: [p1, p2]", "derived_from: [p1; p2]"),
]


def broken(folder: Path, mend: Mend) -> Path:
    """The good course with one line broken; the path of its file."""
    path = copy_good_course(folder) / mend.file
    text = path.read_bytes().decode()
    assert text.count(mend.good) == 1, mend
    path.write_bytes(text.replace(mend.good, mend.broken).encode())
    return path


@pytest.mark.parametrize("mend", MENDS, ids=lambda mend: mend.name)
def test_certain_mend_is_made(mend, tmp_path):
    """The broken line becomes what was meant; no other byte of any file changes."""
    path = broken(tmp_path / "modules", mend)
    meant = path.read_bytes().decode().replace(mend.broken, mend.mended or mend.good)
    (mending,), remaining = mend_course(path.parent, around=AROUND)
    assert mending.path == path
    assert mending.after == meant
    assert remaining.problems == ()
    assert mending.mended
    assert mend_course_again(path, mending) == []


def mend_course_again(path: Path, mending: Mending) -> list[Mending]:
    """What a second run would still change after the first was written."""
    assert write(mending)
    assert path.read_bytes().decode() == mending.after
    return mend_course(path.parent, around=AROUND)[0]


UNCERTAIN = [
    Mend("two-dates", "listening.yml", "last_reviewed: 2026-11-22", "last_reviewed: 05/06/2026"),
    Mend("emoji-id", "listening.yml", "  - id: a-quarrel", "  - id: 😡"),
    Mend("unknown-key", "references.yml", "    doi: 10.1234", "    shelf: 10.1234"),
    Mend("unclosed-quote", "listening.yml", "    title: A quarrel", '    title: "A quarrel'),
    Mend("no-colon", "glossary.yml", "    term: repair", "    term repair"),
    Mend("colon-in-text", "listening.yml", "title: Listening first", "title: Listening: first"),
    Mend("duplicate", "glossary.yml", "  - id: repair", "  - id: alliance"),
    Mend("taken-id", "listening.yml", "  - id: a-quarrel", "  - id: First-Breath"),
    Mend("twice-meant", "course.yml", "summary: Two", "title: Two"),
]


@pytest.mark.parametrize("mend", UNCERTAIN, ids=lambda mend: mend.name)
def test_what_a_person_has_to_decide_is_left(mend, tmp_path):
    """Where more than one thing can be meant, or mending would bring another problem, nothing is touched."""
    path = broken(tmp_path / "modules", mend)
    before = load_course(path.parent, around=AROUND).problems
    mendings, remaining = mend_course(path.parent, around=AROUND)
    assert mendings == []
    assert remaining.problems == before
    assert before


def test_several_mends_of_several_files_are_made_at_once(tmp_path):
    """Slips that hide each other are mended one after the other, in every file."""
    folder = copy_good_course(tmp_path / "modules")
    edits = {
        "listening.yml": [
            ("title: Listening first", f"title:{NO_BREAK}Listening first"),
            ("level:", "levle:"),
            ("  - Waiting is work.", "  • Waiting is work."),
        ],
        "glossary.yml": [("    term: repair", "\tterm:repair")],
    }
    good = {name: (folder / name).read_text(encoding="utf-8") for name in edits}
    for name, pairs in edits.items():
        text = good[name]
        for old, new in pairs:
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    mendings, remaining = mend_course(folder, around=AROUND)
    assert {mending.path.name: mending.after for mending in mendings} == good
    assert remaining.problems == ()


def test_windows_files_keep_their_line_ends_and_lose_the_mark(tmp_path):
    """CR LF stays CR LF around a mend; a byte order mark goes."""
    folder = copy_good_course(tmp_path / "modules")
    path = folder / "listening.yml"
    good = path.read_bytes().replace(b"\n", b"\r\n")
    bad = good.replace(b"level:", b"levle:").replace(b"    title: A", b"    title:\xc2\xa0A")
    path.write_bytes(b"\xef\xbb\xbf" + bad)
    (mending,), remaining = mend_course(folder, around=AROUND)
    assert mending.after.encode() == good
    assert remaining.problems == ()


def test_lone_carriage_returns_become_the_usual_line_end(tmp_path):
    """Line ends of another kind become those of the file, and the course stays the same."""
    folder = copy_good_course(tmp_path / "modules")
    path = folder / "listening.yml"
    good = path.read_bytes()
    plain = load_course(folder, around=AROUND).course
    path.write_bytes(good.replace(b"level: introductory\n", b"level: introductory\r"))
    (mending,), remaining = mend_course(folder, around=AROUND)
    assert mending.after.encode() == good
    assert remaining.course == plain


def test_file_changed_meanwhile_is_not_overwritten(tmp_path):
    """What someone saved between the check and the mend stays."""
    path = broken(tmp_path / "modules", MENDS[0])
    (mending,), _ = mend_course(path.parent, around=AROUND)
    path.write_text("id: other\n", encoding="utf-8")
    assert not write(mending)
    assert path.read_text(encoding="utf-8") == "id: other\n"
    assert sorted(file.name for file in path.parent.iterdir()) == sorted(
        file.name for file in copy_good_course(tmp_path / "good").iterdir()
    )


def test_written_file_keeps_its_rights(tmp_path):
    """The mended file has the same rights as before."""
    path = broken(tmp_path / "modules", MENDS[0])
    path.chmod(0o640)
    (mending,), _ = mend_course(path.parent, around=AROUND)
    assert write(mending)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder with the good course, as someone stands in it."""
    copy_good_course(tmp_path / "modules")
    for name in AROUND.drawings:
        (tmp_path / "overrides" / "drawings").mkdir(parents=True, exist_ok=True)
        (tmp_path / "overrides" / "drawings" / f"{name}.svg").write_text("<svg/>")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_command_mends_shows_and_counts(site, capsys):
    """`check --fix` says what it mended, shows the lines before and after, and reports the rest."""
    path = site / "modules" / "glossary.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    term: repair", f"    term:{NO_BREAK}repair").replace(
            "  - id: alliance", "  - id: 😡"
        ),
        encoding="utf-8",
    )
    assert main(["check", "--fix", "modules/glossary.yml"]) == 1
    said = capsys.readouterr().out
    assert said.startswith(
        "modules/glossary.yml:8: After the colon of `term` stands a no-break space, which is not a space.\n"
        "\n"
        "--- modules/glossary.yml before\n"
        "+++ modules/glossary.yml after\n"
        "@@ -7,3 +7,3 @@\n"
        "   - id: repair\n"
        "-    term:␣repair\n"
        "+    term: repair\n"
        "     definition: Mending what went wrong between people.\n"
        "\n"
        "Mended 1 problem. 1 remains.\n"
        "\n"
        "modules/glossary.yml:3:9: error (wrong-id)\n"
    )
    assert said.endswith("1 error in 1 file.\n")
    assert path.read_text(encoding="utf-8") == text.replace("  - id: alliance", "  - id: 😡")


def test_command_without_work_changes_nothing(site, capsys):
    """A clean course is left alone, and so is the time of its files."""
    times = {path: path.stat().st_mtime_ns for path in (site / "modules").iterdir()}
    main(["check", "--fix"])
    assert capsys.readouterr().out.startswith("Nothing could be mended.")
    assert {path: path.stat().st_mtime_ns for path in (site / "modules").iterdir()} == times


@pytest.mark.usefixtures("site")
def test_command_refuses_other_formats(capsys):
    """A machine's format and --fix do not go together."""
    assert main(["check", "--fix", "--format", "json"]) == 2
    assert capsys.readouterr().err == "training-site check: --fix reports as text only. Leave --format out.\n"


def test_edits_of_one_line_do_not_move_each_other():
    """Edits count in the line as it was."""
    text = "\ufeffab\r\ncdef\rgh"
    edits = [Edit(1, 1, 1, "xyz"), Edit(2, 3, 1, ""), Edit(2, 1, 1, "--")]
    assert apply_edits(text, edits) == "\ufeffxyzb\r\n--df\rgh".replace("--df", "--df")


SLIPS = [NO_BREAK, ZERO, "\t", "\u202e", "\u00ad", "“", "”", "–", "•", "：", "\r", " ", "- ", ":", "1. "]


def hurt(text: str, draw) -> str:
    """The text with a few signs pasted in, letters' case turned, or spaces lost."""
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text) - 1))
        kind = draw(st.sampled_from(["put", "space", "case", "cut"]))
        if kind == "put":
            text = text[:at] + draw(st.sampled_from(SLIPS)) + text[at:]
        elif kind == "space":
            at = text.find(" ", at)
            text = (
                text if at < 0 else text[:at] + draw(st.sampled_from(["", NO_BREAK, "\t"])) + text[at + 1 :]
            )
        elif kind == "case":
            text = text[:at] + text[at].swapcase() + text[at + 1 :]
        else:
            text = text[:at] + text[at + 1 :]
    return text


def known_by(problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    """Problems by file, line and rule."""
    return sorted((problem.path.name, problem.line, problem.rule) for problem in problems)


def check_mending(data, factory) -> None:
    """Nothing but the mended places changes, nothing gets worse, and a second run finds nothing."""
    folder = copy_good_course(factory.mktemp("course") / "modules")
    name = data.draw(st.sampled_from(["listening.yml", "course.yml", "glossary.yml", "references.yml"]))
    path = folder / name
    path.write_bytes(hurt(path.read_bytes().decode(), data.draw).encode())
    kept = {other: other.read_bytes() for other in folder.iterdir()}
    before = load_course(folder, around=AROUND)
    mendings, remaining = mend_course(folder, around=AROUND)
    assert {other: other.read_bytes() for other in folder.iterdir()} == kept
    if not before.unread:
        assert not set(known_by(remaining.problems)) - set(known_by(before.problems))
        mended = sum(len(one.mended) for one in mendings)
        assert len(remaining.problems) + mended <= len(before.problems)
    for mending in mendings:
        assert mending.path == path
        assert mending.before.encode() == kept[path]
        touched = {problem.line for problem in mending.mended}
        whole = {problem.rule for problem in mending.mended} & {"line-ends", "byte-order-mark"}
        old, new = lines_of(mending.before), lines_of(mending.after)
        assert len(old) == len(new)
        for number, (one, other) in enumerate(zip(old, new, strict=True), start=1):
            if number not in touched and not whole:
                assert one == other, number
        assert write(mending)
    again, still = mend_course(folder, around=AROUND)
    assert again == []
    assert known_by(still.problems) == known_by(remaining.problems)


def lines_of(text: str) -> list[str]:
    """The lines with their ends, each of the three kinds of end counted once."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mending_touches_nothing_else(data, tmp_path_factory):
    """Random slips: only mended lines change, no problem is new, and mending twice is mending once."""
    check_mending(data, tmp_path_factory)


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_much_mending_touches_nothing_else(data, tmp_path_factory):
    """The same with many more slips, other ones on each run."""
    check_mending(data, tmp_path_factory)
