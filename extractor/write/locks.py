"""Locks beside a database: one run at a time, and one writer at a time to the file that is served.

A lock is a small file that the system frees when its holder ends, however it ends. It is taken away with the lock.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import ActiveError, LockedError, StorageError

_PATIENCE = 30.0
"""Seconds that a writer waits for another."""


@contextmanager
def one_run(database: Path) -> Iterator[None]:
    """Held for as long as papers are read into ``database``. Raises ActiveError at once where another run holds it."""
    with _held(_beside(database, "run-lock"), 0.0) as mine:
        if not mine:
            raise ActiveError(f"{database}: another run is active: wait until it has finished, then run this again")
        yield


@contextmanager
def one_writer(database: Path) -> Iterator[None]:
    """Held while the file that is served is changed or replaced, which is short. Raises LockedError after half a minute."""
    with _held(_beside(database, "write-lock"), _PATIENCE) as mine:
        if not mine:
            raise LockedError(f"{database} is in use by another program: wait for it to finish, then run this again")
        yield


def _beside(database: Path, ending: str) -> Path:
    whole = database.resolve()
    return whole.with_name(f"{whole.name}.{ending}")


@contextmanager
def _held(path: Path, patience: float) -> Iterator[bool]:
    deadline = time.monotonic() + patience
    while (lock := _taken(path)) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    if lock is None:
        yield False
        return
    try:
        yield True
    finally:
        with contextlib.suppress(OSError):  # Windows: another waits for it, and will take it away
            path.unlink()
        os.close(lock)


def _taken(path: Path) -> int | None:
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC if sys.platform != "win32" else os.O_RDWR | os.O_CREAT, 0o644)
    except FileNotFoundError as error:
        raise StorageError(f"the folder {path.parent} does not exist: make it first, or name another database") from error
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}): check the permissions of its folder") from error
    try:
        _lock(lock)
        # Whoever held it took the file away: a lock on a file that nobody can find any more keeps nobody out.
        if path.exists() and os.path.samestat(os.fstat(lock), path.stat()):
            return lock
    except OSError:
        pass
    os.close(lock)
    return None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
