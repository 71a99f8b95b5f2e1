"""What a trainer sees while typing, asked of the language server that editors use for YAML."""

import re
import shutil
from collections.abc import Iterator

import pytest
import yaml

from language_server import SERVER, LanguageServer
from tools import ROOT
from training_site.load import load_course
from training_site.model import Block, DosAndDonts, Reflection
from training_site.model.words import words_of

if not SERVER.exists():
    pytest.skip(
        "node_modules lacks yaml-language-server; ./scripts/test installs it", allow_module_level=True
    )

MODULES = ROOT / "modules"
FILES = sorted(MODULES.glob("*.yml"))
HEAD = "# yaml-language-server: $schema=module.schema.json\n"
UNIT = HEAD + "units:\n  - id: first\n    blocks:\n      - heading: Before\n"
KINDS = ["checklist", "script", "vignette", "table", "activity", "callout", "dos_and_donts", "reflection"]


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    """One server for all tests, started in the folder of the modules."""
    with LanguageServer(MODULES) as running:
        yield running


def accept(marked: str, item: dict) -> str:
    """The text after the item was chosen: each stop of the snippet filled, lines indented as editors do."""
    before, after = marked.split("‸")
    line = before.rpartition("\n")[2]
    before = before.removesuffix(re.search(r"\w*$", line).group())
    indent = re.match(" *", line).group()
    filled = re.sub(r"\$(\d+)|\$\{\d+(:[^}]*)?\}", "Filled: in", item["insertText"])
    filled = re.sub(r"-$", "- Filled", filled)
    if filled.endswith((" ", "\n")):
        filled += "Filled: in"
    return before + filled.replace("\n", "\n" + indent) + after


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_shipped_files_are_clean(server, path):
    """The editor underlines nothing in the course's own files."""
    assert server.diagnose(path.read_text(encoding="utf-8")) == []


def test_new_block_offers_every_kind(server):
    """After the hyphen of a new block, every kind is offered with its explanation."""
    items = server.complete(UNIT + "      - ‸\n")
    assert set(items) == set(Block.model_fields)
    for kind in Block.model_fields:
        assert words_of(Block)[kind] in items[kind]["documentation"]["value"]


def test_block_with_a_kind_offers_no_second(server):
    """A block has one kind: once it is there, no other is offered."""
    assert server.complete(UNIT + "      - heading: A\n        ‸\n") == {}


@pytest.mark.parametrize("kind", KINDS)
def test_chosen_kind_brings_what_it_needs(server, kind):
    """Choosing a kind writes the keys it needs, as YAML that holds together."""
    marked = UNIT + "      - ‸\n      - heading: After\n"
    chosen = accept(marked, server.complete(marked)[kind]).replace("Filled: in", "Filled")
    before, block, after = yaml.safe_load(chosen)["units"][0]["blocks"]
    assert (before, after) == ({"heading": "Before"}, {"heading": "After"})
    (name, content) = block.popitem()
    fields = Block.model_fields[kind].annotation.__args__[0].model_fields
    assert (name, list(content)) == (kind, [key for key, field in fields.items() if field.is_required()])
    told = [said for said in server.diagnose(chosen) if "not allowed" in said or "more properties" in said]
    assert told == []


@pytest.mark.parametrize("kind", ["text", "own_observation", "facilitator_note"])
def test_chosen_text_goes_below_its_key(server, kind):
    """A long text starts on the next line, where a colon in it does no harm."""
    marked = UNIT + "      - ‸\n      - heading: After\n"
    blocks = yaml.safe_load(accept(marked, server.complete(marked)[kind]))["units"][0]["blocks"]
    assert blocks[1:] == [{kind: "Filled: in\n"}, {"heading": "After"}]


@pytest.mark.parametrize(
    ("marked", "label"),
    [
        (UNIT + "      - reflection:\n          id: a\n          prompt: ‸\n", "| and the text below"),
        (UNIT + "      - text: ‸\n", "| and the text below"),
        (UNIT + "      - vignette:\n          scenes:\n            - story: ‸\n", "| and the text below"),
        (UNIT + "      - vignette:\n          scenes:\n            - ‸\n", "story"),
        (UNIT + "      - script:\n          lines:\n            - ‸\n", "say"),
        (UNIT + "      - activity:\n          aim: ‸\n", ">- and the text below"),
    ],
)
def test_text_below_is_indented_enough(server, marked, label):
    """Wherever a text may stand, what is offered makes YAML that holds together."""
    chosen = accept(marked, server.complete(marked)[label])
    (block,) = yaml.safe_load(chosen)["units"][0]["blocks"][1:]
    assert "Filled: in" in str(block)


