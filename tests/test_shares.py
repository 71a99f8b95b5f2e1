"""Work in shares: the same outcome with any number of processes, whatever becomes of them."""

import logging
import os
import threading
import time

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


def copies_made(monkeypatch) -> list[int]:
    """The processes that are made from now on, to ask what became of them; others may run beside them."""
    made, fork = [], os.fork

    def noted():
        if process := fork():
            made.append(process)
        return process

    monkeypatch.setattr(os, "fork", noted)
    return made


def assert_gone(made: list[int]) -> None:
    """There were copies, each has ended, and none waits to be asked how."""
    assert made
    for process in made:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def square(number):
    """The work: a square and the process that made it."""
    time.sleep(0.002)  # or one process has done all before the others begin
    return number * number, os.getpid()


def test_results_come_in_the_order_of_the_things(processes):
    """However many processes there are, and more than one does its part."""
    needs_copies()
    results = list(in_shares(NUMBERS, square))
    assert [found for found, _ in results] == [number * number for number in NUMBERS]
    assert min(processes, 2) <= len({process for _, process in results}) <= processes


def test_few_things_are_done_here(monkeypatch):
    """A copy costs more than a few things do."""
    monkeypatch.setattr(shares, "processes", lambda: 4)
    assert {process for _, process in in_shares(NUMBERS[:3], square)} == {os.getpid()}


def test_plain_builds_make_no_copy(monkeypatch):
    """The switch that turns shortcuts off turns copies off."""
    monkeypatch.setenv("TRAINING_SITE_PLAIN", "1")
    assert shares.processes() == 1


@pytest.mark.usefixtures("processes")
def test_what_a_copy_cannot_do_is_done_here():
    """A copy that is killed, raises or warns sends nothing; its share is done by the process that asked."""
    needs_copies()
    here = os.getpid()

    def killed(number):
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return square(number)

    def raising(number):
        assert os.getpid() == here
        return square(number)

    def killed_later(number):
        if os.getpid() != here and number > 20:
            os.kill(os.getpid(), 9)
        return square(number)

    for work in (killed, raising):
        results = list(in_shares(NUMBERS, work))
        assert results == [(number * number, here) for number in NUMBERS]
    assert [found for found, _ in in_shares(NUMBERS, killed_later)] == [n * n for n in NUMBERS]


def test_more_things_than_turns(monkeypatch):
    """Of very many things several are done in a turn, and none is left out."""
    monkeypatch.setattr(shares, "processes", lambda: 3)
    monkeypatch.setattr(shares, "MOST_TURNS", 7)
    assert [found for found, _ in in_shares(NUMBERS, square)] == [number * number for number in NUMBERS]


def test_results_are_there_one_by_one(monkeypatch):
    """Whoever asks for the first result does not wait for the last, and may stop asking."""
    needs_copies()
    monkeypatch.setattr(shares, "processes", lambda: 2)
    made = copies_made(monkeypatch)
    results = in_shares(NUMBERS, square)
    assert next(results)[0] == 0
    assert next(results)[0] == 1
    results.close()
    assert_gone(made)


def test_a_warning_is_told_where_it_is_counted(caplog, monkeypatch):
    """A strict build counts warnings, so none may be lost in a copy."""
    assert mkdocs_adapter.log.name.startswith("mkdocs")
    monkeypatch.setattr(shares, "processes", lambda: 2)

    def warning(number):
        if number % 2:
            logging.getLogger("mkdocs").warning("odd: %d", number)
        return number

    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        assert list(in_shares(NUMBERS, warning)) == NUMBERS
    assert len(caplog.records) == 25


def test_a_mistake_in_the_work_is_raised_and_leaves_no_process(monkeypatch):
    """What the work raises here reaches the caller, and the copies are gone."""
    needs_copies()
    monkeypatch.setattr(shares, "processes", lambda: 2)

    def failing(number):
        if number:  # the first thing is done before there are copies
            raise ValueError(number)
        return number

    made = copies_made(monkeypatch)
    with pytest.raises(ValueError, match=r"\d"):
        list(in_shares(NUMBERS, failing))
    assert_gone(made)


def test_beside_threads_no_copy_is_made(monkeypatch):
    """A copy would lack the threads, and could wait forever for what they hold."""
    monkeypatch.setattr(shares, "processes", lambda: 2)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert {process for _, process in in_shares(NUMBERS, square)} == {os.getpid()}
    finally:
        done.set()
        thread.join()


def test_a_copy_lets_the_kept_file_be(tmp_path, monkeypatch):
    """A copy reads what is kept by an opening of its own, and neither writes nor removes the file."""
    needs_copies()
    monkeypatch.setattr(shares, "processes", lambda: 2)
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache.put("known", "text")
    cache.save()
    assert cache.get("known") == "text"

    def look(number):
        time.sleep(0.002)
        cache.put(f"{number}", "of a copy" if os.getpid() != here else "of the first")
        return os.getpid(), cache.get("known"), cache.get("new")

    here = os.getpid()
    cache.put("new", "text too")
    results = list(in_shares(NUMBERS, look))
    assert len({process for process, _, _ in results}) == 2
    assert {found for _, *found in results for found in found} == {"text", "text too"}
    assert cache.get("known") == "text"
    cache.save()
    kept = Cache(path)
    assert {kept.get(f"{number}") for number in NUMBERS} == {None, "of the first"}
    kept.close()
    cache.close()


def test_a_copy_keeps_no_open_file(tmp_path, monkeypatch):
    """The lock of a build goes with the process that held it, though a copy may live on for a moment."""
    needs_copies()
    monkeypatch.setattr(shares, "processes", lambda: 2)
    with (tmp_path / "lock").open("w") as lock:

        def is_open(_):
            time.sleep(0.002)
            try:
                return os.getpid(), os.fstat(lock.fileno()).st_ino == inode
            except OSError:
                return os.getpid(), False

        inode = os.fstat(lock.fileno()).st_ino
        results = list(in_shares(NUMBERS, is_open))
    assert len(results) > len({process for process, _ in results}) == 2
    assert {state for process, state in results if process != os.getpid()} == {False}
