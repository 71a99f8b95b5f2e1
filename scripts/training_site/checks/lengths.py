"""Units and paragraphs that are too long, and minutes that a unit does not take.

The minutes of a unit are held against its own content: the words at a reading pace, and the minutes
that its exercises state.
"""

import math
from collections.abc import Iterator

from training_site.checks.written import Written, count_words, opening_words, paragraphs
from training_site.model import Module, Unit
from training_site.model.walk import walk_texts
from training_site.problems import Problem
from training_site.shape.naming import name_of

LONGEST_UNIT = 12
"""Minutes: what fits between two sessions, with a little left."""

LONGEST_PARAGRAPH = 120
"""Words: about a screen and a half of a phone."""

WORDS_A_MINUTE = 200
"""A careful pace. Adults read plain prose at about 240; nobody should hurry through this."""

FURTHEST_OFF = 0.5
"""The share of the stated minutes by which the content may differ."""

FEWEST_WORDS = 150
"""A unit with fewer words may be mostly doing; its author knows best how long that takes."""


def check_lengths(written: Written) -> Iterator[Problem]:
    """Every unit and paragraph that asks for more time or patience than it says."""
    if isinstance(written.value, Module):
        for number, unit in enumerate(written.value.units):
            yield from _unit(written, unit, number)
    for place, node in written.texts:
        if place.spec.text == "line" or len(node.text) < 2 * LONGEST_PARAGRAPH:
            continue  # a word is a letter and what parts it from the next
        for paragraph in paragraphs(node.text):
            if len(paragraph.text) < 2 * LONGEST_PARAGRAPH:
                continue
            words = count_words(paragraph.text)
            if words > LONGEST_PARAGRAPH:
                yield written.warn_words(
                    place,
                    opening_words(paragraph.text),
                    paragraph.start,
                    "long-paragraph",
                    f"In {name_of(place)}: this paragraph has {words} words; on a phone it fills the screen "
                    f"and more. {LONGEST_PARAGRAPH} are the most.",
                    "Begin a new paragraph where the thought turns, with an empty line before it. "
                    "Or cut, or make a list.",
                )


def _unit(written: Written, unit: Unit, number: int) -> Iterator[Problem]:
    stated = unit.duration_minutes
    if stated > LONGEST_UNIT:
        named = written.name("units", number)
        yield written.warn(
            written.at("units", number, "duration_minutes"),
            "long-unit",
            f"{named[0].upper()}{named[1:]} takes {stated} minutes. People read between two sessions: "
            f"{LONGEST_UNIT} minutes are the most.",
            "Make two units of it, each with one thing to take away.",
        )
    words = words_of(unit)
    doing = _minutes_of_writing(unit)
    needed = words / WORDS_A_MINUTE + doing
    rounded = max(1, round(needed))  # a unit states whole minutes
    if abs(stated - rounded) <= FURTHEST_OFF * stated or (stated > needed and words < FEWEST_WORDS):
        return
    named = written.name("units", number)
    yield written.warn(
        written.at("units", number, "duration_minutes"),
        "minutes-not-honest",
        f"{named[0].upper()}{named[1:]} states {stated} {_minutes(stated)}, but its content takes about "
        f"{math.ceil(needed)}: {words} words at {WORDS_A_MINUTE} a minute"
        + (f", and {doing} {_minutes(doing)} of writing." if doing else "."),
        f"Write `duration_minutes: {math.ceil(needed)}`, or change the content.",
    )


def needed_minutes(unit: Unit) -> float:
    """The minutes that a unit's words and exercises take, before they are rounded."""
    return words_of(unit) / WORDS_A_MINUTE + _minutes_of_writing(unit)


def _minutes_of_writing(unit: Unit) -> int:
    return sum(block.reflection.minutes for block in unit.blocks if block.reflection)


def words_of(unit: Unit) -> int:
    """The words of a unit that a learner reads, which leaves out notes for facilitators."""
    texts = (found.text for found in walk_texts(unit) if "facilitator_note" not in found.location)
    return count_words("\n".join(texts))


def _minutes(number: int) -> str:
    return "minute" if number == 1 else "minutes"
