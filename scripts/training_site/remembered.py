"""What was found in one round and may be asked for in the next: a preview loads the course again and again.

Knows nothing of what it remembers, nor of what a round is.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Values by what they were found from; one that is not asked for in a round is let go of after it."""

    def __init__(self, *, on: bool) -> None:
        """Remember, or find everything anew each time."""
        self._on = on
        self._last: dict[Key, Value] = {}
        self._now: dict[Key, Value] = {}

    def get(self, key: Key, find: Callable[[], Value]) -> Value:
        """What was found, or is found now."""
        if not self._on:
            return find()
        if key not in self._now:
            self._now[key] = self._last[key] if key in self._last else find()
        return self._now[key]

    def next_round(self) -> None:
        """Begin another round."""
        self._last, self._now = self._now, {}
