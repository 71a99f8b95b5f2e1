"""Which entries of a long list in the navigation a page shows: those near it, and single pages at both ends.

So a page does not grow with the course. The templates know the same rule, for an engine without this help;
here it is worked out once for all pages that show the same part of a list. Knows lists, not MkDocs.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

LONG = 24
"""Entries that a list may have and is still shown whole."""

NEAR, FIXED = 2, 8
"""How many entries stand around the open one, and how many single pages at either end of the list."""


class Entry(Protocol):
    """A page, or a group of pages."""

    @property
    def children(self) -> "Sequence[Entry] | None":
        """The entries of a group; None for a page."""


SomeEntry = TypeVar("SomeEntry", bound=Entry)


def shown_of(entries: Sequence[SomeEntry], at: int) -> tuple[SomeEntry, ...]:
    """The entries of a list that are shown while the one ``at`` this place is open."""
    if len(entries) <= LONG:
        return tuple(entries)
    near = range(max(at - NEAR, 0), min(at + NEAR + 1, len(entries)))
    ends = {*range(FIXED), *range(len(entries) - FIXED, len(entries))}
    return tuple(
        entries[place] for place in sorted(ends.union(near)) if place in near or not entries[place].children
    )
