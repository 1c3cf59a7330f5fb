"""Lays people's corrections over one paper's rows, and takes them off again.

Every table shows what a person decided; the rows as the program read them stay beside it, in machine_rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.write.copies import files_compared
from extractor.write.derived import follow_corrections
from extractor.write.matching import match_all
from extractor.write.targets import key_of_row, targets_of

# Tables whose rows always stay and those whose rows a rejection takes out, each with the column that names the finding or plan.
_STAYING = {"papers": "id", "plans": "id", "findings": "id"}
_LEAVING = {
    "priorities": "id",
    "measures": "id",
    "actions": "id",
    "citations": "id",
    "area_groups": "id",
    "finding_references": "finding",
}
_LISTS = {"priority_themes": "priority", "plan_areas": "plan", "mentions": "finding"}
_SHARED = {"areas": "name"}
_KEYS = {**_SHARED, **_STAYING, **_LEAVING, **_LISTS}

_BETWEEN = frozenset(("links", "likenesses", "same_priorities", "editions"))
"""Tables about several papers, which are worked out anew after every change: no row of theirs is a paper's own."""

_OWN = {
    "priority": ("priorities", "title"),
    "measure": ("measures", "objective"),
    "action": ("actions", "text"),
    "reference": ("citations", "text"),
    "similar areas": ("area_groups", "name"),
}
"""Kind of finding -> its own table, and the column that holds its words."""
_MOVING = frozenset(("priority", "measure", "action", "reference"))
"""Kinds of finding that belong to one plan of their paper, and may belong to another."""
_OF_PLAN = {"plan": "title", "plan title": "title", "partnership": "partnership", "vision": "vision"}
"""Kind of finding -> the column of the table plans that holds its words."""


def _under(database: Database, *parents: str) -> dict[str, str]:
    """Table -> column, of the tables whose rows go when a row of ``parents`` (by default any table of findings) goes."""
    found = {}
    for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        for key in database.execute(f"PRAGMA foreign_key_list([{table}])").fetchall():
            if table not in _BETWEEN and key[2] in (parents or _LEAVING) and key[4] == "id":
                found[table] = key[3]
    return found


def path_of(database: Database) -> Path:
    """The file of an open database."""
    row = database.conn.execute("PRAGMA database_list").fetchone()
    return Path(row[2] or ":memory:")


def restore(database: Database, paper: str) -> None:
    """Brings a paper's rows back to what the program read, and forgets which corrections were found for it."""
    held = database.execute("SELECT table_name, id, rows FROM machine_rows WHERE paper = ?", [paper]).fetchall()
    if held:
        _put_back(database, held)
    for table in ("machine_rows", "corrected_values", "correction_matches"):
        database.execute(f"DELETE FROM {table} WHERE paper = ?", [paper])


def _put_back(database: Database, held: Sequence[tuple[str, str, str]]) -> None:
    """Rows as machine_rows has them, (table, id, rows), in place of those that stand there."""
    order = [*_KEYS, *sorted({table for table, *_ in held} - set(_KEYS))]
    under = _under(database)
    rows_held = [
        (table, _KEYS.get(table) or under[table], *rest) for table, *rest in sorted(held, key=lambda row: order.index(row[0]))
    ]
    # All go before any comes back: a row that was moved may stand where another belongs.
    for table, column, identifier, _ in rows_held:
        if table not in _STAYING and table not in _SHARED and column != "id":
            database.execute(f"DELETE FROM {table} WHERE {column} = ?", [identifier])
    for table, column, identifier, text in rows_held:
        rows: list[dict[str, object]] = json.loads(text)
        for row in rows:
            if table in _STAYING:
                sets = ", ".join(f"{name} = ?" for name in row)
                database.execute(f"UPDATE {table} SET {sets} WHERE id = ?", [*row.values(), identifier])
                continue
            places = ", ".join("?" * len(row))
            sets = ", ".join(f"{name} = excluded.{name}" for name in row)
            either = f"ON CONFLICT ({column}) DO UPDATE SET {sets}" if column == "id" or table in _SHARED else ""
            database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places}) {either}", list(row.values()))


