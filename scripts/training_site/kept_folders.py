"""The folders of the site before the last, empty, kept for the next one.

A page has a folder of its own, and of all that a small build does to files, making thousands of folders
and removing them again takes longest. Knows folders, and nothing of what goes into them.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from training_site.cache import are_shortcuts_on
from training_site.site_files import mode_of_new

PLACE = Path(".cache") / "folders"
"""Where they are, beside the settings of the site."""


def take_up_folders(to: Path, settings: Path) -> None:
    """Have the folders where the next site is made, if there are any that can be moved there."""
    if are_shortcuts_on():
        with suppress(OSError):
            (settings.parent / PLACE).rename(to)


def keep_folders(site: Path, settings: Path) -> None:
    """Empty a site that nobody needs any more and keep its folders beside the settings of the site.

    What is not as a build makes it, or cannot be moved, stays where it is.
    """
    kept = settings.parent / PLACE
    if are_shortcuts_on() and site.is_dir():
        with suppress(OSError):
            if _emptied(str(site), mode_of_new(stat.S_IFDIR, 0o777)):
                kept.parent.mkdir(exist_ok=True)
                site.rename(kept)


def _emptied(folder: str, mode: int) -> bool:
    """Whether all folders below this one have that mode; then nothing is left in them."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)  # noqa: PTH108  thousands of paths as objects take their time
            elif entry.stat(follow_symlinks=False).st_mode != mode or not _emptied(entry.path, mode):
                return False
    return True
