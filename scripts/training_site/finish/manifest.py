"""The SHA-256 sum of every file of a site, in the form that ``sha256sum -c`` reads.

Published with the site, so that anyone can check a copy, and so that two versions can be told
apart. It is written last: a folder whose manifest holds is whole. Knows nothing but the folder.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

MANIFEST = "manifest-sha256.txt"
"""Its path in the site; it lists every file but itself."""


def sums_of(site: Path) -> dict[str, str]:
    """Every file of a site by its path there, in one order on every machine, with its SHA-256 sum."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    files.pop(MANIFEST, None)
    return {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in sorted(files)}


def write_manifest(site: Path) -> dict[str, str]:
    """Write the manifest into a site; returns what it lists."""
    sums = sums_of(site)
    (site / MANIFEST).write_bytes(as_text(sums).encode())
    return sums


def read_manifest(site: Path) -> dict[str, str]:
    """What the manifest of a site lists; ``FileNotFoundError`` where there is none."""
    lines = (site / MANIFEST).read_text(encoding="utf-8").splitlines()
    return {name: sum_ for sum_, _, name in (line.partition("  ") for line in lines)}


def differences(site: Path) -> list[str]:
    """Every path that is missing, changed or added since the manifest was written."""
    listed, found = read_manifest(site), sums_of(site)
    return sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))


def as_text(sums: Mapping[str, str]) -> str:
    """The lines of a manifest, each a sum and a path."""
    return "".join(f"{sum_}  {name}\n" for name, sum_ in sums.items())
