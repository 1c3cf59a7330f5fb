"""The picture of one page of a PDF, for the page that shows a finding's words boxed."""

from __future__ import annotations

import io
import math

import pypdfium2

from extractor.errors import PaperError

MAX_PIXELS = 16_000_000
MAX_WIDTH = 4_000


def render_page(data: bytes, page: int, *, width: int) -> bytes:
    """PNG of a page as displayed (its own rotation applied), ``width`` pixels wide.

    ``page`` counts from 1. A width over 4,000, or one that would make more than 16 million pixels, is cut down to that. A point of
    the page is ``image width / Page.width`` pixels, from the same top left corner. One thread at a time: PDFium allows no more.
    Raises PaperError for a file that cannot be opened or has no such page.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise PaperError("the PDF cannot be opened to show its page: it is encrypted or damaged") from None
    try:
        if not 1 <= page <= len(pdf):
            raise PaperError(f"there is no page {page}: the PDF has {len(pdf)}")
        try:
            sheet = pdf[page - 1]
        except pypdfium2.PdfiumError:
            raise PaperError(f"page {page} cannot be shown: it is damaged") from None
        try:
            across, down = sheet.get_size()
            if across <= 0 or down <= 0:
                raise PaperError(f"page {page} cannot be shown: it has no size")
            wanted = min(max(width, 1), MAX_WIDTH)
            scale = min(wanted / across, math.sqrt(MAX_PIXELS / (across * down)))
            bitmap = sheet.render(scale=scale)
            try:
                out = io.BytesIO()
                bitmap.to_pil().convert("RGB").save(out, "PNG")
            finally:
                bitmap.close()
        finally:
            sheet.close()
    finally:
        pdf.close()
    return out.getvalue()
