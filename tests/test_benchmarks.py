"""The benchmark measures what it says: valid modules, every process; and its tables are right."""

import importlib
import json
import os
import subprocess
import sys
from types import ModuleType

import pytest

from tools import ROOT
from training_site.load import load_course

ROUND = {"label": "", "size": 100, "against": "plain", "parts": {}}


@pytest.fixture
def benchmark(monkeypatch):
    """Gives a module of ``benchmarks/`` by its name."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))

    def give(name: str) -> ModuleType:
        return importlib.import_module(name)

    return give


def built(seconds: float) -> dict[str, float]:
    """A build that took so long, on half a processor."""
    return {"seconds": seconds, "processor": seconds / 2, "peak": 10 * seconds}


@pytest.mark.parametrize("alone", [False, True])
def test_synthetic_modules_are_valid(tmp_path, benchmark, course, alone):
    """A course with generated modules, or of nothing else, loads without a problem, and twice the same."""
    for name in ("one", "two"):
        benchmark("courses").write_course(tmp_path / name, modules=2, units=3, alone=alone)
    loaded = load_course(tmp_path / "one" / "modules")
    assert loaded.course is not None
    assert loaded.problems == ()
    assert len(loaded.course.modules) == (2 if alone else len(course.modules) + 2)
    assert [len(module.units) for module in loaded.course.modules[-2:]] == [3, 3]
    for path in (tmp_path / "one").rglob("*.*"):
        same = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.is_dir() or path.read_bytes() == same.read_bytes()


def test_edits_change_words_and_stay_valid(tmp_path, benchmark):
    """Each edit of a module brings new words in place of the last edit's."""
    courses = benchmark("courses")
    courses.write_course(tmp_path, modules=1, units=1, alone=True)
    module = tmp_path / "modules" / "synthetic-0001.yml"
    first, second = (courses.edit_a_module(tmp_path, number) for number in (1, 2))
    assert second in module.read_text(encoding="utf-8")
    assert first not in module.read_text(encoding="utf-8")
    assert load_course(tmp_path / "modules").course is not None


def test_a_run_counts_what_its_children_use(tmp_path, benchmark):
    """The processor seconds of a process that waits for another include the other's."""
    busy = "import os, time\nwhile time.process_time() < 0.3: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}], check=True)"
    took = benchmark("measured").run([sys.executable, "-c", parent], tmp_path)
    assert took.processor >= 0.3
    large = benchmark("measured").run([sys.executable, "-c", "bytearray(80 * 2**20)"], tmp_path)
    assert large.peak >= 80


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_all_processes_of_a_session_are_found(benchmark):
    """Memory is summed over a command and everything that it starts."""
    shell = ["sh", "-c", "(echo started; cat); true"]
    with subprocess.Popen(
        shell, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout.readline() == b"started\n"
        assert len(benchmark("measured").processes_of(process.pid)) >= 2
        assert os.getpid() not in benchmark("measured").processes_of(process.pid)


def test_a_share_is_the_median_of_the_shares_of_rounds(benchmark):
    """Rounds with different noise give the share of the middle one; what nobody measured has no column."""
    lines = [
        {**ROUND, "round": number, "runs": {"cold": built(ours), "their cold": built(theirs)}}
        for number, (ours, theirs) in enumerate([(1, 10), (4, 20), (9, 30)], 1)
    ]
    made = "\n".join(benchmark("tables").tables(lines))
    assert "| 100 | 0.20 (0.20) |" in made
    assert "| 100 | 4.00 (2.00) | 3 |" in made
    assert "| 100 | 90 | 300 |" in made


def test_growth_is_the_slope_between_sizes(benchmark):
    """Four times as long for twice the units is growth with the square."""
    assert benchmark("tables").exponent([(100, 1), (200, 4), (400, 16)]) == pytest.approx(2)
    lines = [
        {**ROUND, "size": size, "round": 1, "runs": {"cold": built(size), "their cold": built(size**2)}}
        for size in (60, 100, 1000)
    ]
    made = "\n".join(benchmark("tables").tables(lines))
    assert "| This generator, nothing kept | n^1.00 | 100 to 1,000 |" in made
    assert "| MkDocs, defaults | n^2.00 | 100 to 1,000 |" in made


@pytest.mark.long
def test_comparison_goes_on_where_it_was(tmp_path):
    """A small comparison writes a line for each round, measures none twice, and the tables read it."""
    results = tmp_path / "results.jsonl"
    command = [sys.executable, "benchmarks/compare.py", "--sizes", "5", "--against", "plain,parts"]
    command += ["--rounds", "1", "--out", str(results), "--workspace", str(tmp_path / "work")]
    for _ in range(2):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    whole, parts = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    assert set(whole["runs"]) == {"cold", "edited", "unchanged", "their cold"}
    assert all(run["processor"] > 0 and run["peak"] > 10 for run in whole["runs"].values())
    assert 0 < parts["parts"]["load and check"] < parts["parts"]["whole build"]
    assert 0 < parts["parts"]["make pages"] < parts["parts"]["whole build"]
    print_tables = [sys.executable, "benchmarks/tables.py", str(results)]
    printed = subprocess.run(print_tables, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "| Nothing kept, units | MkDocs, defaults |" in printed


def test_the_page_about_speed_shows_the_tables_of_its_results(benchmark):
    """Every table that the results give stands on the page, number for number."""
    tables = benchmark("tables")
    made = tables.tables(tables.read_lines(ROOT / "benchmarks" / "results.jsonl"))
    page = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    assert len(made) > 5
    assert [table for table in made if table not in page] == []
