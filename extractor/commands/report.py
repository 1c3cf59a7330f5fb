"""`extractor report`: the comparison of some areas as a document to take away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from extractor.commands.door import DATABASE, show, told
from extractor.errors import InputError, StorageError


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--area", "areas", multiple=True, help="An area to set beside the others; give it several times.")
@click.option("--years", help="The plans' period, such as 2011-14; by default the one that most of the areas have a plan for.")
@click.option("--site", help="Address of a site over the same database; notes then lead to their evidence pages there.")
@click.option("--date", "day", help="The date to print, as 2026-11-22; by default today. The same date gives the same bytes.")
@DATABASE
@told
def report(out: Path, areas: tuple[str, ...], years: str | None, site: str | None, day: str | None, database: Path) -> None:
    """Write the comparison of areas to OUT: a Word appendix (.docx), an Excel workbook (.xlsx), .csv or .json.

    It says what the compare page shows for the same areas and years, with a note on paper and page behind every entry.
    """
    from extractor.report import FORMS, appendix, asked_comparison, asked_period, document
    from extractor.write import opened

    form = next((form for form in FORMS if out.suffix.casefold() == f".{form}"), None)
    if form is None:
        raise InputError(f"{out}: the ending says what is written: name a file that ends in .docx, .xlsx, .csv or .json")
    if out.is_dir():
        raise InputError(f"{out} is a folder: name a file in it")
    made_on = _date(day)
    if site is not None and not site.startswith(("http://", "https://")):
        raise InputError(f"{site!r} is no address of a site: write it as http://127.0.0.1:8001")
    with opened(database) as connection:
        period = asked_period(connection, areas, years) if years is not None else (None, None)
        asked = asked_comparison(connection, areas, *period)
        if asked is None:
            raise InputError("no plan of these areas is held: check the names with 'extractor gaps --held'")
        for name in asked.unknown:
            click.echo(f"extractor: no plan of {name!r} is held, so it is left out", err=True)
        data = document(appendix(connection, asked, made_on, site), form)
    try:
        out.write_bytes(data)
    except OSError as fault:
        raise StorageError(f"{out} cannot be written ({fault.strerror}): name another file") from fault
    show(f"{out}: {', '.join(asked.areas)}, {asked.comparison.years}\n")


def _date(text: str | None) -> str:
    if text is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        raise InputError(f"{text!r} is no date: write it as 2026-11-22") from fault
