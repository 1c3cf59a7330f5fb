"""`extractor gaps`: what plans share, what one of them lacks and why, and which plans are held at all."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from extractor.commands.door import DATABASE, show, show_json, told


@click.command()
@click.argument("areas", nargs=-1)
@click.option("--years", help="The plans' period, such as 2011-14; by default the one that most of the areas have a plan for.")
@click.option("--all", "everything", is_flag=True, help="Also what no plan states as a priority.")
@click.option("--held", is_flag=True, help="Show which plans are expected and held instead.")
@click.option("--similar", is_flag=True, help="Show which areas are similar to AREAS instead.")
@click.option("--json", "as_data", is_flag=True, help="Print the rows as JSON.")
@DATABASE
@told
def gaps(
    areas: tuple[str, ...], years: str | None, everything: bool, held: bool, similar: bool, as_data: bool, database: Path
) -> None:
    """Show what the plans of AREAS share, and for each that lacks it, why: not in the plan, only under another priority, only in
    commentary or measures, only in quoted national text, page unread, paper not held.
    """
    from extractor import report
    from extractor.errors import InputError
    from extractor.write import opened

    if similar and not areas:
        raise click.UsageError("name the areas that others are to be similar to")
    with opened(database) as connection:
        areas = report.areas_named(connection, areas)
        if held:
            cells = report.expected_and_held(connection, areas)
            show_json([asdict(cell) for cell in cells]) if as_data else show("".join(map(_cell, cells)))
            return
        if similar:
            found = {area: report.similar_areas(connection, area) for area in areas}
            lines = (f"{area}: {one.area} ({one.why}: {one.wording})\n" for area, ones in found.items() for one in ones)
            show_json({area: [asdict(one) for one in ones] for area, ones in found.items()}) if as_data else show("".join(lines))
            return
        start, end = report.asked_period(connection, areas, years)
        areas = areas or report.default_areas(connection, start, end)
        rows = report.gaps_by_heading(connection, areas, start, end)
        if not rows:
            raise InputError(f"no plan for {start}-{end} is held or expected: 'extractor gaps --held' lists the periods")
    stated = {row.heading for row in rows if row.reason == report.STATED}
    rows = tuple(row for row in rows if everything or row.heading in stated)
    if as_data:
        show_json([asdict(row) for row in rows])
        return
    for heading in dict.fromkeys(row.heading for row in rows):
        show(f"{heading}\n")
        for row in (row for row in rows if row.heading == heading):
            words = f': "{row.quote}"' if row.quote else ""
            under = f" (under {row.under})" if row.under and row.reason != report.STATED else ""
            none = " (no priorities were found in what is held)" if row.plans and not row.priorities else ""
            show(f"  {row.area}: {row.reason}{under}{none}{words}\n")


def _cell(cell: object) -> str:
    from extractor.report.gaps import CellHeld
    from extractor.report.words import with_forms

    assert isinstance(cell, CellHeld)
    old = f", {cell.superseded} superseded" if cell.superseded else ""
    because = cell.because if cell.status in ("missing", "other years only", "could not be read") else ""
    files = ", ".join(with_forms(*one) for one in zip(cell.files, cell.forms, strict=True))
    return f"{cell.area} {cell.years}: {cell.status}{old}  {because or files}".rstrip() + "\n"
