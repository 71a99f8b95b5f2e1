"""When Python looks for what nobody can reach: seldom in a build, and when a preview rests."""

import gc

import pytest

from training_site import garbage
from training_site.garbage import SELDOM, look_at_rest, look_seldom


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
