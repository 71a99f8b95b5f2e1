"""Makes bad courses out of the good one in ``cases/good``, as files of edits say.

An edit begins with ``@ file.yml: what is done``. Below it, lines that start with ``-`` go and lines
that start with ``+`` come in their place; each run of them is one edit and has to fit exactly one
place of the file. ``~`` keeps two runs apart, and ``@@`` empties the file first. A character that
cannot be seen, or that would turn the line around, is written as its number: ``<U+00A0>``.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training_site.checks.files import Surroundings

CASES = Path(__file__).resolve().parent / "cases"
GOOD = CASES / "good"

_NUMBERED = re.compile(r"<U\+([0-9A-F]{4,5})>")

AROUND = Surroundings(frozenset({"listening-ear"}), frozenset({"waves.png"}), frozenset({"about"}))
"""What the good course would find beside its folder."""


@dataclass(frozen=True)
class Variant:
    """One mistake at one place."""

    file: str
    title: str
    lines: tuple[str, ...]


def read_variants(path: Path) -> Iterator[Variant]:
    """Every variant of a file of edits."""
    for part in f"\n{path.read_text(encoding='utf-8')}".split("\n@ ")[1:]:
        head, *lines = part.rstrip("\n").split("\n")
        file, _, title = head.partition(": ")
        yield Variant(file, title, tuple(lines))


def copy_good_course(folder: Path) -> Path:
    """A fresh copy of the good course."""
    shutil.copytree(GOOD, folder)
    return folder


def apply(variant: Variant, folder: Path) -> Path:
    """Edit one file of a copy; returns its path."""
    path = folder / variant.file
    text = "" if "@@" in variant.lines else path.read_text(encoding="utf-8")
    for old, new in _runs(variant.lines):
        if not old and not text:
            text = new
            continue
        assert text.count(f"\n{old}") == 1, f"not exactly one place in {variant.file} for:\n{old}"
        text = text.replace(f"\n{old}", f"\n{new}", 1)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _runs(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    old: list[str] = []
    new: list[str] = []
    for line in [*lines, ""]:
        if line[:1] == "+":
            new.append(_NUMBERED.sub(lambda found: chr(int(found[1], 16)), line[1:]))
            continue
        if new or (old and line[:1] != "-"):
            yield "".join(f"{text}\n" for text in old), "".join(f"{text}\n" for text in new)
            old, new = [], []
        if line[:1] == "-":
            old.append(line[1:])
