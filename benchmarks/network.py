"""A network of teams, each with a site of its own, under one catalogue with one search.

``python benchmarks/network.py --sites 10`` makes that many courses, builds each in a process of its own, as
the jobs of a workflow's matrix would, then writes one page that lists every module of every site and a search
over all of them. It ends with 1 when a link of the catalogue or a found address leads to no built page.

``python benchmarks/network.py --listed 1000,10000`` builds no site: it writes the catalogue and the search of
so many modules, whose titles and summaries are made of sentences of the built course in ``site/``.
"""

import argparse
import gzip
import html
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from courses import write_course
from measured import Run, run
from searching import SITE, read_search, sentences_of, weigh
from training_site.load import load_course
from training_site.search_index import search_files
from training_site.search_sections import Searched

TEAM_SIZE = 12
"""Modules of a team when none is built."""


@dataclass(frozen=True)
class Listed:
    """A module in the catalogue."""

    team: str
    address: str
    title: str
    summary: str
    units: str
    """Their titles and summaries, which the search reads too."""


@dataclass(frozen=True)
class Team:
    """A team's site below the network's, and what its build took."""

    modules: tuple[Listed, ...]
    pages: int
    weight: int
    """Bytes of all its files."""

    took: Run


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the network, or only its catalogue, and print what it took."""
    parser = argparse.ArgumentParser(description="Build several sites and a catalogue over them.")
    parser.add_argument("--sites", type=int, default=10, help="how many sites (10)")
    parser.add_argument("--modules", type=int, default=5, help="how many synthetic modules in each (5)")
    parser.add_argument("--units", type=int, default=2, help="how many units in each module (2)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many builds at a time")
    parser.add_argument("--listed", help="only catalogues of so many modules, such as 1000,10000")
    options = parser.parse_args(arguments)
    if options.listed:
        known = sentences_of(read_search(SITE))
        for number in map(int, options.listed.split(",")):
            with tempfile.TemporaryDirectory(prefix="catalogue-") as made:
                print(f"{number:,} modules: {write_catalogue(Path(made), made_modules(known, number))}")
        return 0
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
    modules = [module for team in teams for module in team.modules]
    said = write_catalogue(network, modules)
    missing = [one.address for one in modules if not (network / one.address / "index.html").is_file()]
    pages, weight = (sum(getattr(team, name) for team in teams) for name in ("pages", "weight"))
    print(f"{len(teams)} sites, {len(modules)} modules, {pages} pages, {options.jobs} builds at a time")
    print(f"sites {built - start:.1f} s, of the processor {sum(team.took.processor for team in teams):.1f} s")
    print(f"slowest site {max(team.took.seconds for team in teams):.1f} s")
    print(f"{weight / 1e6:.0f} MB in all, {weight / len(teams) / 1e6:.1f} MB a site")
    print(f"catalogue: {said}")
    print(f"{len(modules)} links, {len(missing)} of them broken: {missing[:3]}")
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
    listed = tuple(
        Listed(
            name,
            f"{name}/{module.id}/",
            module.title,
            module.summary,
            " ".join(f"{unit.title}. {unit.summary}" for unit in module.units),
        )
        for module in loaded.published().modules
    )
    pages = sum(1 for page in site.rglob("*.html") if page.name != "404.html")
    return Team(listed, pages, sum(file.stat().st_size for file in site.rglob("*") if file.is_file()), took)


def made_modules(sentences: Sequence[str], count: int) -> Iterable[Listed]:
    """Modules of five units, in teams, out of sentences that are HTML already."""
    chance = random.Random(count)
    for number in range(count):
        team = f"team-{number // TEAM_SIZE:04d}"
        units = " ".join(chance.choices(sentences, k=10))
        title, summary = chance.choice(sentences)[:45], ". ".join(chance.choices(sentences, k=2))
        yield Listed(team, f"{team}/module-{number}/", *map(html.unescape, (title, summary, units)))


def write_catalogue(network: Path, modules: Iterable[Listed]) -> str:
    """The page that lists every module, and the files of a search over them; says what they weigh."""
    start = time.perf_counter()
    searched, parts = [], []
    for team, listed in groupby(modules, lambda one: one.team):
        rows = []
        for one in listed:
            title, summary = html.escape(one.title), html.escape(one.summary)
            rows.append(f'<li><a href="{html.escape(one.address)}">{title}</a>: {summary}</li>')
            text = f"<h1>{title}</h1><p>{summary} {html.escape(one.units)}</p>"
            searched.append(Searched(one.address, text))
        parts.append(f"<h2>{html.escape(team)}</h2><ul>{''.join(rows)}</ul>")
    page = (
        f"<!doctype html><html lang=en><title>All courses</title><h1>All courses</h1>{''.join(parts)}</html>"
    )
    (network / "index.html").write_text(page, encoding="utf-8")
    files = search_files(searched)
    for path, text in files.items():
        (network / path).parent.mkdir(parents=True, exist_ok=True)
        (network / path).write_text(text, encoding="utf-8")
    seconds, weight = time.perf_counter() - start, weigh(files)
    return (
        f"{seconds:.1f} s, page {len(gzip.compress(page.encode())) / 1000:.0f} kB compressed, "
        f"search {weight.whole:.0f} kB compressed in {len(files)} files, of which a heavy question loads "
        f"{weight.question:.0f} kB, {weight.index:.0f} kB of it for the index"
    )


if __name__ == "__main__":
    sys.exit(main())
