"""A file that someone else changed since its form was made: what each did, and both joined.

Takes texts and values and gives values and plain data; nothing here reads or writes a file.
"""

from training_site.editing.merge import Clash, merged
from training_site.editing.one_file import values_of
from training_site.editing.telling import Answer, differing, told_clash, told_difference


def told_conflict(name: str, values: object, base: str, now: str) -> Answer:
    """What the form changed of the text ``base``, what the file ``now`` changed of it, and where both did."""
    before = values_of(name, base)
    both, clashes = _merged(name, values, base, now)
    return {
        "mine": [told_difference(*each) for each in differing(before, values)],
        "theirs": [told_difference(*each) for each in differing(before, values_of(name, now))],
        "clashes": [told_clash(clash) for clash in clashes],
        "joined": bool(both),
    }


def joined(name: str, values: object, base: str, now: str) -> object:
    """The values of the file ``now`` with what the form changed of the text ``base`` on top."""
    return _merged(name, values, base, now)[0]


def _merged(name: str, values: object, base: str, now: str) -> tuple[object, list[Clash]]:
    return merged(values_of(name, base), values, values_of(name, now))  # type: ignore[arg-type]
