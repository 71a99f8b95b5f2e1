"""What earlier builds worked out, by the hash of everything that it was worked out from.

A key is never reused for something else, so nothing here can be out of date: what is not found is made
anew. The file is a help and no more. One that is damaged, locked or cannot be written is done without.
Knows nothing of what it keeps.
"""

import os
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

SWITCH = "TRAINING_SITE_PLAIN"
"""The variable of the environment that turns every shortcut off, this one too."""

PLACE = Path(".cache") / "training-site.sqlite"
"""Where the file is, beside the settings of the site."""

KEPT_FOR = 6
"""So many builds after it was last noted to be of use, an entry is dropped; it is noted in time."""

MOST_WAITING = 1_000_000
"""Characters of new texts that wait in memory; more are written at once, since no key means another text."""

LIBRARIES = (
    *("mkdocs", "mkdocs-material", "Jinja2", "MarkupSafe", "Markdown", "pymdown-extensions"),
    *("markdown-it-py", "pydantic", "PyYAML", "pyphen"),
)
"""Libraries whose version can change what a build makes."""

_LOOK = "SELECT key, used FROM entries WHERE key IN"
_FIND = "SELECT mark, value, used FROM entries WHERE key = ?"
_TABLE = "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, mark BLOB, used INTEGER, value BLOB)"
_INDEX = "CREATE INDEX IF NOT EXISTS entries_by_use ON entries (used)"


def digest(*parts: str | bytes) -> str:
    """One hash of several parts; no two lists of parts have the same."""
    found = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


def digest_of_files(paths: list[Path], root: Path) -> str:
    """One hash of the names and contents of files below a folder."""
    parts: list[str | bytes] = []
    for path in sorted(paths):
        parts += [path.relative_to(root).as_posix(), path.read_bytes()]
    return digest(*parts)


@cache
def digest_of_libraries() -> str:
    """One hash of the versions that this process runs."""
    return digest(python_version(), *(f"{name} {version(name)}" for name in LIBRARIES))


@cache
def digest_of_code() -> str:
    """One hash of the code of this package as this process runs it: a preview does not take up new code."""
    package = Path(__file__).parent
    return digest_of_files(list(package.rglob("*.py")), package)


def digest_of_generator() -> str:
    """One hash of this package, its templates and the libraries that it stands on."""
    package = Path(__file__).parent
    files = [path for path in package.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    return digest(digest_of_libraries(), digest_of_code(), digest_of_files(files, package))


def are_shortcuts_on() -> bool:
    """Whether shortcuts may be taken."""
    return os.environ.get(SWITCH, "") in ("", "0")


def cache_beside(settings: Path) -> "Cache":
    """The cache of the site with these settings."""
    return Cache(settings.resolve().parent / PLACE) if are_shortcuts_on() else Cache()


@dataclass
class Cache:
    """Texts by key; what is new is written now and then, and the last of it when the build is through."""

    path: Path | None = None
    """The file; without one nothing is kept."""
    _new: dict[str, str] = field(default_factory=dict)
    _waiting: int = 0
    """How many characters the new texts have."""
    _used: dict[str, int] = field(default_factory=dict)
    """When each entry that was of use was noted to be."""
    _file: sqlite3.Connection | None = None
    _process: int = field(default_factory=os.getpid)
    """The process that may write the file; a copy of it may read it, and what it puts goes with it."""
    _opened_in: int = 0
    """The process that opened the file."""
    _of_others: list[sqlite3.Connection] = field(default_factory=list)
    """Openings of the process that this one is a copy of, which must not even be closed here."""

    def get(self, key: str) -> str | None:
        """What is kept under a key, if it is there and whole."""
        if key in self._new:
            return self._new[key]
        if self.path is None:
            return None
        row = self._try(lambda file: file.execute(_FIND, (key,)).fetchone())
        if row and bytes(row[0]) == _mark(key, bytes(row[1])):
            self._used[key] = int(row[2])
            return bytes(row[1]).decode("utf-8", "surrogatepass")
        return None

    def has_all(self, keys: Collection[str]) -> bool:
        """Whether something is kept under each key, which counts as a use; not whether it is whole."""
        wanted = {key for key in keys if key not in self._new}
        if not wanted or self.path is None:
            return not wanted
        look = f"{_LOOK} ({','.join('?' * len(wanted))})"
        rows = self._try(lambda file: file.execute(look, tuple(wanted)).fetchall()) or []
        self._used |= {key: int(used) for key, used in rows}
        return len(rows) == len(wanted)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self.path is not None

    def put(self, key: str, text: str) -> None:
        """Keep a text."""
        if self.path is None:
            return
        self._new[key] = text
        self._waiting += len(text)
        if self._waiting > MOST_WAITING and os.getpid() == self._process:
            self._try(self._write)
            self._forget_new()

    def save(self) -> None:
        """Write what is new and drop what was long of no use."""
        if self.path is None or os.getpid() != self._process:
            return
        self._try(self._write)
        self._try(self._end_build)
        self._forget_new()
        self._used.clear()
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _forget_new(self) -> None:
        self._new.clear()
        self._waiting = 0

    def _write(self, file: sqlite3.Connection) -> None:
        with file:
            last = _builds(file)
            for key, text in self._new.items():
                data = text.encode("utf-8", "surrogatepass")
                row = (key, _mark(key, data), last + 1, data)
                file.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", row)

    def _end_build(self, file: sqlite3.Connection) -> None:
        with file:
            last = _builds(file)
            file.execute(f"PRAGMA user_version = {last + 1:d}")
            used = [(last + 1, key) for key in self._used if self._used[key] < last - KEPT_FOR // 2]
            file.executemany("UPDATE entries SET used = ? WHERE key = ?", used)
            file.execute("DELETE FROM entries WHERE used < ?", (last + 1 - KEPT_FOR,))

    def _try(self, action: Callable[[sqlite3.Connection], Any]) -> Any:  # noqa: ANN401
        """Do something with the file; whatever is wrong with it, the build goes on without it."""
        if self.path is None:  # given up on before
            return None
        here = os.getpid()
        try:
            if self._file is not None and self._opened_in != here:
                self._of_others.append(self._file)
                self._file = None
            if self._file is None:
                self._file, self._opened_in = self._open(), here
            return action(self._file)
        except (sqlite3.Error, OSError):
            self.close()
            if self.path is not None and self._process == here:
                _remove(self.path)
            self.path = None
            return None

    def _open(self) -> sqlite3.Connection:
        assert self.path is not None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        opened = sqlite3.connect(self.path, timeout=2, check_same_thread=False)
        opened.execute("PRAGMA synchronous = OFF")
        opened.execute("PRAGMA cache_size = -256")  # kB: most entries are read or written once
        opened.execute(_TABLE)
        opened.execute(_INDEX)
        return opened


def _builds(file: sqlite3.Connection) -> int:
    """How many builds there were."""
    (number,) = file.execute("PRAGMA user_version").fetchone()
    return int(number)


def _mark(key: str, data: bytes) -> bytes:
    """What tells that a value is whole and stands under its own key."""
    return blake2b(data, key=key.encode()[:64], digest_size=16).digest()


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
