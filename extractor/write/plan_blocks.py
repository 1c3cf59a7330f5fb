"""Which plan of a paper a block or a page belongs to, and whose cell a paper without plans belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from extractor.codebook import Codebook
from extractor.grammar.periods import find_periods
from extractor.model import Block, Extract, ManifestRow
from extractor.unify.areas import find_areas, resolve_area


def plan_of_block(extract: Extract, index: int) -> int | None:
    """The plan that a block stands in, counted from 0. A paper of several plans has blocks before the first that are in none."""
    if len(extract.plans) < 2:
        return 0 if extract.plans else None
    found = None
    for number, plan in enumerate(extract.plans):
        if plan.title_quote is not None and plan.title_quote.block.index <= index:
            found = number
    return found


def row_of(block: Block) -> tuple[int, int] | None:
    """(table, row) of a cell, None for other blocks."""
    return (block.cell.table, block.cell.row) if block.cell is not None else None


def paths_of(blocks: Sequence[Block]) -> Iterator[tuple[int, tuple[Block, ...]]]:
    """(index, headings above it and itself if it is one) of each block, outermost first."""
    path: tuple[Block, ...] = ()
    for block in blocks:
        if block.kind == "heading":
            path = (*(above for above in path if above.level < block.level), block)
        yield block.index, path


def plans_on_page(extract: Extract, page: int | None) -> tuple[int, ...]:
    """The plans that a page may hold words of: all where the page is not known or no plan is known to begin before it."""
    every = tuple(range(len(extract.plans)))
    starts = [plan.title_quote.page if plan.title_quote is not None else None for plan in extract.plans]
    if page is None or len(every) < 2 or None in starts:
        return every
    held = [number for number in every if starts[number] == page]
    before = [number for number in every if (starts[number] or 0) < page]
    return tuple(sorted({*held, *before[-1:]}))


@dataclass(frozen=True, slots=True)
class Whose:
    """The area and years that a file is about, as far as the manifest or the file's name say."""

    area: str | None = None
    start: int | None = None
    end: int | None = None


def whose_file(file: str, row: ManifestRow | None, codebook: Codebook | None) -> Whose:
    """Whose paper a file is that could not be read: by the manifest's row, else by the file's name where that names one area."""
    stem = PurePath(file).stem
    spans = find_periods(row.period or "", singles=True) if row is not None else ()
    stem = stem.replace("_", " ")
    spans = spans or find_periods(stem) or find_periods(re.sub(r"-+", " ", stem), singles=True)
    start, end = (spans[0].first_year, spans[0].last_year) if spans else (None, None)
    area = row.area if row is not None else None
    if codebook is not None and area is not None:
        area = resolve_area(area, codebook, start).name or area
    elif codebook is not None:
        words = re.sub(r"[\W_]+", " ", stem).title()
        named = {mention.verdict.name for mention in find_areas(words, codebook, start)} - {None}
        area = named.pop() if len(named) == 1 else None
    return Whose(area, start, end)
