"""Keys that the model does not know: what was meant, and the tree as it was meant.

A key that can be told is renamed in the tree before the model sees it, so that one slip gives
one problem and everything below it is still checked.
"""

import difflib
from dataclasses import dataclass, field, replace

from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading.source import Source
from training_site.reading.tree import Entry, Items, Mapping, Node, Scalar
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


def mend_keys(source: Source, root: Node, model: type[Value]) -> Mended:
    """Recognize every unknown key of a file."""
    mended = Mended(root)
    mender = _Mender(source, mended)
    mended.root = mender.mend(Place((), root, Spec("group", model)))
    return mended


class _Mender:
    def __init__(self, source: Source, mended: Mended) -> None:
        self.source = source
        self.mended = mended

    def mend(self, place: Place) -> Node:
        node, spec = place.node, place.spec
        if spec.kind == "list" and isinstance(node, Items) and spec.item:
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
        place = replace(place, node=node)
        if self._is_something_else(place, node, model):
            return node
        given = {entry.key.text for entry in node.entries}
        entries: list[Entry] = []
        for entry in node.entries:
            name = entry.key.text
            if name not in known:
                name = self._explain_unknown(place, entry, model, given)
                if not name:
                    continue
                given.add(name)
            child = Place((*place.loc, name), entry.value, known[name], entry.key, place)
            entries.append(Entry(replace(entry.key, text=name), self.mend(child)))
        return replace(node, entries=tuple(entries))

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
