"""`extractor measures`: the same measure through the years and across areas."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from extractor.commands.door import DATABASE, show, show_json, told


@click.command()
@click.argument("words", required=False)
@click.option("--area", help="Measures of this area only.")
@click.option("--json", "as_data", is_flag=True, help="Print the rows as JSON.")
@DATABASE
@told
def measures(words: str | None, area: str | None, as_data: bool, database: Path) -> None:
    """Show measures by area and years, those about WORDS ("domestic burglary") only where given, with the figure that a later
    plan states and whether the target was met.
    """
    from extractor import report
    from extractor.grammar.objectives import objective_key
    from extractor.write import opened

    with opened(database) as connection:
        found = report.measures(connection, area, objective_key(words) if words else None)
    if as_data:
        show_json([asdict(one) for one in found])
        return
    if not found:
        show("none\n")
    lines = []
    for one in found:
        later = f"; in {one.later.start}-{one.later.end}: {one.later.baseline}" if one.later else ""
        figures = f"{one.baseline or 'no baseline'} to {one.target or 'no target'} ({one.arithmetic})"
        lines.append(f"{one.area} {one.years}  {one.objective}: {figures}{later}; target met: {one.met}\n")
    show("".join(dict.fromkeys(lines)))  # what the PDF and the Word file of one plan both state stands once, as on the site
