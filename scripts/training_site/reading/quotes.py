"""Finds the quote that was not closed, or closed too early. Knows only lines."""

from dataclasses import dataclass

from training_site.reading.lines import Line, structural_lines, take_apart


@dataclass(frozen=True)
class QuoteTrouble:
    """A quoted text that goes wrong.

    ``closed_at`` is where, from 1, its closing quote stands (line, column); none when it never closes.
    """

    line: int
    column: int
    quote: str
    closed_at: tuple[int, int] | None
    swallows_lines: bool


def find_quote_trouble(lines: tuple[str, ...], error_line: int) -> QuoteTrouble | None:
    """The quoted text because of which the parser stopped at ``error_line``, if it is one."""
    passed = 0
    for line in structural_lines(lines):
        if line.number > error_line:
            return None
        if line.number <= passed or line.value[:1] not in ("'", '"'):
            continue
        trouble = _follow(lines, line)
        closing = trouble.closed_at
        if closing is None:
            return trouble
        passed = closing[0]
        rest = lines[closing[0] - 1][closing[1] :]
        goes_on = bool(rest.strip()) and not rest.lstrip().startswith(("#", ":"))
        if goes_on and closing[0] == error_line:
            return trouble
    return None


def _follow(lines: tuple[str, ...], line: Line) -> QuoteTrouble:
    quote, swallows = line.value[0], False
    column = line.value_column  # of the opening quote, from 1; as an index: the character after it
    start = column
    for number in range(line.number, len(lines) + 1):
        whole = lines[number - 1]
        if number > line.number:
            column = 0
            inner = take_apart(lines, number)
            swallows = swallows or (bool(inner.key or inner.dash) and inner.spaces <= line.key_column - 1)
        while column < len(whole):
            character = whole[column]
            if character == "\\" and quote == '"':
                column += 1
            elif character == quote:
                if quote == "'" and whole[column + 1 : column + 2] == "'":
                    column += 1
                else:
                    return QuoteTrouble(line.number, start, quote, (number, column + 1), swallows)
            column += 1
    return QuoteTrouble(line.number, start, quote, None, swallows)
