"""Comparison -> appendix: what a document says beside the comparison itself. Every form of document is made from this value."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from extractor import __version__
from extractor.report.appendix.papers import LeftOut, left_out, unread_pages
from extractor.report.asked import Asked
from extractor.report.compare import Cell, Column, Comparison, Entry
from extractor.report.gap_words import meanings, why_empty
from extractor.report.gaps import STATED, Gap, gaps_by_heading
from extractor.report.reading import as_list, row, rows
from extractor.report.words import capital, counted, in_list, in_number

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

MOST_IN_TITLE = 6
"""Areas that a title names one by one."""


@dataclass(frozen=True, slots=True)
class Note:
    """Where a finding was read. ``place`` is a page or a paragraph in words; ``link`` its evidence page, where the site is known.

    ``mentioned`` says of a note to an empty cell how the plan speaks of the theme all the same, ``under`` beneath which priority.
    """

    number: int
    finding: str
    area: str
    title: str
    quote: str
    detail: str | None
    place: str
    page: int | None
    paper: str
    file: str
    date: str | None
    years: str
    others: int
    link: str | None
    mentioned: str | None = None
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison as a list: an entry with its note or, where a cell has none of its own, the reason."""

    heading: str
    area: str
    years: str
    how: str
    title: str
    detail: str
    note: Note | None
    level: str = ""
    """At which level the plan states an entry, as the comparison has it."""


@dataclass(frozen=True, slots=True)
class Empty:
    """A cell without a priority of its own: the words of the screen, and what the rest of the plan says of the theme."""

    heading: str
    area: str
    words: str
    reason: str | None
    gap: Gap | None
    note: Note | None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    area: str
    years: str
    objective: str
    baseline: str | None
    baseline_value: float | None
    timescale: str | None
    target: str | None
    target_value: float | None
    change: float | None
    unit: str | None
    arithmetic: str
    place: str
    paper: str
    finding: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Appendix:
    comparison: Comparison
    title: str
    filters: tuple[str, ...]
    notes: tuple[Note, ...]
    """In the order of the matrix, read row by row; each finding once."""
    lines: tuple[Line, ...]
    empty: tuple[Empty, ...]
    meanings: tuple[tuple[str, str], ...]
    """What the words in empty cells mean, for each that is used."""
    measures: tuple[MeasureLine, ...]
    left_out: tuple[LeftOut, ...]
    unread: dict[str, str]
    """Paper -> what of it could not be read."""
    rules: tuple[str, ...]
    version: str
    read_on: str | None
    """ISO date of the last run that changed the database."""
    made_on: str
    site: str | None

    def note(self, finding: str) -> Note:
        """The note of a finding that stands in the matrix."""
        return next(note for note in self.notes if note.finding == finding)

    def words(self, cell: Cell, heading: str) -> str:
        """What a cell without a priority of its own says in its place."""
        return next(one.words for one in self.empty if (one.heading, one.area) == (heading, cell.area))

    def remark(self, cell: Cell, heading: str) -> Note | None:
        """The note to an empty cell, where the plan speaks of the theme elsewhere."""
        return next((one.note for one in self.empty if (one.heading, one.area) == (heading, cell.area)), None)


def appendix(connection: sqlite3.Connection, asked: Asked, made_on: str, site: str | None = None) -> Appendix:
    """All that a document of a comparison says. ``made_on`` (YYYY-MM-DD) is printed, and makes its bytes repeatable.

    ``site`` is the address of a site over the same database ("https://plans.example"), to which notes lead back.
    """
    comparison = asked.comparison
    site = site.rstrip("/") if site else None
    found = _gaps(connection, asked)
    notes = {note.finding: note for note in _notes(connection, comparison, found, site)}
    empty = tuple(_empty(comparison, found, notes))
    return Appendix(
        comparison,
        _title(asked.areas, comparison.years),
        tuple(_filters(asked)),
        tuple(notes.values()),
        tuple(_lines(comparison, notes, empty)),
        empty,
        meanings(comparison, found),
        _measures(connection, comparison, site),
        left_out(connection, comparison),
        unread_pages(connection, comparison),
        comparison.rules,
        __version__,
        _read_on(connection),
        made_on,
        site,
    )


