"""Clues to slips inside a text: quotes, colons, characters with a meaning of their own, tabs.

Each function recognizes one kind of slip and explains it, or returns nothing.
"""

from training_site.problems import Problem
from training_site.reading.lines import Line, line_before
from training_site.reading.quotes import find_quote_trouble
from training_site.reading.trouble import Trouble, shorten, show

_CURLY = ("“", "”", "‘", "„")


def find_tab(trouble: Trouble) -> Problem | None:
    """A tab before the text of a line."""
    for line in (trouble.here, line_before(trouble.source.lines, trouble.line)):
        if line and "\t" in line.indent:
            return trouble.at(
                line.number,
                line.indent.index("\t") + 1,
                "tab",
                "Before the text of this line stands a tab, and only ordinary spaces are allowed there.",
                "Delete what stands before the first letter, and type as many spaces "
                "as the lines beside it have.",
                len(line.indent) - line.indent.index("\t"),
            )
    return None


def find_foreign_space(trouble: Trouble) -> Problem | None:
    """A no-break space before the text of a line."""
    for line in (trouble.here, line_before(trouble.source.lines, trouble.line)):
        if line and "\u00a0" in line.indent:
            return trouble.at(
                line.number,
                line.indent.index("\u00a0") + 1,
                "no-break-space",
                "Before the text of this line stands a no-break space, "
                "and only ordinary spaces are allowed there.",
                "Delete what stands before the first letter, and type as many spaces "
                "as the lines beside it have.",
                line.indent.count("\u00a0"),
            )
    return None


def find_quote(trouble: Trouble) -> Problem | None:
    """A quote that was not closed, or closed too early."""
    found = find_quote_trouble(trouble.source.lines, trouble.line)
    if not found:
        return None
    if found.closed_at is None or found.swallows_lines:
        name = "single" if found.quote == "'" else "double"
        return trouble.at(
            found.line,
            found.column,
            "unclosed-quote",
            f"The text that starts here with a {name} quote ({found.quote}) is never closed, "
            "so everything below is read as part of it.",
            f"Put {found.quote} at the end of the text, or delete the one at its start.",
            len(trouble.source.lines[found.line - 1]) - found.column + 1,
        )
    line, column = found.closed_at
    if found.quote == "'":
        return trouble.at(
            line,
            column,
            "apostrophe-in-quotes",
            "This apostrophe ends the text, because the text starts with a single quote ('). "
            "What follows it belongs to nothing.",
            'Put the whole text in double quotes instead of single ones, such as `"don\'t"`.',
        )
    return trouble.at(
        line,
        column,
        "quote-in-quotes",
        'This double quote (") ends the text, because the text starts with one. '
        "What follows it belongs to nothing.",
        "Use curly quotes (“ ”) inside the text. Or write `>-` instead of the first straight quote, "
        "and the text on the next line, two spaces further in, without quotes around it:"
        + show("text: >-", '  "Hello," she says, "can you hear me?"'),
    )


def find_special_start(trouble: Trouble) -> Problem | None:
    """A text that begins with a character of YAML's own."""
    for line, column in ((trouble.here, trouble.column), (trouble.began, trouble.began_column)):
        start = line.value[:1]
        if line.opens_block_text or not start or column < line.value_column:
            continue
        if start not in "@`%*&![{|>" and not (start in "]}," and (line.key or line.dash)):
            continue
        if start == "[" and line.value.rstrip().endswith("]]") and "](" not in line.value:
            return trouble.at(
                line.number,
                len(line.whole.rstrip()),
                "stray-bracket",
                "There is one `]` more here than was opened with `[`.",
                "Delete the last one.",
            )
        if start in "[{" and trouble.said.startswith("expected ',' or") and "](" not in line.value:
            return _unclosed_bracket(trouble, line)
        return trouble.at(
            line.number,
            line.value_column,
            "special-start",
            f"An unquoted text cannot start with “{start}”, because YAML gives that character "
            "a meaning of its own.",
            _as_block_text(line, line.value),
            len(line.value),
        )
    return None


def _unclosed_bracket(trouble: Trouble, line: Line) -> Problem:
    closing = "]" if line.value[0] == "[" else "}"
    if " #" in line.value:
        return trouble.at(
            line.number,
            line.value_column + line.value.index(" #") + 1,
            "unclosed-bracket",
            f"From `#` on, the line is a comment that nobody reads, so its `{closing}` is not seen.",
            "Delete the `#`, or put the entry that begins with it in double quotes.",
            len(line.value) - line.value.index(" #") - 1,
        )
    return trouble.at(
        line.number,
        line.value_column,
        "unclosed-bracket",
        f"The list that starts here with `{line.value[0]}` is never closed by `{closing}`, "
        "or a comma is missing in it."
        if closing == "]"
        else f"What starts here with `{{` is never closed by `{closing}`, or a comma is missing in it.",
        f"Put `{closing}` after the last entry and a comma between entries. "
        "Or put each entry on its own line, with `- ` before it.",
        len(line.value),
    )


def find_backslash(trouble: Trouble) -> Problem | None:
    """A backslash inside double quotes."""
    if "escape" not in trouble.said and "expected escape sequence" not in trouble.said:
        return None
    column = trouble.here.whole.rfind("\\", 0, trouble.column) + 1
    return trouble.at(
        trouble.line,
        column or trouble.column,
        "backslash",
        "Inside double quotes a backslash (\\) starts a code such as \\n, and this is not one.",
        "Write two backslashes for one, or put the text in single quotes.",
        2,
    )


def find_colon(trouble: Trouble) -> Problem | None:
    """A colon in a text without quotes."""
    if not trouble.said.startswith("mapping values are not allowed"):
        return None
    line = trouble.here
    before = line.whole[: trouble.column - 1]
    if trouble.column >= line.value_column and (line.key or " " in before.strip(" -") or not line.value):
        text = line.value
        curly = "Curly quotes (“ ”) do not count as quotes here. " if text.startswith(_CURLY) else ""
        return trouble.at(
            trouble.line,
            trouble.column,
            "colon-in-text",
            "A colon followed by a space stands in an unquoted text, "
            "so YAML takes the words before it for a key.",
            curly + (_as_block_text(line, text) if line.key or line.dash else _block_text_above(trouble)),
        )
    return None


def _as_block_text(line: Line, text: str) -> str:
    before = f"{line.key}: " if line.key else "- " if line.dash else "text: "
    where = "after the key" if line.key or not line.dash else "after the dash"
    block = show(f"{before}>-", f"  {shorten(text)}")
    if '"' in text or "\\" in text:
        return f"Write `>-` {where} and put the text on the next line, two spaces further in:{block}"
    return (
        f'Put the whole text in double quotes: `{before}"{shorten(text.strip())}"`.\n'
        f"Or write `>-` {where} and put the text on the next line, two spaces further in:{block}"
    )


def _block_text_above(trouble: Trouble) -> str:
    above = line_before(trouble.source.lines, trouble.line)
    while above and not (above.key or above.dash):
        above = line_before(trouble.source.lines, above.number)
    start = f"{above.key}: >-" if above and above.key else "- >-"
    return (
        f"Where the text begins, in line {above.number if above else trouble.line}, write `>-` "
        "and put all of the text on the lines below, two spaces further in:" + show(start, "  …")
    )
