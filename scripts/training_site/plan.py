"""The course in numbers, each beside what was planned, for the end of a build.

A table of plain text and the reasons below it. It knows nothing of where it is printed.
"""

from training_site.author_text import plain_text
from training_site.indexes import citations_in
from training_site.model import Course, Module, ModulePlan

COUNTED = ("units", "minutes", "questions", "exercises", "citations")
"""What is planned, and counted, for each module."""

Row = tuple[str, ...]


def course_in_numbers(course: Course) -> str:
    """Each module's numbers and their sum; with a plan, what was planned beside them, and why they differ."""
    sources = set(course.reference_by_id)
    plans = {plan.module: plan for plan in course.path.plan}
    counted = {module.id: _count(module, sources) for module in course.modules}
    rows: list[Row] = [("", *COUNTED)]
    rows += [_row(name, numbers, plans.get(name)) for name, numbers in counted.items()]
    rows.append(_sum(course, counted, plans))
    if not plans:
        return _table(rows)
    reasons = _reasons(course, counted, plans)
    told = "Why it came out otherwise:" if reasons else "None came out otherwise."
    lead = f"A number in brackets is what was planned. {told}"
    return "\n\n".join([_table(rows), lead, *(["\n".join(reasons)] if reasons else [])])


def _count(module: Module, sources: set[str]) -> dict[str, int]:
    """How many units, minutes, questions, exercises and different sources a module has."""
    return {
        "units": len(module.units),
        "minutes": module.duration_minutes,
        "questions": len(module.knowledge_check.questions),
        "exercises": sum(1 for unit in module.units for block in unit.blocks if block.reflection),
        "citations": len(citations_in(module) & sources),
    }


def _row(name: str, numbers: dict[str, int], plan: ModulePlan | None) -> Row:
    return (name, *(_cell(numbers[what], getattr(plan, what) if plan else None) for what in COUNTED))


def _cell(is_there: int, planned: int | None) -> str:
    return f"{is_there}" if planned is None else f"{is_there} ({planned})"


def _sum(course: Course, counted: dict[str, dict[str, int]], plans: dict[str, ModulePlan]) -> Row:
    """The last row; sources cited in several modules count in each, as they were planned."""
    whole = set(counted) <= set(plans)
    return (
        "in all",
        *(
            _cell(
                sum(numbers[what] for numbers in counted.values()),
                sum(getattr(plans[module.id], what) for module in course.modules) if whole else None,
            )
            for what in COUNTED
        ),
    )


def _table(rows: list[Row]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(f"  {line}".rstrip() for line in lines)


def _reasons(course: Course, counted: dict[str, dict[str, int]], plans: dict[str, ModulePlan]) -> list[str]:
    """Each reason for a difference once, with the modules that it holds for."""
    given: dict[tuple[str, str], list[str]] = {}
    for what in COUNTED:
        for module in course.modules:
            plan = plans.get(module.id)
            if plan and getattr(plan, what) != counted[module.id][what]:
                why = getattr(plan.why, what) or "No reason is given yet."
                given.setdefault((what, plain_text(why)), []).append(module.id)
    return [
        f"  {what}, {'every module' if len(names) == len(course.modules) > 1 else ', '.join(names)}: {why}"
        for (what, why), names in given.items()
    ]
