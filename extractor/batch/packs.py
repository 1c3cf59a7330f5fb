"""Zipped agenda packs: each paper inside is a paper of its own, at the path "pack.zip/inner.pdf".

Nothing is unpacked to disk. A pack that holds too much, or a member that would inflate beyond measure, is refused; names lead
nowhere but into the pack; a pack inside a pack is not opened.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from extractor.errors import PaperError, Reason

PACK = ".zip"
MAX_MEMBERS = 2_000
MAX_TOTAL = 2_000_000_000
"""Bytes that a pack's papers may hold together, unpacked."""
MAX_DIRECTORY = 8_000_000
"""Bytes that a pack's list of members may take: it is held in memory, at some ten times its size, before they can be counted."""
MAX_RATIO = 200
"""Times that a large member may inflate: PDF and Word files are packed already."""
_RATIO_FLOOR = 20_000_000
_LONGEST_NAME = 120
_CHUNK = 1 << 20
_LONGEST_END = 22 + 65_535 + 76
"""Bytes in which the record at the end of a zip file stands, with its comment and the record of a large one."""
_BAD = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def papers_in(pack: Path, endings: Collection[str]) -> tuple[list[Path], int]:
    """The paths of the papers in a pack, in the order of their names, and how many other files it holds.

    A file that is no zip file, or holds no paper, comes back as itself, so that reading it says what is wrong. Raises PaperError
    for a pack that holds more than any agenda.
    """
    try:
        members = _members(pack)
    except _BAD:
        return [pack], 0
    except zipfile.LargeZipFile:
        members = None
    if members is None or len(members) > MAX_MEMBERS or sum(info.file_size for info in members.values()) > MAX_TOTAL:
        raise PaperError(f"{pack.name} holds more than any agenda pack: unpack it and give the papers inside", Reason.TOO_LARGE)
    found = sorted(name for name in members if Path(name).suffix.lower() in endings)
    return [pack / name for name in found] or [pack], len(members) - len(found) if found else 0


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
        return place[1] in _members(place[0])
    except (*_BAD, zipfile.LargeZipFile):
        return False


def read_member(pack: Path, name: str, most: int) -> bytes:
    """The bytes of one paper of a pack, at most ``most``. Raises PaperError where it is encrypted, damaged or inflates too far."""
    called = f"{pack.name}/{name}"
    try:
        with zipfile.ZipFile(pack) as archive:
            info = _named(archive)[name]
            if info.flag_bits & 1:
                raise PaperError(f"{called} is encrypted: unpack it with its password, and read that", Reason.ENCRYPTED)
            parts: list[bytes] = []
            size = 0
            with archive.open(info) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    if size > most or (size > _RATIO_FLOOR and size > MAX_RATIO * max(info.compress_size, 1)):
                        raise PaperError(f"{called} would unpack to more than any paper holds: it was not read", Reason.TOO_LARGE)
                    parts.append(piece)
    except KeyError:
        raise PaperError(f"{called} is no longer in the pack", Reason.UNREADABLE) from None
    except _BAD as fault:
        raise PaperError(f"{called} cannot be unpacked, the pack is damaged: fetch it again", Reason.DAMAGED) from fault
    return b"".join(parts)


def _directory_size(pack: Path) -> int:
    """Bytes of a zip file's list of members, by the record at its end; 0 where there is none."""
    with pack.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - _LONGEST_END))
        tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 16:
        return 0
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    large = tail.rfind(b"PK\6\6", 0, at)  # of a zip file with more members than the old record can count
    return size if large < 0 else max(size % 0xFFFFFFFF, int.from_bytes(tail[large + 40 : large + 48], "little"))


def _members(pack: Path) -> dict[str, zipfile.ZipInfo]:
    """Raises LargeZipFile for a pack whose list of members is longer than any agenda's."""
    if _directory_size(pack) > MAX_DIRECTORY:
        raise zipfile.LargeZipFile
    found = pack.stat()
    return _members_as_of(pack, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _members_as_of(pack: Path, changed: int, size: int) -> dict[str, zipfile.ZipInfo]:
    with zipfile.ZipFile(pack) as archive:
        return _named(archive)


def _named(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Members by safe name: no drive, no way up, no control characters; a name that comes twice gets a number."""
    named: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist()[: MAX_MEMBERS + 1]:
        if info.is_dir():
            continue
        parts = [_safe(part) for part in info.filename.replace("\\", "/").split("/")]
        parts = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
        if not parts or any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
            continue
        plain = name = "/".join(parts)
        count = 1
        while name in named:
            count += 1
            stem, dot, ending = plain.rpartition(".")
            name = f"{stem} ({count}){dot}{ending}" if dot else f"{plain} ({count})"
        named[name] = info
    return named


def _safe(part: str) -> str:
    clean = "".join(char for char in part if char.isprintable() and not "\ud800" <= char <= "\udfff").strip()
    stem, dot, ending = clean.rpartition(".")
    if len(clean) > _LONGEST_NAME and dot and len(ending) < 10:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return clean[:_LONGEST_NAME]
