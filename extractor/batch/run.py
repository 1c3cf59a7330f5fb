"""One run: looks at every file, has those read that need it, writes what comes back in the order of the files, and publishes it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from extractor.batch.deciding import Deciding, Item, path_in_ledger
from extractor.batch.expected import missing_papers
from extractor.batch.finding import Found
from extractor.batch.keeping import parser_version
from extractor.batch.manifest import row_for
from extractor.batch.packs import PACK, exists, shown_name
from extractor.batch.paper import Result, Task, failed
from extractor.batch.source import Source, leads_out, mark, read_source
from extractor.batch.summary import Outcome, Summary
from extractor.batch.temporary import sweep
from extractor.batch.together import Readings
from extractor.batch.workers import keep_idle, setting_for, start_anew, stop_workers
from extractor.codebook import Codebook
from extractor.errors import ExtractorError, InputError, PaperError, Reason
from extractor.flow import printable
from extractor.model import ManifestRow
from extractor.write import (
    Building,
    Entry,
    Expected,
    Parsed,
    Run,
    as_path,
    building,
    enter,
    forget_paper,
    known,
    ledger,
    left_unfinished,
    looked_at,
    mark_gone,
    one_run,
    papers_with_problems,
    parsed_before,
    program_version,
    record_failure,
    record_run_in_place,
    renew,
    store_rows,
    told,
    unpack_rows,
    whose_file,
)

_MOST_BYTES = 200_000_000
"""Bytes of papers that are held at once, read ahead and not yet written."""
_AHEAD = 8
"""Papers for each worker that are held at once: one slow paper keeps the others waiting only when so many are done."""

Progress = Callable[[Outcome, int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """How papers are read: how many at once, the limits of each (MB, seconds), and on what.

    Without ``seconds``, 120, and more for each page that is read by OCR; what is given is a hard limit.
    Without ``workers``, one for each processor. ``executor`` is anything shaped like those of concurrent.futures, such as a
    cluster's; without one, threads of this process each lead a worker process. ``function`` ("module:name") reads a paper.
    """

    workers: int | None = None
    memory: int = 1024
    seconds: float | None = None
    executor: Executor | None = None
    function: str = "extractor.batch.paper:read_paper"


@dataclass
class OneRun:
    """A run over ``found`` into ``database``. ``again`` holds paths, as the ledger has them, that are tried whatever is known."""

    found: Found
    database: Path
    codebook: Codebook
    manifest: Mapping[str, ManifestRow]
    expected: Sequence[Expected]
    work: Work
    progress: Progress | None = None
    again: Collection[str] = ()

    _stack: ExitStack = field(default_factory=ExitStack)
    _building: Building | None = None
    _executor: Executor | None = None

    def __post_init__(self) -> None:
        self._setting = setting_for(self.codebook, self.work.memory, self.work.seconds, self.work.function)
        wanted = self.work.workers or processors()
        self._workers = max(1, min(wanted, len(self.found.files)) if self.work.executor is None else wanted)
        self._now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._known = Deciding(self._setting, self.again, self._now)

    def go(self) -> Summary:
        """Does it all. Raises ActiveError where another run is at it, DatabaseError, StorageError: the database is as it was.

        Raises InputError on a system that cannot isolate papers.
        """
        began = time.monotonic()
        if self.work.executor is None and not hasattr(os, "fork"):
            raise InputError("reading papers into a database needs Linux or macOS: on Windows, use WSL ('wsl --install')")
        start_anew()
        sweep()
        with one_run(self.database), self._stack:
            try:
                return self._go(began)
            except sqlite3.Error as fault:
                self._abandon()
                with told(self.database):
                    raise fault
            except BaseException:
                self._abandon()
                raise

    def _go(self, began: float) -> Summary:
        self._look_at_what_is_held()
        outcomes, used = self._read_all()
        unmatched = tuple(sorted(set(self.manifest) - used))
        gone = self._gone()
        summary = Summary(outcomes, self.found.left_out, unmatched, tuple(gone), time.monotonic() - began)
        self._publish(summary)
        keep_idle(self._workers)
        return replace(summary, seconds=time.monotonic() - began)

    # --- what is known ------------------------------------------------------------------------------------------------------

    def _look_at_what_is_held(self) -> None:
        if left_unfinished(self.database) or not self.database.exists() or not looked_at(self.database, self._known.take_in):
            database = self._private().database
            self._known.take_in(ledger(database), known(database), dict(papers_with_problems(database)))
        self._known.leave_out(self.found.files)

    def _private(self) -> Building:
        """The private copy, made when the first thing is to be written: a run that finds nothing new copies nothing."""
        if self._building is None:
            self._building = self._stack.enter_context(building(self.database, self.codebook))
        return self._building

    # --- file by file -------------------------------------------------------------------------------------------------------

    def _read_all(self) -> tuple[tuple[Outcome, ...], set[str]]:
        outcomes = list(self.found.failures)
        used: set[str] = set()
        line: deque[Item] = deque()
        for file in self.found.files:
            key, row = row_for(self.manifest, file)
            used.add(key)
            line.append(self._look(file, row))
            while line and (line[0].result is None or self._full(line)):
                outcomes.append(self._settle(line.popleft()))
        while line:
            outcomes.append(self._settle(line.popleft()))
        if self._executor is not None and self._executor is not self.work.executor:
            self._executor.shutdown()
        return tuple(outcomes), used

    def _full(self, line: deque[Item]) -> bool:
        coming = [item for item in line if item.result is not None]
        held = sum(len(item.source.data) for item in coming if item.source is not None)
        return len(coming) >= _AHEAD * self._workers or held > _MOST_BYTES

    def _look(self, file: Path, row: ManifestRow | None) -> Item:
        """Decides of one file: nothing to do, the same as another, or to be read."""
        item = Item(path_in_ledger(file), printable(shown_name(file)), row)
        before = self._known.entries.get(item.path)
        try:
            if file in self.found.astray:
                raise leads_out(file)
            seen_as = mark(file)
            untouched = before is not None and before.seen_as == seen_as and before.sha256 is not None
            if not untouched:
                item.source = read_source(file)
                seen_as = item.source.seen_as
            sha256 = before.sha256 if before is not None and untouched else item.source.sha256  # type: ignore[union-attr]
            assert sha256 is not None
        except PaperError as fault:
            return self._not_opened(item, fault, before)
        if self._known.settled(item, sha256, seen_as):
            return item
        if item.source is None:
            try:
                item.source = read_source(file)
            except PaperError as fault:
                return self._not_opened(item, fault, before)
        task = self._task(item, item.source)
        item.result = self._ways_to_workers().of(task)
        return item

    def _task(self, item: Item, source: Source) -> Task:
        """Where only rules, program or manifest have changed, the paper is not parsed again."""
        kept = None if item.parse_again else parsed_before(self._private().database, source.sha256)
        if kept is None or (kept.file, kept.parser) != (item.file, parser_version()):
            return Task(source.data, item.file, source.sha256, item.row)
        return Task(b"", item.file, source.sha256, item.row, len(source.data), kept.data)

    def _not_opened(self, item: Item, fault: PaperError, before: Entry | None) -> Item:
        if before is not None and before.state == "quarantined" and (before.reason, before.note) == (fault.reason, str(fault)):
            item.outcome = Outcome(item.file, "quarantined", str(fault), 0, 0, None, item.path, fault.reason, stands=True)
            return item
        item.result = Future()
        item.result.set_result(failed(fault.reason, str(fault)))
        return item

    # --- what comes back ----------------------------------------------------------------------------------------------------

    def _settle(self, item: Item) -> Outcome:
        """Writes what became of a file, unless it stands already, and tells of it."""
        if item.result is not None:
            item.outcome = self._write(item, item.result.result())
        elif item.entry is not None and item.entry != self._known.entries.get(item.path):
            enter(self._private().database, [item.entry])
            self._forget_replaced(item.path, item.entry)
        assert item.outcome is not None
        if self.progress is not None:
            self.progress(item.outcome, len(self.found.files))
        return item.outcome

    def _write(self, item: Item, result: Result) -> Outcome:
        database = self._private().database
        sha256 = item.source.sha256 if item.source else None
        before = self._known.entries.get(item.path)
        with database.atomic():
            if result.rows and item.source is not None:
                try:
                    parsed = Parsed(item.file, parser_version(), result.document) if result.document else None
                    tables, fingerprint = unpack_rows(result.rows)
                    store_rows(database, tables, item.source.data, self.codebook, parsed, fingerprint)
                except ExtractorError:
                    raise
                except Exception as fault:
                    told = f"a fault in the program ({type(fault).__name__}): please report it with this paper"
                    result = failed(Reason.FAULT, told)
            if not result.rows:
                note = result.note if result.note.startswith(item.file) else f"{item.file}: {result.note}"
                whose = whose_file(item.file, item.row, self.codebook)
                record_failure(database, item.file, sha256, note, whose=whose, path=item.path)
            entry = Entry(
                path=item.path,
                file=item.file,
                state=result.state,
                sha256=sha256,
                seen_as=item.source.seen_as if item.source else None,
                reason=result.reason.value if result.reason else None,
                note=result.note or None,
                holds=sha256 if result.rows else before.holds if before else None,
                attempts=(before.attempts if before else 0) + 1,
                deaths=(before.deaths if before and before.sha256 == sha256 else 0) + result.deaths,
                memory=self.work.memory,
                seconds=result.seconds or self._setting.seconds,
                rules_hash=self.codebook.hash,
                program_version=program_version(),
                first_seen=before.first_seen if before else self._now,
                tried=self._now,
            )
            enter(database, [entry])
            self._forget_replaced(item.path, entry)
        return Outcome(item.file, result.state, result.note, result.plans, result.priorities, sha256, item.path, result.reason)

    def _forget_replaced(self, path: str, entry: Entry) -> None:
        """Takes out what the database holds of a file's earlier bytes, once the new ones are read and no other file has the old."""
        before = self._known.entries.get(path)
        self._known.entries[path] = entry
        old = before.holds if before else None
        if old and entry.holds != old and not any(old in (one.holds, one.sha256) for one in self._known.entries.values()):
            forget_paper(self._private().database, old)

    # --- the end ------------------------------------------------------------------------------------------------------------

    def _gone(self) -> list[str]:
        """Files that the ledger has in the folders of this run and that are no longer there."""
        ours = {path_in_ledger(file) for file in self.found.files}
        roots = [f"{path_in_ledger(folder).rstrip('/')}/" for folder in self.found.folders]
        closed = tuple(f"{failure.path}/" for failure in self.found.failures)
        named = {failure.path for failure in self.found.failures}
        gone = []
        for path, entry in self._known.entries.items():
            inside = path in named or any(path.startswith(root) for root in roots)
            if path in ours or not inside or entry.state == "gone" or path.startswith(closed):
                continue
            if not exists(as_path(path)) or self._is_no_file(path, ours):
                gone.append(path)
        if gone:
            mark_gone(self._private().database, gone)
        return gone

    def _is_no_file(self, path: str, ours: Collection[str]) -> bool:
        """Whether what was a paper is now a folder, or a pack that could not be opened is opened now."""
        place = as_path(path)
        return place.is_dir() or (place.suffix.lower() == PACK and any(one.startswith(f"{path}/") for one in ours))

    def _publish(self, summary: Summary) -> None:
        run = Run(
            started=self._now,
            finished=datetime.now(UTC).isoformat(timespec="milliseconds"),
            rules_hash=self.codebook.hash,
            read=sum(_in_run(one) == "read" for one in summary.outcomes),
            unchanged=sum(_in_run(one) == "unchanged" for one in summary.outcomes),
            failed=sum(_in_run(one) == "failed" for one in summary.outcomes),
            papers=tuple((one.file, one.sha256, _in_run(one)) for one in summary.outcomes),
        )
        if self._building is None and not self.expected and not summary.unmatched:
            record_run_in_place(self.database, run)
            return
        private = self._private()
        held = private.database
        renew(held, self.codebook, [*self.expected, *missing_papers(held, self.manifest, summary.unmatched, self.codebook)])
        private.publish(run)

    def _ways_to_workers(self) -> Readings:
        if self._executor is None:
            self._executor = self.work.executor or ThreadPoolExecutor(self._workers, thread_name_prefix="paper")
            self._readings = Readings(self._executor, self._setting)
        return self._readings

    def _abandon(self) -> None:
        """After an interruption: nothing is read any more, and what was written stays in the private copy."""
        stop_workers()
        if self._executor is not None and self._executor is not self.work.executor:
            self._executor.shutdown(wait=True, cancel_futures=True)


def _in_run(outcome: Outcome) -> str:
    """The state of a paper in the table of runs, which tells only what was read, left alone and not read."""
    if outcome.state in ("waiting", "quarantined"):
        return "failed"
    return "unchanged" if outcome.stands or outcome.state in ("unchanged", "duplicate") else "read"


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
