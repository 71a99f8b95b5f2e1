"""Explains a value of the wrong kind: a text where a list is expected, a list where a text is."""

import re

from training_site.problems import Problem
from training_site.reading.source import Source
from training_site.reading.tree import Items, Mapping, Node, Scalar
from training_site.shape.marks import mark_key, mark_start, mark_value, problem_at
from training_site.shape.naming import kind_in_words, name_of, quoted, shorten
from training_site.shape.schema import Place, fields_of

_GLUED_KEY = re.compile(r"\s*([a-z_]{2,40}):(?=[^\s/])")


def explain_type(source: Source, place: Place) -> Problem:
    """What kind of value stands at ``place``, and which one is expected."""
    node, spec = place.node, place.spec
    if spec.kind == "list" and isinstance(node, Scalar):
        return _text_for_list(source, place, node)
    if spec.kind == "list":
        return _problem(
            source,
            place,
            "missing-dash",
            f"{_here(place)} a list is expected, but the first entry has no dash before it.",
            f"Begin each entry on a line of its own with a dash and a space:{_list_example(place)}",
        )
    if spec.kind == "group" and isinstance(node, Scalar):
        return _text_for_group(source, place, node)
    if spec.kind == "group":
        return _problem(
            source,
            place,
            "extra-dash",
            f"{_here(place)} {kind_in_words(spec)} is expected, but here a list begins.",
            "Take away the `- ` before its keys."
            if _starts_with_dash(source, node)
            else f"Write its keys on the lines below it, two spaces further in:{_group_example(place)}",
        )
    if spec.kind in ("text", "word", "choice") and not isinstance(node, Scalar):
        return _more_than_text(source, place, node)
    if spec.kind == "number":
        better = _digits(place)
        return _problem(
            source,
            place,
            "not-a-number",
            f"{_here(place)} a whole number is expected, not {_quote(node)}.",
            f"Write only digits, such as `{better or 5}`, and no word, sign or point with them.",
            better,
        )
    if spec.kind == "switch":
        return _problem(
            source,
            place,
            "not-true-or-false",
            f"{_here(place)} `true` or `false` is expected, not {_quote(node)}.",
            f"Write `{place.name}: true`, or leave `{place.name}` out.",
        )
    return _problem(
        source, place, "wrong-type", f"{_here(place)} {kind_in_words(spec)} is expected, not {_quote(node)}."
    )


def _text_for_list(source: Source, place: Place, node: Scalar) -> Problem:
    if re.match(r"-\S", node.text):
        return _problem(
            source,
            place,
            "missing-space",
            f"{_here(place)} a list is expected. A space is missing after the dash, "
            "so its entries are read as one text.",
            f"Put a dash and a space before each entry, each on a line of its own:{_list_example(place)}",
        )
    return _problem(
        source,
        place,
        "not-a-list",
        f"{_here(place)} a list is expected, but here stands a text.",
        "Put each entry on a line of its own, with a dash and a space before it:"
        + _list_example(place, node),
    )


def _text_for_group(source: Source, place: Place, node: Scalar) -> Problem:
    glued = _GLUED_KEY.match(node.text)
    if glued:
        return _problem(
            source,
            place,
            "missing-space",
            f"{_here(place)} {kind_in_words(place.spec)} is expected. A space is missing after "
            f"`{glued[1]}:`, so it is not seen as a key.",
            f"Put a space after the colon: `{glued[1]}: {shorten(node.text[glued.end() :])}`.",
        )
    if node.text.startswith("-"):
        hint = "Take the dash away, or put a space after it."
    else:
        names = quoted([f"{key}:" for key in _needed(place)], "and")
        hint = (
            f"Write {names} below it, each on a line of its own with its text behind:{_group_example(place)}"
        )
    return _problem(
        source,
        place,
        "not-a-group",
        f"{_here(place)} {kind_in_words(place.spec)} with keys of its own is expected, "
        f"but here stands only the text “{shorten(node.text, 40)}”.",
        hint,
    )


