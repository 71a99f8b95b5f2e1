"""The command line: picks the command and hands over. Each command is a module of ``commands``."""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from io import TextIOWrapper

from training_site.commands import (
    build,
    check,
    diff,
    edit,
    export,
    new,
    pages,
    report,
    schema,
    serve,
    workbook,
)

COMMANDS = {
    "check": check,
    "build": build,
    "serve": serve,
    "edit": edit,
    "new": new,
    "diff": diff,
    "report": report,
    "workbook": workbook,
    "pages": pages,
    "export": export,
    "schema": schema,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when all is well, 1 for problems in the course, 2 for misuse."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows console may not know “ or →
    options = build_parser().parse_args(arguments)
    return int(options.run(options))


def build_parser() -> argparse.ArgumentParser:
    """The parser of ``training-site`` with every command."""
    parser = argparse.ArgumentParser(
        prog="training-site", description="Build a training site from the modules in `modules/`."
    )
    parser.add_argument("--version", action="version", version=version("training-site"))
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=command.HELP, description=command.HELP)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
