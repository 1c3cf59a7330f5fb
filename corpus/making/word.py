"""Sets a source as a Word document with python-docx: fixed dates and fixed order, so that a rebuild gives the same bytes.

``word: styles`` uses Word's own heading styles and list numbering; ``word: look`` only looks like it (bold runs, typed markers), as
much of what councils publish does.
"""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from making.source import Contents, Heading, Item, NewPage, Para, Source, Table, runs

FIXED = datetime(2024, 1, 1, tzinfo=UTC)
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NOTES_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def to_docx(source: Source) -> bytes:
    """The paper as a Word document."""
    doc = Document()
    for key, link in list(doc.part.package.rels.items()):
        if link.reltype.endswith("/thumbnail"):  # a picture of python-docx's own empty page
            del doc.part.package.rels[key]
    styled = source.text("word") != "look"
    doc.styles["Normal"].font.name = "Times New Roman" if source.text("face") == "serif" else "Arial"
    doc.styles["Normal"].font.size = Pt(float(source.text("word size") or 11))
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    if source.text("paper") == "landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    if header := source.text("header"):
        section.header.paragraphs[0].text = header
    if footer := source.text("footer"):
        _footer(section.footer.paragraphs[0], footer)
    numbering = _Numbering(doc)
    broken = False
    for node in source.nodes:
        if isinstance(node, NewPage):
            broken = True
            continue
        start = len(doc.element.body)
        if isinstance(node, Heading):
            _heading(doc, node, styled)
        elif isinstance(node, Para):
            _runs(doc.add_paragraph(), node.text)
        elif isinstance(node, Item):
            _item(doc, node, numbering, styled)
        elif isinstance(node, Contents):
            _contents(doc, node, section)
        else:
            _table(doc, node, section)
        if broken:  # what begins the new page carries the break, as Word users do it
            Paragraph(doc.element.body[start - 1], doc).paragraph_format.page_break_before = True
            broken = False
    if source.notes:
        _notes(doc, source.notes)
    _properties(doc, source)
    raw = BytesIO()
    doc.save(raw)
    return _repack(raw.getvalue())


def _runs(para: Any, text: str, bold: bool = False, size: float | None = None) -> None:
    for run in runs(text):
        made = para.add_run(run.text)
        made.bold = True if bold or run.bold else None
        if size:
            made.font.size = Pt(size)
        if run.note:
            made.font.superscript = True
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), run.note)
            made._r.append(mark)


def _heading(doc: Any, node: Heading, styled: bool) -> None:
    if styled:
        doc.add_heading(node.text, min(node.level, 4))
        return
    para = doc.add_paragraph()
    para.paragraph_format.space_before = Pt(12)
    _runs(para, node.text, bold=True, size={1: 17, 2: 13}.get(node.level))


def _item(doc: Any, node: Item, numbering: _Numbering, styled: bool) -> None:
    if node.label == "-" and styled:
        _runs(doc.add_paragraph(style="List Bullet 2" if node.level else "List Bullet"), node.text)
        return
    if styled and "." not in node.label[:-1]:
        para = doc.add_paragraph(style="List Paragraph")
        numbering.apply(para, node.label)
        _runs(para, node.text)
        return
    para = doc.add_paragraph()
    para.paragraph_format.left_indent = Cm(1.25 + node.level)
    para.paragraph_format.first_line_indent = Cm(-1.25)
    _runs(para, ("\u2022" if node.label == "-" else node.label) + "\t" + node.text)


def _contents(doc: Any, node: Contents, section: Any) -> None:
    edge = section.page_width - section.left_margin - section.right_margin
    for title, page in node.lines:
        para = doc.add_paragraph()
        para.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        para.add_run(f"{title}\t{page}")


def _table(doc: Any, node: Table, section: Any) -> None:
    table = doc.add_table(rows=0, cols=len(node.widths), style="Table Grid")
    table.autofit = False
    room = section.page_width - section.left_margin - section.right_margin
    for column, part in zip(table.columns, node.widths, strict=True):
        column.width = int(room * part / sum(node.widths))
    for number, row in enumerate(node.rows):
        made = table.add_row()
        for cell, text, part in zip(made.cells, row, node.widths, strict=True):
            cell.width = int(room * part / sum(node.widths))
            for count, line in enumerate(text.split("\n")):
                para = cell.add_paragraph() if count else cell.paragraphs[0]
                _runs(para, line, bold=node.head and not number)
        if node.head and not number:
            made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    doc.add_paragraph()


class _Numbering:
    """Word's own list numbering: a definition for each way of counting, an instance for each list, so that each starts afresh."""

    def __init__(self, doc: Any) -> None:
        self.root = doc.part.numbering_part.element
        self.ways: dict[str, int] = {}
        self.lists: dict[str, int] = {}
        self.last = 100

    def apply(self, para: Any, label: str) -> None:
        """Numbers a paragraph: 1, a or i begins a new list, any other label goes on with the last list that counts so."""
        core = label.strip("().")
        kind = "decimal" if core.isdigit() else "lowerRoman" if core in ("i", "ii", "iii", "iv", "v") else "lowerLetter"
        text = label.replace(core, "%1")
        key = f"{kind} {text}"
        if core in ("1", "a", "i") or key not in self.lists:
            self._begin(key, kind, text)
        pr = para._p.get_or_add_pPr().get_or_add_numPr()
        pr.get_or_add_ilvl().val = 0
        pr.get_or_add_numId().val = self.lists[key]

    def _begin(self, key: str, kind: str, text: str) -> None:
        if key not in self.ways:
            self.ways[key] = 100 + len(self.ways)
            way = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.ways[key]}"><w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{escape(text)}"/>'
                '<w:lvlJc w:val="left"/>'
                '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>'
            )
            self.root.insert(0, way)
        self.last += 1
        self.lists[key] = self.last
        self.root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self.last}"><w:abstractNumId w:val="{self.ways[key]}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )


def _footer(para: Any, text: str) -> None:
    """Footer text, with real PAGE and NUMPAGES fields where it says {page} and {pages}."""
    for piece in text.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0"):
        if piece in ("PAGE", "NUMPAGES"):
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), piece)
            field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
            para._p.append(field)
        elif piece:
            para.add_run(piece)


def _notes(doc: Any, notes: dict[str, str]) -> None:
    inner = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in notes.items()
    )
    fixed = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{fixed}{inner}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, xml.encode(), doc.part.package)
    doc.part.relate_to(part, NOTES_LINK)


def _properties(doc: Any, source: Source) -> None:
    core = doc.core_properties
    core.title, core.author, core.last_modified_by, core.comments = source.text("title"), "", "", ""
    core.created = core.modified = FIXED
    core.revision, core.language = 1, "en-GB"


def _repack(raw: bytes) -> bytes:
    """The same parts in the same order, all dated alike."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name))
    return out.getvalue()
