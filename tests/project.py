"""Copies of the project in a folder of their own, and what the command line makes of them.

Tests that change files work on a copy; the copy's own code runs, so that its templates count too.
"""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools import ROOT

PARTS = ("docs", "modules", "overrides", "scripts", "mkdocs.yml")
SITE_URL = "https://example.org/training/"
ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
DRAWING = '<svg viewBox="0 0 8 8" xmlns="http://www.w3.org/2000/svg"><circle cx="4" cy="4" r="3"/></svg>\n'


@dataclass(frozen=True)
class Project:
    """A folder that holds all that a build needs."""

    root: Path

    @property
    def site(self) -> Path:
        """Where a build puts the site."""
        return self.root / "site"

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The process environment in which the copy's own code runs."""
        code = str(self.root / "scripts")
        inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        return {**inherited, "PYTHONPATH": code, "NO_MKDOCS_2_WARNING": "1", **(extra or {})}

    def run(
        self, *arguments: str, extra: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run ``training-site`` here, or any module of Python when the first argument is ``-m``."""
        head = [] if arguments[:1] == ("-m",) else ["-m", "training_site"]
        return subprocess.run(
            [sys.executable, *head, *arguments],
            cwd=self.root,
            env=self.environment(extra),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def build(self, *, site_url: str = SITE_URL, extra: Mapping[str, str] | None = None) -> Path:
        """Build strictly; returns the folder of the site. Fails the test when the build fails."""
        done = self.run("build", extra={"SITE_URL": site_url, **(extra or {})})
        assert done.returncode == 0, done.stdout + done.stderr
        return self.site

    def change_settings(self, **changes: object) -> None:
        """Set keys of ``mkdocs.yml``; None takes a key away."""
        path = self.root / "mkdocs.yml"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if line.partition(":")[0] not in changes]
        added = {name: value for name, value in changes.items() if value is not None}
        path.write_text("".join(kept) + (yaml.safe_dump(added) if added else ""), encoding="utf-8")


def copy_project(to: Path, original: Path = ROOT) -> Project:
    """The project as it stands, or a copy of it, in a new folder."""
    to.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        source = original / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, to / name)
    return Project(to)


def sample_project(to: Path, files: Mapping[str, object]) -> Project:
    """The project with the given YAML files as its modules, and the picture and drawing they name."""
    copied = copy_project(to)
    for path in (to / "modules").glob("*.yml"):
        path.unlink()
    for path in (to / "docs").glob("*.md"):
        path.write_text(f"# {path.stem.capitalize()}\n\nWritten by hand.\n", encoding="utf-8")
    for name, fields in files.items():
        text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000)
        (to / "modules" / name).write_text(text, encoding="utf-8")
    (to / "docs" / "images").mkdir(exist_ok=True)
    (to / "docs" / "images" / "picture.png").write_bytes(ONE_PIXEL)
    (to / "overrides" / "drawings" / "sample-drawing.svg").write_text(DRAWING, encoding="utf-8")
    return copied
