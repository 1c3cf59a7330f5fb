"""Appendix -> Excel workbook. A text of a paper is always text: never a formula, a link or a number."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from extractor.report.appendix.content import Appendix, also, clean, column_head, share
from extractor.report.compare import Cell
from extractor.report.words import in_date, in_list, with_forms

LONGEST = 32_000
"""Characters of a text in a cell, below the 32,767 that Excel holds."""
CUT = " [… the rest is in the paper]"
_MOST_LINKS = 60_000
"""Links of a sheet, below the 65,530 from which Excel drops them all."""

_LINE, _HIGHEST = 13.0, 400.0
"""Points of a line of 10 point letters, and of the highest row, below the 409 that Excel holds."""
_LETTERS, _CAPITALS = 1.1, 0.8
"""Letters of running text, and of text in capitals, in the room of one figure, by which a column's width is given."""
_MATRIX_WIDTH, _NARROWEST, _WIDEST = 152, 22, 38
"""Characters that all areas of the matrix share, and those of one column of them."""

Value = str | int | float | date | None


def as_xlsx(made: Appendix) -> bytes:
    """A workbook of seven sheets, made in memory."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    about = {"title": clean(made.title), "subject": "Comparison of community safety plans", "created": _noon(made.made_on)}
    book.set_properties({**about, "author": f"Plan paper extractor {made.version}"})
    sheets = _Sheets(book)
    _matrix(sheets, made)
    _findings(sheets, made)
    _measures(sheets, made)
    _gaps(sheets, made)
    _notes(sheets, made)
    _papers(sheets, made)
    _about(sheets, made)
    book.close()
    return out.getvalue()


def _noon(day: date | str) -> datetime:
    held = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(held.year, held.month, held.day, 12)


class _Sheets:
    """The formats of a workbook, and how a list becomes a sheet of it."""

    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"font_name": "Arial", "font_size": 10, "text_wrap": True, "valign": "top"}
        ruled = {**base, "bottom": 1, "bottom_color": "#D5D8DA"}
        self.text = book.add_format(ruled)
        self.number = book.add_format({**ruled, "align": "center"})
        self.head = book.add_format({**base, "bold": True, "bg_color": "#1D3D5C", "font_color": "#FFFFFF", "valign": "vcenter"})
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})
        lined = {**base, "border": 1, "border_color": "#B1B4B6"}
        self.lined = book.add_format(lined)
        self.lined_bold = book.add_format({**lined, "bold": True})
        self.lined_gap = book.add_format({**lined, "italic": True, "font_color": "#505A5F", "bg_color": "#F3F2F1"})
        self.lined_unheld = book.add_format({**lined, "italic": True, "bg_color": "#FFF1C2"})
        self.quiet = book.add_format({**base, "italic": True, "font_color": "#505A5F", "text_wrap": False})
        self.day = book.add_format({**ruled, "num_format": "d mmmm yyyy", "align": "left"})
        self.link = book.add_format({**ruled, "font_color": "#1D70B8", "underline": 1})

    def add(self, name: str) -> Any:
        """A sheet that is printed on A4 on its side, one page wide."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def list(
        self,
        name: str,
        heads: Sequence[tuple[str, float]],
        lines: Iterable[Sequence[Value]],
        link: int | None = None,
        printed: int | None = None,
        none: str = "",
    ) -> None:
        """A sheet that is one table, with heads that stay in sight and filters; ``link`` is the column of addresses, ``printed``
        the number of columns that go to paper, ``none`` what the sheet says where there is no line."""
        sheet = self.add(name)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_row(0, 2 * _LINE + 6)
        for column, (_, wide) in enumerate(heads):
            sheet.set_column(column, column, wide)
        last = 0
        for last, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                if column == link and value and last < _MOST_LINKS:
                    sheet.write_url(last, column, str(value), self.link, "Open the page")
                elif isinstance(value, date):
                    sheet.write_datetime(last, column, _noon(value), self.day)
                elif isinstance(value, (int, float)):
                    sheet.write_number(last, column, value, self.number if heads[column][0] == "Note" else self.text)
                elif value:
                    sheet.write_string(last, column, text(value), self.text)
                else:
                    sheet.write_blank(last, column, None, self.text)
            said = [value if isinstance(value, str) and column != link else "" for column, value in enumerate(line)]
            sheet.set_row(last, height(said, [wide for _, wide in heads]))
        if not last and none:
            last = 1
            sheet.write_string(1, 0, none, self.quiet)
        columns = [{"header": head, "header_format": self.head} for head, _ in heads]
        sheet.add_table(0, 0, max(last, 1), len(heads) - 1, {"name": name, "style": None, "columns": columns})
        sheet.print_area(0, 0, max(last, 1), (printed or len(heads)) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{chr(64 + len(heads))}{max(last, 1) + 1}"})


def height(texts: Sequence[str | None], widths: Sequence[float]) -> float:
    """Points that a row needs for its texts to be read whole. No program can be trusted to find that out on opening the file."""
    lines = (
        sum(
            max(1, len(textwrap.wrap(part, int(wide * (_CAPITALS if part.isupper() else _LETTERS)))))
            for part in text(value).split("\n")
        )
        for value, wide in zip(texts, widths, strict=True)
        if value
    )
    return min(_HIGHEST, max(lines, default=1) * _LINE + 4)


def day(iso: str | None) -> Value:
    """A date that can be sorted and reckoned with; what is only a month or a year stays text."""
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        return in_date(iso)


def text(value: str | None) -> str:
    """Text for a cell, cut with a mark where Excel could not hold it: it counts an emoji as two."""
    held = clean(value)
    units = held.encode("utf-16-le")
    return held if len(units) <= 2 * LONGEST else units[: 2 * LONGEST].decode("utf-16-le", "ignore") + CUT


def _matrix(sheets: _Sheets, made: Appendix) -> None:
    comparison = made.comparison
    sheet = sheets.add("Matrix")
    across = max(1, len(comparison.columns))
    wide = max(_NARROWEST, min(_WIDEST, _MATRIX_WIDTH // across))
    widths = [26.0, 9.0, *[float(wide)] * across]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, text(made.title), sheets.title)
    sheet.set_row(0, 24)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    heads = ["Theme", "Shared by", *(column_head(column) for column in comparison.columns)]
    sheet.set_row(1, height(heads, widths))
    for column, head in enumerate(heads):
        sheet.write_string(1, column, text(head), sheets.head)
    for number, row in enumerate(comparison.rows, start=2):
        shared = "" if row.catch_all else share(comparison, row.shared)
        said = ["\n".join(_lines(made, row.heading, cell)) for cell in row.cells]
        sheet.write_string(number, 0, text(row.heading), sheets.lined_bold)
        sheet.write_string(number, 1, shared, sheets.lined)
        for column, (words, cell) in enumerate(zip(said, row.cells, strict=True), start=2):
            empty = sheets.lined_gap if cell.gap == "not in this plan" else sheets.lined_unheld
            sheet.write_string(number, column, text(words), sheets.lined if cell.own else empty)
        sheet.set_row(number, height([row.heading, shared, *said], widths))
    last = max(2, 1 + len(comparison.rows))
    sheet.autofilter(1, 0, last, len(heads) - 1)
    sheet.print_area(0, 0, last, len(heads) - 1)


def _lines(made: Appendix, heading: str, cell: Cell) -> list[str]:
    """What a cell of the matrix says, line by line, each with the number of its note."""
    lines = [f"{entry.title}{f' ({entry.level})' if entry.level else ''} [{made.note(entry.id).number}]" for entry in cell.own]
    if not cell.own:
        remark = made.remark(cell, heading)
        lines.append(f"{made.words(cell, heading)} [{remark.number}]" if remark else made.words(cell, heading))
    return lines + [f"{''.join(also(entry))} [{made.note(entry.id).number}]" for entry in cell.also]


_LIST_OF_FINDINGS = (
    ("Note", 6), ("Theme", 20), ("Area", 15), ("Plan", 9), ("How it is stated", 19), ("Priority, in the plan’s words", 34),
    ("Level", 14), ("Detail", 48), ("Where", 9), ("Paper", 26), ("Date", 17), ("File", 34), ("Finding", 19), ("Evidence", 15),
)  # fmt: skip


def _findings(sheets: _Sheets, made: Appendix) -> None:
    lines: list[Sequence[Value]] = []
    for line in made.lines:
        note = line.note
        said = (note.number if note else None, line.heading, line.area, line.years, line.how, line.title, line.level, line.detail)
        read: Sequence[Value] = ("",) * 6
        if note:
            read = (note.place, note.paper, day(note.date), note.file, "" if note.mentioned else note.finding, note.link)
        lines.append((*said, *read))
    sheets.list("Findings", _LIST_OF_FINDINGS, lines, link=13, printed=10)


def _measures(sheets: _Sheets, made: Appendix) -> None:
    heads = (("Area", 15), ("Plan", 9), ("Objective", 40), ("Baseline", 18), ("Baseline, as a number", 11), ("Timescale", 14),
             ("Target", 22), ("Target, as a number", 11), ("Change, %", 10), ("Unit", 10), ("Arithmetic", 11), ("Where", 9),
             ("Paper", 34), ("Finding", 19), ("Evidence", 15))  # fmt: skip
    sheets.list(
        "Measures",
        heads,
        (
            (one.area, one.years, one.objective, one.baseline, one.baseline_value, one.timescale, one.target, one.target_value,
             one.change, one.unit, one.arithmetic, one.place, one.paper, one.finding, one.link)
            for one in made.measures
        ),
        link=14,
        printed=12,
        none="No measure was found in these plans.",
    )  # fmt: skip


def _gaps(sheets: _Sheets, made: Appendix) -> None:
    heads = (("Theme", 24), ("Area", 16), ("On the screen", 26), ("What the plan says elsewhere", 26), ("Its words", 60),
             ("Where", 9), ("Note", 7))  # fmt: skip
    lines = []
    for one in made.empty:
        note = one.note
        quoted = one.gap.quote if one.gap and one.reason else None
        page = f"page {one.gap.page}" if one.gap and one.reason and one.gap.page else ""
        lines.append((one.heading, one.area, one.words, one.reason, quoted, page, note.number if note else None))
    sheets.list("Gaps", heads, lines, none="No cell is empty.")


def _notes(sheets: _Sheets, made: Appendix) -> None:
    heads = (("Note", 7), ("Area", 18), ("Plan", 10), ("The plan’s words", 64), ("Where", 12), ("Paper", 34), ("File", 46),
             ("Evidence", 15))  # fmt: skip
    lines = ((one.number, one.area, one.years, one.quote, one.place, one.paper, one.file, one.link) for one in made.notes)
    sheets.list("Notes", heads, lines, link=7, printed=7)


def _papers(sheets: _Sheets, made: Appendix) -> None:
    heads = (
        ("Paper", 46),
        ("Areas", 32),
        ("Used", 7),
        ("Why it is left out, or what was not read", 34),
        ("Date", 18),
        ("File", 44),
    )
    lines: list[Sequence[Value]] = [
        (paper.title, in_list(paper.areas), "yes", made.unread.get(paper.id), day(paper.date), with_forms(paper.file, paper.forms))
        for paper in made.comparison.papers
    ]
    lines += [
        (paper.title, in_list(paper.areas) or "not known", "no", paper.why, None, with_forms(paper.file, paper.forms))
        for paper in made.left_out
    ]
    sheets.list("Papers", heads, lines)


def _about(sheets: _Sheets, made: Appendix) -> None:
    """What was asked and how it was answered, and what the words and columns mean."""
    lines: list[Sequence[Value]] = [("Comparison", made.title)]
    lines += [("Choice", line) for line in made.filters]
    if made.comparison.elsewhere:
        lines.append(("Named by none of these plans", in_list(made.comparison.elsewhere)))
    lines += [(words, meaning) for words, meaning in made.meanings]
    lines += _COLUMNS
    lines.append(("Rules", ", ".join(made.rules)))
    lines.append(("Program", f"Plan paper extractor {made.version}"))
    lines.append(("Papers read on", day(made.read_on)))
    lines.append(("Made on", day(made.made_on)))
    if made.site:
        lines.append(("Evidence", f"Links lead to the pages of {made.site}, and open where that site can be reached."))
    sheets.list("About", (("What", 34), ("Value", 120)), lines)


_COLUMNS: tuple[tuple[str, str], ...] = (
    ("Matrix", "What the screen shows. Numbers in brackets are those of the sheet Notes. Grey cells have no priority of their own; "
               "of yellow ones no paper is held: they say nothing."),
    ("Findings", "The matrix as a list: a row for each entry, and for each cell without a priority the reason."),
    ("How it is stated", "“priority”: the title names the theme. “also mentioned under”, “part of”: only its text or a part of it "
                         "does, so it does not count as shared. Any other words are the reason why there is none."),
    ("Level", "What the plan states it as, where not simply as a priority: objective, theme, target area, yearly priority (where "
              "the heading over the list says so)."),
    ("Where", "Page of the paper or, where it has none, the paragraph."),
    ("Change, %", "In per cent with its sign: a cut of 12 % is -12."),
    ("Arithmetic", "Whether baseline, change and target agree within rounding: agrees, disagrees, cannot say."),
    ("Gaps", "Cells without a priority: the words of the screen, and what the rest of the plan says of the theme."),
)  # fmt: skip
