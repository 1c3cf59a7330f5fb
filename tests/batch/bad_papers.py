"""Papers that attack their worker, by name: what a broken parser might do. Any other name is read as a paper."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil

from extractor.batch.paper import Result, Task, read_paper
from extractor.codebook import Codebook
from extractor.parse.running import SLOW

SLEEPER = "import time; time.sleep(300)"
_HELD: list[bytes] = []
"""What a paper has left in the process that read it."""


def attack(task: Task, codebook: Codebook) -> Result:
    """What the paper's name says, then an honest reading; the note of "who" is the number of the process."""
    name = task.file.removesuffix(".txt")
    if b"spoilt" in _HELD:
        raise RuntimeError("left by the paper before")
    if name in ATTACKS:
        ATTACKS[name]()
    result = read_paper(task, codebook)
    return replace(result, note=str(os.getpid())) if name == "who" else result


def _segfault() -> None:
    ctypes.string_at(0)


def _abort() -> None:
    os.abort()


def _kill_worker() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _leave() -> None:
    os._exit(3)


def _sleep() -> None:
    time.sleep(300)


def _loop() -> None:
    while True:
        pass


def _deaf() -> None:
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    time.sleep(300)


def _eat() -> None:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def _recurse() -> None:
    _recurse()


def _grandchild() -> None:
    subprocess.Popen([sys.executable, "-c", SLEEPER])
    os.abort()


def _escape() -> None:
    """A grandchild in a session of its own, whose parent ends at once: no group and no parent leads to it."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv(sys.executable, [sys.executable, "-c", SLEEPER])
        os._exit(0)


def _connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _write_outside() -> None:
    Path("/tmp/extractor-was-here").write_text("outside", encoding="utf-8")


def _write_inside() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.txt").write_text("inside", encoding="utf-8")


def _nest() -> None:
    """Writes into its folder, starts another process that does so too, and stays."""
    folder = Path(tempfile.mkdtemp())
    subprocess.Popen([sys.executable, "-c", f"open({str(folder / 'other')!r}, 'w').close(); {SLEEPER}"], start_new_session=True)
    (folder / "page.txt").write_text("inside", encoding="utf-8")
    time.sleep(300)


def _five_scanned_pages() -> None:
    for _ in range(5):
        SLOW.page()
        time.sleep(1)


def _scanned_for_ever() -> None:
    while True:
        SLOW.page()
        time.sleep(0.005)


def _lose_cluster_worker() -> None:
    """Kills the process that leads this paper's worker, two generations above it."""
    psutil.Process().parents()[2].kill()


def _noise() -> None:
    os.write(1, b"noise" * 1000)
    os.write(2, b"noise" * 1000)


def _spoil() -> None:
    _HELD.append(b"spoilt")


def _grow() -> None:
    _HELD.append(b"x" * 100_000_000)


def _leave_a_file() -> None:
    Path("left").write_text("left", encoding="utf-8")


def _run_a_program() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def _one_scanned_page() -> None:
    SLOW.page()


ATTACKS = {
    "segfault": _segfault,
    "abort": _abort,
    "kill-worker": _kill_worker,
    "leave": _leave,
    "sleep": _sleep,
    "loop": _loop,
    "deaf": _deaf,
    "eat": _eat,
    "recurse": _recurse,
    "grandchild": _grandchild,
    "escape": _escape,
    "connect": _connect,
    "write-outside": _write_outside,
    "write-inside": _write_inside,
    "nest": _nest,
    "five-scanned-pages": _five_scanned_pages,
    "scanned-for-ever": _scanned_for_ever,
    "lose-cluster-worker": _lose_cluster_worker,
    "noise": _noise,
    "spoil": _spoil,
    "grow": _grow,
    "leave-a-file": _leave_a_file,
    "run-a-program": _run_a_program,
    "one-scanned-page": _one_scanned_page,
}
