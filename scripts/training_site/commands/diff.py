"""``training-site diff``: what changed between two versions of the course, in words."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from training_site.changes.course import NOTHING, changes, unread
from training_site.changes.said import as_markdown, as_text
from training_site.load import OPTIONAL, SHARED, Loaded, load_course
from training_site.revisions import RevisionError, check_out

HELP = "Say in words what changed for readers between two versions of the course."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``diff``."""
    parser.add_argument("old", metavar="OLD", help="a folder of modules, or a version that git knows")
    parser.add_argument("new", metavar="NEW", nargs="?", help="the same; left out, the files as they are now")
    parser.add_argument("--modules", type=Path, default=Path("modules"), metavar="DIR", help="the folder")
    parser.add_argument(
        "--format", choices=("text", "markdown"), default="text", help="for a terminal, or for a page"
    )


def run(options: argparse.Namespace) -> int:
    """Compare and say it; 2 when a version is not to be had."""
    try:
        old = _version(options.old, options.modules)
        new = _version(options.new or str(options.modules), options.modules)
    except RevisionError as error:
        print(f"training-site diff: {error}", file=sys.stderr)
        return 2
    left_out = {*_unread(old), *_unread(new)}
    told = [*changes(*({n: v for n, v in one.values.items() if n not in left_out} for one in (old, new)))]
    told += filter(None, [unread(_unread(old), _unread(new))])
    markdown = options.format == "markdown"
    print("## What changes for readers\n" if markdown else "What changes for readers\n")
    print((as_markdown if markdown else as_text)(told) if told else NOTHING)
    return 0


def _version(named: str, modules: Path) -> Loaded:
    folder = Path(named)
    if folder.is_dir():
        return load_course(_modules_in(folder, modules.name))
    if not modules.is_dir():
        raise RevisionError(f"there is no folder “{modules}” here. Name it with --modules DIR.")
    with TemporaryDirectory() as temporary:
        return load_course(check_out(named, modules, Path(temporary)))


def _modules_in(folder: Path, name: str) -> Path:
    """The folder itself, or the modules of a whole project."""
    inside = folder / name
    return inside if (inside / "course.yml").is_file() else folder


def _unread(loaded: Loaded) -> list[str]:
    """The files that could not be read whole, or are not there."""
    paths = {*loaded.texts, *(problem.path for problem in loaded.problems)}
    there = {path.stem for path in paths if path.suffix == ".yml"}
    return sorted((there | (set(SHARED) - OPTIONAL)) - set(loaded.values))
