"""Safe publish: a site is built beside the one that people read, and takes its place as a whole.

Whatever ends a build early (a mistake, a full disk, a power button) leaves the last good site as it
was. What such a build leaves behind is taken away by the next one. Knows folders, and nothing of
what is in them but the manifest.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from training_site.finish.manifest import MANIFEST, differences

LOCK = "lock"
PREVIOUS = "previous"
"""Where the last site waits for a moment, on systems that cannot swap two folders."""
OURS = (MANIFEST, "sitemap.xml")
"""One of these tells a folder that a build made from one that holds something else."""
LEFT_BY_SYSTEMS = (".DS_Store",)


class PublishError(Exception):
    """The site was left as it is, for a reason that a person can do something about."""


@contextmanager
def workshop(site: Path) -> Iterator[Path]:
    """A folder beside the site to build in, for one build at a time; it is gone afterwards."""
    folder = site.with_name(f".{site.name}.building")
    with _alone(folder, site):
        try:
            _tidy(folder, site)
            _refuse_strangers(site)
            yield folder
        finally:
            _tidy(folder, site)
            with suppress(OSError):  # where an open file cannot be deleted, the empty folder stays
                (folder / LOCK).unlink()
                folder.rmdir()


def put_in_place(made: Path, site: Path, checked: Collection[str] = ()) -> None:
    """Let a whole new site take the place of the last one, in one step where the system has one.

    Of files that were ``checked`` already, it is only seen whether they are there.
    """
    if unlike := differences(made, checked):
        raise PublishError(f"The new site is not whole: {unlike[0]} is not what was written.")
    if not site.exists():
        made.rename(site)
        return
    shutil.copymode(site, made)
    if not exchange(made, site):
        site.rename(made.with_name(PREVIOUS))  # killed here, the next build brings it back
        made.rename(site)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, with no moment without a site; False where the system cannot."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # a C library from before 2018
        return False
    at_working_folder, swap = -100, 2
    if renameat2(at_working_folder, os.fsencode(one), at_working_folder, os.fsencode(other), swap) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):  # the file system cannot do it
        return False
    raise OSError(code, os.strerror(code), str(other))


def _tidy(folder: Path, site: Path) -> None:
    """Put back the last site if something came between its two renames; then clear all but the lock."""
    if not site.exists() and (folder / PREVIOUS).exists():
        (folder / PREVIOUS).rename(site)
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != LOCK:
            left.unlink()


def _refuse_strangers(site: Path) -> None:
    """Never put away a folder that no build made, nor hidden files that someone keeps in a built one."""
    if not site.exists():
        return
    if not site.is_dir() or os.path.ismount(site):
        raise PublishError(f"{site} is no folder that can be replaced. Name one inside of it instead.")
    held = sorted(path.name for path in site.iterdir())
    if held and not any(name in held for name in OURS):
        raise PublishError(
            f"{site} holds something that no build made. Name another folder, or empty this one."
        )
    if hidden := [name for name in held if name.startswith(".") and name not in LEFT_BY_SYSTEMS]:
        raise PublishError(f"{site} holds `{hidden[0]}`, which no build made. Move it elsewhere first.")


@contextmanager
def _alone(folder: Path, site: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system lets go of however the process ends."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = (folder / LOCK).open("a")
        except FileNotFoundError:  # another build has just taken its folder away
            continue
        with lock:
            if not _locked(lock):
                raise PublishError(f"Another build of {site} is under way. Wait until it is done.")
            if _same_file(lock, folder / LOCK):
                yield
                return


def _locked(lock: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _same_file(lock: IO[str], path: Path) -> bool:
    """Whether the lock held is still the one that others would ask for."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except FileNotFoundError:
        return False
