"""Builds a tree of nodes from YAML text; every node knows its line and column.

Second stage of loading. Every scalar stays the text that was typed: the model decides what is
a number. It reads the parser's events with its own stack, so depth is bounded, and it refuses
what no trainer needs and an attacker would like: anchors, aliases, tags, several documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from training_site.problems import Problem
from training_site.reading.diagnose import explain_refusal, explain_syntax, find_conflict
from training_site.reading.source import Source

DEEPEST = 30

Parser = type[yaml.SafeLoader] | type[yaml.CSafeLoader]

PARSERS: dict[str, Parser] = {"pure": yaml.SafeLoader}
if yaml.__with_libyaml__:
    PARSERS["libyaml"] = yaml.CSafeLoader
FASTEST: Parser = PARSERS.get("libyaml", PARSERS["pure"])


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. ``style`` is the character that opened it: ``'``, ``"``, ``|``, ``>``, or nothing."""

    line: int
    column: int
    text: str
    style: str = ""
    end_line: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the file. No key stands twice."""

    line: int
    column: int
    entries: tuple[Entry, ...]

    def get(self, key: str) -> "Node | None":
        """The value under ``key``, if it is there."""
        entry = self.entry(key)
        return entry.value if entry else None

    def entry(self, key: str) -> Entry | None:
        """The key with its value, if it is there."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry
        return None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    column: int
    items: tuple["Node", ...]


Node = Scalar | Mapping | Items


def read_tree(source: Source, parser: Parser = FASTEST) -> tuple[Node | None, list[Problem]]:
    """The tree of ``source``, and what is wrong with its YAML; no tree when it cannot be read."""
    conflicts = find_conflict(source)
    if conflicts:
        return None, conflicts
    builder = _Builder(source)
    try:
        for event in _events(source.text, parser):
            builder.take(event)
            if builder.refused:
                return None, [builder.refused]
    except yaml.YAMLError as error:
        return None, [explain_syntax(source, _plain_error(source.text, error))]
    if builder.root is None:
        return None, [
            Problem(
                source.path,
                1,
                1,
                "empty-file",
                "The file holds only comments.",
                "Write its contents below them, or delete the file.",
            )
        ]
    return builder.root, builder.problems


def as_data(node: Node) -> object:
    """The tree as plain dictionaries, lists and strings."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [as_data(item) for item in node.items]
    return {entry.key.text: as_data(entry.value) for entry in node.entries}


def last_line(node: Node) -> int:
    """The last line on which something of a node stands."""
    if isinstance(node, Scalar):
        return max(node.line, node.end_line)
    inner = node.items if isinstance(node, Items) else tuple(entry.value for entry in node.entries)
    keys = () if isinstance(node, Items) else tuple(entry.key for entry in node.entries)
    return max([node.line, *map(last_line, inner), *map(last_line, keys)])


def _events(text: str, parser: Parser) -> Iterator[yaml.Event]:
    loader = parser(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            if event is not None:
                yield event
    finally:
        loader.dispose()


def _plain_error(text: str, error: yaml.YAMLError) -> yaml.YAMLError:
    # libyaml words and places its errors differently; the message is to be the same with both.
    builder = _Builder(Source.__new__(Source))
    try:
        for event in _events(text, PARSERS["pure"]):
            builder.count_depth(event)
            if builder.depth > DEEPEST:
                break
    except yaml.YAMLError as plain:
        return plain
    return error


def _where(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


class _Builder:
    """Turns events into nodes, with a stack of what is still open."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.refused: Problem | None = None
        self.depth = 0
        self.documents = 0
        self._open: list[tuple[yaml.Event, list[Node]]] = []

    def count_depth(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self.depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            self.depth -= 1

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            self._take_text(event)
            return
        self.count_depth(event)
        reason = self._reason_to_refuse(event)
        if reason:
            self.refused = explain_refusal(self.source, reason, *_where(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open.append((event, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            start, children = self._open.pop()
            self._add(self._close(start, children))

    def _take_text(self, event: yaml.ScalarEvent) -> None:
        line, column = _where(event)
        style = event.style if event.style in ("'", '"', "|", ">") else ""
        # The line ends that `|` and `>` keep after the last word say nothing to a reader.
        text = event.value.rstrip("\n") if style in ("|", ">") else event.value
        self._add(Scalar(line, column, text, style, event.end_mark.line + 1 if event.end_mark else line))

    def _reason_to_refuse(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if event.version or event.tags:
                return "directive"
            return "document" if self.documents > 1 else ""
        if isinstance(event, yaml.AliasEvent):
            return "alias"
        if getattr(event, "anchor", None) is not None:
            return "anchor"
        if getattr(event, "tag", None) is not None:
            return "tag"
        return "depth" if self.depth > DEEPEST else ""

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1][1].append(node)
        else:
            self.root = node

    def _close(self, start: yaml.Event, children: list[Node]) -> Node:
        line, column = _where(start)
        if isinstance(start, yaml.SequenceStartEvent):
            return Items(line, column, tuple(children))
        entries: dict[str, Entry] = {}
        twins = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.refused = explain_refusal(self.source, "key", *self._start_of_value(line, column))
            elif not key.text:
                self._complain_of_no_key(key)
            elif key.text in entries:
                twins.append(key)
            else:
                entries[key.text] = Entry(key, value)
        if twins:
            self._complain_of_twins(twins, entries)
        return Mapping(line, column, tuple(entries.values()))

    def _start_of_value(self, line: int, column: int) -> tuple[int, int]:
        """Where the outermost bracket on this line opens."""
        for start, _ in self._open:
            if start.start_mark and start.start_mark.line + 1 == line and getattr(start, "flow_style", False):
                return _where(start)
        return line, column

    def _complain_of_no_key(self, key: Scalar) -> None:
        # The parsers place what is not there differently, so the place is read off the line.
        line = min(key.line, len(self.source.lines))
        while line > 1 and not self.source.lines[line - 1].strip():
            line -= 1
        text = self.source.lines[line - 1]
        self.problems.append(
            Problem(
                self.source.path,
                line,
                len(text) - len(text.lstrip()) + 1,
                "no-key",
                "A key is missing here: the line begins with a colon or a question mark.",
                "Write a key before the colon. If the line is part of a text, put the text in double quotes.",
                max(1, len(text.strip())),
            )
        )

    def _complain_of_twins(self, twins: list[Scalar], entries: dict[str, Entry]) -> None:
        key = twins[0]
        names = list(dict.fromkeys(twin.text[:60] for twin in twins))
        stand = f"`{names[0]}` stands" if len(names) == 1 else f"`{'` and `'.join(names[:3])}` stand"
        self.problems.append(
            Problem(
                self.source.path,
                key.line,
                key.column,
                "duplicate-key",
                f"{stand} twice in the same group; the first is in line {entries[key.text].key.line}.",
                "Keep one of the two. If they belong to different things, "
                "the line that begins the second one is missing, or only its dash.",
                max(1, len(key.text)),
            )
        )
