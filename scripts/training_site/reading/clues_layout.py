"""Clues to lines in the wrong place: indentation, dashes, spaces, text that belongs to nothing.

Each function recognizes one kind of slip and explains it, or returns nothing.
"""

import re

from training_site.problems import Problem
from training_site.reading.lines import Line, line_before, open_indents, structural_lines, take_apart
from training_site.reading.trouble import Trouble, are_spaces, either_spaces, shorten, show, spaces_before

_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*([a-z_]{2,40}):(?![\s/]|$)")
_DIVIDING = re.compile(r"([-=*_~.#+•])\1{2,}|(?:[-*_] ){2,}[-*_]")
_GLUED = re.compile(r"[^ -][ ]{2,}((?:- )?[a-z][a-z_]{1,40}:)$")
_NO_SPACE_AFTER_DASH = re.compile(r"\s*(-)[^\s-]")


def find_dividing_line(trouble: Trouble) -> Problem | None:
    """A row of dashes, stars or dots that was to part one thing from the next."""
    for line in (trouble.began, trouble.here):
        stripped = line.whole.strip()
        # At the very left, `---` and `...` have a meaning of their own, which is explained elsewhere.
        if _DIVIDING.fullmatch(stripped) and (line.spaces or stripped not in ("---", "...")):
            return trouble.at(
                line.number,
                line.spaces + 1,
                "dividing-line",
                f"This line of “{stripped[:3]}” belongs to nothing: a module file has no dividing lines.",
                "Delete the line. To part things for your own eyes leave a line empty.",
                len(stripped),
            )
    return None


def find_glued_line(trouble: Trouble) -> Problem | None:
    """A key that slid up to the end of the line above it."""
    line = trouble.here
    found = _GLUED.search(line.whole[: trouble.column])
    if not trouble.said.startswith("mapping values are not allowed") or not found or not line.key:
        return None
    rest = f"{found[1]}{line.whole[trouble.column :]}"
    return trouble.at(
        trouble.line,
        found.start(1) + 1,
        "glued-line",
        f"Two lines have run together: `{found[1]}` begins a line of its own.",
        f"Press Enter before it, and put it as far in as a line like it: `{shorten(rest)}`.",
        len(found[1]),
    )


def find_missing_space(trouble: Trouble) -> Problem | None:
    """A key or a dash without the space after it."""
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
                f"Put a space after the colon: `{colon[1]}: {shorten(line.whole[colon.end() :].strip())}`.",
                colon.end() - colon.start(1),
            )
        dash = _NO_SPACE_AFTER_DASH.match(line.whole)
        if dash:
            return trouble.at(
                line.number,
                dash.start(1) + 1,
                "missing-space",
                "A space is missing after the dash, so this is not seen as an entry of the list.",
                f"Put a space after the dash: `- {shorten(line.whole[dash.end() - 1 :])}`.",
            )
    return None


def find_missing_dash(trouble: Trouble) -> Problem | None:
    """An entry of a list without its dash."""
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
        f"Begin a new entry with a dash and a space: `- {shorten(line.whole.strip())}`. "
        "Or, if it still belongs to the entry above, put it two spaces further in.",
        len(line.whole.strip()),
    )


def _dash_above(lines: tuple[str, ...], line: Line) -> Line | None:
    for number in range(line.number - 1, 0, -1):
        above = take_apart(lines, number)
        if above.is_blank or above.spaces > line.spaces:
            continue
        return above if above.spaces == line.spaces and above.dash else None
    return None


def find_dash_beside_key(trouble: Trouble) -> Problem | None:
    """A list that begins on the line of its key."""
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
        f"Press Enter before its dash: `{line.key}:` stands alone, and the entry on the line below it, "
        "two spaces further in:" + show(f"{line.key}:", f"  {shorten(line.whole[trouble.column - 1 :])}"),
    )


def find_too_far(trouble: Trouble) -> Problem | None:
    """A key that is further in than the key above, which has its value."""
    if not trouble.said.startswith("mapping values are not allowed"):
        return None
    line = trouble.here
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
        f"Put {spaces_before(target)} before it, so that it begins under the first letter of `{above.key}`."
        if above and target is not None and target != line.spaces
        else "Begin the line under the first letter of the key that it stands beside.",
        max(1, line.spaces),
    )


