"""When Python looks for what nobody can reach: seldom in a build, and when a preview rests."""

import ctypes
import gc
import os
import platform
from pathlib import Path

import pytest

from training_site import garbage
from training_site.garbage import SELDOM, give_back, look_at_rest, look_seldom


@pytest.fixture(autouse=True)
def _as_before():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_a_command_looks_seldom():
    """From then on, however often Python would."""
    look_seldom()
    assert gc.get_threshold() == SELDOM


def test_a_preview_at_rest_looks_once(monkeypatch):
    """However many builds there were just before, and what none of them needs any more is gone."""
    monkeypatch.setattr(garbage, "REST", 0.1)
    looks = []
    monkeypatch.setattr(gc, "collect", lambda: looks.append("looked"))
    timers = []
    for _ in range(3):
        look_at_rest()
        timers.append(garbage._look)
    assert looks == []
    for timer in timers:
        timer.join(10)
    assert looks == ["looked"]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only GNU's C library gives back when asked")
def test_free_memory_is_given_back():
    """What was free between things that are still needed is no part of the process any more."""
    blocks = [bytes(100_000) for _ in range(600)]
    kept = blocks[::2]
    del blocks
    before = resident()
    give_back()
    assert before - resident() > 10_000_000
    assert len(kept) == 300


def test_a_system_that_cannot_is_left_alone(monkeypatch):
    """Where the C library has no such function, nothing happens."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back()


def resident() -> int:
    """The bytes of memory that this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
