"""Puts one paper's findings into the database, all or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Literal

from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.model import Extract, ManifestRow
from extractor.write.bulk import fingerprint_of, insert_rows
from extractor.write.database import told
from extractor.write.gathered import Row
from extractor.write.ids import clean, paper_id
from extractor.write.plan_blocks import Whose
from extractor.write.readings import keep_reading
from extractor.write.resolve import path_of, resolve
from extractor.write.rows import rows_of

LARGEST_KEPT = 50 * 1024 * 1024
"""Bytes. A larger paper's findings are stored without its file, so its evidence pages show words but no page image."""

_SHARED = ("areas",)
"""Tables whose rows belong to several papers."""


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest: when it ran (ISO date and time), with which rules, and what became of its papers.

    ``papers`` are (file, SHA-256 or None where it could not be opened, "read", "unchanged" or "failed") in the order of reading.
    """

    started: str
    finished: str
    rules_hash: str
    read: int
    unchanged: int
    failed: int
    papers: tuple[tuple[str, str | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A paper as it was parsed: the name of its file then, the parser that did it, and the outcome, compressed."""

    file: str
    parser: str
    data: bytes


_PARSED = "SELECT file, parser, data FROM documents WHERE paper = ?"


def parsed_before(database: Database, sha256: str) -> Parsed | None:
    """The paper with these bytes as it was parsed, None where that was not kept."""
    with told(path_of(database)):
        row = database.execute(_PARSED, [paper_id(sha256)]).fetchone()
    return Parsed(*row) if row else None


def program_version() -> str:
    """The version of this program that is stored with what it reads."""
    try:
        return metadata.version("plan-paper-extractor")
    except metadata.PackageNotFoundError:
        return "not installed"


def store(database: Database, extract: Extract, data: bytes, codebook: Codebook | None = None) -> Literal["read", "unchanged"]:
    """Writes one paper in one transaction, in place of all that was held of the same paper.

    ``data`` is the paper's file; with a ``codebook``, what gaps and national targets rest on is found and stored too. "unchanged"
    says that the database held these very rows already. A failure noted for the same
    bytes is taken back. Raises DatabaseError or StorageError; the database is then as it was before.
    """
    return store_rows(database, rows_of(extract, len(data), program_version(), codebook), data, codebook)


def store_rows(
    database: Database,
    tables: dict[str, list[Row]],
    data: bytes,
    codebook: Codebook | None = None,
    parsed: Parsed | None = None,
    fingerprint: str | None = None,
) -> Literal["read", "unchanged"]:
    """Writes the rows of one paper, as rows_of makes them, in place of all that was held of it: see store.

    ``parsed`` is kept beside them; without it, what is kept of the same paper stays. ``fingerprint`` is that of the rows, where it
    is known.
    """
    fingerprint = fingerprint or fingerprint_of(tables)
    held_as = tables["papers"][0]
    held_as["fingerprint"] = fingerprint
    paper, sha256 = str(held_as["id"]), str(held_as["sha256"])
    with told(path_of(database)):
        held = database.execute("SELECT fingerprint FROM papers WHERE id = ?", [paper]).fetchone()
        with database.atomic():
            database.execute("DELETE FROM failures WHERE sha256 = ?", [sha256])
            reading = keep_reading(database, tables)
            if held and held[0] == fingerprint:
                database.execute("UPDATE papers SET reading = ? WHERE id = ?", [reading, paper])
                if parsed is not None:
                    insert_rows(database.conn, "documents", [{"paper": paper, **asdict(parsed)}], "INSERT OR REPLACE")
                return "unchanged"
            tables["papers"][0]["reading"] = reading
            parsed = parsed or next((Parsed(*row) for row in database.execute(_PARSED, [paper]).fetchall()), None)
            areas = {str(row["name"]) for row in tables.get("areas", ())}
            if held:
                areas |= _areas_of(database, paper)
                database.execute("DELETE FROM papers WHERE id = ?", [paper])
            _insert(database, tables)
            _kept(database, paper, data)
            if parsed is not None:
                insert_rows(database.conn, "documents", [{"paper": paper, **asdict(parsed)}])
            resolve(database, paper, codebook)
            _drop_unused(database, areas)
    return "read"


def forget_paper(database: Database, sha256: str) -> None:
    """Takes out what was read in a paper whose file was replaced by another. What people said of it stays, and so do readings."""
    with told(path_of(database)), database.atomic():
        areas = _areas_of(database, paper_id(sha256))
        database.execute("DELETE FROM papers WHERE sha256 = ?", [sha256])
        database.execute("DELETE FROM page_images WHERE paper = ?", [paper_id(sha256)])
        _drop_unused(database, areas)


