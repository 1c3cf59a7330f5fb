"""The plans that ought to be held: the operator's own list, and manifest rows whose file is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from extractor.batch.table import read_table
from extractor.codebook import Codebook
from extractor.errors import InputError
from extractor.grammar.periods import find_periods
from extractor.model import ManifestRow
from extractor.unify.areas import resolve_area
from extractor.write import Expected

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = ("area", "period")


def read_expected(path: Path, codebook: Codebook) -> tuple[Expected, ...]:
    """The rows of a CSV with the columns ``area`` and ``period`` ("2011-14"), UTF-8, names made official.

    Raises InputError, naming the line, for a row without area or years and for a name that no area bears.
    """
    found: dict[tuple[str, int, int], Expected] = {}
    for where, line in read_table(path, "list of expected plans", COLUMNS, COLUMNS):
        area, period = line["area"], line["period"]
        spans = find_periods(period, singles=True)
        if not area or not spans:
            raise InputError(f"{where}: needs an area and a period such as 2011-14")
        start, end = spans[0].first_year, spans[0].last_year
        name = resolve_area(area, codebook, start).name
        if name is None:
            raise InputError(f"{where}: no one area is called {area!r} in {start}: write its official name")
        found[name, start, end] = Expected(name, start, end, "listed", "the operator's list")
    return tuple(found.values())


def missing_papers(
    database: Database, manifest: Mapping[str, ManifestRow], unmatched: Iterable[str], codebook: Codebook
) -> tuple[Expected, ...]:
    """Manifest rows with area and period whose file was neither among the papers read now nor among those held."""
    held = {file for (file,) in database.execute("SELECT file FROM papers UNION SELECT file FROM failures").fetchall()}
    found = []
    for key in unmatched:
        row = manifest[key]
        spans = find_periods(row.period or "", singles=True)
        if row.area is None or not spans or PurePosixPath(key).name in held:
            continue
        start, end = spans[0].first_year, spans[0].last_year
        area = resolve_area(row.area, codebook, start).name or row.area
        found.append(Expected(area, start, end, "in the manifest", f"the manifest names {key}, which is not there"))
    return tuple(found)