def _more_than_text(source: Source, place: Place, node: Node) -> Problem:
    line = source.lines[node.line - 1]
    start = line[node.column - 1 : node.column]
    if start in ("[", "{"):
        mark = mark_start(node)
        return problem_at(
            source,
            type(mark)(node.line, node.column, max(1, len(line.rstrip()) - node.column + 1)),
            "special-start",
            f"An unquoted text cannot start with “{start}”, because YAML gives that character "
            "a meaning of its own.",
            f"Put the whole text in double quotes: `{_before(place)}"
            f'"{shorten(line[node.column - 1 :].strip())}"`.',
        )
    if isinstance(node, Mapping) and len(node.entries) == 1 and node.line == node.entries[0].value.line:
        entry = node.entries[0]
        colon = line.find(":", entry.key.column - 1 + len(entry.key.text)) + 1
        return problem_at(
            source,
            type(mark_key(entry.key))(node.line, colon or entry.key.column),
            "colon-in-text",
            "A colon followed by a space stands in an unquoted text, "
            "so YAML takes the words before it for a key.",
            _as_one_text(_before(place), shorten(line[node.column - 1 :].strip(), 70)),
        )
    found = "a list begins" if isinstance(node, Items) else "keys begin"
    return _problem(
        source,
        place,
        "not-a-text",
        f"{_here(place)} {kind_in_words(place.spec)} is expected, but here {found}.",
        "Write one text. If these lines are a text, write `>-` after the key before them."
        if isinstance(node, Mapping)
        else "Write one text, without dashes. In a longer text, write `|` after the key: "
        "then lines that start with `- ` become a list on the page.",
    )


def _as_one_text(before: str, text: str) -> str:
    block = f"put the text on the next line, two spaces further in:\n    {before}>-\n      {text}"
    if '"' in text or "\\" in text:
        return f"Write `>-` first and {block}"
    return f'Put the whole text in double quotes: `{before}"{text}"`.\nOr write `>-` first and {block}'


def _before(place: Place) -> str:
    return "- " if place.number is not None else f"{place.name}: "


def _list_example(place: Place, node: Scalar | None = None) -> str:
    given = [word.strip(" ()[]{}.") for word in re.split(r"[,;]", node.text)] if node else []
    if 1 < len(given) <= 4 and all(re.fullmatch(r"[\w-]{1,60}", word) for word in given):
        return f"\n    {place.name}:" + "".join(f"\n      - {word}" for word in given)
    item = place.spec.item
    inner = "The first entry"
    second = "The second entry"
    if item and item.kind == "group" and item.model:
        inner = second = f"{next(iter(fields_of(item.model)))}: …"
    elif item and item.kind == "word":
        inner, second = "the-first", "the-second"
    elif item and item.kind == "list":
        inner = second = "[First cell, Second cell]"
    return f"\n    {place.name}:\n      - {inner}\n      - {second}"


def _group_example(place: Place) -> str:
    lines = [f"{key}: …" for key in _needed(place)]
    if place.number is not None:
        lines = [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
    elif place.name:
        lines = [f"{place.name}:", *(f"  {line}" for line in lines)]
    return "".join(f"\n    {line}" for line in lines)


def _needed(place: Place) -> list[str]:
    known = fields_of(place.spec.model) if place.spec.model else {}
    return [key for key, spec in known.items() if spec.required][:3] or ["text"]


def _digits(place: Place) -> str:
    """The number that was certainly meant, when only its unit stands behind it."""
    unit = "%" if "mark" in place.name else r"min(?:ute)?s?\.?"
    text = place.node.text if isinstance(place.node, Scalar) and not place.node.style else ""
    found = re.fullmatch(rf"(\d{{1,3}})[\s\u00a0]*(?:{unit}|[,;.])", text)
    return found[1] if found else ""


def _starts_with_dash(source: Source, node: Node) -> bool:
    return source.lines[node.line - 1][node.column - 1 :].startswith("-")


def _here(place: Place) -> str:
    what = name_of(place.owner) if place.owner else "the file"
    if not place.loc:
        return "At the top of the file,"
    if place.number is not None:
        return f"In {what}, as entry {place.number} of `{place.name}`,"
    return f"In {what}, after `{place.name}:`"


def _quote(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"“{shorten(node.text, 40)}”"
    return "a list" if isinstance(node, Items) else "keys"


def _problem(
    source: Source, place: Place, rule: str, message: str, hint: str = "", instead: str = ""
) -> Problem:
    return problem_at(source, mark_value(source, place), rule, message, hint, instead=instead)
