"""Whatever is typed in a text field arrives as that text; every place is where it stands."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_edits import AROUND, copy_good_course
from training_site import site_map
from training_site.checks.ids import UNIT_PAGES
from training_site.checks.names import KINDS
from training_site.checks.uses import USES, WHERE
from training_site.load import load_course
from training_site.model import Course
from training_site.reading.source import Source, read_source
from training_site.reading.tree import PARSERS, as_data, read_tree
from training_site.shape.marks import mark_words
from training_site.shape.neighbors import NEIGHBORS
from training_site.shape.schema import fields_of, walk

TYPED = ["yes", "no", "on", "off", "12:30", "010", "1e3", "2020-05-19", "null", "~", "0x1f", "true", ".inf"]


@pytest.mark.parametrize("parser", sorted(PARSERS))
@pytest.mark.parametrize("typed", TYPED)
def test_text_arrives_as_typed(typed, parser, tmp_path):
    """A word that YAML would turn into a number, a date or a switch stays the word."""
    folder = copy_good_course(tmp_path / "modules")
    edits = {
        "listening.yml": [
            ("title: Listening first", f"title: {typed}"),
            ("- Water on the table", f"- {typed}"),
            ("explanation: Long enough for both.", f"explanation: {typed}"),
            ("[Silence, At the start]", f"[{typed}, {typed}]"),
        ],
        "glossary.yml": [("term: repair", f"term: {typed}")],
        "safety.yml": [("after: Calls are routed by place.", f"after: {typed}")],
    }
    for name, pairs in edits.items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    loaded = load_course(folder, around=AROUND, parser=PARSERS[parser])
    assert loaded.problems == ()
    module = loaded.course.module("listening")
    unit = module.units[0]
    assert module.title == typed
    assert unit.blocks[4].checklist.items[0] == typed
    assert unit.blocks[6].table.rows[0] == (typed, typed)
    assert module.knowledge_check.questions[0].choices[0].explanation == typed
    assert loaded.course.glossary.entries[1].term == typed
    assert loaded.course.safety.after == typed


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("text: See [@here] now.", 1, 11),
        ('text: "See [@here] now."', 1, 12),
        ("text: 'It''s in [@here] now.'", 1, 17),
        ("text: |\n  First line.\n\n  Then [@here] now.", 4, 8),
        ("text: >-\n  First line\n  goes on [@here] now.", 3, 11),
        ("text: See\n  more in [@here] now.", 2, 11),
        ("text: |\n  😀 é [@here] now.", 2, 7),
        ("text: |2\n    deep [@here] now.", 2, 10),
    ],
)
@pytest.mark.parametrize("parser", sorted(PARSERS))
def test_words_are_found_where_they_stand(written, line, column, parser, tmp_path):
    """A citation's place is right in every way of writing a text."""
    source = Source(tmp_path / "x.yml", f"# a comment with [@here]\n{written}\nnext: [@here]\n")
    tree, _ = read_tree(Source(tmp_path / "x.yml", f"# [@here]\n{written}\n"), PARSERS[parser])
    node = tree.get("text")
    mark = mark_words(source, node, "[@here]", node.text.index("[@here]"))
    assert (mark.line, mark.column, mark.length) == (line + 1, column, 7)


def test_second_of_two_equal_words_is_marked(tmp_path):
    """When the same words stand twice, each has its own place."""
    source = Source(tmp_path / "x.yml", "text: |\n  [@a] and\n  then [@a] again\n")
    tree, _ = read_tree(source)
    node = tree.get("text")
    mark = mark_words(source, node, "[@a]", node.text.rindex("[@a]"))
    assert (mark.line, mark.column) == (3, 8)


def test_both_parsers_build_the_same_tree(tmp_path):
    """libyaml and the pure parser agree on every node and its place in the good course."""
    for path in copy_good_course(tmp_path / "modules").glob("*.yml"):
        source = Source(path, path.read_text(encoding="utf-8"))
        trees = [read_tree(source, parser)[0] for parser in PARSERS.values()]
        assert all(tree == trees[0] for tree in trees)


def test_course_holds_what_the_files_hold(tmp_path):
    """The good course is built whole, in the order of the learning path."""
    course = load_course(copy_good_course(tmp_path / "modules"), around=AROUND).course
    assert isinstance(course, Course)
    assert [module.id for module in course.modules] == ["listening", "pausing"]
    assert course.duration_minutes == 4 + 6 + 3 + 3 + 2
    assert [code.code for code in course.safety.codes] == ["S1", "S2"]


def test_draft_is_loaded_and_marked(tmp_path):
    """A draft is part of the course that a preview shows, and of no published one."""
    folder = copy_good_course(tmp_path / "modules")
    path = folder / "pausing.yml"
    text = path.read_text(encoding="utf-8").replace("How to pause.", "TODO")
    path.write_text(text.replace("level:", "draft: true\nlevel:"), encoding="utf-8")
    course = folder / "course.yml"
    course.write_text(
        course.read_text(encoding="utf-8").replace("listening, ", "listening, "), encoding="utf-8"
    )
    listening = folder / "listening.yml"
    without = listening.read_text(encoding="utf-8").replace(
        "[the pause](page:pausing/short-pause)", "the pause"
    )
    listening.write_text(without, encoding="utf-8")
    loaded = load_course(folder, around=AROUND)
    assert [(problem.rule, problem.severity) for problem in loaded.problems] == [("placeholder", "warning")]
    assert [module.id for module in loaded.course.modules] == ["listening", "pausing"]
    assert [module.id for module in loaded.course.published().modules] == ["listening"]


