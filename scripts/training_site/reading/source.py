"""Reads a file's bytes into text, within bounds, or says why that is not possible.

First stage of loading. It knows nothing of YAML beyond which characters may stand in a file.
"""

import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from training_site.problems import Edit, Problem

MOST_BYTES = 1_000_000

_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What makes a text run the other way from here on: what is seen is then not what is read."""

_FORBIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff{_TURNING}]")
_TAB_AT_END = re.compile(r"[ \t]*\t[ \t]*$", re.MULTILINE)
_TAB_INSIDE = re.compile(r"(?<=[^ \t\n])[ \t]*\t[ \t]*")
_NAMES = {
    "\x00": "a NUL character (an empty byte)",
    "\x85": "an invisible next-line character",
    "\u2028": "an invisible line separator, which some programs paste instead of a line end",
    "\u2029": "an invisible paragraph separator, which some programs paste instead of a line end",
    "\ufeff": "an invisible byte order mark",
    **dict.fromkeys(_TURNING, "an invisible sign that turns the direction of the text around"),
}


@dataclass(frozen=True)
class Source:
    """The text of one file, with every line ending as a single line feed."""

    path: Path
    text: str

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their endings; line 1 is at index 0."""
        return tuple(self.text.split("\n"))


def read_source(path: Path, folder: Path) -> tuple[Source | None, list[Problem]]:
    """The text of ``path``, which has to lie inside ``folder``, and what is wrong with its bytes."""
    refusal = _refuse_unread(path, folder)
    if refusal:
        return None, [refusal]
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "no reason was given"
        return None, [_problem(path, "unreadable-file", f"The file could not be read: {reason}.")]
    if len(data) > MOST_BYTES:
        return None, [_too_large(path)]
    return decode(path, data)


def decode(path: Path, data: bytes) -> tuple[Source | None, list[Problem]]:
    """The text that ``data`` holds, and what is wrong with it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [_not_utf8(path, 1, 1, "The file is saved as UTF-16.")]
    problems = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        problems.append(
            _problem(
                path,
                "byte-order-mark",
                "The file starts with a byte order mark, an invisible character that some editors add.",
                "Nothing is lost, but other tools stumble over it: save the file as “UTF-8”, "
                "not as “UTF-8 with BOM”.",
                severity="warning",
            )
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return None, [_not_utf8(path, line, column, "This character is not saved as UTF-8.")]
    if "\r" in text.replace("\r\n", "") and "\n" in text:
        problems.append(_mixed_line_ends(path, text))
    source = Source(path, _soften_tabs(text.replace("\r\n", "\n").replace("\r", "\n")))
    bad = _FORBIDDEN.search(source.text)
    if bad:
        return source, [*problems, _forbidden(source, bad.start(), bad[0])]
    if not source.text.strip():
        return source, [
            *problems,
            _problem(
                path,
                "empty-file",
                "The file is empty.",
                "Bring back what stood in it, with `git` or from a copy, or delete the file.",
            ),
        ]
    return source, problems


def _mixed_line_ends(path: Path, text: str) -> Problem:
    found = re.search(r"\r(?!\n)", text)
    line = len(re.findall(r"\r\n|\r|\n", text[: found.start()])) + 1 if found else 1
    return Problem(
        path,
        line,
        1,
        "line-ends",
        "This line ends with an old kind of line end (a lone carriage return), which not every editor shows.",
        "Put the cursor at the end of the line, press Delete, and press Enter; or run "
        "`training-site check --fix`.",
        severity="warning",
    )


def _soften_tabs(text: str) -> str:
    """The text with spaces for tabs that cannot be told from them: inside a line and at its end.

    One of the YAML parsers takes them and the other does not. Tabs before a line's text stay; they
    are a mistake that is explained. No column moves.
    """
    if "\t" not in text:
        return text
    return _TAB_INSIDE.sub(lambda found: " " * len(found[0]), _TAB_AT_END.sub("", text))


def _refuse_unread(path: Path, folder: Path) -> Problem | None:
    try:
        status = path.lstat()
        is_inside = path.parent == folder
        if stat.S_ISLNK(status.st_mode) or not is_inside:
            target = path.resolve(strict=True)
            status = target.stat()
            is_inside = target.is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return _problem(
            path,
            "unreadable-file",
            "The file could not be opened: it is a link that leads nowhere, or it may not be read.",
        )
    if not is_inside:
        return _problem(
            path,
            "outside-file",
            "This is a link to a file outside the folder, which is not followed.",
            "Put a copy of the file itself here.",
        )
    if stat.S_ISDIR(status.st_mode):
        return _problem(
            path,
            "not-a-file",
            "This is a folder, although its name ends in `.yml`.",
            "Rename the folder, or move its files one level up.",
        )
    if not stat.S_ISREG(status.st_mode):
        return _problem(path, "not-a-file", "This is not an ordinary file.", "Replace it by a text file.")
    return _too_large(path) if status.st_size > MOST_BYTES else None


def _too_large(path: Path) -> Problem:
    return _problem(
        path,
        "file-too-large",
        "The file is larger than 1 MB, far more than a module's text can be.",
        "Check that it is the right file; pictures belong in `docs/images/`.",
    )


def _not_utf8(path: Path, line: int, column: int, what: str) -> Problem:
    return Problem(
        path,
        line,
        column,
        "not-utf-8",
        f"{what} The site can read only UTF-8.",
        "In your editor choose “Save with encoding” (or “Save as”) and pick UTF-8, "
        "then look whether special characters such as é or ’ still look right.",
    )


def _forbidden(source: Source, offset: int, character: str) -> Problem:
    line = source.text.count("\n", 0, offset) + 1
    column = offset - source.text.rfind("\n", 0, offset)
    what = _NAMES.get(character, f"an invisible control character (U+{ord(character):04X})")
    return Problem(
        source.path,
        line,
        column,
        "invisible-character",
        f"Here stands {what}. It cannot be part of a text.",
        "Delete it: put the cursor behind the marked place and press Backspace. "
        "If need be, type the line anew.",
        edits=(Edit(line, column, 1, ""),) if character == "\ufeff" or character in _TURNING else (),
    )


def _problem(path: Path, rule: str, message: str, hint: str = "", **more: str) -> Problem:
    return Problem(path, 1, 1, rule, message, hint, **more)  # type: ignore[arg-type]
