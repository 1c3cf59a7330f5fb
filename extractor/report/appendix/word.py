"""Appendix -> Word document: a summary, the matrix, the papers it rests on, and a numbered note for every entry."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell

from extractor.report.appendix.content import MOST_IN_TITLE, Appendix, Note, also, clean, column_head, counts, share
from extractor.report.appendix.word_styles import LANGUAGE, MATRIX, PLAIN, WIDTH, dress
from extractor.report.compare import Cell, ThemeRow
from extractor.report.levels import EXPLAINED
from extractor.report.words import capital, in_date, in_list, in_number, with_forms

MOST_ACROSS = 6
"""Areas side by side on a page; more are set in several tables."""
LONGEST = 600
"""Characters of a quotation in a note."""
CUT = " […]"
NO_BREAK = "\u00a0"
_THEME_WIDTH = 40

Words = str | tuple[str, ...]
"""What a cell of a list says: one paragraph or several."""


def as_docx(made: Appendix) -> bytes:
    """The document, with every date in it that of ``made_on``."""
    document = Document()
    _without_thumbnail(document)
    dress(document, max(len(columns) for columns in _groups(len(made.comparison.columns))))
    _properties(document, made)
    _footer(document, made)
    comparison = made.comparison
    document.add_paragraph(clean(made.title), style="Title")
    named = f" {in_list([clean(column.area) for column in comparison.columns])}."
    unnamed = len(comparison.columns) > MOST_IN_TITLE
    document.add_paragraph(f"{capital(counts(made))}.{named if unnamed else ''} Made on {in_date(made.made_on)}.", style="Subtitle")
    document.add_heading("At a glance", 1)
    _summary(document, made)
    if comparison.rows:
        document.add_heading("Priorities by theme and area", 1)
        document.add_paragraph(
            "Entries are the plans’ own words. A priority stands under the theme that its title names; what only its text "
            "mentions, or what is part of another priority, stands in smaller grey type and does not count as shared. Raised "
            "numbers lead to the notes, which name paper and page. A cell without a priority says why; a number beside the reason "
            "leads to where the plan speaks of the theme otherwise.",
            style="Remark",
        )
        if comparison.levelled:
            document.add_paragraph(EXPLAINED, style="Remark")
        for columns in _groups(len(comparison.columns)):
            _matrix(document, made, columns)
        for words, meaning in made.meanings:
            _labelled(document, words, meaning, "Remark")
    if comparison.elsewhere:
        _labelled(document, "Named by none of these plans", f"{in_list(comparison.elsewhere)}.", "Remark")
    _papers(document, made)
    _making(document, made)
    if made.notes:
        _notes(document, made)
    _left_out(document, made)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue())


def _without_thumbnail(document: Any) -> None:
    """The library's empty document brings a picture of itself, which would show in a folder in place of ours."""
    relations = document.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[name]


def _properties(document: Any, made: Appendix) -> None:
    day = date.fromisoformat(made.made_on)
    core = document.core_properties
    core.title, core.language, core.subject = clean(made.title)[:255], LANGUAGE, "Comparison of community safety plans"
    core.author = core.last_modified_by = f"Plan paper extractor {made.version}"
    core.created = core.modified = datetime(day.year, day.month, day.day, 12)
    core.comments = core.keywords = core.category = ""
    core.revision = 1


