"""The course in numbers, beside what was planned, as a build prints it."""

import os

import pytest

from course_edits import AROUND, CASES, apply, copy_good_course, read_variants
from tools import ROOT
from training_site.indexes import exercises_by_passage
from training_site.load import load_course
from training_site.model import Course
from training_site.plan import course_in_numbers

GOLDEN = ROOT / "tests" / "cases" / "course-in-numbers.txt"


def planned(folder, variant: int = 0) -> Course:
    """The small course with a plan."""
    modules = copy_good_course(folder / "modules")
    apply(list(read_variants(CASES / "fine" / "plan-differs.edits"))[variant], modules)
    course = load_course(modules, around=AROUND).course
    assert course is not None
    return course


def test_each_number_stands_beside_its_plan(tmp_path):
    """What is there, in brackets what was planned, and each reason for a difference below."""
    assert course_in_numbers(planned(tmp_path)) == (
        "             units  minutes  questions  exercises  citations\n"
        "  listening  2 (2)  13 (13)      2 (2)      1 (1)      1 (1)\n"
        "  pausing    1 (1)    5 (4)      1 (1)      0 (0)      0 (0)\n"
        "  in all     3 (3)  18 (17)      3 (3)      1 (1)      1 (1)\n"
        "\n"
        "A number in brackets is what was planned. Why it came out otherwise:\n"
        "\n"
        "  minutes, pausing: Pauses take longer than we thought."
    )


def test_a_difference_without_a_reason_is_told_and_no_problem(tmp_path):
    """Who adds a reflection has done nothing wrong; the table says that nobody has explained it yet."""
    course = planned(tmp_path)
    (first, *rest) = course.path.plan
    more = first.model_copy(update={"exercises": first.exercises + 1})
    path = course.path.model_copy(update={"plan": (more, *rest)})
    said = course_in_numbers(course.model_copy(update={"path": path}))
    assert said.splitlines()[-1] == "  exercises, listening: No reason is given yet."


def test_without_a_plan_for_all_the_sum_has_none(tmp_path):
    """A module without a plan has its numbers alone, and so has the sum."""
    assert course_in_numbers(planned(tmp_path, 1)).splitlines()[1:] == [
        "  listening      2       13          2          1          1",
        "  pausing    1 (1)    5 (5)      1 (1)      0 (0)      0 (0)",
        "  in all         3       18          3          1          1",
        "",
        "A number in brackets is what was planned. None came out otherwise.",
    ]


def test_without_a_plan_there_are_the_numbers_alone(tmp_path):
    """A course that names no plan is counted."""
    course = load_course(copy_good_course(tmp_path / "modules"), around=AROUND).course
    assert course is not None
    said = course_in_numbers(course)
    assert said.splitlines()[-1] == "  in all         3       18          3          1          1"
    assert "planned" not in said


def test_the_course_beside_its_plan(course: Course):
    """What a build of this site prints is agreed on, number by number and reason by reason."""
    said = course_in_numbers(course) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(said, encoding="utf-8", newline="\n")
    assert said == GOLDEN.read_text(encoding="utf-8")
    assert {plan.module for plan in course.path.plan} == {module.id for module in course.modules}


@pytest.mark.parametrize("passage", [f"p{number}" for number in range(1, 10)])
def test_each_passage_has_two_exercises(course: Course, site, passage: str):
    """At least two exercises grew from each passage of the article, and the article's page links them."""
    exercises = exercises_by_passage(course)[passage]
    assert len(exercises) >= 2
    page = site.pages["article/"]
    shown = {link.rpartition("#")[2] for link in page.links()}
    for exercise in exercises:
        assert exercise.reflection.id in shown
        assert exercise.how
