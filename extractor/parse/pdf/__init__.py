"""PDF -> Document. PDFium gives glyphs and lines, pdfplumber's table finder gives tables, the rest is decided here, step by step:

glyphs, strokes   a page's words, ruling lines, images          ruled      ruling lines -> tables of a page
plumber           the same from pdfplumber, where PDFium fails   tables     tables over page breaks, cells
rows              words -> rows -> columns in reading order      paragraphs rows -> paragraphs
furniture         running headers and footers                    breaks     lines inside cells
loose             tables without rules                           textbuild  paragraphs -> text with places
blocks            headings, items, notes
"""

from extractor.parse.pdf.reader import read_pdf

__all__ = ["read_pdf"]
