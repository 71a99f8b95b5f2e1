"""British spelling, in a course that is written in American English."""

import re
from collections.abc import Iterator, Sequence

from training_site.checks.wordlists import read_pairs
from training_site.checks.written import Written, only_words
from training_site.model import Reference, References
from training_site.problems import Problem
from training_site.shape.naming import name_of
from training_site.shape.schema import Place

_WORD = re.compile(r"[A-Za-z]+")

OWN_SPELLING = ("title", "container", "authors")
"""Fields of a reference that are copied from the source, letter for letter."""


def british_titles(all_written: Sequence[Written]) -> Iterator[str]:
    """The titles of sources that are spelled in the British way, which may be named anywhere."""
    for written in all_written:
        if isinstance(written.value, References):
            for reference in written.value.references:
                for title in (reference.title, reference.container):
                    if title and any(find_british(title)):
                        yield title


def check_spelling(written: Written, titles: Sequence[str]) -> Iterator[Problem]:
    """Every British spelling outside the titles of sources."""
    words = {word.lower() for word in _WORD.findall(written.file.vocabulary)}
    if words.isdisjoint(read_pairs("british")):
        return
    for place, node in written.texts:
        if _is_copied(place) or not any(find_british(node.text)):
            continue
        text = only_words(node.text)
        for title in titles:
            text = re.sub(re.escape(title), lambda found: " " * len(found[0]), text)
        for found in find_british(text):
            american = american_for(found[0])
            yield written.warn_words(
                place,
                found[0],
                found.start(),
                "british-spelling",
                f"In {name_of(place)}: “{found[0]}” is British spelling; this course is American.",
                f"Write “{american}”.",
            )


def american_for(word: str) -> str:
    """The American spelling, with the capitals of the British one."""
    american = read_pairs("british")[word.lower()]
    return american.upper() if word.isupper() else american.capitalize() if word[0].isupper() else american


def find_british(text: str) -> Iterator[re.Match[str]]:
    """Every word of a text that is in the list."""
    pairs = read_pairs("british")
    return (found for found in _WORD.finditer(text) if found[0].lower() in pairs)


def _is_copied(place: Place) -> bool:
    return place.model is Reference and place.name in OWN_SPELLING
