"""Database -> a file for review: CSV or XLSX, one line for each finding that a person should look at."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from extractor.errors import InputError, StorageError
from extractor.review.columns import COLUMNS, FILLED_IN, MACHINE

SURE = 0.9
"""Confidence from which a finding need not be looked at."""
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")

# Of a paper in several forms (PDF, Word) only the one that counts is looked at: what is decided of it is carried over to the rest.
_COUNTS = "NOT EXISTS (SELECT 1 FROM paper_forms AS form WHERE form.paper = papers.id AND form.form_of <> form.paper)"
_OTHERS = """(
    SELECT group_concat(file, '; ') FROM (
        SELECT other.file FROM paper_forms JOIN papers AS other ON other.id = paper_forms.paper
        WHERE form_of = papers.id AND paper_forms.paper <> papers.id ORDER BY other.file
    )
) AS other_files"""
_FINDINGS = f"""
    SELECT findings.id AS finding, findings.kind, papers.file, papers.title AS paper_title, findings.page, evidence.anchor,
           evidence.quote, findings.title AS read_title, priorities.scope AS read_scope, findings.rule, findings.confidence,
           papers.sha256, block || ':' || start_at || '-' || end_at AS place, findings.plan, measures.arithmetic, citations.how,
           citations.flag, {_OTHERS}, baseline, measures.target, timescale, citations.scheme, citations.number, citations.round,
           (SELECT group_concat(theme, '; ') FROM (
               SELECT theme FROM priority_themes WHERE priority = findings.id AND rank = 'primary' ORDER BY position
           )) AS read_theme
    FROM findings JOIN papers ON papers.id = findings.paper
    LEFT JOIN evidence ON evidence.finding = findings.id AND part = 'words'
    LEFT JOIN priorities ON priorities.id = findings.id
    LEFT JOIN measures ON measures.id = findings.id
    LEFT JOIN citations ON citations.id = findings.id
    WHERE findings.kind NOT IN ('area', 'period') AND {{which}} ORDER BY papers.file, papers.id, findings.position
"""
_ONE = "findings.id = :only"
_DOUBTED = f"""(
    findings.confidence < {SURE} OR citations.flag <> '' OR measures.arithmetic = 'disagrees'
    OR priorities.scope = 'emerging' OR citations.how IN ('ambiguous', 'unresolved')
    OR (priorities.id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM priority_themes WHERE priority = findings.id AND rank = 'primary'
    ))
    OR findings.id IN (SELECT target FROM correction_matches WHERE in_force)
)"""
"""All findings that _doubts may say something of, so that the sure ones, which are most, are not fetched."""
_PLANS = f"""
    SELECT plans.id AS finding, 'plan' AS kind, papers.file, papers.title AS paper_title, plans.title AS read_title,
           plans.partnership AS quote, papers.sha256, 'plan ' || plans.number AS place, plans.id AS plan,
           period_start, period_end, {_COUNTS} AS counts, {_OTHERS},
           (SELECT group_concat(area, '; ') FROM (
               SELECT area FROM plan_areas WHERE plan = plans.id ORDER BY position
           )) AS read_area,
           (SELECT group_concat(how, '; ') FROM (SELECT DISTINCT how FROM plan_areas WHERE plan = plans.id ORDER BY how)) AS hows
    FROM plans JOIN papers ON papers.id = plans.paper
    WHERE :only IS NULL OR papers.id = (
        SELECT paper FROM findings WHERE id = :only UNION ALL SELECT paper FROM plans WHERE id = :only
    )
    ORDER BY papers.file, papers.id, plans.number
"""
_SAID = """
    SELECT target, correction_matches.how, decision, title, theme, scope, area, corrected_period AS period, link, note
    FROM correction_matches JOIN corrections ON corrections.id = correction WHERE in_force
