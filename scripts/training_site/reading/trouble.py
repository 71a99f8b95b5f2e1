"""What a clue gets to see: where the parser gave up, and the lines around; and how clues word things."""

from dataclasses import dataclass

from training_site.problems import Problem
from training_site.reading.lines import Line, take_apart
from training_site.reading.source import Source


@dataclass(frozen=True)
class Trouble:
    """Where the parser gave up, and what it said; lines and columns count from 1."""

    source: Source
    line: int
    column: int
    said: str
    began_line: int
    began_column: int

    def at(self, line: int, column: int, rule: str, message: str, hint: str = "", length: int = 1) -> Problem:
        """A problem in this file."""
        return Problem(self.source.path, line, max(1, column), rule, message, hint, max(1, length))

    @property
    def here(self) -> Line:
        """The line where the parser gave up."""
        return take_apart(self.source.lines, self.line)

    @property
    def began(self) -> Line:
        """The line where that which the parser was reading began."""
        return take_apart(self.source.lines, self.began_line)


def show(*lines: str) -> str:
    """An example of the right form, set apart from the sentence before it."""
    return "".join(f"\n    {line}" for line in lines)


def shorten(text: str) -> str:
    """The text, cut where it gets too long for a message."""
    return text if len(text) <= 70 else text[:67].rstrip() + "…"


def spaces_before(count: int | None) -> str:
    """A number of spaces in words."""
    return "no space" if not count else "1 space" if count == 1 else f"{count} spaces"


def are_spaces(count: int) -> str:
    """ "There ..." and a number of spaces."""
    return "is no space" if count == 0 else "is 1 space" if count == 1 else f"are {count} spaces"


def either_spaces(counts: list[int]) -> str:
    """Numbers of spaces to choose from."""
    if counts == [1]:
        return "1 space"
    return " or ".join(map(str, counts)) + " spaces"
