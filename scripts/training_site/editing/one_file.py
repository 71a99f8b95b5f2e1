"""One file by itself: the class that it is of, its values, and what is wrong with it alone.

Knows nothing of the other files of the course, nor of what the page makes of an answer.
"""

from pathlib import Path

from training_site.checks.files import ReadFile
from training_site.editing.fresh import Plain
from training_site.editing.line_ends import plain
from training_site.editing.marks import mark_values
from training_site.editing.values import form_values
from training_site.load import SHARED
from training_site.model import Module
from training_site.model.text import Value
from training_site.problems import Problem, errors
from training_site.reading.source import decode
from training_site.reading.tree import read_tree
from training_site.shape.explain import Shaped, shape


def model_of(name: str) -> type[Value]:
    """The class that a file of this name is of."""
    return SHARED.get(name, Module)


def values_of(name: str, text: str) -> dict[str, Plain]:
    """The values of a file as a form holds them."""
    return form_values(mark_values(plain(text)), model_of(name))


def read_alone(path: Path, text: str) -> tuple[Shaped | None, ReadFile | None, list[Problem]]:
    """A file's shape, and what is wrong with that; no shape when it cannot be read."""
    source, problems = decode(path, text.encode())
    tree, more = read_tree(source) if source and not errors(problems) else (None, [])
    problems = [*problems, *more]
    if source is None or tree is None:
        return None, None, problems
    shaped = shape(source, tree, model_of(path.stem), problems)
    return shaped, ReadFile(source, model_of(path.stem), shaped.root), [*problems, *shaped.problems]
