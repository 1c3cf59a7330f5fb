"""A Word paper as LibreOffice lays it out: where on which page each character of its blocks stands. Kept beside the PDF."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from extractor.model import Box, Line

Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Sizes (width, height) of the pages in points, and for each block the lines that its characters were found on.

    A character that was not found for certain stands on no line; so do all of a block that was not found at all.
    """

    sizes: tuple[tuple[float, float], ...]
    lines: tuple[Lines, ...]

    def pack(self, texts: Sequence[str]) -> bytes:
        """As bytes; ``texts`` are those of the blocks, whose check sums are kept: no line is taken for another text's."""
        blocks = [
            [number, _sum(text), [_of_line(line) for line in lines]]
            for number, (text, lines) in enumerate(zip(texts, self.lines, strict=True))
            if lines
        ]
        return zlib.compress(json.dumps(blocks, separators=(",", ":")).encode("ascii"), 6)


def unpack(data: bytes) -> dict[int, tuple[int, Lines]]:
    """Number of a block -> the check sum of its text and its lines, of those that were found."""
    return {number: (check, tuple(map(_as_line, lines))) for number, check, lines in json.loads(zlib.decompress(data))}


def boxes_of(lines: Iterable[Line], text: str, start: int, end: int) -> dict[int, tuple[Box, ...]]:
    """Page -> a box for each line that ``text[start:end]`` stands on, in points; empty unless every word of it was found."""
    boxes: dict[int, list[Box]] = {}
    found: set[int] = set()
    for line in lines:
        first, last = max(start, line.start), min(end, line.end)
        if first < last:
            boxes.setdefault(line.page, []).append((line.xs[first - line.start], line.top, line.xs[last - line.start], line.bottom))
            found.update(range(first, last))
    if not all(at in found for at in range(start, end) if text[at].isalnum()):
        return {}
    return {page: tuple(each) for page, each in boxes.items()}


def found_for(places: dict[int, tuple[int, Lines]], block: int, text: str) -> Lines:
    """The lines of a block with this text; none where they were found for another text."""
    check, lines = places.get(block, (0, ()))
    return lines if lines and check == _sum(text) else ()


def _sum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _of_line(line: Line) -> list[int]:
    places = [round(x * 100) for x in line.xs]
    steps = [after - before for before, after in pairwise(places)]
    return [line.start, line.end, line.page, round(line.top * 100), round(line.bottom * 100), places[0], *steps]


def _as_line(row: list[int]) -> Line:
    start, end, page, top, bottom, *steps = row
    return Line(start, end, page, top / 100, bottom / 100, tuple(place / 100 for place in accumulate(steps)))
