"""Mistakes as values: where, what is wrong, how to mend it.

Every stage returns problems and prints nothing. How they look to a person, to a machine or
in the browser is decided in ``report``; this module knows only what a problem is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake of an author at one place.

    ``line`` and ``column`` count from 1; ``length`` is how many characters the mark covers.
    ``rule`` is a stable short name such as ``unknown-key``.
    """

    path: Path
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    length: int = 1
    severity: Severity = "error"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column, each once."""
    return tuple(sorted(set(problems)))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only the problems that keep a course from being published."""
    return tuple(problem for problem in problems if problem.severity == "error")
