"""Appendix -> Excel workbook. A text of a paper is always text: never a formula, a link or a number."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from extractor.report.appendix.content import Appendix, also, clean, column_head, share
from extractor.report.words import in_date, in_list

LONGEST = 32_000
"""Characters of a text in a cell, below the 32,767 that Excel holds."""
CUT = " [… the rest is in the paper]"
_MOST_LINKS = 60_000
"""Links of a sheet, below the 65,530 from which Excel drops them all."""

Value = str | int | float | None


def as_xlsx(made: Appendix) -> bytes:
    """A workbook of five sheets, made in memory."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": clean(made.title), "created": _noon(made.made_on)})
    sheets = _Sheets(book)
    _matrix(sheets, made)
    _findings(sheets, made)
    _measures(sheets, made)
    _gaps(sheets, made)
    _notes(sheets, made)
    book.close()
    return out.getvalue()


def _noon(iso: str) -> datetime:
    day = date.fromisoformat(iso)
    return datetime(day.year, day.month, day.day, 12)


class _Sheets:
    """The formats of a workbook, and how a list becomes a sheet of it."""

    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"font_name": "Arial", "font_size": 10, "text_wrap": True, "valign": "top"}
        self.text = book.add_format(base)
        self.head = book.add_format({**base, "bold": True, "bg_color": "#1D3D5C", "font_color": "#FFFFFF", "valign": "vcenter"})
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})
        self.bold = book.add_format({**base, "bold": True})
        self.gap = book.add_format({**base, "italic": True, "font_color": "#505A5F", "bg_color": "#F3F2F1"})
        self.lined = book.add_format({**base, "border": 1, "border_color": "#B1B4B6"})
        self.lined_bold = book.add_format({**base, "bold": True, "border": 1, "border_color": "#B1B4B6"})
        self.lined_gap = book.add_format({**base, "italic": True, "font_color": "#505A5F", "bg_color": "#F3F2F1", "border": 1,
                                          "border_color": "#B1B4B6"})  # fmt: skip
        self.link = book.add_format({**base, "font_color": "#1D70B8", "underline": 1})

    def add(self, name: str, landscape: bool = True) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def list(
        self, name: str, heads: Sequence[tuple[str, float]], lines: Iterable[Sequence[Value]], link: int | None = None
    ) -> None:
        """A sheet with heads that stay in sight, filters, and a row for each line; ``link`` is the column of addresses."""
        sheet = self.add(name)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_row(0, 24)
        for column, (head, wide) in enumerate(heads):
            sheet.set_column(column, column, wide)
            sheet.write_string(0, column, head, self.head)
        last = 0
        for last, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                if column == link and value and last < _MOST_LINKS:
                    sheet.write_url(last, column, str(value), self.link, "Open the page")
                elif isinstance(value, (int, float)):
                    sheet.write_number(last, column, value, self.text)
                elif value:
                    sheet.write_string(last, column, text(value), self.text)
        sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)


def text(value: str | None) -> str:
    """Text for a cell, cut with a mark where Excel could not hold it."""
    held = clean(value)
    return held if len(held) <= LONGEST else held[:LONGEST] + CUT


def _matrix(sheets: _Sheets, made: Appendix) -> None:
    comparison = made.comparison
    sheet = sheets.add("Matrix")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 9)
    sheet.set_column(2, max(2, 1 + len(comparison.columns)), 38)
    sheet.write_string(0, 0, text(made.title), sheets.title)
    sheet.set_row(0, 24)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    sheet.set_row(1, 34)
    heads = ["Theme", "Shared by", *(column_head(column) for column in comparison.columns)]
    for column, head in enumerate(heads):
        sheet.write_string(1, column, text(head), sheets.head)
    for number, row in enumerate(comparison.rows, start=2):
        sheet.write_string(number, 0, text(row.heading), sheets.lined_bold)
        sheet.write_string(number, 1, "" if row.catch_all else share(comparison, row.shared), sheets.lined)
        for column, cell in enumerate(row.cells, start=2):
            lines = [f"{entry.title} [{made.note(entry.id).number}]" for entry in cell.own]
            remark = made.remark(cell, row.heading)
            lines += (
                [f"{made.words(cell, row.heading)} [{remark.number}]" if remark else made.words(cell, row.heading)]
                if not cell.own
                else []
            )
            lines += [f"{''.join(also(entry))} [{made.note(entry.id).number}]" for entry in cell.also]
            sheet.write_string(number, column, text("\n".join(lines)), sheets.lined if cell.own else sheets.lined_gap)
    sheet.autofilter(1, 0, max(2, 1 + len(comparison.rows)), len(heads) - 1)


