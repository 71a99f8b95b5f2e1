"""Work in shares: the same outcome with any number of processes, whatever becomes of them."""

import logging
import os
import threading

import pytest

from training_site import mkdocs_adapter, shares
from training_site.cache import Cache
from training_site.shares import in_shares

NUMBERS = list(range(50))


@pytest.fixture(params=[1, 2, 3, 7])
def processes(request, monkeypatch) -> int:
    """So many processes may run at once."""
    monkeypatch.setattr(shares, "processes", lambda: request.param)
    return request.param


def needs_copies() -> None:
    """Skip where a running process cannot be copied."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        pytest.skip("no copies are made here")


def squares(numbers):
    """The work: a square and the process that made it."""
    return [(number * number, os.getpid()) for number in numbers]


def test_results_come_in_the_order_of_the_things(processes):
    """However many processes there are, and each does its part."""
    needs_copies()
    results = in_shares(NUMBERS, squares)
    assert [square for square, _ in results] == [number * number for number in NUMBERS]
    assert len({process for _, process in results}) == processes


def test_few_things_are_done_here(monkeypatch):
    """A copy costs more than a few things do."""
    monkeypatch.setattr(shares, "processes", lambda: 4)
    assert {process for _, process in in_shares(NUMBERS[:3], squares)} == {os.getpid()}


def test_plain_builds_make_no_copy(monkeypatch):
    """The switch that turns shortcuts off turns copies off."""
    monkeypatch.setenv("TRAINING_SITE_PLAIN", "1")
    assert shares.processes() == 1


@pytest.mark.usefixtures("processes")
def test_what_a_copy_cannot_do_is_done_here():
    """A copy that is killed, raises or warns sends nothing; its share is done by the process that asked."""
    needs_copies()
    here = os.getpid()

    def killed(numbers):
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return squares(numbers)

    def raising(numbers):
        assert os.getpid() == here
        return squares(numbers)

    for work in (killed, raising):
        results = in_shares(NUMBERS, work)
        assert results == [(number * number, here) for number in NUMBERS]


def test_a_warning_is_told_where_it_is_counted(caplog, monkeypatch):
    """A strict build counts warnings, so none may be lost in a copy."""
    assert mkdocs_adapter.log.name.startswith("mkdocs")
    monkeypatch.setattr(shares, "processes", lambda: 2)

    def warning(numbers):
        for number in numbers:
            if number % 2:
                logging.getLogger("mkdocs").warning("odd: %d", number)
        return numbers

    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        assert in_shares(NUMBERS, warning) == NUMBERS
    assert len(caplog.records) == 25


def test_a_mistake_in_the_work_is_raised_and_leaves_no_process(monkeypatch):
    """What the work raises here reaches the caller, and the copies are gone."""
    needs_copies()
    monkeypatch.setattr(shares, "processes", lambda: 2)

    def failing(numbers):
        raise ValueError(numbers[0])

    with pytest.raises(ValueError, match="0"):
        in_shares(NUMBERS, failing)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_beside_threads_no_copy_is_made(monkeypatch):
    """A copy would lack the threads, and could wait forever for what they hold."""
    monkeypatch.setattr(shares, "processes", lambda: 2)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert {process for _, process in in_shares(NUMBERS, squares)} == {os.getpid()}
    finally:
        done.set()
        thread.join()


def test_a_copy_lets_the_kept_file_be(tmp_path, monkeypatch):
    """The file of what is kept belongs to one process; a copy neither reads nor removes it."""
    needs_copies()
    monkeypatch.setattr(shares, "processes", lambda: 2)
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache.put("known", "text")
    cache.save()
    assert cache.get("known") == "text"
    results = in_shares(NUMBERS, lambda some: [(os.getpid(), cache.get("known")) for _ in some])
    assert {found for process, found in results if process == os.getpid()} == {"text"}
    assert {found for process, found in results if process != os.getpid()} == {None}
    assert cache.get("known") == "text"
    cache.close()


def test_a_copy_keeps_no_open_file(tmp_path, monkeypatch):
    """The lock of a build goes with the process that held it, though a copy may live on for a moment."""
    needs_copies()
    monkeypatch.setattr(shares, "processes", lambda: 2)
    with (tmp_path / "lock").open("w") as lock:

        def is_open(numbers):
            try:
                os.fstat(lock.fileno())
            except OSError:
                return [(os.getpid(), False) for _ in numbers]
            return [(os.getpid(), os.fstat(lock.fileno()).st_ino == inode) for _ in numbers]

        inode = os.fstat(lock.fileno()).st_ino
        results = in_shares(NUMBERS, is_open)
    assert {state for process, state in results if process != os.getpid()} == {False}
