"""Keys that the model does not know: what was meant, and the tree as it was meant.

A key that can be told is renamed in the tree before the model sees it, so that one slip gives
one problem and everything below it is still checked.
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from training_site.model import Block
from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading.source import Source
from training_site.reading.tree import Entry, Items, Mapping, Node, Scalar, last_line
from training_site.shape.naming import a_noun, name_of, noun, quoted, shorten
from training_site.shape.neighbors import NEIGHBORS
from training_site.shape.schema import Loc, Place, Spec, fields_of


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
    mender = _Mender(source, mended, before)
    mended.root = mender.mend(Place((), root, Spec("group", model)))
    return mended


class _Mender:
    def __init__(self, source: Source, mended: Mended, before: Sequence[Problem]) -> None:
        self.source = source
        self.mended = mended
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
        if self._is_something_else(place, node, model):
            return node
        given = {entry.key.text for entry in node.entries}
        entries: list[Entry] = []
        for entry in node.entries:
            name = entry.key.text
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
            child = Place((*place.loc, name), entry.value, known[name], entry.key, place)
            entries.append(Entry(replace(entry.key, text=name), self.mend(child)))
        return replace(node, entries=tuple(entries))

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
            if entry.key.text not in fields_of(spec.item.model) or _meant(entry.key.text, model):
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
            inner = _list_that_takes(kept[-1], item, model) if kept else None
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
        strange = [one for one in strange if not _meant(one.key.text, model)]
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
        meant = _meant(key, model)
        free = meant and meant not in given
        where = name_of(place)
        message = f"In {where}, `{shorten(key)}` is not a key that {a_noun(model)} has."
        if model.__name__ == "Block":
            message = f"In {where}, `{shorten(key)}` is not a kind of block."
        home = _home(key, place)
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
            hint = f"The kinds are {quoted(tuple(fields_of(model)), 'and')}."
        else:
            hint = (
                f"Its keys are {quoted(tuple(fields_of(model)), 'and')}. If this line is part of the text "
                "above, put it further in than that text's key."
            )
        self._report(entry.key, "unknown-key", message, hint)
        if not (meant and free):
            self.mended.whole = False
            if model.__name__ == "Block":
                self.mended.explained.add(place.loc)
        return meant if meant and free else ""

    def _take_in_shallow_lines(self, node: Mapping, model: type[Value]) -> Mapping:
        known = fields_of(model)
        for index, entry in enumerate(node.entries):
            spec = known.get(entry.key.text)
            if not (spec and spec.kind == "group" and spec.model and _is_empty(entry.value)):
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

    def _is_something_else(self, place: Place, node: Mapping, model: type[Value]) -> bool:
        keys = [entry.key.text for entry in node.entries]
        if not keys or any(_meant(key, model) or key in fields_of(model) for key in keys):
            return False
        home = _home(keys[0], place)
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

    def _report(self, key: Scalar, rule: str, message: str, hint: str) -> None:
        length = max(1, min(len(key.text) + 2 * bool(key.style), 200))
        self.mended.problems.append(
            Problem(self.source.path, key.line, key.column, rule, message, hint, length)
        )


def _list_that_takes(above: Node, item: Node, model: type[Value]) -> Entry | None:
    """The list in the group ``above`` that ``item`` fits, when it fits no group of this class."""
    if not isinstance(above, Mapping) or not isinstance(item, Mapping) or not item.entries:
        return None
    keys = [entry.key.text for entry in item.entries]
    if any(key in fields_of(model) for key in keys):
        return None
    for entry in reversed(above.entries):
        spec = fields_of(model).get(entry.key.text)
        inner = spec.item.model if spec and spec.item else None
        if inner and isinstance(entry.value, Items) and entry.value.items:
            return entry if all(key in fields_of(inner) for key in keys) else None
    return None


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text and not node.style


def _meant(key: str, model: type[Value]) -> str:
    """The key of ``model`` that an author most likely meant by an unknown one."""
    known = fields_of(model)
    plain = key.strip().lower().replace("-", "_").replace(" ", "_")
    if len(plain) > 60:
        return ""
    if plain in known:
        return plain
    for neighbor in NEIGHBORS.get(plain, ()):
        if neighbor in known:
            return neighbor
    if plain.rstrip("s") in known or plain + "s" in known:
        return plain + "s" if plain + "s" in known else plain.rstrip("s")
    close = difflib.get_close_matches(plain, known, n=1, cutoff=0.75)
    return close[0] if close else ""


def _home(key: str, place: Place) -> type[Value] | None:
    """The nearest class above or below ``place`` that has this key."""
    own = place.spec.model
    owner = place.owner
    while owner:
        if owner.spec.model and key in fields_of(owner.spec.model) and owner.spec.model is not own:
            return owner.spec.model
        owner = owner.owner
    waiting, seen = [own], {own}
    while waiting:
        model = waiting.pop(0)
        for spec in fields_of(model).values() if model else ():
            inner = spec.item if spec.item else spec
            if inner.model and inner.model not in seen:
                if key in fields_of(inner.model):
                    return inner.model
                seen.add(inner.model)
                waiting.append(inner.model)
    return None
