"""What a line of YAML looks like to a reader: its indentation, its dash, its key, its value.

Only for explaining mistakes; reading itself is the parser's. It looks at one line at a time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(
    r"(?P<indent>[ \t\u00a0]*)(?P<dash>(?:-(?:[ ]+|$))*)"
    r"(?:(?P<key>[A-Za-z_][\w-]{0,60})[ ]*:(?:[ \t]+|$))?(?P<value>.*)"
)
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(#.*)?$")


@dataclass(frozen=True)
class Line:
    """One line, taken apart. ``number`` counts from 1; columns count from 1 too."""

    number: int
    indent: str
    dash: str
    key: str
    value: str
    value_column: int
    whole: str

    @property
    def spaces(self) -> int:
        """How many characters stand before the first visible one."""
        return len(self.indent)

    @property
    def is_blank(self) -> bool:
        """Whether nothing but spaces or a comment stands here."""
        stripped = self.whole.strip()
        return not stripped or stripped.startswith("#")

    @property
    def opens_block_text(self) -> bool:
        """Whether `|` or `>` makes the indented lines below one text."""
        return bool(_BLOCK_HEADER.match(self.value))

    @property
    def key_column(self) -> int:
        """Where the key, or failing that the text, begins."""
        return len(self.indent) + len(self.dash) + 1


def take_apart(lines: tuple[str, ...], number: int) -> Line:
    """The line with this number, counted from 1."""
    whole = lines[number - 1]
    match = _LINE.match(whole)
    assert match  # every part may be empty
    return Line(
        number,
        match["indent"],
        match["dash"],
        match["key"] or "",
        match["value"],
        match.start("value") + 1,
        whole,
    )


def structural_lines(lines: tuple[str, ...]) -> Iterator[Line]:
    """Every line that is not blank, not a comment and not inside the text that `|` or `>` opens."""
    inside_from = 0
    for number in range(1, len(lines) + 1):
        line = take_apart(lines, number)
        if not line.whole.strip():
            continue
        if inside_from and line.spaces >= inside_from:
            continue
        inside_from = 0
        if line.is_blank:
            continue
        if line.opens_block_text:
            inside_from = line.key_column if line.key else line.spaces + 1
        yield line


def line_before(lines: tuple[str, ...], number: int) -> Line | None:
    """The last line above ``number`` that is not blank."""
    for above in range(number - 1, 0, -1):
        line = take_apart(lines, above)
        if not line.is_blank:
            return line
    return None


def open_indents(lines: tuple[str, ...], number: int, *, of_lists: bool) -> list[int]:
    """The spaces before the keys, or the lists, above ``number`` that a line could go on, from the left."""
    found: set[int] = set()
    limit = 10_000
    for above in range(number - 1, 0, -1):
        line = take_apart(lines, above)
        if line.is_blank or line.spaces >= limit or not (line.key or line.dash):
            continue
        limit = line.spaces
        if of_lists and line.dash:
            found.add(line.spaces)
        if not of_lists and line.key:
            found.add(line.key_column - 1)
        if limit == 0:
            break
    return sorted(found)
