"""How long builds take, and how much memory, beside other builders of the same Markdown.

``python benchmarks/compare.py --modules 20 --units 5`` adds synthetic modules to a copy of the course,
writes its pages with ``training-site pages``, and builds in turn: this generator from the YAML with nothing
kept, after an edit of one module, and a rival from the written pages. Machines are noisy, so what counts is
the ratio within one run. Seconds on the clock suffer most from other programs; seconds of the processor
less, but they do not show what runs side by side. Needs Linux or macOS.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
RIVALS = ("plain", "pruned", "zensical", "hugo")


@dataclass(frozen=True)
class Run:
    """One build in a process of its own: seconds on the clock and of the processor, peak memory in MiB."""

    seconds: float
    processor: float
    peak: float


@dataclass(frozen=True)
class Rival:
    """Another builder of the same pages."""

    name: str
    folder: Path
    command: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; 1 when the two sites do not have the same pages."""
    options = build_parser().parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="compare-"))
    try:
        return compare(folder, options)
    finally:
        if options.keep:
            print(f"Kept in {folder}")
        else:
            shutil.rmtree(folder)


def build_parser() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(description="Compare this generator with other builders.")
    parser.add_argument("--modules", type=int, default=20, help="how many synthetic modules (20)")
    parser.add_argument("--units", type=int, default=5, help="how many units in each (5)")
    parser.add_argument("--pairs", type=int, default=5, help="how many builds of each, in alternation (5)")
    parser.add_argument(
        "--against",
        choices=(*RIVALS, "none"),
        default="plain",
        help="MkDocs and Material with their defaults (plain), with navigation.prune, or another builder",
    )
    parser.add_argument("--program", default="", help="where the other builder's program is")
    parser.add_argument("--keep", action="store_true", help="leave the folder, to look at it")
    return parser


def compare(folder: Path, options: argparse.Namespace) -> int:
    """Write the course and its pages, build both in alternation, and print what came of it."""
    course = folder / "course"
    write_course(course, options.modules, options.units)
    ours = [*training_site("build"), "--config", "mkdocs.yml"]
    rival = make_rival(options.against, options.program, course, folder)
    cold, edited, others = [], [], []
    for number in range(options.pairs):
        shutil.rmtree(course / ".cache", ignore_errors=True)
        cold.append(run(ours, course))
        edit_a_module(course, number)
        edited.append(run(ours, course))
        if rival:
            others.append(run(rival.command, rival.folder))
    pages = html_pages(course / "site")
    if options.against in ("plain", "pruned") and rival:
        rivals = html_pages(rival.folder / "site")
        if pages != rivals:
            print(f"The two sites differ, so there is nothing to compare: {sorted(pages ^ rivals)[:5]}")
            return 1
    units = options.modules * options.units
    print(f"{len(pages)} pages, {units} of them synthetic units; {options.pairs} of each build in turn")
    print(line("training-site, nothing kept", cold, others))
    print(line("training-site, one module edited", edited, others))
    if rival:
        print(line(rival.name, others, ()))
    print(own_work(course, cold))
    return 0


def line(name: str, runs: Sequence[Run], others: Sequence[Run]) -> str:
    """One builder's medians and peak, and its share of the other's."""

    def median(of: Callable[[Run], float], them: Sequence[Run]) -> float:
        return statistics.median(map(of, them))

    text = (
        f"{name:34} {median(lambda one: one.seconds, runs):8.2f} s, "
        f"processor {median(lambda one: one.processor, runs):8.2f} s, "
        f"peak {max(one.peak for one in runs):5.0f} MiB"
    )
    if not others:
        return text
    shares = [
        median(lambda one: one.seconds, runs) / median(lambda one: one.seconds, others),
        median(lambda one: one.processor, runs) / median(lambda one: one.processor, others),
        max(one.peak for one in runs) / max(one.peak for one in others),
    ]
    return f"{text}; share {shares[0]:.3f}, processor {shares[1]:.3f}, peak {shares[2]:.2f}"


