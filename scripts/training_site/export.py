"""The pages as files: a folder that any engine reading ``mkdocs.yml`` can build, without our hook.

Everything the hook would do is already done in the files: pages, joined assets, navigation and
what the theme shows around a page. Each generated page is the ``index.md`` of a folder of its own:
one engine reads a link in HTML from the page's address and another from the file's folder, and
only there are the two the same.
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from training_site.assets import gather_look, is_workshop_file
from training_site.finish.worker import WORKER, worker_off
from training_site.model import Course
from training_site.pages import navigation, render_pages
from training_site.search_pages import search_of
from training_site.site_map import SiteMap
from training_site.surroundings import surroundings

HOOK_SETTINGS = ("hooks", "watch", "docs_dir", "site_dir")
"""Settings that mean something only beside the hook or where the folder was made."""


def write_pages(
    course: Course, config_file: Path, out: Path, workbooks: Mapping[str, bytes] = MappingProxyType({})
) -> int:
    """Write the course's pages and settings into ``out``; returns the number of pages.

    The PDFs ``workbooks``, by their path in the site, are written and linked too.

    Raises ``OSError`` when a file cannot be written.
    """
    root = config_file.parent
    settings = _settings(config_file)
    overrides = root / settings["theme"]["custom_dir"]
    look = gather_look(overrides)
    docs = out / "docs"
    shutil.copytree(root / settings.get("docs_dir", "docs"), docs)
    written = tuple(path.name for path in sorted(docs.glob("*.md")))
    pages = render_pages(
        SiteMap(course, written), look.drawings, tuple(workbooks), components=look.components
    )
    places = {page.path: _own_folder(page.path) for page in pages}
    for page in pages:
        _write(docs / places[page.path], page.markdown)
    texts = {name: (docs / name).read_text(encoding="utf-8-sig") for name in written}
    for name, text in texts.items():
        _write(docs / name, _moved_links(text, places))
    for path, text in {**look.files, **search_of(pages, texts)}.items():
        _write(docs / path, text)
    for path, made in workbooks.items():
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_bytes(made)
    _write(docs / WORKER, worker_off())  # whoever finishes the site puts the one for its files there
    _copy_theme(overrides, out / "overrides")
    _write(out / "mkdocs.yml", _filled_in(settings, course, places))
    return len(pages) + len(written)


def _settings(config_file: Path) -> dict[str, Any]:
    with config_file.open("rb") as stream:
        return dict(yaml_load(stream, loader=get_yaml_loader()))


def _own_folder(path: str) -> str:
    """Where a page is written: ``at-hand.md`` as ``at-hand/index.md``, which has the same address."""
    return path if path.rpartition("/")[2] == "index.md" else path.removesuffix(".md") + "/index.md"


def _moved_links(markdown: str, places: dict[str, str]) -> str:
    """A hand-written page with its links to generated pages leading where those were written."""
    return re.sub(
        r"(?<=\]\()([\w/-]+\.md)(?=[#)])",
        lambda link: places.get(link[0], link[0]),
        markdown,
    )


def _moved(entries: list[object], places: dict[str, str]) -> list[object]:
    """The navigation with the pages where they were written."""
    moved: list[object] = []
    for entry in entries:
        if isinstance(entry, dict):
            moved.append(
                {
                    title: _moved(list(inside), places)
                    if isinstance(inside, list)
                    else places.get(inside, inside)
                    for title, inside in entry.items()
                }
            )
        else:
            moved.append(places.get(entry, entry) if isinstance(entry, str) else entry)
    return moved


def _filled_in(settings: dict[str, Any], course: Course, places: dict[str, str]) -> str:
    kept = {name: value for name, value in settings.items() if name not in HOOK_SETTINGS}
    kept["theme"] = {**settings["theme"], "custom_dir": "overrides"}
    kept["extra"] = {**settings.get("extra", {}), **surroundings(course)}
    kept["nav"] = _moved(navigation(course, settings["nav"]), places)
    return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True)


def _copy_theme(overrides: Path, out: Path) -> None:
    for path in sorted(overrides.rglob("*")):
        inside = path.relative_to(overrides)
        if path.is_file() and not is_workshop_file(inside.as_posix()):
            (out / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, out / inside)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
