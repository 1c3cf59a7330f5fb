"""What can be seen of a run from outside: the rows of its database, its processes, its folders, its memory."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
MARK = "EXTRACTOR_TORTURE"
"""Name of the environment variable by which the processes of a run are known, wherever they have got to."""
_TIMES = ("runs", "run_papers", "readings")
_LEDGER = "SELECT path, state, sha256, reason, note, same_as, holds FROM ledger"
Content = dict[str, list[tuple[object, ...]]]


def command(*arguments: object) -> list[str]:
    """The program's command line, as the program text beside this file has it."""
    return [sys.executable, "-m", "extractor.cli", *map(str, arguments)]


def environment(mark: str = "", temporary: Path | None = None, **more: str) -> dict[str, str]:
    """What a run is given: its mark, and a folder for its temporary files."""
    whole = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    if mark:
        whole[MARK] = mark
    if temporary is not None:
        whole["TMPDIR"] = str(temporary)
    return whole


def content(database: Path) -> Content:
    """Every row but those that tell when and how often something was done, and the inside of full-text indexes."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        queries = {name: f"SELECT * FROM [{name}]" for name in names if name not in (*_TIMES, "ledger") and "_fts_" not in name}
        queries["ledger"] = _LEDGER
        return {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in queries.items()}


def digest(rows: Content) -> str:
    """A short name for some rows: the same rows, the same name."""
    return hashlib.sha256(repr(sorted(rows.items())).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def differing(one: Content, other: Content) -> str:
    """Which tables are not the same, and by how many rows, in one line; nothing where all are."""
    told = [f"{name} is in one only" for name in sorted(one.keys() ^ other.keys())]
    for name in sorted(one.keys() & other.keys()):
        left, right = Counter(map(repr, one[name])), Counter(map(repr, other[name]))
        if left != right:
            told.append(f"{name} -{(left - right).total()} +{(right - left).total()}")
    return ", ".join(told)


def sound(database: Path) -> bool:
    """Whether SQLite finds the file whole and every row that points at another finds it."""
    with closing(sqlite3.connect(database)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()


def processes(mark: str) -> list[psutil.Process]:
    """The processes of the run with this mark."""
    found = []
    for one in psutil.process_iter(["environ"]):
        if (one.info["environ"] or {}).get(MARK) == mark and one.pid != os.getpid():
            found.append(one)
    return found


def left_behind(mark: str, seconds: float) -> list[str]:
    """What is left of a run after so many seconds, a line for each process; those are then ended."""
    deadline = time.monotonic() + seconds
    while (alive := processes(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)
    told = []
    for one in alive:
        try:
            waits = Path(f"/proc/{one.pid}/wchan").read_text("ascii") if os.access(f"/proc/{one.pid}/wchan", os.R_OK) else "?"
            told.append(f"{one.pid} below {one.ppid()}, {one.status()} in {waits}: {' '.join(one.cmdline())[:160]}")
            one.kill()
        except psutil.Error:
            pass
    return told


def litter(folder: Path, seconds: float) -> list[str]:
    """What is left in a folder that ought to be empty after so many seconds."""
    deadline = time.monotonic() + seconds
    while (left := sorted(path.name for path in folder.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def own_memory(process: psutil.Process) -> int:
    """Bytes of a process and all below it that are their own: pages shared by forks do not count."""
    total = 0
    try:
        for one in [process, *process.children(recursive=True)]:
            try:
                total += int(one.memory_full_info().uss)
            except psutil.Error:
                continue
    except psutil.Error:
        pass
    return total