def every_class():
    """All classes of the model, from the course down."""
    waiting, seen = [Course], {Course}
    while waiting:
        model = waiting.pop()
        yield model
        for info in fields_of(model).values():
            inner = info
            while inner.item:
                inner = inner.item
            if inner.model and inner.model not in seen:
                seen.add(inner.model)
                waiting.append(inner.model)


def test_every_use_of_a_name_is_known():
    """Fields that name something are looked up; a new one cannot be forgotten."""
    naming = {"objective", "passage", "drawing", "image", "situations", "reflections", "prerequisites"}
    naming |= {"safety_panel", "sources", "source", "block", "reflections_of"}
    for model in every_class():
        for key, spec in fields_of(model).items():
            holds_words = (spec.item or spec).kind == "word"
            if holds_words and (key in naming or (key == "learning_objectives")):
                assert (model, key) in USES, f"{model.__name__}.{key}"
    for model, key in USES:
        assert key in fields_of(model)
    assert set(USES.values()) <= set(WHERE)
    no_kind = {"drawing", "image", "block"}
    assert set(USES.values()) - no_kind <= set(KINDS.values())


def test_addresses_of_the_site_are_known(tmp_path):
    """The pages of a module that no unit may take the id of are the ones that the site makes."""
    module = load_course(copy_good_course(tmp_path / "modules"), around=AROUND).course.modules[0]

    made = (site_map.overview_path(module), site_map.check_path(module), site_map.answers_path(module))
    assert {Path(path).stem for path in made} == UNIT_PAGES


def test_every_neighbors_word_leads_to_a_key():
    """Each word of another format stands for a key that some class has, and is none there itself."""
    keys = {key for model in every_class() for key in fields_of(model)}
    for word, meant in NEIGHBORS.items():
        assert meant, word
        assert set(meant) <= keys, word
        assert any(
            key in fields_of(model) and word not in fields_of(model)
            for key in meant
            for model in every_class()
        ), f"{word} is never told apart"


def test_walk_names_every_value_of_the_good_course(tmp_path):
    """Walking a file finds every text that is in it."""
    from training_site.load import SHARED
    from training_site.model import Module

    for path in copy_good_course(tmp_path / "modules").glob("*.yml"):
        tree, _ = read_tree(Source(path, path.read_text(encoding="utf-8")))
        places = [place.loc for place in walk(tree, SHARED.get(path.stem, Module))]
        assert set(places) == {(), *_locs(as_data(tree))}


def _locs(data, loc=()):
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield (*loc, key)
        yield from _locs(value, (*loc, key))


def damage(text: str, draw) -> str:
    """The text after a few slips of the pen."""
    for _ in range(draw(st.integers(1, 4))):
        lines = text.split("\n")
        row = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[row])))
        kind = draw(
            st.sampled_from(["cut", "put", "drop-line", "twice", "swap", "indent", "dedent", "halve"])
        )
        line = lines[row]
        if kind == "cut":
            lines[row] = line[:column] + line[column + draw(st.integers(1, 5)) :]
        elif kind == "put":
            lines[row] = line[:column] + draw(st.sampled_from(SLIPS)) + line[column:]
        elif kind == "drop-line":
            del lines[row]
        elif kind == "twice":
            lines.insert(row, line)
        elif kind == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[row], lines[other] = lines[other], lines[row]
        elif kind == "indent":
            lines[row] = " " * draw(st.integers(1, 3)) + line
        elif kind == "dedent":
            lines[row] = line[draw(st.integers(1, 3)) :]
        elif kind == "halve":
            lines[row : row + 1] = [line[:column], line[column:]]
        text = "\n".join(lines) or "\n"
    return text


KINDS_OF_SLIPS = ("cut", "put", "drop-line", "twice", "swap", "indent", "dedent", "halve")
SLIPS = (
    *"'\"-:[]{}#&*!|>%@`,?\\\t/.~ \n\u00a0é😀",
    *(": ", "- ", " #", "''", '""', "[@", "](page:", "](term:x)", "<<<<<<< HEAD\n", "---\n", "...\n"),
    *("null", "{{ x }}", "{% if %}", "<b>", "\x00", "\u2028", "\u202e", "TODO", ">-\n", "|\n"),
    *("!!str ", "&a ", "<<: "),
)


def check_damage(text: str, name: str, folder) -> None:
    """A damaged file gives a course or problems at places in the file, and the same with both parsers."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    loaded = load_course(folder, around=AROUND)
    assert loaded.course is not None or loaded.problems
    for problem in loaded.problems:
        if problem.path.name == name:
            assert 1 <= problem.line <= len(lines), problem
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        assert problem.message.endswith((".", "!", "?")), problem
        assert problem.length >= 1
    source, found = read_source(path, folder)
    if source and not found:
        trees = [read_tree(source, parser) for parser in PARSERS.values()]
        assert all(tree == trees[0] for tree in trees)


ALL_FILES = ["listening.yml", "course.yml", "references.yml", "passages.yml", "glossary.yml", "safety.yml"]


def _hurt_and_check(data, factory) -> None:
    folder = copy_good_course(factory.mktemp("course") / "modules")
    name = data.draw(st.sampled_from(ALL_FILES))
    check_damage(damage((folder / name).read_text(encoding="utf-8"), data.draw), name, folder)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_slips_never_raise(data, tmp_path_factory):
    """Random slips of the pen never raise, and every problem has a place in the file."""
    _hurt_and_check(data, tmp_path_factory)


@pytest.mark.long
@settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_many_slips_never_raise(data, tmp_path_factory):
    """The same with many more slips, other ones on each run."""
    _hurt_and_check(data, tmp_path_factory)
