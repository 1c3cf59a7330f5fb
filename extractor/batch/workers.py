"""Workers as a run sees them: a paper goes in, what became of it comes out, whatever the paper does to its worker."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import CancelledError
from dataclasses import asdict, dataclass, replace
from typing import Any

from extractor.assets import asset
from extractor.batch import frames
from extractor.batch.paper import Result, Task, failed
from extractor.codebook import Codebook
from extractor.errors import ExtractorError, InternalError, Reason, RulesError

MOST_DEATHS = 2
"""A paper over which so many workers have died is put by."""
_GRACE = 30.0
"""Seconds beyond a paper's own limit after which a worker that does not answer is given up."""
_START = 120.0
"""Seconds in which a worker must have loaded program and rules."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "MALLOC_ARENA_MAX": "2"}
"""Workers are many: none of them spreads over several processors, and address space is not set aside for threads."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a worker is given for good: the folder of rules and its hash, limits for each paper, and what reads a paper.

    ``rules`` is empty for those that ship with the program, wherever it is installed. ``memory`` is in MB of address space,
    ``seconds`` by the clock; ``function`` is "module:name" of a function (Task, Codebook) -> Result.
    """

    rules: str
    rules_hash: str
    memory: int = 1024
    seconds: float = 120.0
    function: str = "extractor.batch.paper:read_paper"


def setting_for(codebook: Codebook, memory: int, seconds: float, function: str) -> Setting:
    """The setting of workers that read with ``codebook``."""
    shipped = codebook.folder == asset("rules").resolve()
    return Setting("" if shipped else str(codebook.folder), codebook.hash, memory, seconds, function)


class _GoneError(Exception):
    """The worker itself has ended."""


class _Worker:
    """One worker: a process that forks another for each paper (see extractor/batch/child.py)."""

    def __init__(self, setting: Setting) -> None:
        self._arrived = bytearray()
        self._setting = setting
        debug = bool(os.environ.get("EXTRACTOR_DEBUG"))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "extractor.batch.child", json.dumps({**asdict(setting), "parent": os.getpid()})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if debug else subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,  # Ctrl+C is for the run to hear, which then ends its workers
        )

    def ready(self) -> None:
        """Waits until program and rules are loaded. Raises RulesError or another error of ours that the worker met."""
        head, _ = self._reply(_START)
        if head.get("kind") == "RulesError":
            raise RulesError(head["fault"])
        if "fault" in head:
            raise ExtractorError(head["fault"])

    def ask(self, task: Task) -> tuple[dict[str, Any], bytes]:
        """Head and bytes of what the worker says of a paper. Raises _GoneError."""
        assert self._process.stdin is not None
        try:
            frames.send(self._process.stdin.fileno(), frames.of_task(task))
        except OSError as error:
            raise _GoneError from error
        return self._reply(self._setting.seconds + _GRACE)

    def _reply(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdout is not None
        alarm = threading.Timer(seconds, self.kill)
        alarm.start()
        try:
            inside = frames.receive(self._process.stdout.fileno(), self._arrived)
        except (OSError, ValueError) as error:
            raise _GoneError from error
        finally:
            alarm.cancel()
        if inside is None:
            raise _GoneError
        return frames.opened(inside)

    def lives(self) -> bool:
        """Whether the worker is still there: an idle one may have been ended from outside."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the worker; it has the system end the paper's process too."""
        with contextlib.suppress(OSError):
            self._process.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Lets an idle worker end by itself, and makes sure that it does."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()


class _Bench:
    """The workers of this process: those that wait for a paper, by setting, and those that have one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[tuple[Setting, str], list[_Worker]] = {}
        self._busy: set[_Worker] = set()
        self.stopped = False

    def take(self, setting: Setting) -> _Worker:
        key = (setting, os.environ.get("PATH", ""))
        with self._lock:
            if self.stopped:
                raise CancelledError
            held = self._idle.get(key, [])
            while held:
                worker = held.pop()
                if worker.lives():
                    self._busy.add(worker)
                    return worker
                worker.close()
        worker = _Worker(setting)
        with self._lock:
            self._busy.add(worker)
        if self.stopped:  # since it was looked at above: whoever stopped them all did not know of this one
            self.drop(worker)
            raise CancelledError
        try:
            worker.ready()
        except _GoneError:
            self.drop(worker)
            if self.stopped:
                raise CancelledError from None
            raise InternalError(
                "a worker does not start: run again with EXTRACTOR_DEBUG=1 to see why, or check the machine's memory"
            ) from None
        except BaseException:
            self.drop(worker)
            raise
        return worker

    def give_back(self, worker: _Worker, setting: Setting) -> None:
        with self._lock:
            self._busy.discard(worker)
            self._idle.setdefault((setting, os.environ.get("PATH", "")), []).append(worker)

    def drop(self, worker: _Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
        worker.kill()
        worker.close()

    def stop(self) -> None:
        """Ends all workers at once, also those that have a paper."""
        with self._lock:
            self.stopped = True
            busy = list(self._busy)
        for worker in busy:
            worker.kill()
        self.trim(0)

    def trim(self, most: int) -> None:
        """Ends idle workers until ``most`` are left."""
        with self._lock:
            idle = [(key, worker) for key, workers in self._idle.items() for worker in workers]
            leaving = idle[: max(0, len(idle) - most)]
            for key, worker in leaving:
                self._idle[key].remove(worker)
        for _, worker in leaving:
            worker.close()


_BENCH = _Bench()
atexit.register(_BENCH.stop)


def read_isolated(task: Task, setting: Setting) -> Result:
    """Reads a paper in a process of its own, under limits: this is what any executor runs, here or on another machine.

    Whatever the paper does to that process becomes a Result. Raises RulesError where the worker has other rules than the run.
    """
    deaths = 0
    while True:
        worker = _BENCH.take(setting)
        try:
            head, data = worker.ask(task)
            result = _understood(head, data, setting)
            _BENCH.give_back(worker, setting)
        except _GoneError:
            _BENCH.drop(worker)
            if _BENCH.stopped:
                raise CancelledError from None
            result = failed(Reason.STOPPED, "its worker was ended from outside")
        if result.reason not in (Reason.CRASHED, Reason.STOPPED):
            return replace(result, deaths=deaths)
        deaths += 1
        if deaths == MOST_DEATHS:
            return replace(result, deaths=deaths)


def _understood(head: dict[str, Any], data: bytes, setting: Setting) -> Result:
    if head.get("late"):
        return failed(Reason.TIME, f"took longer than {setting.seconds:g} seconds")
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
    _BENCH.stopped = False


def stop_workers() -> None:
    """Ends every worker of this process at once. What they were reading is not read; read_isolated raises CancelledError."""
    _BENCH.stop()


def keep_idle(most: int) -> None:
    """Ends idle workers until ``most`` are left for the next run of this process."""
    _BENCH.trim(most)
