"""The process that reads papers for a worker: forked from it, under limits, in a process group and a folder of its own.

Whatever a paper does to it, the reader is ended in time with all it started. A reader that has read a paper without anything
remarkable takes the next, for a fork costs more than a short paper (45 ms of 55 for one page). But what comes of a paper must not
depend on the papers before it: of a reader that has read others only a clean reading counts, and a paper that gives it anything
else goes to a fresh one, whose word is final. Only a paper that used up its time is not given it twice.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import shutil
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from extractor.batch import frames, guards
from extractor.batch.paper import Result, Task, failed
from extractor.codebook import Codebook
from extractor.errors import Reason
from extractor.parse.collector import SELDOM
from extractor.parse.running import SLOW

Read = Callable[[Task, Codebook], Result]

MEGABYTE = 1024 * 1024
_BLINK = 0.02
"""Seconds between two looks whether a silent process still lives."""
_OUT_OF_MEMORY = 77
"""Exit code of a process that has no memory left to say so."""
_MOST_NOTE = 400
_MOST_PAPERS = 50
"""Papers that one reader takes: whatever they leave behind unseen does not grow for ever."""
_GROWN = 64 * MEGABYTE
"""Bytes by which a reader's memory may have grown when it takes another paper."""
_KILOBYTES = 1 if sys.platform == "darwin" else 1024
"""What the system counts memory in."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For each paper: ``memory`` in bytes of address space, ``seconds`` by the clock, with ``page_seconds`` more for each page that
    is read by OCR, and ``most`` seconds whatever it holds."""

    memory: int
    seconds: float
    page_seconds: float
    most: float


