"""The JSON Schemas in ``modules/``: fresh, complete, and named by the first line of every file."""

import json
import os
import subprocess
import sys

import pytest

from tools import ROOT
from training_site.__main__ import main
from training_site.load import SHARED
from training_site.model import Block
from training_site.schemas import schemas

MODULES = ROOT / "modules"
FILES = sorted(MODULES.glob("*.yml"))


def parts_of(schema):
    """Every part of a schema that describes a value, the schema itself first."""
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += [*part.get("properties", {}).values(), *part.get("definitions", {}).values()]
        waiting += [part["items"]] if "items" in part else []


@pytest.mark.parametrize("name", schemas())
def test_schema_is_fresh(name):
    """The file in ``modules/`` is what the model gives."""
    assert (MODULES / name).read_text(encoding="utf-8") == schemas()[name], (
        f"modules/{name} is older than the model; refresh it with: .venv/bin/training-site schema"
    )


def test_no_other_schema_lies_there():
    """A schema whose model is gone does not stay behind."""
    assert {path.name for path in MODULES.glob("*.schema.json")} == set(schemas())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_first_line_names_the_schema(path):
    """The first line of each file tells the editor which schema is its own."""
    kind = path.stem if path.stem in SHARED else "module"
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# yaml-language-server: $schema={kind}.schema.json"


def test_command_writes_every_schema(tmp_path, capsys):
    """``training-site schema`` writes all files into the folder and says so."""
    assert main(["schema", "--modules", str(tmp_path)]) == 0
    written = {path.name: path.read_bytes().decode("utf-8") for path in tmp_path.iterdir()}
    assert written == schemas()
    assert capsys.readouterr().out == f"Wrote 7 schema files to {tmp_path.as_posix()}/.\n"


def test_command_names_a_missing_folder(tmp_path, capsys):
    """Asked for a folder that is not there, it writes nothing and says how to name one."""
    missing = tmp_path / "modules"
    assert main(["schema", "--modules", str(missing)]) == 2
    assert "--modules DIR" in capsys.readouterr().out
    assert not missing.exists()


def test_bytes_do_not_depend_on_the_run():
    """Another process with another order of hashing gives the same bytes."""
    script = (
        "import sys; from training_site.schemas import schemas; sys.stdout.write(''.join(schemas().values()))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert runs == {"".join(schemas().values()).encode()}


@pytest.mark.parametrize("name", schemas())
def test_nothing_is_null_and_no_key_is_unknown(name):
    """An author never sees ``null`` offered, and a mistyped key is marked in every group."""
    for part in parts_of(json.loads(schemas()[name])):
        assert not {"anyOf", "oneOf"} & set(part)
        assert "null" not in (part.get("type"), part.get("default", ""))
        if part.get("type") == "object":
            assert part["additionalProperties"] is False


@pytest.mark.parametrize("name", schemas())
def test_every_key_explains_itself(name):
    """Each key says what it is, starting with the model's own docstring, and how to write it."""
    for part in parts_of(json.loads(schemas()[name])):
        for key, field in part.get("properties", {}).items():
            assert field["description"], key
            assert field["markdownDescription"].startswith(field["description"] + "\n\n"), key
        assert "\n" not in part.get("title", "")


def test_a_block_has_one_kind():
    """A block is one of its kinds and never two."""
    block = json.loads(schemas()["module.schema.json"])["definitions"]["Block"]
    assert list(block["properties"]) == list(Block.model_fields)
    assert (block["minProperties"], block["maxProperties"]) == (1, 1)
    assert "required" not in block


def test_alias_is_the_key_that_authors_write():
    """``from`` is a word of Python's own, and still the key in the file."""
    band = json.loads(schemas()["module.schema.json"])["definitions"]["AgeBand"]
    assert list(band["properties"]) == band["required"] == ["from", "to"]


def test_numbers_and_switches_are_typed():
    """Minutes are a whole number within bounds; ``draft`` is true or false."""
    module = json.loads(schemas()["module.schema.json"])
    minutes = module["definitions"]["Unit"]["properties"]["duration_minutes"]
    assert (minutes["type"], minutes["minimum"], minutes["maximum"]) == ("integer", 1, 600)
    assert module["properties"]["draft"]["type"] == "boolean"
