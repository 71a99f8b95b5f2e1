"""Finds what might be a slip: signs beside dashes, colons and indentation that YAML does not take.

It looks at lines, one after the other, and only guesses; ``settle`` keeps what proves true. Lines of
a text below `|` or `>` are looked at only as far as they are indented.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from training_site.problems import Edit
from training_site.reading.lines import Line, take_apart
from training_site.reading.source import Source
from training_site.slips.signs import (
    BLANK,
    BULLETS,
    CLOSING,
    COLONS,
    DASHES,
    FOREIGN,
    PICTURES,
    QUOTES,
    UNSEEN,
    first_foreign,
    name_sign,
    without_foreign,
)

_INDENT = re.compile(rf"[ \t{FOREIGN}]*")
_MARK = re.compile(
    rf"(?P<mark>--+|[-{DASHES}{re.escape(BULLETS)}]|[{PICTURES}]\ufe0f?|[0-9]\ufe0f?\u20e3"
    rf"|\(?[0-9]{{1,2}}[.)]|[a-h]\))(?P<space>[ {FOREIGN}]*)"
)
_KEY = re.compile(
    rf"(?P<key>[“”„\"']?[A-Za-z_][\w{UNSEEN}-]{{0,60}}?[”“\"']?)(?P<gap>[ {FOREIGN}]*)"
    rf"(?P<colon>:(?![:/])|[{COLONS}]|=>?|;|::)(?P<space>[ {FOREIGN}]*)(?P<value>.*)"
)
_PLAIN = re.compile(r"[\w./:@-]+")
_BLOCK = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(#.*)?$")


LONGEST_LINE = 3_000
"""Characters of a line that is still looked at; nobody types a longer one by hand."""

MOST_MARKS = 5
"""Dashes one after the other that are looked at; no list is nested deeper on one line."""


@dataclass(frozen=True)
class Slip:
    """What might be wrong at one place, and what would stand there instead."""

    edit: Edit
    rule: str
    message: str
    hint: str
    needs_proof: bool = False
    """Whether it is one only if mending it alone makes the file better."""
    certain: bool = True
    """Whether nothing else can be meant."""


@dataclass(frozen=True)
class _Row:
    """A line as far as slips go: what it would look like without them."""

    number: int
    width: int
    """How far in it begins, as it looks."""
    mended: str
    line: Line


def find_slips(source: Source, tab: int = 0) -> list[Slip]:
    """Every sign that might be a slip, from the top; ``tab`` is how many columns one tab stands for."""
    found: list[Slip] = []
    above: list[_Row] = []
    text_of: _Row | None = None
    text_width: int | None = None
    closing = ""
    for number, whole in enumerate(source.lines, start=1):
        if not whole.strip() or len(whole) > LONGEST_LINE:
            continue
        indent = _INDENT.match(whole)[0]  # type: ignore[index]
        width = _width(indent, tab, above)
        if closing:
            closing = "" if closing in whole else closing
            continue
        if text_of and width > text_of.width:
            text_width = width if text_width is None else text_width
            found += _in_text(number, indent, min(width, text_width))
            continue
        text_of, text_width = None, None
        if whole[len(indent) :].startswith("#"):
            continue
        slips = list(_in_line(number, whole, indent, width, above))
        mended = apply_to_line(whole, [slip.edit for slip in slips if not slip.needs_proof])
        line = take_apart((mended,), 1)
        row = _Row(number, line.key_column - 1 if line.key else width, mended, line)
        found += slips
        if _BLOCK.match(line.value):
            text_of = row if line.key else _Row(number, width, mended, line)
        quote = line.value[:1]
        if quote in ("'", '"') and line.value.count(quote) == 1 and _closes_below(source, number, quote):
            closing = quote
        above.append(row)
    return found


def apply_to_line(whole: str, edits: list[Edit]) -> str:
    """The line with all the edits made, none of which touch each other."""
    for edit in sorted(edits, key=lambda one: one.column, reverse=True):
        whole = whole[: edit.column - 1] + edit.text + whole[edit.column - 1 + edit.length :]
    return whole


def _closes_below(source: Source, number: int, quote: str) -> bool:
    return any(quote in whole for whole in source.lines[number : number + 20])


def _width(indent: str, tab: int, above: list[_Row]) -> int:
    """How far in a line looks; a tab of unknown width brings it beside or below the line above."""
    if "\t" in indent and not tab:
        last = above[-1] if above else None
        if last is None:
            return 0
        return last.width if last.line.value else last.width + 2
    width = 0
    for character in indent:
        if character == "\t":
            width = (width // tab + 1) * tab
        elif character not in UNSEEN:
            width += 2 if character == "\u3000" else 1
    return width


def _in_text(number: int, indent: str, width: int) -> Iterator[Slip]:
    """What stands wrong in the indentation of a line of a longer text."""
    if first_foreign(indent[:width]):
        yield _indentation(number, indent[: max(width, 1)], width)


def _in_line(number: int, whole: str, indent: str, width: int, above: list[_Row]) -> Iterator[Slip]:
    if first_foreign(indent):
        yield _indentation(number, indent, width)
    position = len(indent)
    for _ in range(MOST_MARKS):
        mark = _MARK.match(whole, position)
        if not mark or mark["mark"] == "---":
            break
        slip = _mark_slip(number, whole, mark, width, above, first=position == len(indent))
        if slip:
            yield slip
        elif mark["mark"] != "-" or not mark["space"]:
            break
        position = mark.end()
    key = _KEY.match(whole, position)
    if key:
        yield from _key_slips(number, key)
        value, start = key["value"], key.start("value")
    else:
        value, start = whole[position:], position
    yield from _value_slips(number, value, start, bool(key))


def _indentation(number: int, indent: str, width: int) -> Slip:
    sign = first_foreign(indent)
    start = indent.index(sign)
    kept = " " * min(width, start) if set(indent[:start]) <= {" "} else ""
    spaces = "no space" if not width else "1 ordinary space" if width == 1 else f"{width} ordinary spaces"
    unseen = sign in UNSEEN
    return Slip(
        Edit(number, len(kept) + 1, len(indent) - len(kept), " " * (width - len(kept))),
        "tab" if sign == "\t" else "invisible-character" if unseen else "no-break-space",
        f"Before the text of this line stands {name_sign(sign)}, which cannot be seen and is not a space."
        if unseen
        else f"Before the text of this line stands {name_sign(sign)}, "
        "and only ordinary spaces are allowed there.",
        f"Delete what stands before the first letter, and type {spaces}.",
    )


def _mark_slip(
    number: int, whole: str, mark: re.Match[str], width: int, above: list[_Row], *, first: bool
) -> Slip | None:
    sign, space, rest = mark["mark"], mark["space"], whole[mark.end() :]
    good = re.sub(r"\s+", " ", f"- {_shown(rest)}")
    edit = Edit(number, mark.start() + 1, len(mark[0]), "- ")
    if sign == "-":
        if first_foreign(space):
            rule = "no-break-space" if first_foreign(space) in BLANK else "invisible-character"
            return Slip(
                edit,
                rule,
                f"After the dash stands {name_sign(first_foreign(space))}, which is not a space.",
                f"Delete it and type an ordinary space: `{good}`.",
            )
        if not space and rest and first and not rest.startswith("-") and _may_be_entry(width, above):
            return Slip(
                Edit(number, mark.start() + 1, 1, "- "),
                "missing-space",
                "A space is missing after the dash, so this is not seen as an entry of the list.",
                f"Put a space after the dash: `{good}`.",
            )
        return None
    if not first or not space or not rest.strip() or not _may_be_entry(width, above):
        return None
    if sign.startswith("--"):
        what = "An entry of a list begins with one dash, not two."
    elif sign in DASHES:
        what = f"An entry of a list begins with the short dash of the keyboard (-), not {name_sign(sign)}."
    elif sign[0].isascii() and sign[0] not in BULLETS:
        what = f"An entry of a list begins with a dash (-), not with “{sign}”; the site numbers lists itself."
    else:
        what = f"An entry of a list begins with a dash (-), not with {name_sign(sign)}."
    plain = sign in DASHES or sign in BULLETS or sign[0].isascii()
    return Slip(edit, "not-a-dash", what, f"Write a dash and a space instead: `{good}`.", certain=plain)


def _may_be_entry(width: int, above: list[_Row]) -> bool:
    """Whether an entry of a list could stand here: below a key, or beside other entries."""
    for row in reversed(above):
        start = row.line.spaces
        if start > width:
            continue
        if row.line.dash and start == width:
            return True
        return bool(row.line.key and not row.line.value and row.line.key_column - 1 <= width)
    return False


def _key_slips(number: int, key: re.Match[str]) -> Iterator[Slip]:
    name, gap, colon, space, value = (key[part] for part in ("key", "gap", "colon", "space", "value"))
    plain = without_foreign(name).strip("“”„\"'")
    good = f"`{plain}: {_shown(value)}`" if value.strip() else f"`{plain}:`"
    start = key.start("key")
    if name.strip("\"'") != plain:
        sign = first_foreign(name)
        yield Slip(
            Edit(number, start + 1, len(name), plain),
            "invisible-character" if sign else "quotes-around-key",
            f"Inside the key `{plain}` stands {name_sign(sign)}, which cannot be seen."
            if sign
            else f"The key `{plain}` has quotes around it, which count as part of it.",
            f"Type the key anew: {good}." if sign else f"Write it without them: {good}.",
            needs_proof=True,
        )
    if first_foreign(gap):
        yield Slip(
            Edit(number, key.start("gap") + 1, len(gap), ""),
            "invisible-character" if first_foreign(gap) in UNSEEN else "no-break-space",
            f"Between the key `{plain}` and its colon stands {name_sign(first_foreign(gap))}.",
            f"Delete it: {good}.",
        )
    if colon != ":":
        certain = colon in COLONS
        yield Slip(
            Edit(number, key.start("gap") + 1, len(gap + colon + space), ": " if value else ":"),
            "not-a-colon",
            f"After a key stands a colon, not {name_sign(colon)}."
            if len(colon) == 1
            else f"After a key stands one colon, not “{colon}”.",
            f"Write it so: {good}.",
            needs_proof=True,
            certain=certain,
        )
    elif value and first_foreign(space):
        sign = first_foreign(space)
        yield Slip(
            Edit(number, key.start("space") + 1, len(space), " "),
            "invisible-character" if sign in UNSEEN else "no-break-space",
            f"After the colon of `{plain}` stands {name_sign(sign)}, which is not a space.",
            f"Delete it and type an ordinary space: {good}.",
            needs_proof=space.startswith(" "),
        )
    elif value and not space and name == plain:
        yield Slip(
            Edit(number, key.start("gap") + 1, len(gap) + 1, ": "),
            "missing-space",
            f"A space is missing after `{plain}:`, so it is not seen as a key.",
            f"Put a space after the colon: {good}.",
            needs_proof=True,
        )


def _value_slips(number: int, value: str, start: int, keyed: bool) -> Iterator[Slip]:
    text = value.rstrip()
    inner = text.strip(FOREIGN)
    if inner != text or (any(sign in text for sign in UNSEEN) and _PLAIN.fullmatch(without_foreign(text))):
        sign = first_foreign(text)
        better = without_foreign(text).strip()
        yield Slip(
            Edit(number, start + 1, len(text), better),
            "invisible-character" if sign in UNSEEN else "no-break-space",
            f"Here stands {name_sign(sign)}, which cannot be seen and counts as part of the value.",
            f"Delete the value and type it anew: `{_shown(better)}`.",
            needs_proof=True,
        )
    first, last = text[:1], text[-1:]
    if first in QUOTES and last in CLOSING and len(text) > 2 and not any(sign in text for sign in '"\\'):
        words = text[1:-1]
        better = words if _PLAIN.fullmatch(words) else f'"{words}"'
        yield Slip(
            Edit(number, start + 1, len(text), better),
            "smart-quotes",
            f"The curly quotes ({first} {last}) count as part of the value here; straight ones would not.",
            f"Write it so: `{_shown(better)}`.",
            needs_proof=True,
        )
    elif first == "[" and last == "]" and '"' not in text and any(sign in text for sign in QUOTES):
        better = re.sub(f"[{''.join(QUOTES)}»]", '"', text)
        yield Slip(
            Edit(number, start + 1, len(text), better),
            "smart-quotes",
            "The curly quotes count as part of the names here; straight ones would not.",
            f"Write it so: `{_shown(better)}`.",
            needs_proof=True,
        )
    elif first == '"' and last in CLOSING and text.count('"') == 1:
        yield Slip(
            Edit(number, start + len(text), 1, '"'),
            "smart-quotes",
            f'The text opens with a straight quote (") and closes with a curly one ({last}), '
            "which does not close it.",
            f'Type a straight quote at its end: `{_shown(text[:-1])}"`.',
            needs_proof=True,
        )
    if keyed and re.fullmatch(r"\"[^\"\\]*\"\s*,|'[^']*'\s*,", text):
        yield Slip(
            Edit(number, start + len(text), 1, ""),
            "stray-comma",
            "The comma at the end of this line does not belong here: in YAML each line stands by itself.",
            "Delete the comma.",
            needs_proof=True,
        )


def _shown(text: str) -> str:
    line = without_foreign(text).strip()
    return line if len(line) <= 50 else line[:49].rstrip() + "…"
