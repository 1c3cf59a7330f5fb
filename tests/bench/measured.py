"""What a command costs: CPU seconds of it and all its children, seconds by the clock, peak memory of its largest process."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXTRACTOR = (sys.executable, "-m", "extractor.cli")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, seconds by the clock, MB of the largest process."""

    cpu: float
    clock: float
    memory: float


def run(command: Sequence[str | Path]) -> Cost:
    """Runs a command to its end. CPU seconds count each process that was waited for; RuntimeError where the command failed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, cwd=ROOT)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    said = process.communicate()[0]
    after, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
    watcher.join()
    if process.returncode not in (0, 3):
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}: {said.decode()[-800:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, clock, peak[0])


def _watch(process: int, peak: list[float]) -> None:
    """The largest resident memory of any process of the tree, looked at twenty times a second."""
    try:
        root = psutil.Process(process)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            for one in [root, *root.children(recursive=True)]:
                try:
                    peak[0] = max(peak[0], one.memory_info().rss / 1e6)
                except psutil.NoSuchProcess:
                    continue
            time.sleep(0.05)
    except psutil.NoSuchProcess:
        return


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(getattr(one, name) for one in costs) for name in ("cpu", "clock", "memory")))


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
