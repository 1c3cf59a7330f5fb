"""Running another program on a paper: with a time limit, in a process group of its own, and never outliving us."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


class Slow:
    """Who waits for a paper is told of each page that must be read off its picture: it is a matter of seconds, not of a blink."""

    told: Callable[[], None] | None = None

    def page(self) -> None:
        """Tells of one page more, where somebody wants to know."""
        if self.told is not None:
            self.told()


SLOW = Slow()
"""The one of this process, which reads one paper at a time."""


class TookTooLongError(Exception):
    """The program was ended because its time was over."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended: its exit code (negative: the signal that ended it) and what it wrote to its output."""

    code: int
    output: bytes


def run(command: Sequence[str], *, seconds: float, folder: Path, given: bytes = b"", variables: Mapping[str, str]) -> Ran:
    """Run ``command`` in ``folder`` with ``given`` as its input, and end it and all it started once it is done or time is over.

    ``variables`` are its whole environment but for PATH. Raises TookTooLongError, OSError where it cannot be started.
    """
    child = subprocess.Popen(
        [*_dies_with_us(), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), **variables},
        start_new_session=True,
    )
    try:
        output, _ = child.communicate(given, timeout=seconds)
        return Ran(child.returncode, output)
    except subprocess.TimeoutExpired:
        raise TookTooLongError from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


@lru_cache(maxsize=1)
def _dies_with_us() -> tuple[str, ...]:
    """Linux ends the program when the process that reads the paper is killed, which has no time to do so itself."""
    found = shutil.which("setpriv")
    return (found, "--pdeathsig", "KILL", "--") if found else ()
