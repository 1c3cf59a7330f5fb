"""Many papers -> one database. Each is read in a process apart, under limits, and one bad file costs no other.

``ingest`` is a whole run. extractor/batch/run.py is its path; child.py is what happens to one paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.batch.cluster import cluster_at
from extractor.batch.expected import read_expected
from extractor.batch.finding import ENDINGS, Found, find_papers
from extractor.batch.keeping import kept
from extractor.batch.laying_out import page_images
from extractor.batch.manifest import WatchedManifest, read_manifest, unknown_areas
from extractor.batch.retrying import retry
from extractor.batch.run import OneRun, Progress, Work
from extractor.batch.standing import Standing, status
from extractor.batch.summary import Outcome, Pictured, Summary
from extractor.batch.watching import Watch
from extractor.codebook import Codebook
from extractor.model import ManifestRow
from extractor.write import Expected

__all__ = [
    "ENDINGS",
    "Found",
    "Outcome",
    "Pictured",
    "Standing",
    "Summary",
    "Watch",
    "WatchedManifest",
    "Work",
    "cluster_at",
    "find_papers",
    "ingest",
    "kept",
    "page_images",
    "read_expected",
    "read_manifest",
    "retry",
    "status",
    "unknown_areas",
]


def ingest(
    paths: Sequence[Path],
    database: Path,
    codebook: Codebook,
    manifest: Mapping[str, ManifestRow] | None = None,
    progress: Progress | None = None,
    expected: Sequence[Expected] = (),
    work: Work | None = None,
) -> Summary:
    """Reads papers and folders of papers into ``database``, which is made where there is none.

    A paper that the database holds, read with the same rules, program and manifest row, is left as it is; the same bytes under two
    names are stored once. What an earlier manifest said of a paper holds until a row says otherwise. ``expected`` are plans that
    ought to be held (see read_expected). ``progress`` is told each outcome and how many files there are.

    The database is replaced as a whole, at the end, once it has passed its check; what an interrupted run had read is
    not read again. Raises InputError for paths that cannot be used, ActiveError where another run is at it, DatabaseError,
    StorageError.
    """
    return OneRun(find_papers(paths), database, codebook, manifest or {}, expected, work or Work(), progress).go()
