"""Which entry of a changed list was which entry before.

What is the same stays the same; then an id says it, then a likeness. Knows nothing of files.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from training_site.editing.fresh import Plain

NAMES = ("id", "code", "phrase")
ALIKE = 0.5


def pair_up(before: Sequence[Plain], after: Sequence[Plain]) -> list[int | None]:
    """For each entry of ``after`` the number of the entry of ``before`` that it was, if any."""
    pairs: list[int | None] = [None] * len(after)
    left = dict(enumerate(before))
    for matches in (_equal, _same_name):
        for number, value in enumerate(after):
            if pairs[number] is None:
                near = sorted(left, key=lambda old, number=number: abs(old - number))  # type: ignore[misc]
                found = next((old for old in near if matches(left[old], value)), None)
                if found is not None:
                    pairs[number] = found
                    del left[found]
    for number, value in enumerate(after):
        if (
            pairs[number] is None
            and (found := _most_alike(left, value, number, len(before) == len(after))) is not None
        ):
            pairs[number] = found
            del left[found]
    return pairs


def _equal(old: Plain, new: Plain) -> bool:
    return old == new


def _same_name(old: Plain, new: Plain) -> bool:
    return _name(old) is not None and _name(old) == _name(new)


def _name(value: Plain) -> tuple[str, str] | None:
    """What an entry is called: its id, or that of the one thing it holds."""
    if not isinstance(value, dict):
        return None
    for key in NAMES:
        if isinstance(name := value.get(key), str) and name:
            return ("", name)
    if len(value) == 1:
        (kind, inner), *_ = value.items()
        found = _name(inner)
        return (kind, found[1]) if found else None
    return None


def _most_alike(left: dict[int, Plain], value: Plain, place: int, same_length: bool) -> int | None:
    fitting = [old for old in left if _shape(left[old]) == _shape(value)]
    if same_length and place in fitting and _name(value) is None:
        return place
    text = _text(value)
    likenesses = [
        (SequenceMatcher(None, _text(left[old]), text).quick_ratio(), -abs(old - place), old)
        for old in fitting
    ]
    best = max(likenesses, default=None)
    return best[2] if best and best[0] >= ALIKE and _really_alike(_text(left[best[2]]), text) else None


def _really_alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= ALIKE


def _shape(value: Plain) -> object:
    if isinstance(value, dict):
        return tuple(value) if len(value) == 1 else "group"
    return type(value)


def _text(value: Plain) -> str:
    if isinstance(value, dict):
        return " ".join(map(_text, value.values()))
    if isinstance(value, list):
        return " ".join(map(_text, value))
    return str(value)
