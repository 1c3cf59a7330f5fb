"""`extractor status`: what became of each source file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.batching import without_name
from extractor.commands.door import show, show_json, told

if TYPE_CHECKING:
    from extractor.write import Entry

_FIRST = ("quarantined", "waiting", "partial", "gone", "duplicate", "read")


@click.command()
@click.argument("database", type=click.Path(path_type=Path), default=Path("plans.db"))
@click.option("--all", "everything", is_flag=True, help="List every file, also those read and those that are duplicates.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON: counts by state and by reason, and every file.")
@told
def status(database: Path, everything: bool, as_data: bool) -> int:
    """Show the ledger of DATABASE (by default plans.db): how many files stand in each state, and which need attention and why.

    Each file is in one state: read, partial, duplicate, waiting (for a program to be installed), quarantined (cannot be read), or
    gone (no longer where it was). Ends with 0, or with 3 where some are partial, waiting or quarantined.
    """
    from extractor.batch import status as status_of

    found = status_of(database)
    if as_data:
        show_json(found.as_dict())
        return found.exit_code
    lines = [f"{state:11s}  {found.states.get(state, 0):6d}" for state in reversed(_FIRST)]
    for reason, count in sorted(found.reasons.items()):
        lines.append(f"\n{reason}: {count} ({found.advice(reason)})")
        lines += [f"  {one.state:11s}  {one.path}{_more(one)}" for one in found.of(reason)]
    for state in _FIRST if everything else ("partial", "gone"):
        rest = [one for one in found.entries if one.state == state and not one.reason]
        if rest:
            lines.append(f"\n{state}: {len(rest)}")
            lines += [f"  {one.path}{_more(one)}" for one in rest]
    if found.unfinished:
        lines.append("\nA run was interrupted, or is still under way: the next ingest goes on from what it had read.")
    show("\n".join(lines) + "\n")
    return found.exit_code


def _more(one: Entry) -> str:
    if one.same_as:
        return f" = {one.same_as}"
    return f": {without_name(one.file, one.note)}" if one.note else ""
