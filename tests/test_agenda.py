"""Agendas fitted to the time there is: what goes, what is shortened, what is added, and that it adds up."""

import pytest

from training_site.agenda import LENGTHS, Agenda, agendas_of, fit_agenda
from training_site.model import AgendaItem, FacilitatorGuide

PROMPTS = ("What now?",)


def guide(*parts: str, prompts: tuple[str, ...] = PROMPTS) -> FacilitatorGuide:
    """A guide from parts such as ``20 cut`` or ``15 stretch``."""
    items = []
    for number, part in enumerate(parts):
        minutes, *marks = part.split()
        items.append(
            AgendaItem(
                minutes=int(minutes),
                title=f"Part {number}",
                can_be_cut="cut" in marks,
                can_be_stretched="stretch" in marks,
            )
        )
    return FacilitatorGuide(agenda=tuple(items), discussion_prompts=prompts)


def shown(agenda: Agenda) -> list[str]:
    """Each stretch as ``start title minutes``, with what was done to it."""
    return [f"{slot.start} {slot.title} {slot.minutes} {slot.change}".strip() for slot in agenda.slots]


def test_its_own_length_changes_nothing():
    """A session of the planned length is the plan."""
    agenda = fit_agenda(guide("5", "50 cut", "5"), 60)
    assert agenda.as_planned
    assert shown(agenda) == ["0 Part 0 5", "5 Part 1 50", "55 Part 2 5"]


def test_parts_to_cut_go_first_and_only_as_many_as_it_takes():
    """The first part marked goes; when the rest fits, the second stays and the spare minutes are used."""
    agenda = fit_agenda(guide("5", "20 cut", "30 stretch", "15 cut", "5"), 60)
    assert shown(agenda) == [
        "0 Part 0 5",
        "5 Part 1 0 left out",
        "5 Part 2 35",
        "40 Part 3 15",
        "55 Part 4 5",
    ]
    assert [slot.title for slot in agenda.left_out] == ["Part 1"]


def test_what_still_does_not_fit_is_shortened_in_proportion():
    """Welcome and close keep their minutes; the parts between lose in proportion to their length."""
    agenda = fit_agenda(guide("5", "40", "20", "20", "5"), 60)
    assert [slot.minutes for slot in agenda.slots] == [5, 25, 12, 13, 5]


def test_no_part_goes_below_half():
    """A session that cannot be taught in the time says so by its minutes instead of shrinking on."""
    agenda = fit_agenda(guide("5", "90", "51", "5"), 60)
    assert [slot.minutes for slot in agenda.slots] == [5, 45, 26, 5]
    assert agenda.minutes == 81


def test_more_time_brings_a_break_and_a_discussion():
    """With fifteen minutes to spare a break comes near the middle and the prompts before the close."""
    agenda = fit_agenda(guide("5", "30", "20 stretch", "5"), 90)
    assert shown(agenda) == [
        "0 Part 0 5",
        "5 Part 1 30",
        "35 Break 5 added",
        "40 Part 2 35",
        "75 Discussion: choose from the prompts below 10 added",
        "85 Part 3 5",
    ]


def test_a_discussion_needs_prompts():
    """Without prompts there is a break alone, and the rest goes to the parts."""
    agenda = fit_agenda(guide("5", "50", "5", prompts=()), 90)
    assert [slot.title for slot in agenda.slots if slot.change] == ["Break"]
    assert agenda.minutes == 90


def test_a_few_minutes_more_stretch_what_gains_most():
    """Less than a quarter of an hour is no time for a break: it goes to the parts that are marked."""
    agenda = fit_agenda(guide("5", "30 stretch", "40", "5"), 90)
    assert [slot.minutes for slot in agenda.slots] == [5, 40, 40, 5]


@pytest.mark.parametrize("length", [1, 7, 30, 59, 60, 61, 75, 89, 90, 120, 240])
def test_whatever_the_course_plans_adds_up(course, length):
    """For every module and length: each start is the end before, and only too little time is exceeded."""
    for module in course.modules:
        agenda = fit_agenda(module.facilitator_guide, length)
        at = 0
        for slot in agenda.slots:
            assert slot.start == at
            at = slot.end
        assert agenda.minutes == at
        too_short = length < module.facilitator_guide.minutes
        assert agenda.minutes == length or (too_short and agenda.minutes > length)
        assert all(slot.minutes >= slot.planned / 2 for slot in agenda.running)


def test_the_course_can_be_taught_in_60_and_in_90_minutes(course):
    """No module of the course is too long for the shortest session on offer."""
    for module in course.modules:
        offered = {agenda.wanted: agenda for agenda in agendas_of(module.facilitator_guide)}
        assert {*LENGTHS, module.facilitator_guide.minutes} == set(offered)
        assert all(agenda.minutes == length for length, agenda in offered.items())
