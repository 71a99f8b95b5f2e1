"""The checks that are not about behaviour, run as tests so that one summary covers everything."""

import subprocess
import sys

from tools import ROOT


def run_tool(*arguments: str) -> tuple[int, str]:
    """Run a module of this Python from the root; returns its exit code and everything it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_ruff_finds_nothing():
    """The code keeps to the rules in pyproject.toml."""
    code, output = run_tool("ruff", "check", "--no-cache", "scripts", "tests", "benchmarks")
    assert code == 0, output


def test_mypy_finds_nothing():
    """Every type holds, strictly."""
    code, output = run_tool("mypy")
    assert code == 0, output
