"""A source file: whether it was touched, and its bytes. Special files are never opened, nor is one read that is being written."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from extractor.batch.packs import PACK, inside, papers_in, read_member
from extractor.errors import PaperError, Reason

LARGEST = 256 * 1024 * 1024
"""Bytes. No board paper is larger; what is, is not read."""
_TICK = 0.05
"""Seconds. File systems tell times of change in steps: two changes within a step look like one."""
_COARSE_TICK = 2.1


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file as they were when it had the mark ``seen_as``."""

    data: bytes
    sha256: str
    seen_as: str


def mark(path: Path) -> str:
    """What the file system says of a file: another mark, another content. Raises PaperError where it says nothing."""
    place = inside(path)
    try:
        return _mark((path if place is None else place[0]).stat())
    except OSError as fault:
        raise _unreadable(path, fault) from fault


def leads_out(path: Path) -> PaperError:
    """Why a link out of the folders of a run is not opened."""
    told = f"{path.name} is a link that leads out of its folder: put the paper itself there, or name it on the command line"
    return PaperError(told, Reason.UNREADABLE)


def read_source(path: Path) -> Source:
    """The bytes of an ordinary file. Raises PaperError for any other, and for one closed to us, too large or being written."""
    place = inside(path)
    if place is not None:
        return _from_pack(*place)
    try:
        found = path.stat()
        if path.suffix.lower() == PACK and stat.S_ISREG(found.st_mode):
            papers_in(path, ())  # says so where it holds more than any agenda
        if not stat.S_ISREG(found.st_mode):
            raise PaperError(f"{path.name} is not an ordinary file: put the paper itself there", Reason.UNREADABLE)
        for _ in range(3):
            found = _settled(path)
            if found.st_size > LARGEST:
                told = f"{path.name} has {found.st_size / 1e6:,.0f} MB, more than any board paper: save it in parts"
                raise PaperError(told, Reason.TOO_LARGE)
            # Between the look and the opening it may have become a pipe, on which opening would wait for ever.
            file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(file, "rb") as opened:
                if _mark(os.fstat(opened.fileno())) != _mark(found):
                    continue
                data = opened.read(LARGEST + 1)
            if _mark(path.stat()) == _mark(found) and len(data) == found.st_size:
                return Source(data, hashlib.sha256(data).hexdigest(), _mark(found))
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    raise PaperError(f"{path.name} is being written: it is read when it is whole", Reason.UNREADABLE)


def _from_pack(pack: Path, name: str) -> Source:
    """A paper out of a zipped pack; it is as old as the pack."""
    for _ in range(3):
        try:
            before = _mark(_settled(pack))
            data = read_member(pack, name, LARGEST)
            if _mark(pack.stat()) == before:
                return Source(data, hashlib.sha256(data).hexdigest(), before)
        except OSError as fault:
            raise _unreadable(pack, fault) from fault
    raise PaperError(f"{pack.name} is being written: it is read when it is whole", Reason.UNREADABLE)


def _settled(path: Path) -> os.stat_result:
    """The file's state, once so much time has passed since its last change that the next change will show."""
    found = path.stat()
    tick = _TICK if found.st_ctime_ns % 1_000_000_000 else _COARSE_TICK
    age = time.time() - found.st_ctime
    if 0 <= age < tick:
        time.sleep(tick - age)
        found = path.stat()
    return found


def _mark(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def _unreadable(path: Path, fault: OSError) -> PaperError:
    return PaperError(f"{path.name} cannot be opened ({fault.strerror}): check the file and its permissions", Reason.UNREADABLE)
