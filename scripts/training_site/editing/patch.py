"""Writes the values of a form into the text of a file, touching only the lines that they change.

The file is never written anew as a whole: round-trip writers (ruamel.yaml 0.19 was measured) break
66 to 214 lines of most of our modules differently even when no value changes. Here each change
becomes an edit of a span of characters, so everything else stays byte for byte. What comes out is
read again by the loader's reader, and has to hold exactly what was asked for.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from training_site.editing.fresh import (
    Plain,
    as_text,
    entry_lines,
    item_lines,
    one_line,
    quoted,
    short_list,
    text_lines,
)
from training_site.editing.marks import Mark, Marked, MarkedGroup, MarkedList, mark_values
from training_site.editing.pairing import pair_up
from training_site.editing.pieces import Piece, cut_pieces, join_pieces
from training_site.editing.text_edits import Edit, apply_edits, column_of, line_end, line_start, replaced
from training_site.editing.values import cleaned, form_values, same_text, says_nothing, shown_value
from training_site.editing.width import usual_width
from training_site.editing.wrap import NO_LIMIT, folded, rewrapped, unwrapped
from training_site.model.text import Value
from training_site.problems import errors
from training_site.reading.source import Source
from training_site.reading.tree import read_tree
from training_site.shape.schema import Spec, fields_of


class NotWrittenError(Exception):
    """A value could not be written so that it reads back the same: a fault of ours, and nothing is lost."""


def patch(text: str, wanted: object, model: type[Value]) -> str:
    """``text`` with the values ``wanted``; raises ``ValueError`` when these do not fit the model."""
    top = Spec("group", model=model)
    values = cleaned(wanted, top)
    root = mark_values(text)
    if form_values(root, model) == values:
        return text
    changed = apply_edits(text, _Patcher(text).edits(root, values, top, 0) or [])
    source = Source(Path("patched.yml"), changed)
    tree, problems = read_tree(source)
    if tree is None or errors(problems) or form_values(mark_values(changed), model) != values:
        raise NotWrittenError(difference(changed, values, model) if tree else problems[0].message)
    return changed


def difference(text: str, values: Plain, model: type[Value]) -> str:
    """Where a text does not hold the values, for whoever mends this module."""
    held = form_values(mark_values(text), model)
    return next(_differences(held, values, ()), "")


def _differences(held: Plain, values: Plain, place: tuple[str | int, ...]) -> Iterator[str]:
    if isinstance(held, dict) and isinstance(values, dict) and held.keys() == values.keys():
        for key in held:
            yield from _differences(held[key], values[key], (*place, key))
    elif isinstance(held, list) and isinstance(values, list) and len(held) == len(values):
        for number, (one, other) in enumerate(zip(held, values, strict=True)):
            yield from _differences(one, other, (*place, number))
    elif held != values:
        yield f"{place}: {str(held)[:300]!r} instead of {str(values)[:300]!r}"


class _Patcher:
    """Compares marks with values and collects the edits; ``None`` asks the holder to write anew."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.width = usual_width(text)

    def edits(self, node: Marked, wanted: Plain, spec: Spec, column: int) -> list[Edit] | None:
        """The edits that make ``node`` say ``wanted``; its key or hyphen stands at ``column``."""
        if isinstance(node, MarkedGroup) and isinstance(wanted, dict):
            return [] if shown_value(node, spec) == wanted else self._group(node, wanted, spec)
        if isinstance(node, MarkedList) and isinstance(wanted, list):
            return self._list(node, wanted, spec)
        if isinstance(node, Mark) and isinstance(wanted, str | bool):
            return [] if same_text(node, wanted, spec) else self._scalar(node, wanted, spec, column)
        return None

    # Texts

    def _scalar(self, node: Mark, wanted: Plain, spec: Spec, column: int) -> list[Edit]:
        text = as_text(wanted)
        if node.style in ("|", ">") and text and (edit := self._block(node, text)):
            return [edit]
        lines = [quoted(text) if node.style == '"' else one_line(text)]
        if not self._stays_on_its_line(node, text, lines[0]):
            lines = text_lines(text, spec.text if spec.kind == "text" else "", column, self.width)
        return [replaced(self.text, node.start, node.end, self._below(lines, column + 2))]

    def _stays_on_its_line(self, node: Mark, text: str, written: str) -> bool:
        """Whether a text that stood on its key's line may go on standing there."""
        if "\n" in text or "\n" in self.text[node.start : node.end] or not node.text:
            return False
        before = line_end(self.text, node.end) - line_start(self.text, node.start)
        after = before - (node.end - node.start) + len(written)
        plain = written == text or node.style in ("'", '"') or " " not in text
        return plain and after <= max(self.width + 10, before)

    def _block(self, node: Mark, wanted: str) -> Edit | None:
        """An edit of the lines of a text below its name, or nothing when it has to change its form."""
        header_end = line_end(self.text, node.start)
        raw = self.text[header_end + 1 : node.end].split("\n") if node.end > header_end else []
        margin = min((len(line) - len(line.lstrip()) for line in raw if line.strip()), default=0)
        if not margin or re.match(r"[|>][-+]*[0-9]", self.text[node.start : header_end]):
            return None
        old = [line[margin:] for line in raw]
        # Where a file left a line long, it is left to its writer.
        inside = NO_LIMIT if max(map(len, raw)) > self.width + 10 else self.width - margin
        if node.style == "|":
            lines = rewrapped(old, wanted, inside)
        elif "\n" not in wanted and "\n" not in unwrapped("\n".join(old)):
            lines = folded(old, wanted, inside)
        else:
            return None
        new = "\n".join(" " * margin + line if line else "" for line in lines)
        return Edit(header_end + 1, node.end, new)

    # Groups

    def _group(self, node: MarkedGroup, wanted: dict[str, Plain], spec: Spec) -> list[Edit] | None:
        known = fields_of(spec.model) if spec.model else {}
        kept = [key.text for key, value in node.entries if self._stays(key.text, value, wanted, known)]
        if node.flow:
            return self._flow_group(node, wanted)
        if not any(key in wanted for key in kept):
            return None
        column = column_of(self.text, node.entries[0][0].start)
        edits: list[Edit] = []
        for key, value in node.entries:
            if key.text in wanted:
                inner = self.edits(value, wanted[key.text], known[key.text], column)
                if inner is None:
                    lines = entry_lines(key.text, wanted[key.text], known[key.text], column, self.width)
                    inner = [replaced(self.text, key.start, value.end, self._below(lines, column))]
                edits += inner
        edits += self._deletions(node, kept)
        return edits + self._additions(node, wanted, known, kept, column)

    def _stays(self, key: str, value: Marked, wanted: dict[str, Plain], known: dict[str, Spec]) -> bool:
        """Whether a key stays: it is wanted, or unknown to us, or says no more than its absence."""
        if key in wanted or key not in known:
            return True
        return says_nothing(shown_value(value, known[key]), known[key])

    def _flow_group(self, node: MarkedGroup, wanted: dict[str, Plain]) -> list[Edit] | None:
        """Changed texts of a group on one line, in braces; with other keys it is written anew."""
        values = {key: as_text(value) for key, value in wanted.items() if isinstance(value, str | bool)}
        if list(values) != list(wanted) or {key.text for key, _ in node.entries} != set(values):
            return None
        return [
            Edit(value.start, value.end, short_list([values[key.text]])[1:-1])
            for key, value in node.entries
            if isinstance(value, Mark) and value.text != values[key.text]
        ]

    def _deletions(self, node: MarkedGroup, kept: list[str]) -> list[Edit]:
        edits = []
        entries = list(node.entries)
        first_kept = next(number for number, (key, _) in enumerate(entries) if key.text in kept)
        for number, (key, value) in enumerate(entries):
            if key.text in kept:
                continue
            own_line = not self.text[line_start(self.text, key.start) : key.start].strip()
            if number < first_kept and not own_line:
                edits.append(Edit(key.start, entries[first_kept][0].start, ""))
                break
            start = line_start(self.text, key.start)
            end = min(line_end(self.text, value.end) + 1, len(self.text))
            if start == 0 or self.text[:start].endswith("\n\n"):
                end += len(self.text[end:]) - len(self.text[end:].lstrip("\n"))
            edits.append(Edit(start, end, ""))
        return edits

    def _additions(
        self,
        node: MarkedGroup,
        wanted: dict[str, Plain],
        known: dict[str, Spec],
        kept: list[str],
        column: int,
    ) -> list[Edit]:
        """New keys, each behind the key that the model has before it."""
        ends = {key.text: line_end(self.text, value.end) for key, value in node.entries}
        behind: int | None = None
        edits = []
        for name, spec in known.items():
            if name in kept:
                behind = ends[name]
            elif name in wanted:
                lines = self._below(entry_lines(name, wanted[name], spec, column, self.width), column)
                if behind is None:
                    before = next(key.start for key, _ in node.entries if key.text in kept)
                    edits.append(Edit(before, before, "\n".join(lines) + "\n" + " " * column))
                else:
                    edits.append(Edit(behind, behind, "\n" + " " * column + "\n".join(lines)))
        return edits

    # Lists

    def _list(self, node: MarkedList, wanted: list[Plain], spec: Spec) -> list[Edit] | None:
        assert spec.item is not None
        before = [shown_value(item, spec.item) for item in node.items]
        if before == wanted:
            return []
        if node.flow or not wanted:
            return self._flow_list(node, before, wanted)
        column = column_of(self.text, node.dashes[0])
        pairs = pair_up(before, wanted)
        changes = {
            old: self._item(node, old, value, spec.item, column)
            for old, value in zip(pairs, wanted, strict=True)
            if old is not None
        }
        if pairs == list(range(len(before))):
            return [edit for edits in changes.values() for edit in edits]
        pieces = cut_pieces(self.text, node)
        parts = []
        for old, value in zip(pairs, wanted, strict=True):
            if old is None:
                lines = item_lines(value, spec.item, column, self.width)
                parts.append(Piece(None, " " * column + "\n".join(self._below(lines, column))))
            else:
                piece = pieces.items[old]
                parts.append(Piece(old, apply_edits(self.text, changes[old], piece.start, piece.end)))
        return [Edit(pieces.start, pieces.end, join_pieces(pieces, parts, column))]

    def _item(self, node: MarkedList, number: int, value: Plain, spec: Spec, column: int) -> list[Edit]:
        item = node.items[number]
        edits = self.edits(item, value, spec, column)
        if edits is None:
            lines = item_lines(value, spec, column, self.width)
            edits = [replaced(self.text, node.dashes[number], item.end, self._below(lines, column))]
        return edits

    def _flow_list(self, node: MarkedList, before: list[Plain], wanted: list[Plain]) -> list[Edit] | None:
        if not all(isinstance(value, str) for value in [*before, *wanted]):
            return None
        written = [self.text[item.start : item.end] for item in node.items]
        known = dict(zip(map(as_text, before), written, strict=True))
        items = [known.get(as_text(value)) or short_list([as_text(value)])[1:-1] for value in wanted]
        new = f"[{', '.join(items)}]"
        before_it = node.start - line_start(self.text, node.start)
        room = max(self.width + 10, line_end(self.text, node.start) - line_start(self.text, node.start))
        return [Edit(node.start, node.end, new)] if node.flow and before_it + len(new) <= room else None

    def _below(self, lines: list[str], column: int) -> list[str]:
        """The lines with all but the first one indented."""
        return [lines[0], *(" " * column + line if line else "" for line in lines[1:])]
