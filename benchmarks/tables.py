"""The tables of ``docs/speed.md``, as Markdown, from the lines of JSON that the other programs here wrote.

``python benchmarks/tables.py benchmarks/results.jsonl``. Reads nothing but that file. A share is the median
of the shares of single rounds, because the two builds of a round met the same noise; shares of different
rounds are never multiplied.
"""

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from rivals import NAMES, RIVALS

Line = dict[str, Any]
Rounds = dict[tuple[int, str], list[Line]]

OURS = ("cold", "edited", "unchanged")
TITLES = {"cold": "Nothing kept", "edited": "One module edited", "unchanged": "Nothing changed"}
NONE = "–"
OWN_WORK = ("load and check", "make pages")
OTHER_PARTS = ("search", "finish")


def main() -> int:
    """Print every table for which there are rounds."""
    print("\n\n".join(tables(read_lines(Path(sys.argv[1])))))
    return 0


def read_lines(path: Path) -> list[Line]:
    """The lines of a file of results."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tables(lines: Sequence[Line]) -> list[str]:
    """All tables, each as one text."""
    rounds: Rounds = defaultdict(list)
    for line in lines:
        if line.get("kind", "round") == "round":
            rounds[line["size"], line["against"]].append(line)
    made = [own_times(rounds)]
    made += [shares(rounds, name) for name in OURS]
    made += [their_times(rounds), memory(rounds), growth(rounds), parts(rounds)]
    made += [previews(lines)]
    return [table for table in made if table]


def own_times(rounds: Rounds) -> str:
    """Our builds: medians over all rounds of a size."""
    rows = []
    for size in _sizes(rounds):
        runs = [line["runs"] for line in _of_size(rounds, size) if "cold" in line["runs"]]
        if runs:
            rows.append(
                [
                    f"{size:,}",
                    *(_times(run[name] for run in runs if name in run) for name in OURS),
                    f"{len(runs)}",
                ]
            )
    return _table(["Units", *(TITLES[name] for name in OURS), "Rounds"], rows)


def shares(rounds: Rounds, name: str) -> str:
    """One of our builds as a share of each other builder's: whole builds, and its own after an edit."""
    columns = [(rival, "their cold", NAMES[rival]) for rival in RIVALS]
    if name != "cold":
        columns.insert(3, ("zensical", "their edited", "Zensical after an edit"))
    rows = []
    for size in _sizes(rounds):
        row = [_shares(rounds.get((size, rival), ()), name, theirs) for rival, theirs, _ in columns]
        if set(row) != {NONE}:
            rows.append([f"{size:,}", *row])
    return _table([f"{TITLES[name]}, units", *(title for *_, title in columns)], rows)


def their_times(rounds: Rounds) -> str:
    """The other builders."""
    rows = []
    for size in _sizes(rounds):
        row = [_times(_runs(rounds, size, rival, "their cold")) for rival in RIVALS]
        row.insert(3, _times(_runs(rounds, size, "zensical", "their edited")))
        if set(row) != {NONE}:
            rows.append([f"{size:,}", *row])
    titles = [NAMES[rival] for rival in RIVALS]
    titles.insert(3, "Zensical after an edit")
    return _table(["Others, units", *titles], rows)


def memory(rounds: Rounds) -> str:
    """Peaks of whole builds in MiB, the largest of all rounds."""
    rows = []
    for size in _sizes(rounds):
        ours = [line["runs"]["cold"]["peak"] for line in _of_size(rounds, size) if "cold" in line["runs"]]
        theirs = [
            max((run["peak"] for run in _runs(rounds, size, rival, "their cold")), default=0)
            for rival in RIVALS
        ]
        if ours or any(theirs):
            peaks = [max(ours, default=0), *theirs]
            rows.append([f"{size:,}", *(f"{peak:.0f}" if peak else NONE for peak in peaks)])
    return _table(["MiB, units", "This generator", *(NAMES[rival] for rival in RIVALS)], rows)


