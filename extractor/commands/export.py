"""`extractor export`: the whole of a database as files that any program reads."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.door import DATABASE, show, told


@click.command()
@click.argument("folder", metavar="OUT_DIR", type=click.Path(path_type=Path))
@DATABASE
@click.option(
    "--date",
    help="Date of the export, as YYYY-MM-DD. By default that of the last run, so that the same database gives the same files.",
)
@click.option("--licence", default="MIT", show_default=True, help="Licence that you give the tables under, by its SPDX name.")
@click.option("--guard", is_flag=True, help="Put an apostrophe before text that a spreadsheet program would run as a formula.")
@told
def export(folder: Path, database: Path, date: str | None, licence: str, guard: bool) -> None:
    """Write every table and view as CSV into OUT_DIR, with a Frictionless datapackage.json, and whole plans as JSON Lines.

    The files hold what the papers say, letter by letter: a text that begins with = is a text. Programs that run such a text
    (spreadsheets) want --guard; programs that compare it with the paper want it left as it is.
    """
    from extractor.report.dataset import write_dataset
    from extractor.write import opened

    with opened(database) as connection:
        files = write_dataset(connection, folder, date=date, licence=licence, guard=guard)
    show(f"{len(files)} files in {folder}, described in {folder / 'datapackage.json'}\n")