def _areas_of(database: Database, paper: str) -> set[str]:
    query = "SELECT area FROM plan_areas JOIN plans ON plans.id = plan_areas.plan WHERE plans.paper = ?"
    return {area for (area,) in database.execute(query, [paper]).fetchall()}


def _drop_unused(database: Database, areas: set[str]) -> None:
    """Takes out those of ``areas`` that no plan is of any more. To look at all areas would cost more with every paper."""
    query = "DELETE FROM areas WHERE name = ? AND NOT EXISTS (SELECT 1 FROM plan_areas WHERE area = areas.name)"
    database.conn.executemany(query, [(area,) for area in sorted(areas)])


def record_failure(
    database: Database,
    file: str,
    sha256: str | None,
    reason: str,
    stage: str = "read",
    whose: Whose | None = None,
    path: str | None = None,
) -> None:
    """Notes a paper that could not be read, with the reason in one line, and ``whose`` it is. A later success takes it back.

    ``path`` is where it is, as the ledger has it, for several papers may have one name; without it the name stands for the place.
    """
    row = {
        "path": clean(path or file),
        "file": clean(file),
        "sha256": sha256 and sha256.lower(),
        "stage": stage,
        "reason": clean(reason),
    }
    with told(path_of(database)), database.atomic():
        database.execute("DELETE FROM failures WHERE path = ?", [row["file"]])
        database["failures"].upsert(row, pk="path")
        database.execute("DELETE FROM unread WHERE failure = ?", [row["path"]])
        if whose is not None and whose.area is not None:
            places = [row["path"], clean(whose.area), whose.start, whose.end, row["reason"]]
            database.execute("INSERT INTO unread (failure, area, period_start, period_end, reason) VALUES (?, ?, ?, ?, ?)", places)


def record_run(database: Database, run: Run) -> str:
    """Notes an ingest and gives its id."""
    row: Row = {
        "started": run.started,
        "finished": run.finished,
        "program_version": program_version(),
        "rules_hash": run.rules_hash,
        "papers_read": run.read,
        "papers_unchanged": run.unchanged,
        "papers_failed": run.failed,
    }
    papers = [(clean(file), sha256 and sha256.lower(), state) for file, sha256, state in run.papers]
    identifier = hashlib.sha256(json.dumps([row, papers], sort_keys=True).encode()).hexdigest()[:16]
    with told(path_of(database)), database.atomic():
        database["runs"].upsert({"id": identifier, **row}, pk="id")
        database.execute("DELETE FROM run_papers WHERE run = ?", [identifier])
        for position, (file, sha256, state) in enumerate(papers, start=1):
            database.execute(
                "INSERT INTO run_papers VALUES (?, ?, ?, ?, ?, (SELECT reading FROM papers WHERE sha256 = ?))",
                [identifier, position, file, sha256, state, sha256 if state != "failed" else None],
            )
    return identifier


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of a paper that was read before.

    ``rules_hash`` names the rules it was read with, None where an older version of the program read it. ``manifest`` is what the
    operator said of it, None where nothing was said.
    """

    rules_hash: str | None
    manifest: ManifestRow | None


def known(database: Database) -> dict[str, Known]:
    """SHA-256 -> what is known of it, for every paper that the database holds."""
    query = """
        SELECT sha256, CASE WHEN program_version = ? AND reading IS NOT NULL THEN rules_hash END,
               file, manifest_area, manifest_partnership, manifest_period, manifest_source
        FROM papers ORDER BY sha256
    """
    with told(path_of(database)):
        found = database.execute(query, [program_version()]).fetchall()
    return {sha256: Known(rules, ManifestRow(file, *said) if any(said) else None) for sha256, rules, file, *said in found}


def _insert(database: Database, tables: dict[str, list[Row]]) -> None:
    order = (
        "papers",
        "pages",
        "blocks",
        "areas",
        "plans",
        "plan_areas",
        "findings",
        "evidence",
        "priorities",
        "priority_themes",
        "measures",
        "area_groups",
    )
    for theme in sorted({str(row["theme"]) for name in ("priority_themes", "mentions") for row in tables.get(name, ())}):
        database.execute("INSERT OR IGNORE INTO themes VALUES (?, ?, 999)", [theme, theme[:1].upper() + theme[1:]])
    for area in tables.get("areas", ()):
        database.execute(
            "INSERT INTO areas (name, code) VALUES (:name, :code) "
            "ON CONFLICT (name) DO UPDATE SET code = coalesce(excluded.code, code)",
            area,
        )
    for name in (*order, *sorted(set(tables) - set(order))):
        if name in tables and name not in _SHARED:
            insert_rows(database.conn, name, tables[name])


def _kept(database: Database, paper: str, data: bytes) -> None:
    insert_rows(database.conn, "files", [{"paper": paper, "data": data if len(data) <= LARGEST_KEPT else None}])