_LIST_OF_FINDINGS = (
    ("Note", 7), ("Theme", 24), ("Area", 20), ("Plan", 12), ("How it is stated", 22), ("Priority, in the plan’s words", 46),
    ("Detail", 60), ("Where", 14), ("Paper", 40), ("Date", 16), ("File", 34), ("Finding", 19), ("Evidence", 15),
)  # fmt: skip


def _findings(sheets: _Sheets, made: Appendix) -> None:
    lines: list[Sequence[Value]] = []
    for line in made.lines:
        note = line.note
        said = (note.number if note else None, line.heading, line.area, line.years, line.how, line.title, line.detail)
        read: Sequence[Value] = ("",) * 6
        if note:
            finding = "" if note.mentioned else note.finding
            read = (note.place, note.paper, in_date(note.date), note.file, finding, note.link)
        lines.append((*said, *read))
    sheets.list("Findings", _LIST_OF_FINDINGS, lines, link=12)


def _measures(sheets: _Sheets, made: Appendix) -> None:
    heads = (("Area", 20), ("Plan", 12), ("Objective", 50), ("Baseline", 24), ("Timescale", 18), ("Target", 24), ("Change, %", 11),
             ("Unit", 14), ("Arithmetic", 14), ("Where", 14), ("Paper", 40), ("Finding", 19), ("Evidence", 15))  # fmt: skip
    sheets.list(
        "Measures",
        heads,
        (
            (one.area, one.years, one.objective, one.baseline, one.timescale, one.target, one.change, one.unit, one.arithmetic,
             one.place, one.paper, one.finding, one.link)
            for one in made.measures
        ),
        link=12,
    )  # fmt: skip


def _gaps(sheets: _Sheets, made: Appendix) -> None:
    heads = (("Theme", 26), ("Area", 20), ("On the screen", 30), ("What the plan says elsewhere", 34), ("Its words", 60),
             ("Where", 14), ("Note", 7))  # fmt: skip
    lines = []
    for one in made.empty:
        note = one.note
        quoted = one.gap.quote if one.gap and one.reason else None
        page = f"page {one.gap.page}" if one.gap and one.reason and one.gap.page else ""
        lines.append((one.heading, one.area, one.words, one.reason, quoted, page, note.number if note else None))
    sheets.list("Gaps", heads, lines)


def _notes(sheets: _Sheets, made: Appendix) -> None:
    """The numbered notes, and under them what the workbook rests on."""
    comparison = made.comparison
    heads = (("Note", 22), ("Area", 24), ("The plan’s words", 70), ("Where", 14), ("Paper", 44), ("File", 34), ("Evidence", 15))
    lines: list[Sequence[Value]] = [
        (note.number, note.area, note.quote, note.place, note.paper, note.file, note.link) for note in made.notes
    ]
    lines += [("Paper used", in_list(paper.areas), "; ".join(filter(None, (in_date(paper.date), made.unread.get(paper.id)))), "",
               paper.title, paper.file, None) for paper in comparison.papers]  # fmt: skip
    lines += [("Paper left out", in_list(paper.areas), paper.why, "", paper.title, paper.file, None) for paper in made.left_out]
    if comparison.elsewhere:
        lines.append(("Named by none", None, in_list(comparison.elsewhere), "", None, None, None))
    lines += [("Reason", None, f"{words}: {meaning}", "", None, None, None) for words, meaning in made.meanings]
    lines += [("Choice", None, line, "", None, None, None) for line in made.filters]
    lines.append(("Rules", None, ", ".join(made.rules), "", None, None, None))
    lines.append(("Program", None, f"Plan paper extractor {made.version}", "", None, None, None))
    lines.append(("Papers read on", None, in_date(made.read_on), "", None, None, None))
    lines.append(("Made on", None, in_date(made.made_on), "", None, None, None))
    sheets.list("Notes", heads, lines, link=6)
