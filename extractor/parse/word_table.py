"""w:tbl -> cells with their row, column and spans, in one pass over the rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model import Cell
from extractor.parse.clean import shift
from extractor.parse.shape import Rough
from extractor.parse.word_package import Element, W, attribute, child
from extractor.parse.word_styles import Styles
from extractor.parse.word_text import drawn

_TR, _TC = f"{{{W}}}tr", f"{{{W}}}tc"
_PLAIN_FILLS = (None, "auto", "FFFFFF", "ffffff")


@dataclass(slots=True)
class GridCell:
    element: Element
    row: int
    column: int
    columns: int = 1
    rows: int = 1
    shaded: bool = False


@dataclass(slots=True)
class Grid:
    """A table's cells in reading order, merged ones once; ``marked`` rows repeat on each page, ``styled`` means that the table's
    style sets the first row off."""

    cells: list[GridCell] = field(default_factory=list)
    marked: set[int] = field(default_factory=set)
    styled: bool = False

    def head_rows(self, texts: list[CellText]) -> set[int]:
        """Rows printed as the head: marked to repeat, or else a first row set off by style, weight or shading from those below.

        A first row of one cell is a band over the table, not its head. A head goes on into the rows that its merged cells reach,
        and into a second row that only splits its wide cells.
        """
        if self.marked:
            return self.marked
        first = [text for text in texts if text.cell is not None and text.cell.row == 1 and text.text]
        rest = [text for text in texts if text.cell is not None and text.cell.row > 1 and text.text]
        if not rest or sum(cell.row == 1 for cell in self.cells) < 2 or not first:
            return set()
        bold = all(text.whole_bold for text in first) and not all(text.whole_bold for text in rest)
        shaded = all(text.shaded for text in first) and not all(text.shaded for text in rest)
        if not (self.styled or bold or shaded):
            return set()
        last = max(cell.rows for cell in self.cells if cell.row == 1)
        wide = {
            at for cell in self.cells if cell.row == 1 and cell.columns > 1 for at in range(cell.column, cell.column + cell.columns)
        }
        second = {text.cell.column for text in rest if text.cell is not None and text.cell.row == 2}
        return set(range(1, max(last, 2 if second and second <= wide else 1) + 1))


@dataclass(slots=True)
class CellText:
    """The text of a cell (or note) as it grows, paragraph by paragraph."""

    cell: GridCell | None
    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    size: float | None = None

    def add(self, text: str, bold: tuple[tuple[int, int], ...], *, label: str | None, size: float | None) -> None:
        """Append one paragraph on a new line, its computed label before it."""
        if not text:
            return
        start = f"{self.text}\n" if self.text else ""
        start += f"{label} " if label else ""
        self.text = start + text
        self.bold.extend(shift(bold, len(start), len(self.text)))
        self.size = self.size or size

    @property
    def whole_bold(self) -> bool:
        return sum(end - start for start, end in self.bold) >= 0.9 * len(self.text.replace("\n", ""))

    @property
    def shaded(self) -> bool:
        return self.cell is not None and self.cell.shaded

    def rough(self, table: int, heads: set[int]) -> Rough:
        cell = self.cell or GridCell(None, 1, 1)
        place = Cell(table, cell.row, cell.column, cell.columns, cell.rows, cell.row in heads)
        anchor = f"table {table}, row {cell.row}, cell {cell.column}"
        return Rough(self.text, anchor, bold=tuple(self.bold), size=self.size, cell=place)


def read_grid(table: Element, styles: Styles) -> Grid:
    """Lay out a table. Cells that continue a merged one add to its rows; rows deleted by a tracked change are left out."""
    properties = child(table, "tblPr")
    style = styles.find(attribute(child(properties, "tblStyle"), "val"))
    grid = Grid(styled=style is not None and style.head_row and _first_row(child(properties, "tblLook")))
    open_: dict[int, GridCell] = {}
    row = 0
    for element in drawn(table):
        if element.tag != _TR:
            continue
        look = child(element, "trPr")
        if child(look, "del") is not None:
            continue
        row += 1
        if child(look, "tblHeader") is not None and attribute(child(look, "tblHeader"), "val") not in ("0", "false"):
            grid.marked.add(row)
        column = 1 + _count(child(look, "gridBefore"), 0)
        reached: dict[int, GridCell] = {}
        for part in drawn(element):
            if part.tag != _TC:
                continue
            own = child(part, "tcPr")
            columns = _count(child(own, "gridSpan"), 1)
            merge = child(own, "vMerge")
            if merge is not None and attribute(merge, "val") != "restart" and column in open_:
                cell = open_[column]
                cell.rows += 1
                reached[column] = cell
            else:
                cell = GridCell(part, row, column, columns, 1, attribute(child(own, "shd"), "fill") not in _PLAIN_FILLS)
                grid.cells.append(cell)
                if merge is not None:
                    reached[column] = cell
            column += columns
        open_ = reached
    return grid


def _first_row(look: Element | None) -> bool:
    """Whether the table asks for its style's first row: by attribute, or by bit 0x20 of the older mask."""
    if look is None:
        return True
    named = attribute(look, "firstRow")
    if named is not None:
        return named not in ("0", "false")
    try:
        return bool(int(attribute(look, "val") or "0", 16) & 0x20)
    except ValueError:
        return False


def _count(element: Element | None, default: int) -> int:
    """A span as written, kept within what a table can have."""
    value = attribute(element, "val")
    return min(int(value), 63) if value is not None and value.isdigit() and int(value) > 0 else default
