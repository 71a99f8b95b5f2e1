"""Explains YAML that cannot be read, in the words of someone who sees the text and not the parser.

The parser only tells where it gave up; what is wrong is read off the lines around that place.
Each clue is a function that recognizes one kind of slip, and the first that does explains it.
"""

import re
from collections.abc import Callable

import yaml

from training_site.problems import Problem
from training_site.reading import clues_layout as layout
from training_site.reading import clues_text as text
from training_site.reading.source import Source
from training_site.reading.trouble import Trouble

_CONFLICT = re.compile(
    r"^(?P<indent> *)(?P<marker><{7}(?= |$).*|>{7}(?= |$).*|\|{7}(?= |$).*|={7})[ ]*$", re.MULTILINE
)

CLUES: tuple[Callable[[Trouble], Problem | None], ...] = (
    text.find_tab,
    text.find_foreign_space,
    layout.find_dividing_line,
    text.find_quote,
    layout.find_text_left_behind,
    text.find_special_start,
    text.find_backslash,
    layout.find_missing_space,
    layout.find_missing_dash,
    layout.find_dash_beside_key,
    layout.find_glued_line,
    text.find_colon,
    layout.find_too_far,
    layout.find_wrong_indent,
    layout.find_wrong_beginning,
    layout.find_stray_text,
)
"""In the order in which they are tried: the ones that are surest come first."""


def find_conflict(source: Source) -> list[Problem]:
    """The places where two versions of the file were never merged."""
    if not any(sign * 7 in source.text for sign in "<>|="):
        return []
    found = list(_CONFLICT.finditer(source.text))
    starts = [match for match in found if match["marker"].startswith("<")]
    # Further in, a row of equals signs may be part of a text; at the very left it is none.
    if not starts:
        found = [match for match in found if not match["indent"]]
    return [
        Problem(
            source.path,
            source.text.count("\n", 0, match.start()) + 1,
            len(match["indent"]) + 1,
            "merge-conflict",
            "Here two versions of the file meet that were never merged."
            if match["marker"].startswith("<")
            else "This line is what is left of two versions of the file that were never merged.",
            "Between `<<<<<<<` and `>>>>>>>` keep the lines you want, delete the others, and delete every "
            "line that starts with `<<<<<<<`, `|||||||`, `=======` or `>>>>>>>`."
            if match["marker"].startswith("<")
            else "Look whether the lines above and below say the same twice, keep one of the two, "
            "and delete this line.",
            len(match["marker"]),
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
            "Three dashes (`---`) start a second document, but a file holds only one.",
            "Delete them. For a break between paragraphs leave a line empty.",
            3,
        )
    if reason == "directive":
        return trouble.at(
            1, 1, "directive", "A line that starts with `%` is an order to the parser.", "Delete the line."
        )
    return text.find_special_start(trouble) or trouble.at(
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


def _cannot_be_read(trouble: Trouble) -> Problem:
    if trouble.began_line < trouble.line == len(trouble.source.lines):
        return trouble.at(
            trouble.began_line,
            trouble.began_column,
            "unclosed-bracket",
            "The file ends before that which is opened here with a bracket or a quote is closed.",
            "Close it with `]`, `}` or the same quote, or put each entry on a line of its own with `- `.",
        )
    return trouble.at(
        trouble.line,
        trouble.column,
        "syntax",
        "From here on the file cannot be read as YAML; the slip is in this line or a little above it.",
        "Compare with a place like it that works: the same number of spaces at the start, "
        "a space after each colon and dash, and every quote and bracket closed.",
    )
