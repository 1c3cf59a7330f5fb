"""Makes sections out of short notes: what a reader would give for a small paper, without a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.model import Block, Cell, Section

Note = str | tuple[Any, ...] | list[list[str | None]]


def section(*notes: Note, role: str = "other", plan: int = 0, start: int = 0, table: int = 1) -> Section:
    """One section of notes: "# Heading" (more signs, deeper), "- item", ("2.1", "numbered item"), "paragraph", a list of rows.

    In a row None goes on with the cell to the left, "^" with the cell above; a row of one cell is as wide as the table.
    """
    blocks: list[Block] = []

    def add(kind: Any, text: str, **more: Any) -> None:
        blocks.append(Block(index=start + len(blocks), kind=kind, text=text, **more))

    for note in notes:
        if isinstance(note, tuple):
            add(note[2] if len(note) > 2 else "item", note[1], label=note[0])
        elif isinstance(note, list):
            for cell, text in cells(note, table):
                add("cell", text, cell=cell)
            table += 1
        elif note.startswith("#"):
            signs, text = note.split(" ", 1)
            add("heading", text, level=len(signs))
        elif note.startswith("- "):
            add("item", note[2:], label="•")
        else:
            add("paragraph", note)
    return Section(plan, (), role, tuple(blocks))


def cells(rows: Sequence[Sequence[str | None]], table: int) -> list[tuple[Cell, str]]:
    width = max(len(row) for row in rows)
    made = []
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            if text is None or text == "^":
                continue
            columns = width if len(row) == 1 else 1 + sum(1 for _ in _run(row[place + 1 :], None))
            deep = 1 + sum(1 for _ in _run([later[place] if place < len(later) else "" for later in rows[number:]], "^"))
            made.append((Cell(table, number, place + 1, columns, deep), text))
    return made


def _run(values: Sequence[str | None], sign: str | None) -> list[str | None]:
    run = []
    for value in values:
        if value != sign:
            break
        run.append(value)
    return run
