"""Lists of words that the checks of the teaching look things up in, one entry a line."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def read_words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_lines(name))


@cache
def read_pairs(name: str) -> Mapping[str, str]:
    """A list whose lines hold two sides with a colon between."""
    pairs = (line.partition(":") for line in _lines(name))
    return {left.strip(): right.strip() for left, _, right in pairs}


def _lines(name: str) -> list[str]:
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
