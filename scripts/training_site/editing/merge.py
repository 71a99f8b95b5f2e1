"""Two people's changes of the same values, joined; what both changed is named.

Values only: knows nothing of files or forms.
"""

from dataclasses import dataclass

from training_site.editing.fresh import Plain
from training_site.editing.pairing import pair_up

Way = tuple[str | int, ...]
_MISSING = object()


@dataclass(frozen=True)
class Clash:
    """A place that both changed, each in another way."""

    place: Way
    mine: object
    theirs: object


def merged(base: Plain, mine: Plain, theirs: Plain) -> tuple[Plain, list[Clash]]:
    """``theirs`` with what ``mine`` changed of ``base``; where both changed the same, mine stays."""
    clashes: list[Clash] = []
    value = _joined(base, mine, theirs, (), clashes)
    return value, clashes  # type: ignore[return-value]


def _joined(base: object, mine: object, theirs: object, place: Way, clashes: list[Clash]) -> object:
    if mine == base:
        return theirs
    if theirs in (base, mine):
        return mine
    if isinstance(base, dict) and isinstance(mine, dict) and isinstance(theirs, dict):
        keys = [*mine, *(key for key in theirs if key not in mine)]
        joined = {
            key: _joined(
                base.get(key, _MISSING),
                mine.get(key, _MISSING),
                theirs.get(key, _MISSING),
                (*place, key),
                clashes,
            )
            for key in keys
        }
        return {key: value for key, value in joined.items() if value is not _MISSING}
    if isinstance(base, list) and isinstance(mine, list) and isinstance(theirs, list):
        return _joined_lists(base, mine, theirs, place, clashes)
    clashes.append(Clash(place, _said(mine), _said(theirs)))
    return theirs if mine is _MISSING else mine


def _joined_lists(
    base: list[Plain], mine: list[Plain], theirs: list[Plain], place: Way, clashes: list[Clash]
) -> list[object]:
    """My order, with their changes inside each entry, their new entries, and without what either deleted."""
    of_mine, of_theirs = pair_up(base, mine), pair_up(base, theirs)
    in_theirs = {old: value for old, value in zip(of_theirs, theirs, strict=True) if old is not None}
    moved_by_me = [old for old in of_mine if old is not None] != sorted(
        old for old in of_mine if old is not None
    )
    order = list(zip(of_mine, mine, strict=True))
    if not moved_by_me:
        by_place = {old: number for number, old in enumerate(of_theirs) if old is not None}
        order = _in_their_order(order, by_place)
    joined: list[object] = []
    for old, value in order:
        number = len(joined)
        if old is None:
            joined.append(value)
        elif old in in_theirs:
            joined.append(_joined(base[old], value, in_theirs[old], (*place, number), clashes))
        elif value != base[old]:
            clashes.append(Clash((*place, number), value, None))
            joined.append(value)
    for number, (old, new) in enumerate(zip(of_theirs, theirs, strict=True)):
        if old is None and new not in joined:
            joined.insert(min(number, len(joined)), new)
        elif old is not None and old not in of_mine and new != base[old]:
            clashes.append(Clash((*place, number), None, new))
    return joined


def _in_their_order(
    order: list[tuple[int | None, Plain]], places: dict[int, int]
) -> list[tuple[int | None, Plain]]:
    """Entries in their order; a new one of mine stays behind the one it stood behind."""
    keyed = []
    last = -1
    for number, (old, value) in enumerate(order):
        if old is not None:
            last = places.get(old, last)
        keyed.append((last, number, (old, value)))
    return [entry for _, _, entry in sorted(keyed, key=lambda each: each[:2])]


def _said(value: object) -> object:
    return None if value is _MISSING else value
