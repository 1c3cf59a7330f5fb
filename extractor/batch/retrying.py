"""What could not be read, or not wholly, once more: where the reason has gone, or whatever the reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractor.batch.deciding import path_in_ledger
from extractor.batch.due import due
from extractor.batch.finding import Found, find_papers
from extractor.batch.packs import PACK, exists
from extractor.batch.run import OneRun, Progress, Work
from extractor.batch.slots import Setting
from extractor.batch.summary import Summary
from extractor.batch.workers import setting_for
from extractor.codebook import Codebook
from extractor.errors import InputError, Reason
from extractor.model import ManifestRow
from extractor.write import Entry, as_path, ledger_of

_LEFT = ("waiting", "quarantined", "partial")


def retry(
    database: Path,
    codebook: Codebook,
    manifest: Mapping[str, ManifestRow] | None = None,
    progress: Progress | None = None,
    work: Work | None = None,
    everything: bool = False,
) -> Summary:
    """Tries again the files that wait, are quarantined, or were read in part for a reason that has since gone.

    Such a reason is a program that is now installed, a limit that is now wider, a newer version of this program. With
    ``everything``, all of them are tried. A file that is no longer there is passed over, and so is a link that was not opened: only
    ingest knows the folders that it may lead to. Raises as ingest does.
    """
    work = work or Work()
    setting = setting_for(codebook, work.memory, work.seconds, work.function)
    held = ledger_of(database)
    chosen = [path for path, entry in held.items() if _wanted(entry, setting, everything) and exists(as_path(path))]
    if not chosen:
        return Summary(())
    found = Found(tuple(file for path in chosen for file in _papers_at(as_path(path))))
    chosen = list({path_in_ledger(file) for file in found.files})
    return OneRun(found, database, codebook, manifest or {}, (), work, progress, frozenset(chosen)).go()


def _papers_at(place: Path) -> tuple[Path, ...]:
    """A file itself, or the papers in a pack that could not be opened before."""
    if place.suffix.lower() != PACK or not place.is_file():
        return (place,)
    try:
        return find_papers([place]).files
    except InputError:  # still refused
        return ()


def _wanted(entry: Entry, setting: Setting, everything: bool) -> bool:
    if entry.state not in _LEFT or (entry.reason == Reason.UNREADABLE and as_path(entry.path).is_symlink()):
        return False
    return everything or due(entry, setting)
