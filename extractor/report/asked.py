"""The comparison that an address or a command asks for: what it leaves open is filled in, in one way for screen and document."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.report.compare import Comparison, compare, default_areas, default_period, known_areas


@dataclass(frozen=True, slots=True)
class Asked:
    """``unknown`` are names that no area of the database has. ``chosen`` says whether areas or years were named at all,
    ``by_name`` whether areas were."""

    comparison: Comparison
    areas: tuple[str, ...]
    period: tuple[int, int]
    unknown: tuple[str, ...]
    chosen: bool
    by_name: bool = True


def asked_comparison(connection: sqlite3.Connection, areas: Sequence[str], start: int | None, end: int | None) -> Asked | None:
    """The comparison of some areas for the years from ``start`` to ``end``, in either order.

    Where no years are given, those that most of the areas have a plan for; where no areas are, those the site begins with. None
    where no plan with years is held, or where all the areas named are unknown.
    """
    asked = tuple(dict.fromkeys(area for area in areas if area))
    known = known_areas(connection, asked)
    years = sorted(year for year in (start, end) if year is not None)
    period = (years[0], years[-1]) if years else default_period(connection, known)
    if period is None:
        return None
    known = known or (() if asked else default_areas(connection, *period))
    if not known:
        return None
    unknown = tuple(area for area in asked if area not in known)
    return Asked(compare(connection, known, *period), known, period, unknown, bool(asked or years), bool(asked))
