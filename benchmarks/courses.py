"""A course to measure: this checkout's own with generated modules beside it, or generated modules alone.

Knows nothing of builders and clocks.
"""

import json
import re
import shutil
from pathlib import Path

import yaml

from synthetic import QUESTIONS, write_modules

ROOT = Path(__file__).resolve().parent.parent
COPIED = (
    "mkdocs.yml",
    "docs",
    "modules",
    "overrides",
    "scripts/mkdocs_hooks.py",
    "scripts/training_site/templates",
)
OF_OWN_MODULES = ("handouts", "plan")
"""What the learning path says about modules that a course of generated ones does not have."""


def write_course(folder: Path, modules: int, units: int, *, alone: bool = False) -> None:
    """Copy the course of this checkout and add generated modules to its path, or put them in their place."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
    path_file = folder / "modules" / "course.yml"
    path = yaml.safe_load(path_file.read_text(encoding="utf-8"))
    if alone:
        _take_out_own_modules(folder, path["modules"])
        path = {name: value for name, value in path.items() if name not in OF_OWN_MODULES} | {"modules": []}
        path["post_test"]["questions"] = min(path["post_test"]["questions"], QUESTIONS * modules)
    path["modules"] += write_modules(folder / "modules", modules, units)
    path_file.write_text(json.dumps(path, ensure_ascii=False), encoding="utf-8")


def edit_a_module(course: Path, number: int) -> str:
    """Change a sentence of one generated module, another one each time; returns the words that are new."""
    path = course / "modules" / "synthetic-0001.yml"
    new = f"Edited {number}."
    text = re.sub(r'("help": ")(Edited \d+\. )?', rf"\1{new} ", path.read_text(encoding="utf-8"), count=1)
    path.write_text(text, encoding="utf-8")
    return new


def edit_a_page(page: Path, number: int) -> str:
    """Change the last words of a Markdown page; returns the words that are new."""
    new = f"Edited {number}."
    text = re.sub(r"\n\nEdited \d+\.\n\Z", "\n", page.read_text(encoding="utf-8"))
    page.write_text(f"{text}\n\n{new}\n", encoding="utf-8")
    return new


def _take_out_own_modules(folder: Path, modules: list[str]) -> None:
    for module in modules:
        (folder / "modules" / f"{module}.yml").unlink()
    into_modules = re.compile(rf"\[([^\]]*)\]\((?:{'|'.join(map(re.escape, modules))})/[^)]*\)")
    for page in (folder / "docs").glob("*.md"):
        page.write_text(into_modules.sub(r"\1", page.read_text(encoding="utf-8")), encoding="utf-8")
