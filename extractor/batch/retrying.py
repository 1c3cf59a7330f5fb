"""What could not be read, or not wholly, once more: where the reason has gone, or whatever the reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractor.batch.due import due
from extractor.batch.finding import Found
from extractor.batch.packs import exists
from extractor.batch.run import OneRun, Progress, Work
from extractor.batch.slots import Setting
from extractor.batch.summary import Summary
from extractor.batch.workers import setting_for
from extractor.codebook import Codebook
from extractor.errors import Reason
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
    found = Found(tuple(as_path(path) for path in chosen))
    return OneRun(found, database, codebook, manifest or {}, (), work, progress, frozenset(chosen)).go()


def _wanted(entry: Entry, setting: Setting, everything: bool) -> bool:
    if entry.state not in _LEFT or (entry.reason == Reason.UNREADABLE and as_path(entry.path).is_symlink()):
        return False
    return everything or due(entry, setting)
