"""The template of all workers: ``python -m extractor.batch.child SETTING``. It loads program and rules, once.

Whenever it is sent two pipes it forks a worker, which never looks at a paper itself either: for every paper that comes through its
pipe it forks a process which reads that paper alone, under limits, in a process group and a folder of its own. Whatever that does,
it is ended in time with all it started, and the worker is as fresh for the next paper as it was for the first. So what becomes of
a paper never depends on the papers before it.

Who stops a run stops it alone: a template ends once the run lets go of it, and then takes away what a killed worker left. A worker
also ends when it is told to (SIGTERM), with its paper's process and folder.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from extractor.batch import frames, guards
from extractor.batch.paper import Result, Task, failed
from extractor.batch.temporary import new_home, sweep
from extractor.codebook import Codebook, load_codebook
from extractor.errors import ExtractorError, Reason, RulesError, StorageError
from extractor.flow import make_ready
from extractor.parse.collector import SELDOM
from extractor.parse.running import SLOW

MEGABYTE = 1024 * 1024
_BLINK = 0.02
"""Seconds between two looks whether a silent process still lives."""
_OUT_OF_MEMORY = 77
"""Exit code of a process that has no memory left to say so."""
_MOST_NOTE = 400

Read = Callable[[Task, Codebook], Result]


def main() -> None:
    """Forks workers for whoever holds the other end of the socket on standard input, until that is closed."""
    control = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    setting = json.loads(sys.argv[1])
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    gc.disable()  # what is loaded stays: to look through it again and again costs a fifth of the start
    with _end_if_left(int(setting["parent"])):
        made = _load(setting, control.fileno())
    gc.enable()
    if made is None:
        return
    guards.adopt_orphans()
    read, codebook, home = made
    # What is loaded now is shared by all forks: the collector must not touch, and so copy, it.
    gc.collect()
    gc.freeze()
    with contextlib.suppress(BrokenPipeError):
        frames.send(control.fileno(), frames.frame({"ready": True}))
    workers: set[int] = set()
    while pipes := socket.recv_fds(control, 1, 2)[1]:
        worker = os.fork()
        if worker == 0:
            control.close()
            _work((pipes[0], pipes[1]), read, codebook, setting, home)
        workers.add(worker)
        for pipe in pipes:
            os.close(pipe)
        _bury(workers, home)
    while workers:  # nothing is sent to them any more: they end by themselves
        _bury(workers, home, os.waitpid(-1, 0)[0])
    shutil.rmtree(home, ignore_errors=True)


def _bury(workers: set[int], home: Path, ended: int = 0) -> None:
    """Takes note of ``ended`` and other workers that have: what they used then counts as used by the run.

    What a killed worker left goes: the processes that its paper started, and its folder.
    """
    dead = {ended} & workers
    with contextlib.suppress(ChildProcessError):
        while ended := os.waitpid(-1, os.WNOHANG)[0]:
            dead |= {ended} & workers
    workers -= dead
    for orphan in set(_children()) - workers:
        with contextlib.suppress(ProcessLookupError, ChildProcessError, PermissionError):
            os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)
    for worker in dead:
        shutil.rmtree(home / str(worker), ignore_errors=True)


def _work(pipes: tuple[int, int], read: Read, codebook: Codebook, setting: dict[str, Any], home: Path) -> NoReturn:
    """In a worker: serves papers that come through the first of ``pipes`` until that is closed, and never returns."""
    requests, replies = pipes
    try:
        signal.signal(signal.SIGTERM, _leave)
        guards.adopt_orphans()
        frames.send(replies, frames.frame({"worker": os.getpid()}))
        arrived = bytearray()
        while (inside := frames.receive(requests, arrived)) is not None:
            frames.send(replies, _one(inside, read, codebook, setting, pipes, home / str(os.getpid())))
    finally:
        os._exit(0)


def _leave(*_: object) -> NoReturn:
    """On SIGTERM: the way out of whatever a worker is doing, past what takes its paper's process and folder away."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit


