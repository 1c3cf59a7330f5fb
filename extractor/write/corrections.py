"""What people decided of findings: recorded by content, never changed by a new reading, and kept when they are replaced."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.write.bulk import insert_rows
from extractor.write.database import told
from extractor.write.ids import clean
from extractor.write.matching import CARRIED, Key, match_all
from extractor.write.resolve import as_read, path_of, resolve
from extractor.write.targets import key_of_row, row_of_key, targets_of

VALUES = ("decision", "title", "theme", "scope", "area", "area_codes", "corrected_period", "link", "note")
"""Columns of the table corrections that hold what the person said."""
_OF_PEOPLE = ("corrections", "earlier_corrections")
"""Tables that hold what people said and nothing else. All others are made out of these and the papers."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one finding or plan: None where nothing is said.

    ``theme`` holds codes separated by "; " ("-" for no theme), ``area`` official names and ``area_codes`` their GSS codes likewise,
    ``corrected_period`` is "2011-2014" ("-" for none), ``link`` "new", or a word and the id of the earlier finding.
    """

    decision: Literal["accept", "reject"] | None = None
    title: str | None = None
    theme: str | None = None
    scope: str | None = None
    area: str | None = None
    area_codes: str | None = None
    corrected_period: str | None = None
    link: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reviewed file: the finding it is about, by id and, where the id is no longer held, by ``key`` and ``words``.

    ``said`` is None where the person takes back what was recorded before. ``looked_at`` says that the person looked at this very
    finding: what was carried over to it from another file or other words is then recorded as said of it.
    """

    target: str
    said: Said | None
    key: Key | None = None
    words: str = ""
    file: str = ""
    looked_at: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many lines were new, replaced an earlier correction, took one back, or said what was recorded already."""

    new: int = 0
    replaced: int = 0
    withdrawn: int = 0
    unchanged: int = 0


def record_corrections(
    database: Database, lines: Sequence[Line], *, at: str, by: str | None = None, codebook: Codebook | None = None
) -> Recorded:
    """Stores what ``lines`` say, all or nothing, and lays it over the papers' findings. ``at`` is an ISO date and time.

    ``codebook`` is needed where the papers were stored with one (see follow_corrections). What spans papers is renewed by
    ``renew``. Lines that say what is recorded already change nothing, not even who and when. Raises DatabaseError or StorageError.
    """
    counts = dict.fromkeys((field.name for field in fields(Recorded)), 0)
    with told(path_of(database)), database.atomic():
        keys = _keys(database, [line.target for line in lines])
        files = [known[0].sha256 for known in keys.values()] + [line.key.sha256 for line in lines if line.key is not None]
        touched = set(_touched(database, files))
        for line in lines:
            known = keys.get(line.target)
            key, words, file = known or (line.key, line.words, line.file)
            if key is not None:
                counts[_record(database, line, key, words, file, at, by)] += 1
        for paper in sorted(touched | set(_touched(database, files))):
            resolve(database, paper, codebook)
        database.execute("DELETE FROM areas WHERE NOT EXISTS (SELECT 1 FROM plan_areas WHERE area = areas.name)")
    return Recorded(**counts)


def _keys(database: Database, targets: Sequence[str]) -> dict[str, tuple[Key, str, str]]:
    """Finding or plan -> its key, words and file as the program read them."""
    query = """
        SELECT DISTINCT papers.id, papers.file FROM papers
        JOIN (SELECT id, paper FROM findings UNION ALL SELECT id, paper FROM plans) AS held ON held.paper = papers.id
        WHERE held.id IN (SELECT value FROM json_each(?)) ORDER BY papers.id
    """
    found: dict[str, tuple[Key, str, str]] = {}
    for paper, file in database.execute(query, [json.dumps(list(targets))]).fetchall():
        with as_read(database, paper):
            found |= {target.id: (target.key, words, file) for target, words in targets_of(database, paper)}
    return found


def _record(database: Database, line: Line, key: Key, words: str, file: str, at: str, by: str | None) -> str:
    held = _held(database, line.target, key)
    if line.said is None:
        if held is None:
            return "unchanged"
        _put_by(database, held, at)
        return "withdrawn"
    said = {name: value and clean(value) for name, value in asdict(line.said).items()}
    in_force = held or _in_force(database, line.target)
    same = in_force is not None and all(in_force[name] == said[name] for name in VALUES)
    if in_force is not None and same and (in_force["id"] == key.id or not line.looked_at):
        return "unchanged"
    if held is not None:
        _put_by(database, held, at)
    linked = _linked(database, line.said.link)
    row = {**row_of_key(key), "words": clean(words), "file": clean(file), **said, "linked": linked}
    database["corrections"].insert({**row, "recorded_at": at, "recorded_by": by and clean(by)}, pk="id", replace=True)
    return "new" if held is None else "replaced"


def _held(database: Database, target: str, key: Key) -> dict[str, object] | None:
    """The correction that was made of this very finding: found for it at present, or recorded under its key."""
    query = (
        "SELECT corrections.* FROM corrections LEFT JOIN correction_matches ON correction = corrections.id AND target = ? "
        "WHERE (correction IS NOT NULL AND how <> ? AND in_force) OR corrections.id = ? ORDER BY corrections.id = ? DESC LIMIT 1"
    )
    return next(iter(database.query(query, [target, CARRIED, key.id, key.id])), None)


def _in_force(database: Database, target: str) -> dict[str, object] | None:
    query = (
        "SELECT corrections.* FROM corrections JOIN correction_matches ON correction = corrections.id WHERE target = ? AND in_force"
    )
    return next(iter(database.query(query, [target])), None)


def _put_by(database: Database, held: dict[str, object], at: str) -> None:
    """Moves a correction to those that no longer hold; nothing that a person said is lost."""
    said = json.dumps(held, ensure_ascii=False, sort_keys=True)
    row = {"correction": held["id"], "recorded_at": held["recorded_at"], "replaced_at": at, "said": said}
    database["earlier_corrections"].insert(row, pk=("correction", "recorded_at", "replaced_at"), replace=True)
    database.execute("DELETE FROM corrections WHERE id = ?", [held["id"]])


def _linked(database: Database, link: str | None) -> str | None:
    """The content key of the finding that a link names, as JSON, so that the link survives when its id does not."""
    other = (link or "").rpartition(" ")[2]
    found = _keys(database, [other]).get(other) if other else None
    return json.dumps(asdict(found[0]), sort_keys=True) if found else None


def _touched(database: Database, files: Sequence[str] | None = None) -> list[str]:
    """Papers that the corrections of some files, by SHA-256, or of all, speak of or may be carried over to: those with a plan of
    the same years for one of the areas, or of the same title. Papers whose plans a person changed may be meant by any."""
    query = """
        WITH said AS (SELECT * FROM corrections WHERE :all OR sha256 IN (SELECT value FROM json_each(:files)))
        SELECT id FROM papers WHERE sha256 IN (SELECT sha256 FROM said)
        UNION SELECT paper FROM correction_matches WHERE correction IN (SELECT id FROM said)
        UNION SELECT paper FROM machine_rows WHERE :all OR table_name IN ('plans', 'plan_areas')
        UNION SELECT plans.paper FROM said
        JOIN plans ON coalesce(plans.period_start || '-' || plans.period_end, '') = said.period
        LEFT JOIN plan_areas ON plan_areas.plan = plans.id
        WHERE :all OR said.areas = '' OR plan_areas.area IS NULL OR instr(said.areas, plan_areas.area)
        UNION SELECT id FROM papers WHERE title IN (SELECT paper_title FROM said)
        ORDER BY 1
    """
    asked = {"all": files is None, "files": json.dumps(sorted(set(files or ())))}
    return [paper for (paper,) in database.execute(query, asked).fetchall()]


def take_over_corrections(database: Database, other: Path, codebook: Codebook | None = None) -> bool:
    """Gives ``database`` what people decided in ``other``, a database of the same papers, and lays it over its rows.

    Says whether that was anything new. Raises DatabaseError or StorageError.
    """
    with told(other):
        connection = sqlite3.connect(f"{other.resolve().as_uri()}?mode=ro", uri=True)
        try:
            held = {table: _rows(connection, table) for table in _OF_PEOPLE}
        finally:
            connection.close()
    if all(rows == _rows(database.conn, table) for table, rows in held.items()):
        return False
    with told(path_of(database)), database.atomic():
        touched = set(_touched(database))
        for table, rows in held.items():
            database.execute(f"DELETE FROM {table}")
            insert_rows(database.conn, table, rows)
        for paper in sorted(touched | set(_touched(database))):
            resolve(database, paper, codebook)
        database.execute("DELETE FROM areas WHERE NOT EXISTS (SELECT 1 FROM plan_areas WHERE area = areas.name)")
    return True


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, object]]:
    found = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def links_by_people(database: Database) -> Iterator[tuple[str, str, str | None]]:
    """(finding, word, earlier finding) of each link that a person set, as far as both are held now: the earlier one is None where
    the person says that there is none ("new")."""
    query = """
        SELECT target, link, linked FROM corrections JOIN correction_matches ON correction = corrections.id
        WHERE in_force AND link IS NOT NULL ORDER BY target
    """
    for target, link, linked in database.execute(query).fetchall():
        word, _, other = str(link).rpartition(" ")
        if linked is None:
            yield target, other, None
        elif database.execute("SELECT 1 FROM findings WHERE id = ?", [other]).fetchone():
            yield target, word, other
        else:
            found = _found_again(database, key_of_row(json.loads(linked)))
            if found is not None:
                yield target, word, found


def _found_again(database: Database, key: Key) -> str | None:
    for (paper,) in database.execute("SELECT id FROM papers WHERE sha256 = ?", [key.sha256]).fetchall():
        with as_read(database, paper):
            match = match_all([key], [target for target, _ in targets_of(database, paper)]).get(0)
        if match is not None:
            return match.target.id
    return None
