"""The second opinion: a page's words as pdfplumber reads them, for pages where PDFium fails or gives nothing."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

from extractor.parse.pdf.shapes import Frame, Sheet, Word

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)


def read_sheet(data: bytes, number: int) -> Sheet:
    """One page (counted from 1) through pdfplumber: slow, so only for pages that need it.

    It is loaded here: few papers need it, and it takes 16 MB and 0.07 s of CPU.
    """
    import pdfplumber

    # What is wrong with a page is told by what comes back, not by lines on the terminal.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    logging.getLogger("pdfplumber").setLevel(logging.CRITICAL)
    with pdfplumber.open(io.BytesIO(data), pages=[number]) as pdf:
        page = pdf.pages[0]
        try:
            words = [
                word
                for found in page.extract_words(return_chars=True, extra_attrs=["size"], use_text_flow=False)
                if (word := _word(found)) is not None
            ]
            rules = [
                (float(edge["x0"]), float(edge["top"]), float(edge["x1"]), float(edge["bottom"]))
                for edge in page.edges
                if edge["orientation"] in ("h", "v")
            ]
            cover = max(
                (float(image["width"] * image["height"]) / float(page.width * page.height) for image in page.images), default=0.0
            )
            frame = Frame(float(page.width), float(page.height))
            return Sheet(
                number, frame, int(page.rotation or 0) % 360, words, rules=rules, image_cover=cover, glyphs=len(page.chars)
            )
        finally:
            page.close()


def _word(found: dict[str, Any]) -> Word | None:
    text, xs, bold = "", [], 0
    for char in found["chars"]:
        clean = "".join(c for c in char["text"] if c.isprintable() and not "\ud800" <= c <= "\udfff")
        for part, letter in enumerate(clean):
            text += letter
            xs.append(float(char["x0"]) + (float(char["x1"]) - float(char["x0"])) * part / len(clean))
            bold += bool(_BOLD.search(char.get("fontname", "")))
    if not text:
        return None
    size = float(found["size"])
    base = float(found["bottom"]) - 0.22 * size
    x1 = float(found["x1"])
    return Word(text, [round(x, 2) for x in (*xs, x1)], xs[0], x1, base, size, bold * 2 > len(text), True)
