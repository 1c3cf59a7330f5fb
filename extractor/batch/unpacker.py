"""The process that opens zipped packs, one after the other: run as a program, it needs nothing but Python's own library.

Each line that it is sent is a question as JSON: what is in ``pack``, or the bytes of the member ``name``. Its answer is a line of
JSON, and as many bytes as that says. Whoever asks (see packs.py) ends it where it takes too long, and asks a fresh one.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

_RATIO_FLOOR = 20_000_000
_LONGEST_NAME = 120
_DEEPEST = 20
"""Parts of a name that are kept, from its end: no agenda has folders so deep."""
_CHUNK = 1 << 20
_LONGEST_END = 22 + 65_535 + 76
"""Bytes in which the record at the end of a zip file stands, with its comment and the record of a large one."""
_BAD = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)

Answer = tuple[dict[str, Any], bytes]


def main() -> None:
    """Answers until nobody asks any more. The first argument is the memory that it may take, in bytes."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        most = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if hasattr(signal, "alarm"):
            signal.alarm(int(asked["seconds"]) + 5)  # where nobody is left to end it
        head, data = answer(asked)
        sys.stdout.buffer.write(json.dumps({**head, "size": len(data)}).encode("ascii") + b"\n" + data)
        sys.stdout.buffer.flush()


def answer(asked: dict[str, Any]) -> Answer:
    """What is said of one question: {"names": ...}, a member's bytes, or {"fault": ...}: damaged, large, missing, encrypted."""
    pack = Path(asked["pack"])
    try:
        if _directory_size(pack) > asked["directory"]:
            return {"fault": "large"}, b""
        with zipfile.ZipFile(pack) as archive:
            members = _named(archive, asked["members"])
            if asked["name"] is not None:
                return _read(archive, members, asked)
        if len(members) > asked["members"] or sum(info.file_size for info in members.values()) > asked["total"]:
            return {"fault": "large"}, b""
        return {"names": list(members)}, b""
    except _BAD:
        return {"fault": "damaged"}, b""
    except (zipfile.LargeZipFile, MemoryError):
        return {"fault": "large"}, b""


def _read(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], asked: dict[str, Any]) -> Answer:
    info = members.get(asked["name"])
    if info is None:
        return {"fault": "missing"}, b""
    if info.flag_bits & 1:
        return {"fault": "encrypted"}, b""
    parts: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > asked["most"] or (size > _RATIO_FLOOR and size > asked["ratio"] * max(info.compress_size, 1)):
                return {"fault": "large"}, b""
            parts.append(piece)
    return {}, b"".join(parts)


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


def _named(archive: zipfile.ZipFile, most: int) -> dict[str, zipfile.ZipInfo]:
    """Members by safe name: no drive, no way up, no control characters; a name that comes twice gets a number."""
    named: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist()[: most + 1]:
        if info.is_dir():
            continue
        parts = [_safe(part) for part in info.filename.replace("\\", "/").split("/")]
        parts = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
        if not parts or any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
            continue
        plain = name = "/".join(parts[-_DEEPEST:])
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


if __name__ == "__main__":
    main()