@contextmanager
def as_read(database: Database, paper: str) -> Iterator[None]:
    """A look at a paper's rows as the program read them: afterwards the corrections stand as before."""
    database.execute("SAVEPOINT as_read")
    try:
        restore(database, paper)
        yield
    finally:
        database.execute("ROLLBACK TO as_read")
        database.execute("RELEASE as_read")


def resolve(database: Database, paper: str, codebook: Codebook | None = None) -> None:
    """Finds what each correction speaks of in the present reading of ``paper``, lays it over its rows, renews what rests on them.

    ``codebook`` holds the rules that the paper was stored with. Belongs inside a transaction. The outcome depends on the reading
    and the corrections alone, not on what was done before.
    """
    restore(database, paper)
    if database.execute("SELECT 1 FROM corrections LIMIT 1").fetchone() is None:
        return
    targets = [target for target, _ in targets_of(database, paper)]
    plans = json.dumps(sorted({f"{target.key.areas}\x1f{target.key.period}" for target in targets}))
    query = """
        SELECT corrections.* FROM corrections JOIN papers ON papers.id = ? WHERE corrections.sha256 = papers.sha256
        OR corrections.areas || char(31) || corrections.period IN (SELECT value FROM json_each(?))
        ORDER BY corrections.sha256 <> papers.sha256, recorded_at DESC, corrections.id
    """
    said = list(database.query(query, [paper, plans]))
    copies = files_compared(database, paper, (row["sha256"] for row in said))
    matches = match_all([key_of_row(row) for row in said], targets, copies)
    laying = _Laying(database, paper)
    decided: set[str] = set()
    in_order = sorted(matches.items(), key=lambda item: (item[1].target.key.kind != "plan", item[0]))
    for number, match in in_order:
        first = match.target.id not in decided
        decided.add(match.target.id)
        problem = laying.lay(said[number], match.target.id, match.target.key.kind) if first else None
        row = {
            "correction": said[number]["id"],
            "target": match.target.id,
            "paper": paper,
            "how": match.how,
            "score": match.score,
            "in_force": int(first),
            "problem": problem,
        }
        database["correction_matches"].insert(row)
    follow_corrections(database, paper, laying.keep, codebook)


