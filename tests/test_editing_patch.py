"""Saving a form changes only the lines that hold what changed: comments and all else stay byte for byte."""

import copy
import difflib
import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tools import ROOT
from training_site.author_text import PageWriter
from training_site.editing import marks
from training_site.editing.fresh import one_line
from training_site.editing.line_ends import plain, restored
from training_site.editing.marks import mark_values
from training_site.editing.merge import merged
from training_site.editing.pairing import pair_up
from training_site.editing.patch import patch
from training_site.editing.values import form_values
from training_site.editing.wrap import unwrapped
from training_site.load import SHARED
from training_site.mentions import Target
from training_site.model import Glossary, Module
from training_site.model.text import Value
from training_site.reading.tree import PARSERS

FILES = sorted((ROOT / "modules").glob("*.yml"))
MODULE = (ROOT / "modules" / "orienting-clients.yml").read_text(encoding="utf-8")
GLOSSARY = """\
# The words of the course.
entries:
  # first of all
  - id: alliance
    term: alliance  # as a reader meets it
    also: [working alliance, alliances]
    definition: >-
      What two people agree on, and how much they trust each other, in the
      middle of a long sentence that was broken by hand into
      lines of its own.

  # ok: a second one
  - id: telehealth
    term: "telehealth"
    definition: 'Care, at a distance.'
    # a word at its end

  - id: screen
    term: screen
    definition: |
      A pane of glass.
"""


def model_of(path: Any) -> type[Value]:
    """The class that a file of the course belongs to."""
    return SHARED.get(path.stem, Module)


def values_of(text: str, model: type[Value] = Module) -> dict[str, Any]:
    """The values of a text, as a form holds them."""
    return copy.deepcopy(form_values(mark_values(text), model))