class Reader:
    """A process that reads the paper ``first``, and perhaps others after it.

    ``pipes`` are those between run and worker, which the process closes: the worker sees by the first that the run has gone.
    """

    def __init__(self, first: bytes, read: Read, codebook: Codebook, limits: Limits, folder: Path, pipes: tuple[int, int]) -> None:
        """Raises OSError where ``folder`` cannot be made."""
        folder.mkdir()
        self._folder, self._limits, self._requests = folder, limits, pipes[0]
        self._first = True
        papers, self._papers = os.pipe()
        self._replies, replies = os.pipe()
        worker, self._process = os.getpid(), os.fork()
        if self._process == 0:
            guards.end_with_parent(worker)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the worker is told, and ends it
            for pipe in (self._papers, self._replies, *pipes):
                os.close(pipe)
            _serve(first, read, codebook, limits, folder, (papers, replies))
        os.close(papers)
        os.close(replies)
        os.set_blocking(self._replies, False)

    def first(self) -> tuple[bytes, bool]:
        """What became of the first paper, as a message to pass on, and whether another may follow."""
        reply = self._wait()
        assert reply is not None
        return reply

    def next(self, inside: bytes) -> tuple[bytes, bool] | None:
        """The same of another paper; None where it did not read that cleanly, and is to be ended."""
        self._first = False
        try:
            frames.send(self._papers, frames.wrapped(inside))
        except OSError:
            return None
        return self._wait()

    def _wait(self) -> tuple[bytes, bool] | None:
        """Waits for the result, the end of the process, or the end of the paper's time, whichever comes first."""
        began = time.monotonic()
        seconds = self._limits.seconds
        arrived = bytearray()
        watched = [self._replies, self._requests]
        while True:
            left = began + seconds - time.monotonic()
            if left <= 0:
                return frames.frame({"late": seconds}), False
            ready = select.select(watched, [], [], min(left, _BLINK))[0]
            if self._requests in ready:  # the run has gone: nothing is sent to a worker that has not yet answered
                raise SystemExit  # so that the paper's process and folder go too
            # Looked at before the pipe is emptied: what is sent last is still in it.
            ended, status, used = os.wait4(self._process, os.WNOHANG)
            with contextlib.suppress(BlockingIOError):
                while part := os.read(self._replies, MEGABYTE):
                    arrived += part
                watched = [self._requests]  # closed by the process; one that it started may still hold it
            try:
                while (whole := frames.taken(arrived)) is not None:
                    head, _ = frames.opened(whole)
                    if not head.get("page"):
                        return self._judged(whole, head)
                    if not self._first:
                        return None
                    seconds = min(seconds + self._limits.page_seconds, self._limits.most)
            except (ValueError, AttributeError, struct.error):
                return (frames.frame({"signal": int(signal.SIGABRT)}), False) if self._first else None
            if ended:
                return (self._obituary(status, used), False) if self._first else None

    def _judged(self, whole: bytes, head: dict[str, Any]) -> tuple[bytes, bool] | None:
        clean = head.get("state") == "read" and children() <= {self._process}
        if not (clean or self._first):
            return None
        return frames.wrapped(whole), clean and head.get("again") is True

    def _obituary(self, status: int, used: Any) -> bytes:
        """How the process ended without a result. One whose memory was all but used up is taken to have died of that."""
        ended = os.waitstatus_to_exitcode(status)
        peak = used.ru_maxrss * _KILOBYTES
        if ended == _OUT_OF_MEMORY or (ended != -signal.SIGKILL and peak > 0.8 * self._limits.memory):
            return frames.frame({"memory": True})
        if ended == -signal.SIGXCPU:
            return frames.frame({"late": self._limits.most})
        return frames.frame({"signal": -ended} if ended < 0 else {"exit": ended})

    def end(self) -> None:
        """Ends the process, its group, and whatever else it started and left to us; its folder goes too."""
        for pipe in (self._papers, self._replies):
            with contextlib.suppress(OSError):
                os.close(pipe)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        for _ in range(100):  # a process that keeps starting others has its own limits
            left = children()
            if not left:
                break
            for orphan in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(orphan, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(-1, 0)
        shutil.rmtree(self._folder, ignore_errors=True)


def children() -> set[int]:
    """The processes that this one has started or adopted; none where the system does not tell (macOS)."""
    try:
        text = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii")
    except OSError:
        return set()
    return {int(word) for word in text.split()}


# --- in the process itself --------------------------------------------------------------------------------------------------


def _serve(first: bytes, read: Read, codebook: Codebook, limits: Limits, folder: Path, pipes: tuple[int, int]) -> NoReturn:
    """In the forked process: reads ``first`` and what else comes through the first of ``pipes``, and never returns."""
    papers, replies = pipes
    code = 1
    try:
        os.setsid()
        os.chdir(folder)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        guards.limit(limits.memory, limits.most)
        guards.stay_inside(folder)
        gc.set_threshold(*SELDOM)
        SLOW.told = lambda: frames.send(replies, frames.frame({"page": True}))
        most = _peak() + _GROWN
        arrived = bytearray()
        inside: bytes | None = first
        first, count = b"", 0
        while inside is not None:
            count += 1
            result = _read(inside, read, codebook, limits.memory)
            fit = count < _MOST_PAPERS and _peak() < most and time.process_time() < limits.seconds and _left_nothing(folder)
            frames.send(replies, frames.of_result(result, again=fit))
            inside = None
            del result
            inside = frames.receive(papers, arrived) if fit else None
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    finally:
        os._exit(code)


def _read(inside: bytes, read: Read, codebook: Codebook, memory: int) -> Result:
    task = None
    try:
        task = frames.as_task(inside)
        return read(task, codebook)
    except MemoryError:
        task = None
        return failed(Reason.MEMORY, f"took more than {memory // MEGABYTE} MB of memory")
    except Exception as fault:
        told = " ".join(f"a fault in the program ({type(fault).__name__}: {fault})".split())[:_MOST_NOTE]
        return failed(Reason.FAULT, told)


def _peak() -> int:
    """Bytes of memory that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTES


def _left_nothing(folder: Path) -> bool:
    """Whether papers started no other program, neither one that ended nor one that is still there, and left no file."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss == 0 and not children() and not any(os.scandir(folder))
