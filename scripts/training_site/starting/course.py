"""The course as `training-site new` finds it, and the trial of what would be written.

Nothing is written before the whole folder, with the new lines in it, was checked in a copy.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from training_site.checks.files import ReadFile, Surroundings, look_around
from training_site.checks.names import Names, gather_names
from training_site.load import SHARED, load_course
from training_site.model import LearningPath, Module, Passages
from training_site.model.text import Value
from training_site.problems import Problem, errors
from training_site.reading.source import Source, read_source
from training_site.reading.tree import Items, Node, Scalar, read_tree
from training_site.reading.tree import Mapping as Group
from training_site.starting.insert import RawFile, open_raw, read_raw
from training_site.starting.refusal import RefusalError


@dataclass(frozen=True)
class Existing:
    """The files that are there."""

    folder: Path

    @cached_property
    def around(self) -> Surroundings:
        """Names of what lies around the folder."""
        return look_around(self.folder)

    @cached_property
    def names(self) -> Names:
        """Every name that any file gives, as far as the files can be read."""
        files = []
        for path in sorted(self.folder.glob("*.yml")):
            model = SHARED.get(path.stem, Module)
            source, _ = read_source(path, self.folder)
            root = read_tree(source)[0] if source else None
            files.append(ReadFile(source or Source(path, ""), model, root))
        return gather_names(files, self.around)

    @cached_property
    def passages(self) -> dict[str, str]:
        """The passages of the article with their titles."""
        found = self.read("passages.yml", Passages)[1].root
        listed = found.get("passages") if isinstance(found, Group) else None
        groups = (
            [item for item in listed.items if isinstance(item, Group)] if isinstance(listed, Items) else []
        )
        return {text(group.get("id")): text(group.get("title")) for group in groups}

    def read(self, name: str, model: type[Value]) -> tuple[RawFile, ReadFile]:
        """One file, as lines and as a tree."""
        path = self.folder / name
        if not path.is_file() or path.is_symlink():
            raise RefusalError(f"There is no file `{name}` in the folder `{self.folder.name}`.")
        raw = open_raw(path)
        return raw, read_raw(raw, model)

    def course(self) -> tuple[RawFile, ReadFile]:
        """The learning path."""
        return self.read("course.yml", LearningPath)

    def module(self, module: str) -> tuple[RawFile, ReadFile]:
        """One module; refuses a name that no module has."""
        known = sorted(self.names.modules)
        if module not in known:
            listed = ", ".join(f"`{name}`" for name in known)
            raise RefusalError(f"There is no module `{module}`. There are: {listed}.")
        return self.read(f"{module}.yml", Module)


@dataclass(frozen=True)
class Beginning:
    """What is to be written, and where to go on."""

    id: str
    file: str
    line: int
    """The line on which the new part begins."""

    new: Mapping[str, bytes]
    """New files, which must not be there yet."""

    changed: Mapping[str, RawFile]
    """Files with lines put in."""


def text(node: Node | None) -> str:
    """The text of a node; empty when it is none."""
    return node.text if isinstance(node, Scalar) else ""


def try_out(folder: Path, beginning: Beginning) -> list[Problem]:
    """What the checker newly says about the files, were they written; refuses what would be a mistake."""
    touched = {*beginning.new, *beginning.changed}
    around = look_around(folder)
    before = load_course(folder, around=around).problems
    _refuse(before, touched, "has a mistake that has to be mended first")
    with TemporaryDirectory() as temporary:
        copy = Path(temporary) / folder.name
        copy.mkdir()
        for path in folder.glob("*.yml"):
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                shutil.copyfile(path, copy / path.name)
        for name, data in [*beginning.new.items(), *((n, raw.data) for n, raw in beginning.changed.items())]:
            (copy / name).write_bytes(data)
        after = load_course(copy, around=around).problems
    _refuse(after, touched, "would have a mistake with these words in it")
    known = {(problem.path.name, problem.rule, problem.message) for problem in before}
    return [
        replace(problem, path=folder / problem.path.name)
        for problem in after
        if problem.path.name in touched
        and problem.rule != "placeholder"
        and (problem.path.name, problem.rule, problem.message) not in known
    ]


def _refuse(problems: tuple[Problem, ...], touched: set[str], what: str) -> None:
    for problem in errors(problems):
        if problem.path.name in touched:
            place = f"`{problem.path.name}` {what}, at line {problem.line}:"
            raise RefusalError(f"{place} {problem.message} {problem.hint}".strip())


def write(folder: Path, beginning: Beginning) -> None:
    """Write it; refuses when a file has changed or come meanwhile."""
    for raw in beginning.changed.values():
        if raw.path.read_bytes() != raw.original:
            raise RefusalError(f"`{raw.path.name}` has changed in the meantime. Try again.")
    for name, data in beginning.new.items():
        try:
            with (folder / name).open("xb") as file:
                file.write(data)
        except FileExistsError:
            raise RefusalError(f"There is a file `{name}` already, and it stays as it is.") from None
    for raw in beginning.changed.values():
        raw.path.write_bytes(raw.data)
