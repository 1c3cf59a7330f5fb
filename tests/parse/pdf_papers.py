"""Small PDFs for the tests of the PDF reader, drawn line by line so that every place is known."""

from __future__ import annotations

import io
from collections.abc import Iterable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.model import Document
from extractor.parse.pdf import read_pdf

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 72.0, 523.0
LONG = (
    "The partnership has listened to residents in every ward of the borough and has weighed what they said against the findings of "
    "the strategic assessment, which looks at three years of recorded crime and at the harm that it does to people and places."
)


def width_of(text: str, size: float = 11) -> float:
    return float(stringWidth(text, "Helvetica", size))


class Sheets:
    """A PDF as it grows: ``top`` is measured down from the top of the page, like the reader's own boxes."""

    def __init__(self, *, password: str | None = None, turn: int = 0) -> None:
        self._out = io.BytesIO()
        encrypt = StandardEncryption(password, ownerPassword="owner") if password is not None else None
        self.canvas = Canvas(self._out, pagesize=(WIDTH, HEIGHT), encrypt=encrypt)
        self.canvas.setPageRotation(turn)
        # a page turned by a quarter shows its sheet's long side as its height: what is drawn has the short one
        self.height = WIDTH if turn % 180 else HEIGHT

    def line(
        self, top: float, text: str, *, x: float = LEFT, size: float = 11, bold: bool = False, font: str | None = None
    ) -> None:
        self.canvas.setFont(font or ("Helvetica-Bold" if bold else "Helvetica"), size)
        self.canvas.drawString(x, self.height - top - size, text)

    def centred(self, top: float, text: str, *, size: float = 11, bold: bool = False) -> None:
        width = stringWidth(text, "Helvetica-Bold" if bold else "Helvetica", size)
        self.line(top, text, x=(WIDTH - width) / 2, size=size, bold=bold)

    def prose(self, top: float, text: str, *, x: float = LEFT, right: float = RIGHT, size: float = 11, pitch: float = 14) -> float:
        """Set words in lines that break where the next word has no room; the top of what may follow comes back."""
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and x + stringWidth(longer, "Helvetica", size) > right:
                self.line(top, line, x=x, size=size)
                top, line = top + pitch, word
            else:
                line = longer
        self.line(top, line, x=x, size=size)
        return top + pitch

    def grid(self, xs: Iterable[float], tops: Iterable[float]) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.grid(list(xs), [self.height - top for top in tops])

    def next(self) -> None:
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue()


def read(pdf: Sheets) -> Document:
    return read_pdf(pdf.done(), file="plan.pdf")


def kinds(document: Document) -> list[tuple[str, str | None, str]]:
    return [(block.kind, block.label, block.text) for block in document.blocks]


def texts(document: Document, kind: str = "") -> list[str]:
    return [block.text for block in document.blocks if not kind or block.kind == kind]


def cells(document: Document) -> list[tuple[int, int, str]]:
    return [(block.cell.row, block.cell.column, block.text) for block in document.blocks if block.cell]


def table_page(pdf: Sheets, tops: list[float], rows: list[tuple[str, str]], *, head: bool = True) -> None:
    pdf.grid([72, 300, 523], tops)
    for number, (top, row) in enumerate(zip(tops, rows, strict=False)):
        for x, text in zip((77, 305), row, strict=True):
            for offset, line in enumerate(text.split("\n")):
                pdf.line(top + 3 + offset * 13, line, x=x, bold=head and number == 0)