def own_work(course: Path, cold: Sequence[Run]) -> str:
    """What loading, checking and making pages take, as a share of a build with nothing kept."""
    code = (
        "import sys; from pathlib import Path; from time import process_time as now\n"
        "from training_site.load import load_course\n"
        "from training_site.assets import gather_look\n"
        "from training_site.pages import render_pages\n"
        "from training_site.site_map import SiteMap\n"
        "start = now(); course = load_course(Path('modules')).course.published(); loaded = now()\n"
        "render_pages(SiteMap(course), gather_look(Path('overrides')).drawings)\n"
        "print(loaded - start, now() - loaded)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=course, capture_output=True, text=True, check=True
    )
    load, pages = map(float, done.stdout.split())
    whole = statistics.median(one.processor for one in cold)
    share = (load + pages) / whole
    return (
        f"own work: load and check {load:.2f} s, make pages {pages:.2f} s, {share:.2f} of a build (processor)"
    )


def make_rival(name: str, program: str, course: Path, folder: Path) -> Rival | None:
    """The pages and settings of another builder, written into a folder of its own."""
    if name == "none":
        return None
    to = folder / name
    run([*training_site("pages"), "--config", "mkdocs.yml", "--out", str(to)], course)
    if name == "hugo":
        make_hugo(to)
        return Rival("Hugo", to, [program or "hugo", "--quiet"])
    make_plain(to / "mkdocs.yml", prune=name != "plain")
    if name == "zensical":
        return Rival("Zensical, pruned", to, [program or "zensical", "build", "--clean"])
    title = "MkDocs, Material" + (", pruned" if name == "pruned" else "")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "mkdocs.yml"]
    return Rival(title, to, command)


def make_plain(settings_file: Path, *, prune: bool = False) -> None:
    """Take everything of ours out of the written settings: what stays is stock Material."""
    with settings_file.open("rb") as stream:
        settings: dict[str, Any] = yaml_load(stream, loader=get_yaml_loader())
    settings["theme"] = {"name": "material", "features": ["navigation.prune"] if prune else []}
    for ours in ("extra", "extra_css", "extra_javascript"):
        settings.pop(ours, None)
    settings_file.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")


def make_hugo(folder: Path) -> None:
    """The same pages for Hugo, with a plain layout that shows the page's own section."""
    shutil.move(folder / "docs", folder / "content")
    for page in sorted((folder / "content").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        text = re.sub(r"\A---\n(\{.*\})\n---\n", r"\1\n", text)  # Hugo takes JSON without the dashes
        leaf = page.name == "index.md" and page.parent.parent != folder / "content"
        page.write_text(re.sub(r" \{: (#[\w-]+) \}$", r" {\1}", text, flags=re.MULTILINE), encoding="utf-8")
        if page.name == "index.md" and not leaf:
            page.rename(page.with_name("_index.md"))
    layout = folder / "layouts" / "_default"
    layout.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layout / name).write_text(
            "<!doctype html><title>{{ .Title }}</title><nav>{{ range .CurrentSection.RegularPages }}"
            '<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ .Content }}\n',
            encoding="utf-8",
        )
    settings = "title = 'x'\nbaseURL = 'https://example.org/'\ndisableKinds = ['taxonomy', 'term', 'RSS']\n"
    settings += "[markup.goldmark.renderer]\nunsafe = true\n"
    (folder / "hugo.toml").write_text(settings, encoding="utf-8")


def edit_a_module(course: Path, number: int) -> None:
    """Change a sentence of one synthetic module, another one each time."""
    path = course / "modules" / "synthetic-0001.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'("help": ")', rf"\1Edited {number}. ", text, count=1), encoding="utf-8")


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
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody builds without compiled modules
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            sys.stderr.write(output.read().decode(errors="replace"))
            raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


if __name__ == "__main__":
    sys.exit(main())
