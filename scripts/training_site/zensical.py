"""The site by Zensical, the engine that comes after Material for MkDocs; the only module that knows it.

It reads ``mkdocs.yml`` and passes over hooks without a word, so it gets the pages as files, with everything
a hook would do already done. It is a program of its own: what it may write is a folder made for it.
"""

import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from training_site.export import write_pages
from training_site.model import Course

LACKING = (
    "The engine Zensical is not here. To get it: ./scripts/setup --zensical "
    "(without the scripts: pip install --require-hashes -r requirements-zensical.txt)"
)
NEVER_PUBLISHED = ("**/README.md", "search.json")
"""What it adds: it copies notes for people who read the source, and makes an index that no page asks for."""


class ZensicalError(Exception):
    """Zensical gave up; the message is what it said."""


def zensical_lacking() -> str | None:
    """What to do before Zensical can build; None when it is there."""
    return None if find_spec("zensical") else LACKING


def build_with_zensical(
    course: Course, config_file: Path, room: Path, workbooks: Mapping[str, bytes]
) -> Path:
    """The folder of the site, not finished yet, inside the new folder ``room``.

    Raises ``ZensicalError`` when it gave up or warned of anything, ``OSError`` when a file cannot be written.
    """
    write_pages(course, config_file, room, workbooks)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=room,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    site = room / "site"
    if done.returncode != 0 or not (site / "index.html").exists():
        raise ZensicalError((done.stdout + done.stderr).strip())
    for pattern in NEVER_PUBLISHED:
        for path in sorted(site.glob(pattern)):
            path.unlink()
    return site
