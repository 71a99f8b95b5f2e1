"""Puts lines into the bytes of a file and leaves every other byte as it is.

It works on raw lines with their own ends, since a file from Windows has other ones, and since the last
line may have none. It knows where things stand from the tree of ``reading``, which counts the same lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from training_site.checks.files import ReadFile
from training_site.model.text import Value
from training_site.reading.source import decode
from training_site.reading.tree import Items, Mapping, Node, Scalar, read_tree
from training_site.starting.refusal import RefusalError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True)
class RawFile:
    """A file's bytes as lines that keep their ends."""

    path: Path
    lines: tuple[str, ...]
    original: bytes

    @property
    def data(self) -> bytes:
        """The bytes to write."""
        return "".join(self.lines).encode("utf-8")

    @cached_property
    def line_end(self) -> str:
        """How the file ends its lines."""
        found = re.search(r"\r\n|\r|\n", self.lines[0]) if self.lines else None
        return found[0] if found else "\n"

    def with_lines(self, after: int, added: Sequence[str]) -> "RawFile":
        """The same file with lines put in after line ``after``, counted from 1; 0 is the top."""
        lines = list(self.lines)
        if after and not lines[after - 1].endswith(("\n", "\r")):
            lines[after - 1] += self.line_end
        lines[after:after] = [f"{line}{self.line_end}" for line in added]
        return replace(self, lines=tuple(lines))

    def with_text(self, line: int, column: int, text: str) -> "RawFile":
        """The same file with a text put into a line, before ``column`` (from 1)."""
        lines = list(self.lines)
        old = lines[line - 1]
        lines[line - 1] = old[: column - 1] + text + old[column - 1 :]
        return replace(self, lines=tuple(lines))


def open_raw(path: Path) -> RawFile:
    """The lines of a file that can be read as text."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusalError(f"`{path.name}` is not saved as UTF-8, so nothing can be put into it.") from None
    return RawFile(path, tuple(_LINE.findall(text)), data)


def read_raw(raw: RawFile, model: type[Value]) -> ReadFile:
    """The file with its tree; refuses one that cannot be read."""
    source, problems = decode(raw.path, raw.data)
    root, more = read_tree(source) if source else (None, [])
    if source is None or root is None:
        said = (problems + more)[0]
        raise RefusalError(f"`{raw.path.name}` cannot be read yet, at line {said.line}. {said.message}")
    return ReadFile(source, model, root)


def add_entry(raw: RawFile, items: Items, entry: Sequence[str], *, before_last: bool = False) -> RawFile:
    """The file with an entry at the end of a list written with dashes, as deep as the others.

    ``entry`` has the lines of the entry as they would stand at the left edge, the first with its dash.
    """
    if not _has_dashes(raw, items):
        raise RefusalError(
            f"In `{raw.path.name}`, line {items.line}, the list is written in brackets. "
            "Write each of its entries on a line of its own, starting with a dash; then try again."
        )
    at = _line_before(raw, items, items.items[-1]) if before_last else _end_of(raw, items)
    indent = " " * (items.column - 1)
    return raw.with_lines(at, [f"{indent}{line}".rstrip() for line in entry])


def add_word(raw: RawFile, items: Items, word: str, after: str = "") -> RawFile:
    """The file with a word in a list of words, at its end or after one of them; in brackets too."""
    words = [item for item in items.items if isinstance(item, Scalar)]
    previous = next((item for item in words if item.text == after), words[-1] if words else None)
    if previous is None:
        raise RefusalError(f"In `{raw.path.name}`, line {items.line}, the list has no words to follow.")
    if _has_dashes(raw, items):
        indent = " " * (items.column - 1)
        return raw.with_lines(previous.line, [f"{indent}- {word}"])
    end = previous.column + len(previous.text) + 2 * bool(previous.style)
    return raw.with_text(previous.line, end, f", {word}")


def _has_dashes(raw: RawFile, items: Items) -> bool:
    return raw.lines[items.line - 1][items.column - 1 : items.column] == "-"


def _line_before(raw: RawFile, items: Items, item: Node) -> int:
    """The line after which something stands right before an entry and the comments above it."""
    line = item.line
    while line - 1 > items.line and raw.lines[line - 2].lstrip().startswith("#"):
        line -= 1
    return line - 1


def _end_of(raw: RawFile, items: Items) -> int:
    """The last line of a list: all that is indented deeper than its dashes, and quoted text."""
    last = max(items.items[-1].line, _last_quoted(items.items[-1]))
    for number in range(last + 1, len(raw.lines) + 1):
        line = raw.lines[number - 1]
        if not line.strip():
            continue
        if len(line) - len(line.lstrip(" ")) < items.column:
            break
        last = number
    return last


def _last_quoted(node: Node) -> int:
    """The last line of what need not be indented; where ``|`` and ``>`` end, the indentation tells."""
    if isinstance(node, Scalar):
        return node.line if node.style in ("|", ">") else max(node.line, node.end_line)
    inner = node.items if isinstance(node, Items) else [entry.value for entry in node.entries]
    return max([node.line, *map(_last_quoted, inner)])


def group_of(node: Node | None) -> Mapping:
    """The node as a group; refuses what is none."""
    if isinstance(node, Mapping):
        return node
    raise RefusalError("This file has another form than expected. Run `training-site check` first.")


def list_of(node: Node | None, what: str) -> Items:
    """The node as a list with entries; refuses what is none."""
    if isinstance(node, Items) and node.items:
        return node
    raise RefusalError(f"There is no list `{what}` with entries yet. Run `training-site check` first.")
