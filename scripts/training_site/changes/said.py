"""Sentences about changes, and how they look as text and as Markdown.

A sentence keeps the authors' words apart from ours, so that whatever an author typed stays text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from training_site.shape.naming import shorten

LONGEST = 240
"""Characters of an author's text that a sentence shows."""

_TWO_PERIODS = re.compile(r"([.!?…]”)\.")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Said:
    """A sentence with an empty pair of braces for each piece of an author's words."""

    words: str
    given: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.words)


@dataclass(frozen=True)
class Section:
    """Changes of one thing, and of the things in it."""

    title: Said
    lines: tuple[Said, ...] = ()
    inner: tuple["Section", ...] = ()

    def __bool__(self) -> bool:
        """Whether it holds any change."""
        return bool(self.lines or self.inner)


def say(words: str, *given: object) -> Said:
    """A sentence; what is given fills its braces."""
    return Said(words, tuple(map(str, given)))


def as_text(sections: Sequence[Section]) -> str:
    """The changes for a terminal."""
    return "\n\n".join("\n".join(_text_lines(section, 0)) for section in sections)


def as_markdown(sections: Sequence[Section]) -> str:
    """The changes for a page that reads Markdown; authors' words can be no mark-up in it."""
    parts = []
    for section in sections:
        listed = "\n".join(_markdown_lines(section, 0))
        parts.append(f"### {_in_markdown(section.title)}\n\n{listed}")
    return "\n\n".join(parts)


def _text_lines(section: Section, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{_fill(section.title, str)}"
    for line in section.lines:
        yield f"{'  ' * depth}  - {_fill(line, str)}"
    for inner in section.inner:
        yield from _text_lines(inner, depth + 1)


def _markdown_lines(section: Section, depth: int) -> Iterator[str]:
    for line in section.lines:
        yield f"{'  ' * depth}- {_in_markdown(line)}"
    for inner in section.inner:
        yield f"{'  ' * depth}- **{_in_markdown(inner.title)}**"
        yield from _markdown_lines(inner, depth + 1)


def _in_markdown(said: Said) -> str:
    return _fill(said, lambda text: _PUNCTUATION.sub(r"\\\1", text))


def _fill(said: Said, convert: Callable[[str], str]) -> str:
    filled = said.words.format(*(convert(shorten(_seen(given), LONGEST)) for given in said.given))
    return _TWO_PERIODS.sub(r"\1", filled)


def _seen(text: str) -> str:
    """The text with a dot for each character that nobody sees and that could move others about."""
    return "".join(
        "·"
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") and sign not in "\n\t\u200d"
        else sign
        for sign in text
    )
