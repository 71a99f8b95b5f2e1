"""Mistakes as values: where, what is wrong, how to mend it.

Every stage returns problems and prints nothing. How they look to a person, to a machine or
in the browser is decided in ``report``; this module knows only what a problem is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]

NEW_LINE = "\n"


@dataclass(frozen=True, order=True)
class Edit:
    """Characters of one line to take out, and what to put in their place; places count from 1."""

    line: int
    column: int
    length: int
    text: str


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
    edits: tuple[Edit, ...] = field(default=(), compare=False)
    """What mends it, where nothing else can be meant; none where a person has to decide."""

    @property
    def first_line(self) -> str:
        """What is wrong and how to mend it, in one line that needs no other."""
        return f"{self.message} {self.hint.partition(NEW_LINE)[0]}".strip()

    @property
    def further_lines(self) -> str:
        """What shows the mending in more words, or as an example."""
        return self.hint.partition(NEW_LINE)[2]


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column, each once."""
    return tuple(sorted(set(problems)))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only the problems that keep a course from being published."""
    return tuple(problem for problem in problems if problem.severity == "error")
