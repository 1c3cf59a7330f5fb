"""The path of one PDF: sheets, tables, rows, furniture, columns, paragraphs, blocks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.errors import PaperError, Reason
from extractor.model import Box, Document, Page, Problem
from extractor.parse.pdf import plumber
from extractor.parse.pdf.blocks import furniture_blocks, make_blocks, mark_notes, page_texts
from extractor.parse.pdf.breaks import settle_breaks
from extractor.parse.pdf.columns import reading_order
from extractor.parse.pdf.furniture import split_furniture
from extractor.parse.pdf.glyphs import TooManyGlyphsError, sheet_of
from extractor.parse.pdf.loose import append_loose, continues_loose, gathered, open_loose
from extractor.parse.pdf.margins import settle_margins
from extractor.parse.pdf.paragraphs import Leading, Paragraph, join_over_break, paragraphs_of, settle_centring
from extractor.parse.pdf.pictures import SCAN_COVER, is_picture, read_pictures
from extractor.parse.pdf.rows import rows_of
from extractor.parse.pdf.ruled import find_grids, mark_underlined
from extractor.parse.pdf.shapes import Column, Frame, Grid, Row, Sheet, Word
from extractor.parse.pdf.tables import Table, append_grid, continues_table, open_table
from extractor.parse.pdf.textbuild import Words

MAX_PAGES = 5_000
_MAX_VAIN = 20
"""Empty pages after which pdfplumber, which is slow, is not asked about more of them."""
_STAGE = "parse"
_PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")


def read_pdf(data: bytes, *, file: str) -> Document:
    """Read a PDF's text, tables and places.

    ``file`` is the name used in messages. Boxes are in points of the displayed page from its top left corner. Pages that are only
    an image are read by OCR; without tesseract they come back empty, with a problem that says what to install. Raises PaperError
    where the file is encrypted or damaged beyond reading.
    """
    problems: list[Problem] = []
    sheets, properties = _read_sheets(data, file, problems)
    read = _understand(sheets)
    # The words of 1,000 pages take 110 MB: by now each is held only until its block is built.
    blocks = make_blocks(read.flow, read.words, read.notes)
    furniture, running, scanned = furniture_blocks(read.furniture, len(blocks)), read.running, read.scanned
    texts = page_texts(blocks, running)
    pages = tuple(_page(sheet, texts.get(sheet.number, ""), sheet.number in scanned) for sheet in sheets)
    return Document(blocks, pages, furniture, tuple(problems), properties)


def _page(sheet: Sheet, text: str, scanned: bool) -> Page:
    return Page(
        sheet.number,
        round(sheet.frame.width, 2),
        round(sheet.frame.height, 2),
        text,
        sheet.rotation,
        scanned,
        sheet.unsure,
    )


def _read_sheets(data: bytes, file: str, problems: list[Problem]) -> tuple[list[Sheet], tuple[tuple[str, str], ...]]:
    pdf = _open(data, file)
    try:
        count = len(pdf)
        if count == 0:
            raise PaperError(f"{file} is damaged: it has no pages; ask for a fresh copy", Reason.DAMAGED)
        if count > MAX_PAGES:
            problems.append(Problem(_STAGE, f"{count:,} pages: only the first {MAX_PAGES:,} were read"))
        properties = tuple(
            (key.lower(), value) for key, value in sorted(_metadata(pdf).items()) if key in _PROPERTIES and value.strip()
        )
        sheets = []
        vain = 0
        for number in range(1, min(count, MAX_PAGES) + 1):
            sheet = _sheet(pdf, data, number, problems, ask_again=vain < _MAX_VAIN)
            vain += not sheet.words and sheet.image_cover <= SCAN_COVER
            sheets.append(sheet)
        return read_pictures(pdf, sheets, problems), properties
    finally:
        pdf.close()


def _open(data: bytes, file: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise PaperError(f"{file} is encrypted: ask for a copy without a password", Reason.ENCRYPTED) from None
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_SECURITY:
            raise PaperError(
                f"{file} is encrypted in an unknown way: ask for a copy without protection", Reason.ENCRYPTED
            ) from None
        raise PaperError(f"{file} is damaged and cannot be opened as a PDF: ask for a fresh copy", Reason.DAMAGED) from None


def _metadata(pdf: Any) -> dict[str, str]:
    try:
        found = pdf.get_metadata_dict()
    except (pypdfium2.PdfiumError, UnicodeError):
        return {}
    return {key: "".join(char for char in value if char.isprintable()) for key, value in found.items()}


def _sheet(pdf: Any, data: bytes, number: int, problems: list[Problem], *, ask_again: bool) -> Sheet:
    """One page: from PDFium, else from pdfplumber, else empty with a problem."""
    sheet: Sheet | None = None
    try:
        sheet = sheet_of(pdf, number)
    except TooManyGlyphsError as error:
        problems.append(Problem(_STAGE, f"page left out: {error}", number))
        return _blank(number)
    except (pypdfium2.PdfiumError, ValueError, OSError):
        sheet = None
    if sheet is not None and (sheet.words or sheet.turned or sheet.image_cover > SCAN_COVER):
        return sheet
    second = None
    try:
        if ask_again:
            second = plumber.read_sheet(data, number)
    except Exception:  # any of pdfminer's many errors on a broken page
        second = None
    if second is not None and second.words:
        return second
    if sheet is None:
        problems.append(Problem(_STAGE, "page cannot be read: it is damaged", number))
    return sheet or second or _blank(number)


def _blank(number: int) -> Sheet:
    """A page that was left out: nobody knows what is on it, and OCR does not try it."""
    return Sheet(number, Frame(595.0, 842.0), 0, [], glyphs=-1)


@dataclass(frozen=True, slots=True)
class _Understood:
    """A paper's paragraphs and tables in reading order, its vocabulary, the marks of each page's notes, the rows that run, the
    running lines of each page, and which pages are only pictures."""

    flow: list[Paragraph | Table]
    words: Words
    notes: dict[int, set[str]]
    furniture: list[Row]
    running: dict[int, list[str]]
    scanned: set[int]


def _understand(sheets: list[Sheet]) -> _Understood:
    """What the pages of a paper say together. The sheets lose their words."""
    outer: tuple[Box, ...] = ()
    pages: dict[int, list[Row]] = {}
    turned: dict[int, list[Row]] = {}
    for sheet in sheets:
        mark_underlined(sheet)
        grids = find_grids(sheet, outer)
        outer = tuple(grid.box for grid in grids if len(grid.edges) > 2) or outer
        marks = [_grid_word(grid) for grid in grids]
        pages[sheet.number] = [*rows_of([*sheet.words, *marks], sheet.number, sheet.frame)]
        turned[sheet.number] = _turned_rows(sheet, grids)
    kept, furniture = split_furniture(sheets, pages)
    columns: list[Column] = []
    for sheet in sheets:
        columns.extend(_columns(sheet, kept[sheet.number]))
        if turned[sheet.number]:
            rows = turned[sheet.number]
            columns.append(Column(rows, min(one.x0 for one in rows), max(one.x1 for one in rows), full=False))
    settle_margins(columns, {sheet.number: sheet.frame.read_width for sheet in sheets})
    leading = Leading(columns)
    flow = _flow(columns, leading, {sheet.number: sheet.frame for sheet in sheets})
    settle_centring(one for one in flow if isinstance(one, Paragraph))
    for one in flow:
        if isinstance(one, Table):
            settle_breaks(one)
    every = [one for column in columns if column.spot is None for one in column.rows if one.grid is None]
    every.extend(line for one in flow if isinstance(one, Table) for cell in one.cells for p in cell.paragraphs for line in p.rows)
    notes = mark_notes(flow, _body_size(every))
    running: dict[int, list[str]] = defaultdict(list)
    for number, rows in pages.items():
        left = {id(one) for one in kept[number]}
        running[number] = [one.text for one in rows if id(one) not in left]
    for one in flow:
        for number, text in one.repeated if isinstance(one, Table) else ():
            running[number].append(text)
    scanned = {sheet.number for sheet in sheets if sheet.read or is_picture(sheet)}
    words = Words(every)
    for sheet in sheets:
        sheet.words, sheet.turned = [], []
    return _Understood(_made_whole(flow), words, notes, furniture, running, scanned)


def _grid_word(grid: Grid) -> Word:
    """A table's place among the rows: as wide as its filled cells, for a table may run out of sight."""
    filled = [cell.box for cell in grid.cells if cell.words]
    x0, x1 = min(box[0] for box in filled), max(box[2] for box in filled)
    return Word(" ", [x0, x1], x0, x1, grid.box[1] + 1, 8.0, False, True, grid=grid)


