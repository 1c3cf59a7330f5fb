"""What the steps of the PDF reader hand to each other: words, rows of words, ruling lines, pages.

Lengths are points from the top left corner of the page *as read*: a page whose text runs up the sheet is read turned, and
``Frame.box`` gives the place on the page as displayed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model import Box


@dataclass(slots=True)
class Word:
    """Glyphs printed without white space between them, in one style; ``x0`` and ``x1`` are its exact edges."""

    text: str
    edges: Sequence[float]
    """From place ``at`` on its ``xs``, before and after them perhaps those of other words: a list for each page takes half the room
    of a list for each word."""
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    spaced: bool
    """White space stands before it in the file."""
    at: int = 0
    raised: bool = False
    grid: Grid | None = None
    """A table takes its place among the rows as one wide word."""
    confidence: int | None = None
    """0 to 100 for a word read off a picture, None for one that the file holds as text."""
    weight: float = 0.0
    """Of a word read off a picture, the thickness of its strokes for its size; 0.0 where it has too few to tell."""

    @property
    def xs(self) -> Sequence[float]:
        """The left edge of each glyph and the last one's right edge, to a hundredth of a point."""
        return self.edges[self.at : self.at + len(self.text) + 1]

    @property
    def top(self) -> float:
        return self.base - 0.78 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.22 * self.size


@dataclass(slots=True)
class Row:
    """Words on one baseline of one column, from left to right; ``gaps`` says of each whether white space stands before it."""

    page: int
    words: list[Word]
    gaps: Sequence[bool]
    base: float
    size: float
    x0: float
    x1: float
    text: str
    bold: float
    """Share of the characters printed in bold."""
    frame: Frame
    grid: Grid | None = None
    widest: float = 0.0
    """The widest stretch between two words."""
    narrowest: float | None = None
    """The narrowest white space between two words."""
    lead: float = 0.0
    """Right edge of what stands before the first white space."""
    whole: bool = False
    """The edges of its words follow each other in one list, of which a stretch gives the edges of the row's characters; none is
    raised, and all of them are bold or none."""

    @property
    def top(self) -> float:
        return self.grid.box[1] if self.grid else self.base - 0.78 * self.size

    @property
    def bottom(self) -> float:
        return self.grid.box[3] if self.grid else self.base + 0.22 * self.size

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page as read lies on the page as displayed: turned by quarters clockwise, perhaps mirrored, a scan perhaps askew."""

    width: float
    height: float
    quarter: int = 0
    mirrored: bool = False
    skew: float = 0.0
    """Degrees by which the lines of a scan fall to the right."""

    @property
    def upright(self) -> bool:
        return self.quarter == 0 and not self.mirrored and not self.skew

    def read(self, x: float, y: float) -> tuple[float, float]:
        """A point of the displayed page in the coordinates of the page as read."""
        if self.quarter == 1:
            x, y = y, self.width - x
        elif self.quarter == 2:
            x, y = self.width - x, self.height - y
        elif self.quarter == 3:
            x, y = self.height - y, x
        if self.mirrored:
            x = self.read_width - x
        return self._swung(x, y, -self.skew) if self.skew else (x, y)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as read in the coordinates of the displayed page."""
        if self.skew:
            x, y = self._swung(x, y, self.skew)
        if self.mirrored:
            x = self.read_width - x
        if self.quarter == 1:
            x, y = self.width - y, x
        elif self.quarter == 2:
            x, y = self.width - x, self.height - y
        elif self.quarter == 3:
            x, y = y, self.height - x
        return x, y

    def _swung(self, x: float, y: float, degrees: float) -> tuple[float, float]:
        """A point swung clockwise about the middle of the page as read."""
        cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        across, down = x - self.read_width / 2, y - self.read_height / 2
        return self.read_width / 2 + across * cosine - down * sine, self.read_height / 2 + across * sine + down * cosine

    @property
    def read_width(self) -> float:
        return self.height if self.quarter % 2 else self.width

    @property
    def read_height(self) -> float:
        return self.width if self.quarter % 2 else self.height

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A box of the page as read, on the displayed page."""
        (ax, ay), (bx, by) = self.shown(x0, top), self.shown(x1, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def unbox(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A box of the displayed page, on the page as read."""
        (ax, ay), (bx, by) = self.read(x0, top), self.read(x1, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


@dataclass(slots=True)
class Sheet:
    """One page as it came out of PDFium (or pdfplumber), before anything is decided about it."""

    number: int
    frame: Frame
    rotation: int
    words: list[Word]
    turned: list[tuple[Frame, list[Word]]] = field(default_factory=list)
    """Words that run another way than the page is read, each group in its own frame."""
    rules: list[Box] = field(default_factory=list)
    """Straight strokes and edges of rectangles, as boxes without height or width."""
    fills: list[tuple[Box, int]] = field(default_factory=list)
    """Filled rectangles that are not white, with their colour."""
    image_cover: float = 0.0
    glyphs: int = 0
    read: bool = False
    """Its words were read off its picture."""
    unsure: float | None = None
    """Share of those words that were read with little confidence."""


@dataclass(slots=True)
class CellArea:
    """One cell of a table found on one page; ordinals count from 0 here."""

    box: Box
    row: int
    column: int
    rows: int
    columns: int
    words: list[Word] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A ruled table on one page: its cells and the x of its column edges."""

    page: int
    box: Box
    edges: list[float]
    tops: list[float]
    cells: list[CellArea]
    shaded: frozenset[int] = frozenset()
    """Rows printed on a coloured ground."""

    @property
    def row_count(self) -> int:
        return max(cell.row + cell.rows for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell's place in a table without rules on one page: row and column count from 0, ``edges`` are the columns' left edges."""

    row: int
    column: int
    edges: tuple[float, ...]


@dataclass(slots=True)
class Column:
    """Rows read one after the other between two edges."""

    rows: list[Row]
    left: float
    right: float
    full: bool = True
    """It takes the page's whole width."""
    cell: bool = False
    """It is a cell of a table without rules: its words do not run on into the next."""
    spot: Spot | None = None
    """The cell's place, where the table is plain enough to be one."""
