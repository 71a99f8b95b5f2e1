"""The course beside its plan: what differs has to be explained, and only that.

It counts what a module holds. It knows nothing of how the two are shown side by side.
"""

from collections.abc import Iterator, Sequence

from training_site.author_text import find_mentions
from training_site.checks.written import Written
from training_site.model import LearningPath, Module, ModulePlan, References
from training_site.model.text import Value
from training_site.model.walk import walk_texts
from training_site.problems import Problem

COUNTED = ("units", "minutes", "questions", "exercises", "citations")
"""What is planned, and counted, for each module."""


def check_plan(all_written: Sequence[Written], values: Sequence[Value]) -> Iterator[Problem]:
    """Every number that differs from its plan without a reason, and every reason without a difference."""
    sources = {each.id for value in values if isinstance(value, References) for each in value.references}
    modules = {value.id: value for value in values if isinstance(value, Module)}
    for written in all_written:
        if not isinstance(written.value, LearningPath):
            continue
        for number, plan in enumerate(written.value.plan):
            if plan.module in modules:
                yield from _check(written, number, plan, count(modules[plan.module], sources))


def count(module: Module, sources: set[str]) -> dict[str, int]:
    """How many units, minutes, questions, exercises and different sources a module has."""
    mentioned = {
        mention.target
        for text in walk_texts(module)
        for mention in find_mentions(text.text)
        if mention.kind == "citation"
    }
    return {
        "units": len(module.units),
        "minutes": module.duration_minutes,
        "questions": len(module.knowledge_check.questions),
        "exercises": sum(1 for unit in module.units for block in unit.blocks if block.reflection),
        "citations": len(mentioned & sources),
    }


def _check(written: Written, number: int, plan: ModulePlan, counted: dict[str, int]) -> Iterator[Problem]:
    for what in COUNTED:
        planned, why = getattr(plan, what), getattr(plan.why, what)
        if counted[what] != planned and not why:
            yield written.warn(
                written.at("plan", number, what),
                "plan-differs",
                f"The plan of `{plan.module}` says {planned} {what}; there are {counted[what]}.",
                f"Say why under `why:`, in a line `{what}:`.",
            )
        if counted[what] == planned and why:
            yield written.warn(
                written.at("plan", number, "why", what),
                "plan-differs",
                f"`{plan.module}` is as planned here ({what}: {planned}), so there is nothing to explain.",
                "Take this line out.",
            )
