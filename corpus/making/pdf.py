"""Sets a source as PDF with ReportLab: the same source gives the same bytes (no dates, fixed identifiers, nothing compressed)."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from making.source import Contents, Heading, Item, NewPage, Para, Source, runs
from making.source import Table as TableNode

MARGIN = 62.0
INK, RULE, SHADE = HexColor("#1d3557"), HexColor("#8a97a8"), HexColor("#e9edf2")
FACES = {"sans": ("Helvetica", "Helvetica-Bold"), "serif": ("Times-Roman", "Times-Bold")}


class _FootMark(Flowable):  # type: ignore[misc]
    """Takes no room; tells the page on which it is drawn that a footnote belongs there."""

    def __init__(self, found: list[str], note: str) -> None:
        super().__init__()
        self.found, self.note = found, note

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.found.append(self.note)


class _Leader(Flowable):  # type: ignore[misc]
    """A line of a contents list: title, dots, page number."""

    def __init__(self, title: str, page: str, face: str, size: float) -> None:
        super().__init__()
        self.title, self.page, self.face, self.size = title, page, face, size

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        self.width, self.height = width, self.size * 1.6
        return self.width, self.height

    def draw(self) -> None:
        room = self.width - stringWidth(self.title + "  " + self.page, self.face, self.size)
        dots = "." * int(room / stringWidth(".", self.face, self.size))
        self.canv.setFont(self.face, self.size)
        self.canv.setFillColor(black)
        self.canv.drawString(0, 4, f"{self.title} {dots} {self.page}")


def to_pdf(source: Source) -> bytes:
    """The paper as PDF. It is set twice, because "Page 1 of 4" needs the number of pages."""
    _, pages = _set(source, 0)
    return _set(source, pages)[0]


def _set(source: Source, pages: int) -> tuple[bytes, int]:
    face, bold = FACES["serif" if source.text("face") == "serif" else "sans"]
    size = float(source.text("size") or 10.5)
    paper = landscape(A4) if source.text("paper") == "landscape" else A4
    width, height = paper
    notes: list[str] = []
    low = MARGIN + (46 if source.notes else 0)

    def furniture(canvas: Any, doc: Any) -> None:
        canvas.setFillColor(HexColor("#444444"))
        canvas.setStrokeColor(RULE)
        if header := source.text("header"):
            canvas.setFont(face, 8.5)
            canvas.drawRightString(width - MARGIN, height - 40, header)
            canvas.line(MARGIN, height - 45, width - MARGIN, height - 45)
        if footer := source.text("footer"):
            canvas.setFont(face, 8.5)
            canvas.drawCentredString(width / 2, 32, footer.replace("{page}", str(doc.page)).replace("{pages}", str(pages)))

    def footnotes(canvas: Any, _: Any) -> None:
        if not notes:
            return
        style = ParagraphStyle("note", fontName=face, fontSize=8, leading=9.6)
        canvas.line(MARGIN, low - 8, MARGIN + 120, low - 8)
        at = low - 12
        for number in notes:
            para = Paragraph(f"<super>{number}</super> {_mark(source.notes[number], bold)}", style)
            _, tall = para.wrap(width - 2 * MARGIN, 100)
            at -= tall
            para.drawOn(canvas, MARGIN, at)
        notes.clear()

    inner, tall = width - 2 * MARGIN, height - MARGIN - low
    if source.text("columns") == "2":
        gap, title = 22.0, float(source.text("headline") or 74)
        column = (inner - gap) / 2
        boxes = [(MARGIN, height - MARGIN - title, inner, title)]
        deep = min(float(source.text("depth") or tall), tall - title - 4)
        boxes += [(x, height - MARGIN - title - 4 - deep, column, deep) for x in (MARGIN, MARGIN + column + gap)]
        first = [Frame(*box, 0, 0, 0, 0) for box in boxes]
        later = [Frame(x, low, column, tall, 0, 0, 0, 0) for x in (MARGIN, MARGIN + column + gap)]
        templates = [
            PageTemplate("first", first, onPage=furniture, onPageEnd=footnotes, autoNextPageTemplate="later"),
            PageTemplate("later", later, onPage=furniture, onPageEnd=footnotes),
        ]
        inner = column
    else:
        templates = [PageTemplate("page", [Frame(MARGIN, low, inner, tall, 0, 0, 0, 0)], onPage=furniture, onPageEnd=footnotes)]
    out = BytesIO()
    doc = BaseDocTemplate(
        out,
        pagesize=paper,
        invariant=1,
        pageCompression=0,
        title=source.text("title"),
        author="",
        creator="corpus/build.py",
        lang="en-GB",
    )
    doc.addPageTemplates(templates)
    doc.build(_flow(source, face, bold, size, inner, notes))
    return out.getvalue(), doc.page


def _mark(text: str, bold: str) -> str:
    """Our marks as ReportLab's."""
    out = ""
    for run in runs(text):
        inner = escape(run.text).replace("\n", "<br/>")
        out += f"<super>{run.note}</super>" if run.note else f'<font name="{bold}">{inner}</font>' if run.bold else inner
    return out


