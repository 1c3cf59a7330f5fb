"""PDF -> Document. PDFium gives glyphs and lines, the rest is decided here, step by step:

glyphs            one page: its words, ruling lines, images      ruled      ruling lines -> tables of a page
lettering, runs   glyphs -> words                                tables     tables over page breaks, cells
strokes           ruling lines, grounds, images                  paragraphs rows -> paragraphs
unboxed           PDFium's functions, asked in bulk              cellwalk   lines -> cells, as pdfplumber finds them
plumber           the same from pdfplumber, where PDFium fails
rows              words -> rows -> columns in reading order
furniture         running headers and footers                    breaks     lines inside cells
loose             tables without rules                           textbuild  paragraphs -> text with places
blocks            headings, items, notes
"""

from extractor.parse.pdf.reader import read_pdf

__all__ = ["read_pdf"]