def growth(rounds: Rounds) -> str:
    """The power of the number of units with which the processor seconds of a build grow from 100 on."""
    rows = []
    for name, key, rivals in (
        ("This generator, nothing kept", "cold", (*RIVALS, "alone")),
        ("This generator, one module edited", "edited", (*RIVALS, "alone")),
        *((NAMES[rival], "their cold", (rival,)) for rival in RIVALS),
    ):
        points = []
        for size in _sizes(rounds):
            found = [run for rival in rivals for run in _runs(rounds, size, rival, key)]
            if found and size >= 100:
                points.append((size, median(run["processor"] for run in found)))
        if len(points) > 1:
            low, high = points[0][0], points[-1][0]
            rows.append([name, f"n^{exponent(points):.2f}", f"{low:,} to {high:,}"])
    return _table(["Build", "Grows like", "From"], rows)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of a straight line through the points on logarithmic paper, by least squares."""
    xs, ys = ([math.log(point[axis]) for point in points] for axis in (0, 1))
    middle = sum(xs) / len(xs)
    return sum((x - middle) * y for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)


def parts(rounds: Rounds) -> str:
    """What the parts of our build with nothing kept take, as shares of its processor seconds."""
    rows = []
    for size in _sizes(rounds):
        lines = rounds.get((size, "parts"), ())
        if not lines:
            continue
        own = _part(lines, *OWN_WORK)
        rows.append([f"{size:,}", *(_part(lines, name) for name in (*OWN_WORK, *OTHER_PARTS)), own])
    heads = [name.capitalize() for name in (*OWN_WORK, *OTHER_PARTS)]
    return _table(["Parts, units", *heads, "Load, check and make pages"], rows)


def _part(lines: Sequence[Line], *names: str) -> str:
    """The share of the named parts of a build, the median of several builds."""
    taken = [sum(line["parts"][name] for name in names) / line["parts"]["whole build"] for line in lines]
    return f"{100 * median(taken):.0f} %"


def previews(lines: Sequence[Line]) -> str:
    """From saving a file to the open page showing it: the median, and the shortest and longest."""
    taken: dict[tuple[int, str], list[float]] = defaultdict(list)
    for line in lines:
        if line.get("kind") == "preview":
            taken[line["size"], line["name"]].append(line["seconds"])
    rows = []
    for size in sorted({size for size, _ in taken}):
        ours = taken.get((size, "ours"))
        for name in ("ours", *RIVALS):
            if found := taken.get((size, name)):
                share = f"{median(ours) / median(found):.2f}" if ours and name != "ours" else NONE
                title = NAMES.get(name, "This generator")
                spread = f"{min(found):.2f} to {max(found):.2f}"
                rows.append([f"{size:,}", title, f"{median(found):.2f} s", spread, f"{len(found)}", share])
    return _table(["Preview, units", "Builder", "Median", "From, to", "Edits", "Ours as a share"], rows)


def _sizes(rounds: Rounds) -> list[int]:
    return sorted({size for size, _ in rounds})


def _of_size(rounds: Rounds, size: int) -> list[Line]:
    return [line for (of, _), lines in rounds.items() if of == size for line in lines]


def _runs(rounds: Rounds, size: int, against: str, name: str) -> list[dict[str, float]]:
    return [line["runs"][name] for line in rounds.get((size, against), ()) if name in line["runs"]]


def _times(runs: Iterable[dict[str, float]]) -> str:
    """Seconds on the clock, and in brackets of the processors."""
    found = list(runs)
    if not found:
        return NONE
    clock, processor = (median(run[of] for run in found) for of in ("seconds", "processor"))
    return f"{_number(clock)} ({_number(processor)})"


def _shares(lines: Iterable[Line], ours: str, theirs: str) -> str:
    """The share on the clock, and in brackets of the processors."""
    pairs = [line["runs"] for line in lines if ours in line["runs"] and theirs in line["runs"]]
    if not pairs:
        return NONE
    clock, processor = (
        median(runs[ours][of] / runs[theirs][of] for runs in pairs) for of in ("seconds", "processor")
    )
    return f"{_number(clock)} ({_number(processor)})"


def _number(value: float) -> str:
    """Three digits that count, and no more than a reader needs."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:.{digits}f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    told = [column for column in range(len(heads)) if any(row[column] != NONE for row in rows)]
    whole = [heads, ["---"] * len(heads), *rows]  # aligned columns get styles that the policy refuses
    lines = [[line[column] for column in told] for line in whole]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
