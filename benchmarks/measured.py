"""One command, measured: the clock, the processor and the memory of it and of every process it starts.

Knows nothing of what the command builds. Linux and macOS; on macOS the memory is that of the largest process.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LOOK_EVERY = 0.1
"""Seconds."""

MIB = 1024 * 1024


@dataclass(frozen=True)
class Run:
    """One command to its end: seconds on the clock and of the processors, peak memory in MiB."""

    seconds: float
    processor: float
    peak: float


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end; raises ``CalledProcessError`` and shows its output when it fails."""
    with tempfile.TemporaryFile() as output:
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody builds without compiled modules
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        memory = _Memory(process.pid)
        memory.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        memory.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            sys.stderr.write(output.read().decode(errors="replace"))
            raise subprocess.CalledProcessError(process.returncode, command)
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(seconds, usage.ru_utime + usage.ru_stime, max(largest, memory.peak) / MIB)


class _Memory(threading.Thread):
    """Looks at the memory of a session while it has more than one process.

    Of one process the system itself knows the peak, so nothing looks at it and slows it down. Of several,
    pages that they share count once (``Pss``).
    """

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._session = session
        self._done = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._done.wait(LOOK_EVERY):
            processes = processes_of(self._session)
            if len(processes) > 1:
                self.peak = max(self.peak, sum(map(_share_of_memory, processes)))

    def stop(self) -> None:
        """Wait for the last look."""
        self._done.set()
        self.join()


def processes_of(session: int) -> list[int]:
    """The numbers of the processes of a session, where the system shows them as files."""
    return [number for number in map(int, _numbers()) if _session_of(number) == session]


def processor_of(process: int) -> float:
    """The processor seconds of a process, the children that it waited for, and the living ones below it."""
    fields = {number: found for number in map(int, _numbers()) if (found := _fields(number))}
    family, added = {process}, {process}
    while added := {number for number, of in fields.items() if int(of[1]) in added} - family:
        family |= added
    ticks = sum(sum(map(int, fields[one][11:15])) for one in family if one in fields)
    return ticks / os.sysconf("SC_CLK_TCK")


def _numbers() -> list[str]:
    return [name for name in os.listdir(PROC) if name.isdigit()] if PROC.is_dir() else []  # noqa: PTH208


def _fields(process: int) -> list[str]:
    """What the system says about a process, from its state on; the name before that may hold anything."""
    try:
        return (PROC / str(process) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _session_of(process: int) -> int | None:
    fields = _fields(process)
    return int(fields[3]) if fields else None


def _share_of_memory(process: int) -> int:
    try:
        text = (PROC / str(process) / "smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))
