"""What the parts of one real build take: ``inside.py TIMES.json build --config mkdocs.yml``.

Runs the command line with a stopwatch around a few functions, wherever they were imported to. It counts
seconds of the processor, with those of every process that the build starts, and writes them when the build is
done.
"""

import functools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measured import processor_of
from training_site import __main__ as command_line
from training_site import mkdocs_adapter  # noqa: F401  so that all names below are imported where they are used
from training_site.finish import finish_site
from training_site.load import load_course
from training_site.pages import render_pages
from training_site.search_pages import search_of

PARTS: dict[str, Callable[..., Any]] = {
    "load and check": load_course,
    "make pages": render_pages,
    "search": search_of,
    "finish": finish_site,
}


def main() -> int:
    """Build, and write what each part took."""
    times, *arguments = sys.argv[1:]
    taken = dict.fromkeys(PARTS, 0.0)
    for name, function in PARTS.items():
        _put_in_place(function, _timed(name, function, taken))
    outcome = command_line.main(arguments)
    Path(times).write_text(json.dumps({**taken, "whole build": now()}), encoding="utf-8")
    return outcome


def now() -> float:
    """The processor seconds of this process and of all that it has started."""
    return processor_of(os.getpid())


def _timed(name: str, function: Callable[..., Any], taken: dict[str, float]) -> Callable[..., Any]:
    @functools.wraps(function)
    def timed(*values: Any, **named: Any) -> Any:  # noqa: ANN401
        start = now()
        try:
            return function(*values, **named)
        finally:
            taken[name] += now() - start

    return timed


def _put_in_place(function: Callable[..., Any], timed: Callable[..., Any]) -> None:
    """Everywhere where the function was imported under its name."""
    for module in list(sys.modules.values()):
        if module.__name__.startswith("training_site") and vars(module).get(function.__name__) is function:
            setattr(module, function.__name__, timed)


if __name__ == "__main__":
    sys.exit(main())
