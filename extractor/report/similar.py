"""Database -> similar areas: those that an area's own paper names, then those of its police force and its region."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from extractor.report.reading import rows

Why = Literal["named by its own paper", "same police force", "same region"]


@dataclass(frozen=True, slots=True)
class SimilarArea:
    """``wording`` is how the paper introduces the group, or the name of the force or region; ``held`` whether a plan of it is held.
    ``finding`` is the place in the paper, None for force and region."""

    area: str
    why: Why
    wording: str
    held: bool
    finding: str | None


def similar_areas(connection: sqlite3.Connection, area: str) -> tuple[SimilarArea, ...]:
    """Areas similar to one, each once for each reason, in the order of reasons and then of names."""
    query = """
        SELECT similar_area, why, min(wording) AS wording, held, min(finding_id) AS finding_id FROM similar_areas
        WHERE area = ? GROUP BY similar_area, why ORDER BY why, similar_area
    """
    return tuple(SimilarArea(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows(connection, query, [area]))
