"""Units that are hard to read, measured with Flesch's reading ease.

Syllables are taken from where a word may be hyphenated, as pyphen knows it, which finds fewer than the ear
does: the figures for this course run some five points above a count of spoken syllables. Words and sentences
are told apart as in textstat, whose figures these are to the last digit.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from training_site.author_text import plain_text
from training_site.checks.written import Stretch, Written, opening_words, paragraphs
from training_site.model import Block, LearningPath, Module, Script, ScriptLine, Table, Vignette
from training_site.problems import Problem
from training_site.shape.schema import Loc, Place

EASE_FLOOR = 60.0
"""The lowest reading ease of a unit's running text.

60 is where Flesch's plain English begins; by this generous count it is near 55, or fairly difficult. Readers
are professionals and know the words of their field, so no more is asked for. They read on a phone between
two sessions, so no less: the abstract of a journal article often stays below 20.
"""

FEWEST_WORDS = 100
"""Flesch measured samples of a hundred words; for fewer the figure jumps about."""

FEWEST_IN_SENTENCE = 3
"""Words; what is shorter is no sentence, but the end of an abbreviation."""

_SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")
_ASIDE = re.compile(r"[^\w\s.!?]")
_END = re.compile(r"[.!?]")
_MARKED = re.compile(r"[\\`_\[<]|\.\*+\d")
"""What a reader does not read as it is typed, but for quotes and stars, which count for nothing."""

_DECIMAL = re.compile(r"\d*\.\d+")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text and where it stands."""

    place: Place
    stretch: Stretch


def check_readability(written: Written) -> Iterator[Problem]:
    """Every unit and shared page below the floor, marked at its hardest paragraph."""
    for page in _pages(written):
        running = list(running_text(written, page))
        ease = reading_ease([paragraph.stretch.text for paragraph in running])
        if ease is None or ease >= EASE_FLOOR:
            continue
        hardest = min(
            (paragraph for paragraph in running if len(paragraph.stretch.text.split()) >= 20),
            key=lambda paragraph: ease_of(_plain(paragraph.stretch.text)),
            default=running[0],
        )
        named = written.name(*page)
        yield written.warn_words(
            hardest.place,
            opening_words(hardest.stretch.text),
            hardest.stretch.start,
            "hard-to-read",
            f"{named[0].upper()}{named[1:]} has a reading ease of {ease:.0f}; {EASE_FLOOR:.0f} is the least. "
            "Its hardest paragraph begins here.",
            "Make two sentences of a long one, and take the shorter of two words that mean the same.",
        )


def running_text(written: Written, page: Loc) -> Iterator[Paragraph]:
    """The paragraphs of a page that are neither spoken, told, nor in a table."""
    for place, node in written.texts:
        if place.loc[: len(page)] != page or place.spec.text == "line" or _is_set_apart(place):
            continue
        for paragraph in paragraphs(node.text):
            yield Paragraph(place, paragraph)


def reading_ease(texts: Sequence[str]) -> float | None:
    """Flesch's reading ease of paragraphs taken together; None when they are too few to say."""
    whole = " ".join(_plain(text) for text in texts)
    return ease_of(whole) if len(whole.split()) >= FEWEST_WORDS else None


def ease_of(text: str) -> float:
    """Flesch's reading ease of plain words, by the formula that he published in 1948."""
    bare = _ASIDE.sub("", text.lower())
    words = _END.sub("", bare).split()
    if not words:
        return 206.835
    told = (len(sentence.rstrip(".!?").split()) for sentence in _SENTENCE.findall(bare))
    sentences = sum(length >= FEWEST_IN_SENTENCE for length in told)
    syllables = sum(map(_syllables, words))
    return 206.835 - 1.015 * (len(words) / max(1, sentences)) - 84.6 * (syllables / len(words))


@cache  # most words come again
def _syllables(word: str) -> int:
    return len(_hyphens()(word)) + 1


@cache
def _hyphens() -> Callable[[str], Sequence[int]]:
    from pyphen import Pyphen  # here, since most builds find every figure kept and do without it

    return Pyphen(lang="en_US").positions  # type: ignore[no-any-return]


def _pages(written: Written) -> list[Loc]:
    if isinstance(written.value, Module):
        return [("units", number) for number in range(len(written.value.units))]
    if isinstance(written.value, LearningPath):
        return [("shared_pages", number) for number in range(len(written.value.shared_pages))]
    return []


def _is_set_apart(place: Place) -> bool:
    if place.model is Block and place.name == "facilitator_note":
        return True
    at: Place | None = place
    while at:
        if at.model in (Script, ScriptLine, Table, Vignette):
            return True
        at = at.owner
    return False


def _plain(text: str) -> str:
    """The words as sentences: a list item without a period is one, and 0.29 holds none."""
    words = _DECIMAL.sub("1", (plain_text(text) if _MARKED.search(text) else text).lstrip("-*+ "))
    return words if words[-1:] in ".!?" else f"{words}."
