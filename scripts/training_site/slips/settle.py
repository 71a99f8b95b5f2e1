"""Decides which of the possible slips of a file are real: those without which it reads better.

The file is read as it would be with them mended, so that one slip gives one problem and all that
stands below it is still checked. How a file is read is handed in; this module knows only the count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from training_site.problems import Edit, Problem, errors
from training_site.reading.source import Source
from training_site.slips.find import Slip, apply_to_line, find_slips
from training_site.slips.near import find_near

T = TypeVar("T")

MOST_TRIES = 40
"""How often a file is read anew, at most."""

MOST_CHARACTERS = 1_000_000
"""How many characters are read anew, at most: a huge file gets fewer tries."""

TABS = (0, 2, 4, 8)
"""The widths that a tab may stand for; 0 is: as far in as the line above."""


@dataclass(frozen=True)
class Reading(Generic[T]):
    """What came of reading a source; ``readable`` is whether its YAML could be read."""

    source: Source
    readable: bool
    problems: list[Problem]
    result: T

    @property
    def rank(self) -> tuple[int, int]:
        """How well it went: the more, the better."""
        wrong = errors(self.problems)
        if not self.readable:
            return 0, min((problem.line for problem in wrong), default=0)
        return 1, -len(wrong)


@dataclass(frozen=True)
class Settled(Generic[T]):
    """A file read with its slips mended, and the slips as problems, at the places of the file itself."""

    reading: Reading[T]
    slips: tuple[Slip, ...]

    def placed(self, problem: Problem) -> Problem:
        """A problem of the mended text at its place in the file."""
        column = problem.column
        for edit in sorted(slip.edit for slip in self.slips):
            if edit.line == problem.line and edit.column < column:
                behind = column >= edit.column + len(edit.text)
                column = column - len(edit.text) + edit.length if behind else edit.column
        edits = () if column != problem.column else problem.edits
        return replace(problem, column=column, edits=edits)

    def problems(self) -> list[Problem]:
        """The slips and all other problems."""
        path = self.reading.source.path
        found = [
            Problem(
                path,
                slip.edit.line,
                slip.edit.column,
                slip.rule,
                slip.message,
                slip.hint,
                max(1, slip.edit.length),
                edits=(slip.edit,) if slip.certain else (),
            )
            for slip in self.slips
        ]
        return [*found, *map(self.placed, self.reading.problems)]


def settle(source: Source, read: Callable[[Source], Reading[T]]) -> Settled[T]:
    """Read a file, if need be with its slips mended."""
    plain = read(source)
    if not errors(plain.problems):
        return Settled(plain, ())
    tries = _Tries(source, read, plain)
    if not tries.left:
        return Settled(plain, ())
    best: tuple[Reading[T], list[Slip]] = (plain, [])
    widths = TABS if any("\t" in line for line in source.lines) else TABS[:1]
    for width in widths:
        slips = find_slips(source, width)
        if not slips:
            continue
        outcome = tries.pick(slips)
        if outcome[0].rank > best[0].rank:
            best = outcome
    kept = best[1]
    for slip in find_near(source, tries.read_with(kept).problems):
        if errors(best[0].problems) and not any(_touch(slip.edit, other.edit) for other in kept):
            longer = [*kept, slip]
            reading = tries.read_with(longer)
            if reading.rank > best[0].rank and _is_good(reading, slip):
                best, kept = (reading, longer), longer
    return Settled(best[0], tuple(best[1]))


class _Tries(Generic[T]):
    def __init__(self, source: Source, read: Callable[[Source], Reading[T]], plain: Reading[T]) -> None:
        self.source, self.read, self.plain = source, read, plain
        self.left = min(MOST_TRIES, MOST_CHARACTERS // (len(source.text) + 1))
        self.known: dict[tuple[Edit, ...], Reading[T]] = {(): plain}

    def read_with(self, slips: Sequence[Slip]) -> Reading[T]:
        """The file with these slips mended; as it is once too much was tried."""
        edits = tuple(sorted(slip.edit for slip in slips))
        if edits in self.known:
            return self.known[edits]
        if self.left <= 0:
            return self.plain
        self.left -= 1
        self.known[edits] = self.read(mend(self.source, edits))
        return self.known[edits]

    def pick(self, slips: list[Slip]) -> tuple[Reading[T], list[Slip]]:
        """The slips that make the file better, together."""
        kept = slips
        best = self.read_with(kept)
        if best.rank <= self.plain.rank:
            return self._one_by_one(slips)
        for slip in slips:
            fewer = [other for other in kept if other is not slip]
            reading = self.read_with(fewer)
            if reading.rank > best.rank or (slip.needs_proof and reading.rank == best.rank and fewer):
                kept, best = fewer, reading
        return best, kept

    def _one_by_one(self, slips: list[Slip]) -> tuple[Reading[T], list[Slip]]:
        kept: list[Slip] = []
        best = self.plain
        for slip in slips:
            reading = self.read_with([*kept, slip])
            if reading.rank > best.rank:
                kept, best = [*kept, slip], reading
        return best, kept


def mend(source: Source, edits: Sequence[Edit]) -> Source:
    """The source with the edits made; no line comes or goes."""
    lines = list(source.lines)
    for number in {edit.line for edit in edits}:
        lines[number - 1] = apply_to_line(lines[number - 1], [edit for edit in edits if edit.line == number])
    return Source(source.path, "\n".join(lines))


def _is_good(reading: Reading[T], slip: Slip) -> bool:
    """Whether nothing is wrong any more where a guess was made."""
    return all(abs(problem.line - slip.edit.line) > 1 for problem in errors(reading.problems))


def _touch(one: Edit, other: Edit) -> bool:
    return (
        one.line == other.line
        and one.column < other.column + other.length
        and other.column < one.column + one.length
    )
