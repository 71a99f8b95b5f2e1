"""The files of a site on their way into its folder: what lies there alike already is not written again.

A build takes over from the last site, by a link, every file that holds what the new one is to hold; so a
small edit writes a few files, and an unchanged file keeps its date, which servers and browsers go by. A
preview leaves such files where they are. Knows folders and sums, not what the files are.
"""

import os
import shutil
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from training_site.finish.manifest import files_below, sum_of


@dataclass
class SiteFiles:
    """The files that came into a folder in this way; of a preview, in all its builds."""

    folder: Path
    last: Path | None = None
    """The site of the last build, which nobody writes to any more."""
    sums: dict[str, str] = field(default_factory=dict)
    """The sum of each file, by its path in the site."""
    linked: set[str] = field(default_factory=set)
    """The files that the last site shares with this one; each was read and found to be whole."""
    _came: set[str] = field(default_factory=set)
    """The files that came in this build; of any other nobody knows what is in it by now."""
    _folders: set[str] = field(default_factory=set)
    _mode: int = field(default_factory=lambda: mode_of_new(stat.S_IFREG, 0o666))

    def put(self, path: str, data: bytes) -> str:
        """Have a file hold ``data``; returns its sum."""
        sum_ = sum_of(data)
        if not self.take(path, sum_):
            target = self._place(path)
            if os.path.isdir(target):  # noqa: PTH112
                shutil.rmtree(target)  # of an earlier site, in which it was a folder
            with open(target, "wb") as file:  # noqa: PTH123  a thousand paths as objects take their time
                file.write(data)
            self.note(path, sum_)
        return sum_

    def take(self, path: str, sum_: str) -> bool:
        """Whether a file with this sum is there, or was there in the last site and is here now."""
        if self.sums.get(path) != sum_:
            if self.last is None or not self._link(path, sum_):
                return False
            self.linked.add(path)
        self.note(path, sum_)
        return True

    def note(self, path: str, sum_: str) -> None:
        """Remember a file that came in."""
        self.sums[path] = sum_
        self._came.add(path)

    def keep_only(self, paths: Collection[str]) -> None:
        """End a build of a preview: take away every other file, with the folders that are empty then."""
        for path in files_below(self.folder):
            if path not in paths:
                (self.folder / path).unlink()
                self._came.discard(path)
        self.drop_empty_folders()
        self.sums = {path: sum_ for path, sum_ in self.sums.items() if path in self._came}
        self._came.clear()
        self._folders.clear()

    def drop_empty_folders(self) -> None:
        """Take away every folder with nothing in it, such as one of an earlier site."""
        gone = set[str]()
        for folder, inner, files in os.walk(self.folder, topdown=False):
            if folder != str(self.folder) and not files and all(f"{folder}/{name}" in gone for name in inner):
                Path(folder).rmdir()
                gone.add(folder)

    def _link(self, path: str, sum_: str) -> bool:
        source = f"{self.last}/{path}"
        try:
            found = os.lstat(source)
            if found.st_mode != self._mode or found.st_nlink != 1:  # somebody made something else of it
                return False
            with open(source, "rb") as file:  # noqa: PTH123
                if sum_of(file.read()) != sum_:
                    return False
            os.link(source, self._place(path))
        except OSError:  # it is not there, or the file system knows no links
            return False
        return True

    def _place(self, path: str) -> str:
        """Where a file goes, with its folder made."""
        target = f"{self.folder}/{path}"
        folder = os.path.dirname(target)  # noqa: PTH120
        if folder not in self._folders:
            try:
                os.mkdir(folder)  # noqa: PTH102  mostly all that is to be done, and a thousand times
            except OSError:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._folders.add(folder)
        return target


def mode_of_new(kind: int, rights: int) -> int:
    """What the system says of a file or folder that this process makes with these rights."""
    mask = os.umask(0)
    os.umask(mask)
    return kind | (rights & ~mask)
