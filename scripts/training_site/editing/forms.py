"""Forms as JSON Schema for the library in the page, made from the schemas of ``modules/``.

What differs from those: every box holds text, since the checker has the last word on numbers and
names; a block is one of its kinds; labels are words; and what a page of the editor shows at once
is set out, because a module has hundreds of boxes.
"""

from typing import Any

from training_site.model import Block
from training_site.model.text import Value
from training_site.schemas import schema_of
from training_site.shape.naming import noun
from training_site.shape.schema import Spec, fields_of

Schema = dict[str, Any]

_LABELS = {
    "id": "Stable name (id)",
    "former_ids": "Former stable names",
    "doi": "DOI",
    "url": "Web address",
    "dos": "What helps",
    "donts": "What to leave out",
    "dos_and_donts": "What helps and what does not",
    "own_observation": "Our own observation",
    "in_order": "Lines follow one another as steps",
    "alt": "The picture in words",
    "from": "From age",
    "to": "To age",
}


def form_of(model: type[Value]) -> Schema:
    """The form of a file: its schema with everything in place, and no references."""
    definitions = schema_of(model)
    return _group(Spec("group", model=model), definitions["definitions"] | {model.__name__: definitions})


def outline_of(model: type[Value]) -> dict[str, list[str]]:
    """Which keys of a file are pages of the editor: ``pages`` one for each entry, ``parts`` one in all."""
    pages: list[str] = []
    parts: list[str] = []
    for key, spec in fields_of(model).items():
        if _is_list_of_groups(spec):
            inner = _fields_of_entries(spec).values()
            (pages if any(map(_is_list_of_groups, inner)) and not _is_question(spec) else parts).append(key)
        elif spec.kind == "group":
            parts.append(key)
    return {"pages": pages, "parts": parts}


def label_of(key: str) -> str:
    """The name of a field as people read it."""
    words = key.replace("_", " ")
    return _LABELS.get(key) or words[0].upper() + words[1:]


def _is_list_of_groups(spec: Spec) -> bool:
    return spec.kind == "list" and spec.item is not None and spec.item.kind == "group"


def _is_question(spec: Spec) -> bool:
    """Whether the entries are short enough to stand below one another, lists and all."""
    return not {"blocks", "parts"} & set(_fields_of_entries(spec))


def _fields_of_entries(spec: Spec) -> dict[str, Spec]:
    model = spec.item.model if spec.item else None
    return fields_of(model) if model else {}


def _group(spec: Spec, definitions: Schema) -> Schema:
    assert spec.model is not None
    raw = definitions[spec.model.__name__]
    fields = {
        key: _field(key, field, raw["properties"][key], definitions)
        for key, field in fields_of(spec.model).items()
    }
    if spec.model is Block:
        return {
            "title": "Block",
            "oneOf": [_kind(key, {**field, "x-optional": False}) for key, field in fields.items()],
        }
    return {
        "type": "object",
        "additionalProperties": False,
        "title": _sentence(noun(spec.model)),
        "description": _plain(raw["description"]),
        "properties": fields,
        "required": [key for key, field in fields_of(spec.model).items() if field.required],
    }


def _kind(key: str, field: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "title": label_of(key),
        "description": field.get("description", ""),
        "properties": {key: field | {"title": label_of(key)}},
        "required": [key],
    }


def _field(key: str, spec: Spec, raw: Schema, definitions: Schema) -> Schema:
    words: Schema = {"title": label_of(key), "description": _plain(raw.get("description", ""))}
    if not spec.required:
        words["x-optional"] = True
        if spec.kind != "switch":
            words["title"] += " (optional)"
    return _place(spec, definitions) | words


def _place(spec: Spec, definitions: Schema) -> Schema:
    match spec.kind:
        case "group":
            return _group(spec, definitions)
        case "list":
            assert spec.item is not None
            return {"type": "array", "items": {"title": "Entry", **_place(spec.item, definitions)}}
        case "switch":
            return {"type": "boolean", "x-format": "checkbox"}
        case "choice":
            named = [(option, label_of(option.replace("-", " "))) for option in spec.options]
            choices = [("", "Nothing chosen"), *named]
            return {
                "type": "string",
                "enum": [value for value, _ in choices],
                "x-enumTitles": [title for _, title in choices],
            }
        case "text" if spec.text in ("inline", "prose"):
            return {"type": "string", "x-format": "textarea", "x-text": spec.text}
        case _:
            return {"type": "string", "x-text": spec.kind}


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _plain(description: str) -> str:
    """Help without the signs that only someone who types YAML needs."""
    return " ".join(description.replace("`", "").split())
