"""Ids that a module, unit or reflection had before: each leads to one place, and nothing lives there today.

Old addresses are forwarded by them, and learners' notes move along with them.
"""

from collections.abc import Iterator, Sequence

from training_site.checks.files import ReadFile
from training_site.checks.ids import ON_ONE_PAGE, OTHER_FOLDERS, UNIT_PAGES
from training_site.checks.names import Names
from training_site.model import Module
from training_site.problems import Problem
from training_site.reading.tree import Scalar
from training_site.shape.marks import Mark, problem_at
from training_site.shape.schema import Place


def check_former_ids(files: Sequence[ReadFile], names: Names) -> Iterator[Problem]:
    """Every former id that could not be forwarded, because something else has its place."""
    first: dict[tuple[str, str, str], tuple[ReadFile, Scalar]] = {}
    for file in files:
        if file.model is not Module:
            continue
        for place in file.places:
            if place.number is None or place.name != "former_ids" or not isinstance(place.node, Scalar):
                continue
            kind = _kind_of(place)
            scope = "" if kind == "module" else file.stem
            twin = first.setdefault((kind, scope, place.node.text), (file, place.node))
            if told := _living(place.node.text, kind, scope, names):
                yield _at(file, place.node, *told)
            elif twin != (file, place.node):
                yield _at(file, place.node, "duplicate-id", _said_twice(place.node.text, file, *twin))


def _kind_of(place: Place) -> str:
    if place.loc[0] == "former_ids":
        return "module"
    return "reflection" if "reflection" in place.loc else "unit"


def _living(name: str, kind: str, scope: str, names: Names) -> tuple[str, str] | None:
    """The rule that a living namesake breaks, and the sentence for it."""
    for living in ON_ONE_PAGE if kind == "reflection" else (kind,):
        if name in names.of(living, scope):
            return "duplicate-id", f"`{name}` is named as a former id, but a {living} has it today."
    pages = {"module": {*names.pages, *OTHER_FOLDERS, *names.of("shared page")}, "unit": UNIT_PAGES}
    if name in pages.get(kind, ()):
        return (
            "address-taken",
            f"`{name}` is named as a former id, but the site has a page at that address today.",
        )
    return None


def _said_twice(name: str, file: ReadFile, other: ReadFile, node: Scalar) -> str:
    where = f"in line {node.line}" + (f" of `{other.source.path.name}`" if other is not file else "")
    return f"`{name}` is already named as a former id {where}, and an old address can lead to one place only."


def _at(file: ReadFile, node: Scalar, rule: str, message: str) -> Problem:
    mark = Mark(node.line, node.column, len(node.text) + 2 * bool(node.style))
    return problem_at(file.source, mark, rule, message, "Delete it from `former_ids`.")
