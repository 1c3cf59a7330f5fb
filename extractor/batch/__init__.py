"""Many papers -> one database. A paper that is there already is left alone, and one bad file costs no other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractor.batch.expected import missing_papers, read_expected
from extractor.batch.manifest import read_manifest, row_for, unknown_areas
from extractor.codebook import Codebook
from extractor.errors import ExtractorError, InputError, PaperError
from extractor.flow import extract_bytes, printable, read_file
from extractor.model import Extract, ManifestRow
from extractor.write import (
    Expected,
    Known,
    Run,
    known,
    open_database,
    record_failure,
    record_run,
    renew,
    store,
    whose_file,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["Found", "Outcome", "Summary", "find_papers", "ingest", "read_expected", "read_manifest", "unknown_areas"]

ENDINGS = frozenset({".pdf", ".docx", ".doc", ".rtf", ".odt", ".html", ".htm", ".txt", ".md", ".markdown"})
"""In a folder, files with other endings are left alone; a file named outright is always tried."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``note`` is the reason of a failure, or what was read in part."""

    file: str
    state: Literal["read", "unchanged", "failed"]
    note: str = ""
    plans: int = 0
    priorities: int = 0
    sha256: str | None = None
    """Of the file's bytes; None where it could not be opened."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in a fixed order; how many files in folders were left out; paths that lead nowhere, as failures."""

    files: tuple[Path, ...]
    left_out: int = 0
    failures: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """One ingest: what became of each file, in the order of reading."""

    outcomes: tuple[Outcome, ...]
    left_out: int = 0
    """Files in the folders that are no papers by their ending."""
    unmatched: tuple[str, ...] = field(default=())
    """Manifest rows that name no file of this run."""

    def count(self, state: str) -> int:
        """How many files ended as "read", "unchanged" or "failed"."""
        return sum(outcome.state == state for outcome in self.outcomes)


def find_papers(paths: Iterable[Path]) -> Found:
    """The papers at ``paths``: files as named, folders searched to any depth without following links to folders.

    A path that cannot be used is a failure among the others; InputError is raised only where nothing else was found.
    """
    files: list[Path] = []
    failures: list[Outcome] = []
    left_out = 0
    given = list(paths)
    for path in given:
        if path.is_dir():
            for file in _walk(path, failures):
                if file.suffix.lower() in ENDINGS:
                    files.append(file)
                else:
                    left_out += 1
        elif path.exists():
            files.append(path)
        else:
            failures.append(Outcome(printable(str(path)), "failed", "does not exist: check the path"))
    if not files and failures:
        raise InputError("; ".join(f"{failure.file} {failure.note}" for failure in failures))
    if not files:
        folders = ", ".join(printable(str(path)) for path in given)
        raise InputError(f"no papers in {folders}: name folders that hold {', '.join(sorted(ENDINGS))} files")
    return Found(tuple(dict.fromkeys(files)), left_out, tuple(failures))


def _walk(folder: Path, failures: list[Outcome]) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as fault:
        failures.append(Outcome(printable(str(folder)), "failed", f"cannot be opened ({fault.strerror}): check its permissions"))
        return
    for path in entries:
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, failures)
        elif path.is_file():
            yield path


def _themes(codebook: Codebook) -> list[tuple[str, str, int]]:
    return [(entry.id, str(entry["heading"]), int(entry["order"])) for entry in codebook.entries("themes")]


def ingest(
    paths: Sequence[Path],
    database: Path,
    codebook: Codebook,
    manifest: Mapping[str, ManifestRow] | None = None,
    progress: Callable[[Outcome, int], None] | None = None,
    expected: Sequence[Expected] = (),
) -> Summary:
    """Reads papers and folders of papers into ``database``, which is made where there is none.

    A paper that the database holds, read with the same rules, program and manifest row, is left as it is; the same bytes under two
    names are stored once. What an earlier manifest said of a paper holds until a row says otherwise. ``expected`` are plans that
    ought to be held (see read_expected). ``progress`` is told each outcome and how many files there are. Raises InputError for
    paths that cannot be used, DatabaseError and StorageError for the database; what was read by then is kept.
    """
    manifest = manifest or {}
    found = find_papers(paths)
    started = datetime.now(UTC)
    held = open_database(database, _themes(codebook))
    try:
        read_before = known(held)
        seen: dict[str, tuple[str, bool]] = {}
        used: set[str] = set()
        outcomes = list(found.failures)
        for file in found.files:
            key, row = row_for(manifest, file)
            used.add(key)
            outcome = _one(file, held, codebook, row, seen, read_before)
            outcomes.append(outcome)
            if progress is not None:
                progress(outcome, len(found.files))
        summary = Summary(tuple(outcomes), found.left_out, tuple(sorted(set(manifest) - used)))
        renew(held, codebook, [*expected, *missing_papers(held, manifest, summary.unmatched, codebook)])
        record_run(
            held,
            Run(
                started=started.isoformat(timespec="milliseconds"),
                finished=datetime.now(UTC).isoformat(timespec="milliseconds"),
                rules_hash=codebook.hash,
                read=summary.count("read"),
                unchanged=summary.count("unchanged"),
                failed=summary.count("failed"),
                papers=tuple((outcome.file, outcome.sha256, outcome.state) for outcome in outcomes),
            ),
        )
        return summary
    finally:
        held.close()


def _one(
    file: Path,
    database: Database,
    codebook: Codebook,
    row: ManifestRow | None,
    seen: dict[str, tuple[str, bool]],
    read_before: Mapping[str, Known],
) -> Outcome:
    """One file, from its bytes to its rows; whatever is wrong with the paper ends as a failed outcome, noted in the database."""
    name, sha256 = printable(file.name), None
    try:
        data = read_file(file)
        sha256 = hashlib.sha256(data).hexdigest()
        twin, has_row = seen.get(sha256, (None, False))
        if twin is not None and (has_row or row is None):
            return Outcome(name, "unchanged", f"the same file as {twin}", sha256=sha256)
        seen[sha256] = (name, row is not None)
        before = read_before.get(sha256)
        if before is not None:
            row = row or before.manifest
            if before.rules_hash == codebook.hash and _said(row) == _said(before.manifest):
                return Outcome(name, "unchanged", sha256=sha256)
        found = extract_bytes(data, file=name, codebook=codebook, manifest=row)
        state = _stored(database, found, data, codebook)
    except (PaperError, InputError) as fault:
        reason = str(fault)
        record_failure(database, name, sha256, reason, whose=whose_file(name, row, codebook))
        return Outcome(name, "failed", reason, sha256=sha256)
    note = "; ".join(dict.fromkeys(problem.message for problem in found.problems))
    return Outcome(name, state, note, len(found.plans), sum(len(plan.priorities) for plan in found.plans), sha256)


def _said(row: ManifestRow | None) -> tuple[str | None, ...]:
    """What a manifest row says of its paper; a row that says nothing is as good as none."""
    return (row.area, row.partnership, row.period, row.source) if row is not None else (None,) * 4


def _stored(database: Database, found: Extract, data: bytes, codebook: Codebook) -> Literal["read", "unchanged"]:
    """Stores one paper; a fault of ours in its rows becomes this paper's failure, one of the database's ends the run."""
    try:
        return store(database, found, data, codebook)
    except ExtractorError:
        raise
    except Exception as fault:
        raise PaperError(
            f"{found.paper.file}: a fault in the program ({type(fault).__name__}): please report it with this paper"
        ) from fault