@contextlib.contextmanager
def _end_if_left(parent: int) -> Iterator[None]:
    """While program and rules are loaded, nobody listens whether the run is still there: a clock looks."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(0)

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 0.5, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _load(setting: dict[str, Any], replies: int) -> tuple[Read, Codebook, Path] | None:
    """What reads a paper, the rules, and a folder for all workers; None where they cannot be used, which the run is told."""
    try:
        codebook = load_codebook(Path(setting["rules"]) if setting["rules"] else None)
        if codebook.hash != setting["rules_hash"]:
            raise RulesError(
                "the rules that a worker found are not those of this run: they were changed just now, or its machine has others; "
                "have the same everywhere, then run this again"
            )
        make_ready(codebook)
        module, _, name = setting["function"].partition(":")
        read: Read = getattr(import_module(module), name)
        sweep()
        try:
            home = new_home()
        except OSError as fault:
            raise StorageError(f"{tempfile.gettempdir()}: {_no_room(fault)}") from fault
    except ExtractorError as fault:
        frames.send(replies, frames.frame({"fault": str(fault), "kind": type(fault).__name__}))
        return None
    return read, codebook, home


def _no_room(fault: OSError) -> str:
    advice = "free some space there, or name another folder with TMPDIR"
    return f"no temporary folder can be made ({fault.strerror}): {advice}, then run this again"


def _one(inside: bytes, read: Read, codebook: Codebook, setting: dict[str, Any], pipes: tuple[int, int], folder: Path) -> bytes:
    """One paper in a process and ``folder`` of its own -> the message to pass on: its result, or how the process ended."""
    try:
        folder.mkdir()
    except OSError as fault:
        return frames.frame({"disk": f"{folder.parent}: {_no_room(fault)}"})
    mine, theirs = os.pipe()
    limits = (int(setting["memory"]) * MEGABYTE, float(setting["seconds"]))
    page_seconds = float(setting["page_seconds"])
    most = limits[1] + int(setting["most_pages"]) * page_seconds
    worker, process = os.getpid(), os.fork()
    if process == 0:
        guards.end_with_parent(worker)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the worker is told, and ends it
        os.close(mine)
        for pipe in pipes:
            os.close(pipe)
        _read_and_end(inside, read, codebook, folder, (limits[0], most), theirs)
    os.close(theirs)
    try:
        reply = _wait(process, mine, pipes[0], (limits[1], page_seconds, most), limits[0])
    finally:
        os.close(mine)
        _end(process)
        shutil.rmtree(folder, ignore_errors=True)
    return reply


def _read_and_end(inside: bytes, read: Read, codebook: Codebook, folder: Path, limits: tuple[int, float], reply: int) -> NoReturn:
    """In the forked process: reads the paper, sends the result, and never returns."""
    code = 1
    try:
        os.setsid()
        os.chdir(folder)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        guards.limit(*limits)
        guards.stay_inside(folder)
        try:
            gc.set_threshold(*SELDOM)
            SLOW.told = lambda: frames.send(reply, frames.frame({"page": True}))
            task = frames.as_task(inside)
            result = read(task, codebook)
            message = frames.of_result(result)
        except MemoryError:
            task = None
            message = frames.of_result(failed(Reason.MEMORY, f"took more than {limits[0] // MEGABYTE} MB of memory"))
        except Exception as fault:
            told = " ".join(f"a fault in the program ({type(fault).__name__}: {fault})".split())[:_MOST_NOTE]
            message = frames.of_result(failed(Reason.FAULT, told))
        frames.send(reply, message)
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    finally:
        os._exit(code)


def _wait(process: int, pipe: int, requests: int, times: tuple[float, float, float], memory: int) -> bytes:
    """Waits for the result, the end of the process, or the end of its time, whichever comes first.

    ``times``: seconds for a paper, for each page of it that is read by OCR, and at most.
    """
    began = time.monotonic()
    seconds, page_seconds, most = times
    os.set_blocking(pipe, False)
    arrived = bytearray()
    watched = [pipe, requests]
    while True:
        left = began + seconds - time.monotonic()
        if left <= 0:
            return frames.frame({"late": seconds})
        ready = select.select(watched, [], [], min(left, _BLINK))[0]
        if requests in ready:  # the run has gone: nothing is sent to a worker that has not yet answered
            raise SystemExit  # so that the paper's process and folder go too
        ended, status, used = os.wait4(process, os.WNOHANG)  # before the pipe is emptied: what is sent last is still in it
        with contextlib.suppress(BlockingIOError):
            while part := os.read(pipe, MEGABYTE):
                arrived += part
            watched = [requests]  # closed by the process; one that it started may still hold it
        try:
            while (whole := frames.taken(arrived)) is not None:
                if not frames.opened(whole)[0].get("page"):
                    return frames.wrapped(whole)
                seconds = min(seconds + page_seconds, most)
        except (ValueError, AttributeError, struct.error):
            return frames.frame({"signal": int(signal.SIGABRT)})
        if ended:
            return _obituary(status, used, memory, most)


def _obituary(status: int, used: Any, memory: int, most: float) -> bytes:
    """How a process ended without a result. One whose memory was all but used up is taken to have died of that."""
    ended = os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    if ended == _OUT_OF_MEMORY or (ended != -signal.SIGKILL and peak > 0.8 * memory):
        return frames.frame({"memory": True})
    if ended == -signal.SIGXCPU:
        return frames.frame({"late": most})
    return frames.frame({"signal": -ended} if ended < 0 else {"exit": ended})


def _end(process: int) -> None:
    """Ends a process, its group, and whatever else it started and left to us."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process, 0)
    for _ in range(100):  # a process that keeps starting others has its own limits
        left = _children()
        if not left:
            break
        for orphan in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(orphan, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _children() -> list[int]:
    try:
        text = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


if __name__ == "__main__":
    main()
