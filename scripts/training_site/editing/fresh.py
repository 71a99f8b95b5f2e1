"""New values as YAML, written as the files in ``modules/`` write theirs.

It knows what the model expects at a place, and nothing of the file that the text goes into. Each
function gives lines without the first one's indentation; ``column`` says how far in they stand.
"""

import yaml

from training_site.editing.wrap import NO_LIMIT, folded, rewrapped
from training_site.shape.schema import Spec, fields_of

Plain = str | bool | list["Plain"] | dict[str, "Plain"]
"""A value as a form holds it: texts, switches, lists and groups."""

LONGEST_SHORT_LIST = 90
_READ_ELSEWHERE_AS_OTHERS = {"", "~", "null", "true", "false"}


def entry_lines(key: str, value: Plain, spec: Spec | None, column: int, width: int) -> list[str]:
    """``key: value``."""
    return _after(f"{key}:", _below_key(value, spec, column, width))


def item_lines(value: Plain, spec: Spec | None, column: int, width: int) -> list[str]:
    """``- value``."""
    if isinstance(value, dict) and value:
        return _hung(_group_lines(value, spec, column + 2, width))
    if isinstance(value, list) and value and not _is_short_list(value, spec):
        return _hung(_list_lines(value, spec, column + 2, width))
    return _after("-", _scalar_lines(value, spec, column, width))


def one_line(text: str, quote: str = "") -> str:
    """A text on one line: as it is where YAML allows that, else in quotation marks."""
    plain = _dumped(text, None)
    if plain == text and quote != '"' and text.lower() not in _READ_ELSEWHERE_AS_OTHERS:
        return text
    if not set(text) & set('"\\\n\t') and text.isprintable():
        return f'"{text}"'
    if not set(text) & set("'\n\t") and text.isprintable():
        return f"'{text}'"
    return _dumped(text, '"')


def short_list(items: list[str]) -> str:
    """A list on one line, in brackets."""
    return f"[{', '.join(one_line(item) if _stands_in_brackets(item) else quoted(item) for item in items)}]"


def quoted(text: str) -> str:
    """A text in quotation marks, whatever it holds."""
    return one_line(text, '"')


def as_text(value: Plain) -> str:
    """A single value as a file holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""


def text_lines(text: str, kind: str, column: int, width: int) -> list[str]:
    """A text behind its key or hyphen: on that line where it fits, else below ``>-`` or ``|``."""
    inside = width - column - 2
    if kind == "prose" and ("\n" in text or len(text) > inside - 20):
        return ["|", *rewrapped([], text, inside)]
    if "\n" in text:
        return ["|", *text.split("\n")] if _dumped(text, "|").startswith("|") else [_dumped(text, '"')]
    # Where quotation marks or its length would make a line hard to read, a text goes below its name.
    if kind and kind != "line" and (len(text) > inside - 20 or (" " in text and one_line(text) != text)):
        return [">-", *folded([], text, inside)]
    return [one_line(text)]


def _below_key(value: Plain, spec: Spec | None, column: int, width: int) -> list[str]:
    """What stands behind ``key:`` and below it, two further in."""
    if isinstance(value, dict) and value:
        return ["", *_group_lines(value, spec, column + 2, width)]
    if isinstance(value, list) and value and not _is_short_list(value, spec):
        return ["", *_list_lines(value, spec, column + 2, width)]
    return _scalar_lines(value, spec, column, width)


def _group_lines(value: dict[str, Plain], spec: Spec | None, column: int, width: int) -> list[str]:
    known = fields_of(spec.model) if spec and spec.model else {}
    keys = [key for key in known if key in value] + [key for key in value if key not in known]
    return [line for key in keys for line in entry_lines(key, value[key], known.get(key), column, width)]


def _list_lines(value: list[Plain], spec: Spec | None, column: int, width: int) -> list[str]:
    item = spec.item if spec else None
    return [line for each in value for line in item_lines(each, item, column, width)]


def _scalar_lines(value: Plain, spec: Spec | None, column: int, width: int) -> list[str]:
    if isinstance(value, dict):
        return ["{}"]
    if isinstance(value, list):
        return [short_list([as_text(each) for each in value])]
    return text_lines(as_text(value), spec.text if spec else "", column, width)


def _is_short_list(value: list[Plain], spec: Spec | None) -> bool:
    """Whether a list holds a few names, which read best side by side."""
    words = spec and spec.item and spec.item.kind in ("word", "choice")
    return bool(words) and sum(len(as_text(each)) + 2 for each in value) <= LONGEST_SHORT_LIST


def _after(head: str, lines: list[str]) -> list[str]:
    """The first line behind ``head``; the others two further in than it."""
    first = f"{head} {lines[0]}".rstrip()
    return [first, *(f"  {line}" if line else "" for line in lines[1:])]


def _hung(lines: list[str]) -> list[str]:
    """Lines that hang from a hyphen."""
    return [f"- {lines[0]}", *(f"  {line}" if line else "" for line in lines[1:])]


def _stands_in_brackets(text: str) -> bool:
    return not set(text) & set(",[]{}:#") and bool(text)


def _dumped(text: str, style: str | None) -> str:
    # Events carry no type, as in our reader: `no`, `12:30` and 2020 need no quotation marks.
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        yaml.ScalarEvent(None, None, (True, True), text, style=style),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    dumped = yaml.emit(events, width=NO_LIMIT, allow_unicode=True)
    return str(dumped).removesuffix("\n").removesuffix("\n...")