def test_reflection_offers_its_keys(server):
    """Inside a reflection, the keys that are missing are offered with the model's words."""
    items = server.complete(UNIT + "      - reflection:\n          id: a\n          ‸\n")
    assert set(Reflection.model_fields) - {"id"} <= set(items)
    for key in ("prompt", "sample_answer", "derived_from"):
        assert words_of(Reflection)[key] in items[key]["documentation"]["value"]


def test_whole_reflection_is_offered(server):
    """One choice writes every key that a reflection needs, the derivation included."""
    marked = UNIT + "      - reflection:\n          ‸\n"
    chosen = accept(marked, server.complete(marked)["reflection"]).replace("Filled: in", "Filled")
    reflection = yaml.safe_load(chosen)["units"][0]["blocks"][1]["reflection"]
    needed = [key for key, field in Reflection.model_fields.items() if field.is_required()]
    assert list(reflection) == needed
    assert list(reflection["derived_from"][0]) == ["passage", "how"]


def test_whole_question_is_offered(server):
    """One choice after a hyphen writes a question with its first choice and explanation."""
    marked = HEAD + "knowledge_check:\n  questions:\n    - ‸\n"
    chosen = accept(marked, server.complete(marked)["question"]).replace("Filled: in", "Filled")
    (question,) = yaml.safe_load(chosen)["knowledge_check"]["questions"]
    assert list(question) == ["id", "prompt", "choices"]
    assert list(question["choices"][0]) == ["text", "explanation"]


def test_fixed_values_are_offered(server):
    """Where only certain words are possible, exactly these are offered."""
    assert list(server.complete(UNIT + "      - callout:\n          kind: ‸\n")) == [
        "tip",
        "caution",
        "safety",
        "evidence",
    ]
    assert list(server.complete(HEAD + "draft: ‸\n")) == ["true", "false"]


def test_texts_offer_no_null_and_no_switch(server):
    """A text field offers no ``null``, ``true`` or ``false``, which would only confuse."""
    items = server.complete(UNIT + "      - figure:\n          description: ‸\n")
    assert set(items) == {"| and the text below"}


def test_hover_explains_a_key(server):
    """Pointing at ``derived_from`` shows what it is and how to write it."""
    shown = server.hover(UNIT + "      - reflection:\n          ‸derived_from:\n            - passage: p1\n")
    assert words_of(Reflection)["derived_from"] in shown
    assert "Each entry is a derivation. It needs `passage` and `how`." in shown


def test_hover_explains_a_kind(server):
    """Pointing at a kind of block shows what it is for and which keys it needs."""
    shown = server.hover(UNIT + "      - ‸dos_and_donts:\n          title: A\n")
    assert words_of(Block)["dos_and_donts"] in shown
    assert all(f"`{key}`" in shown for key in DosAndDonts.model_fields)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (("derived_from: [p3", "dervied_from: [p3"), "Property dervied_from is not allowed."),
        (
            ("last_reviewed: ", "last_reviewed: tomorrow #"),
            "Write the day as year-month-day, such as `2026-11-22`.",
        ),
        (("level: introductory", "level: easy"), "Value is not accepted."),
        (("duration_minutes: 4", "duration_minutes: four"), "Write a whole number from 1 to 600."),
        (("- confidence_check: before", "- confidence_check: before\n        heading: A"), "more properties"),
        (("title: Orienting", "title: Note: Orienting"), "Nested mappings are not allowed"),
        (("title: Orienting clients to telehealth", "title: [a]"), "A text belongs here."),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else None,
)
def test_mistake_is_underlined(server, edit, said):
    """A mistake in a real module is underlined while typing, in words where we have a say."""
    good = (MODULES / "orienting-clients.yml").read_text(encoding="utf-8")
    assert edit[0] in good
    told = server.diagnose(good.replace(*edit, 1))
    assert any(said in message for message in told), told


def test_number_in_a_text_is_as_fine_as_in_the_checker(server, tmp_path):
    """A title that is only a year is a text, here and for the checker."""
    for name in ("modules", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    path = tmp_path / "modules" / "orienting-clients.yml"
    good = path.read_text(encoding="utf-8")
    text = good.replace("title: Orienting clients to telehealth", "title: 2020", 1)
    path.write_text(text, encoding="utf-8")
    assert server.diagnose(text) == []
    course = load_course(tmp_path / "modules").course
    assert course is not None
    assert course.module("orienting-clients").title == "2020"
