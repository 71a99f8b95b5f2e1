"""What stands around every page: the crisis lines, the problems of a preview, an empty course.

Plain values for the theme's templates, which read them as ``config.extra``. Both engines show
them the same way, because templates get nothing but text and lists.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training_site.author_text import typeset
from training_site.indexes import reflections_of
from training_site.load import Loaded
from training_site.model import (
    Course,
    Glossary,
    LearningPath,
    Passages,
    PostTest,
    References,
    Reflection,
    SafetyPanel,
    Unit,
)
from training_site.problems import Problem


def surroundings(course: Course) -> dict[str, Any]:
    """What the theme shows on every page of this course."""
    safety = course.safety
    return {
        "crisis_lines": [
            {
                "who": typeset(line.who),
                "text": typeset(line.text),
                "contacts": [
                    {"label": typeset(contact.label), "link": contact.link} for contact in line.contacts
                ],
            }
            for line in safety.crisis_lines
        ],
        "not_monitored": typeset(safety.not_monitored),
        "feedback_link": course.path.feedback_link or "",
        "moved": moved_ids(course),
        "course_title": typeset(course.path.title),
    }


def moved_ids(course: Course) -> dict[str, str]:
    """Former ids with today's, for what browsers keep: ``old`` of modules, ``module/old`` of the rest."""
    moved: dict[str, str] = {}
    for module in course.modules:
        moved |= dict.fromkeys(module.former_ids, module.id)
        for unit in module.units:
            parts: list[Unit | Reflection] = [unit, *reflections_of(unit)]
            for part in parts:
                moved |= {f"{module.id}/{former}": f"{module.id}/{part.id}" for former in part.former_ids}
    return moved


def problem_notes(loaded: Loaded) -> list[dict[str, Any]]:
    """The problems of a preview as the page shows them."""
    return [_note(problem, loaded.texts) for problem in loaded.problems]


def _note(problem: Problem, texts: Mapping[Path, str]) -> dict[str, Any]:
    lines = texts.get(problem.path, "").splitlines()
    return {
        "place": f"{problem.path.parent.name}/{problem.path.name}, line {problem.line}",
        "message": _words(problem.message),
        "hint": [_line(line) for line in problem.hint.split("\n") if line],
        "excerpt": lines[problem.line - 1] if 0 < problem.line <= len(lines) else "",
        "severity": problem.severity,
    }


def _line(line: str) -> dict[str, Any]:
    """A line of a hint: an example, which begins with spaces, keeps them and is read as it stands."""
    is_example = line.startswith(" ")
    words = [{"text": line, "is_code": False}] if is_example else _words(line)
    return {"is_example": is_example, "words": words}


def _words(sentence: str) -> list[dict[str, Any]]:
    """A sentence for people in pieces, with what a file holds marked, so that it needs no quotes."""
    pieces = enumerate(sentence.split("`"))
    return [{"text": piece, "is_code": bool(number % 2)} for number, piece in pieces if piece]


def empty_course() -> Course:
    """A course without modules, for a preview that never had a good one."""
    return Course.model_construct(
        path=LearningPath.model_construct(
            title="The course cannot be shown yet",
            summary="The problems listed here keep the course from being built. Mend them; the page reloads.",
            modules=(),
            reflection_note="",
            post_test=PostTest.model_construct(
                questions=1, at_least_per_module=0, pass_mark=80, duration_minutes=1
            ),
            situations=(),
            shared_pages=(),
            handouts=(),
            facilitator_guide=None,
            feedback_link=None,
        ),
        modules=(),
        references=References(references=()),
        passages=Passages.model_construct(source="", credit="", passages=()),
        glossary=Glossary(entries=()),
        safety=SafetyPanel.model_construct(
            title="Safety spine",
            intro="",
            codes=(),
            after="",
            sources=(),
            house_suggestions="",
            crisis_lines=(),
            not_monitored="",
        ),
    )
