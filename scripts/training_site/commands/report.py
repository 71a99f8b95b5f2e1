"""``training-site report``: one page on the state of the course, for those who look after it."""

import argparse
import sys
from datetime import date
from pathlib import Path

from training_site.commands.check import find_misuse
from training_site.load import load_course
from training_site.problems import errors
from training_site.report import count
from training_site.review.facts import gather_facts
from training_site.review.page import render_review

HELP = "Write one page on the state of the course: map, minutes, coverage, reviews due, problems."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``report``."""
    parser.add_argument(
        "--out", type=Path, default=Path("course-report.html"), metavar="FILE", help="the file to write"
    )
    parser.add_argument("--date", type=_day, metavar="DAY", help="the day as of which reviews are due")
    parser.add_argument("--modules", type=Path, default=Path("modules"), metavar="DIR", help="the folder")


def run(options: argparse.Namespace) -> int:
    """Write it; 1 when the course has mistakes, which are then all that it holds, 2 for misuse."""
    misuse = find_misuse(options.modules, [])
    if misuse:
        print(f"training-site report: {misuse}", file=sys.stderr)
        return 2
    loaded = load_course(options.modules)
    page = render_review(gather_facts(loaded, options.date or date.today()))
    try:
        options.out.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"training-site report: {options.out} could not be written: {error.strerror}.", file=sys.stderr)
        return 2
    print(f"Wrote {options.out.as_posix()}. {count(loaded.problems)}")
    return 1 if errors(loaded.problems) else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as year-month-day, such as 2026-11-22") from None
