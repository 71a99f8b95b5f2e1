"""Work on many things side by side, where the system can copy a running process.

A copy knows everything that this process knew when it was made, so nothing is handed to it; what it found
out waits in a file without a name. Whoever is free takes the next thing, and the results come back one by
one in the order of the things, so the outcome is the same with any number of processes; what a copy leaves
undone is done here. Knows nothing of what the work is.
"""

import gc
import os
import pickle
import select
import signal
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Generic, NoReturn, TypeVar

from training_site.cache import are_shortcuts_on
from training_site.garbage import give_back

Item = TypeVar("Item")
Result = TypeVar("Result")

FEWEST = 24
"""Things that are worth a copy, where each takes some milliseconds, as making a copy does."""

FEWEST_FILES = 4
"""The same where each is a file, which takes a good tenth of a second."""

MOST_PROCESSES = 8
MOST_TURNS = 128
"""So many turns are there to be taken; of more things than that, several neighbors are done in a turn.

Neighbors lie near each other in memory, and what a copy touches there is no longer shared with it.
"""

in_every_copy: list[Callable[[], None]] = []
"""What a copy does before it works; one that ends itself sends nothing more."""

_MOST_FILES = 65_536
_TURN = struct.Struct("<I")
_NEWS = struct.Struct("<IQQ")
"""What a copy says of a thing that is done: its place, and where its result begins and how long it is."""
_copied = False
"""Whether this process is a copy; it makes no further ones."""


def in_shares(
    items: Sequence[Item], work: Callable[[Item], Result], fewest: int = FEWEST
) -> Iterator[Result]:
    """What ``work`` makes of each item, in their order, each when it is asked for.

    ``work`` leaves nothing behind in memory but its results, which have to be values that can be pickled.
    With fewer items than ``fewest`` no copy is made. Copies live until the last result was asked for.
    """
    number = processes() if len(items) >= fewest and _may_copy() else 1
    if number == 1:
        yield from map(work, items)
        return
    yield work(items[0])  # first, so that copies know what the work learns once, such as compiled templates
    items = items[1:]
    with ExitStack() as at_the_end:
        give_back()
        gc.freeze()  # or each copy would walk, and so copy, everything that is there already
        at_the_end.callback(gc.unfreeze)
        turns = _Turns(len(items), at_the_end)
        copies = [_Copy(turns, lambda place: work(items[place]), at_the_end) for _ in range(number - 1)]
        done: dict[int, Result] = {}
        for place in range(len(items)):
            while place not in done:
                finished = _finished(copies, place, wait=turns.over)
                if finished:
                    done[place] = finished.result(place)
                elif mine := turns.take():
                    done |= {each: work(items[each]) for each in mine}
                elif not any(copy.lives for copy in copies):
                    done[place] = work(items[place])
            yield done.pop(place)


def processes() -> int:
    """How many processes work side by side: as many as may run at once; one where that is not told."""
    if not are_shortcuts_on() or not hasattr(os, "sched_getaffinity"):  # no macOS: its libraries do not copy
        return 1
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def _may_copy() -> bool:
    """Whether a copy would be whole: threads are not copied, and may hold what it would wait for."""
    return threading.active_count() == 1 and not _copied


class _Turns:
    """The places of all things, to be taken by whoever is free: a pipe, from which each is read once."""

    def __init__(self, things: int, at_the_end: ExitStack) -> None:
        self._things = things
        self._at_once = -(-things // MOST_TURNS)
        self.pipe, writing = os.pipe()
        at_the_end.callback(os.close, self.pipe)
        os.write(writing, b"".join(map(_TURN.pack, range(0, things, self._at_once))))
        os.close(writing)
        self.over = False

    def take(self) -> range:
        """The places of the next things to do; none when all are taken."""
        turn = os.read(self.pipe, _TURN.size)
        self.over = not turn
        if not turn:
            return range(0)
        (first,) = _TURN.unpack(turn)
        return range(first, min(first + self._at_once, self._things))


class _Copy(Generic[Result]):
    """A copy of this process at work, and what it has done so far."""

    def __init__(self, turns: _Turns, work: Callable[[int], Result], at_the_end: ExitStack) -> None:
        self._results = at_the_end.enter_context(tempfile.TemporaryFile(buffering=0))  # noqa: SIM115
        self._done: dict[int, tuple[int, int]] = {}
        self.lives = True
        self.news, telling = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _do(turns, work, self._results.fileno(), telling)
        os.close(telling)
        at_the_end.callback(self._end)

    def has(self, place: int) -> bool:
        """Whether it is known to have done a thing."""
        return place in self._done

    def result(self, place: int) -> Result:
        """What it made of a thing."""
        begin, length = self._done.pop(place)
        made: Result = pickle.loads(os.pread(self._results.fileno(), length, begin))
        return made

    def listen(self) -> None:
        """Take in one piece of news, or that there will be no more."""
        news = os.read(self.news, _NEWS.size)
        if len(news) < _NEWS.size:
            self.lives = False
            return
        place, begin, length = _NEWS.unpack(news)
        self._done[place] = (begin, length)

    def _end(self) -> None:
        """Let it go, whatever it is at."""
        os.close(self.news)
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _finished(copies: Sequence[_Copy[Result]], place: int, *, wait: bool) -> _Copy[Result] | None:
    """The copy that has done a thing, as far as that is known; with ``wait``, after the next news."""
    while not (found := next((copy for copy in copies if copy.has(place)), None)):
        living = {copy.news: copy for copy in copies if copy.lives}
        ready, _, _ = select.select(living, (), (), None if wait and living else 0)
        if not ready:
            return None
        for news in ready:
            living[news].listen()
    return found


def _do(turns: _Turns, work: Callable[[int], object], results: int, telling: int) -> NoReturn:
    """Be the copy: work, tell what came of it, and end without any of this process's endings."""
    global _copied
    _copied = True
    status = 1
    try:
        kept = sorted({turns.pipe, results, telling})
        for low, high in zip([2, *kept], [*kept, _MOST_FILES], strict=True):
            os.closerange(low + 1, high)  # the lock of a build, among others, which a copy must not keep
        for prepare in in_every_copy:
            prepare()
        begin = 0
        while mine := turns.take():
            for place in mine:
                data = pickle.dumps(work(place), protocol=pickle.HIGHEST_PROTOCOL)
                if os.write(results, data) < len(data):
                    raise OSError("no room for what a copy found out")
                os.write(telling, _NEWS.pack(place, begin, len(data)))
                begin += len(data)
        status = 0
    finally:
        os._exit(status)
