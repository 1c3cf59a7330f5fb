"""`extractor runs` and `extractor diff`: what was read when, by which rules, and what other rules would find."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.door import DATABASE, codebook_of, show, show_json, told

_JSON = click.option("--json", "as_data", is_flag=True, help="Print JSON.")


@click.group(invoke_without_command=True)
@DATABASE
@_JSON
@click.pass_context
def runs(context: click.Context, database: Path, as_data: bool) -> None:
    """List the runs over a database, the newest first: when, with which rules and program, and what became of the papers."""
    if context.invoked_subcommand is None:
        _list(database, as_data)


@told
def _list(database: Path, as_data: bool) -> None:
    from extractor.report.runs import as_dicts, runs_held
    from extractor.write import opened

    with opened(database) as connection:
        held = runs_held(connection)
    if as_data:
        show_json(as_dicts(held))
        return
    lines = [f"{'run':16s}  {'started':24s}  {'rules':16s}  {'program':10s}  {'read':>6s} {'same':>6s} {'failed':>6s}"]
    for run in held:
        counts = f"{run.read:6d} {run.unchanged:6d} {run.failed:6d}"
        lines.append(f"{run.id:16s}  {run.started[:23]:24s}  {run.rules_hash:16s}  {run.program_version:10s}  {counts}")
    show("\n".join(lines) + "\n" if held else f"No runs yet: extractor ingest PAPERS --database {database}\n")


@runs.command("prune")
@DATABASE
@click.option("--keep", default=1, show_default=True, type=click.IntRange(min=0), help="How many of the newest runs to keep.")
@told
def prune(database: Path, keep: int) -> None:
    """Forget old runs, and the findings that were kept for them. What the papers give now, and every correction, stays."""
    from extractor.write import check_database, one_writer, open_database
    from extractor.write import prune as prune_runs

    check_database(database)
    with one_writer(database):
        held = open_database(database)
        try:
            gone, readings = prune_runs(held, keep)
        finally:
            held.close()
    show(f"{gone} runs and {readings} readings forgotten\n")


@click.command()
@click.argument("names", nargs=-1, metavar="[RUN RUN]")
@DATABASE
@click.option("--with", "other", type=click.Path(path_type=Path), help="Another database: from the first to this one.")
@click.option("--rules", type=click.Path(path_type=Path), help="A folder of rules: what they would find in the stored papers.")
@_JSON
@told
def diff(names: tuple[str, ...], database: Path, other: Path | None, rules: Path | None, as_data: bool) -> None:
    """List the findings gained, lost and changed between two runs, two databases, or under other rules.

    RUN is a run's id or enough of its beginning: 'extractor runs' lists them. With --rules the stored papers are read anew, and
    nothing is written. What a person has corrected is shown apart. Ends with 0 also where there are differences.
    """
    from extractor.report.changes import as_dict, as_text, differences
    from extractor.report.runs import decided, run_named, state_after, state_now
    from extractor.write import opened

    ways = [len(names) == 2, other is not None, rules is not None]
    if sum(ways) != 1 or len(names) not in (0, 2):
        raise click.UsageError("name two runs, or --with another database, or --rules a folder of rules")
    with opened(database) as connection:
        said = decided(connection)
        if len(names) == 2:
            first, second = (run_named(connection, name) for name in names)
            states = state_after(connection, first), state_after(connection, second)
            found = differences(*states, (f"run {first.id}", f"run {second.id}"), said)
        elif other is not None:
            with opened(other) as beside:
                said = {**said, **decided(beside)}
                found = differences(state_now(connection), state_now(beside), (database.name, other.name), said)
        else:
            from extractor.batch import kept
            from extractor.versions import reread

            codebook = codebook_of(rules)
            read, failed = reread(connection, codebook, kept)
            found = differences(state_now(connection), read, ("stored", f"rules {codebook.hash}"), said, failed)
    if as_data:
        show_json(as_dict(found))
    else:
        show(as_text(found))
