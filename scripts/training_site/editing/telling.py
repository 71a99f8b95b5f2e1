"""What is told to the page, as plain data: problems at their fields, and what two people changed."""

from typing import Any

from training_site.checks.files import ReadFile
from training_site.editing.forms import label_of
from training_site.editing.merge import Clash
from training_site.editing.places import place_of
from training_site.problems import Problem

Answer = dict[str, Any]


def told(problem: Problem, name: str, file: ReadFile | None) -> Answer:
    """A problem with the way to its field, if it is in the file that is open."""
    here = problem.path.stem == name
    return {
        "file": problem.path.name,
        "line": problem.line,
        "here": here,
        "place": list(place_of(problem, file)) if here and file else [],
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity,
    }


def differing(base: object, other: object, place: tuple[str | int, ...] = ()) -> list[tuple[Any, Any, Any]]:
    """Where two states of the same values differ, as place, before and after."""
    if isinstance(base, dict) and isinstance(other, dict):
        keys = [*base, *(key for key in other if key not in base)]
        return [each for key in keys for each in differing(base.get(key), other.get(key), (*place, key))]
    if isinstance(base, list) and isinstance(other, list) and len(base) == len(other):
        pairs = enumerate(zip(base, other, strict=True))
        return [each for number, (one, two) in pairs for each in differing(one, two, (*place, number))]
    return [] if base == other else [(place, base, other)]


def told_difference(place: tuple[str | int, ...], before: object, after: object) -> Answer:
    """A place that changed, with its words before and after."""
    return {"where": _where(place), "before": _words(before), "after": _words(after)}


def told_clash(clash: Clash) -> Answer:
    """A place that both changed, with the words of each."""
    return {"where": _where(clash.place), "mine": _words(clash.mine), "theirs": _words(clash.theirs)}


def _where(place: tuple[str | int, ...]) -> str:
    return " › ".join(label_of(part) if isinstance(part, str) else str(part + 1) for part in place)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return "; ".join(filter(None, (_words(each) for each in value.values())))
    if isinstance(value, list):
        return "\n".join(filter(None, map(_words, value)))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
