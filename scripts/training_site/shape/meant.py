"""Guesses at what an author meant by a key that a class does not have, and where such a key has its home."""

import difflib
import re

from training_site.model.text import Value
from training_site.reading.tree import Entry, Items, Mapping, Node, Scalar
from training_site.shape.neighbors import NEIGHBORS
from training_site.shape.schema import Place, fields_of


def list_that_takes(above: Node, item: Node, model: type[Value]) -> Entry | None:
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


def is_empty(node: Node) -> bool:
    """Whether nothing at all stands here, not even quotes."""
    return isinstance(node, Scalar) and not node.text and not node.style


def meant_by(key: str, model: type[Value]) -> str:
    """The key of ``model`` that an author most likely meant by an unknown one."""
    known = fields_of(model)
    plain = _plain(key)
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


def is_certain(key: str, meant: str, model: type[Value]) -> bool:
    """Whether nothing else than ``meant`` can be meant: no second key of the class is as near."""
    known = fields_of(model)
    plain = _plain(key)
    if plain == meant:
        return True
    if plain in NEIGHBORS:
        return sum(word in known for word in NEIGHBORS[plain]) == 1
    near = difflib.get_close_matches(plain, [other for other in known if other != meant], n=1, cutoff=0.6)
    return not near


def _plain(key: str) -> str:
    humps = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key.strip())
    return humps.lower().replace("-", "_").replace(" ", "_")


def home_of(key: str, place: Place) -> type[Value] | None:
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
