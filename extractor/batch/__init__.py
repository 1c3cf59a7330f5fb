"""Many papers -> one database: each file ends as read, unchanged or failed, with the reason, and one failure harms no other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from extractor.batch.manifest import read_manifest
from extractor.codebook import Codebook
from extractor.errors import ExtractorError, InputError, PaperError
from extractor.flow import extract_bytes, read_file
from extractor.model import ManifestRow
from extractor.write import Run, known, open_database, record_failure, record_run, store

__all__ = ["Outcome", "Summary", "find_papers", "ingest", "read_manifest"]

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


@dataclass(frozen=True, slots=True)
class Summary:
    outcomes: tuple[Outcome, ...]
    left_out: int = 0
    """Files in the folders that are no papers by their ending."""
    unmatched: tuple[str, ...] = field(default=())
    """Manifest rows that name no file of this run."""

    def count(self, state: str) -> int:
        return sum(outcome.state == state for outcome in self.outcomes)


def find_papers(paths: Iterable[Path]) -> tuple[list[Path], int]:
    """The files to read, in a fixed order, and how many files in folders were left out. Links to folders are not followed.

    Raises InputError for a path that does not exist, or where nothing was found at all.
    """
    found: list[Path] = []
    left_out = 0
    given = list(paths)
    for path in given:
        if path.is_dir():
            for file in _walk(path):
                if file.suffix.lower() in ENDINGS:
                    found.append(file)
                else:
                    left_out += 1
        elif path.exists():
            found.append(path)
        else:
            raise InputError(f"{path} does not exist: check the path")
    if not found:
        raise InputError(f"no papers in {', '.join(map(str, given))}: name folders that hold {', '.join(sorted(ENDINGS))} files")
    return list(dict.fromkeys(found)), left_out


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
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
) -> Summary:
    """Reads papers and folders of papers into ``database``, which is made where there is none.

    A paper that the database holds, read with the same rules, program and manifest row, is left as it is; the same bytes under two
    names are stored once. ``progress`` is told each outcome and how many files there are. Raises InputError for paths that cannot
    be used, DatabaseError and StorageError for the database; what was read by then is kept.
    """
    manifest = manifest or {}
    files, left_out = find_papers(paths)
    started = datetime.now(UTC)
    held = open_database(database, _themes(codebook))
    try:
        read_before = known(held)
        seen: dict[str, str] = {}
        outcomes = []
        for file in files:
            outcome = _one(file, held, codebook, manifest, seen, read_before)
            outcomes.append(outcome)
            if progress is not None:
                progress(outcome, len(files))
        summary = Summary(tuple(outcomes), left_out, tuple(sorted(set(manifest) - {file.name for file in files})))
        record_run(
            held,
            Run(
                started=started.isoformat(timespec="seconds"),
                finished=datetime.now(UTC).isoformat(timespec="seconds"),
                rules_hash=codebook.hash,
                read=summary.count("read"),
                unchanged=summary.count("unchanged"),
                failed=summary.count("failed"),
            ),
        )
        return summary
    finally:
        held.close()


def _one(file: Path, database: object, codebook: Codebook, manifest: Mapping[str, ManifestRow], seen: dict[str, str], read_before: Mapping[str, str]) -> Outcome:
    """One file, from its bytes to its rows; whatever is wrong with it ends as a failed outcome, noted in the database."""
    sha256 = None
    try:
        data = read_file(file)
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in seen:
            return Outcome(file.name, "unchanged", f"the same file as {seen[sha256]}")
        seen[sha256] = file.name
        row = manifest.get(file.name)
        if row is None and read_before.get(sha256) == codebook.hash:
            return Outcome(file.name, "unchanged")
        found = extract_bytes(data, file=file.name, codebook=codebook, manifest=row)
        state = store(database, found, data)  # type: ignore[arg-type]
    except (PaperError, InputError) as fault:
        reason = str(fault)
        record_failure(database, file.name, sha256, reason)  # type: ignore[arg-type]
        return Outcome(file.name, "failed", reason)
    except ExtractorError:
        raise
    except Exception as fault:  # a fault of ours in one paper must not cost the rest; it is named as ours
        reason = f"a fault in the program ({type(fault).__name__}): please report it with this paper"
        record_failure(database, file.name, sha256, reason)  # type: ignore[arg-type]
        return Outcome(file.name, "failed", reason)
    note = "; ".join(dict.fromkeys(problem.message for problem in found.problems))
    return Outcome(file.name, state, note, len(found.plans), sum(len(plan.priorities) for plan in found.plans))
