"""All of the hostile files, found and made, read behind a wall: each ends as it must, in time, in memory, and nothing gets out."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
from observed import SHARED, environment, left_behind, litter, own_memory, sound
from walled import walled

from extractor.batch import ENDINGS
from extractor.write import as_text

HOSTILE = SHARED / "hostile"
WORKERS, MEMORY = 2, 1024
_MARKED = """
    SELECT sha256 FROM papers
    WHERE EXISTS (SELECT 1 FROM pages WHERE pages.paper = papers.id AND pages.text LIKE '%QZMARKER%')
       OR EXISTS (SELECT 1 FROM blocks WHERE blocks.paper = papers.id AND blocks.text LIKE '%QZMARKER%')
"""
_SILENT = """
    SELECT file FROM papers WHERE NOT EXISTS (SELECT 1 FROM blocks WHERE blocks.paper = papers.id AND length(trim(blocks.text)) > 0)
"""
_NEXT_TO_NO_TEXT = ("pdf/emoji_homoglyph.pdf", "doc/rtf_objupdate.doc")
"""Made files that hold ten letters and eight: of fewer than twelve no paper is made."""
_GRACE = 5.0
"""Seconds beyond its limit in which a paper's process must have been ended."""


@dataclass
class _Told:
    counts: Counter[str]

    def fault(self, what: str, names: list[str]) -> None:
        """Counts faults, and names the files."""
        if names:
            self.counts[f"FAULT: {what}"] += len(names)
            self.shown(f"FAULT: {what}", names)

    @staticmethod
    def shown(what: str, names: list[str]) -> None:
        for name in names[:40]:
            print(f"  {what}: {name}", flush=True)


@dataclass(frozen=True)
class _File:
    state: str
    reason: str | None
    sha256: str | None
    same_as: str | None


def hostile(work: Path, seconds: float, only: str) -> Counter[str]:
    """Reads them with ``seconds`` for each paper; ``only`` those made whose name begins so."""
    told = _Told(Counter())
    if not HOSTILE.is_dir():
        return Counter({f"left out: {HOSTILE} is not here": 1})
    inside, wall = work / "hostile", work / "wall"
    for folder in (inside / "temporary", wall):
        folder.mkdir(parents=True)
    made = inside / "made"
    making = [sys.executable, str(HOSTILE / "make_hostile.py"), str(made), "--fs", "--only", only]
    subprocess.run(making, capture_output=True, check=True)
    sources = [made] if only else [made, HOSTILE / "real"]
    database, summary, times, log = (inside / name for name in ("plans.db", "summary.json", "times", "log"))
    before = _look(sources)
    command = [sys.executable, str(Path(__file__).with_name("timed_ingest.py")), str(times), "ingest", *map(str, sources)]
    command += ["--database", str(database), "--workers", str(WORKERS), "--memory", str(MEMORY), "--timeout", str(seconds)]
    guard = walled([*command, "--summary", str(summary)], inside, wall)
    mark = f"hostile-{os.getpid()}-{id(told)}"
    with log.open("wb") as file:
        process = subprocess.Popen(
            guard.command, stdout=file, stderr=file, env=environment(mark, inside / "temporary", PYTHONDONTWRITEBYTECODE="1")
        )
        most = 0
        while process.poll() is None:
            most = max(most, own_memory(psutil.Process(process.pid)))
            time.sleep(0.25)
    told.counts[f"ended with {process.returncode}"] += 1
    told.counts["peak MB of the tree"] = most >> 20
    if most > (WORKERS * MEMORY + 500) << 20:
        told.fault("memory", [f"{most >> 20} MB"])
    if process.returncode != 3 or b"Traceback" in log.read_bytes():
        told.fault("how it ended", [log.read_text("utf-8", "replace")[-2000:]])
    told.fault("left behind", left_behind(mark, 20))
    told.fault("temporary folder", litter(inside / "temporary", 1))
    if guard.stands:
        told.fault("written outside", guard.strays())
        told.counts["connections tried"] = sum(guard.connections().values())
        told.fault("connection", [name for name, number in guard.connections().items() if number])
    else:
        told.counts["left out: no wall without root and unshare"] = 1
    if _look(sources) != before:
        told.fault("a source was changed", [str({*_look(sources)} ^ {*before})[:300]])
    _in_time(told, times, seconds)
    _each_as_it_must(told, sources, database, summary, times)
    shutil.copy(database, work / "hostile.db")
    return told.counts