def _title(areas: tuple[str, ...], years: str) -> str:
    named = in_list(areas) if len(areas) <= MOST_IN_TITLE else f"{capital(in_number(len(areas)))} areas"
    return f"{named}: community safety priorities, {years}"


def also(entry: Entry) -> tuple[str, str, str]:
    """The screen's words for a mention, as what stands before its title, the title, and what stands after it."""
    return ("", entry.title, f", part of “{entry.parent}”") if entry.parent else ("also mentioned under ", entry.title, "")


def share(comparison: Comparison, shared: int) -> str:
    """How many areas name a heading, as the screen has it: "all 4", "3 of 4"."""
    held = comparison.held
    if shared == held and held > 1:
        return "both" if held == 2 else f"all {held}"
    return f"{shared} of {held}"


def column_head(column: Column) -> str:
    """An area with the years of its plans, as the head of the screen's column."""
    if not column.plans:
        held = f"; held: {in_list(column.elsewhere)}" if column.elsewhere else ""
        return f"{column.area}\nno paper held{held}"
    papers = f" ({len(column.plans)} papers)" if len(column.plans) > 1 else ""
    return f"{column.area}\n{', '.join(column.years)}{papers}{f', {column.fit}' if column.fit else ''}"


def clean(text: str | None) -> str:
    """Text that a document can hold: without the characters that XML forbids."""
    return _UNPRINTABLE.sub("\ufffd", text or "")


def _filters(asked: Asked) -> Iterator[str]:
    yield f"Areas: {in_list(asked.areas)}"
    yield f"Period: {asked.comparison.years}. Where an area has no plan of just these years, its plans that overlap them stand in."
    if not asked.chosen:
        yield "Neither areas nor years were chosen: these are the ones with the most plans"
    elif not asked.by_name:
        yield "No areas were chosen: these are the ones with the most plans for the period"
    if asked.unknown:
        yield f"Left out, because no plan of theirs is held: {in_list([clean(area)[:80] for area in asked.unknown[:10]])}"
    yield (
        "Counted are the plan’s own priorities. Those that it reports of other bodies, of an earlier year or of the nation "
        "are not, unless it holds nothing else"
    )


def _gaps(connection: sqlite3.Connection, asked: Asked) -> dict[tuple[str, str], Gap]:
    return {(gap.heading, gap.area): gap for gap in gaps_by_heading(connection, asked.areas, *asked.period)}


def _notes(
    connection: sqlite3.Connection, comparison: Comparison, gaps: dict[tuple[str, str], Gap], site: str | None
) -> Iterator[Note]:
    wanted = [entry.id for line in comparison.rows for cell in line.cells for entry in (*cell.own, *cell.also)]
    places = _places(connection, wanted)
    papers = {paper.id: paper for paper in comparison.papers}
    seen: dict[str, Entry] = {}
    number = 0
    for line in comparison.rows:
        for cell in line.cells:
            for entry in (*cell.own, *cell.also):
                if entry.id in seen:
                    continue
                seen[entry.id] = entry
                number += 1
                quote, place, page, paper = places[entry.id]
                held = papers[paper]
                yield Note(
                    number, entry.id, cell.area, entry.title, quote, entry.detail, place, page, held.title, held.file, held.date,
                    entry.years, entry.papers - 1, f"{site}/evidence/{entry.id}" if site else None,
                )  # fmt: skip
            gap = gaps.get((line.heading, cell.area))
            if not cell.own and not cell.also and gap and gap.quote and gap.reason != STATED and gap.paper in papers:
                number += 1
                held = papers[gap.paper]
                place = f"page {gap.page}" if gap.page else ""
                under = gap.under if gap.reason == "only under another priority" else None
                yield Note(
                    number, f"{line.heading} {cell.area}", cell.area, line.heading, gap.quote, None, place, gap.page, held.title,
                    held.file, held.date, gap.years, 0, _link(gap, site), gap.reason, under,
                )  # fmt: skip


def _link(gap: Gap, site: str | None) -> str | None:
    """Where the reason of an empty cell leads: to the finding's evidence or, where the words are in no finding, to their page or,
    in a paper without pages, to the paper."""
    if not site:
        return None
    if gap.finding:
        return f"{site}/evidence/{gap.finding}"
    return f"{site}/paper/{gap.paper}/page/{gap.page}" if gap.page else f"{site}/paper/{gap.paper}"


