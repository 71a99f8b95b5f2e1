"""Other builders of the same Markdown: their pages, their settings, their commands.

Knows nothing of measuring. What is ours is taken out of the settings, so MkDocs and Zensical build a stock
site with the theme and the search that they bring along; Hugo gets a plain layout and brings no search.
"""

import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from measured import run

RIVALS = ("plain", "pruned", "zensical", "hugo")
NAMES = {
    "plain": "MkDocs, defaults",
    "pruned": "MkDocs, pruned",
    "zensical": "Zensical",
    "hugo": "Hugo",
}
LAYOUT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav>{{ range .CurrentSection.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ end }}</nav><main>{{ .Content }}</main></body></html>
"""
HUGO_SETTINGS = """title = 'x'
baseURL = 'https://example.org/'
disableKinds = ['taxonomy', 'term', 'RSS']
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
block = true
"""


@dataclass(frozen=True)
class Rival:
    """Another builder of the same pages, in a folder of its own."""

    name: str
    folder: Path
    cold: list[str]
    warm: list[str] | None = None
    """What builds again with what an earlier build kept, where it can."""

    @property
    def site(self) -> Path:
        """Where it builds to."""
        return self.folder / ("public" if self.name == "hugo" else "site")

    @property
    def page(self) -> Path:
        """A page of a unit, to be edited."""
        pages = self.folder / ("content" if self.name == "hugo" else "docs")
        return pages / "synthetic-0001" / "unit-1" / "index.md"


def write_pages(course: Path, folder: Path) -> None:
    """Write the pages of a course as Markdown into a new folder, without a search: rivals bring their own."""
    write = [sys.executable, "-m", "training_site", "pages", "--config", "mkdocs.yml", "--out", str(folder)]
    run(write, course)
    shutil.rmtree(folder / "docs" / "assets" / "search")


def make_rival(name: str, program: str, pages: Path, folder: Path) -> Rival:
    """Copy written pages into a new folder, with settings for another builder."""
    shutil.copytree(pages, folder)
    if name == "hugo":
        _make_hugo(folder)
    else:
        _make_plain(folder, prune=name != "plain")
    return find_rival(name, program, folder)


def find_rival(name: str, program: str, folder: Path) -> Rival:
    """A rival whose pages are written already."""
    if name == "hugo":
        return Rival(name, folder, [program or "hugo", "--quiet", "--cleanDestinationDir"])
    if name == "zensical":
        zensical = [program or "zensical", "build"]
        return Rival(name, folder, [*zensical, "--clean"], zensical)
    mkdocs = [program or sys.executable, *(() if program else ("-m", "mkdocs"))]
    return Rival(name, folder, [*mkdocs, "build", "--quiet", "--config-file", "mkdocs.yml"])


def serving(rival: Rival, port: int) -> Sequence[str]:
    """The command of a rival's own preview."""
    if rival.name == "hugo":
        base = f"http://127.0.0.1:{port}/"
        return [rival.cold[0], "server", "--port", str(port), "--baseURL", base, "--renderToMemory"]
    if rival.name == "zensical":
        return [rival.cold[0], "serve", "--dev-addr", f"127.0.0.1:{port}"]
    start = rival.cold[: rival.cold.index("build")]
    return [*start, "serve", "--quiet", "--config-file", "mkdocs.yml", "--dev-addr", f"127.0.0.1:{port}"]


def _make_plain(folder: Path, *, prune: bool) -> None:
    """Take everything of ours out of the written settings: what stays is stock Material with its search."""
    settings_file = folder / "mkdocs.yml"
    with settings_file.open("rb") as stream:
        settings: dict[str, Any] = yaml_load(stream, loader=get_yaml_loader())
    settings["theme"] = {"name": "material", "features": ["navigation.prune"] if prune else []}
    for ours in ("extra", "extra_css", "extra_javascript", "plugins"):
        settings.pop(ours, None)
    settings_file.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    shutil.rmtree(folder / "overrides")


def _make_hugo(folder: Path) -> None:
    """The same pages for Hugo, with a plain layout that shows the page's own section."""
    shutil.move(folder / "docs", folder / "content")
    for page in sorted((folder / "content").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        text = re.sub(r"\A---\n(\{.*\})\n---\n", r"\1\n", text)  # Hugo takes JSON without the dashes
        leaf = len(page.relative_to(folder / "content").parts) > 2  # a page of a section, not its list
        page.write_text(re.sub(r" \{: (#[\w-]+) \}$", r" {\1}", text, flags=re.MULTILINE), encoding="utf-8")
        if page.name == "index.md" and not leaf:
            page.rename(page.with_name("_index.md"))
    layout = folder / "layouts" / "_default"
    layout.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layout / name).write_text(LAYOUT, encoding="utf-8")
    (folder / "hugo.toml").write_text(HUGO_SETTINGS, encoding="utf-8")
