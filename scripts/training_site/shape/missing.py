"""Explains keys that are not there: which, where they belong, and what they would look like."""

from training_site.model.text import Value
from training_site.model.words import words_of
from training_site.problems import Problem
from training_site.reading.source import Source
from training_site.shape.marks import mark_key, mark_start, problem_at
from training_site.shape.naming import name_of, quoted
from training_site.shape.schema import Place, Spec, fields_of

_EXAMPLES = {
    "id": "a-short-name",
    "last_reviewed": "2026-11-22",
    "passage": "p5",
    "code": "S1",
    "year": '"2020"',
    "from": "4",
    "to": "17",
    "source": "the-id-of-a-reference",
    "link": "tel:988",
}


def explain_missing(source: Source, place: Place, keys: list[str]) -> Problem:
    """The ``keys`` that the group at ``place`` needs and does not have, as one problem."""
    mark = (
        mark_key(place.key)
        if place.key and place.number is None and place.spec.kind == "group"
        else mark_start(place.node)
    )
    model = place.spec.model
    verb = "is" if len(keys) == 1 else "are"
    message = f"In {name_of(place)}, {quoted(keys, 'and')} {verb} missing."
    if model is None:
        return problem_at(source, mark, "missing-key", message)
    what = "it" if len(keys) == 1 else "them"
    meaning = _meaning(model, keys[0]) if len(keys) == 1 else ""
    examples = "".join(_example(key, fields_of(model)[key]) for key in keys)
    if len(keys) == 1 and examples.count("\n") == 1:
        hint = f"{meaning}Add a line `{examples.strip()}` beside its other keys, as far in as they are."
    else:
        hint = f"{meaning}Add {what} beside its other keys, as far in as they are:{examples}"
    return problem_at(source, mark, "missing-key", message, hint)


def _meaning(model: type[Value], key: str) -> str:
    names = (name for name, info in model.model_fields.items() if (info.alias or name) == key)
    words = words_of(model).get(next(names, ""), "")
    return f"{' '.join(words.split()).replace('``', '`')} " if words else ""


def _example(key: str, spec: Spec) -> str:
    if key in _EXAMPLES:
        return f"\n    {key}: {_EXAMPLES[key]}"
    match spec.kind:
        case "list":
            inner = "…"
            if spec.item and spec.item.kind == "group" and spec.item.model:
                inner = f"{next(iter(fields_of(spec.item.model)))}: …"
            return f"\n    {key}:\n      - {inner}"
        case "group" if spec.model:
            return f"\n    {key}:\n      {next(iter(fields_of(spec.model)))}: …"
        case "number":
            return f"\n    {key}: 5"
        case "switch":
            return f"\n    {key}: true"
        case "choice":
            return f"\n    {key}: {spec.options[0]}"
    if spec.text == "line":
        return f"\n    {key}: …"
    return f"\n    {key}: >-\n      …"
