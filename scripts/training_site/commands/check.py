"""``training-site check``: every mistake in every file, where it is and how to mend it."""

import argparse
import difflib
import sys
from pathlib import Path

from training_site.load import Loaded, load_course
from training_site.mending import Mending, mend_course, write
from training_site.problems import Problem, errors
from training_site.report import as_github, as_json, as_text, shown_path, visible

HELP = "Check the module files and say what to mend."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``check``."""
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="report only these files; all are read either way"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="for people (text), for programs (json), or as annotations of a pull request (github)",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="make the mends that are certain, show them, and report what remains",
    )
    parser.add_argument("--strict", action="store_true", help="let warnings count as problems")
    parser.add_argument(
        "--modules",
        type=Path,
        default=Path("modules"),
        metavar="DIR",
        help="the folder with the files (default: modules)",
    )


def run(options: argparse.Namespace) -> int:
    """Check and report; 0 when clean, 1 with problems, 2 when asked for what is not there."""
    misuse = find_misuse(options.modules, options.files)
    if misuse:
        print(f"training-site check: {misuse}", file=sys.stderr)
        return 2
    if options.fix:
        return fix(options)
    loaded = load_course(options.modules)
    problems = only_of(loaded, options.files)
    print(render(problems, loaded, options.format, len(options.files) or len(loaded.texts)))
    return 1 if (problems if options.strict else errors(problems)) else 0


def fix(options: argparse.Namespace) -> int:
    """Mend what is certain, show the difference, and report the rest."""
    if options.format != "text":
        print("training-site check: --fix reports as text only. Leave --format out.", file=sys.stderr)
        return 2
    mendings, remaining = mend_course(options.modules, {file.name for file in options.files})
    done = 0
    for mending in mendings:
        if not write(mending):
            print(
                f"training-site check: {shown_path(mending.path)} was changed meanwhile and is left alone. "
                "Run the command again.",
                file=sys.stderr,
            )
            return 1
        done += len(mending.mended)
        print(describe_mending(mending))
    problems = only_of(remaining, options.files)
    mended = (
        f"Mended {done} {'problem' if done == 1 else 'problems'}." if done else "Nothing could be mended."
    )
    remain = (
        f"{len(problems)} {'remains' if len(problems) == 1 else 'remain'}." if problems else "None remain."
    )
    print(f"{mended} {remain}")
    if problems:
        print()
        print(render(problems, remaining, "text", len(options.files) or len(remaining.texts)))
    return 1 if (problems if options.strict else errors(problems)) else 0


def describe_mending(mending: Mending) -> str:
    """What was mended in a file, then its difference line by line."""
    name = shown_path(mending.path)
    said = [f"{name}:{problem.line}: {problem.message}" for problem in mending.mended]
    lines = difflib.unified_diff(
        mending.before.splitlines(),
        mending.after.splitlines(),
        f"{name} before",
        f"{name} after",
        "",
        "",
        1,
        "",
    )
    return "\n".join([*said, "", *map(_shown, lines), ""])


def _shown(line: str) -> str:
    """The line with the characters that cannot be seen as dots, as in the excerpts of problems."""
    return "".join(map(visible, line))


def find_misuse(folder: Path, files: list[Path]) -> str:
    """What is wrong with the request itself, in a sentence; empty when nothing is."""
    if not folder.is_dir():
        return f"there is no folder “{shown_path(folder)}” here. Name it with --modules DIR."
    for file in files:
        if file.parent.resolve() != folder.resolve() or file.suffix != ".yml":
            return f"“{shown_path(file)}” is not a `.yml` file in the folder “{shown_path(folder)}”."
        if not file.exists() and not file.is_symlink():
            return f"there is no file “{shown_path(file)}”."
    return ""


def only_of(loaded: Loaded, files: list[Path]) -> tuple[Problem, ...]:
    """The problems of the given files, or of all when none is given."""
    wanted = {(file.parent.resolve(), file.name) for file in files}
    return tuple(
        problem
        for problem in loaded.problems
        if not wanted or (problem.path.parent.resolve(), problem.path.name) in wanted
    )


def render(problems: tuple[Problem, ...], loaded: Loaded, form: str, files: int) -> str:
    """The report in the form that was asked for."""
    if form == "json":
        return as_json(problems)
    if form == "github":
        return as_github(problems)
    return as_text(problems, loaded.texts, files, loaded.excused)
