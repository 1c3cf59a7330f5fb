"""Table cells -> Table: rows and columns as printed, merged cells at every place they cover, banners and printed heads known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.model import Block, Section


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with the plan it belongs to, the headings it stands under (outermost first) and what its section was seen to be."""

    plan: int
    path: tuple[Block, ...]
    role: str
    scope: str
    block: Block


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. ``cells`` has one place for each column, from the first; a merged cell stands at all that it covers."""

    number: int
    cells: tuple[Block | None, ...]
    head: bool
    words: tuple[str, ...]
    """Of each cell its words, with its lines joined; empty where there is none."""

    def text(self, column: int) -> str:
        """The words of the cell at a column (counted from 0); empty where there is none."""
        return self.words[column] if 0 <= column < len(self.words) else ""

    def begins(self, column: int) -> bool:
        """Whether the cell at a column starts in this row and in this column, and does not reach in from above or from the left."""
        cell = self.cells[column]
        return cell is not None and cell.cell is not None and (cell.cell.row, cell.cell.column) == (self.number, column + 1)

    @property
    def banner(self) -> Block | None:
        """The one cell with words of a row that has a single such cell, wide or first: a heading inside the table."""
        held = _distinct(cell for cell in self.cells if cell is not None and cell.text.strip())
        if len(held) != 1 or len(self.cells) < 2:
            return None
        place = held[0].cell
        assert place is not None
        return (
            held[0]
            if place.rows == 1 and (place.columns == len(self.cells) or (place.column == 1 and len(self.cells) > 2))
            else None
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the order of its rows. ``place`` is its first cell with plan, path and role."""

    number: int
    rows: tuple[Row, ...]
    width: int
    place: Placed

    def whole_head(self, depth: int) -> int:
        """``depth`` and as many rows more as the head's cells reach: merged downwards, or over columns named in the row below."""
        while depth < len(self.rows):
            last, following = self.rows[depth - 1], self.rows[depth]
            places = [cell.cell for cell in last.cells if cell is not None and cell.cell is not None]
            down = any(place.row + place.rows - 1 > last.number for place in places)
            wide = any(place.columns > 1 for place in places) and last.banner is None
            if not (following.head or down or (wide and following.banner is None and not following.text(0))):
                break
            depth += 1
        return depth

    def column_heads(self, depth: int) -> tuple[tuple[str, ...], ...]:
        """For each column the words of its head from the top row down, each merged or repeated cell once."""
        heads = []
        for column in range(self.width):
            words: list[str] = []
            for row in self.rows[:depth]:
                text = row.text(column)
                if text and (not words or words[-1] != text):
                    words.append(text)
            heads.append(tuple(words))
        return tuple(heads)

    def body(self, depth: int) -> Iterator[Row]:
        """The rows under a head of ``depth`` rows, without those in which the head is printed again."""
        heads = {_words(row) for row in self.rows[:depth]}
        for row in self.rows[depth:]:
            if not row.head and any(row.words) and _words(row) not in heads:
                yield row


def _words(row: Row) -> tuple[str, ...]:
    return tuple(map(str.casefold, row.words))


def _distinct(cells: Iterable[Block]) -> list[Block]:
    seen: dict[int, Block] = {}
    for cell in cells:
        seen.setdefault(cell.index, cell)
    return list(seen.values())


def walk(sections: Sequence[Section]) -> tuple[Placed, ...]:
    """All blocks in order, each with the headings over it: those of its section's path and those among the section's own blocks.

    Headings come too, under the headings that are over them. A heading that a section lists both in its path and among its blocks
    stands once.
    """
    placed: list[Placed] = []
    for section in sections:
        path = section.path
        known = {heading.index for heading in path}
        for block in section.blocks:
            if block.index in known:
                continue
            if block.kind == "heading":
                depth = len(path)
                while depth and path[depth - 1].level >= block.level:
                    depth -= 1
                path = path[:depth]
            placed.append(Placed(section.plan, path, section.role, section.scope, block))
            if block.kind == "heading":
                path = (*path, block)
                known = {heading.index for heading in path}
    return tuple(placed)


def read_tables(placed: Sequence[Placed]) -> tuple[Table, ...]:
    """The tables among ``placed``, in order of their first cells."""
    groups: dict[tuple[int, int], list[Placed]] = {}
    for one in placed:
        if one.block.cell is not None:
            groups.setdefault((one.plan, one.block.cell.table), []).append(one)
    return tuple(_table(number, cells) for (_, number), cells in groups.items())


def _table(number: int, placed: Sequence[Placed]) -> Table:
    blocks = [one.block for one in placed]
    cells = [(block, block.cell) for block in blocks if block.cell is not None]
    width = max(cell.column + cell.columns - 1 for _, cell in cells)
    grid: dict[int, list[Block | None]] = {}
    heads: set[int] = set()
    for block, cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            places = grid.setdefault(row, [None] * width)
            for column in range(cell.column - 1, cell.column - 1 + cell.columns):
                # A later cell at the same place is a reader's slip: the first keeps it.
                places[column] = places[column] or block
        if cell.head:
            heads.add(cell.row)
    words = {block.index: " ".join(block.text.split()) for block in blocks}
    rows = tuple(
        Row(row, tuple(grid[row]), row in heads, tuple("" if cell is None else words[cell.index] for cell in grid[row]))
        for row in sorted(grid)
    )
    return Table(number, rows, width, placed[0])
