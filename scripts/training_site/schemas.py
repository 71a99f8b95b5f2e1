"""Makes the JSON Schemas in ``modules/`` from the model, for the editors that trainers type in.

An editor then offers the keys that fit, explains each, and marks what it does not know. The schema
says less than the checker on purpose: what needs more than one place to judge is the checker's alone.
This module knows nothing of files; draft-07 is what every editor's YAML support understands.
"""

import json
from functools import cache
from typing import Any

from training_site.load import SHARED
from training_site.model import Block, Module
from training_site.model.text import Value
from training_site.model.words import words_of
from training_site.shape.naming import a_noun, noun, quoted
from training_site.shape.patterns import FORMS, ID_FORM
from training_site.shape.schema import Spec, fields_of

DIALECT = "http://json-schema.org/draft-07/schema#"
MODELS: dict[str, type[Value]] = {"module": Module, **SHARED}

Schema = dict[str, Any]

_MARKS = "`*word*` gives emphasis, `[the words](https://example.org)` a link, and `[@id]` cites a source."
TEXT_FORMS = {
    "line": "Write one line of plain text.",
    "inline": f"Write one paragraph. If it is long, write `>-` here and the text below, indented. {_MARKS}",
    "prose": "Write `|` here and the text below, indented: paragraphs with an empty line between them, "
    f"and lists whose lines start with `-`. {_MARKS}",
}
LIST_FORM = "A list: start each entry on its own line with a hyphen and a space."
NOT_A_TEXT = "A text belongs here. If it holds a colon, put quotation marks around it or write it below `>-`."
NOT_A_WORD = "A word belongs here. If it is a number, put quotation marks around it."


def schemas() -> dict[str, str]:
    """The text of every schema file under the file's name."""
    return {
        f"{name}.schema.json": json.dumps(schema_of(model), indent=2, ensure_ascii=False) + "\n"
        for name, model in MODELS.items()
    }


def schema_of(model: type[Value]) -> Schema:
    """The schema of a file that holds one ``model``, with every class it uses under ``definitions``."""
    raw = _raw(model)
    parts = {part.__name__: part for part in _classes_in(model)}
    definitions = {name: _group(parts[name], raw["$defs"][name]) for name in sorted(raw["$defs"])}
    return {"$schema": DIALECT, **_group(model, raw), "definitions": definitions}


def sentences_of(model: type[Value]) -> dict[str, tuple[str, ...]]:
    """For each key of a class how to write what belongs there, and its limits, in sentences."""
    whole = _definitions().get(model.__name__) or _raw(model)
    found = {key: _without_null(raw) for key, raw in whole["properties"].items()}
    return {
        key: (*_forms(spec, found[key]), *_limits(spec, found[key])) for key, spec in fields_of(model).items()
    }


@cache
def _definitions() -> dict[str, Schema]:
    """What pydantic says of each class that a file can hold, by the name of the class."""
    files = {model.__name__: _raw(model) for model in MODELS.values()}
    return {name: part for raw in files.values() for name, part in raw.get("$defs", {}).items()} | files


def _raw(model: type[Value]) -> Schema:
    return model.model_json_schema(ref_template="#/definitions/{model}")


def _limits(spec: Spec, raw: Schema) -> list[str]:
    if spec.kind == "text" and "maxLength" in raw:
        return [f"It has {raw['maxLength']:,} characters at the most."]
    least, most = raw.get("minItems", 0), raw.get("maxItems")
    said = [f"It has {least} entries at the least."] if least > 1 else []
    return said + ([f"It has {most} entries at the most."] if most else [])


def _classes_in(model: type[Value]) -> set[type[Value]]:
    found: set[type[Value]] = set()
    waiting = [model]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            inner = (_innermost(spec).model for spec in fields_of(current).values())
            waiting += [part for part in inner if part]
    return found


def _innermost(spec: Spec) -> Spec:
    return _innermost(spec.item) if spec.item else spec


def _group(model: type[Value], raw: Schema) -> Schema:
    """The schema of one class."""
    specs = fields_of(model)
    words = words_of(model)
    said = {info.alias or name: words.get(name, "") for name, info in model.model_fields.items()}
    fields = {
        key: _field(model, spec, said[key], _without_null(raw["properties"][key]))
        for key, spec in specs.items()
    }
    schema: Schema = {
        "title": noun(model),
        "description": raw["description"],
        "markdownDescription": f"{raw['description']}\n\n{_keys_of(model)}",
        "type": "object",
        "additionalProperties": False,
        "properties": fields,
    }
    if required := [key for key, spec in specs.items() if spec.required]:
        schema["required"] = required
    return schema | {key: raw[key] for key in ("minProperties", "maxProperties") if key in raw}


