"""A course as it was at a revision of git: its files put into a folder, for `load` to read.

Of what lies around the modules only the names matter, so drawings, pictures and pages come empty.
The revision's name reaches git as data alone: never as an option, and through no shell.
"""

import subprocess
from pathlib import Path, PurePosixPath


class RevisionError(Exception):
    """Why a revision cannot be had, in a sentence."""


def check_out(revision: str, modules: Path, to: Path) -> Path:
    """Write the modules of a revision into the folder ``to``; returns the folder of modules in it."""
    site = modules.resolve().parent
    commit = _git(site, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise RevisionError(
            f"“{revision}” is neither a folder nor a version that git knows here. "
            "A version is a branch, a tag, or a commit such as `HEAD~1`."
        )
    listed = _git(site, "ls-tree", "-r", "-z", "--name-only", commit, "./")
    folder = to / modules.name
    folder.mkdir(parents=True)
    for name in filter(None, listed.split("\0")):
        path = PurePosixPath(name)
        if ".." in path.parts or path.is_absolute():
            continue
        if path.parts[0] == modules.name and path.suffix in (".yml", ".yaml") and len(path.parts) == 2:
            (to / path).write_bytes(_git_bytes(site, "cat-file", "blob", f"{commit}:./{name}"))
        elif path.parts[0] in ("docs", "overrides") and path.suffix in AROUND:
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            (to / path).touch()
    return folder


AROUND = {".md", ".svg", ".png", ".jpg", ".webp"}


def _git(folder: Path, *arguments: str) -> str:
    return _git_bytes(folder, *arguments).decode("utf-8", "replace").rstrip("\n")


def _git_bytes(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError("git is not installed, so only folders can be compared.") from None
    if b"not a git repository" in done.stderr:
        raise RevisionError("This folder is not under git, so only folders can be compared.")
    return done.stdout if done.returncode == 0 else b""
