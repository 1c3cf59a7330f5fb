"""Writes what became of each priority from plan to plan, and where other areas say the same, out of what the database holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.link import (
    AreaHistory,
    Knowledge,
    Likeness,
    Link,
    Pairs,
    PlanStated,
    Said,
    Stated,
    knowledge,
    likenesses,
    link_area,
)
from extractor.write.corrections import links_by_people
from extractor.write.database import told
from extractor.write.store import program_version

_PLANS = """
    SELECT plan_areas.area, plans.id, plans.period_start, plans.period_end,
           coalesce(plans.partnership, '') || ' ' || coalesce(plans.title, '') AS body,
           papers.pages IS NOT NULL AND NOT papers.scanned AS paged,
           EXISTS (SELECT 1 FROM period_plans AS held
                   WHERE held.plan = plans.id AND held.area = plan_areas.area AND held.standing = 'superseded') AS superseded
    FROM plan_areas JOIN plans ON plans.id = plan_areas.plan JOIN papers ON papers.id = plans.paper
    ORDER BY plan_areas.area, plans.id
"""
_PRIORITIES = """
    SELECT priorities.plan, priorities.id, priorities.title, priorities.kind, parent, scope, priorities.position,
           (SELECT json_group_array(theme) FROM (SELECT theme FROM priority_themes
            WHERE priority = priorities.id AND rank = 'primary' ORDER BY position)) AS themes,
           (SELECT json_group_array(theme) FROM (SELECT theme FROM priority_themes
            WHERE priority = priorities.id AND rank = 'secondary' ORDER BY position)) AS secondary
    FROM priorities JOIN findings ON findings.id = priorities.id
    WHERE findings.decision IS NOT 'reject' AND findings.repeats IS NULL ORDER BY priorities.plan, priorities.position