def _flow(source: Source, face: str, bold: str, size: float, width: float, notes: list[str]) -> list[Flowable]:
    press = source.text("columns") == "2"
    base = ParagraphStyle("base", fontName=face, fontSize=size, leading=size * 1.32, spaceAfter=size * 0.62, alignment=TA_LEFT)
    cell = ParagraphStyle("cell", parent=base, fontSize=size - 1, leading=(size - 1) * 1.25, spaceAfter=0)
    head = ParagraphStyle("head", parent=cell, fontName=bold)
    heads = [
        ParagraphStyle(
            f"h{n}",
            parent=base,
            fontName=bold,
            fontSize=s,
            leading=s * 1.2,
            spaceBefore=before,
            spaceAfter=5,
            textColor=INK,
            keepWithNext=1,
        )
        for n, (s, before) in enumerate([(size + 8.5, 0), (size + 3, 10), (size + 0.8, 7), (size, 5)])
    ]
    flow: list[Flowable] = []
    for number, node in enumerate(source.nodes):
        if number and isinstance(source.nodes[number - 1], Item) and not isinstance(node, Item | NewPage):
            flow.append(Spacer(1, size * 0.4))  # a list ends with some room
        if isinstance(node, Heading):
            flow.append(Paragraph(_mark(node.text, bold), heads[min(node.level, 4) - 1]))
            if press and node.level == 1:
                flow.append(FrameBreak())
        elif isinstance(node, Para):
            flow.append(Paragraph(_mark(node.text, bold), base))
        elif isinstance(node, Item):
            flow.append(_item(node, base, bold, source.text("bullet") or "\u2022"))
        elif isinstance(node, Contents):
            flow += [_Leader(title, page, face, size) for title, page in node.lines] + [Spacer(1, size)]
        elif isinstance(node, NewPage):
            flow.append(PageBreak())
        else:
            flow += [_table(node, width, cell, head, bold, source.text("rules") != "none"), Spacer(1, size)]
        if isinstance(node, Para | Item | Heading):
            flow += [_FootMark(notes, run.note) for run in runs(node.text) if run.note]
    if flow and isinstance(flow[-1], Spacer):
        flow.pop()
    return flow


def _item(node: Item, base: ParagraphStyle, bold: str, bullet: str) -> Paragraph:
    wide = 30 if "." in node.label[:-1] else 20  # "2.1" needs more room than "a)"
    left = wide + 20 * node.level
    style = ParagraphStyle("item", parent=base, leftIndent=left, bulletIndent=left - wide + 2, spaceAfter=base.fontSize * 0.34)
    mark = ("\u2013" if node.level else bullet) if node.label == "-" else node.label
    return Paragraph(_mark(node.text, bold), style, bulletText=mark)


def _table(node: TableNode, width: float, cell: ParagraphStyle, head: ParagraphStyle, bold: str, ruled: bool) -> Table:
    rows = [
        [Paragraph(_mark(text, bold), head if node.head and not index else cell) for text in row]
        for index, row in enumerate(node.rows)
    ]
    looks: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 3)]
    looks += [("BOTTOMPADDING", (0, 0), (-1, -1), 5)]
    if ruled:
        looks.append(("GRID", (0, 0), (-1, -1), 0.6, RULE))
    if node.head:
        looks.append(("BACKGROUND", (0, 0), (-1, 0), SHADE))
    total = sum(node.widths)
    widths = [width * part / total for part in node.widths]
    return Table(rows, widths, style=TableStyle(looks), repeatRows=int(node.head), splitInRow=1, hAlign="LEFT", spaceBefore=3)
