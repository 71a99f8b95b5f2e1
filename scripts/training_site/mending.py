"""Makes the mends that are certain: those whose problems say exactly which characters belong elsewhere.

It tries them on a copy of the folder and keeps only what leaves fewer problems and brings no new one.
Nothing is printed; writing is asked for by itself, and touches nothing but the mended characters.
"""

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from training_site.checks.files import Surroundings, look_around
from training_site.load import Loaded, load_course
from training_site.problems import Edit, Problem

MOST_ROUNDS = 30

MARK = "\ufeff"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True)
class Mending:
    """What was mended in one file: its text before and after, and the problems that went."""

    path: Path
    before: str
    after: str
    mended: tuple[Problem, ...]


def mend_course(
    folder: Path, only: Collection[str] = (), *, around: Surroundings | None = None
) -> tuple[list[Mending], Loaded]:
    """What can be mended for certain in a folder, or in the files named in ``only``, and what then remains.

    The files themselves stay as they are; ``write`` changes them.
    """
    around = around or look_around(folder)
    with tempfile.TemporaryDirectory(prefix="training-site-") as name:
        copy = Path(name).resolve() / folder.name
        shutil.copytree(folder, copy, symlinks=False, ignore_dangling_symlinks=True)
        tries = _Tries(folder, copy, around, only)
        tries.mend()
        return tries.mendings(), tries.remaining()


def write(mending: Mending) -> bool:
    """Put a mended text into its file at one stroke; not when the file was changed meanwhile."""
    path = mending.path.resolve()
    if path.read_bytes() != mending.before.encode("utf-8"):
        return False
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(mending.after.encode("utf-8"))
        shutil.copymode(path, name)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text of a file, byte order mark and line ends and all, with some characters replaced."""
    lines = _LINE.findall(text)
    for edit in sorted(edits, reverse=True):
        line = lines[edit.line - 1]
        start = edit.column - 1 + (edit.line == 1 and line.startswith(MARK))
        lines[edit.line - 1] = line[:start] + edit.text + line[start + edit.length :]
    return "".join(lines)


def unify_line_ends(text: str) -> str:
    """The text with the usual line end of the file where a lone carriage return stood."""
    usual = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    return re.sub(r"\r(?!\n)", usual, text)


WHOLE_FILE = {"byte-order-mark": lambda text: text.removeprefix(MARK), "line-ends": unify_line_ends}
"""What mends a problem of the whole file, by its rule."""


class _Tries:
    """The copy of a folder, with what is being mended in it."""

    def __init__(self, folder: Path, copy: Path, around: Surroundings, only: Collection[str]) -> None:
        self.folder, self.copy, self.around, self.only = folder, copy, around, only
        self.first: dict[str, str] = {}
        self.mended: dict[str, list[Problem]] = {}
        self.refused: set[tuple[str, Edit | str]] = set()
        self.loaded = load_course(copy, around=around)

    def mend(self) -> None:
        """Mend until nothing certain is left."""
        for _ in range(MOST_ROUNDS):
            waiting: dict[str, list[Problem]] = {}
            for problem in self.loaded.problems:
                if self._may_be_mended(problem):
                    waiting.setdefault(problem.path.name, []).append(problem)
            if not waiting:
                return
            for name, problems in waiting.items():
                if not self._try(name, problems):
                    for problem in problems:
                        if not self._try(name, [problem]):
                            self.refused |= {(name, what) for what in problem.edits or (problem.rule,)}

    def mendings(self) -> list[Mending]:
        """Every file in which something was mended."""
        return [
            Mending(self.folder / name, before, self._text(name), tuple(self.mended[name]))
            for name, before in sorted(self.first.items())
        ]

    def remaining(self) -> Loaded:
        """What is left, at its place in the folder itself."""
        problems = tuple(
            Problem(
                self._at_home(one.path), one.line, one.column, one.rule, one.message, one.hint,
                one.length, one.severity, one.edits,
            )
            for one in self.loaded.problems
        )  # fmt: skip
        texts = {self._at_home(path): text for path, text in self.loaded.texts.items()}
        return Loaded(self.loaded.course, problems, texts, self.loaded.excused)

    def _at_home(self, path: Path) -> Path:
        """Where a file of the copy is in truth; pages written by hand are not copied."""
        return self.folder / path.name if path.parent == self.copy else path

    def _may_be_mended(self, problem: Problem) -> bool:
        name = problem.path.name
        if self.only and name not in self.only:
            return False
        what: Sequence[Edit | str] = problem.edits or ((problem.rule,) if problem.rule in WHOLE_FILE else ())
        return bool(what) and not any((name, one) in self.refused for one in what)

    def _text(self, name: str) -> str:
        return (self.copy / name).read_bytes().decode("utf-8")

    def _try(self, name: str, problems: list[Problem]) -> bool:
        before = self._text(name)
        after = apply_edits(before, [edit for problem in problems for edit in problem.edits])
        for problem in problems:
            if problem.rule in WHOLE_FILE:
                after = WHOLE_FILE[problem.rule](after)
        path = self.copy / name
        path.write_bytes(after.encode("utf-8"))
        loaded = load_course(self.copy, around=self.around)
        if after == before or not _is_better(self.loaded, loaded, path, problems):
            path.write_bytes(before.encode("utf-8"))
            return False
        self.loaded = loaded
        self.first.setdefault(name, before)
        self.mended.setdefault(name, []).extend(problems)
        return True


def _is_better(before: Loaded, after: Loaded, path: Path, mended: list[Problem]) -> bool:
    """Whether the mended problems went and no other came, but for those that nobody could see before."""
    old, new = Counter(map(_known_by, before.problems)), Counter(map(_known_by, after.problems))
    gone = old - new
    if not all(gone[_known_by(problem)] for problem in mended):
        return False
    came = new - old
    if path not in before.unread:
        return not came
    # A file that could not be read hides its other problems, and those of files that need it.
    return path not in after.unread or all(line > mended[0].line for name, line, _ in came)


def _known_by(problem: Problem) -> tuple[str, int, str]:
    return problem.path.name, problem.line, problem.rule
