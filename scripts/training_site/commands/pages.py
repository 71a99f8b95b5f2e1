"""``training-site pages``: the same pages as files, for another engine and for reading."""

import argparse
import shutil
from pathlib import Path

from training_site.export import write_pages
from training_site.load import load_course
from training_site.problems import errors
from training_site.report import as_text

HELP = "Write the pages of the site as Markdown files."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``pages``."""
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="an empty or new folder")


def run(options: argparse.Namespace) -> int:
    """Write; 1 when the course has problems, 2 when the folder holds something already."""
    if options.out.exists() and any(options.out.iterdir()):
        print(f"{options.out} is not empty. Name a new folder, or empty this one first.")
        return 2
    root = options.config.parent
    loaded = load_course(root / "modules")
    if loaded.course is None or errors(loaded.problems):
        print(as_text(loaded.problems, loaded.texts))
        return 1
    try:
        count = write_pages(loaded.course.published(), options.config, options.out)
    except OSError:
        shutil.rmtree(options.out, ignore_errors=True)
        raise
    print(f"Wrote {count} pages to {options.out.as_posix()}/docs and their settings beside them.")
    return 0
