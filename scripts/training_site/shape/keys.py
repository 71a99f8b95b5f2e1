"""Keys that the model does not know: what was meant, and the tree as it was meant.

A key that can be told is renamed in the tree before the model sees it, so that one slip gives
one problem and everything below it is still checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from training_site.model import (
    AvoidList,
    Block,
    Glossary,
    LearningPath,
    Module,
    Passages,
    References,
    SafetyPanel,
)
from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading.source import Source
from training_site.reading.tree import Entry, Items, Mapping, Node, Scalar, last_line
from training_site.shape.marks import mark_key, problem_at
from training_site.shape.meant import home_of, is_certain, is_empty, list_that_takes, meant_by
from training_site.shape.naming import a_noun, name_of, noun, quoted, shorten
from training_site.shape.schema import Loc, Place, Spec, fields_of

FILES: tuple[type[Value], ...] = (
    Module, LearningPath, References, Passages, Glossary, SafetyPanel, AvoidList,
)  # fmt: skip
"""What a whole file can hold."""


@dataclass
class Mended:
    """The tree with the keys that were meant, what was wrong, and the places already explained."""

    root: Node
    problems: list[Problem] = field(default_factory=list)
    explained: set[Loc] = field(default_factory=set)
    whole: bool = True
    """Whether every key stayed in the tree, if under another name."""


def mend_keys(source: Source, root: Node, model: type[Value], before: Sequence[Problem] = ()) -> Mended:
    """Recognize every unknown key of a file."""
    mended = Mended(root)
    if _is_as_meant(root, Spec("group", model)):
        return mended
    mender = _Mender(source, mended, before)
    mended.root = mender.mend(Place((), root, Spec("group", model)))
    return mended


def _is_as_meant(node: Node, spec: Spec) -> bool:
    """Whether every key is one of its class, and no group is empty: then there is nothing to mend."""
    if spec.kind == "group" and isinstance(node, Mapping) and spec.model:
        known = fields_of(spec.model)
        for entry in node.entries:
            inner = known.get(entry.key.text)
            if inner is None or (inner.kind == "group" and is_empty(entry.value)):
                return False
            if not (isinstance(entry.value, Scalar) or _is_as_meant(entry.value, inner)):
                return False
    elif spec.kind == "list" and isinstance(node, Items) and spec.item:
        for item in node.items:
            if not (isinstance(item, Scalar) or _is_as_meant(item, spec.item)):
                return False
    return True


class _Mender:
    def __init__(self, source: Source, mended: Mended, before: Sequence[Problem]) -> None:
        self.source = source
        self.mended = mended
        self.stray: set[Scalar] = set()
        self.twins = [problem for problem in before if problem.rule == "duplicate-key"]

    def mend(self, place: Place) -> Node:
        node, spec = place.node, place.spec
        if spec.kind == "list" and isinstance(node, Items) and spec.item:
            node = self._take_in_items(spec.item, node)
            items = (
                self.mend(Place((*place.loc, index), item, spec.item, place.key, place.owner))
                for index, item in enumerate(node.items)
            )
            return replace(node, items=tuple(items))
        if spec.kind == "group" and isinstance(node, Mapping) and spec.model:
            return self._mend_group(place, node, spec.model)
        return node

    def _mend_group(self, place: Place, node: Mapping, model: type[Value]) -> Node:
        known = fields_of(model)
        node = self._take_in_shallow_lines(node, model)
        node = self._take_in_last_key(place, node, model)
        place = replace(place, node=node)
        if self._is_other_file(place, node, model) or self._is_something_else(place, node, model):
            return node
        given = {entry.key.text for entry in node.entries}
        entries: list[Entry] = []
        for entry in node.entries:
            name = entry.key.text
            if entry.key in self.stray:
                continue
            if name not in known and self._ran_together(node, entry):
                self.mended.whole = False
                continue
            if name not in known and self._belongs_to_a_lost_block(place, node, entry, model):
                continue
            if name not in known:
                name = self._explain_unknown(place, entry, model, given)
                if not name:
                    continue
                given.add(name)
            if self._text_stands_too_far_left(node, entry, known):
                self.mended.whole = False
                self.mended.explained.add((*place.loc, name))
            child = Place((*place.loc, name), entry.value, known[name], entry.key, place)
            entries.append(Entry(replace(entry.key, text=name), self.mend(child)))
        return replace(node, entries=tuple(entries))

    def _text_stands_too_far_left(self, node: Mapping, entry: Entry, known: dict[str, Spec]) -> bool:
        """Whether the text after `|` or `>` begins under its key, where a colon in it makes a key of it."""
        if not (isinstance(entry.value, Scalar) and entry.value.style in ("|", ">") and not entry.value.text):
            return False
        below = node.entries[node.entries.index(entry) + 1 :][:1]
        if not below or below[0].key.text in known:
            return False
        first = below[0].key
        self._report(
            first,
            "stray-text",
            f"This line is not far enough in to belong to the text after `{entry.key.text}:` "
            f"in line {entry.key.line}.",
            f"Put {entry.key.column + 1} spaces before it and before every other line of that text.",
        )
        self.stray.add(first)
        return True

    def _take_in_last_key(self, place: Place, node: Mapping, model: type[Value]) -> Mapping:
        """Give a key that belongs to the last entry of the list above back to that entry."""
        known = fields_of(model)
        for index, entry in enumerate(node.entries[1:], start=1):
            above = node.entries[index - 1]
            spec = known.get(above.key.text)
            if entry.key.text in known or not (spec and spec.item and spec.item.model):
                continue
            listed = above.value
            last = listed.items[-1] if isinstance(listed, Items) and listed.items else None
            if (
                not isinstance(listed, Items)
                or not isinstance(last, Mapping)
                or last.get(entry.key.text) is not None
            ):
                continue
            if entry.key.text not in fields_of(spec.item.model) or meant_by(entry.key.text, model):
                continue
            here = f"{noun(spec.item.model)} {len(listed.items)}"
            self._report(
                entry.key,
                "indentation",
                f"In {name_of(place)}, `{entry.key.text}` stands beside `{above.key.text}`, "
                f"but it belongs to {here} in that list.",
                f"Put {last.column - 1} spaces before it, so that it begins under "
                f"`{last.entries[0].key.text}` in line {last.line}.",
            )
            grown = replace(last, entries=(*last.entries, entry))
            list_ = replace(listed, items=(*listed.items[:-1], grown))
            entries = (*node.entries[: index - 1], Entry(above.key, list_), *node.entries[index + 1 :])
            return self._take_in_last_key(place, replace(node, entries=entries), model)
        return node

    def _take_in_items(self, spec: Spec, items: Items) -> Items:
        """Give entries that belong to a list inside the entry above back to that list."""
        model = spec.model
        if model is None:
            return items
        kept: list[Node] = []
        for item in items.items:
            inner = list_that_takes(kept[-1], item, model) if kept else None
            if inner is None or not isinstance(item, Mapping) or not isinstance(kept[-1], Mapping):
                kept.append(item)
                continue
            assert isinstance(inner.value, Items)
            first = inner.value.items[0]
            what = fields_of(model)[inner.key.text].item
            assert what is not None
            assert what.model is not None
            self._report(
                item.entries[0].key,
                "indentation",
                f"This stands among the {noun(model)}s, but it looks like {a_noun(what.model)}.",
                f"If it belongs to `{inner.key.text}` above, put {first.column - 3} spaces before its `- `, "
                f"so that it begins as far in as the entry in line {first.line}.",
            )
            longer = replace(inner.value, items=(*inner.value.items, item))
            entries = tuple(
                Entry(entry.key, longer) if entry is inner else entry for entry in kept[-1].entries
            )
            kept[-1] = replace(kept[-1], entries=entries)
        return replace(items, items=tuple(kept))

    def _ran_together(self, node: Mapping, entry: Entry) -> bool:
        """Whether two groups ran into one, because the line that begins the second is not there."""
        lines = range(node.line, last_line(node) + 1)
        return any(twin.column == entry.key.column and twin.line in lines for twin in self.twins)

    def _belongs_to_a_lost_block(self, place: Place, node: Mapping, entry: Entry, model: type[Value]) -> bool:
        """Whether several unknown keys are those of a block that the line above no longer begins."""
        strange = [one for one in node.entries if one.key.text not in fields_of(model)]
        strange = [one for one in strange if not meant_by(one.key.text, model)]
        names = [one.key.text for one in strange]
        kinds = [
            kind
            for kind, spec in fields_of(Block).items()
            if spec.model and all(name in fields_of(spec.model) for name in names)
        ]
        if len(names) < 2 or not kinds or entry not in strange:
            return False
        self.mended.whole = False
        if entry is strange[0]:
            self._report(
                entry.key,
                "unknown-key",
                f"In {name_of(place)}, {quoted(names, 'and')} are not keys that {a_noun(model)} has.",
                f"They belong to a block such as `{kinds[0]}`: the line that begins it, `- {kinds[0]}:`, "
                "is missing above, or they stand under the wrong one.",
            )
        return True

    def _explain_unknown(self, place: Place, entry: Entry, model: type[Value], given: set[str]) -> str:
        key = entry.key.text
        meant = meant_by(key, model)
        free = meant and meant not in given
        where = name_of(place)
        message = f"In {where}, `{shorten(key)}` is not a key that {a_noun(model)} has."
        if model.__name__ == "Block":
            message = f"In {where}, `{shorten(key)}` is not a kind of block."
        home = home_of(key, place)
        certain = bool(meant and free and is_certain(key, meant, model))
        if meant and free:
            hint = f"Write `{meant}` instead."
        elif meant:
            hint = f"It may stand for `{meant}`, but that is there already. Keep one of the two."
        elif home:
            hint = (
                f"It is a key of {a_noun(home)}. Perhaps the line is not far enough in, or too far: "
                f"put it under the other keys of its {noun(home)}."
            )
        elif model.__name__ == "Block":
            hint = f"Write one of the kinds: {quoted(tuple(fields_of(model)))}."
        else:
            hint = (
                f"Write one of its keys: {quoted(tuple(fields_of(model)))}. If this line is part of the text "
                "above, put it further in than that text's key."
            )
        self._report(entry.key, "unknown-key", message, hint, meant if certain else "")
        if not (meant and free):
            self.mended.whole = False
            if model.__name__ == "Block":
                self.mended.explained.add(place.loc)
        return meant if meant and free else ""

    def _take_in_shallow_lines(self, node: Mapping, model: type[Value]) -> Mapping:
        known = fields_of(model)
        for index, entry in enumerate(node.entries):
            spec = known.get(entry.key.text)
            if not (spec and spec.kind == "group" and spec.model and is_empty(entry.value)):
                continue
            inner = fields_of(spec.model)
            rest = node.entries[index + 1 :]
            count = next((n for n, other in enumerate(rest) if other.key.text not in inner), len(rest))
            if not count or (rest[0].key.text in known and model.__name__ != "Block"):
                continue
            first = rest[0].key
            self._report(
                first,
                "indentation",
                f"The lines from `{first.text}` on belong to `{entry.key.text}:` above, "
                "but they are not further in than it.",
                f"Put each of them two spaces further in than the first letter of `{entry.key.text}`:"
                f"\n    {entry.key.text}:\n      {first.text}: …",
            )
            taken = Mapping(first.line, first.column, rest[:count])
            entries = (*node.entries[:index], Entry(entry.key, taken), *rest[count:])
            return self._take_in_shallow_lines(replace(node, entries=entries), model)
        return node

    def _is_other_file(self, place: Place, node: Mapping, model: type[Value]) -> bool:
        """Whether the whole file holds what belongs in another."""
        keys = [entry.key.text for entry in node.entries]
        known = sum(key in fields_of(model) for key in keys)
        if place.owner or not keys or known * 2 >= len(keys):
            return False
        for other in FILES:
            if other is not model and all(key in fields_of(other) for key in keys):
                self._report(
                    node.entries[0].key,
                    "misplaced",
                    f"This file should hold {a_noun(model)}, but it looks like {a_noun(other)}: "
                    "perhaps another file was saved over it.",
                    "Bring its own text back, with `git` or from a copy, "
                    "or put this text into the right file.",
                )
                self.mended.explained.add(())
                self.mended.whole = False
                return True
        return False

    def _is_something_else(self, place: Place, node: Mapping, model: type[Value]) -> bool:
        keys = [entry.key.text for entry in node.entries]
        if not keys or any(meant_by(key, model) or key in fields_of(model) for key in keys):
            return False
        home = home_of(keys[0], place)
        if home is None or not all(key in fields_of(home) for key in keys):
            return False
        self._report(
            node.entries[0].key,
            "misplaced",
            f"Here {a_noun(model)} is expected, but these lines look like {a_noun(home)}.",
            f"Put them, as far in as the lines beside them, below the {noun(home)}s they belong to; "
            "or look whether a line above them is missing.",
        )
        self.mended.explained.add(place.loc)
        self.mended.whole = False
        return True

    def _report(self, key: Scalar, rule: str, message: str, hint: str, instead: str = "") -> None:
        self.mended.problems.append(
            problem_at(self.source, mark_key(key), rule, message, hint, instead="" if key.style else instead)
        )
