"""How long builds take, and how much memory, beside other builders of the same Markdown.

``python benchmarks/compare.py --sizes 60,100 --against plain,pruned`` makes a course of so many generated
units, writes its pages with ``training-site pages``, and builds in rounds: this generator from the YAML with
nothing kept, after an edit of one module, with nothing changed, and the other builder from the written pages.
Each builder has rounds of its own, and who begins takes turns. Machines are noisy, so what counts is the
share within a round. Seconds on the clock suffer most from other programs; seconds of the processor less, but
they do not show what runs side by side.

Each round is added to a file as one line of JSON at once, so a run that breaks goes on where it was;
``tables.py`` makes the tables. Needs Linux or macOS.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from courses import ROOT, edit_a_module, edit_a_page, write_course
from measured import Run, run
from rivals import RIVALS, Rival, find_rival, make_rival, write_pages

OWN_PARTS = "parts"
"""In place of another builder: what each part of our own build takes."""

ALONE = "alone"
"""In place of another builder: nobody, where the others would take too long."""

UNITS = 5
"""In a module."""

INSIDE = Path(__file__).resolve().parent / "inside.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is missing in the file of results; 1 when two builders do not make the same pages."""
    options = build_parser().parse_args(arguments)
    with _workspace(options.workspace) as folder:
        for size in options.sizes:
            for against in options.against:
                if not measure(folder, size, against, options):
                    return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(description="Compare this generator with other builders.")
    parser.add_argument("--sizes", type=_numbers, default=(60, 100), help="how many units (60,100)")
    parser.add_argument("--rounds", type=int, default=5, help="how many rounds of each pair (5)")
    parser.add_argument(
        "--against",
        type=_builders,
        default=("plain", "pruned", OWN_PARTS),
        help=f"one or more of {', '.join(RIVALS)}, {ALONE}, and {OWN_PARTS} for the parts of our own build",
    )
    parser.add_argument("--zensical", default="zensical", help="where the program is")
    parser.add_argument("--hugo", default="hugo", help="where the program is")
    parser.add_argument("--out", type=Path, default=Path("results.jsonl"), help="the file of results")
    parser.add_argument("--workspace", type=Path, help="keeps courses and pages for the next time")
    parser.add_argument("--label", default="", help="a name for rounds that belong together")
    parser.add_argument("--rivals-only", action="store_true", help="leave our own builds out")
    return parser


def measure(folder: Path, size: int, against: str, options: argparse.Namespace) -> bool:
    """Run the rounds of one pair that the file does not have yet; whether both make the same pages."""
    done = _rounds_in(options.out, options.label, size, against)
    if done >= options.rounds:
        return True
    course = folder / f"course-{size}"
    if not course.exists():
        make_whole(course, lambda new: write_course(new, size // UNITS, UNITS, alone=True))
    rival = _rival(folder, size, against, options) if against in RIVALS else None
    for number in range(done + 1, options.rounds + 1):
        if against == OWN_PARTS:
            runs, parts = {}, measure_parts(course)
        else:
            runs, parts = measure_round(course, rival, number, with_ours=not options.rivals_only), {}
        _add(options, {"size": size, "against": against, "round": number, "runs": runs, "parts": parts})
        print(f"{size} units against {against}, round {number}: {runs or parts}", flush=True)
    if rival is None or options.rivals_only:
        return True
    missing = html_pages(course / "site") ^ html_pages(rival.site) - {"404.html"}
    missing.discard("404.html")
    if missing:
        print(f"The two sites differ, so there is nothing to compare: {sorted(missing)[:5]}")
    return not missing


def measure_round(
    course: Path, rival: Rival | None, number: int, *, with_ours: bool
) -> dict[str, dict[str, float]]:
    """The builds of one round."""
    ours = [sys.executable, "-m", "training_site", "build", "--config", "mkdocs.yml"]
    runs: dict[str, Run] = {}

    def build_ours() -> None:
        shutil.rmtree(course / ".cache", ignore_errors=True)
        runs["cold"] = run(ours, course)
        edit_a_module(course, time.time_ns())
        runs["edited"] = run(ours, course)
        runs["unchanged"] = run(ours, course)

    def build_theirs() -> None:
        if rival is None:
            return
        runs["their cold"] = run(rival.cold, rival.folder)
        if rival.warm:
            edit_a_page(rival.page, time.time_ns())
            runs["their edited"] = run(rival.warm, rival.folder)

    turns = [build_ours, build_theirs] if with_ours else [build_theirs]
    for build in turns if number % 2 else reversed(turns):
        build()
    return {name: asdict(one) for name, one in runs.items()}


def measure_parts(course: Path) -> dict[str, float]:
    """The processor seconds of the parts of one build with nothing kept."""
    shutil.rmtree(course / ".cache", ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder) / "times.json"
        run([sys.executable, str(INSIDE), str(times), "build", "--config", "mkdocs.yml"], course)
        parts: dict[str, float] = json.loads(times.read_text(encoding="utf-8"))
    return parts


def html_pages(site: Path) -> set[str]:
    """The addresses of all pages of a built site."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def about_this_run() -> dict[str, Any]:
    """The machine, the day, the versions and the state of the code."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "code": commit.stdout.strip(),
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 1),
        "versions": {name: version(name) for name in ("mkdocs", "mkdocs-material")},
    }


def _rival(folder: Path, size: int, name: str, options: argparse.Namespace) -> Rival:
    pages, to = folder / f"pages-{size}", folder / f"{name}-{size}"
    program = {"zensical": options.zensical, "hugo": options.hugo}.get(name, "")
    if not pages.exists():
        make_whole(pages, lambda new: write_pages(folder / f"course-{size}", new))
    if not to.exists():
        make_whole(to, lambda new: make_rival(name, program, pages, new))
    return find_rival(name, program, to)


def make_whole(folder: Path, write: Callable[[Path], object]) -> None:
    """Write a folder that is there only when it is whole."""
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    write(new)
    new.rename(folder)


def _add(options: argparse.Namespace, line: Mapping[str, Any]) -> None:
    with options.out.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"label": options.label, **about_this_run(), **line}) + "\n")


def _rounds_in(out: Path, label: str, size: int, against: str) -> int:
    if not out.exists():
        return 0
    lines = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    return sum((line["label"], line["size"], line.get("against")) == (label, size, against) for line in lines)


@contextmanager
def _workspace(folder: Path | None) -> Iterator[Path]:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="compare-") as made:
            yield Path(made)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


def _builders(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := set(names) - {*RIVALS, OWN_PARTS, ALONE}:
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))} is not known")
    return names


if __name__ == "__main__":
    sys.exit(main())
