"""When Python looks for objects that nobody can reach any more.

Most of what a command makes it keeps to its end, so looking as often as ever takes a tenth of a build and a
third of a preview's next one. What a preview has no more use for is looked for when it rests. Memory that is
free is given back before a process is copied. Knows nothing of what there is to find.
"""

import ctypes
import gc
import threading

SELDOM = (50_000, 10, 5)
"""New objects before the youngest are looked through, and rounds before older ones are, as ``gc`` counts."""

REST = 1.0
"""Seconds after which a preview is taken to rest."""


def look_seldom() -> None:
    """Let Python look for them seldom from now on."""
    gc.set_threshold(*SELDOM)


def look_at_rest() -> None:
    """Look once when nothing has been asked for a moment."""
    global _look
    if _look:
        _look.cancel()
    _look = threading.Timer(REST, gc.collect)
    _look.daemon = True
    _look.start()


def give_back() -> None:
    """Give memory that is free back to the system, where its C library does so when asked, as GNU's does."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


_look: threading.Timer | None = None
