"""The benchmark measures what it says: valid modules, and the same pages from both builders."""

import re
import subprocess
import sys

import pytest

from tools import ROOT
from training_site.load import load_course


def test_synthetic_modules_are_valid(tmp_path):
    """A course with synthetic modules loads without a single problem, and twice the same."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from compare import write_course
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    for name in ("one", "two"):
        write_course(tmp_path / name, modules=2, units=3)
    loaded = load_course(tmp_path / "one" / "modules")
    assert loaded.problems == ()
    assert loaded.course is not None
    added = [module for module in loaded.course.modules if module.id.startswith("synthetic-")]
    assert [len(module.units) for module in added] == [3, 3]
    for path in (tmp_path / "one" / "modules").glob("*.yml"):
        assert path.read_bytes() == (tmp_path / "two" / "modules" / path.name).read_bytes()


@pytest.mark.long
def test_comparison_prints_ratio_and_memory():
    """A small comparison runs to its end and prints both medians, the ratio and the peaks."""
    command = [sys.executable, "benchmarks/compare.py", "--modules", "1", "--units", "1", "--pairs", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    pages, cold, edited, theirs, own = done.stdout.splitlines()
    figures = r"+[\d.]+ s, processor +[\d.]+ s, peak +\d+ MiB"
    share = r"; share [\d.]+, processor [\d.]+, peak [\d.]+"
    assert pages.endswith("pages, 1 of them synthetic units; 1 of each build in turn")
    assert re.fullmatch(rf"training-site, nothing kept {figures}{share}", cold)
    assert re.fullmatch(rf"training-site, one module edited {figures}{share}", edited)
    assert re.fullmatch(rf"MkDocs, Material {figures}", theirs)
    assert re.fullmatch(
        r"own work: load and check [\d.]+ s, make pages [\d.]+ s, [\d.]+ of a build \(processor\)", own
    )
