"""`extractor watch`: papers are read as they arrive."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.batching import PAGE_IMAGES, TOLD, WORK, as_text, picture, running, working, write_summary
from extractor.commands.door import RULES, codebook_of, complain, show, told
from extractor.errors import ActiveError, InputError, LockedError

if TYPE_CHECKING:
    from extractor.batch import Watch


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--database", type=click.Path(path_type=Path), default=Path("plans.db"), show_default=True, help="The database to write."
)
@click.option("--manifest", type=click.Path(path_type=Path), help="A CSV of area, partnership, period and source of each file.")
@click.option(
    "--interval", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds between two looks at the folders."
)
@PAGE_IMAGES
@WORK
@TOLD
@RULES
@told
def watch(
    folders: tuple[Path, ...], database: Path, manifest: Path | None, interval: float, rules: Path | None, **options: object
) -> int:
    """Read papers as they arrive in FOLDERS, until stopped.

    A paper is read when two looks in a row find it the same, so one that is still being copied waits; so does a manifest that is
    being saved. A manifest that has changed is taken up; lines of it that cannot be used are told, and the others hold. Papers that
    are deleted are marked as gone. SIGTERM and Ctrl+C end it between two looks with 0; in the middle of a run, as they end ingest.
    """
    from extractor.batch import Watch

    if manifest is not None and not manifest.exists():
        raise InputError(f"manifest {manifest} does not exist: check the path")
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT, *((signal.SIGHUP,) if sys.platform != "win32" else ())):
        signal.signal(one, lambda *_: stop.set())
    codebook = codebook_of(rules)
    with working(options) as work:
        show(f"Watching {', '.join(str(folder) for folder in folders)}, every {interval:g} seconds - stop with Ctrl+C\n")
        sys.stdout.flush()
        _watch(Watch(folders, database, codebook, work), manifest, interval, stop, options)
    return 0


def _watch(watched: Watch, manifest: Path | None, interval: float, stop: threading.Event, options: Mapping[str, Any]) -> None:
    from extractor.batch import WatchedManifest, unknown_areas

    said = WatchedManifest(manifest, lambda line: complain(f"warning: {line}")) if manifest is not None else None
    while not stop.is_set():
        if said is not None and said.look():
            for line in unknown_areas(said.rows or {}, watched.codebook):
                complain(f"warning: manifest {manifest}: {line}")
        summary = None
        if said is None or said.rows is not None:
            try:
                with running(options) as progress:
                    summary = watched.look(said.rows if said else None, progress)
            except (ActiveError, LockedError) as fault:
                complain(f"{fault}: looking again in {interval:g} seconds")
        if summary is not None:
            show(as_text(summary, watched.database))
            if options["summary"] is not None:
                write_summary(summary, Path(str(options["summary"])))
            if options["page_images"]:
                picture(watched.database, watched.codebook, watched.work, options)
        sys.stdout.flush()
        stop.wait(interval)
