"""`extractor ingest`: many papers into one database."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.batching import PAGE_IMAGES, TOLD, WORK, finished, running, working
from extractor.commands.door import RULES, codebook_of, complain, told


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--database", type=click.Path(path_type=Path), default=Path("plans.db"), show_default=True, help="The database to write."
)
@click.option(
    "--manifest", type=click.Path(path_type=Path), help="A CSV that names area, partnership, period and source of each file."
)
@click.option("--expected", type=click.Path(path_type=Path), help="A CSV of the plans that ought to be held: area, period.")
@PAGE_IMAGES
@WORK
@TOLD
@RULES
@told
def ingest(
    paths: tuple[Path, ...],
    database: Path,
    manifest: Path | None,
    expected: Path | None,
    rules: Path | None,
    **options: object,
) -> int:
    """Read papers, and folders of papers, into one database.

    A paper that is already there is left as it is. Each paper is read in a process apart, with limits on memory and time; one
    that cannot be read costs no other. The database is replaced as a whole, at the end. Ends with 0 when every paper stands read,
    with 3 when some are quarantined, waiting, or read only in part; 'extractor status' lists them.
    """
    from extractor.batch import ingest as ingest_papers
    from extractor.batch import read_expected, read_manifest, unknown_areas

    rows = read_manifest(manifest) if manifest is not None else {}
    codebook = codebook_of(rules)
    for line in unknown_areas(rows, codebook):
        complain(f"warning: manifest {manifest}: {line}")
    wanted = read_expected(expected, codebook) if expected else ()
    with working(options) as work:
        with running(options) as progress:
            summary = ingest_papers(paths, database, codebook, rows, progress, wanted, work)
        return finished(summary, database, options, codebook, work)
