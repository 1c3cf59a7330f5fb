"""The temporary folder of the workers of one template: it goes with them, and the next run removes what a dead one left.

A folder is known to be left by a lock inside it, which every process that may use the folder holds and the system frees when the
last of them has ended, however they ended.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

_PREFIX = "extractor-"
_LOCK = "lock"
_MAKING = "new"
"""The lock's name until it is held."""
_STILLBORN = 3600.0
"""Seconds after which a folder without a lock is one whose maker was killed while making it."""


def new_home() -> Path:
    """Makes a folder for this process and those that it forks, which hold it by its lock. Raises OSError."""
    home = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(home / _MAKING, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if not _locked(lock):
            raise OSError(f"{home} cannot be locked")
        # Under its name only once it is held: whoever finds a lock that is free may take the folder away.
        (home / _MAKING).rename(home / _LOCK)
    except OSError:
        shutil.rmtree(home, ignore_errors=True)
        raise
    return home


def sweep() -> None:
    """Removes the folders that dead workers of this user left. What is held, or does not hold our lock, stays as it is."""
    if sys.platform == "win32":
        return
    try:
        found = [entry.path for entry in os.scandir(tempfile.gettempdir()) if entry.name.startswith(_PREFIX)]
    except OSError:
        return
    for path in found:
        with contextlib.suppress(OSError):
            state = os.lstat(path)
            if state.st_uid == os.getuid():
                _remove_if_left(Path(path), age=time.time() - state.st_mtime)


def _remove_if_left(home: Path, *, age: float) -> None:
    if age > _STILLBORN and {one.name for one in home.iterdir()} <= {_MAKING}:
        shutil.rmtree(home, ignore_errors=True)
        return
    lock = os.open(home / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if _locked(lock):
            shutil.rmtree(home, ignore_errors=True)
    finally:
        os.close(lock)


if sys.platform == "win32":  # no papers are read there by processes of their own

    def _locked(file: int) -> bool:
        return False

else:
    import fcntl

    def _locked(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
