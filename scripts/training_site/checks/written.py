"""A file that could be read whole, with its value: what the checks of the teaching look at.

They ask the value what it says and the file where it says it; the two share their locations.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from training_site.checks.files import ReadFile
from training_site.mentions import CITATION
from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading.tree import Scalar
from training_site.shape.marks import mark_value, mark_words, problem_at
from training_site.shape.naming import name_of
from training_site.shape.schema import Loc, Place

_BREAK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])")
_WORD = re.compile(r"[^\W_][\w’'./-]*")
_UNSEEN = re.compile(r"(?<=\]\()[^)\s]*")
_CLOSED = r"[\"”’')*]"
_SENTENCE_END = re.compile(
    rf"(?:(?<=[.!?])|(?<=[.!?]{_CLOSED})|(?<=[.!?]{_CLOSED}{_CLOSED}))\s+(?=[\"“‘'(*]*[A-Z0-9])|\n[ \t]*\n"
)


@dataclass(frozen=True)
class Stretch:
    """Part of a text, with where it begins in it."""

    start: int
    text: str


@dataclass(frozen=True)
class Written:
    """A file and what it says."""

    file: ReadFile
    value: Value

    @cached_property
    def _by_loc(self) -> dict[Loc, Place]:
        return {place.loc: place for place in self.file.places}

    @property
    def texts(self) -> tuple[tuple[Place, Scalar], ...]:
        """Every text for readers, with its place."""
        return self.file.texts

    def at(self, *loc: str | int) -> Place:
        """The place of a part of the value."""
        return self._by_loc[loc]

    def name(self, *loc: str | int) -> str:
        """What the group at a place is called in a sentence."""
        return name_of(self.at(*loc))

    def warn(self, place: Place, rule: str, message: str, hint: str) -> Problem:
        """A warning at a value."""
        return problem_at(
            self.file.source, mark_value(self.file.source, place), rule, message, hint, "warning"
        )

    def warn_words(
        self, place: Place, words: str, offset: int, rule: str, message: str, hint: str
    ) -> Problem:
        """A warning at words inside a text."""
        node = place.node
        assert isinstance(node, Scalar)
        start = " ".join(words.split("\n")[0].split()) or words
        mark = mark_words(self.file.source, node, start, offset)
        return problem_at(self.file.source, mark, rule, message, hint, "warning")


def paragraphs(text: str) -> Iterator[Stretch]:
    """The paragraphs and list items of a text."""
    return _split(text, _BREAK)


def sentences(text: str) -> Iterator[Stretch]:
    """The sentences of a text."""
    return _split(text, _SENTENCE_END)


def only_words(text: str) -> str:
    """The text with citations and link targets blanked, character for character."""
    if "[@" in text:
        text = CITATION.sub(_blank, text)
    return _UNSEEN.sub(_blank, text) if "](" in text else text


def count_words(text: str) -> int:
    """How many words a reader reads, without citations and addresses of links."""
    return len(_WORD.findall(only_words(text)))


def opening_words(text: str) -> str:
    """The first words of a text, to mark where it begins."""
    found = re.match(r"\S+(?:[ \t]\S+){0,2}", text)
    return found[0] if found else text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _split(text: str, between: re.Pattern[str]) -> Iterator[Stretch]:
    start = 0
    for found in [*between.finditer(text), None]:
        end = found.start() if found else len(text)
        part = text[start:end]
        if part.strip():
            yield Stretch(start + len(part) - len(part.lstrip()), part.strip())
        start = found.end() if found else end