def changed_lines(before: str, after: str) -> list[str]:
    """What a diff without context shows."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def patched_glossary(change: Any) -> list[str]:
    """The lines of the glossary that a change of its values changes."""
    values = values_of(GLOSSARY, Glossary)
    change(values["entries"])
    return changed_lines(GLOSSARY, patch(GLOSSARY, values, Glossary))


@pytest.mark.parametrize("parser", ["pure", "libyaml"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_opened_and_saved_unchanged_is_the_same(path, parser, monkeypatch):
    """A form that nobody touched writes back the very same bytes, whichever parser read the file."""
    if parser not in PARSERS:
        pytest.skip("this PyYAML has no libyaml")
    monkeypatch.setattr(marks, "FASTEST", PARSERS[parser])
    text = path.read_bytes().decode("utf-8")
    values = form_values(mark_values(plain(text)), model_of(path))
    assert restored(patch(plain(text), values, model_of(path)), text).encode() == path.read_bytes()


def texts_in(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The ways to every text of several words."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from texts_in(inner, (*way, key))
    if isinstance(value, str) and " " in value:
        yield way


def holder_of(values: Any, way: tuple[str | int, ...]) -> Any:
    """The group or list that holds the value at the end of a way."""
    for step in way[:-1]:
        values = values[step]
    return values


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_changed_word_changes_its_line(path):
    """One word made a letter longer changes one line, or two where it no longer fits on its own."""
    text = path.read_text(encoding="utf-8")
    values = form_values(mark_values(text), model_of(path))
    dice = random.Random(path.stem)
    ways = list(texts_in(values))
    for way in dice.sample(ways, min(6, len(ways))):
        wanted = copy.deepcopy(values)
        holder = holder_of(wanted, way)
        words = holder[way[-1]].split(" ")
        place = dice.choice([number for number, word in enumerate(words) if word.isalpha()] or [0])
        words[place] += "x"
        holder[way[-1]] = " ".join(words)
        changed = changed_lines(text, patch(text, wanted, model_of(path)))
        assert sum(line.startswith("-") for line in changed) <= 2, (way, changed)
        assert sum(line.startswith("+") for line in changed) <= 3, (way, changed)


@pytest.mark.long
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_whatever_is_typed_reads_back_the_same(path):
    """Signs that mean something in YAML or Markdown, in any text, come back as they were typed."""
    text = path.read_text(encoding="utf-8")
    values = form_values(mark_values(text), model_of(path))
    dice = random.Random(path.stem)
    ways = list(texts_in(values))
    signs = [
        "a: b",
        "# no comment",
        "it's",
        '"quoted"',
        "- dash",
        "\n\n- one\n- two",
        "[@x]",
        "&a",
        "*b",
        "|",
    ]
    signs += [
        "%",
        "@",
        "`code`",
        "1.",
        "\n",
        "  ",
        "{x}",
        "é “”",
        "x" * 130,
        "no",
        "12:30",
        "!tag",
        "?",
        "\\",
        "~",
    ]
    for way in (dice.choice(ways) for _ in range(40)):
        wanted = copy.deepcopy(values)
        holder = holder_of(wanted, way)
        words = holder[way[-1]].split(" ")
        words.insert(dice.randrange(len(words) + 1), dice.choice(signs))
        holder[way[-1]] = " ".join(words)
        after = patch(text, wanted, model_of(path))  # raises where it does not read back
        comments = [line.strip() for line in text.split("\n") if line.strip().startswith("#")]
        kept = [line.strip() for line in after.split("\n") if line.strip().startswith("#")]
        assert [line for line in kept if line in comments] == comments


def test_a_folded_text_keeps_the_lines_around_a_change():
    """Only the line with the new word is broken anew."""

    def change(entries):
        entries[0]["definition"] = entries[0]["definition"].replace("broken", "cut")

    assert patched_glossary(change) == [
        "-      middle of a long sentence that was broken by hand into",
        "+      middle of a long sentence that was cut by hand into",
    ]


def test_quotation_marks_and_comments_of_a_line_stay():
    """A text goes on in the quotation marks that it had, and the comment behind it stays."""

    def change(entries):
        entries[0]["term"] = "the alliance"
        entries[1]["term"] = "tele-health"

    assert patched_glossary(change) == [
        "-    term: alliance  # as a reader meets it",
        "+    term: the alliance  # as a reader meets it",
        '-    term: "telehealth"',
        '+    term: "tele-health"',
    ]


def test_a_moved_entry_takes_its_comments_along():
    """What stands directly above an entry, and at its end, moves with it; empty lines stay between."""
    values = values_of(GLOSSARY, Glossary)
    values["entries"].insert(0, values["entries"].pop(1))
    after = patch(GLOSSARY, values, Glossary)
    assert after.index("# ok: a second one") < after.index("telehealth") < after.index("# a word at its end")
    assert after.index("# a word at its end") < after.index("# first of all") < after.index("id: alliance")
    assert sorted(after.split("\n")) == sorted(GLOSSARY.split("\n"))


def test_a_new_entry_is_written_like_the_others():
    """A new entry stands with the same indentation, below an empty line where the others have one."""

    def change(entries):
        definition = "What we say: on the phone, by video, or side by side in one and the same room."
        entries.insert(1, {"id": "call", "term": "call", "definition": definition})

    assert patched_glossary(change) == [
        "+",
        "+  - id: call",
        "+    term: call",
        "+    definition: >-",
        "+      What we say: on the phone, by video, or side by side in one and the same room.",
    ]


def test_a_deleted_entry_takes_its_comments_along():
    """Nothing of it stays behind, and nothing else goes."""
    after = patched_glossary(lambda entries: entries.pop(1))
    assert all(line.startswith("-") for line in after)
    assert [line[1:].strip() for line in after if line.strip("- ")] == [
        "# ok: a second one",
        "- id: telehealth",
        'term: "telehealth"',
        "definition: 'Care, at a distance.'",
        "# a word at its end",
    ]


def test_a_key_that_is_added_stands_where_the_model_has_it():
    """A new key goes behind the one that the model has before it."""

    def change(entries):
        entries[2]["also"] = ["screens"]

    assert patched_glossary(change) == ["+    also:", "+      - screens"]


def test_a_key_that_is_cleared_goes():
    """A field that was left empty is left out."""
    assert patched_glossary(lambda entries: entries[0].pop("also")) == [
        "-    also: [working alliance, alliances]"
    ]


def test_a_short_list_stays_in_its_brackets():
    """A name more in a list on one line stays on that line, and the others stay as they were written."""

    def change(entries):
        entries[0]["also"].append("bond, or trust")

    assert patched_glossary(change) == [
        "-    also: [working alliance, alliances]",
        '+    also: [working alliance, alliances, "bond, or trust"]',
    ]


def test_keys_that_we_do_not_know_are_left_alone():
    """What another tool wrote into a file stays, since a form cannot show it."""
    text = GLOSSARY.replace("    also:", "    color: blue\n    also:")
    values = values_of(text, Glossary)
    assert "color" not in values["entries"][0]
    values["entries"][0]["term"] = "bond"
    assert "    color: blue\n" in patch(text, values, Glossary)


def test_what_says_nothing_stays_as_it_is_written():
    """A switch that is off and an empty list are the same as none, so neither is added nor taken away."""
    text = MODULE.replace("    self_assessed: true", "    self_assessed: false", 1)
    values = values_of(text)
    values["title"] += " x"
    assert len(changed_lines(text, patch(text, values, Module))) == 2


def test_a_moved_unit_is_the_same_lines_elsewhere():
    """Moving a unit moves its lines with their comments, and changes none of them."""
    values = values_of(MODULE)
    values["units"].insert(3, values["units"].pop(1))
    after = patch(MODULE, values, Module)
    assert sorted(after.split("\n")) == sorted(MODULE.split("\n"))
    assert [unit["id"] for unit in values_of(after)["units"]] == [unit["id"] for unit in values["units"]]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_mark_of_a_file_stay(end):
    """A file from another system keeps its line ends and its byte order mark."""
    text = "\ufeff" + GLOSSARY.replace("\n", end)
    values = values_of(plain(text), Glossary)
    values["entries"][2]["definition"] = "A pane of clear glass."
    after = restored(patch(plain(text), values, Glossary), text)
    assert after == text.replace("A pane of glass.", "A pane of clear glass.")


def test_mixed_line_ends_stay_where_they_are():
    """Each line that is kept keeps the end it had."""
    text = GLOSSARY.replace("\n", "\r\n", 8)
    values = values_of(plain(text), Glossary)
    values["entries"][2]["term"] = "pane"
    after = restored(patch(plain(text), values, Glossary), text)
    assert after == text.replace("term: screen", "term: pane")


@pytest.mark.parametrize(
    "wanted",
    [
        {"entries": "text"},
        {"entries": [{"id": ["a"]}]},
        {"entries": [], "unknown": "x"},
        {"entries": [{"id": 5}]},
        [],
        None,
    ],
)
def test_values_of_another_shape_are_refused(wanted):
    """What no form can hold is not written."""
    with pytest.raises(ValueError, match=r"here"):
        patch(GLOSSARY, wanted, Glossary)


def test_words_of_a_text_stay_words():
    """Our reader takes `no` and 12:30 for text, so they need no quotation marks; signs of YAML do."""
    assert [one_line(text) for text in ("no", "12:30", "2020", "a: b", "# a", "[x", "it's", "")] == [
        "no", "12:30", "2020", '"a: b"', '"# a"', '"[x"', "it's", '""',
    ]  # fmt: skip
    for text in ("true", "null", '"a"', "a\tb", "é “x”", "'", '"', "\\"):
        assert yaml.load(one_line(text), yaml.BaseLoader) == text


class Somewhere:
    """Every link leads to one place."""

    def citation(self, key):
        """A source."""
        return Target("#", key)

    def page(self, target):
        """A page."""
        return Target("#", target)

    def term(self, key):
        """A word."""
        return Target("#", key)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_paragraphs_on_one_line_say_the_same(path):
    """The form shows each paragraph on one line; every text of the course then becomes the same HTML."""
    values = form_values(mark_values(path.read_text(encoding="utf-8")), model_of(path))
    raw = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    writer = PageWriter(Somewhere())
    for way in texts_in(values):
        original = holder_of(raw, way)[way[-1]]
        assert " ".join(writer.prose(unwrapped(original)).split()) == " ".join(writer.prose(original).split())


def test_a_list_knows_its_entries_again():
    """An entry is found again as it was, by its id, or by its likeness; a new one is new."""
    before = [{"id": "a", "text": "one"}, {"id": "b", "text": "two"}, {"id": "c", "text": "three"}]
    after = [{"id": "c", "text": "three"}, {"id": "d", "text": "new"}, {"id": "a", "text": "one, changed"}]
    assert pair_up(before, after) == [2, None, 0]
    assert pair_up(["say this now", "and that"], ["and that", "say this then"]) == [1, 0]


def test_two_peoples_changes_are_joined():
    """What only one of them changed is taken over; what both changed is named, and mine stays."""
    base = {"title": "A", "units": [{"id": "u", "text": "old", "more": "x"}, {"id": "v", "text": "v"}]}
    mine = {"title": "B", "units": [{"id": "v", "text": "v"}, {"id": "u", "text": "mine", "more": "x"}]}
    their_u = {"id": "u", "text": "theirs", "more": "y"}
    theirs = {"title": "A", "units": [their_u, {"id": "n"}, {"id": "v", "text": "v"}]}
    joined, clashes = merged(base, mine, theirs)
    assert joined["title"] == "B"
    assert {"id": "u", "text": "mine", "more": "y"} in joined["units"]
    assert {"id": "n"} in joined["units"]
    assert [(clash.mine, clash.theirs) for clash in clashes] == [("mine", "theirs")]
