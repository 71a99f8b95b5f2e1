"""Where in a form a problem of a file belongs: from line and column to the way to a field."""

from training_site.checks.files import ReadFile
from training_site.problems import Problem
from training_site.reading.tree import Scalar, last_line
from training_site.shape.schema import Loc, Place


def place_of(problem: Problem, file: ReadFile) -> Loc:
    """The keys and numbers that lead to the value that a problem is about; empty for the whole file."""
    at = (problem.line, problem.column)
    keyed = [place for place in file.places if place.key and (place.key.line, place.key.column) == at]
    exact = [place for place in file.places if (place.node.line, place.node.column) == at]
    if keyed and not isinstance(keyed[0].loc[-1], int):
        return keyed[0].loc
    if exact:
        # What is missing belongs to the group, whose first key stands at the same place.
        return (exact[0] if problem.rule in ("missing-key", "rule", "question-purpose") else exact[-1]).loc
    around = [place for place in file.places if _first_line(place) <= problem.line <= last_line(place.node)]
    best = min(around, key=_height, default=None)
    return best.loc if best else ()


def _first_line(place: Place) -> int:
    key = place.key if place.number is None else None
    return min(place.node.line, key.line) if key else place.node.line


def _height(place: Place) -> tuple[int, int, int]:
    lines = last_line(place.node) - _first_line(place)
    return lines, 0 if isinstance(place.node, Scalar) else 1, -len(place.loc)
