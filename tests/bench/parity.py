"""Whether the fast reading sees what pdfplumber sees: ``python tests/bench/parity.py FOLDER ...`` prints what differs.

Words are compared page by page as bags, tables by their outer boxes, cells by theirs. The tables are those of the finder itself,
before the reader judges which of them are tables at all.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

from extractor.parse.pdf import reader
from extractor.parse.pdf.glyphs import sheet_of
from extractor.parse.pdf.rows import rows_of
from extractor.parse.pdf.ruled import find_tables
from extractor.parse.pdf.shapes import Sheet

_NEAR = 3.0
"""Points: edges that differ by less are one."""
_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00ad": "-", "\u2010": "-", "\u2011": "-", "\u00a0": " "})


@dataclass(slots=True)
class Parity:
    """What was compared, what of it agrees, and a line for each page that differs."""

    pages: int = 0
    same_tables: int = 0
    tables: int = 0
    tables_found: int = 0
    cells: int = 0
    cells_found: int = 0
    words: int = 0
    words_found: int = 0
    fallbacks: int = 0
    differences: list[str] = field(default_factory=list)

    def shares(self) -> dict[str, tuple[int, int]]:
        """Name -> (agreeing, all)."""
        return {
            "pages with the same tables": (self.same_tables, self.pages),
            "ruled tables found": (self.tables_found, self.tables),
            "cells found": (self.cells_found, self.cells),
            "words found": (self.words_found, self.words),
            "pages read without pdfplumber": (self.pages - self.fallbacks, self.pages),
        }


def compare(files: Iterable[Path], most_pages: int | None = None) -> Parity:
    """Both readings of every page (of the first ``most_pages`` of each file)."""
    found = Parity()
    for file in files:
        data = file.read_bytes()
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            continue
        try:
            with pdfplumber.open(file) as other:
                for number, page in enumerate(other.pages[:most_pages], start=1):
                    sheet = sheet_of(pdf, number)
                    found.fallbacks += not (sheet.words or sheet.turned or sheet.image_cover > reader.SCAN_COVER)
                    _page(found, f"{file.name}, page {number}", sheet, page)
                    page.close()
        finally:
            pdf.close()
    return found


def _page(found: Parity, where: str, sheet: Sheet, page: Any) -> None:
    told = []
    found.pages += 1
    theirs = [table for table in page.find_tables() if len(table.cells) > 1]
    # pdfplumber leaves the corner of a page that does not begin at nought out of its places; a page as displayed has none.
    left, top = page.bbox[:2]
    ours = find_tables(sheet) if sheet.frame.upright else []
    ours_cells = [cell for table in ours for cell in table.cells]
    boxes = [(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in (table.bbox for table in theirs)]
    held = [box for box in boxes if any(_near(box, other.bbox) for other in ours)]
    cells = [(cell[0] - left, cell[1] - top) for table in theirs for cell in table.cells]
    places = {
        (round(cell[0] / _NEAR) + x, round(cell[1] / _NEAR) + y) for cell in ours_cells for x in (-1, 0, 1) for y in (-1, 0, 1)
    }
    cells_held = sum((round(cell[0] / _NEAR), round(cell[1] / _NEAR)) in places for cell in cells)
    found.tables, found.tables_found = found.tables + len(theirs), found.tables_found + len(held)
    found.cells, found.cells_found = found.cells + len(cells), found.cells_found + cells_held
    found.same_tables += len(held) == len(theirs) and cells_held == len(cells)
    if len(held) != len(theirs):
        told.append(f"tables {len(held)} of {len(theirs)}")
    if cells_held != len(cells):
        told.append(f"cells {cells_held} of {len(cells)}")
    wanted, read = Counter(_their_words(page)), Counter(_our_words(sheet))
    same = sum((wanted & read).values())
    total = sum(wanted.values())
    if total and same < 0.99 * total:  # words glued or parted otherwise: the same letters in the same order are the same words
        letters, others = Counter("".join(wanted.elements())), Counter("".join(read.elements()))
        if sum((letters & others).values()) >= 0.995 * sum(letters.values()):
            told.append(f"{total - same} of {total} words parted otherwise, letters the same")
            same = total
    found.words, found.words_found = found.words + total, found.words_found + same
    if total and same < 0.99 * total:
        missing = ", ".join(list(wanted - read)[:4])
        told.append(f"words {same} of {total} (such as {missing})")
    if told:
        found.differences.append(f"{where}: {'; '.join(told)}")


def _near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _plain(text: str) -> Iterator[str]:
    for word in unicodedata.normalize("NFKC", text).translate(_SIGNS).split():
        if kept := re.sub(r"[^\w%£$&@/'.,:;()-]", "", word):
            yield kept


def _their_words(page: Any) -> Iterator[str]:
    for word in page.extract_words():
        yield from _plain(word["text"])


def _our_words(sheet: Sheet) -> Iterator[str]:
    for frame, words in [(sheet.frame, sheet.words), *sheet.turned]:
        for row in rows_of(words, sheet.number, frame):
            yield from _plain(row.text)


def compare_all(files: Sequence[Path], processes: int = 2) -> Parity:
    """The same in several processes, for files by the hundred: differences come in the order of the files."""
    found = Parity()
    with ProcessPoolExecutor(processes) as pool:
        for one in pool.map(_compare_one, files):
            for name in (field.name for field in fields(Parity)):
                setattr(found, name, getattr(found, name) + getattr(one, name))
    return found


def _compare_one(file: Path) -> Parity:
    logging.disable(logging.WARNING)
    try:
        return compare([file])
    except Exception as fault:  # one file that pdfplumber cannot read must not cost the others
        return Parity(differences=[f"{file.name}: pdfplumber ends with {type(fault).__name__}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=1, help="each n-th file only")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    files = [file for folder in asked.folders for file in sorted(folder.glob("*.pdf"))][:: asked.each]
    found = compare_all(files)
    if asked.json:
        print(json.dumps({"files": len(files), "shares": found.shares(), "differences": found.differences}))
        return
    print("\n".join(f"- {line}" for line in found.differences), end="\n\n")
    for name, (same, of) in found.shares().items():
        print(f"- {name}: {same:,} of {of:,} ({100 * same / max(of, 1):.2f} %)")


if __name__ == "__main__":
    main()
