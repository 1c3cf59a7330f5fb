"""`extractor page-images`: Word papers laid out on pages."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.batching import WORK, picture, working
from extractor.commands.door import RULES, codebook_of, told


@click.command("page-images")
@click.argument("database", type=click.Path(path_type=Path), default=Path("plans.db"))
@click.option("--again", is_flag=True, help="Try also the papers for which it could not be done before.")
@WORK
@RULES
@told
def page_images(database: Path, again: bool, rules: Path | None, **options: object) -> int:
    """Lay out the Word papers of DATABASE (by default plans.db) on pages, so that the site shows their pages' images, words boxed.

    LibreOffice does it; its page breaks may differ from the original's, and no finding depends on them. Papers that were laid out
    before are left as they are. Ends with 0, or with 3 where some could not be laid out or LibreOffice is missing.
    """
    codebook = codebook_of(rules)
    with working(options) as work:
        return picture(database, codebook, work, {"log": "text"}, again)
