"""What a command costs: CPU seconds of it and all its children, seconds by the clock, peak memory of its largest process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXTRACTOR = (sys.executable, "-m", "extractor.cli")
LONGEST = 1500.0
"""Seconds after which a command is ended: one part that hangs must not cost the others."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, seconds by the clock, MB of the largest process of the tree and of the command's own, and what was printed."""

    cpu: float
    clock: float
    memory: float
    own: float = 0.0
    said: str = ""


def run(command: Sequence[str | Path | int]) -> Cost:
    """Runs a command to its end: the system tells what it and all that it waited for used. RuntimeError where it failed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as faults:
        began = time.perf_counter()
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=faults, env=environment, cwd=ROOT)
        alarm = threading.Timer(LONGEST, process.kill)
        alarm.start()
        own = [0.0]
        watcher = threading.Thread(target=_watch, args=(process.pid, own), daemon=True)
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - began
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        watcher.join()
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
        if process.returncode not in (0, 3):
            faults.seek(0)
            told = faults.read().decode("utf-8", "replace").strip() or said
            raise RuntimeError(f"{' '.join(words[1:5])} ... ended with {process.returncode}: {told[-400:]}")
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1000, own[0], said)


def _watch(process: int, own: list[float]) -> None:
    """The largest resident memory of the command's own process, looked at five times a second (Linux)."""
    page = os.sysconf("SC_PAGE_SIZE") / 1e6
    try:
        while resident := int(Path(f"/proc/{process}/statm").read_text().split()[1]):
            own[0] = max(own[0], resident * page)
            time.sleep(0.2)
    except (OSError, IndexError):
        return


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(getattr(one, name) for one in costs) for name in ("cpu", "clock", "memory", "own")))


def alternated(ways: dict[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """Each way measured once a round, in turn, so that a busy machine is unfair to none: the median of the rounds."""
    seen: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seen[name].append(way())
    return {name: median(costs) for name, costs in seen.items()}


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in lines) + "\n"
