"""The template of all workers: ``python -m extractor.batch.child SETTING``. It loads program and rules, once.

Whenever it is sent two pipes it forks a worker, which never looks at a paper itself either: it has the papers that come through its
pipe read by a process that it forks for that (see reader.py), and is itself as fresh for the next paper as it was for the first.

Who stops a run stops it alone: a template ends once the run lets go of it, and then takes away what a killed worker left. A worker
also ends when it is told to (SIGTERM), with its reader and that one's folder.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from extractor.batch import frames, guards
from extractor.batch.reader import MEGABYTE, Limits, Read, Reader, children
from extractor.batch.temporary import new_home, sweep
from extractor.codebook import Codebook, load_codebook
from extractor.errors import ExtractorError, RulesError, StorageError
from extractor.flow import make_ready

_IDLE = 2.0
"""Seconds without a paper after which a worker lets its reader, and the memory that it took, go."""


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
    for orphan in children() - workers:
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
        with contextlib.closing(_Desk(pipes, read, codebook, setting, home / str(os.getpid()))) as desk:
            while (inside := frames.receive(requests, arrived, _IDLE, desk.close)) is not None:
                frames.send(replies, desk.reply(inside))
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


class _Desk:
    """A worker's papers, and the reader that has them: ``folder`` is the reader's."""

    def __init__(self, pipes: tuple[int, int], read: Read, codebook: Codebook, setting: dict[str, Any], folder: Path) -> None:
        seconds, page_seconds = float(setting["seconds"]), float(setting["page_seconds"])
        most = seconds + int(setting["most_pages"]) * page_seconds
        self._limits = Limits(int(setting["memory"]) * MEGABYTE, seconds, page_seconds, most)
        self._pipes, self._read, self._codebook, self._folder = pipes, read, codebook, folder
        self._reader: Reader | None = None

    def reply(self, inside: bytes) -> bytes:
        """One paper -> the message to pass on: its result, or how its process ended."""
        told = self._reader.next(inside) if self._reader else None
        if told is None:
            self.close()
            try:
                self._reader = Reader(inside, self._read, self._codebook, self._limits, self._folder, self._pipes)
            except OSError as fault:
                return frames.frame({"disk": f"{self._folder.parent}: {_no_room(fault)}"})
            told = self._reader.first()
        message, again = told
        if not again:
            self.close()
        return message

    def close(self) -> None:
        """Ends the reader, if there is one, with all that it has started."""
        if self._reader is not None:
            self._reader.end()
        self._reader = None


if __name__ == "__main__":
    main()
