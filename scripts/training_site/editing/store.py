"""The files that the editor may write, and what it keeps beside them: undo and unfinished work.

Only ``modules/*.yml`` that exist are ever written, whole or not at all. What is kept lies in
``.cache/`` of the project, out of the repository and out of the site.
"""

import contextlib
import hashlib
import json
import os
import re
import secrets
import stat
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from training_site.reading.source import MOST_BYTES

MOST_UNDO = 50
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class RefusedError(Exception):
    """A file that the editor does not open or write, with the reason as a sentence."""


class ChangedError(Exception):
    """The file is no longer what the form was made from."""


@dataclass(frozen=True)
class Kept:
    """Unfinished work on a file: what it was made from, what it became, and when."""

    name: str
    base: str
    text: str
    when: float


@dataclass(frozen=True)
class Saved:
    """A save that can be undone: which file, what it held before, what after."""

    name: str
    before: str
    after: str
    """The hash of what was written."""
    when: float


@dataclass(frozen=True)
class Store:
    """One folder of modules and the editor's own folder."""

    modules: Path
    own: Path

    def names(self) -> tuple[str, ...]:
        """The files that can be edited, without their endings."""
        return tuple(sorted(path.stem for path in self.modules.glob("*.yml") if self._is_ours(path)))

    def read(self, name: str) -> str:
        """The text of a file as it stands, line ends and all."""
        data = self._path(name).read_bytes()
        if len(data) > MOST_BYTES:
            raise RefusedError("The file is larger than 1 MB, far more than a module's text can be.")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise RefusedError("The file is not saved as UTF-8, so it cannot be shown as a form.") from None

    def write(self, name: str, text: str, *, instead_of: str) -> None:
        """Replace a file whose hash is ``instead_of`` by ``text``, and remember what it held."""
        before = self.read(name)
        if hash_of(before) != instead_of:
            raise ChangedError
        self._remember(Saved(name, before, hash_of(text), time.time()))
        self._replace(name, text)

    def undo(self) -> str | None:
        """Take the last save back; the name of its file, or None when there is nothing left to undo."""
        paths = self._undo_paths()
        if not paths:
            return None
        saved = Saved(**json.loads(paths[-1].read_text(encoding="utf-8")))
        if hash_of(self.read(saved.name)) != saved.after:
            raise ChangedError(saved.name)
        self._replace(saved.name, saved.before)
        paths[-1].unlink()
        return saved.name

    def undoable(self) -> list[dict[str, object]]:
        """The saves that can be undone, newest first: file and time."""
        listed = [json.loads(path.read_text(encoding="utf-8")) for path in reversed(self._undo_paths())]
        return [{"name": each["name"], "when": each["when"]} for each in listed]

    def keep(self, name: str, base: str, text: str) -> None:
        """Put unfinished work on a file aside; it is no part of the course."""
        self._path(name)
        _write_whole(self._kept_path(name), json.dumps(asdict(Kept(name, base, text, time.time()))))

    def kept(self, name: str) -> Kept | None:
        """The unfinished work on a file, if there is some."""
        self._path(name)
        with contextlib.suppress(FileNotFoundError):
            return Kept(**json.loads(self._kept_path(name).read_text(encoding="utf-8")))
        return None

    def drop(self, name: str) -> None:
        """Forget the unfinished work on a file."""
        self._path(name)
        self._kept_path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        path = self.modules / f"{name}.yml"
        if not isinstance(name, str) or not _NAME.fullmatch(name) or not self._is_ours(path):
            raise RefusedError("There is no such file among the modules.")
        return path

    def _is_ours(self, path: Path) -> bool:
        """Whether a path is an ordinary file in the folder itself, and no link to anywhere."""
        try:
            status = path.lstat()
        except OSError:
            return False
        return stat.S_ISREG(status.st_mode) and bool(_NAME.fullmatch(path.stem))

    def _replace(self, name: str, text: str) -> None:
        path = self._path(name)
        _write_whole(path, text, mode=stat.S_IMODE(path.stat().st_mode))

    def _remember(self, saved: Saved) -> None:
        numbers = [int(path.stem) for path in self._undo_paths()]
        number = max(numbers, default=0) + 1
        _write_whole(self.own / "undo" / f"{number:06}.json", json.dumps(asdict(saved)))
        for path in self._undo_paths()[:-MOST_UNDO]:
            path.unlink()

    def _undo_paths(self) -> list[Path]:
        return sorted((self.own / "undo").glob("[0-9]*.json"))

    def _kept_path(self, name: str) -> Path:
        return self.own / "unfinished" / f"{name}.json"


def hash_of(text: str) -> str:
    """What tells one state of a file from another."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _write_whole(path: Path, text: str, mode: int = 0o600) -> None:
    """Write beside the file and put it in its place at once, so that no half of it is ever seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
