"""The command line: picks the command and hands over. Each command is a module of ``commands``."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper

from training_site.garbage import look_seldom

COMMANDS = (
    "check",
    "build",
    "serve",
    "edit",
    "new",
    "diff",
    "report",
    "workbook",
    "pages",
    "export",
    "schema",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when all is well, 1 for problems in the course, 2 for misuse."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows console may not know “ or →
    look_seldom()
    arguments = sys.argv[1:] if arguments is None else arguments
    options = build_parser(arguments[:1]).parse_args(arguments)
    return int(options.run(options))


def build_parser(wanted: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser of ``training-site``, with every command unless one that it has is wanted.

    Only what the parser has is imported, because importing takes longer than checking a course.
    """
    parser = argparse.ArgumentParser(
        prog="training-site", description="Build a training site from the modules in `modules/`."
    )
    parser.add_argument("--version", action="version", version=version("training-site"))
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in [name for name in COMMANDS if name in wanted] or COMMANDS:
        command = import_module(f"training_site.commands.{name}")
        subparser = subparsers.add_parser(name, help=command.HELP, description=command.HELP)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
