"""``training-site check``: every mistake in every file, where it is and how to mend it."""

import argparse

HELP = "Check the module files and say what to mend."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``check``."""


def run(options: argparse.Namespace) -> int:
    """Check and report."""
    raise NotImplementedError
