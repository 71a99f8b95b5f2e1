"""The agenda of a group session, fitted to the time there is.

Pure arithmetic over a facilitator guide: the same guide and length always give the same agenda.
``HOW_IT_IS_FITTED`` tells facilitators in words what ``fit_agenda`` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from training_site.model import AgendaItem, FacilitatorGuide

LENGTHS = (60, 90)
"""The lengths of session, in minutes, that every guide offers beside its own."""

BREAK_MINUTES = 5
DISCUSSION_MINUTES = 10

HOW_IT_IS_FITTED = (
    "For less time, the parts marked to be cut go first, in the order of the agenda, until the rest fits. "
    "If that is not enough, the parts between the first and the last are shortened in proportion, none of "
    "them below half. For more time, a break of five minutes near the middle and ten minutes with the "
    "discussion prompts come in when there are fifteen minutes to spare; the rest goes to the parts that "
    "gain most from it. Nobody has timed these agendas with a group yet: keep an eye on the clock."
)

Change = Literal["", "left out", "added"]


@dataclass(frozen=True)
class Slot:
    """A stretch of a fitted session."""

    title: str
    minutes: int
    """How long it takes here; 0 when it is left out."""
    planned: int
    """How long the guide plans for it; 0 when it was added."""
    start: int = 0
    """Minutes from the beginning of the session."""
    change: Change = ""
    item: AgendaItem | None = None
    """The part of the guide that it is; None when it was added."""

    @property
    def end(self) -> int:
        """Minutes from the beginning of the session to its end."""
        return self.start + self.minutes


@dataclass(frozen=True)
class Agenda:
    """A whole session."""

    wanted: int
    """The length that was asked for, in minutes."""
    as_planned: bool
    """Whether nothing had to change."""
    slots: tuple[Slot, ...]

    @property
    def minutes(self) -> int:
        """How long it really takes: more than was asked for when it cannot be made to fit."""
        return sum(slot.minutes for slot in self.slots)

    @property
    def running(self) -> tuple[Slot, ...]:
        """What takes place."""
        return tuple(slot for slot in self.slots if slot.minutes)

    @property
    def left_out(self) -> tuple[Slot, ...]:
        """What does not."""
        return tuple(slot for slot in self.slots if not slot.minutes)


def agendas_of(guide: FacilitatorGuide) -> tuple[Agenda, ...]:
    """The session in every length that is offered, its own among them, shortest first."""
    return tuple(fit_agenda(guide, length) for length in sorted({*LENGTHS, guide.minutes}))


def fit_agenda(guide: FacilitatorGuide, wanted: int) -> Agenda:
    """The session in ``wanted`` minutes, or as near to it as it can honestly come."""
    slots = [Slot(item.title, item.minutes, item.minutes, item=item) for item in guide.agenda]
    slots = _leave_out(slots, wanted)
    slots = _shorten(slots, wanted)
    slots = _stretch(slots, wanted, has_prompts=bool(guide.discussion_prompts))
    return Agenda(wanted, guide.minutes == wanted, tuple(_timed(slots)))


def _leave_out(slots: list[Slot], wanted: int) -> list[Slot]:
    kept = list(slots)
    for place, slot in enumerate(slots):
        if _total(kept) > wanted and slot.item and slot.item.can_be_cut:
            kept[place] = replace(slot, minutes=0, change="left out")
    return kept


def _shorten(slots: list[Slot], wanted: int) -> list[Slot]:
    room = {place: slots[place].minutes - -(-slots[place].minutes // 2) for place in _middle(slots)}
    excess = min(max(_total(slots) - wanted, 0), sum(room.values()))
    shares = _share_out(excess, room)
    return [replace(slot, minutes=slot.minutes - shares.get(place, 0)) for place, slot in enumerate(slots)]


def _stretch(slots: list[Slot], wanted: int, *, has_prompts: bool) -> list[Slot]:
    spare = wanted - _total(slots)
    if spare <= 0:
        return slots
    added_break = spare >= BREAK_MINUTES + DISCUSSION_MINUTES
    if added_break:
        spare -= BREAK_MINUTES
    added_talk = added_break and has_prompts
    if added_talk:
        spare -= DISCUSSION_MINUTES
    middle = _middle(slots) or range(len(slots))
    best = [place for place in middle if (item := slots[place].item) and item.can_be_stretched]
    shares = _share_out(spare, {place: slots[place].minutes for place in best or middle})
    grown = [replace(slot, minutes=slot.minutes + shares.get(place, 0)) for place, slot in enumerate(slots)]
    if added_talk:
        talk = Slot("Discussion: choose from the prompts below", DISCUSSION_MINUTES, 0, change="added")
        grown.insert(max(len(grown) - 1, 0), talk)
    if added_break:
        grown.insert(_near_middle(grown), Slot("Break", BREAK_MINUTES, 0, change="added"))
    return grown


def _middle(slots: Sequence[Slot]) -> list[int]:
    """Places of the parts between the welcome and the close, which keep their minutes."""
    return [place for place in range(1, len(slots) - 1) if slots[place].minutes]


def _near_middle(slots: Sequence[Slot]) -> int:
    """The place between two parts that is nearest to the middle of the session."""
    half = _total(slots) / 2
    return min(range(1, len(slots) + 1), key=lambda place: abs(_total(slots[:place]) - half))


def _share_out(amount: int, weights: dict[int, int]) -> dict[int, int]:
    """Whole minutes in proportion to the weights; what is left over goes to the largest remainders."""
    total = sum(weights.values())
    if not total:
        return {}
    shares = {place: amount * weight // total for place, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda place: (-(amount * weights[place] % total), place))
    for place in by_remainder[: amount - sum(shares.values())]:
        shares[place] += 1
    return shares


def _total(slots: Sequence[Slot]) -> int:
    return sum(slot.minutes for slot in slots)


def _timed(slots: Sequence[Slot]) -> list[Slot]:
    return [replace(slot, start=_total(slots[:place])) for place, slot in enumerate(slots)]
