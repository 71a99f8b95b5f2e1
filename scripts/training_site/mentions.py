"""What an author's text points at: sources, practices, pages of the site, glossary words.

Knows how a mention is written, and neither where it leads nor how it is shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

CITATION = re.compile(r"\[@([A-Za-z0-9][A-Za-z0-9-]*)\]")
SITE_LINK = re.compile(r"\]\((page|term):([^)\s]*)\)")


@dataclass(frozen=True)
class Mention:
    """A thing that a text points at: a citation, a page or a glossary word."""

    kind: str
    """``citation``, ``page`` or ``term``."""

    target: str
    """The id that is meant."""

    start: int
    """Where it begins in the text, counted in characters."""

    length: int
    """How many characters it covers."""


def find_mentions(text: str) -> Iterator[Mention]:
    """Everything in ``text`` that must exist elsewhere in the course."""
    if "[@" not in text and "](" not in text:
        return
    for match in CITATION.finditer(text):
        yield Mention("citation", match[1], match.start(), len(match[0]))
    for match in SITE_LINK.finditer(text):
        yield Mention(match[1], match[2], match.start() + 2, len(match[0]) - 3)


@dataclass(frozen=True)
class Target:
    """Where a mention leads and how it reads."""

    href: str
    text: str = ""
    title: str = ""


class Targets(Protocol):
    """Where things are, seen from one page."""

    def citation(self, key: str) -> Target | None:
        """The reference or safety practice under this key."""

    def page(self, target: str) -> Target | None:
        """The page of the site with this id or path."""

    def term(self, key: str) -> Target | None:
        """The glossary word with this id; its ``title`` is the definition."""
