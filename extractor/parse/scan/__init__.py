"""Page image -> Sheet: what tesseract reads on a page that is only a picture, in the places where it stands.

picture     the page as pixels, its slant          tesseract  the program, and its words
strokes     ruling lines, thickness of print       marks      bullets and list numbers
sheet       all of it in the coordinates of the page
print       sizes of print made alike over the paper, bold print

Tesseract is asked for words with places and confidence (hOCR) and not for a PDF with a hidden text layer, which holds no
confidence and no base lines, and would have to be read a second time.
"""

from extractor.parse.scan.print import settle_print
from extractor.parse.scan.sheet import CannotReadError, read_scan

__all__ = ["CannotReadError", "read_scan", "settle_print"]
