"""Names that a form can offer: passages, objectives, situations, sources, drawings and so on.

A name that is not among them can still be typed; the checker says whether it exists.
"""

from typing import Any

import yaml

from training_site.checks.files import look_around
from training_site.editing.line_ends import plain
from training_site.editing.marks import mark_values
from training_site.editing.store import RefusedError, Store
from training_site.editing.values import NotAFormError, form_values
from training_site.load import SHARED

Names = dict[str, list[dict[str, str]]]


def known_names(store: Store, name: str, values: dict[str, Any]) -> Names:
    """The names that belong into a field, by the field's key, each with the words it stands for."""
    passages = _listed(_values(store, "passages"), "passages", "id", "title")
    course = _values(store, "course")
    around = look_around(store.modules)
    modules = [
        {"value": each, "label": each} for each in store.names() if each not in SHARED and each != name
    ]
    objectives = _listed(values, "learning_objectives", "id", "text")
    return {
        "passage": passages,
        "derived_from": passages,
        "situations": _listed(course, "situations", "id", "title"),
        "learning_objectives": objectives,
        "objective": objectives,
        "reflections": _reflections(values),
        "safety_panel": _listed(_values(store, "safety"), "codes", "code", "title"),
        "sources": _listed(_values(store, "references"), "references", "id", "title"),
        "source": _listed(_values(store, "references"), "references", "id", "title"),
        "prerequisites": modules,
        "modules": modules,
        "reflections_of": modules,
        "drawing": [{"value": each, "label": each} for each in sorted(around.drawings or ())],
        "image": [{"value": each, "label": each} for each in sorted(around.images or ())],
    }


def _values(store: Store, name: str) -> dict[str, Any]:
    try:
        return form_values(mark_values(plain(store.read(name))), SHARED[name])
    except (RefusedError, NotAFormError, AssertionError, yaml.YAMLError):
        return {}


def _listed(values: dict[str, Any], key: str, name: str, words: str) -> list[dict[str, str]]:
    entries = values.get(key) or []
    return [
        {"value": str(each[name]), "label": str(each.get(words, ""))[:90]}
        for each in entries
        if isinstance(each, dict) and each.get(name)
    ]


def _reflections(values: dict[str, Any]) -> list[dict[str, str]]:
    found = []
    for unit in values.get("units") or []:
        for block in unit.get("blocks") or []:
            reflection = block.get("reflection")
            if reflection and reflection.get("id"):
                found.append({"value": reflection["id"], "label": reflection.get("title", "")})
    return found
