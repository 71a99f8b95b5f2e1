"""A network of teams, each with a site of its own, under one catalogue with one search.

``python benchmarks/network.py --sites 10`` makes that many courses, builds each in a process of its own, as
the jobs of a workflow's matrix would, then writes one page that lists every module of every site and a search
over all of them. It ends with 1 when a link of the catalogue or a found address leads to no built page.
"""

import argparse
import html
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from courses import write_course
from measured import run
from training_site.load import load_course
from training_site.model import Course
from training_site.search_index import Searched, search_files


@dataclass(frozen=True)
class Team:
    """A team's site: its address below the network's, its course, and how long its build took."""

    name: str
    course: Course
    pages: int
    seconds: float
    processor: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the network and print what it took."""
    parser = argparse.ArgumentParser(description="Build several sites and a catalogue over them.")
    parser.add_argument("--sites", type=int, default=10, help="how many sites (10)")
    parser.add_argument("--modules", type=int, default=5, help="how many synthetic modules in each (5)")
    parser.add_argument("--units", type=int, default=2, help="how many units in each module (2)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many builds at a time")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="network-"))
    try:
        return build_network(folder, options)
    finally:
        shutil.rmtree(folder)


def build_network(folder: Path, options: argparse.Namespace) -> int:
    """Build every site, then the catalogue, and look whether each of its links leads somewhere."""
    network = folder / "network"
    start = time.perf_counter()

    def build(number: int) -> Team:
        return build_team(folder, network, f"team-{number:02d}", options.modules, options.units)

    with ThreadPoolExecutor(options.jobs) as jobs:
        teams = list(jobs.map(build, range(1, options.sites + 1)))
    built = time.perf_counter()
    addresses = write_catalogue(network, teams)
    done = time.perf_counter()
    missing = [address for address in addresses if not (network / address / "index.html").is_file()]
    search = sum(path.stat().st_size for path in (network / "assets" / "search").rglob("*.js"))
    pages = sum(team.pages for team in teams)
    modules = sum(len(team.course.modules) for team in teams)
    print(f"{len(teams)} sites, {modules} modules, {pages} pages, {options.jobs} builds at a time")
    print(f"sites {built - start:.1f} s, of the processor {sum(team.processor for team in teams):.1f} s")
    print(f"slowest site {max(team.seconds for team in teams):.1f} s")
    print(f"catalogue and search {done - built:.2f} s; search {search / 1024:.0f} KiB in all")
    print(f"catalogue page {(network / 'index.html').stat().st_size / 1024:.0f} KiB")
    print(f"{len(addresses)} links, {len(missing)} of them broken: {missing[:3]}")
    return 1 if missing else 0


def build_team(folder: Path, network: Path, name: str, modules: int, units: int) -> Team:
    """One team's course, built into its place in the network."""
    course = folder / name
    write_course(course, modules, units)
    site = network / name
    build = [sys.executable, "-m", "training_site", "build", "--config", "mkdocs.yml", "--site-dir"]
    took = run([*build, str(site)], course)
    loaded = load_course(course / "modules").course
    assert loaded is not None
    pages = sum(1 for page in site.rglob("*.html") if page.name != "404.html")
    return Team(name, loaded.published(), pages, took.seconds, took.processor)


def write_catalogue(network: Path, teams: Sequence[Team]) -> list[str]:
    """The page that lists every module, and the files of a search over them; returns what it links to."""
    searched, parts = [], []
    for team in teams:
        rows = []
        for module in team.course.modules:
            address = f"{team.name}/{module.id}/"
            title, summary = html.escape(module.title), html.escape(module.summary)
            rows.append(f'<li><a href="{address}">{title}</a>: {summary}</li>')
            units = " ".join(html.escape(f"{unit.title}. {unit.summary}") for unit in module.units)
            searched.append(Searched(address, f"<h1>{title}</h1><p>{summary} {units}</p>"))
        parts.append(f"<h2>{html.escape(team.name)}</h2><ul>{''.join(rows)}</ul>")
    page = (
        f"<!doctype html><html lang=en><title>All courses</title><h1>All courses</h1>{''.join(parts)}</html>"
    )
    (network / "index.html").write_text(page, encoding="utf-8")
    for path, text in search_files(searched).items():
        (network / path).parent.mkdir(parents=True, exist_ok=True)
        (network / path).write_text(text, encoding="utf-8")
    return [each.address for each in searched]


if __name__ == "__main__":
    sys.exit(main())
