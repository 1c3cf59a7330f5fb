"""Zipped agenda packs: each paper inside is a paper of its own, at the path "pack.zip/inner.pdf".

Nothing is unpacked to disk, and no pack is opened in this process: another does it, under limits (see unpacker.py), so that a
hostile one costs itself. A pack that holds too much, or a member that would inflate beyond measure, is refused; names lead nowhere
but into the pack; a pack inside a pack is not opened.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.errors import PaperError, Reason

PACK = ".zip"
MAX_MEMBERS = 2_000
MAX_TOTAL = 2_000_000_000
"""Bytes that a pack's papers may hold together, unpacked."""
MAX_DIRECTORY = 8_000_000
"""Bytes that a pack's list of members may take: it is held in memory, at some ten times its size, before they can be counted."""
MAX_RATIO = 200
"""Times that a large member may inflate: PDF and Word files are packed already."""
MEMORY = 1 << 30
SECONDS = 60.0
"""What opening a pack, or a member of it, may take: bytes of memory, and time."""


def papers_in(pack: Path, endings: Collection[str]) -> tuple[list[Path], int]:
    """The paths of the papers in a pack, in the order of their names, and how many other files it holds.

    A file that is no zip file, or holds no paper, comes back as itself, so that reading it says what is wrong. Raises PaperError
    for a pack that holds more than any agenda.
    """
    try:
        names = _names(pack)
    except OSError:
        return [pack], 0
    if names is None:
        raise PaperError(f"{pack.name} holds more than any agenda pack: unpack it and give the papers inside", Reason.TOO_LARGE)
    found = sorted(name for name in names if Path(name).suffix.lower() in endings)
    return [pack / name for name in found] or [pack], len(names) - len(found) if found else 0


def inside(path: Path) -> tuple[Path, str] | None:
    """The pack that a path leads into, and the name in it; None for a path of the file system."""
    if not any(parent.suffix.lower() == PACK for parent in path.parents):
        return None
    for parent in path.parents:
        if parent.suffix.lower() == PACK and parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return None


def shown_name(path: Path) -> str:
    """How a paper is called: its file's name, inside a pack with the pack's name before it."""
    place = inside(path)
    return path.name if place is None else f"{place[0].name}/{place[1]}"


def exists(path: Path) -> bool:
    """Whether a path leads to a file, be it in a pack."""
    place = inside(path)
    if place is None:
        return os.path.lexists(path)
    try:
        return place[1] in (_names(place[0]) or ())
    except OSError:
        return False


def read_member(pack: Path, name: str, most: int) -> bytes:
    """The bytes of one paper of a pack, at most ``most``. Raises PaperError where it is encrypted, damaged or inflates too far."""
    called = f"{pack.name}/{name}"
    head, data = _OPENER.ask(pack, name, most)
    fault = head.get("fault")
    if fault == "encrypted":
        raise PaperError(f"{called} is encrypted: unpack it with its password, and read that", Reason.ENCRYPTED)
    if fault == "large":
        raise PaperError(f"{called} would unpack to more than any paper holds: it was not read", Reason.TOO_LARGE)
    if fault == "missing":
        raise PaperError(f"{called} is no longer in the pack", Reason.UNREADABLE)
    if fault:
        raise PaperError(f"{called} cannot be unpacked, the pack is damaged: fetch it again", Reason.DAMAGED)
    return data


def _names(pack: Path) -> frozenset[str] | None:
    """The members of a pack by safe name, none for what is no zip file; None for a pack that is too large. Raises OSError."""
    found = pack.stat()
    return _names_as_of(pack, found.st_mtime_ns, found.st_size, found.st_ino)


@lru_cache(maxsize=64)
def _names_as_of(pack: Path, *_: int) -> frozenset[str] | None:
    head, _data = _OPENER.ask(pack, None, 0)
    return None if head.get("fault") == "large" else frozenset(head.get("names", ()))


class _Opener:
    """The process that opens packs, started when the first one is met and anew where one has brought it down."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, pack: Path, name: str | None, most: int) -> tuple[dict[str, Any], bytes]:
        """What the process says of a pack or a member; that it is too large where the process does not survive it."""
        question = {
            "pack": str(pack.absolute()), "name": name, "most": most, "seconds": SECONDS, "members": MAX_MEMBERS,
            "directory": MAX_DIRECTORY, "total": MAX_TOTAL, "ratio": MAX_RATIO,
        }  # fmt: skip
        with self._lock:
            process = self._started()
            late = threading.Timer(SECONDS, process.kill)
            late.start()
            try:
                assert process.stdin is not None and process.stdout is not None
                process.stdin.write(json.dumps(question).encode("ascii") + b"\n")
                process.stdin.flush()
                head: dict[str, Any] = json.loads(process.stdout.readline())
                data = process.stdout.read(head["size"])
                if len(data) == head["size"]:
                    return head, data
            except (OSError, ValueError, KeyError, TypeError):
                pass
            except BaseException:
                self._end()  # an interruption: its answer to this question would be taken for one to the next
                raise
            finally:
                late.cancel()
            self._end()
            return {"fault": "large"}, b""

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(Path(__file__).with_name("unpacker.py")), str(MEMORY)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._process

    def end(self) -> None:
        """Ends the process, where there is one."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]


_OPENER = _Opener()
atexit.register(_OPENER.end)
