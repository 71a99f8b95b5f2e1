"""How long a build takes, and how much memory, against plain MkDocs and Material on the same Markdown.

``python benchmarks/compare.py --modules 20 --units 5`` adds synthetic modules to a copy of the course,
writes its pages with ``training-site pages``, and builds both in turn: this generator from the YAML, and
MkDocs with stock Material (no hook, no overrides) from the written pages. Machines are noisy, so what
counts is the ratio within one run. Needs Linux or macOS.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from synthetic import write_modules

ROOT = Path(__file__).resolve().parent.parent
COPIED = (
    "mkdocs.yml",
    "docs",
    "modules",
    "overrides",
    "scripts/mkdocs_hooks.py",
    "scripts/training_site/templates",
)


@dataclass(frozen=True)
class Run:
    """One build in a process of its own: seconds of wall time and peak memory in MiB."""

    seconds: float
    peak: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; 1 when the two sites do not have the same pages."""
    options = build_parser().parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="compare-"))
    try:
        return compare(folder, options.modules, options.units, options.pairs)
    finally:
        if options.keep:
            print(f"Kept in {folder}")
        else:
            shutil.rmtree(folder)


def build_parser() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(description="Compare this generator with plain MkDocs and Material.")
    parser.add_argument("--modules", type=int, default=20, help="how many synthetic modules (20)")
    parser.add_argument("--units", type=int, default=5, help="how many units in each (5)")
    parser.add_argument("--pairs", type=int, default=5, help="how many builds of each, in alternation (5)")
    parser.add_argument("--keep", action="store_true", help="leave the folder, to look at it")
    return parser


def compare(folder: Path, modules: int, units: int, pairs: int) -> int:
    """Write the course and its pages, build both in alternation, and print what came of it."""
    course, plain = folder / "course", folder / "plain"
    write_course(course, modules, units)
    run([*training_site("pages"), "--config", "mkdocs.yml", "--out", str(plain)], course)
    make_plain(plain / "mkdocs.yml")
    ours = [*training_site("build"), "--config", "mkdocs.yml"]
    theirs = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "mkdocs.yml"]

    run(ours, course)  # the first of each only warms the caches of Python and the disk
    run(theirs, plain)
    pages, plain_pages = html_pages(course / "site"), html_pages(plain / "site")
    if pages != plain_pages:
        print(f"The two sites differ, so there is nothing to compare: {sorted(pages ^ plain_pages)[:5]}")
        return 1
    runs = [(run(ours, course), run(theirs, plain)) for _ in range(pairs)]
    print(report(len(pages), modules * units, runs))
    return 0


def report(pages: int, units: int, runs: list[tuple[Run, Run]]) -> str:
    """The comparison in a few lines."""
    ours, theirs = zip(*runs, strict=True)
    seconds = [statistics.median(run.seconds for run in side) for side in (ours, theirs)]
    peaks = [max(run.peak for run in side) for side in (ours, theirs)]
    ratio = seconds[0] / seconds[1]
    ratios = sorted(mine.seconds / plain.seconds for mine, plain in runs)
    return "\n".join(
        [
            f"{pages} pages, {units} of them synthetic units; {len(runs)} pairs of builds",
            f"training-site     median {seconds[0]:7.2f} s, peak {peaks[0]:5.0f} MiB",
            f"MkDocs, Material  median {seconds[1]:7.2f} s, peak {peaks[1]:5.0f} MiB",
            f"ratio of the medians {ratio:.2f}, of single pairs {ratios[0]:.2f} to {ratios[-1]:.2f}",
        ]
    )


def write_course(folder: Path, modules: int, units: int) -> None:
    """Copy the course of this checkout and add synthetic modules to its path."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
    path_file = folder / "modules" / "course.yml"
    path = yaml.safe_load(path_file.read_text(encoding="utf-8"))
    path["modules"] += write_modules(folder / "modules", modules, units)
    path_file.write_text(json.dumps(path, ensure_ascii=False), encoding="utf-8")


def make_plain(settings_file: Path) -> None:
    """Take our overrides out of the written settings: what stays is stock Material."""
    with settings_file.open("rb") as stream:
        settings = yaml_load(stream, loader=get_yaml_loader())
    del settings["theme"]["custom_dir"]
    settings_file.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")


def html_pages(site: Path) -> set[str]:
    """The addresses of all pages of a built site."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def training_site(command: str) -> list[str]:
    """The start of a command line."""
    return [sys.executable, "-m", "training_site", command]


def run(command: list[str], folder: Path) -> Run:
    """Run a command to its end; raises ``CalledProcessError`` with its output when it fails."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            sys.stderr.write(output.read().decode(errors="replace"))
            raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_maxrss / unit)


if __name__ == "__main__":
    sys.exit(main())
