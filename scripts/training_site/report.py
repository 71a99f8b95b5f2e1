"""Problems as people and machines read them: text, JSON, and annotations for GitHub.

The only place where problems become words on a screen. It knows nothing of how they were found
and reads no file: the texts that were checked are handed to it.
"""

import json
import os
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from training_site.problems import Problem, errors

WIDEST = 100
_LEAD = 30


def as_text(
    problems: Sequence[Problem], texts: Mapping[Path, str], files: int | None = None, excused: int = 0
) -> str:
    """All problems with their lines, then one line that counts them."""
    blocks = [describe(problem, texts.get(problem.path, "")) for problem in problems]
    return "\n\n".join([*blocks, count(problems, files, excused)])


def describe(problem: Problem, text: str = "") -> str:
    """One problem: where, the line with the place marked, what is wrong, how to mend it."""
    head = f"{shown_path(problem.path)}:{problem.line}:{problem.column}: {problem.severity} ({problem.rule})"
    parts = [head]
    shown = excerpt(problem, text)
    if shown:
        line, mark = shown
        number = str(problem.line)
        parts += [f"  {number} | {line}", f"  {' ' * len(number)} | {mark}"]
    parts.append(_indent(problem.first_line))
    if problem.further_lines:
        parts.append(_indent(problem.further_lines))
    return "\n".join(parts)


def excerpt(problem: Problem, text: str) -> tuple[str, str] | None:
    """The line of a problem and the marks to print below it; nothing when the line says nothing."""
    lines = text.split("\n")
    if problem.line > len(lines) or not lines[problem.line - 1].strip():
        return None
    line = lines[problem.line - 1]
    start, end = problem.column - 1, min(problem.column - 1 + problem.length, max(len(line), problem.column))
    left = 0 if len(line) <= WIDEST or start < WIDEST - _LEAD else start - _LEAD
    right = min(len(line), left + WIDEST)
    before = "…" if left else ""
    after = "…" if right < len(line) else ""
    window = before + "".join(map(visible, line[left:right])) + after
    space = _width(before) + sum(_width(visible(character)) for character in line[left:start])
    marked = sum(_width(visible(character)) for character in line[start : min(end, right)])
    return window, " " * space + "^" * max(1, marked)


def count(problems: Sequence[Problem], files: int | None = None, excused: int = 0) -> str:
    """The last line of a report."""
    checked = "" if files is None else f" in {_number(files, 'file')}"
    allowed = f" {_number(excused, 'finding')} excused by a comment." if excused else ""
    if not problems:
        return f"No problems{checked}.{allowed}"
    found = len(errors(problems))
    warned = len(problems) - found
    parts = [_number(found, "error")] if found else []
    parts += [_number(warned, "warning")] if warned else []
    where = {problem.path for problem in problems}
    return f"{' and '.join(parts)} in {_number(len(where), 'file')}.{allowed}"


def as_json(problems: Sequence[Problem]) -> str:
    """All problems as one JSON object."""
    found = [
        {
            "path": shown_path(problem.path),
            "line": problem.line,
            "column": problem.column,
            "length": problem.length,
            "severity": problem.severity,
            "rule": problem.rule,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    wrong = len(errors(problems))
    return json.dumps({"problems": found, "errors": wrong, "warnings": len(found) - wrong}, indent=2)


def as_github(problems: Sequence[Problem]) -> str:
    """One workflow command a problem; GitHub shows it on the line of a pull request."""
    return "\n".join(
        f"::{problem.severity} file={_property(shown_path(problem.path))},line={problem.line},"
        f"col={problem.column},endColumn={problem.column + problem.length},"
        f"title={_property(problem.rule)}::{_data(_sentences(problem))}"
        for problem in problems
    )


def shown_path(path: Path) -> str:
    """The path as seen from the current folder, with forward slashes on every system."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - a link is shown by its own name
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def _sentences(problem: Problem) -> str:
    return "\n".join(filter(None, (problem.first_line, problem.further_lines)))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _indent(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n"))


def visible(character: str) -> str:
    """The character, or a stand-in for one that cannot be seen or would turn the line around."""
    if character == "\t":
        return "→"
    if character != " " and unicodedata.category(character) == "Zs":
        return "␣"
    # Format characters (bidirectional marks, no-width spaces) would move or hide the marks below.
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return "·"
    return character


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _number(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
