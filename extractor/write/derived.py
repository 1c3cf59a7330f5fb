"""What is worked out of findings, brought in step with what persons said of them.

Mentions of themes, the crime types that a measure covers and what a measure counts are stored when a paper is written, for the
readings of the program. This is the one place where they follow a correction; it runs whenever corrections are laid over a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.grammar.objectives import objective_key, target_year
from extractor.write.crime_types import crime_types
from extractor.write.mentions import themes_cited

Row = dict[str, Any]
Keep = Callable[[str, str], list[Row]]
"""(table, finding) -> its rows, noted as the program's own before they change."""

_CHANGED = """
    SELECT findings.*, coalesce(priorities.scope, '') AS scope, moved.value AS moved_to, rescoped.value AS rescoped,
           renamed.value AS renamed
    FROM findings
    LEFT JOIN priorities ON priorities.id = findings.id
    LEFT JOIN corrected_values AS moved ON moved.target = findings.id AND moved.field = 'plan'
    LEFT JOIN corrected_values AS rescoped ON rescoped.target = findings.id AND rescoped.field = 'scope'
    LEFT JOIN corrected_values AS renamed ON renamed.target = findings.id AND renamed.field = 'title'
    WHERE findings.paper = ? AND (findings.decision = 'reject' OR moved.value IS NOT NULL OR rescoped.value IS NOT NULL
                                  OR (renamed.value IS NOT NULL AND findings.kind IN ('measure', 'reference')))
    ORDER BY findings.position
"""
_OWN = ("current", "emerging")


def follow_corrections(database: Database, paper: str, keep: Keep, codebook: Codebook | None) -> None:
    """Renews what rests on the corrected findings of one paper. ``keep`` notes rows before they are changed.

    Belongs inside the transaction in which the corrections are laid. Without a ``codebook`` no theme or crime type is looked for
    in words that a person wrote; a paper stored without one has none either.
    """
    for finding in list(database.query(_CHANGED, [paper])):
        if finding["kind"] == "measure" and finding["renamed"] and finding["decision"] != "reject":
            _measured(database, finding["id"], keep, codebook)
        before = keep("mentions", finding["id"])
        after = list(_mentions(database, finding, before, codebook))
        if after != before:
            _replace(database, finding["id"], after)


def _measured(database: Database, measure: str, keep: Keep, codebook: Codebook | None) -> None:
    (row,) = keep("measures", measure)
    year = target_year(row["timescale"], row["target"], row["objective"])
    database.execute(
        "UPDATE measures SET measured = ?, target_year = ? WHERE id = ?", [objective_key(row["objective"]), year, measure]
    )
    keep("measure_crime_types", measure)
    database.execute("DELETE FROM measure_crime_types WHERE measure = ?", [measure])
    for found, how in crime_types(row["objective"], codebook) if codebook is not None else ():
        keys = {name: found[name] for name in ("scheme", "round", "number", "crime_type")}
        database["measure_crime_types"].insert({"measure": measure, **keys, "how": how})


def _mentions(database: Database, finding: Row, before: list[Row], codebook: Codebook | None) -> Iterator[Row]:
    """The mentions that belong to a finding, as they are after what a person said of it."""
    rejected = finding["decision"] == "reject"
    if finding["kind"] == "reference":
        # A citation brings its catalogue's words: with it rejected they are nobody's, and another citation brings others.
        if not rejected and finding["renamed"]:
            yield from _of_title(database, finding, codebook)
        elif not rejected:
            yield from ({**row, "plan": finding["moved_to"] or row["plan"]} for row in before)
        return
    for row in before:
        place = row["place"]
        if rejected:
            place = "text"
        elif finding["rescoped"] and place in ("priority text", "national text"):
            place = "priority text" if finding["scope"] in _OWN else "national text"
        yield {**row, "place": place, "plan": finding["moved_to"] or row["plan"]}
    if rejected and finding["kind"] == "priority":
        yield from _words_of(database, finding)


def _words_of(database: Database, finding: Row) -> Iterator[Row]:
    """The words of a priority that a person rejected are still words of its plan."""
    query = """
        SELECT findings.plan, json_extract(theme.value, '$.theme') AS theme, 'text' AS place, evidence.block, evidence.start_at,
               evidence.end_at, evidence.page, evidence.quote
        FROM machine_rows AS was
        JOIN json_each(was.rows) AS theme
        JOIN findings ON findings.id = was.id
        JOIN evidence ON evidence.finding = was.id AND evidence.part = 'words'
        WHERE was.paper = ? AND was.table_name = 'priority_themes' AND was.id = ? ORDER BY theme.key
    """
    for row in database.query(query, [finding["paper"], finding["id"]]):
        yield {"paper": finding["paper"], "finding": finding["id"], **row}


def _of_title(database: Database, finding: Row, codebook: Codebook | None) -> Iterator[Row]:
    """The themes of the catalogue's title of a reference that a person put right."""
    query = """
        SELECT citations.plan, citations.scheme, citations.title, evidence.block, evidence.start_at, evidence.end_at, evidence.page,
               evidence.quote
        FROM citations JOIN evidence ON evidence.finding = citations.id AND evidence.part = 'words'
        WHERE citations.id = ? AND citations.plan IS NOT NULL
    """
    for row in database.query(query, [finding["id"]]):
        cited = row.pop("scheme"), row.pop("title")
        for theme in themes_cited(*cited, codebook) if codebook is not None else ():
            yield {"theme": theme, "place": "national text", "paper": finding["paper"], "finding": finding["id"], **row}


def _replace(database: Database, finding: str, rows: list[Row]) -> None:
    database.execute("DELETE FROM mentions WHERE finding = ?", [finding])
    for row in rows:
        database.execute("INSERT OR IGNORE INTO themes VALUES (?, ?, 999)", [row["theme"], row["theme"].capitalize()])
        key = [row["plan"], row["theme"], row["place"]]
        query = "SELECT coalesce(max(position), 0) + 1 FROM mentions WHERE plan = ? AND theme = ? AND place = ?"
        (position,) = database.execute(query, key).fetchone()
        database["mentions"].insert({**row, "position": position})
