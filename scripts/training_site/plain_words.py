"""Which words of an author's text mean nothing to a parser.

Most of what trainers type is words and commas, and CommonMark gives those back as they are. To find the few
signs that mean something takes a hundredth of the time that parsing takes. Knows no parser: ``author_text``
has what is left over parsed.
"""

import re

_MARKS = "\\`*_[<\n\r\0\"'"
"""Signs that can mean something within a paragraph of an author's text; all others are read as typed."""

_MARK = re.compile(f"[{re.escape(_MARKS)}]")
_WITHIN_A_WORD = re.compile(r"(?<=[^\W_])'(?=[^\W_])")
_BEGINNING = re.compile(r"[*\"'“‘(]{0,2}[^\W\d_]")
"""How most lines begin; with this, none is part of a list or of a piece of code."""

_BLANK_LINES = re.compile(r"\n{2,}")


def has_no_marks(line: str) -> bool:
    """Whether a line is read as it was typed."""
    return _MARK.search(line) is None


def with_apostrophes(line: str) -> str:
    """A line with curly apostrophes within its words; one there is never a quotation mark."""
    return _WITHIN_A_WORD.sub("’", line) if "'" in line else line


def around_marks(line: str) -> tuple[str, str, str]:
    """A line with marks as the words before those with marks, these, and the words after them.

    A space parts them, which is to a mark what the beginning or the end of a line is.
    """
    if "\n" in line:
        return "", line, ""
    first = _MARK.search(line)
    assert first is not None
    start = line.rfind(" ", 0, first.start()) + 1
    end = line.find(" ", max(map(line.rfind, _MARKS)))
    return (line[:start], line[start:end], line[end:]) if end >= 0 else (line[:start], line[start:], "")


def paragraphs_of(text: str) -> list[str] | None:
    """The paragraphs of a text; None when something else can be in it, or signs that few people type."""
    stripped = text.strip("\n")
    if not all(map(_is_plain, stripped.split("\n"))):
        return None
    return [paragraph.strip(" ") for paragraph in _BLANK_LINES.split(stripped)] if stripped else []


def _is_plain(line: str) -> bool:
    return not line or (line.isprintable() and _BEGINNING.match(line) is not None)
