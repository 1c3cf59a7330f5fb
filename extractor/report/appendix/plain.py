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

COLUMNS: dict[str, str] = {
    "theme": "heading of the row",
    "area": "area of the column",
    "years": "period of the plan that states it; of a cell without a priority, of all its plans",
    "how": "priority; also mentioned under, or part of, another priority; else the reason why the cell has none",
    "title": "the priority's title, in the plan's words; empty where there is none",
    "level": "what the plan states it as, where not simply as a priority: objective, theme, target area, yearly priority",
    "detail": "what the plan says under the title",
    "place": "page of the paper or, where it has none, the paragraph",
    "paper": "title of the paper",
    "file": "its file",
    "paper_date": "its date, YYYY-MM-DD as far as it is known",
    "finding": "id of the priority, stable from run to run; empty for a reason",
    "link": "its evidence page, where the site is known",
}
"""Columns of the CSV -> what they hold."""
KEYS: dict[str, str] = {
    "title": "title of the comparison",
    "areas": "areas, in the order of the columns",
    "period": "start and end, years",
    "columns": "for each area its plans (id, paper, years), whether they are of just these years, and the years of its other plans",
    "summary": "themes by the number of areas that share them, each with who does or does not",
    "themes": "rows of the matrix: theme, how many share it, and cells. A cell has an area, its priorities, what is also "
    "mentioned, and a gap (words, reason, quote, place) where it has no priority. A priority has finding, title, level, detail, "
    "part_of, quote, note, place, page, paper, file, papers (how many state it) and link",
    "named_by_none": "themes that none of the plans names",
    "reasons": "words of empty cells, each with its meaning",
    "measures": "measures of the plans with baseline, target and change, as written and as numbers, and whether they agree",
    "papers_used": "papers that it rests on, each with what of it could not be read",
    "papers_left_out": "papers of these areas, or of none that is known, that it does not rest on, each with the reason",
    "filters": "what was asked, in sentences",
    "rules": "hashes of the rules that the papers were read with",
    "program": "version of the program",
    "read_on": "day on which papers were last read",
    "made_on": "day on which the document was made",
}
"""Keys of the JSON -> what they hold."""


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
        own = (line.heading, line.area, line.years, line.how, line.title, line.level, line.detail)
        read = (note.place, note.paper, note.file, note.date or "", _finding(note), note.link or "") if note else ("",) * 6
        writer.writerow([guarded(clean(text)) for text in (*own, *read)])
    return out.getvalue().encode("utf-8-sig", "replace")


def _finding(note: Note) -> str:
    """The id of the finding; a note to an empty cell has none."""
    return "" if note.mentioned else note.finding


def as_json(made: Appendix) -> bytes:
    """The whole appendix, the matrix as the screen has it: rows of cells with their entries."""
    comparison = made.comparison
    value: dict[str, Any] = {
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
        "level": entry.level or None,
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