class _Laying:
    """Lays corrections over the rows of one paper, keeping each row as it was before it is first touched."""

    def __init__(self, database: Database, paper: str) -> None:
        self._database = database
        self._paper = paper

    def lay(self, said: Mapping[str, Any], target: str, kind: str) -> str | None:
        """Lays one correction over its finding or plan; gives a line that says what of it could not be done, or None."""
        problem = None
        if kind == "plan":
            self._areas(said, target)
            self._period(said, target)
        elif said["area"] or said["corrected_period"]:
            problem = self._move(said, target, kind)
        if said["title"]:
            self._title(said, target, kind)
        if said["theme"] and kind == "priority":
            self._themes(said, target)
        if said["scope"] and kind == "priority":
            self._set(said, "scope", "priorities", target, "scope", said["scope"])
        if said["link"]:
            self._note(said, "link", target, None, said["link"])
        if said["decision"] and kind != "plan":
            self.keep("findings", target)
            self._database.execute("UPDATE findings SET decision = ? WHERE id = ?", [said["decision"], target])
            if said["decision"] == "reject":
                self._take_out(target, kind)
        return problem

    def keep(self, table: str, identifier: str) -> list[dict[str, Any]]:
        """The rows of a finding or plan in one table; noted as the program's own if this is the first time they are touched."""
        column = _KEYS.get(table) or _under(self._database)[table]
        order = "ORDER BY position" if table in _LISTS else ""
        rows = list(self._database.query(f"SELECT * FROM {table} WHERE {column} = ? {order}", [identifier]))
        if table == "papers":
            rows = [{name: row[name] for name in ("title", "date", "kind", "meeting", "author")} for row in rows]
        self._database.execute(
            "INSERT OR IGNORE INTO machine_rows VALUES (?, ?, ?, ?)",
            [self._paper, table, identifier, json.dumps(rows, ensure_ascii=False)],
        )
        return rows

    def _note(self, said: Mapping[str, Any], field: str, target: str, before: object, after: object) -> None:
        row = {
            "target": target,
            "field": field,
            "paper": self._paper,
            "correction": said["id"],
            "machine_value": before,
            "value": after,
        }
        self._database["corrected_values"].insert(row, pk=("target", "field"), replace=True)

    def _set(self, said: Mapping[str, Any], field: str, table: str, identifier: str, column: str, value: object) -> None:
        for row in self.keep(table, identifier):
            if row[column] != value:
                self._note(said, field, identifier, row[column], value)
                self._database.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [value, identifier])

    def _title(self, said: Mapping[str, Any], target: str, kind: str) -> None:
        new = said["title"]
        if kind == "plan":
            self._set(said, "title", "plans", target, "title", new)
            return
        (found,) = self.keep("findings", target)
        if found["title"] == new:
            return
        self._note(said, "title", target, found["title"], new)
        self._database.execute("UPDATE findings SET title = ? WHERE id = ?", [new, target])
        if kind in _OWN:
            table, column = _OWN[kind]
            self.keep(table, target)
            self._database.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [new, target])
            if kind == "reference":
                self._reference(target, new)
        elif kind in _OF_PLAN and found["plan"]:
            self.keep("plans", found["plan"])
            self._database.execute(f"UPDATE plans SET {_OF_PLAN[kind]} = ? WHERE id = ?", [new, found["plan"]])
        elif kind.startswith("paper "):
            self.keep("papers", self._paper)
            self._database.execute(f"UPDATE papers SET {kind.removeprefix('paper ')} = ? WHERE id = ?", [new, self._paper])
        if kind == "priority":
            self._rename_parent(found, new)

    def _rename_parent(self, found: Mapping[str, Any], new: str) -> None:
        """Priorities and measures name what they stand under by its title, so the new title goes there too."""
        for table, column in (("priorities", "parent"), ("measures", "priority")):
            query = f"SELECT id FROM {table} WHERE plan = ? AND {column} = ?"
            for (under,) in self._database.execute(query, [found["plan"], found["title"]]).fetchall():
                self.keep(table, under)
                self._database.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [new, under])

    def _reference(self, target: str, text: str) -> None:
        """ "PSA 1 (SR2004)" -> scheme, number and round, with the title that another citation of it has or the catalogue gives."""
        words, _, spending_round = text.removesuffix(")").partition(" (")
        scheme, _, number = words.rpartition(" ")
        key = [scheme, number, spending_round or None]
        query = (
            "SELECT title FROM citations WHERE scheme = ? AND number = ? AND round IS ? AND id <> ? AND title IS NOT NULL LIMIT 1"
        )
        of_catalogue = (
            "SELECT min(title) FROM frameworks WHERE scheme = ? AND number = ? AND round = coalesce(?, round) "
            "HAVING count(DISTINCT title) = 1"
        )
        same = self._database.execute(query, [*key, target]).fetchone() or self._database.execute(of_catalogue, key).fetchone()
        self._database.execute(
            "UPDATE citations SET scheme = ?, number = ?, round = ?, title = ?, "
            "how = 'by a person', candidates = '[]', flag = NULL WHERE id = ?",
            [*key, same[0] if same else None, target],
        )
        self._database.execute("UPDATE findings SET body = ? WHERE id = ?", [same[0] if same else None, target])

    def _themes(self, said: Mapping[str, Any], target: str) -> None:
        held = self.keep("priority_themes", target)
        before = [row["theme"] for row in held if row["rank"] == "primary"]
        new = [] if said["theme"] == "-" else said["theme"].split("; ")
        if before == new:
            return
        self._note(said, "theme", target, "; ".join(before), "; ".join(new))
        rows = [(theme, "primary") for theme in new]
        rows += [(row["theme"], "secondary") for row in held if row["rank"] == "secondary" and row["theme"] not in new]
        self._database.execute("DELETE FROM priority_themes WHERE priority = ?", [target])
        for position, (theme, rank) in enumerate(rows, start=1):
            self._database.execute("INSERT OR IGNORE INTO themes VALUES (?, ?, 999)", [theme, theme[:1].upper() + theme[1:]])
            self._database.execute("INSERT INTO priority_themes VALUES (?, ?, ?, ?)", [target, theme, rank, position])

    def _areas(self, said: Mapping[str, Any], plan: str) -> None:
        if not said["area"]:
            return
        before = [row["area"] for row in self.keep("plan_areas", plan)]
        new = said["area"].split("; ")
        if before == new:
            return
        for name in before:
            self.keep("areas", name)
        self._note(said, "area", plan, "; ".join(before), "; ".join(new))
        self._database.execute("DELETE FROM plan_areas WHERE plan = ?", [plan])
        codes = (said["area_codes"] or "").split("; ")
        for position, name in enumerate(new, start=1):
            code = codes[position - 1] if position <= len(codes) else ""
            query = (
                "INSERT INTO areas (name, code) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET code = coalesce(code, excluded.code)"
            )
            self._database.execute(query, [name, code or None])
            self._database.execute("INSERT INTO plan_areas VALUES (?, ?, ?, 'by a person')", [plan, name, position])

    def _period(self, said: Mapping[str, Any], plan: str) -> None:
        new = said["corrected_period"]
        if not new:
            return
        (row,) = self.keep("plans", plan)
        start, end = _years(new)
        if (row["period_start"], row["period_end"]) == (start, end):
            return
        before = row["period_start"] and f"{row['period_start']}-{row['period_end']}"
        self._note(said, "period", plan, before, None if new == "-" else new)
        text = None if new == "-" else new
        self._database.execute(
            "UPDATE plans SET period_start = ?, period_end = ?, period_text = ? WHERE id = ?", [start, end, text, plan]
        )

    def _move(self, said: Mapping[str, Any], target: str, kind: str) -> str | None:
        """A finding with another area or period belongs to another plan of the same paper, if the paper has one."""
        query = """
            SELECT plans.id, plans.number FROM plans WHERE paper = :paper
            AND (:area IS NULL OR EXISTS (SELECT 1 FROM plan_areas WHERE plan = plans.id AND area = :area))
            AND (:period IS NULL OR period_start || '-' || period_end = :period)
            ORDER BY plans.id = (SELECT plan FROM findings WHERE id = :target) DESC, number LIMIT 1
        """
        asked = {"paper": self._paper, "area": said["area"], "period": said["corrected_period"], "target": target}
        found = self._database.execute(query, asked).fetchone()
        if found is None:
            wanted = " ".join(filter(None, (said["area"], said["corrected_period"])))
            return f"the paper has no plan of {wanted} to move this finding to"
        if kind in _MOVING:
            (before,) = self.keep("findings", target)
            if before["plan"] != found[0]:
                self._note(said, "plan", target, before["plan"], found[0])
                self.keep(_OWN[kind][0], target)
                self._database.execute("UPDATE findings SET plan = ? WHERE id = ?", [found[0], target])
                self._database.execute(f"UPDATE {_OWN[kind][0]} SET plan = ? WHERE id = ?", [found[0], target])
        return None

    def _take_out(self, target: str, kind: str) -> None:
        """A rejected finding stays in the directory of findings, with its evidence, and leaves the tables that are counted."""
        if kind in _OWN:
            own = _OWN[kind][0]
            for table in (*_under(self._database, own), "finding_references", own):
                self.keep(table, target)
            self._database.execute("DELETE FROM finding_references WHERE finding = ?", [target])
            self._database.execute(f"DELETE FROM {own} WHERE id = ?", [target])
            return
        (found,) = self.keep("findings", target)
        if kind in _OF_PLAN and found["plan"]:
            self.keep("plans", found["plan"])
            self._database.execute(f"UPDATE plans SET {_OF_PLAN[kind]} = NULL WHERE id = ?", [found["plan"]])
        elif kind.startswith("paper "):
            self.keep("papers", self._paper)
            self._database.execute(f"UPDATE papers SET {kind.removeprefix('paper ')} = NULL WHERE id = ?", [self._paper])


def _years(period: str) -> tuple[int | None, int | None]:
    if period == "-":
        return None, None
    start, _, end = period.partition("-")
    return int(start), int(end)
