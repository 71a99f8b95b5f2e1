"""From a folder of YAML files to a ``Course``, with every mistake on the way.

``load_course`` is the straight sequence of loading: bytes, tree, shape, then what only shows
when the files are seen together. It prints nothing and never raises for what an author wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from training_site.cache import digest
from training_site.checks.excuses import Allowed
from training_site.checks.files import ReadFile, Surroundings, look_around
from training_site.checks.former_ids import check_former_ids
from training_site.checks.handwritten import check_handwritten
from training_site.checks.ids import check_ids
from training_site.checks.names import gather_names
from training_site.checks.path import check_path
from training_site.checks.teaching import check_teaching
from training_site.checks.uses import check_uses
from training_site.checks.wording import check_wording
from training_site.checks.written import Written
from training_site.model import (
    AvoidList,
    Course,
    Glossary,
    LearningPath,
    Module,
    Passages,
    References,
    SafetyPanel,
)
from training_site.model.text import Value
from training_site.outlines import Outline, Outlines
from training_site.problems import Problem, errors, in_order
from training_site.reading.source import Source, decode, read_source
from training_site.reading.tree import FASTEST, Parser, read_tree
from training_site.shape.explain import shape
from training_site.slips.settle import Reading, Settled, settle

SHARED: dict[str, type[Value]] = {
    "course": LearningPath,
    "references": References,
    "passages": Passages,
    "glossary": Glossary,
    "safety": SafetyPanel,
    "avoid": AvoidList,
}
"""The files that a course has one of; every other file is a module."""

HELD_AGAINST = ("avoid", "references")
"""Those whose lists the teaching of every file is held against."""

OPTIONAL = {"avoid"}
"""Those that a course can do without."""

MOST_PER_FILE = 100


@dataclass(frozen=True)
class Loaded:
    """What a folder holds: the course, if nothing keeps it from being built, and every problem."""

    course: Course | None
    problems: tuple[Problem, ...]
    texts: Mapping[Path, str] = field(default_factory=dict)
    """The text of every file that could be read, to show the lines of problems."""

    excused: int = 0
    """How many findings a comment in the files excuses."""

    unread: frozenset[Path] = frozenset()
    """The files that could not be read to their end, so that more may be wrong in them than is known."""

    values: Mapping[str, Value] = field(default_factory=dict)
    """What each file holds that could be read whole, under its name without `.yml`."""

    written: tuple[Written, ...] = ()
    """The files that were looked at and could be read whole, without those known to be right before."""

    allowed: tuple[Allowed, ...] = ()
    """The findings in them that a comment excuses, with the reason."""

    def for_pages(self) -> "Loaded":
        """The same without what no page asks for: the trees of the files, and texts that need no mending."""
        troubled = {problem.path for problem in self.problems}
        texts = {path: text for path, text in self.texts.items() if path in troubled}
        return replace(self, written=(), texts=texts)


def load_course(
    folder: Path,
    *,
    around: Surroundings | None = None,
    parser: Parser = FASTEST,
    unsaved: Mapping[str, str] | None = None,
    known: Outlines | None = None,
) -> Loaded:
    """Read and check every YAML file of ``folder``.

    ``around`` names the drawings, pictures and pages that modules may refer to; without it they
    are looked up beside the folder. ``unsaved`` holds texts that stand in for those of files, by name.
    Modules that are ``known`` to be right are not looked at again.
    """
    around = around or look_around(folder)
    read = partial(_read, parser=parser)
    problems = [*_check_folder(folder), *around.unread]
    known = known or Outlines()
    known.next_load()
    files: list[ReadFile] = []
    values: dict[str, Value] = {}
    texts: dict[Path, str] = {}
    placed: dict[Path, Settled[_Content]] = {}
    outlined: dict[Path, Outline] = {}
    for path in _yaml_files(folder):
        text = (unsaved or {}).get(path.name)
        source, found = read_source(path, folder) if text is None else decode(path, text.encode())
        if source:
            texts[path] = source.text
        outline = known.find(source) if source and not found and path.stem not in SHARED else None
        if outline:
            outlined[path] = outline
            files.append(outline.file)
            values[path.stem] = outline.value
            continue
        if source and not errors(found):
            settled = known.read(source, read)
            file, value = settled.reading.result
            if settled.slips:
                placed[path] = settled
            found = [*found, *settled.problems()]
        else:
            file, value = _unread(source or Source(path, "")), None
        files.append(file)
        problems += _not_too_many(found)
        if value:
            values[path.stem] = value
    surroundings = "" if problems else known.surroundings(files, around)
    for number, file in enumerate(files):
        outline = outlined.get(file.source.path)
        if outline and not (surroundings and known.is_right(file.source, surroundings)):
            del outlined[file.source.path]
            files[number], _ = known.read(file.source, read).reading.result
    names = gather_names(files, around)
    across = [
        *check_ids(files, names, around),
        *check_former_ids(files, names),
        *check_uses(files, names, around),
        *check_path(files, names),
        *check_wording(files),
    ]
    written = tuple(
        Written(file, values[file.stem]) for file in files if file.stem in values and not file.checked
    )
    held = digest(*(file.source.text for file in files if file.stem in HELD_AGAINST))
    unsure = [one for one in written if not known.teaches_well(one.file.source, held)]
    teaching = check_teaching(unsure, written)
    for one in unsure:
        if not teaching.says_of(one.file.source.path):
            known.keep_well_taught(one.file.source, held)
    across += teaching.problems
    avoid = values.get("avoid")
    unsure_pages = [page for page in around.written if not known.teaches_well(page, held)]
    by_hand = check_handwritten(unsure_pages, avoid.phrases if isinstance(avoid, AvoidList) else ())
    for page in unsure_pages:
        if not by_hand.says_of(page.path):
            known.keep_well_taught(page, held)
    problems += by_hand.problems
    texts |= {page.path: page.text for page in around.written}
    across = [placed[one.path].placed(one) if one.path in placed else one for one in across]
    troubled = {problem.path for problem in across}
    for file in files:
        value = values.get(file.stem)
        if (
            surroundings
            and not file.checked
            and file.source.path not in troubled
            and isinstance(value, Module)
        ):
            known.keep(file, value, teaching.excused_in.get(file.source.path, 0), surroundings)
    for file in files:
        problems += _not_too_many([problem for problem in across if problem.path == file.source.path])
    ordered = in_order(problems)
    return Loaded(
        None if errors(ordered) else _join(values),
        ordered,
        texts,
        teaching.excused + by_hand.excused + sum(outline.excused for outline in outlined.values()),
        unread=frozenset(file.source.path for file in files if file.root is None),
        values=values,
        written=written,
        allowed=(*teaching.allowed, *by_hand.allowed),
    )


def _check_folder(folder: Path) -> list[Problem]:
    problems = []
    for name, model in SHARED.items():
        path = folder / f"{name}.yml"
        if name not in OPTIONAL and not path.exists() and not path.is_symlink():
            what = " ".join((model.__doc__ or "").split(":")[0].split())
            problems.append(
                Problem(
                    path,
                    1,
                    1,
                    "missing-file",
                    f"The file `{name}.yml` is missing. {what} is kept there.",
                    "Bring it back, with `git` or from a copy, or write it anew.",
                )
            )
    problems += [
        Problem(
            path,
            1,
            1,
            "file-ending",
            f"The file's name ends in `{path.suffix}`, so it is not read. Only names in `.yml` are.",
            f"Rename it to `{path.stem}.yml`.",
        )
        for path in sorted(folder.iterdir() if folder.is_dir() else ())
        if path.suffix.lower() in (".yaml", ".yml") and path.suffix != ".yml"
        if not path.name.startswith(".")
    ]
    return problems


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yml") if not path.name.startswith("."))


_Content = tuple[ReadFile, Value | None]


def _model(source: Source) -> type[Value]:
    return SHARED.get(source.path.stem, Module)


def _unread(source: Source) -> ReadFile:
    return ReadFile(source, _model(source), None)


def _read(source: Source, parser: Parser) -> Settled[_Content]:
    def read(text: Source) -> Reading[_Content]:
        tree, problems = read_tree(text, parser)
        if tree is None:
            return Reading(text, False, problems, (_unread(text), None))
        shaped = shape(text, tree, _model(text), problems)
        file = ReadFile(text, _model(text), shaped.root, shaped.whole and not problems, walked=shaped.places)
        return Reading(text, True, [*problems, *shaped.problems], (file, shaped.value))

    return settle(source, read)


def _not_too_many(problems: Sequence[Problem]) -> list[Problem]:
    """The first problems of a file; a file with hundreds most likely has one cause at its top."""
    ordered = list(in_order(problems))
    if len(ordered) <= MOST_PER_FILE:
        return ordered
    last, *_ = left_out = ordered[MOST_PER_FILE:]
    return [
        *ordered[:MOST_PER_FILE],
        Problem(
            last.path,
            last.line,
            last.column,
            "and-more",
            f"From here on there are {len(left_out)} more problems in this file.",
            "Mend the ones above first; they may be the cause of these.",
            severity="error" if errors(left_out) else "warning",
        ),
    ]


def _join(values: Mapping[str, Value]) -> Course:
    path = values["course"]
    assert isinstance(path, LearningPath)
    return Course.model_validate(
        {
            "path": path,
            "modules": tuple(values[name] for name in path.modules),
            **{name: values[name] for name in ("references", "passages", "glossary", "safety")},
        }
    )
