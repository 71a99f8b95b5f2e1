"""``training-site workbook``: the workbook of the course as a PDF."""

import argparse
import os
from pathlib import Path

from training_site.load import load_course
from training_site.pdf import make_workbook, missing
from training_site.problems import errors
from training_site.report import as_text
from training_site.workbook import PAPERS

HELP = "Make a PDF of every script, checklist and reflection, with lines to write on."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``workbook``."""
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    parser.add_argument("--paper", choices=tuple(PAPERS), default="letter", help="the size of the paper")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="the file to write (default: workbook-PAPER.pdf)"
    )


def run(options: argparse.Namespace) -> int:
    """Write; 1 when the course has problems, 2 when this machine cannot make a PDF."""
    if lack := missing():
        print(lack)
        return 2
    root = options.config.parent
    loaded = load_course(root / "modules")
    if loaded.course is None or errors(loaded.problems):
        print(as_text(loaded.problems, loaded.texts))
        return 1
    out: Path = options.out or Path(f"workbook-{options.paper}.pdf")
    site_url = os.environ.get("SITE_URL", "")
    made = make_workbook(loaded.course.published(), root / "overrides", options.paper, site_url)
    out.write_bytes(made)
    print(f"Wrote {out.as_posix()}.")
    return 0