"""
_Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Linked:
    """How many links and likenesses the database holds, and whether they were made anew."""

    links: int
    likenesses: int
    renewed: bool


@dataclass(slots=True)
class Remembered:
    """What one linking leaves to the next of the same process: the histories of areas, by a mark of all that they were made of, and
    comparisons of wordings. With it a correction costs what its own area costs, and gives the same links."""

    rules: str = ""
    known: Knowledge | None = None
    histories: dict[str, tuple[str, AreaHistory]] = field(default_factory=dict)
    pairs: Pairs = field(default_factory=dict)

    def knowledge(self, codebook: Codebook) -> Knowledge:
        """That of these rules; what other rules left is forgotten."""
        if self.known is None or self.rules != codebook.hash:
            self.rules, self.known = codebook.hash, knowledge(codebook)
            self.histories.clear()
            self.pairs.clear()
        return self.known


def refresh_links(database: Database, codebook: Codebook, before: Remembered | None = None) -> Linked:
    """Makes all links between plans anew, in one transaction, where plans, corrections, rules or program have changed since then.

    Only rows that differ are written. What a person said of a link holds. ``before`` saves working out anew what has not changed
    since the last linking of this process. Raises DatabaseError or StorageError; the links are then as they were before.
    """
    known = before.knowledge(codebook) if before else knowledge(codebook)
    with told(Path(database.conn.execute("PRAGMA database_list").fetchone()[2] or ":memory:")):
        plans = _plans(database)
        said = {after: Said(word, before) for after, word, before in links_by_people(database)}
        fingerprint = _fingerprint(plans, said, codebook.hash)
        held = database.execute("SELECT fingerprint, links, likenesses FROM linkings").fetchone()
        if held and held[0] == fingerprint and _whole(database, held[1], held[2]):
            return Linked(held[1], held[2], False)
        histories = _histories(plans, known, said, before)
        # Hundreds of thousands of rows go to random places of their indexes: room for those (in KiB) saves reading them again.
        database.execute("PRAGMA cache_size = -65536")
        with database.atomic():
            database.execute("DELETE FROM linkings")
            alike_rows = likenesses([one.editions for one in histories], known, before=before.pairs if before else None)
            _put(database, "editions", (row for one in histories for row in _editions(one)))
            _put(database, "links", (row for one in histories for row in _links(one.links)))
            _put(
                database,
                "same_priorities",
                ({"finding": a, "same_as": b, "score": s} for one in histories for a, b, s in _aliases(one)),
            )
            _put(database, "likenesses", (_likeness(one) for one in alike_rows))
            links, alike = (database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("links", "likenesses"))
            row = {"fingerprint": fingerprint, "rules_hash": codebook.hash, "program_version": program_version()}
            database["linkings"].insert({**row, "links": links, "likenesses": alike})
    return Linked(links, alike, True)


def _plans(database: Database) -> dict[str, list[PlanStated]]:
    """Area -> its plans with what each states."""
    stated: dict[str, tuple[Stated, ...]] = {}
    for plan, found in groupby(database.conn.execute(_PRIORITIES), key=itemgetter(0)):
        stated[plan] = tuple(
            Stated(one, title, kind, tuple(json.loads(themes)), tuple(json.loads(secondary)), parent, scope, position)
            for _, one, title, kind, parent, scope, position, themes, secondary in found
        )
    plans: dict[str, list[PlanStated]] = {}
    for area, plan, start, end, body, paged, superseded in database.conn.execute(_PLANS):
        made = PlanStated(plan, area, start, end, stated.get(plan, ()), body, bool(paged), bool(superseded))
        plans.setdefault(area, []).append(made)
    return plans


def _fingerprint(plans: dict[str, list[PlanStated]], said: dict[str, Said], rules_hash: str) -> str:
    digest = hashlib.sha256(f"{rules_hash} {program_version()} {sorted(said.items(), key=itemgetter(0))}".encode())
    for of_area in plans.values():
        digest.update(repr(of_area).encode("utf-8", "replace"))
    return digest.hexdigest()[:32]


def _whole(database: Database, links: int, alike: int) -> bool:
    """Whether no link went with a paper that was taken out or read again."""
    found = database.execute("SELECT (SELECT count(*) FROM links), (SELECT count(*) FROM likenesses)").fetchone()
    return tuple(found) == (links, alike)


def _histories(
    plans: dict[str, list[PlanStated]], known: Knowledge, said: dict[str, Said], before: Remembered | None
) -> list[AreaHistory]:
    """What became of the priorities of each area, taken over from ``before`` where all that it rests on is the same."""
    if before is None:
        return [link_area(area, of_area, known, said) for area, of_area in plans.items()]
    kept: dict[str, tuple[str, AreaHistory]] = {}
    for area, of_area in plans.items():
        own = {one.id: said[one.id] for plan in of_area for one in plan.stated if one.id in said}
        mark = hashlib.sha256(f"{of_area!r} {own!r}".encode("utf-8", "replace")).hexdigest()
        held = before.histories.get(area)
        kept[area] = held if held and held[0] == mark else (mark, link_area(area, of_area, known, said))
    before.histories = kept
    return [history for _, history in kept.values()]


def _put(database: Database, table: str, rows: Iterable[_Row]) -> None:
    """Brings a table to these rows by plain SQL, of two with one key the first: there may be hundreds of thousands, and after a
    correction nearly all stand there already."""
    columns = database.conn.execute(f"PRAGMA table_info([{table}])").fetchall()
    keys = [at for at, column in enumerate(columns) if column[5]]
    wanted: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row in rows:
        values = tuple(row[column[1]] for column in columns)
        wanted.setdefault(tuple(values[at] for at in keys), values)
    gone = []
    for values in database.conn.execute(f"SELECT * FROM {table}"):
        key = tuple(values[at] for at in keys)
        if wanted.get(key) == values:
            del wanted[key]
        else:
            gone.append(key)
    by_key = " AND ".join(f"{columns[at][1]} = ?" for at in keys)
    database.conn.executemany(f"DELETE FROM {table} WHERE {by_key}", gone)
    database.conn.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", wanted.values())


def _editions(history: AreaHistory) -> Iterator[_Row]:
    for edition in history.editions:
        for plan in (edition.plan, *edition.others):
            yield {
                "area": history.area,
                "plan": plan.id,
                "period_start": edition.start,
                "period_end": edition.end,
                "stands_for_it": edition.plan.id,
                "line": edition.line,
                "reported": int(edition.reported),
            }


def _links(links: Iterable[Link]) -> Iterator[_Row]:
    for position, link in enumerate(links, start=1):
        parts = (link.area, link.before_plan, link.after_plan, link.before, link.after)
        yield {
            "id": hashlib.sha256("\x1f".join(part or "" for part in parts).encode("utf-8", "replace")).hexdigest()[:16],
            "area": link.area,
            "position": position,
            "before_plan": link.before_plan,
            "before_start": link.before_years and link.before_years[0],
            "before_end": link.before_years and link.before_years[1],
            "before_finding": link.before,
            "after_plan": link.after_plan,
            "after_start": link.after_years and link.after_years[0],
            "after_end": link.after_years and link.after_years[1],
            "after_finding": link.after,
            "status": link.status,
            "score": link.score,
            "rule": link.rule,
            "candidates": json.dumps(link.candidates),
            "gap_start": link.gap and link.gap[0],
            "gap_end": link.gap and link.gap[1],
        }


def _aliases(history: AreaHistory) -> Iterator[tuple[str, str, float]]:
    """Each other wording with its best counterpart."""
    best: dict[str, tuple[str, float]] = {}
    for finding, same_as, score in history.aliases:
        if finding not in best or score > best[finding][1]:
            best[finding] = (same_as, score)
    for finding, (same_as, score) in best.items():
        yield finding, same_as, score


def _likeness(one: Likeness) -> _Row:
    return {
        "finding": one.finding,
        "other": one.other,
        "area": one.area,
        "other_area": one.other_area,
        "score": one.score,
        "rule": one.rule,
    }
