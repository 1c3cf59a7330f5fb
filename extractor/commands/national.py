"""`extractor national`: plans against the national frameworks of their time."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from extractor.commands.door import DATABASE, show, show_json, told


@click.command()
@click.argument("framework", required=False)
@click.option("--round", help="The spending round, such as CSR2007, where a number has several.")
@click.option("--not-citing", is_flag=True, help="Show the plans of its time that do not cite FRAMEWORK.")
@click.option(
    "--crime-types", is_flag=True, help="Show which crime types of a national target local measures cover, and which not."
)
@click.option("--uncommented", is_flag=True, help="Show the numbered national actions that have no local commentary.")
@click.option("--misfits", is_flag=True, help="Show the citations that do not fit their plan's round, or any catalogue.")
@click.option("--area", help="Crime types of this area only.")
@click.option("--json", "as_data", is_flag=True, help="Print the rows as JSON.")
@DATABASE
@told
def national(
    framework: str | None,
    round: str | None,
    not_citing: bool,
    crime_types: bool,
    uncommented: bool,
    misfits: bool,
    area: str | None,
    as_data: bool,
    database: Path,
) -> None:
    """Show which plans cite FRAMEWORK ("PSA 23", "NI 15"), or what an option asks."""
    from extractor import report
    from extractor.errors import InputError
    from extractor.write import opened

    if sum((framework is not None, crime_types, uncommented, misfits)) != 1:
        raise click.UsageError("name a framework, such as 'PSA 23', or one of --crime-types, --uncommented, --misfits")
    with opened(database) as connection:
        if crime_types:
            _show(report.crime_types(connection, area), as_data, _crime_type)
        elif uncommented:
            _show(report.national_actions(connection, without_commentary=True), as_data, _action)
        elif misfits:
            _show(report.misfits(connection), as_data, lambda one: f"{_file(one)}: {one.text}: {one.flag}")
        else:
            scheme, _, number = (framework or "").strip().upper().partition(" ")
            if not number:
                raise click.UsageError("write the framework as its name and number, such as 'PSA 23'")
            asked = (connection, scheme, number.strip(), round)
            found: tuple[Any, ...] = report.not_citing(*asked) if not_citing else report.citing(*asked)
            unknown = None if found else report.unknown_framework(*asked)
            if unknown is not None:
                raise InputError(unknown)
            _show(found, as_data, _not_citing if not_citing else _citing)


def _show(found: tuple[Any, ...], as_data: bool, line: Any) -> None:
    if as_data:
        show_json([asdict(one) for one in found])
    else:
        show("".join(f"{line(one)}\n" for one in found) or "none\n")


def _file(one: Any) -> str:
    from extractor.report.words import with_forms

    return with_forms(one.file, one.forms)


def _citing(one: Any) -> str:
    about = f"{one.priorities} priorities, {one.measures} measures, {one.actions} actions, {one.commented} with commentary"
    flag = f"; {one.flag}" if one.flag else ""
    return f"{one.area or 'area not stated'} {one.years}  {_file(one)}: {about}{flag}"


def _not_citing(one: Any) -> str:
    return f"{one.area or 'area not stated'} {one.start}-{one.end}  {_file(one)}"


def _action(one: Any) -> str:
    return f"{_file(one)}: {one.number}. {one.action}" + (f" ({one.frameworks})" if one.frameworks else "")


def _crime_type(one: Any) -> str:
    measure = f": {one.objective}; {one.baseline} to {one.target} ({one.arithmetic})" if one.objective else ""
    change = "no figure" if one.national_change is None else f"{one.national_change:+g} %" if one.national_change else "no change"
    return f"{one.area or 'area not stated'}  {one.crime_type} ({change}): {one.coverage}{measure}  {_file(one)}"
