"""``training-site schema``: write the JSON Schemas that editors read."""

import argparse
from pathlib import Path

from training_site.schemas import schemas

HELP = "Write the schema files that let an editor help while you type."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``schema``."""
    parser.add_argument(
        "--modules",
        type=Path,
        default=Path("modules"),
        metavar="DIR",
        help="the folder that the files go into (default: modules)",
    )


def run(options: argparse.Namespace) -> int:
    """Write; 2 when the folder is not there."""
    folder: Path = options.modules
    if not folder.is_dir():
        print(f"There is no folder {folder.as_posix()} here. Name it with --modules DIR.")
        return 2
    written = schemas()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"Wrote {len(written)} schema files to {folder.as_posix()}/.")
    return 0
