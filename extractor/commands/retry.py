"""`extractor retry`: what could not be read, once more."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.batching import PAGE_IMAGES, TOLD, WORK, finished, picture, running, working
from extractor.commands.door import RULES, codebook_of, show, told


@click.command()
@click.argument("database", type=click.Path(path_type=Path), default=Path("plans.db"))
@click.option("--all", "everything", is_flag=True, help="Try every file that waits, is quarantined or was read in part.")
@click.option("--manifest", type=click.Path(path_type=Path), help="A CSV that names area, partnership, period and source of each.")
@PAGE_IMAGES
@WORK
@TOLD
@RULES
@told
def retry(database: Path, everything: bool, manifest: Path | None, rules: Path | None, **options: object) -> int:
    """Try again what DATABASE (by default plans.db) could not read for a reason that has since gone.

    Such a reason is a program that is now installed (tesseract, LibreOffice), more --timeout or --memory than before, a file that
    could not be opened, or a newer version of this program. Ends as ingest does.
    """
    from extractor.batch import read_manifest
    from extractor.batch import retry as retry_papers

    rows = read_manifest(manifest) if manifest is not None else {}
    codebook = codebook_of(rules)
    with working(options) as work:
        with running(options) as progress:
            summary = retry_papers(database, codebook, rows, progress, work, everything)
        if not summary.outcomes:
            show("Nothing to try again: no reason has gone since. To try everything: extractor retry --all\n")
            return picture(database, codebook, work, options) if options["page_images"] else 0
        return finished(summary, database, options, codebook, work)
