"""The look and behavior in ``overrides/``, gathered for the site: a style sheet and the scripts.

Classic scripts, because module scripts do not run from ``file://``. Scripts of ``assets/`` come
first, because components build on them. Each runs on its own: one that fails says so in the
console and leaves the others alone. A component whose YAML says ``extra: true`` goes into the
second script, which units and other pages for reading do not load; one that says
``on_demand: true`` becomes a file of its own, which another script loads when it is wanted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from training_site.components import Component, read_component
from training_site.reading.tree import FASTEST

STYLESHEET = "assets/training-site.css"
SCRIPT = "assets/training-site.js"
EXTRA_SCRIPT = "assets/training-site-extra.js"
LMS_SCRIPT = "assets/training-site-lms.js"
FIRST_STYLES = ("tokens.css", "fonts.css")
"""Style sheets that others build on; the rest follow by name."""

UNUSED_OF_THEME = r"\.map$|/lunr/|/workers/"
"""Files of the theme that no page asks for: maps for those who mend it, and its own search."""

WORKSHOP_FOLDERS = ("components", "drawings", "lms")
"""Folders of ``overrides/`` that the site is made from, and that never become part of it."""

COMMENT_LINES = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/[ \t]*|//.*|)(?:\n|\Z)", re.MULTILINE)
"""Comments that begin a line and end one, and blank lines: words for people who read the source."""


INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class Look:
    """What ``overrides/`` gives the site besides theme templates."""

    drawings: dict[str, str]
    """The site's own SVG drawings by name."""
    files: dict[str, str]
    """The joined style sheet and scripts, by their path in the site."""
    components: tuple[Component, ...] = ()
    """What the components say about themselves."""


def gather_look(overrides: Path, *, in_lms: bool = False) -> Look:
    """Read the drawings, styles and scripts of a theme folder, for a learning-management system or not."""
    for_lms = {LMS_SCRIPT: _joined([_isolated(overrides / "lms" / "page.js")])} if in_lms else {}
    return Look(
        drawings={path.stem: _read(path) for path in sorted((overrides / "drawings").glob("*.svg"))},
        files={
            STYLESHEET: _joined(_lean(path) for path in _styles(overrides)),
            SCRIPT: _joined(_isolated(path) for path in _scripts(overrides, extra=False)),
            EXTRA_SCRIPT: _joined(_isolated(path) for path in _scripts(overrides, extra=True)),
            **{
                f"assets/{component.name}.js": _joined(
                    _isolated(path) for path in sorted(component.glob("*.js"))
                )
                for component in _components(overrides)
                if _says(component, "on_demand")
            },
            **for_lms,
        },
        components=tuple(read_component(_facts(path)) for path in _components(overrides)),
    )


def is_workshop_file(path: str) -> bool:
    """Whether a file of ``overrides/`` stays out of the site, given its path inside the folder."""
    place = PurePosixPath(path)
    if place.parts[0] in WORKSHOP_FOLDERS:
        return True
    ours = place.parent == PurePosixPath("assets") and place.suffix in {".css", ".js"}
    return ours and path not in {STYLESHEET, SCRIPT, EXTRA_SCRIPT}


def _styles(overrides: Path) -> Iterator[Path]:
    shared = sorted((overrides / "assets").glob("*.css"))
    first = [overrides / "assets" / name for name in FIRST_STYLES]
    yield from (path for path in first if path in shared)
    yield from (path for path in shared if path not in first)
    yield from sorted(overrides.glob("components/*/*.css"))


def _scripts(overrides: Path, *, extra: bool) -> Iterator[Path]:
    if not extra:
        yield from sorted((overrides / "assets").glob("*.js"))
    for component in _components(overrides):
        if _says(component, "extra") == extra and not _says(component, "on_demand"):
            yield from sorted(component.glob("*.js"))


def _components(overrides: Path) -> list[Path]:
    return sorted((overrides / "components").glob("*"))


def _says(component: Path, wish: str) -> bool:
    return _facts(component).get(wish, False) is True


def _facts(component: Path) -> Mapping[str, Any]:
    return _facts_in(_read(component / f"{component.name}.yml"))


@lru_cache(maxsize=128)
def _facts_in(text: str) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = yaml.load(text, Loader=FASTEST)
    return facts


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(parts) + "\n"


def _isolated(path: Path) -> str:
    return (
        f"(() => {{\ntry {{\n{_lean(path)}\n}} catch (error) {{\n"
        f'console.error("{path.stem} could not start", error);\n}}\n}})();'
    )


def _lean(path: Path) -> str:
    return _without_notes(_read(path))


@lru_cache(maxsize=256)
def _without_notes(text: str) -> str:
    """A text without comments on lines of their own, blank lines, and indentation that says nothing."""
    text = COMMENT_LINES.sub("", text).strip()
    tells = any(line.count("`") % 2 for line in text.splitlines())  # inside a text of several lines
    return text if tells else INDENTATION.sub("", text)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
