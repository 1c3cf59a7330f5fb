"""`extractor review`: what is uncertain, out to a person and back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click

from extractor.commands.door import DATABASE, RULES, codebook_of, show, told
from extractor.errors import InputError


@click.group()
def review() -> None:
    """Have a person look at what is uncertain, and keep what they decide."""


@review.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@DATABASE
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), help="By default, what the ending of FILE says.")
@click.option("--all", "everything", is_flag=True, help="Write every finding, not only what is uncertain or flagged.")
@told
def export(file: Path, database: Path, form: Literal["csv", "xlsx"] | None, everything: bool) -> None:
    """Write what is uncertain or flagged to FILE, with empty columns to fill in.

    The last eight columns are for the officer: decision (accept, reject or withdraw), title, theme, scope, area, period, link and
    note. Give the file back with: extractor review apply FILE
    """
    from extractor.review import export_file, to_review
    from extractor.write import opened

    if form is None:
        ending = file.suffix.lower()
        if ending not in (".csv", ".xlsx"):
            raise InputError(f"{file}: the ending says what is written: name a file that ends in .csv or .xlsx, or add --format")
        form = "xlsx" if ending == ".xlsx" else "csv"
    with opened(database) as connection:
        lines = to_review(connection, everything)
    export_file(lines, file, form)
    show(f"{len(lines)} findings to look at in {file}. When it is filled in: extractor review apply {file} --database {database}\n")


@review.command("apply")
@click.argument("file", type=click.Path(path_type=Path))
@DATABASE
@click.option("--by", help="Who decided, if that is to be kept.")
@RULES
@told
def apply(file: Path, database: Path, by: str | None, rules: Path | None) -> None:
    """Record what is filled in in FILE, a CSV or XLSX that 'review export' wrote.

    All lines are checked first: one fault, and nothing is recorded. The same file again changes nothing.
    """
    from extractor.review import apply_file
    from extractor.write import check_database

    check_database(database)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    done = apply_file(file, database, codebook_of(rules), at=at, by=by)
    told = done.recorded
    counts = f"{told.new} new, {told.replaced} replaced, {told.withdrawn} withdrawn, {told.unchanged} recorded already"
    lost = ""
    if done.without_a_finding:
        lost = f"{done.without_a_finding} corrections find nothing now: see the view corrections_without_a_finding\n"
    show(f"Corrections: {counts}; {done.empty} lines say nothing\n{lost}")