"""

Line = dict[str, Any]


def to_review(connection: sqlite3.Connection, everything: bool = False, only: str | None = None) -> tuple[Line, ...]:
    """The lines of a review by paper and place, each with every one of COLUMNS; plans stand before their paper's findings.

    Without ``everything`` only what is uncertain or flagged, or carries a correction that did not come from this very file.
    A paper in several forms (PDF, Word) stands once. ``only`` asks for one finding or plan, of whatever form.
    """
    said = {row["target"]: row for row in _rows(connection, _SAID)}
    machine = {(row["target"], row["field"]): row["machine_value"] for row in _rows(connection, "SELECT * FROM corrected_values")}
    plans = {row["finding"]: row for row in _rows(connection, _PLANS, {"only": only})}
    asked = {name: plan for name, plan in plans.items() if (plan["counts"] if only is None else name == only)}
    which = _ONE if only is not None else _COUNTS if everything else f"{_COUNTS} AND {_DOUBTED}"
    findings = _FINDINGS.format(which=which)
    lines = [*_plan_lines(asked, machine), *_finding_lines(_rows(connection, findings, {"only": only}), plans, machine)]
    made = []
    for line in lines:
        decided = said.get(line["finding"])
        why = list(line["why"])
        if decided is not None:
            line["state"] = "recorded" if decided["how"] == "as recorded" else decided["how"]
            line.update({name: decided[name] for name in FILLED_IN})
            why = [f"correction {decided['how']}"] if decided["how"] != "as recorded" else []
        if why or everything:
            line["why"] = "; ".join(why)
            made.append({name: line.get(name) for name in COLUMNS})
    made.sort(key=lambda line: (line["file"], line["sha256"], line["kind"] != "plan"))
    return tuple(made)


def _plan_lines(plans: dict[str, Line], machine: dict[tuple[str, str], Any]) -> Iterator[Line]:
    for plan, row in plans.items():
        why = []
        if not row["read_area"]:
            why.append("no area")
        elif "inferred" in row["hows"]:
            why.append("area inferred")
        if row["period_start"] is None:
            why.append("no period")
        read = {"read_period": _years(row), **_read(plan, machine, row, ("title", "area", "period"))}
        yield {**row, **read, "why": why}


def _finding_lines(rows: Iterator[Line], plans: dict[str, Line], machine: dict[tuple[str, str], Any]) -> Iterator[Line]:
    for row in rows:
        plan = plans.get(row["plan"] or "", {})
        values = [row[name] for name in ("baseline", "timescale", "target") if row[name]]
        if row["scheme"]:
            values = [" ".join(str(row[name]) for name in ("scheme", "number", "round") if row[name])]
        line = {
            **row,
            "read_area": plan.get("read_area"),
            "read_period": _years(plan) if plan else None,
            "read_values": "; ".join(values) or None,
            "why": list(_doubts(row)),
        }
        yield {**line, **_read(row["finding"], machine, line, ("title", "theme", "scope"))}


def _doubts(row: Line) -> Iterator[str]:
    sure = row["confidence"] is None or row["confidence"] >= SURE
    if not sure:
        yield f"confidence {row['confidence']:.2f}"
    if row["read_scope"] not in (None, "current") and (not sure or row["read_scope"] == "emerging"):
        yield f"scope {row['read_scope']}"
    if row["kind"] == "priority" and not row["read_theme"] and row["read_scope"]:
        yield "no theme"
    if row["arithmetic"] == "disagrees":
        yield "the figures do not agree"
    if row["how"] in ("ambiguous", "unresolved"):
        yield f"reference {row['how']}"
    if row["flag"]:
        yield str(row["flag"])


def _read(target: str, machine: dict[tuple[str, str], Any], line: Line, fields: Sequence[str]) -> Line:
    """The program's own values, also where a correction has taken their place."""
    return {f"read_{name}": machine.get((target, name), line.get(f"read_{name}")) for name in fields}


def _years(plan: Line) -> str | None:
    return None if plan.get("period_start") is None else f"{plan['period_start']}-{plan['period_end']}"


def _rows(connection: sqlite3.Connection, query: str, asked: Mapping[str, object] | None = None) -> Iterator[Line]:
    cursor = connection.execute(query, asked or {})
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def export_file(lines: Sequence[Line], path: Path, form: Literal["csv", "xlsx"]) -> None:
    """Writes lines of ``to_review``. No text of a paper becomes a formula, a link or a number in a spreadsheet program.

    Raises InputError for a folder in place of a file, StorageError where the file cannot be written.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder: name a file, such as review.{form}")
    data = _as_csv(lines) if form == "csv" else _as_xlsx(lines)
    try:
        path.write_bytes(data)
    except OSError as fault:
        raise StorageError(f"{path} cannot be written ({fault.strerror}): name another file") from fault


def guarded(text: str) -> str:
    """Text that a spreadsheet program shows as it stands: an apostrophe before what it would take for a formula."""
    return f"'{text}" if text.startswith((*_RISKY, "'")) else text


def unguarded(text: str) -> str:
    """What ``guarded`` made, as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_RISKY, "'")) else text


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _as_csv(lines: Sequence[Line]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(_text(line[name])) for name in COLUMNS] for line in lines)
    # With a mark of its encoding, or Excel reads the file in the machine's code page.
    return out.getvalue().encode("utf-8-sig", "replace")


def _as_xlsx(lines: Sequence[Line]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "Findings for review", "created": _FIXED})
    bold, wrapped, filled = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF7D6", "locked": False}),
    )
    sheet = book.add_worksheet("Review")
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, bold)
        sheet.write_comment(0, column, MACHINE.get(name) or FILLED_IN[name])
        sheet.set_column(column, column, _WIDE.get(name, 16))
        for row, line in enumerate(lines, start=1):
            form = filled if name in FILLED_IN else wrapped
            sheet.write_string(row, column, _text(line[name])[:LONGEST_CELL], form)
    if lines:
        last = len(lines)
        choice = COLUMNS.index("decision")
        sheet.data_validation(1, choice, last, choice, {"validate": "list", "source": ["accept", "reject", "withdraw"]})
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    guide = book.add_worksheet("Columns")
    for row, (name, meaning) in enumerate({**MACHINE, **FILLED_IN}.items()):
        guide.write_string(row, 0, name, bold)
        guide.write_string(row, 1, meaning)
    guide.set_column(0, 0, 16)
    guide.set_column(1, 1, 110)
    book.close()
    return out.getvalue()


_FIXED = datetime(2000, 1, 1)
"""Written as the time of making: the same database gives the same bytes."""
_WIDE = {
    "quote": 60,
    "file": 28,
    "other_files": 28,
    "paper_title": 28,
    "read_title": 40,
    "why": 24,
    "title": 40,
    "note": 40,
    "theme": 24,
}
