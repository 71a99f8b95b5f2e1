"""Explains YAML that cannot be read, in the words of someone who sees the text and not the parser.

The parser only tells where it gave up; what is wrong is read off the lines around that place.
Each clue is a function that recognizes one kind of slip, and the first that does explains it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from training_site.problems import Problem
from training_site.reading.lines import Line, line_before, open_indents, structural_lines, take_apart
from training_site.reading.quotes import find_quote_trouble
from training_site.reading.source import Source

_CONFLICT = re.compile(r"^(<{7} .*|>{7} .*|={7})$", re.MULTILINE)
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*([a-z_]{2,40}):(?![\s/]|$)")
_NO_SPACE_AFTER_DASH = re.compile(r"\s*(-)[^\s-]")
_CURLY = ("“", "”", "‘", "„")


def show(*lines: str) -> str:
    """An example of the right form, set apart from the sentence before it."""
    return "".join(f"\n    {line}" for line in lines)


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


def find_conflict(source: Source) -> list[Problem]:
    """The places where two versions of the file were never merged."""
    found = list(_CONFLICT.finditer(source.text))
    starts = [match for match in found if match[0].startswith("<")]
    if not found or (not starts and all(match[0].startswith("=") for match in found)):
        return []
    return [
        Problem(
            source.path,
            source.text.count("\n", 0, match.start()) + 1,
            1,
            "merge-conflict",
            "Here two versions of the file meet that were never merged.",
            "Between `<<<<<<<` and `>>>>>>>` keep the lines you want, delete the others, "
            "and delete the three marker lines that start with `<<<<<<<`, `=======` and `>>>>>>>`.",
            len(match[0]),
        )
        for match in (starts or found[:1])
    ]


def explain_syntax(source: Source, error: yaml.YAMLError) -> Problem:
    """What is wrong at the place where the parser gave up."""
    trouble = _trouble(source, error)
    for clue in CLUES:
        problem = clue(trouble)
        if problem:
            return problem
    return _cannot_be_read(trouble)


def explain_refusal(source: Source, reason: str, line: int, column: int) -> Problem:
    """Why something that YAML allows is not allowed here."""
    trouble = Trouble(source, line, column, "", line, column)
    if reason == "depth":
        return trouble.at(
            trouble.line,
            trouble.column,
            "too-deep",
            "Here lists or groups are nested more than 30 deep; no part of a course is.",
            "Look for a line that repeats `- `, `[` or `{`, or that is indented far too much.",
        )
    if reason == "document":
        return trouble.at(
            trouble.line,
            trouble.column,
            "second-document",
            "The line `---` starts a second document, but a file holds only one.",
            "Delete the line. For a break between paragraphs leave a line empty.",
            3,
        )
    if reason == "directive":
        return trouble.at(
            1, 1, "directive", "A line that starts with `%` is an order to the parser.", "Delete the line."
        )
    return _special_start(trouble) or trouble.at(
        trouble.line,
        trouble.column,
        "special-start",
        "`&`, `*` and `!` have a meaning of their own in YAML that is not used here.",
        "If it is part of a text, put the whole text in double quotes.",
    )


def _trouble(source: Source, error: yaml.YAMLError) -> Trouble:
    mark = getattr(error, "problem_mark", None)
    began = getattr(error, "context_mark", None) or mark
    mark = mark or began
    last = len(source.lines)
    if mark is None or began is None:
        return Trouble(source, 1, 1, str(error), 1, 1)
    return Trouble(
        source,
        min(mark.line + 1, last),
        mark.column + 1,
        str(getattr(error, "problem", "") or ""),
        min(began.line + 1, last),
        began.column + 1,
    )


def _tab(trouble: Trouble) -> Problem | None:
    for line in (trouble.here, line_before(trouble.source.lines, trouble.line)):
        if line and "\t" in line.indent:
            return trouble.at(
                line.number,
                line.indent.index("\t") + 1,
                "tab",
                "A tab stands before this line's text. YAML allows only spaces there.",
                "Replace the tab by spaces, as many as the lines beside it have.",
                len(line.indent) - line.indent.index("\t"),
            )
    return None


def _foreign_space(trouble: Trouble) -> Problem | None:
    for line in (trouble.here, line_before(trouble.source.lines, trouble.line)):
        if line and "\u00a0" in line.indent:
            return trouble.at(
                line.number,
                line.indent.index("\u00a0") + 1,
                "no-break-space",
                "A no-break space stands before this line's text. It looks like a space but is not one; "
                "it often comes with text copied from a web page.",
                "Delete the spaces before the text and type them anew.",
                line.indent.count("\u00a0"),
            )
    return None


def _quote(trouble: Trouble) -> Problem | None:
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
            "Put the text in double quotes instead:" + show('"don\'t"'),
        )
    return trouble.at(
        line,
        column,
        "quote-in-quotes",
        'This double quote (") ends the text, because the text starts with one. '
        "What follows it belongs to nothing.",
        "Use curly quotes (“ ”) inside the text. Or write `>-` instead of the first quote, "
        "and the text on the next line, two spaces further in, without quotes around it:"
        + show("text: >-", '  "Hello," she says, "can you hear me?"'),
    )


def _special_start(trouble: Trouble) -> Problem | None:
    for line, column in ((trouble.here, trouble.column), (trouble.began, trouble.began_column)):
        start = line.value[:1]
        if line.opens_block_text or not start or column < line.value_column:
            continue
        if start not in "@`%*&![{|>" and not (start in "]}," and (line.key or line.dash)):
            continue
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


def _backslash(trouble: Trouble) -> Problem | None:
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


def _missing_space(trouble: Trouble) -> Problem | None:
    for line in (trouble.began, trouble.here, line_before(trouble.source.lines, trouble.line)):
        if line is None or line.key:
            continue
        colon = _NO_SPACE_AFTER_COLON.match(line.whole)
        if colon:
            return trouble.at(
                line.number,
                colon.start(1) + 1,
                "missing-space",
                f"A space is missing after `{colon[1]}:`, so it is not seen as a key.",
                "Write it so:" + show(f"{colon[1]}: {_shorten(line.whole[colon.end() :].strip())}"),
                colon.end() - colon.start(1),
            )
        dash = _NO_SPACE_AFTER_DASH.match(line.whole)
        if dash:
            return trouble.at(
                line.number,
                dash.start(1) + 1,
                "missing-space",
                "A space is missing after the dash, so this is not seen as an entry of the list.",
                "Write it so:" + show(f"- {_shorten(line.whole[dash.end() - 1 :])}"),
            )
    return None


def _missing_dash(trouble: Trouble) -> Problem | None:
    mapping_like = trouble.said.startswith("expected <block end>, but found")
    line = trouble.here if mapping_like else trouble.began
    if line.dash or not (mapping_like or trouble.said.startswith("could not find expected ':'")):
        return None
    sibling = _dash_above(trouble.source.lines, line)
    if sibling is None:
        return None
    what = f"`{line.key}`" if line.key else "this line"
    return trouble.at(
        line.number,
        line.spaces + 1,
        "missing-dash",
        f"The lines above, from line {sibling.number} on, form a list whose entries start with `- `. "
        f"Here the dash is missing, so {what} belongs to nothing.",
        "Begin a new entry with a dash and a space:"
        + show(f"- {_shorten(line.whole.strip())}")
        + "\n  Or, if it still belongs to the entry above, put it two spaces further in.",
        len(line.whole.strip()),
    )


def _dash_above(lines: tuple[str, ...], line: Line) -> Line | None:
    for number in range(line.number - 1, 0, -1):
        above = take_apart(lines, number)
        if above.is_blank or above.spaces > line.spaces:
            continue
        return above if above.spaces == line.spaces and above.dash else None
    return None


def _colon(trouble: Trouble) -> Problem | None:
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
    return _indented_too_far(trouble, line)


def _indented_too_far(trouble: Trouble, line: Line) -> Problem:
    above = line_before(trouble.source.lines, trouble.line)
    what = f"`{line.key}`" if line.key else "This line"
    message = f"{what} is further in than the line above, so it is read as more of that line's text."
    if above and above.key and above.value:
        message = (
            f"{what} is further in than `{above.key}` above it, which has its value already; "
            "so it is read as more of that text."
        )
    target = above.key_column - 1 if above and above.key else None
    return trouble.at(
        trouble.line,
        1,
        "indentation",
        message,
        f"Put {_spaces(target)} before it, so that it begins under the first letter of `{above.key}`."
        if above and target is not None and target != line.spaces
        else "Begin the line under the first letter of the key that it stands beside.",
        max(1, line.spaces),
    )


def _indentation(trouble: Trouble) -> Problem | None:
    if not trouble.said.startswith("expected <block end>, but found"):
        return None
    line = trouble.here
    if line.dash and line.spaces in open_indents(trouble.source.lines, trouble.line, of_lists=False):
        above = next(
            (
                found
                for number in range(line.number - 1, 0, -1)
                if not (found := take_apart(trouble.source.lines, number)).is_blank
                and found.spaces <= line.spaces
            ),
            None,
        )
        name = f"`{above.key}`" if above and above.key else "The line above"
        return trouble.at(
            trouble.line,
            line.spaces + 1,
            "indentation",
            f"This entry of a list belongs to no key: {name} already has its value.",
            _to_the_lists_above(trouble)
            + "Above the first entry of a list stands its key, with nothing after its colon, such as:"
            + show("items:", f"  {_shorten(line.whole.strip())}"),
            len(line.whole.strip()),
        )
    if not (line.key or line.dash):
        return None
    beside = open_indents(trouble.source.lines, trouble.line, of_lists=bool(line.dash))
    nearest = sorted(beside, key=lambda count: abs(count - line.spaces))
    fits = sorted([count for count in nearest if count != line.spaces][:2])
    choices = _either([str(count) for count in fits])
    what = f"`{line.key}`" if line.key else "this line"
    return trouble.at(
        trouble.line,
        1,
        "indentation",
        f"There {_are(line.spaces)} before {what}, and that fits none of the lines above.",
        f"The lines that it could stand beside have {choices} before them. Give it the same."
        if fits
        else "Begin it at the very left.",
        max(1, line.spaces),
    )


def _beginning(trouble: Trouble) -> Problem | None:
    if not trouble.said.startswith("expected '<document start>'"):
        return None
    above = line_before(trouble.source.lines, trouble.line)
    if above and above.whole.strip() == "...":
        return trouble.at(
            above.number,
            1,
            "second-document",
            "The line `...` ends the document, so everything below it belongs to nothing.",
            "Delete the line. Three dots that are a text need double quotes.",
            3,
        )
    first = next(structural_lines(trouble.source.lines), None)
    if first is None or first.number >= trouble.line:
        return None
    if first.spaces > trouble.here.spaces:
        return trouble.at(
            first.number,
            1,
            "indentation",
            f"There {_are(first.spaces)} before the first line of the file, "
            "so the lines further to the left belong to nothing.",
            "Begin it at the very left. If it belongs below another line, put it there.",
            first.spaces,
        )
    return trouble.at(
        first.number,
        first.spaces + 1,
        "stray-text",
        "The file begins with a text instead of a key.",
        "Begin with a key, a colon and a space, such as:" + show("title: …"),
        len(first.whole.strip()),
    )


def _stray_text(trouble: Trouble) -> Problem | None:
    line = trouble.began if trouble.said.startswith("could not find expected ':'") else trouble.here
    if line.key or line.dash or line.is_blank:
        return None
    if line.value[:1] in tuple("]},"):
        return trouble.at(
            line.number,
            line.value_column,
            "stray-bracket",
            f"Here stands `{line.value[:1]}`, but nothing above was opened that it could close.",
            "Delete it. If it is part of a text, put the whole text in double quotes.",
        )
    opener = _block_text_just_above(trouble, line)
    if opener:
        first = take_apart(trouble.source.lines, opener.number + 1)
        spaces = max(first.spaces, opener.key_column + 1 if opener.key else opener.spaces + 2)
        if first.number == line.number:
            spaces = (opener.key_column if opener.key else opener.spaces) + 1
        name = f"`{opener.key}:`" if opener.key else "the dash"
        return trouble.at(
            line.number,
            line.spaces + 1,
            "stray-text",
            f"This line is not far enough in to belong to the text after {name} in line {opener.number}.",
            f"If it belongs to that text, put {_spaces(spaces)} before it; it has {line.spaces}. "
            "If it starts something new, write a key, a colon and a space before it.",
            len(line.whole.strip()),
        )
    return trouble.at(
        line.number,
        line.spaces + 1,
        "stray-text",
        "This line is neither a key with a colon, nor an entry of a list with a dash, "
        "nor far enough in to go on with the text above.",
        "If it belongs to the text above, put it at least two spaces further in than that text's key. "
        "If it starts something new, write a key, a colon and a space before it.",
        len(line.whole.strip()),
    )


def _block_text_just_above(trouble: Trouble, line: Line) -> Line | None:
    """The line that opened a text with `|` or `>`, when only that text stands between it and ``line``."""
    last = None
    for above in structural_lines(trouble.source.lines):
        if above.number >= line.number:
            break
        last = above
    return last if last and last.opens_block_text else None


def _to_the_lists_above(trouble: Trouble) -> str:
    lists = open_indents(trouble.source.lines, trouble.line, of_lists=True)
    near = sorted(sorted(lists, key=lambda count: abs(count - trouble.here.spaces))[:2])
    if not near:
        return ""
    return f"If it goes on with a list above, put {_either([str(count) for count in near])} before its dash. "


def _cannot_be_read(trouble: Trouble) -> Problem:
    return trouble.at(
        trouble.line,
        trouble.column,
        "syntax",
        "From here on the file cannot be read as YAML. The slip is in this line or a little above it.",
        "Compare with a place like it that works: the same number of spaces at the start, "
        "a space after each colon and dash, and every quote and bracket closed.",
    )


def _dash_beside_key(trouble: Trouble) -> Problem | None:
    if not trouble.said.startswith("sequence entries are not allowed"):
        return None
    line = trouble.here
    if not line.key:
        return None
    return trouble.at(
        trouble.line,
        trouble.column,
        "dash-beside-key",
        "An entry of a list cannot stand on the same line as its key.",
        "Put each entry on its own line below the key:"
        + show(f"{line.key}:", f"  {_shorten(line.whole[trouble.column - 1 :])}"),
    )


def _as_block_text(line: Line, text: str) -> str:
    before = f"{line.key}: " if line.key else "- " if line.dash else "text: "
    where = "after the key" if line.key or not line.dash else "after the dash"
    return (
        f"Write `>-` {where} and put the text on the next line, two spaces further in:"
        + show(f"{before}>-", f"  {_shorten(text)}")
        + ("" if '"' in text else "\n  Or put the whole text in double quotes.")
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


def _shorten(text: str) -> str:
    return text if len(text) <= 70 else text[:67].rstrip() + "…"


def _spaces(count: int | None) -> str:
    return "no space" if not count else "1 space" if count == 1 else f"{count} spaces"


def _are(count: int) -> str:
    return "is no space" if count == 0 else "is 1 space" if count == 1 else f"are {count} spaces"


def _either(counts: list[str]) -> str:
    if counts == ["1"]:
        return "1 space"
    return (" or ".join(filter(None, [", ".join(counts[:-1]), counts[-1]])) if counts else "0") + " spaces"


CLUES: tuple[Callable[[Trouble], Problem | None], ...] = (
    _tab,
    _foreign_space,
    _quote,
    _special_start,
    _backslash,
    _missing_space,
    _missing_dash,
    _dash_beside_key,
    _colon,
    _indentation,
    _beginning,
    _stray_text,
)
