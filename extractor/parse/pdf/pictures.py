"""Pages that are only a picture, or whose text is nonsense: which they are, and what tesseract reads on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.grammar.numbers import page_ranges
from extractor.model import Problem
from extractor.parse.pdf.fluency import is_language, is_nonsense
from extractor.parse.pdf.shapes import Sheet
from extractor.parse.running import SLOW
from extractor.parse.tools import needed, program

SCAN_COVER = 0.8
"""Share of the page under images from which it may be a scan."""
_FEW = 60
"""Characters of text that a scan may bear: a stamp, a page number."""
_MORE = 30
"""Sure words that a picture must add to a page that has some text."""
_INK = 0.0005
"""Share of dark pixels below which a page without text is blank."""
_DOUBTFUL = 0.1
"""Share of unsure words from which a page's reading is called doubtful."""
_SURE = 60
"""Confidence from which a word is most likely right: 0.6 % of the words of a good scan are below it, 29 % of a bad one's."""
_STAGE = "parse"


def is_picture(sheet: Sheet) -> bool:
    """Whether a page has no text and an image all over it."""
    return not sheet.words and not sheet.turned and sheet.image_cover > SCAN_COVER


def read_pictures(pdf: Any, sheets: Sequence[Sheet], problems: list[Problem]) -> list[Sheet]:
    """The sheets, those of pages that are only a picture read by OCR; the others as they are.

    ``pdf`` is the open ``pypdfium2.PdfDocument``. Where tesseract is missing, or cannot read a page, a problem says so.
    """
    ocr = program("OCR")
    out: list[Sheet] = []
    waiting: list[int] = []
    failed: list[Problem] = []
    for sheet in sheets:
        if is_nonsense([word.text for word in sheet.words]):
            out.append(_read_instead(ocr, pdf, sheet, problems))
        elif not _to_read(pdf, sheet):
            out.append(sheet)
        elif ocr is None:
            if not sheet.words:
                waiting.append(sheet.number)
            out.append(sheet)
        else:
            found = _read(ocr, pdf, sheet, failed)
            out.append(found)
            _judge(found, problems)
    problems.extend(failed)
    if waiting:
        which = "page has" if len(waiting) == 1 else f"pages {page_ranges(waiting)} have"
        problems.append(Problem(_STAGE, f"{which} no text, only an image: {needed('OCR')}", waiting[0], "OCR"))
    read = [[word for word in sheet.words if word.confidence is not None] for sheet in out if sheet.read]
    if read:
        from extractor.parse.scan import settle_print

        settle_print(read)
    return out


def _unsure(sheet: Sheet) -> float | None:
    """Share of a page's words that were read with little confidence; None where nothing was read off a picture."""
    sure = [word.confidence for word in sheet.words if word.confidence is not None and any(map(str.isalnum, word.text))]
    if not sure:
        return None
    return round(sum(one < _SURE for one in sure) / len(sure), 4)


def _to_read(pdf: Any, sheet: Sheet) -> bool:
    if sheet.image_cover > SCAN_COVER and not sheet.turned:
        return sum(len(word.text) for word in sheet.words) < _FEW
    return not sheet.words and not sheet.turned and sheet.glyphs >= 0 and _inked(pdf, sheet.number)


def _inked(pdf: Any, number: int) -> bool:
    """Whether anything at all is drawn on a page that has neither text nor one large image."""
    try:
        page = pdf[number - 1]
        try:
            width, height = page.get_size()
            bitmap = page.render(scale=min(1.0, 1000 / max(width, height, 1.0)), grayscale=True)
            try:
                histogram: list[int] = bitmap.to_pil().convert("L").histogram()
            finally:
                bitmap.close()
        finally:
            page.close()
    except (RuntimeError, ValueError, OSError):
        return False
    dark: int = sum(histogram[:160])
    return dark > _INK * sum(histogram)


def _read(ocr: str, pdf: Any, sheet: Sheet, failed: list[Problem]) -> Sheet:
    from extractor.parse.scan import CannotReadError, read_scan

    SLOW.page()
    try:
        page = pdf[sheet.number - 1]
        try:
            found = read_scan(ocr, page, sheet)
        finally:
            page.close()
    except (CannotReadError, RuntimeError, ValueError, OSError) as fault:
        reason = str(fault) if isinstance(fault, CannotReadError) else "it cannot be drawn"
        failed.append(Problem(_STAGE, f"page has no text, only an image, and OCR failed: {reason}", sheet.number))
        return sheet
    fresh = [word for word in found.words if word.confidence is not None and any(map(str.isalnum, word.text))]
    sure = sum((word.confidence or 0) >= _SURE for word in fresh)
    if sheet.words and sure < _MORE:
        return sheet
    if sure < 5 and sure < 0.5 * len(fresh):
        found.words = [word for word in found.words if word.confidence is None]
    return found


def _read_instead(ocr: str | None, pdf: Any, sheet: Sheet, problems: list[Problem]) -> Sheet:
    """A page whose text is nonsense, read off its picture instead; as it is, with a problem, where that gives no better."""
    what = "the page's text is nonsense: its font is broken"
    if ocr is None:
        problems.append(Problem(_STAGE, f"{what}: {needed('OCR')}", sheet.number, "OCR"))
        return sheet
    found = _read(ocr, pdf, replace(sheet, words=[], turned=[]), [])
    if not found.read or not is_language(word.text for word in found.words):
        problems.append(Problem(_STAGE, f"{what}, and OCR makes no sense of it either: ask for another copy", sheet.number))
        return sheet
    problems.append(Problem(_STAGE, f"{what}; it was read by OCR instead", sheet.number))
    _judge(found, problems)
    return found


def _judge(sheet: Sheet, problems: list[Problem]) -> None:
    sheet.unsure = share = _unsure(sheet)
    if share is not None and share > _DOUBTFUL:
        problems.append(Problem(_STAGE, f"OCR is unsure of {share:.0%} of the words: check them on the page", sheet.number))
    elif sheet.read and not sheet.words:
        problems.append(Problem(_STAGE, "page is a picture in which OCR found no words", sheet.number))
