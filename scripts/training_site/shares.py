"""Work on many things side by side, where the system can copy a running process.

A copy knows everything that this process knew when it was made, so nothing is handed to it; what it found out
comes back through a pipe. The things are dealt out in turn, and the results come back in their order, so the
outcome is the same with any number of processes, and a copy that fails has its share done here. Knows nothing
of what the work is.
"""

import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Generic, NoReturn, TypeVar

from training_site.cache import are_shortcuts_on

Item = TypeVar("Item")
Result = TypeVar("Result")

FEWEST = 24
"""Things that are worth a copy, where each takes some milliseconds, as making a copy does."""

FEWEST_FILES = 4
"""The same where each is a file, which takes a good tenth of a second."""

MOST_PROCESSES = 8

in_every_copy: list[Callable[[], None]] = []
"""What a copy does before it works; one that ends itself sends nothing."""

_MOST_FILES = 65_536
_copied = False
"""Whether this process is a copy; it makes no further ones."""


def in_shares(
    items: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result]], fewest: int = FEWEST
) -> list[Result]:
    """What ``work`` makes of the items, one result an item, in their order.

    ``work`` gets some of the items at a time, must not depend on which, and leaves nothing behind but its
    results, which have to be values that can be pickled. With fewer items than ``fewest`` no copy is made.
    """
    number = processes() if len(items) >= fewest and _may_copy() else 1
    if number == 1:
        return list(work(items))
    shares = [items[first::number] for first in range(number)]
    found: list[Result | None] = [None] * len(items)
    with ExitStack() as at_the_end:
        gc.freeze()  # or each copy would walk, and so copy, everything that is there already
        at_the_end.callback(gc.unfreeze)
        copies = [_Copy(share, work) for share in shares[1:]]
        for copy in copies:
            at_the_end.callback(copy.end)
        found[0::number] = work(shares[0])
        for first, (copy, share) in enumerate(zip(copies, shares[1:], strict=True), start=1):
            results = copy.results()
            found[first::number] = work(share) if results is None else results
    return found  # type: ignore[return-value]


def processes() -> int:
    """How many processes work side by side: as many as may run at once; one where that is not told."""
    if not are_shortcuts_on() or not hasattr(os, "sched_getaffinity"):  # no macOS: its libraries do not copy
        return 1
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def _may_copy() -> bool:
    """Whether a copy would be whole: threads are not copied, and may hold what it would wait for."""
    return threading.active_count() == 1 and not _copied


class _Copy(Generic[Item, Result]):
    """A copy of this process at work on its share."""

    def __init__(self, share: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _do(share, work, writing)
        os.close(writing)
        self._pipe = os.fdopen(reading, "rb")

    def results(self) -> list[Result] | None:
        """What it sent; None when it came to nothing."""
        data = self._pipe.read()
        try:
            return pickle.loads(data)  # type: ignore[no-any-return]
        except (pickle.UnpicklingError, EOFError):
            return None

    def end(self) -> None:
        """Let it go, whatever it is at."""
        self._pipe.close()
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _do(share: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result]], writing: int) -> NoReturn:
    """Be the copy: work, send what came of it, and end without any of this process's endings."""
    global _copied
    _copied = True
    status = 1
    try:
        os.closerange(3, writing)  # the lock of a build, among others, which a copy must not keep
        os.closerange(writing + 1, _MOST_FILES)
        for prepare in in_every_copy:
            prepare()
        data = pickle.dumps(list(work(share)), protocol=pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(data)
        status = 0
    finally:
        os._exit(status)
