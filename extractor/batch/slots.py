"""The workers of this process: one template loads program and rules, once, and forks a worker whenever one is asked for."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import asdict, dataclass
from typing import Any

from extractor.batch import frames
from extractor.batch.paper import Task
from extractor.batch.temporary import sweep
from extractor.errors import ExtractorError, InternalError, RulesError, StorageError

PAGE_SECONDS = 10.0
"""Time for a page that is read by OCR, where no --timeout is given: it takes one or two on a machine at rest."""
MOST_PAGES = 500
"""Pages that are so given time; a longer scan is to be read in parts, or with a --timeout of its own."""
_GRACE = 30.0
"""Seconds beyond a paper's own limit after which a worker that does not answer is given up."""
_START = 120.0
"""Seconds in which program and rules must have been loaded."""
_PATIENCE = 5.0
"""Seconds in which a template must end."""
_WORKER_PATIENCE = 2.0
"""Seconds in which a worker that is told to end must do so."""
_STARTS = 3
"""So often a worker is started that is ended from outside before it has a paper."""
_BLINK = 0.01
"""Seconds between two looks whether a worker has ended."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "MALLOC_ARENA_MAX": "2"}
"""Workers are many: none of them spreads over several processors, and address space is not set aside for threads."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a worker is given for good: the folder of rules and its hash, limits for each paper, and what reads a paper.

    ``rules`` is empty for those that ship with the program, wherever it is installed. ``memory`` is in MB of address space,
    ``seconds`` by the clock, with ``page_seconds`` more for each page that is read by OCR; ``function`` is "module:name" of a
    function (Task, Codebook) -> Result.
    """

    rules: str
    rules_hash: str
    memory: int = 1024
    seconds: float = 120.0
    function: str = "extractor.batch.paper:read_paper"
    page_seconds: float = 0.0

    @property
    def longest(self) -> float:
        """Seconds that no paper may go beyond, whatever it holds."""
        return self.seconds + MOST_PAGES * self.page_seconds


_FAULTS: dict[str, type[ExtractorError]] = {one.__name__: one for one in (RulesError, StorageError)}
"""What a template may say is wrong, as errors of ours."""


class GoneError(Exception):
    """A worker, or the template, has ended."""


class Worker:
    """A process that forks another for each paper (see extractor/batch/child.py), and the two pipes that lead to it."""

    def __init__(self, requests: int, replies: int, setting: Setting) -> None:
        self._requests, self._replies, self._setting = requests, replies, setting
        self._arrived = bytearray()
        self._pid = 0
        self._ending = threading.Lock()
        self._closed = False

    def ready(self) -> None:
        """Waits until the worker has told its number. Raises GoneError."""
        self._pid = int(self._reply(_GRACE)[0]["worker"])

    def ask(self, task: Task) -> tuple[dict[str, Any], bytes]:
        """Head and bytes of what the worker says of a paper. Raises GoneError."""
        try:
            frames.send(self._requests, frames.of_task(task))
        except OSError as error:
            raise GoneError from error
        # Twice: what a reader that has read others could not do, a fresh one does again, with all the time there is.
        return self._reply(2 * self._setting.longest + _GRACE)

    def _reply(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        return _next_message(self._replies, self._arrived, seconds, self.kill)

    def lives(self) -> bool:
        """Whether an idle worker is still there: it may have been ended from outside."""
        return not _events(self._replies)

    def kill(self) -> None:
        """Ends the worker; it has the system end the paper's process too."""
        self._send(signal.SIGKILL)

    def terminate(self) -> None:
        """Tells the worker to end, together with all that its paper has started and the paper's folder."""
        self._send(signal.SIGTERM)

    def _send(self, what: signal.Signals) -> None:
        with self._ending:
            if self._pid and not self._over():
                with contextlib.suppress(OSError):
                    os.kill(self._pid, what)

    def _over(self) -> bool:
        return self._closed or bool(_events(self._replies) & select.POLLHUP)

    def ends_by(self, deadline: float) -> bool:
        """Whether the worker has ended; waits for it until ``deadline`` (of time.monotonic)."""
        while True:
            with self._ending:
                if not self._pid or self._over():
                    return True
            if time.monotonic() > deadline:
                return False
            time.sleep(_BLINK)

    def close(self) -> None:
        """Lets the worker end by itself: it does so once nobody can send it anything."""
        with self._ending:
            self._closed = True
            for pipe in (self._requests, self._replies):
                with contextlib.suppress(OSError):
                    os.close(pipe)


class _Template:
    """A process that has loaded program and rules and is copied for each worker, which so costs next to nothing."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self.loaded = False
        self._control, theirs = socket.socketpair()
        debug = bool(os.environ.get("EXTRACTOR_DEBUG"))
        told = {**asdict(setting), "most_pages": MOST_PAGES, "parent": os.getpid()}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "extractor.batch.child", json.dumps(told)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=None if debug else subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD},
                start_new_session=True,  # Ctrl+C is for the run to hear, which then ends its workers
            )

    def load(self) -> None:
        """Waits until program and rules are loaded. Raises RulesError or another error of ours that was met, GoneError."""
        head, _ = _next_message(self._control.fileno(), bytearray(), _START, self.kill)
        if "fault" in head:
            raise _FAULTS.get(head.get("kind", ""), ExtractorError)(head["fault"])
        self.loaded = True

    def worker(self) -> Worker:
        """A new worker, to be waited for. Raises GoneError."""
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        try:
            socket.send_fds(self._control, [b"w"], [theirs_in, theirs_out])
        except OSError as error:
            os.close(ours_in)
            os.close(ours_out)
            raise GoneError from error
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        return Worker(ours_out, ours_in, self._setting)

    def lives(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._process.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Lets the template end, which waits for its workers to end, and makes sure that it does and leaves nothing."""
        self._control.close()
        try:
            ended = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            ended = self._process.wait()
        if ended:
            sweep()