def _places(connection: sqlite3.Connection, findings: list[str]) -> dict[str, tuple[str, str, int | None, str]]:
    """Finding -> quote, place in words, page, paper."""
    query = """
        SELECT findings.id, findings.paper, findings.title, coalesce(evidence.page, findings.page) AS page, anchor, quote
        FROM findings LEFT JOIN evidence ON evidence.finding = findings.id AND part = 'words'
        WHERE findings.id IN (SELECT value FROM json_each(?))
    """
    return {
        found["id"]: (found["quote"] or found["title"], place(found["page"], found["anchor"]), found["page"], found["paper"])
        for found in rows(connection, query, [as_list(findings)])
    }


def place(page: int | None, anchor: str | None) -> str:
    """'page 4', or the paragraph of a paper without pages."""
    return f"page {page}" if page else anchor or ""


def _empty(comparison: Comparison, gaps: dict[tuple[str, str], Gap], notes: dict[str, Note]) -> Iterator[Empty]:
    for line in comparison.rows:
        for cell in line.cells:
            why = why_empty(line, cell, gaps)
            if why is not None:
                reason = why.gap.reason if why.gap else None
                yield Empty(line.heading, cell.area, why.said, reason, why.gap, notes.get(f"{line.heading} {cell.area}"))


def _lines(comparison: Comparison, notes: dict[str, Note], empty: tuple[Empty, ...]) -> Iterator[Line]:
    reasons = {(one.heading, one.area): one for one in empty}
    years = {column.area: in_list(column.years) for column in comparison.columns}
    for line in comparison.rows:
        for cell in line.cells:
            for entry in cell.own:
                own = ("priority", entry.title, entry.detail or "", notes[entry.id], entry.level)
                yield Line(line.heading, cell.area, entry.years, *own)
            if not cell.own:
                one = reasons[line.heading, cell.area]
                yield Line(line.heading, cell.area, years[cell.area], one.words, "", "", one.note)
            for entry in cell.also:
                how = f"part of “{entry.parent}”" if entry.parent else "also mentioned under"
                mention = (how, entry.title, entry.detail or "", notes[entry.id], entry.level)
                yield Line(line.heading, cell.area, entry.years, *mention)


def _measures(connection: sqlite3.Connection, comparison: Comparison, site: str | None) -> tuple[MeasureLine, ...]:
    query = """
        SELECT measures.*, findings.page, anchor, coalesce(papers.title, papers.file) AS paper
        FROM measures JOIN findings ON findings.id = measures.id JOIN papers ON papers.id = findings.paper
        LEFT JOIN evidence ON evidence.finding = findings.id AND part = 'words'
        WHERE measures.plan = ? ORDER BY measures.position
    """
    return tuple(
        MeasureLine(
            column.area, plan.years, found["objective"], found["baseline"], found["baseline_value"], found["timescale"],
            found["target"], found["target_value"], found["change_percent"], found["unit"], found["arithmetic"],
            place(found["page"], found["anchor"]), found["paper"], found["id"],
            f"{site}/evidence/{found['id']}" if site else None,
        )
        for column in comparison.columns for plan in column.plans for found in rows(connection, query, [plan.id])
    )  # fmt: skip


def _read_on(connection: sqlite3.Connection) -> str | None:
    found = row(connection, "SELECT max(finished) AS finished FROM runs WHERE papers_read > 0")
    return str(found["finished"])[:10] if found and found["finished"] else None


def counts(made: Appendix) -> str:
    """'4 areas, 12 themes, 31 priorities' of the matrix, as a document's summary says it; of the areas, how many have a plan."""
    comparison = made.comparison
    areas = counted(len(comparison.columns), "area")
    if comparison.held < len(comparison.columns):
        areas += f" ({in_number(comparison.held)} with a plan for {comparison.years})"
    own = {entry.id for line in made.comparison.rows for cell in line.cells for entry in cell.own}
    return ", ".join(
        (
            areas,
            counted(len(made.comparison.rows), "theme"),
            counted(len(own), "priority", "priorities"),
        )
    )
