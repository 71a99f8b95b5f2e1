"""The SHA-256 sum of every file of a site, in the form that ``sha256sum -c`` reads.

Published with the site, so that anyone can check a copy, and so that two versions can be told
apart. It is written last: a folder whose manifest holds is whole. Knows nothing but the folder.
"""

import hashlib
import os
from collections.abc import Collection, Mapping
from pathlib import Path

MANIFEST = "manifest-sha256.txt"
"""Its path in the site; it lists every file but itself."""

NOTHING: Mapping[str, str] = {}


def files_below(site: Path) -> list[str]:
    """The path of every file below a folder, in one order on every machine."""
    start = len(str(site)) + 1
    names = (f"{folder}/{file}"[start:] for folder, _, files in os.walk(site) for file in files)
    return sorted(name.replace(os.sep, "/") for name in names)


def sums_of(site: Path, known: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """Every file of a site by its path there, in one order on every machine, with its SHA-256 sum."""
    sums = ((name, known.get(name) or sum_of((site / name).read_bytes())) for name in files_below(site))
    return {name: found for name, found in sums if name != MANIFEST}


def sum_of(data: bytes) -> str:
    """The sum of a file's content."""
    return hashlib.sha256(data).hexdigest()


def write_manifest(site: Path, sums: Mapping[str, str] | None = None) -> None:
    """Write the manifest into a site; ``sums`` are those of all its files, where they were taken."""
    (site / MANIFEST).write_bytes(as_text(sums_of(site) if sums is None else sums).encode())


def read_manifest(site: Path) -> dict[str, str]:
    """What the manifest of a site lists; ``FileNotFoundError`` where there is none."""
    lines = (site / MANIFEST).read_text(encoding="utf-8").splitlines()
    return {name: sum_ for sum_, _, name in (line.partition("  ") for line in lines)}


def differences(site: Path, checked: Collection[str] = ()) -> list[str]:
    """Every path that is missing, changed or added since the manifest was written.

    Files that were ``checked`` against their sums already are not read again.
    """
    listed = read_manifest(site)
    found = sums_of(site, {name: listed[name] for name in checked if name in listed})
    return sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))


def as_text(sums: Mapping[str, str]) -> str:
    """The lines of a manifest, each a sum and a path."""
    return "".join(f"{sum_}  {name}\n" for name, sum_ in sorted(sums.items()))
