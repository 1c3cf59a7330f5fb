"""Lines with labels -> measures: "Indicator: Burglaries", "Baseline: 620", "Target: 580 by 2010" one under the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.model import Block
from extractor.tag.measures.amounts import times
from extractor.tag.measures.columns import MeasureRow
from extractor.tag.measures.heads import meaning_of
from extractor.tag.tables import Placed

_LABELLED = re.compile(r"(?P<label>[A-Za-z][^:–—.]{2,40}?)\s*(?::[-–—]?|\s[-–—])\s+(?=\S)")
_CELLS = ("baseline", "target", "timescale")


@dataclass(frozen=True, slots=True)
class Label:
    """What the label of a line means (see rules/measures.yaml), and where the words after it begin."""

    meaning: str
    start: int


def labelled_rows(placed: Sequence[Placed], codebook: Codebook) -> Iterator[tuple[Placed, MeasureRow, set[int]]]:
    """Each run of labelled lines that names an objective and then its baseline or target, with the blocks it takes up."""
    for number, one in enumerate(placed):
        named = read_label(one.block, codebook)
        if named is None or named.meaning != "objective":
            continue
        cells: dict[str, str] = {}
        blocks = {one.block.index}
        for following in placed[number + 1 : number + 6]:
            label = read_label(following.block, codebook)
            if label is None or label.meaning not in _CELLS or label.meaning in cells or following.path != one.path:
                break
            cells[label.meaning] = following.block.text[label.start :].strip()
            blocks.add(following.block.index)
        if "target" not in cells and "baseline" not in cells:
            continue
        yield one, _row(one.block, named.start, cells), blocks


def _row(block: Block, start: int, cells: dict[str, str]) -> MeasureRow:
    target, timescale = cells.get("target"), cells.get("timescale")
    if target is not None and timescale is None and (named := next(times(target), None)) is not None:
        # "580 by 2010": the date is no part of the number to reach.
        target, timescale = target[: named[0]].rstrip(" ,") or target, named[2]
    return MeasureRow(block, cells.get("baseline"), timescale, target, None, (), None, "target" in cells, start)


def read_label(block: Block, codebook: Codebook) -> Label | None:
    """The label a paragraph or item begins with, where it names a column of a table of measures."""
    if block.kind not in {"paragraph", "item"} or (match := _LABELLED.match(block.text)) is None:
        return None
    column = meaning_of((match["label"],), codebook)
    return None if column is None else Label(column.meaning, match.end())
