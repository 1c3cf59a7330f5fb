"""What a process that reads a paper may not do: take more memory than it was given, reach the network, write outside its folder."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

LARGEST_FILE = 1024 * 1024 * 1024
"""Bytes that one file in the private folder may take."""
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Event of Python's audit hooks -> places of (path, folder it is relative to) among its arguments.
_CHANGES: dict[str, tuple[tuple[int, int], ...]] = {
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.mkdir": ((0, 2),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((0, 2), (1, 3)),
    "os.symlink": ((1, 2),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.truncate": ((0, -1),),
    "os.utime": ((0, 3),),
}
_FORBIDDEN = (socket.AF_INET, socket.AF_INET6)


def limit(memory: int, seconds: float) -> None:
    """Limits this process and all that it starts: ``memory`` in bytes of address space, processor time a little over ``seconds``.

    No core dumps. Where the system has no such limits (Windows) nothing is done.
    """
    with contextlib.suppress(ImportError):
        import resource

        for what, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, LARGEST_FILE),
            (resource.RLIMIT_CPU, 2 * int(seconds) + 10),
        ):
            hard = resource.getrlimit(what)[1]
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses to set it
                resource.setrlimit(what, (allowed, allowed))


def end_with_parent(parent: int) -> None:
    """Has the system end this process when ``parent``, which started it, ends (Linux); ends at once where that has just ended."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Makes this process the parent of whatever its children leave behind, so that it can be found and ended (Linux)."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(what: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(what, value, 0, 0, 0)


def stay_inside(folder: Path) -> None:
    """From now on this process opens no socket to a network and changes no file outside ``folder``.

    It cannot be undone. Raises PermissionError in whoever tries.
    """
    sys.addaudithook(_hook(os.path.realpath(folder) + os.sep))


def _hook(inside: str) -> Callable[[str, tuple[Any, ...]], None]:
    def allowed(path: Any, base: Any) -> bool:
        if isinstance(path, int) or path is None:
            return True  # an open file: it was allowed when it was opened
        name = os.fsdecode(path)
        if isinstance(base, int) and base >= 0 and not os.path.isabs(name):  # noqa: PTH117
            name = os.path.join(os.readlink(f"/proc/self/fd/{base}"), name)  # noqa: PTH115, PTH118
        whole = os.path.abspath(name)  # noqa: PTH100
        return (whole + os.sep).startswith(inside) or whole == os.devnull

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if isinstance(arguments[2], int) and arguments[2] & _WRITES and not allowed(arguments[0], -1):
                raise PermissionError("a paper's worker writes in its own folder only")
        elif event == "socket.__new__":
            if arguments[1] in _FORBIDDEN:
                raise PermissionError("a paper's worker opens no socket")
        elif event in _CHANGES:
            for place, base in _CHANGES[event]:
                if not allowed(arguments[place], arguments[base] if base >= 0 else -1):
                    raise PermissionError("a paper's worker changes files in its own folder only")

    return watch