def _footer(document: Any, made: Appendix) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    stops = paragraph.style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Mm(WIDTH), 2)
    paragraph.add_run(f"{clean(made.title)[:140]}\tPage ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "1"
    run.append(words)
    field.append(run)
    paragraph._p.append(field)


def _summary(document: Any, made: Appendix) -> None:
    comparison = made.comparison
    if not comparison.summary:
        areas = in_list([clean(column.area) for column in comparison.columns], "or")
        document.add_paragraph(f"No paper of {areas} is held for {comparison.years}.", style="Not held")
        return
    for line in comparison.summary:
        named = [f"{row.heading} ({aside})" if aside else row.heading for row, aside in line.rows]
        _labelled(document, line.label, f"{'; '.join(named)}." if named else "no theme in common.", "Normal")
    missing = [column for column in comparison.columns if not column.plans]
    if missing:
        named = [f"{column.area} (held: {in_list(column.elsewhere)})" if column.elsewhere else column.area for column in missing]
        cells, whose = ("Its", "its") if len(missing) == 1 else ("Their", "their")
        silent = f"{cells} empty cells say nothing of {whose} priorities."
        document.add_paragraph(clean(f"No paper is held for {comparison.years} of {'; '.join(named)}. {silent}"), style="Not held")


def _labelled(document: Any, label: str, words: str, style: str) -> None:
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(f"{clean(label)}: ", style="Label")
    paragraph.add_run(clean(words))


def _groups(count: int) -> list[range]:
    """Columns in groups that a page has room for, as even as can be."""
    tables = -(-count // MOST_ACROSS)
    edges = [round(count * part / tables) for part in range(tables + 1)]
    return [range(first, last) for first, last in pairwise(edges)]


def _matrix(document: Any, made: Appendix, columns: range) -> None:
    comparison = made.comparison
    areas = in_list([clean(comparison.columns[column].area) for column in columns])
    if len(columns) < len(comparison.columns):
        document.add_heading(areas, 2)
    wide = (WIDTH - _THEME_WIDTH) / len(columns)
    table = _table(document, MATRIX, [_THEME_WIDTH, *[wide] * len(columns)], f"Priorities by theme, {areas}", len(comparison.rows))
    rows = _cells(table)
    heads = next(rows)
    _write(heads[0], "Theme", "Table head")
    for head, column in zip(heads[1:], columns, strict=True):
        area, years = column_head(comparison.columns[column]).split("\n", 1)
        _write(head, area, "Table head")
        _write(head, years, "Table head years")
    for row, cells in zip(comparison.rows, rows, strict=True):
        _write(cells[0], row.heading, "Theme")
        if not row.catch_all:
            _write(cells[0], share(comparison, row.shared), "Share")
        for cell, column in zip(cells[1:], columns, strict=True):
            _entries(cell, made, row, row.cells[column])


def _entries(cell: Any, made: Appendix, row: ThemeRow, held: Cell) -> None:
    for entry in held.own:
        paragraph = _write(cell, entry.title, "Entry")
        if entry.level:
            paragraph.add_run(f" ({entry.level})")._r.style = _id("Level")
        _mark(paragraph, made.note(entry.id))
    if not held.own:
        paragraph = _write(cell, made.words(held, row.heading), "Reason" if held.gap == "not in this plan" else "Not held")
        remark = made.remark(held, row.heading)
        if remark:
            _mark(paragraph, remark)
    for entry in held.also:
        _mark(_write(cell, "".join(also(entry)), "Also mentioned"), made.note(entry.id))


def _papers(document: Any, made: Appendix) -> None:
    """Papers that the comparison rests on; those of one title and date share a row."""
    files: dict[tuple[str, str, str, str], list[str]] = {}
    for paper in made.comparison.papers:
        said = (paper.title, in_list(paper.areas), in_date(paper.date) or "not dated", made.unread.get(paper.id, ""))
        files.setdefault(said, []).append(with_forms(paper.file, paper.forms))
    if not files:
        return
    document.add_heading("Papers used", 1)
    heads, widths = ["Paper", "Areas", "Date", "File"], [80, 60, 28, 97]
    lines: list[list[Words]] = [[*said[:3], tuple(names)] for said, names in files.items()]
    if made.unread:
        heads, widths = [*heads, "Not read"], [70, 50, 28, 82, 35]
        lines = [[*line, said[3] or "all was read"] for line, said in zip(lines, files, strict=True)]
    _list(document, heads, widths, lines, "Papers that the comparison rests on")


def _left_out(document: Any, made: Appendix) -> None:
    if not made.left_out:
        return
    document.add_heading("Papers left out", 1)
    files: dict[tuple[str, str, str], list[str]] = {}
    for paper in made.left_out:
        files.setdefault((paper.title, in_list(paper.areas) or "not known", paper.why), []).append(
            with_forms(paper.file, paper.forms)
        )
    columns = ("Paper", "Areas", "Why it is left out", "File")
    lines = [(*said, tuple(names)) for said, names in files.items()]
    _list(document, columns, (75, 45, 50, 95), lines, "Papers that the comparison does not rest on, with the reason")


def _making(document: Any, made: Appendix) -> None:
    document.add_heading("How this was made", 1)
    read = f" Papers last read on {in_date(made.read_on)}." if made.read_on else ""
    rules = f"Rules {', '.join(held[:12] for held in made.rules)}, " if made.rules else ""
    lines = [
        *made.filters,
        f"{rules}program version {made.version}.{read}",
        f"Made on {in_date(made.made_on)}. Papers are read by rule, not by a person: check a passage on its page before you rely "
        "on it.",
    ]
    if made.site:
        lines.append(f"Links in the notes lead to the evidence pages of {made.site}, and open where that site can be reached.")
    for line in lines:
        document.add_paragraph(clean(line if line.endswith(".") else f"{line}."), style="List Bullet")


def _notes(document: Any, made: Appendix) -> None:
    document.add_heading("Notes", 1)
    where = WIDTH - 14 - 38 - 118
    table = _table(document, PLAIN, [14, 38, 118, where], "Notes: where each entry was read", len(made.notes))
    rows = _cells(table)
    for cell, head in zip(next(rows), ("Note", "Area", "The plan’s words", "Where"), strict=True):
        _write(cell, head, "Table head")
    for note, cells in zip(made.notes, rows, strict=True):
        _bookmark(_write(cells[0], str(note.number), "Note number"), f"note-{note.number}", note.number)
        _write(cells[1], note.area, "Table text")
        _write(cells[1], note.years, "Table text quiet")
        _words(cells[2], note)
        place = f"{note.paper}, {note.place.replace(' ', NO_BREAK)}" if note.place else note.paper
        if note.link:
            _link(_write(cells[3], "", "Table text"), place, note.link)
        else:
            _write(cells[3], place, "Table text")
        others = f", and in {in_number(note.others)} more {'paper' if note.others == 1 else 'papers'}" if note.others else ""
        _write(cells[3], f"{note.file}{others}", "Table text quiet")


def _words(cell: Any, note: Note) -> None:
    if note.mentioned:
        under = f" (“{_short(note.under)}”)" if note.under else ""
        _write(cell, f"{capital(note.mentioned)}{under}, on {note.title}:", "Table text quiet")
    _write(cell, f"“{_short(note.quote)}”", "Table text")
    if note.detail and note.detail.strip() not in note.quote:
        _write(cell, _short(note.detail), "Table text quiet")


def _short(text: str) -> str:
    held = " ".join(text.split())
    return held if len(held) <= LONGEST else held[:LONGEST].rsplit(" ", 1)[0] + CUT


def _list(document: Any, heads: Sequence[str], widths: Sequence[float], lines: Sequence[Sequence[Words]], what: str) -> None:
    table = _table(document, PLAIN, widths, what, len(lines))
    rows = _cells(table)
    for cell, head in zip(next(rows), heads, strict=True):
        _write(cell, head, "Table head")
    for line, cells in zip(lines, rows, strict=True):
        for cell, words in zip(cells, line, strict=True):
            for one in (words,) if isinstance(words, str) else words:
                _write(cell, one, "Table text")


def _table(document: Any, style: str, widths: Sequence[float], what: str, rows: int) -> Any:
    """A table with a head that is repeated on every page and rows that stay whole; ``what`` is read out in its place."""
    table = document.add_table(rows + 1, len(widths), style=style)
    table.autofit = False
    properties = table._tbl.tblPr
    for name, words in (("w:tblCaption", what), ("w:tblDescription", f"{what}. The first row holds the heads.")):
        element = OxmlElement(name)
        element.set(qn("w:val"), clean(words)[:250])
        properties.append(element)
    for column, wide in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(wide)
    for number, row in enumerate(table._tbl.tr_lst):
        whole = row.get_or_add_trPr()
        whole.append(OxmlElement("w:cantSplit"))
        if number == 0:
            whole.append(OxmlElement("w:tblHeader"))
        for cell, wide in zip(row.tc_lst, widths, strict=True):
            cell.width = Mm(wide)
    return table


def _cells(table: Any) -> Iterator[Any]:
    """The cells of each row, without the library's search of the whole table for every one of them."""
    return iter([[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst])


def _write(cell: Any, words: str, style: str) -> Any:
    """Adds a paragraph to a cell; the first takes the place of the empty one that every cell begins with."""
    first = cell.paragraphs[0]
    paragraph = first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()
    paragraph._p.style = _id(style)
    paragraph.add_run(clean(words))
    return paragraph


def _id(style: str) -> str:
    """A style's id, which the library makes from its name: looking the name up for each of thousands of cells takes seconds."""
    return style.replace(" ", "")


def _mark(paragraph: Any, note: Note) -> None:
    """A raised number that leads to its note."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"note-{note.number}")
    link.set(qn("w:tooltip"), f"Note {note.number}")
    run = paragraph.add_run(f"{NO_BREAK}{note.number}")
    run._r.style = _id("Note mark")
    link.append(run._r)
    paragraph._p.append(link)


def _link(paragraph: Any, words: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(clean(words))
    run._r.style = _id("Link")
    link.append(run._r)
    paragraph._p.append(link)


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1, start)
    paragraph._p.append(end)


def _dated(data: bytes) -> bytes:
    """The same package with a fixed time on each of its parts, in place of the clock's."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in held.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, held.read(name))
    return out.getvalue()