def _look(sources: list[Path]) -> list[tuple[str, int, int]]:
    """Every entry of the folders, with its size and when it was last changed. No link is followed."""
    found = []
    for source in sources:
        for folder, folders, files in os.walk(source, followlinks=False):
            for name in [*folders, *files]:
                try:
                    seen = os.lstat(os.path.join(folder, name))  # noqa: PTH118 - names that no Path can print
                except OSError:
                    continue
                found.append((os.fsencode(os.path.join(folder, name)).hex(), seen.st_size, seen.st_mtime_ns))  # noqa: PTH118
    return sorted(found)


def _in_time(told: _Told, times: Path, seconds: float) -> None:
    took = sorted((json.loads(line) for line in times.read_text("utf-8").splitlines()), key=lambda one: -one["seconds"])
    told.counts["papers timed"] = len(took)
    told.shown("slowest", [f"{one['seconds']} s {one['file']}" for one in took[:12]])
    told.fault("past its time", [f"{one['seconds']} s {one['file']}" for one in took if one["seconds"] > seconds + _GRACE])


def _each_as_it_must(told: _Told, sources: list[Path], database: Path, summary: Path, times: Path) -> None:
    found = json.loads(summary.read_text("utf-8"))
    told.counts["files"] = found["files"]
    told.counts.update(
        {state: found[state] for state in ("read", "partial", "duplicate", "waiting", "quarantined") if found[state]}
    )
    told.counts.update({f"reason {name}": number for name, number in found["reasons"].items()})
    if not sound(database):
        told.fault("damaged", [str(database)])
    with closing(sqlite3.connect(database)) as connection:
        ledger = {row[0]: _File(*row[1:]) for row in connection.execute("SELECT path, state, reason, sha256, same_as FROM ledger")}
        (twice,) = connection.execute("SELECT count(*) - count(DISTINCT sha256) FROM papers").fetchone()
        marked = {sha256 for (sha256,) in connection.execute(_MARKED)}
        silent = [file for (file,) in connection.execute(_SILENT)]
        held = {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM papers")}
    told.fault("stored twice", ["papers"] * twice)
    told.fault("stored without a word", silent)
    _none_lost(told, sources, ledger, {one["path"] for one in found["papers"]})
    reading = {one.sha256 for one in ledger.values() if one.state in ("read", "partial")}
    told.fault("stored, and not in the ledger", sorted(held - reading))
    told.fault("in the ledger, and not stored", sorted(str(one) for one in reading - held))
    seconds = {one["sha256"]: one["seconds"] for one in map(json.loads, times.read_text("utf-8").splitlines())}
    with (sources[0] / "MANIFEST_synth.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            one = ledger.get(as_text(sources[0] / row["file"]))
            if one is None:
                told.counts["made: left out by their ending"] += 1
                continue
            told.counts[f"made: {row['expect']}"] += 1
            state = ledger[one.same_as].state if one.same_as in ledger else one.state
            name = f"{row['file']} ({row['why'][:60]}): {state}, {one.reason}, {seconds.get(one.sha256)} s"
            if row["expect"] == "text" and one.reason == "no text" and row["file"] in _NEXT_TO_NO_TEXT:
                told.counts["next to no text"] += 1
            elif row["expect"] == "text" and state not in ("read", "partial"):
                told.fault("text is expected, and was not read", [name])
            elif row["expect"] == "text":
                told.counts["marked text found"] += one.sha256 in marked
                told.fault("marked text lost", [] if one.sha256 in marked else [name])
            elif row["expect"] == "refuse" and state in ("read", "partial"):
                if one.sha256 in marked:
                    told.counts["named or packed wrongly, and its own text was read all the same"] += 1
                    told.shown("read all the same", [name])
                else:
                    told.fault("to be refused, and was read", [name])


def _none_lost(told: _Told, sources: list[Path], ledger: dict[str, _File], named: set[str]) -> None:
    """Every file that may be a paper is in the ledger, and what is there stands in a folder: no link to a folder is followed."""
    there, packs, closed = set(), [], []
    for source in sources:
        for folder, folders, files in os.walk(source, onerror=lambda fault: closed.append(str(fault))):
            folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
            for name in files:
                path = as_text(f"{folder}/{name}")
                if Path(name).suffix.lower() == ".zip":
                    packs.append(path)
                elif Path(name).suffix.lower() in ENDINGS and not name.startswith((".", "~$")):
                    there.add(path)
    told.counts["files that may be papers"] = len(there)
    told.fault("lost", sorted(there - {*ledger}))
    told.fault("lost pack", [pack for pack in packs if not any(path.startswith(pack) for path in (*ledger, *named))])
    astray = [path for path in ledger if path not in there and not any(path.startswith(pack) for pack in packs)]
    told.fault("from outside the folders", astray)
    told.counts["folders that cannot be opened"] = len(closed)
