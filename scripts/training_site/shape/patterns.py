"""Explains a word of the wrong form: an id, a date, a passage, a web address."""

import re
import unicodedata
from datetime import date

from training_site.problems import Problem
from training_site.reading.source import Source
from training_site.reading.tree import Scalar
from training_site.shape.marks import mark_value, problem_at
from training_site.shape.naming import listed, name_of, shorten
from training_site.shape.schema import Place

_SAME_WORDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*[A-Za-z0-9][.,;]?")
"""Ids in which only capitals, spaces, underscores or a sign at the end are wrong."""

ID_FORM = "small letters a to z, digits, and single hyphens between them"

FORMS = (
    (r"^p[0-9]", "The number of a passage is `p` and a number, such as `p5`."),
    (r"^S[1-9]", "A code of the safety spine is a capital `S` and a number, such as `S5`."),
    (r"^https?", "Write the whole web address, starting with `https://`."),
    (r"^\d{4}-", "Write the day as year-month-day, such as `2026-11-22`."),
    (r"^(\d{4}", "Write the year, such as `2020` or `2018-2020`, or `n.d.` when the source shows none."),
    (r"^10\.", "Write the DOI from `10.` on, without `https://doi.org/` before it."),
    (
        r"^[a-z0-9]+(-[a-z0-9]+)*/",
        "Write the module's id, a slash, and the id of a block in it, "
        "such as `orienting-clients/opening-script`.",
    ),
    (r"^(tel|sms)", "Write `tel:` or `sms:` and the number without spaces, such as `tel:988`."),
)


def explain_pattern(source: Source, place: Place) -> Problem:
    """Why the word at ``place`` does not have the form it needs."""
    text = place.node.text if isinstance(place.node, Scalar) else ""
    mark = mark_value(source, place)
    if place.spec.text == "line":
        return problem_at(
            source,
            mark,
            "several-lines",
            f"In {name_of(place)}, {_entry(place)} has several lines, but only one is possible here.",
            "Write it on one line. If it is long, write `>-` instead of `|`: then the lines are joined.",
        )
    if place.number is not None and re.fullmatch(r"[\w-]+\s*;\s*[\w-].*", text):
        return problem_at(
            source,
            mark,
            "wrong-form",
            f"In {name_of(place)}, {_entry(place)} cannot be “{shorten(text)}”: "
            "between entries in brackets stands a comma, not a semicolon.",
            f"Write it so: `{re.sub(r'[ ]*;[ ]*', ', ', shorten(text))}`.",
            instead=re.sub(r"\s*;\s*", ", ", text) if not _quoted(place) else "",
        )
    for start, form in FORMS:
        if place.spec.pattern.startswith(start):
            message = f"In {name_of(place)}, {_entry(place)} cannot be “{shorten(text)}”."
            instead = _better(start, text) if not _quoted(place) else ""
            hint = f"{form} Here that is `{instead}`." if instead else form
            return problem_at(source, mark, "wrong-form", message, hint, instead=instead)
    if "png" in place.spec.pattern:
        return problem_at(
            source,
            mark,
            "wrong-form",
            f"In {name_of(place)}, {_entry(place)} cannot be “{shorten(text)}”.",
            "Write only the file's name: small letters, digits and hyphens, then .png, .jpg, .webp or .svg. "
            "The file itself goes into `docs/images/`.",
        )
    better = suggest_id(text)
    return problem_at(
        source,
        mark,
        "wrong-id",
        f"{_where(place)}“{shorten(text)}” cannot be an id: an id never has {listed(_faults(text), 'or')}.",
        f"An id is made of {ID_FORM}."
        + (f" Write it so: `{better}`." if better else " Write one such as `a-short-name`."),
        instead=better if _SAME_WORDS.fullmatch(text) and not _quoted(place) else "",
    )


def _quoted(place: Place) -> bool:
    return isinstance(place.node, Scalar) and bool(place.node.style)


def _better(start: str, text: str) -> str:
    """The value in the form it needs, where no other can be meant."""
    found = re.fullmatch(r"https?://(?:dx\.)?doi\.org/(10\.\S+)", text)
    if start == r"^10\.":
        return found[1] if found else ""
    if start.startswith("^S"):
        return text.upper() if re.fullmatch(r"s[1-9]\d?", text) else ""
    if not start.startswith(r"^\d{4}"):
        return ""
    year_first = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", text)
    year_last = re.fullmatch(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", text)
    if year_first:
        year, one, other = map(int, year_first.groups())
        month, day = (one, other) if one <= 12 else (other, one)
    elif year_last:
        one, other, year = map(int, year_last.groups())
        if one <= 12 and other <= 12 and one != other:  # nobody can tell the day from the month
            return ""
        month, day = (one, other) if one <= 12 else (other, one)
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def suggest_id(text: str) -> str:
    """The id that comes nearest to a text; empty when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def _faults(text: str) -> list[str]:
    named = (
        ("two dots (`..`)", ".." in text),
        ("a dot", "." in text and ".." not in text),
        ("a slash", "/" in text),
        ("a backslash", "\\" in text),
        ("a space", any(character.isspace() for character in text)),
        ("a capital letter", any(character.isupper() for character in text)),
        ("an underscore", "_" in text),
        ("a hyphen at its start or end", text.startswith("-") or text.endswith("-")),
        ("two hyphens in a row", "--" in text),
    )
    found = [name for name, there in named if there]
    other = re.sub(r"[A-Za-z0-9./\\\s_-]", "", text)
    strange = next((character for character in other if not character.isupper()), "")
    if strange:
        shown = strange if strange.isprintable() else f"U+{ord(strange):04X}"
        found.append(f"the character “{shown}”")
    return found or ["this form"]


def _where(place: Place) -> str:
    return "" if place.name == "id" else f"In {name_of(place)}, {_entry(place)}: "


def _entry(place: Place) -> str:
    return f"entry {place.number} of `{place.name}`" if place.number is not None else f"`{place.name}`"