def _next_message(pipe: int, arrived: bytearray, seconds: float, kill: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
    """Head and bytes of the next message; who does not send it in time is killed. Raises GoneError."""
    alarm = threading.Timer(seconds, kill)
    alarm.start()
    try:
        inside = frames.receive(pipe, arrived)
    except (OSError, ValueError) as error:
        raise GoneError from error
    finally:
        alarm.cancel()
    if inside is None:
        raise GoneError
    return frames.opened(inside)


def _events(pipe: int) -> int:
    """What is to be seen at our end of a pipe: 0 for nothing.

    POLLHUP where the other end is closed: the number of the process that held it may by now be that of another.
    """
    look = select.poll()
    look.register(pipe, select.POLLIN)
    return sum(event for _, event in look.poll(0))


_Key = tuple[Setting, str]
"""Workers differ by their setting and by the PATH, on which they look for other programs."""


def _key(setting: Setting) -> _Key:
    return setting, os.environ.get("PATH", "")


class Bench:
    """The workers of this process: those that wait for a paper, by setting, and those that have one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._templates: dict[_Key, _Template] = {}
        self._idle: dict[_Key, list[Worker]] = {}
        self._busy: dict[Worker, _Key] = {}
        self.stopped = False

    def take(self, setting: Setting) -> Worker:
        """A worker for a paper, started where none is idle.

        Raises CancelledError once all are stopped, RulesError, InternalError where none can be started.
        """
        key = _key(setting)
        for _ in range(_STARTS):
            worker = self._waiting(key)
            if worker is not None:
                return worker
            with contextlib.suppress(GoneError):
                return self._new(key)
        if self.stopped:
            raise CancelledError
        raise InternalError("a worker does not start: run again with EXTRACTOR_DEBUG=1 to see why, or check the machine's memory")

    def _waiting(self, key: _Key) -> Worker | None:
        with self._lock:
            if self.stopped:
                raise CancelledError
            held = self._idle.get(key, [])
            while held:
                worker = held.pop()
                if worker.lives():
                    self._busy[worker] = key
                    return worker
                worker.close()
        return None

    def _new(self, key: _Key) -> Worker:
        """One more worker; the first to ask waits for the template to load, and the others for it."""
        with self._starting:
            template = self._template(key)
            try:
                worker = template.worker()
            except GoneError:
                self._put_by(key, template)
                raise
            with self._lock:
                self._busy[worker] = key
            try:
                worker.ready()
            except GoneError:
                self.drop(worker)
                self._put_by(key, template)
                raise
            if self.stopped:
                self.drop(worker)
                raise GoneError
            return worker

    def _template(self, key: _Key) -> _Template:
        with self._lock:
            if self.stopped:
                raise CancelledError
            held = self._templates.get(key)
            if held is not None and held.lives():
                return held
            template = self._templates[key] = _Template(key[0])
        if held is not None:
            held.close()
        try:
            template.load()
        except BaseException:
            self._put_by(key, template)
            raise
        return template

    def _put_by(self, key: _Key, template: _Template) -> None:
        with self._lock:
            if self._templates.get(key) is template:
                del self._templates[key]
        template.kill()
        template.close()

    def give_back(self, worker: Worker) -> None:
        """Takes back a worker that has answered."""
        with self._lock:
            key = self._busy.pop(worker)
            self._idle[key] = [*self._idle.pop(key, ()), worker]  # at the end: those used longest ago are ended first

    def drop(self, worker: Worker) -> None:
        """Ends a worker that is of no use any more."""
        with self._lock:
            self._busy.pop(worker, None)
        worker.kill()
        worker.close()

    def stop(self) -> None:
        """Ends all workers at once, also those that have a paper."""
        with self._lock:
            self.stopped = True
            busy, loading = list(self._busy), [one for one in self._templates.values() if not one.loaded]
        for template in loading:
            template.kill()
        for worker in busy:
            worker.terminate()
        deadline = time.monotonic() + _WORKER_PATIENCE
        for worker in busy:
            if not worker.ends_by(deadline):
                worker.kill()
        self.trim(0)

    def trim(self, most: int) -> None:
        """Ends idle workers until ``most`` are left, those used longest ago first, and templates without workers."""
        with self._lock:
            idle = [(key, worker) for key, workers in self._idle.items() for worker in workers]
            leaving: list[Worker | _Template] = []
            for key, worker in idle[: max(0, len(idle) - most)]:
                self._idle[key].remove(worker)
                leaving.append(worker)
            needed = {*self._busy.values(), *(key for key, workers in self._idle.items() if workers)}
            leaving += [self._templates.pop(key) for key in list(self._templates) if key not in needed]
        for one in leaving:
            one.close()


BENCH = Bench()
atexit.register(BENCH.stop)