def _field(owner: type[Value], spec: Spec, description: str, raw: Schema) -> Schema:
    """The schema of one key: what may stand there, and what the editor says about it."""
    said = [description, *_forms(spec, raw)]
    if owner is not Block:
        said.append("*Needed.*" if spec.required else "*Can be left out.*")
    words: Schema = {"description": description, "markdownDescription": "\n\n".join(said)}
    schema = words | _value(spec, raw)
    if spec.text in _BELOW:
        schema["defaultSnippets"] = [_below(_BELOW[spec.text])]
    return schema


def _value(spec: Spec, raw: Schema) -> Schema:
    """What may stand at a place."""
    kept = {key: part for key, part in raw.items() if key not in _NOISE}
    match spec.kind:
        case "list":
            assert spec.item is not None
            # Only a default that someone may want to change helps while typing.
            default = {"default": raw["default"]} if raw.get("default") else {}
            return kept | {"items": _value(spec.item, raw["items"])} | default
        case "text":
            # The loader reads 2020 as the text that was typed, and so must the editor.
            return kept | {"type": ["string", "number"], "errorMessage": NOT_A_TEXT}
        case "word":
            return kept | {"errorMessage": NOT_A_WORD, "patternErrorMessage": _word_form(spec)}
        case "switch" | "number":
            return kept | {"errorMessage": _forms(spec, raw)[0]}
    return kept


_NOISE = {"default", "description", "items", "title"}


def _without_null(raw: Schema) -> Schema:
    """The same without ``null`` as a value: an author leaves a key out instead."""
    branches = [branch for branch in raw.get("anyOf", []) if branch != {"type": "null"}]
    return {key: part for key, part in raw.items() if key != "anyOf"} | (branches[0] if branches else {})


_BELOW = {"inline": ">-", "prose": "|"}


def _below(sign: str) -> Schema:
    """Offers to write a text below its key, where a colon or a quotation mark can do no harm.

    Four spaces, since the key may stand after the hyphen of a list, which takes two of them.
    """
    return {
        "label": f"{sign} and the text below",
        "description": "Write the text on the lines below, indented. It may hold colons and quotation marks.",
        "body": f"{sign}\n    $1",
    }


def _forms(spec: Spec, raw: Schema) -> list[str]:
    """How to write what belongs at a place, in sentences for someone who has never seen YAML."""
    match spec.kind:
        case "list":
            assert spec.item is not None
            return [LIST_FORM, *_entries(spec.item)]
        case "group":
            assert spec.model is not None
            return [_keys_of(spec.model)]
        case "text":
            return [TEXT_FORMS[spec.text]]
        case "word":
            return [_word_form(spec)]
        case "switch":
            return ["Write `true` or `false`."]
        case "choice":
            return [f"Write {quoted(spec.options)}."]
        case "number":
            return [f"Write a whole number from {raw['minimum']} to {raw['maximum']}."]
    return []


def _entries(spec: Spec) -> list[str]:
    """How to write one entry of a list."""
    if spec.model:
        return [f"Each entry is {a_noun(spec.model)}. {_keys_of(spec.model)}"]
    if spec.item:
        return ["Each entry is itself a list, such as `- [one, two]`."]
    return _forms(spec, {})


def _keys_of(model: type[Value]) -> str:
    specs = fields_of(model)
    if model is Block:
        return f"It has one of {quoted(tuple(specs))}."
    needed = tuple(key for key, spec in specs.items() if spec.required)
    more = tuple(key for key, spec in specs.items() if not spec.required)
    sentences = [f"It needs {quoted(needed, 'and')}."] if needed else []
    sentences += [f"It may have {quoted(more, 'and')}."] if more else []
    return " ".join(sentences)


def _word_form(spec: Spec) -> str:
    for start, form in FORMS:
        if spec.pattern.startswith(start):
            return form
    if "png" in spec.pattern:
        return "Write only the file's name; the file itself goes into `docs/images/`."
    return f"Write {ID_FORM}, such as `two-truths`."
