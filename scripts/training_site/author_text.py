"""What trainers type, turned into HTML that is safe to show.

Author text is CommonMark of a fixed small kind: paragraphs, emphasis, lists, code and links.
HTML, images and everything else stay the characters that were typed. Links lead to http,
https, mailto, tel, to a page of the site (``page:module/unit``) or to a glossary word
(``term:id``). ``[@id]`` cites a reference and ``[@S5]`` links a practice of the safety spine.
This module knows neither the course nor the engine: a ``Resolve`` tells it where things are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    for match in CITATION.finditer(text):
        yield Mention("citation", match[1], match.start(), len(match[0]))
    for match in SITE_LINK.finditer(text):
        yield Mention(match[1], match[2], match.start() + 2, len(match[0]) - 3)
