"""The runs that a database remembers, and what it held after each of them."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from extractor.errors import InputError
from extractor.report.changes import Overridden, PaperRead
from extractor.report.reading import row, rows


@dataclass(frozen=True, slots=True)
class RunHeld:
    """One ingest. ``readings`` says of how many of its papers the findings are still kept."""

    id: str
    started: str
    finished: str
    program_version: str
    rules_hash: str
    read: int
    unchanged: int
    failed: int
    readings: int


_RUNS = """
    SELECT runs.*, (SELECT count(reading) FROM run_papers WHERE run = runs.id) AS readings
    FROM runs ORDER BY started DESC, finished DESC, runs.rowid DESC
"""


def runs_held(connection: sqlite3.Connection) -> tuple[RunHeld, ...]:
    """All runs, the newest first."""
    return tuple(
        RunHeld(
            run["id"],
            run["started"],
            run["finished"],
            run["program_version"],
            run["rules_hash"],
            run["papers_read"],
            run["papers_unchanged"],
            run["papers_failed"],
            run["readings"],
        )
        for run in rows(connection, _RUNS)
    )


def run_named(connection: sqlite3.Connection, name: str) -> RunHeld:
    """The run whose id begins with ``name``. Raises InputError where none or several do."""
    found = [run for run in runs_held(connection) if run.id.startswith(name.casefold())] if name else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(f"no run has an id that begins with {name!r}: 'extractor runs' lists them")
    raise InputError(f"{len(found)} runs have an id that begins with {name!r}: write more of it")


def state_after(connection: sqlite3.Connection, run: RunHeld) -> tuple[PaperRead, ...]:
    """What was held of every paper after a run: the reading of the last run up to it that names the paper."""
    order = [one.id for one in reversed(runs_held(connection))]
    until = order[: order.index(run.id) + 1]
    query = "SELECT sha256, file, reading FROM run_papers WHERE run = ? AND reading IS NOT NULL ORDER BY position"
    last = {paper["sha256"]: (paper["file"], paper["reading"]) for one in until for paper in rows(connection, query, [one])}
    return tuple(_paper(connection, reading, file) for file, reading in last.values())


def state_now(connection: sqlite3.Connection) -> tuple[PaperRead, ...]:
    """What is held of every paper now, as the program read it."""
    query = "SELECT file, reading FROM papers WHERE reading IS NOT NULL ORDER BY file, id"
    return tuple(_paper(connection, paper["reading"], paper["file"]) for paper in rows(connection, query))


def _paper(connection: sqlite3.Connection, reading: str, file: str) -> PaperRead:
    found = row(connection, "SELECT * FROM readings WHERE id = ?", [reading])
    assert found is not None
    return PaperRead(found["sha256"], file, found["rules_hash"], found["program_version"], found["data"])


def decided(connection: sqlite3.Connection) -> dict[str, Overridden]:
    """Finding or plan -> what a person said that changed it, for every correction in force that changes something."""
    query = """
        SELECT correction_matches.target, papers.file, corrections.kind, corrections.words, corrections.page, corrections.decision,
               (SELECT group_concat(said, '; ') FROM (
                   SELECT field || ': ' || coalesce(machine_value, 'nothing') || ' -> ' || coalesce(value, 'nothing') AS said
                   FROM corrected_values WHERE corrected_values.target = correction_matches.target ORDER BY field
               )) AS said
        FROM correction_matches
        JOIN corrections ON corrections.id = correction_matches.correction
        JOIN papers ON papers.id = correction_matches.paper
        WHERE in_force ORDER BY target
    """
    found = {}
    for one in rows(connection, query):
        said = "; ".join(filter(None, ["rejected" if one["decision"] == "reject" else None, one["said"]]))
        if said:
            found[one["target"]] = Overridden(one["file"], one["kind"], one["words"], one["page"], one["target"], said)
    return found


def as_dicts(runs: tuple[RunHeld, ...]) -> list[dict[str, Any]]:
    """Runs as plain values for JSON."""
    return [asdict(run) for run in runs]
