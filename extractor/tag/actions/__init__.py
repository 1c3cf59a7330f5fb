"""Placed blocks -> Actions: numbered, tabled and listed actions, each with the local remark set beside it, or none."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.model import Action
from extractor.tag.actions.columns import table_actions
from extractor.tag.actions.prose import running_actions
from extractor.tag.tables import Placed, read_tables

__all__ = ["tag_actions"]

# What stands in these sections beside something else is no remark on an action.
_NOT_HERE = {"implications", "glossary", "contacts", "contents", "members", "documents", "consultation"}


def tag_actions(placed: Sequence[Placed], codebook: Codebook) -> tuple[tuple[int, Action], ...]:
    """Every action, as (plan index, action), in the order of the paper. ``commentary`` is None where nothing is set beside it.

    Actions come from tables whose heads name actions, projects or indicators beside comments, progress or status; from unheaded
    tables of numbered actions; from labels ("Local commentary: ..."), minutes and run-ins; and, without a remark, from lists
    under a heading that says "actions".
    """
    placed = [one for one in placed if one.role not in _NOT_HERE]
    order = {one.block.index: number for number, one in enumerate(placed)}
    found: list[tuple[int, int, Action]] = []
    taken: set[int] = set()
    tables = read_tables(placed)
    for table in tables:
        heading = " ".join(table.place.path[-1].text.split()) if table.place.path else None
        lines = table_actions(table, codebook, heading)
        if lines:
            taken |= {cell.index for row in table.rows for cell in row.cells if cell is not None}
        found += [(order[line.block.index], table.place.plan, line.action) for line in lines]
    found += [(order[line.block.index], one.plan, line.action) for one, line in running_actions(placed, tables, taken, codebook)]
    found.sort(key=lambda one: one[0])
    return tuple((plan, action) for _, plan, action in found)
