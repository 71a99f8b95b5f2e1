"""Puts what the model refuses into the words of someone who edits a text file.

pydantic says what is wrong with a value; this module knows where that value stands in the file
and how to say it. The model's own sentences (its validators) are passed on as they are.
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading.source import Source
from training_site.reading.tree import Items, Node, Scalar, as_data, last_line
from training_site.shape.keys import mend_keys
from training_site.shape.marks import Mark, mark_key, mark_start, mark_value, problem_at
from training_site.shape.missing import explain_missing
from training_site.shape.naming import a_noun, listed, name_of, shorten
from training_site.shape.patterns import explain_pattern
from training_site.shape.schema import Loc, Place, Spec, fields_of, walk
from training_site.shape.types import explain_type

TYPE_ERRORS = {
    "tuple_type", "list_type", "string_type", "model_type", "model_attributes_type", "dict_type",
    "int_type", "int_parsing", "int_from_float", "int_parsing_size", "bool_type", "bool_parsing",
}  # fmt: skip


@dataclass(frozen=True)
class Shaped:
    """What a tree stands for, as far as it has the shape that the model asks for."""

    value: Value | None
    root: Node
    """The tree with the keys that were meant."""
    problems: list[Problem]
    whole: bool
    """Whether every key stayed in the tree."""
    places: tuple[Place, ...]
    """Every node of the tree that has a place in the model."""


def shape(source: Source, root: Node, model: type[Value], before: Sequence[Problem] = ()) -> Shaped:
    """Hold a tree against a class of the model; ``before`` is what was wrong with its YAML."""
    mended = mend_keys(source, root, model, before)
    places = tuple(walk(mended.root, model))
    problems = [*mended.problems, *_blank_texts(source, places)]
    try:
        value = model.model_validate(as_data(mended.root))
    except ValidationError as error:
        by_loc = {place.loc: place for place in places}
        details = [
            detail
            for detail in error.errors(include_url=False, include_input=False)
            if not any(detail["loc"][: len(loc)] == loc for loc in mended.explained)
            and not _only_follows(by_loc, detail, [*before, *mended.problems])
        ]
        problems += _explain_all(source, by_loc, details)
        return Shaped(None, mended.root, problems, mended.whole, places)
    return Shaped(None if problems else value, mended.root, problems, mended.whole, places)


def _explain_all(source: Source, places: dict[Loc, Place], details: list[ErrorDetails]) -> list[Problem]:
    problems = []
    missing: dict[Loc, list[str]] = {}
    for detail in details:
        loc = tuple(detail["loc"])
        if detail["type"] == "missing":
            missing.setdefault(loc[:-1], []).append(str(loc[-1]))
        else:
            problems.append(_explain(source, _nearest(places, loc), detail))
    for loc, keys in missing.items():
        problems.append(explain_missing(source, _nearest(places, loc), keys))
    return problems


def _only_follows(places: dict[Loc, Place], detail: ErrorDetails, before: list[Problem]) -> bool:
    """Whether a list only counts as too short because something in it is wrong."""
    place = places.get(tuple(detail["loc"]))
    if detail["type"] != "too_short" or place is None or not isinstance(place.node, Items):
        return False
    lines = range(place.node.line, last_line(place.node) + 1)
    enough = len(place.node.items) >= int(detail["ctx"]["min_length"])
    return enough or any(problem.line in lines for problem in before)


def _nearest(places: dict[Loc, Place], loc: Loc) -> Place:
    while loc not in places:
        loc = loc[:-1]
    return places[loc]


def _explain(source: Source, place: Place, detail: ErrorDetails) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    mark = mark_value(source, place)
    if kind == "value_error" and place.spec.kind == "word" and isinstance(place.node, Scalar):
        return problem_at(
            source,
            mark,
            "wrong-form",
            f"In {name_of(place)}, {_entry(place)} cannot be “{place.node.text}”: {context['error']}.",
            "Look the day up in a calendar, and write it as year-month-day.",
        )
    if kind == "value_error":
        return _explain_sentence(source, place, str(context.get("error", detail["msg"])))
    if isinstance(place.node, Scalar) and not place.node.text.strip():
        return _explain_empty(source, place)
    if kind in TYPE_ERRORS:
        return explain_type(source, place)
    if kind == "string_pattern_mismatch":
        return explain_pattern(source, place)
    if kind == "literal_error":
        return _explain_option(source, place)
    entry = _entry(place)
    if kind == "string_too_long":
        most, has = context["max_length"], len(place.node.text) if isinstance(place.node, Scalar) else 0
        return problem_at(
            source,
            mark,
            "too-long",
            f"In {name_of(place)}, {entry} is too long: it has {has:,} characters, and at most {most:,} fit.",
            "Shorten it, or share it out." if place.spec.kind == "text" else "Choose a shorter one.",
        )
    if kind == "too_short":
        return _explain_empty_list(source, place, int(context.get("min_length", 1)))
    if kind == "too_long":
        return problem_at(
            source,
            mark,
            "too-many",
            f"In {name_of(place)}, `{place.name}` has {context['actual_length']} entries, "
            f"and at most {context['max_length']} are possible.",
            "Take some out, or share them out.",
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        word = "at least" if kind == "greater_than_equal" else "at most"
        return problem_at(
            source,
            mark,
            "out-of-range",
            f"In {name_of(place)}, {entry} has to be {word} {context.get('ge', context.get('le'))}.",
            "Write a whole number in that range.",
        )
    return problem_at(source, mark, "wrong-value", f"In {name_of(place)}, {entry} cannot be used as it is.")


def _explain_sentence(source: Source, place: Place, sentence: str) -> Problem:
    """What a rule of the model says; it is marked where mending it would begin."""
    group = name_of(place)
    mark, hint, rule = mark_start(place.node), "", "rule"
    keys = {entry.key.text: entry for entry in getattr(place.node, "entries", ())}
    name = place.spec.model.__name__ if place.spec.model else ""
    if name == "Question" and "choices" in keys and ("objective" in keys) != ("topic" in keys):
        mark, rule = mark_key(keys["choices"].key), "right-choices"
        if "every choice" in sentence:
            hint = "Take `correct: true` away from those that are wrong."
    elif name == "Question" and "topic" in keys:
        mark, rule, hint = mark_key(keys["topic"].key), "question-purpose", "Delete one of the two."
    elif name == "Question":
        rule = "question-purpose"
        hint = (
            "Below its `id`, name a learning objective of this module, such as "
            "`objective: the-id-of-the-objective`."
        )
    elif name == "Block":
        rule = "block-kinds"
        second = list(keys.values())[1:2]
        mark = mark_key(second[0].key) if second else mark
        hint = (
            f"Put a dash and a space before `{list(keys)[1]}`, so that it begins a block of its own:"
            "\n    - text: …\n    - heading: …"
            if second
            else f"Its kinds are {listed([f'`{kind}`' for kind in fields_of(place.spec.model)], 'and')}."
            if place.spec.model
            else ""
        )
    elif name == "Table" and "rows" in keys:
        rule, mark, hint = (
            "table-rows",
            *_row_mark(source, keys["rows"].value, sentence, mark_key(keys["rows"].key)),
        )
    elif name == "Callout":
        rule = "evidence-caveat"
        mark = mark_key(keys["kind"].key) if "kind" in keys else mark
        hint = "Add below its text a line `caveat: What the source does not show.`"
    elif name == "Figure":
        rule = "figure-source"
        mark = mark_key(keys["image"].key) if "image" in keys else mark
        hint = "Keep `drawing` for one of the site's drawings, or `image` for a file in `docs/images/`."
    elif name == "HandoutPart" and "something to print" in sentence:
        rule, hint = "empty-part", "Add one of them, or delete the part."
    elif name == "HandoutPart":
        hint = "Take it out of the part, or put another kind of block in its place."
    elif name == "AgeBand":
        rule, hint = "age-band", "Put the younger age after `from` and the older one after `to`."
    return problem_at(source, mark, rule, f"In {group}: {sentence}.", hint)


def _row_mark(source: Source, rows: Node, sentence: str, otherwise: Mark) -> tuple[Mark, str]:
    hint = (
        "Give each row one text for each column, in double quotes if it holds a comma. "
        'For an empty cell write "–".'
    )
    digits = "".join(character for character in sentence.split(" has ")[0] if character.isdigit())
    items = getattr(rows, "items", ())
    if digits and int(digits) <= len(items):
        row = items[int(digits) - 1]
        line = source.lines[row.line - 1].rstrip()
        return Mark(row.line, row.column, len(line) - row.column + 1), hint
    return otherwise, hint


def _explain_empty(source: Source, place: Place) -> Problem:
    node = place.node
    plain = isinstance(node, Scalar) and not node.style
    if place.number is not None:
        return problem_at(
            source,
            mark_value(source, place),
            "empty-text",
            f"In {name_of(place)}, entry {place.number} of `{place.name}` is empty: "
            "what stands after `#` is a comment, not a text."
            if _hidden(source, node)
            else f"In {name_of(place)}, entry {place.number} of `{place.name}` is empty.",
            "If it is the text, put it in double quotes. If not, delete the dash."
            if _hidden(source, node)
            else "Write it after its dash, or delete the dash.",
        )
    hash_hides = plain and place.key and _rest(source, place.key).lstrip(": ").startswith("#")
    if hash_hides:
        return problem_at(
            source,
            mark_value(source, place),
            "empty-text",
            f"In {name_of(place)}, `{place.name}` is empty: what stands after `#` is a comment, not a text.",
            "If it is the text, put it in double quotes.",
        )
    return problem_at(
        source,
        mark_value(source, place),
        "empty-text",
        f"In {name_of(place)}, `{place.name}` is empty.",
        _how_to_fill(place.spec, place.name)
        + ("" if place.spec.required else f"\nOr delete `{place.name}`; it may be left out."),
    )


def _hidden(source: Source, node: Node) -> bool:
    return source.lines[node.line - 1].lstrip().startswith("- #")


def _rest(source: Source, key: Scalar) -> str:
    return source.lines[key.line - 1][key.column - 1 + len(key.text) :]


def _how_to_fill(spec: Spec, name: str) -> str:
    match spec.kind:
        case "list":
            return (
                "Put each entry on a line of its own below it, with a dash and a space before it:"
                f"\n    {name}:\n      - …"
            )
        case "group" if spec.model:
            first = next(iter(fields_of(spec.model)))
            return (
                f"Put its keys, such as `{first}:`, on the lines below it, two spaces further in:"
                f"\n    {name}:\n      {first}: …"
            )
        case "number":
            return "Write a whole number after the colon."
        case "switch":
            return "Write `true` or `false` after the colon."
        case "choice":
            return f"Write one of {listed([f'`{option}`' for option in spec.options])} after the colon."
    return (
        "Write the text after the colon. If the text stands in the lines below, "
        f"put it two spaces further in than `{name}`."
    )


def _explain_empty_list(source: Source, place: Place, least: int) -> Problem:
    few = f"at least {least} entries" if least > 1 else "at least one entry"
    return problem_at(
        source,
        mark_value(source, place),
        "too-few",
        f"In {name_of(place)}, {_entry(place)} needs {few}.",
        f"Add an entry on a line of its own, with `- ` before it.{_or_leave_out(place)}",
    )


def _explain_option(source: Source, place: Place) -> Problem:
    given = place.node.text if isinstance(place.node, Scalar) else ""
    near = difflib.get_close_matches(given[:60].lower().strip(), place.spec.options, n=1, cutoff=0.6)
    options = listed([f"`{option}`" for option in place.spec.options])
    return problem_at(
        source,
        mark_value(source, place),
        "not-an-option",
        f"In {name_of(place)}, {_entry(place)} cannot be “{shorten(given)}”.",
        (f"Write `{near[0]}`; it can be {options}." if near else f"It can be {options}: write one of them."),
        instead=near[0] if near and isinstance(place.node, Scalar) and not place.node.style else "",
    )


def _blank_texts(source: Source, places: Sequence[Place]) -> list[Problem]:
    """Texts of nothing but spaces, which the model lets pass."""
    return [
        _explain_empty(source, place)
        for place in places
        if place.spec.kind == "text"
        and isinstance(place.node, Scalar)
        and place.node.text
        and not place.node.text.strip(" \n\u00a0\u200b\u200c\u200d\u2060")
    ]


def _entry(place: Place) -> str:
    if place.spec.kind == "group" and place.spec.model:
        return a_noun(place.spec.model)
    if place.number is not None:
        return f"entry {place.number} of `{place.name}`"
    return f"`{place.name}`"


def _or_leave_out(place: Place) -> str:
    return "" if place.spec.required or place.number else f" Or delete `{place.name}`; it may be left out."