def find_wrong_indent(trouble: Trouble) -> Problem | None:
    """A key or a dash that stands beside nothing above."""
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
            + "If it begins a list, write the list's key and a colon on a line above it, such as:"
            + show("items:", f"  {shorten(line.whole.strip())}"),
            len(line.whole.strip()),
        )
    if not (line.key or line.dash):
        return None
    beside = open_indents(trouble.source.lines, trouble.line, of_lists=bool(line.dash))
    nearest = sorted(beside, key=lambda count: abs(count - line.spaces))
    fits = sorted([count for count in nearest if count != line.spaces][:2])
    choices = either_spaces(fits)
    what = f"`{line.key}`" if line.key else "this line"
    return trouble.at(
        trouble.line,
        1,
        "indentation",
        f"There {are_spaces(line.spaces)} before {what}, and that fits none of the lines above.",
        f"The lines that it could stand beside have {choices} before them. Give it the same."
        if fits
        else "Begin it at the very left.",
        max(1, line.spaces),
    )


def _to_the_lists_above(trouble: Trouble) -> str:
    lists = open_indents(trouble.source.lines, trouble.line, of_lists=True)
    near = sorted(sorted(lists, key=lambda count: abs(count - trouble.here.spaces))[:2])
    if not near:
        return ""
    return f"If it goes on with a list above, put {either_spaces(near)} before its dash. "


def find_wrong_beginning(trouble: Trouble) -> Problem | None:
    """A file whose first line is not where the others are."""
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
            f"There {are_spaces(first.spaces)} before the first line of the file, "
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


def find_stray_text(trouble: Trouble) -> Problem | None:
    """A line of text that belongs to nothing."""
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
        first = next(
            (
                found
                for number in range(opener.number + 1, line.number + 1)
                if (found := take_apart(trouble.source.lines, number)).whole.strip()
            ),
            line,
        )
        padded = next(
            (
                number
                for number in range(opener.number + 1, first.number)
                if len(trouble.source.lines[number - 1]) > first.spaces
            ),
            None,
        )
        if (
            padded
            and first.number == line.number
            and line.spaces > (opener.key_column - 1 if opener.key else 0)
        ):
            return trouble.at(
                padded,
                1,
                "indentation",
                f"This empty line holds {len(trouble.source.lines[padded - 1])} spaces, "
                "more than stand before the text below it.",
                "Delete the spaces, or the whole line.",
                len(trouble.source.lines[padded - 1]),
            )
        spaces = max(first.spaces, opener.key_column + 1 if opener.key else opener.spaces + 2)
        if first.number == line.number:
            spaces = (opener.key_column if opener.key else opener.spaces) + 1
        name = f"`{opener.key}:`" if opener.key else "the dash"
        if first.number < line.number and line.spaces >= (opener.key_column if opener.key else 1):
            return trouble.at(
                line.number,
                line.spaces + 1,
                "indentation",
                f"The text after {name} begins in line {first.number} with {spaces_before(first.spaces)} "
                f"before it, but this line of it has {line.spaces}.",
                f"Give all its lines the same: put {spaces_before(first.spaces)} before this one, "
                f"or {line.spaces} before line {first.number}.",
                len(line.whole.strip()),
            )
        return _not_far_enough(trouble, line, opener, spaces)
    above = line_before(trouble.source.lines, line.number)
    while above and not (above.key or above.dash):
        above = line_before(trouble.source.lines, above.number)
    further = f"put {above.key_column + 1} spaces before it" if above else "put two spaces before it"
    return trouble.at(
        line.number,
        line.spaces + 1,
        "stray-text",
        "This line is neither a key with a colon, nor an entry of a list with a dash, "
        "nor far enough in to go on with the text above.",
        f"If it belongs to the text above, {further}. "
        "If it starts something new, write a key, a colon and a space before it, or `- ` for an entry.",
        len(line.whole.strip()),
    )


def find_text_left_behind(trouble: Trouble) -> Problem | None:
    """A line of a long text that is not as far in as the rest, and begins with a sign that YAML knows."""
    line = trouble.began
    opener = _block_text_just_above(trouble, line)
    above = line_before(trouble.source.lines, line.number)
    if line.value[:1] not in tuple("[{*&!@`%") or line.key or line.dash or not opener or not above:
        return None
    if above.number == opener.number or above.spaces <= line.spaces:
        return None
    return _not_far_enough(trouble, line, opener, above.spaces)


def _not_far_enough(trouble: Trouble, line: Line, opener: Line, spaces: int) -> Problem:
    name = f"`{opener.key}:`" if opener.key else "the dash"
    return trouble.at(
        line.number,
        line.spaces + 1,
        "stray-text",
        f"This line is not far enough in to belong to the text after {name} in line {opener.number}.",
        f"If it belongs to that text, put {spaces_before(spaces)} before it; it has {line.spaces}. "
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
