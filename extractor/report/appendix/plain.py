"""Appendix -> CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import Any

from extractor.report.appendix.content import Appendix, Note, clean, share
from extractor.report.compare import Cell, Entry
from extractor.report.dataset.tables import guarded

COLUMNS = ("theme", "area", "years", "how", "title", "detail", "place", "paper", "file", "paper_date", "finding", "link")


def as_csv(made: Appendix) -> bytes:
    """The comparison as a list, a line for each entry and for each cell without one.

    In UTF-8 with its mark, without which Excel takes the file for the machine's code page and spoils every dash and curly quote.
    A text that begins like a formula has an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in made.lines:
        note = line.note
        own = (line.heading, line.area, line.years, line.how, line.title, line.detail)
        read = (note.place, note.paper, note.file, note.date or "", note.finding, note.link or "") if note else ("",) * 6
        writer.writerow([guarded(clean(text)) for text in (*own, *read)])
    return out.getvalue().encode("utf-8-sig", "replace")


def as_json(made: Appendix) -> bytes:
    """The whole appendix, the matrix as the screen has it: rows of cells with their entries."""
    comparison = made.comparison
    value = {
        "title": made.title,
        "areas": [column.area for column in comparison.columns],
        "period": {"start": comparison.start, "end": comparison.end},
        "columns": [
            {
                "area": column.area,
                "plans": [{"id": plan.id, "paper": plan.paper, "years": plan.years} for plan in column.plans],
                "same_years": column.exact,
                "plans_of_other_years": column.elsewhere,
            }
            for column in comparison.columns
        ],
        "summary": [
            {"areas": line.label, "themes": [{"theme": row.heading, "aside": aside} for row, aside in line.rows]}
            for line in comparison.summary
        ],
        "themes": [
            {
                "theme": row.heading,
                "shared": None if row.catch_all else share(comparison, row.shared),
                "cells": [_cell(made, row.heading, cell) for cell in row.cells],
            }
            for row in comparison.rows
        ],
        "named_by_none": comparison.elsewhere,
        "reasons": [{"words": words, "meaning": meaning} for words, meaning in made.meanings],
        "measures": [asdict(measure) for measure in made.measures],
        "papers_used": [{**asdict(paper), "unread": made.unread.get(paper.id)} for paper in comparison.papers],
        "papers_left_out": [asdict(paper) for paper in made.left_out],
        "filters": made.filters,
        "rules": made.rules,
        "program": made.version,
        "read_on": made.read_on,
        "made_on": made.made_on,
    }
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _cell(made: Appendix, heading: str, cell: Cell) -> dict[str, Any]:
    empty = next((one for one in made.empty if (one.heading, one.area) == (heading, cell.area)), None)
    value: dict[str, Any] = {
        "area": cell.area,
        "priorities": [_entry(made, entry) for entry in cell.own],
        "also": [_entry(made, entry) for entry in cell.also],
    }
    if empty:
        value["gap"] = {
            "words": empty.words,
            "reason": empty.reason or cell.gap,
            "quote": empty.note.quote if empty.note else None,
            "place": empty.note.place if empty.note else None,
        }
    return value


def _entry(made: Appendix, entry: Entry) -> dict[str, Any]:
    note: Note = made.note(entry.id)
    return {
        "finding": entry.id,
        "title": entry.title,
        "detail": entry.detail,
        "part_of": entry.parent,
        "quote": note.quote,
        "note": note.number,
        "place": note.place,
        "page": note.page,
        "paper": note.paper,
        "file": note.file,
        "papers": entry.papers,
        "link": note.link,
    }