def _turned_rows(sheet: Sheet, grids: list[Grid]) -> list[Row]:
    """Rows that run another way than the page; those inside a table's cell go to that cell."""
    left = []
    for frame, words in sheet.turned:
        for one in rows_of(words, sheet.number, frame):
            x0, top, x1, bottom = sheet.frame.unbox(*frame.box(one.x0, one.top, one.x1, one.bottom))
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            areas = (cell for grid in grids for cell in grid.cells)
            cell = next((cell for cell in areas if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= y <= cell.box[3]), None)
            if cell is not None:
                cell.lines.append(one)
            else:
                left.append(one)
    return left


def _columns(sheet: Sheet, rows: list[Row]) -> list[Column]:
    if not rows:
        return []
    left, right = min(one.x0 for one in rows), max(one.x1 for one in rows)
    return reading_order(rows, left, right)


def _flow(columns: list[Column], leading: Leading, frames: dict[int, Frame]) -> list[Paragraph | Table]:
    """Paragraphs and tables of the whole paper in reading order, tables over page breaks made whole."""
    out: list[Paragraph | Table] = []
    tables = 0
    last_grid: Grid | None = None
    in_cell = False
    for cells in gathered(columns):
        column = cells[0]
        if column.spot is not None:
            before = out[-1] if out else None
            if isinstance(before, Table) and continues_loose(before, cells):
                append_loose(before, cells, leading)
            else:
                tables += 1
                out.append(open_loose(cells, leading, tables))
            last_grid, in_cell = None, True
            continue
        joins, in_cell = not (column.cell or in_cell), column.cell
        for index, one in enumerate(paragraphs_of(column, leading)):
            before = out[-1] if out else None
            if isinstance(one, Paragraph):
                one.opens = joins and index == 0
                out.append(one)
                continue
            assert one.grid is not None
            if isinstance(before, Table) and last_grid is not None and continues_table(before, last_grid, one.grid):
                append_grid(before, one.grid, frames[one.page], leading)
            else:
                tables += 1
                out.append(open_table(one.grid, frames[one.page], leading, tables))
            last_grid = one.grid
    return out


def _made_whole(flow: list[Paragraph | Table]) -> list[Paragraph | Table]:
    """Paragraphs broken over a column or page joined, though footnotes stand between their parts."""
    out: list[Paragraph | Table] = []
    last: Paragraph | None = None
    for one in flow:
        if isinstance(one, Table):
            last = None
        elif not one.note:
            if one.opens and last is not None and join_over_break(last, one):
                last.rows.extend(one.rows)
                last.left, last.right = one.left, one.right
                continue
            last = one
        out.append(one)
    return out


def _body_size(rows: list[Row]) -> float:
    weights: dict[float, int] = defaultdict(int)
    for one in rows:
        weights[round(one.size, 1)] += len(one.text)
    return max(weights, key=lambda size: (weights[size], -size)) if weights else 11.0
