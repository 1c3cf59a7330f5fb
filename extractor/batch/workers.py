"""Workers as a run sees them: a paper goes in, what became of it comes out, whatever the paper does to its worker."""

from __future__ import annotations

import signal
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import Any

from extractor.assets import asset
from extractor.batch import frames
from extractor.batch.paper import Result, Task, failed
from extractor.batch.slots import BENCH, PAGE_SECONDS, GoneError, Setting
from extractor.codebook import Codebook
from extractor.errors import Reason, StorageError

MOST_DEATHS = 2
"""A paper over which so many workers have died is put by."""


def setting_for(codebook: Codebook, memory: int, seconds: float | None, function: str) -> Setting:
    """The setting of workers that read with ``codebook``. Without ``seconds``, a paper gets two minutes and more for each page of a
    scan."""
    shipped = codebook.folder == asset("rules").resolve()
    rules = "" if shipped else str(codebook.folder)
    if seconds is None:
        return Setting(rules, codebook.hash, memory, function=function, page_seconds=PAGE_SECONDS)
    return Setting(rules, codebook.hash, memory, seconds, function)


def read_isolated(task: Task, setting: Setting) -> Result:
    """Reads a paper in a process apart, under limits: this is what any executor runs, here or on another machine.

    Whatever the paper does to that process becomes a Result. Raises RulesError where the worker has other rules than the run,
    StorageError where its machine has no room for temporary files.
    """
    deaths = 0
    while True:
        worker = BENCH.take(setting)
        try:
            head, data = worker.ask(task)
            BENCH.give_back(worker)
            result = _understood(head, data, setting)
        except GoneError:
            BENCH.drop(worker)
            if BENCH.stopped:
                raise CancelledError from None
            result = failed(Reason.STOPPED, "its worker was ended from outside")
        if result.reason not in (Reason.CRASHED, Reason.STOPPED):
            return replace(result, deaths=deaths)
        deaths += 1
        if deaths == MOST_DEATHS:
            return replace(result, deaths=deaths)


def _understood(head: dict[str, Any], data: bytes, setting: Setting) -> Result:
    if "disk" in head:
        raise StorageError(head["disk"])
    if head.get("late"):
        allowed = float(head["late"])
        return replace(failed(Reason.TIME, f"took longer than {allowed:g} seconds"), seconds=allowed)
    if head.get("memory"):
        return failed(Reason.MEMORY, f"took more than {setting.memory} MB of memory")
    if head.get("signal") == signal.SIGKILL:
        return failed(Reason.STOPPED, "its worker was ended from outside")
    if "signal" in head:
        return failed(Reason.CRASHED, f"its worker crashed ({_name(head['signal'])})")
    if "exit" in head:
        return failed(Reason.CRASHED, f"its worker ended by itself (exit code {head['exit']})")
    try:
        return frames.as_result(head, data)
    except (ValueError, KeyError, TypeError):
        return failed(Reason.CRASHED, "its worker sent something that is no result")


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def start_anew() -> None:
    """Allows workers again after stop_workers."""
    BENCH.stopped = False


def stop_workers() -> None:
    """Ends every worker of this process at once. What they were reading is not read; read_isolated raises CancelledError."""
    BENCH.stop()


def keep_idle(most: int) -> None:
    """Ends idle workers until ``most`` are left for the next run of this process."""
    BENCH.trim(most)
