"""From a folder of YAML files to a ``Course``, with every mistake on the way.

The straight sequence below is how loading works: bytes, tree, names, shape, then what only
shows across files. It prints nothing and never raises for what an author wrote.
"""

from dataclasses import dataclass, field
from pathlib import Path

from training_site.model import Course, Glossary, LearningPath, Module, Passages, References, SafetyPanel
from training_site.model.text import Value
from training_site.problems import Problem, errors, in_order
from training_site.reading.source import read_source
from training_site.reading.tree import FASTEST, Parser, read_tree
from training_site.shape.explain import shape

SHARED: dict[str, type[Value]] = {
    "course": LearningPath,
    "references": References,
    "passages": Passages,
    "glossary": Glossary,
    "safety": SafetyPanel,
}


@dataclass(frozen=True)
class Loaded:
    """What a folder holds: the course, if nothing keeps it from being built, and every problem."""

    course: Course | None
    problems: tuple[Problem, ...]
    texts: dict[Path, str] = field(default_factory=dict)


def load_course(folder: Path, *, parser: Parser = FASTEST) -> Loaded:
    """Read every YAML file of ``folder``."""
    problems: list[Problem] = []
    texts: dict[Path, str] = {}
    values: dict[str, Value] = {}
    for name in SHARED:
        if not (folder / f"{name}.yml").exists():
            path = folder / f"{name}.yml"
            problems.append(Problem(path, 1, 1, "missing-file", f"`{name}.yml` is missing."))
    for path in sorted(folder.glob("*.yml")):
        source, found = read_source(path, folder)
        problems += found
        if source is None:
            continue
        texts[path] = source.text
        if errors(found):
            continue
        tree, found = read_tree(source, parser)
        problems += found
        if tree is None:
            continue
        value, tree, found = shape(source, tree, SHARED.get(path.stem, Module))
        problems += found
        if value is not None:
            values[path.stem] = value
    sorted_problems = in_order(problems)
    if errors(sorted_problems):
        return Loaded(None, sorted_problems, texts)
    path_value = values["course"]
    assert isinstance(path_value, LearningPath)
    course = Course(
        path=path_value,
        modules=tuple(values[i] for i in path_value.modules if i in values),
        references=values["references"],
        passages=values["passages"],
        glossary=values["glossary"],
        safety=values["safety"],
    )
    return Loaded(course, sorted_problems, texts)
