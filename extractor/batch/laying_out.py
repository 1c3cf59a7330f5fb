"""Word papers laid out on pages by LibreOffice, so that the site can show a page's image with the words boxed.

Done after papers were read, for all that lack it: several papers to a start of LibreOffice, each group in a process of its own
under the limits of one paper. A group that comes to grief is taken apart, so that a bad paper costs only itself. No finding
depends on it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.batch import frames
from extractor.batch.paper import Result, Task, failed
from extractor.batch.run import Work, processors
from extractor.batch.summary import Pictured
from extractor.batch.workers import keep_idle, read_isolated, setting_for, start_anew, stop_workers
from extractor.codebook import Codebook
from extractor.errors import ExtractorError, NeedsTool, PaperError, Reason
from extractor.parse.tools import needed, program
from extractor.write import (
    Pages,
    Unpictured,
    building,
    keep_pages,
    one_run,
    opened,
    pdf_or_file,
    renew,
    texts_of,
    unpictured,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

LARGEST_PDF = 30 * 1024 * 1024
"""Bytes. A paper that LibreOffice makes more of is shown as text."""
_TOGETHER = 12
_MOST_BYTES = 30_000_000
"""Papers, and bytes of them, to one start of LibreOffice."""
_AHEAD = 2
"""Groups for each worker that are held at once."""
_FUNCTION = "extractor.batch.laying_out:lay_out_papers"
_PDF = "application/pdf"

Told = Callable[[int, int], None]


def page_images(
    database: Path, codebook: Codebook, work: Work | None = None, told: Told | None = None, again: bool = False
) -> Pictured:
    """Lays out the Word papers of ``database`` that lack it and puts the database with their pages in its place.

    What could not be done before is tried only with ``again``. ``told`` hears how many of how many are done. Without LibreOffice
    nothing is done, which the outcome says. Raises ActiveError where a run is at it, DatabaseError, StorageError: the database is
    then as it was, and what was made is kept for the next time.
    """
    with opened(database) as held:
        lacking, there = unpictured(held, again)
    if not lacking:
        return Pictured(there=there)
    work = work or Work()
    if work.executor is None and program("LibreOffice") is None:
        return Pictured(there=there, missing=f"images of the pages of {len(lacking)} Word papers: {needed('LibreOffice')}")
    start_anew()
    with one_run(database), building(database, codebook) as private:
        lacking, there = unpictured(private.database.conn, again)
        made = _Making(private.database, codebook, work).all(lacking, told)
        if private.resumed:
            renew(private.database, codebook)
        private.publish(None)
    return Pictured(sum(one[1] is None for one in made), there, tuple((file, why) for file, why in made if why is not None))


class _Making:
    """The way of groups of papers through the workers and into the database."""

    def __init__(self, database: Database, codebook: Codebook, work: Work) -> None:
        self._database = database
        self._work = work
        self._setting = setting_for(codebook, work.memory, work.seconds, _FUNCTION)
        self._workers = work.workers or processors()

    def all(self, lacking: Sequence[Unpictured], told: Told | None) -> list[tuple[str, str | None]]:
        """(file, why it could not be laid out or None) of each paper, as they were done."""
        executor = self._work.executor or ThreadPoolExecutor(self._workers, thread_name_prefix="pages")
        try:
            done: list[tuple[str, str | None]] = []
            for outcomes in self._through(executor, lacking):
                done.extend(outcomes)
                if told is not None:
                    told(len(done), len(lacking))
        except BaseException:
            stop_workers()
            raise
        finally:
            if executor is not self._work.executor:
                executor.shutdown(wait=True, cancel_futures=True)
        keep_idle(self._workers)
        return done

    def _through(self, executor: Executor, lacking: Sequence[Unpictured]) -> Iterator[list[tuple[str, str | None]]]:
        waiting = deque(_groups(lacking))
        line: deque[tuple[list[Unpictured], Future[Result]]] = deque()
        while waiting or line:
            while waiting and len(line) < _AHEAD * self._workers:
                group = waiting.popleft()
                line.append((group, executor.submit(read_isolated, self._task(group), self._setting)))
            group, coming = line.popleft()
            result = coming.result()
            if result.reason is Reason.NEEDS_LIBREOFFICE:
                raise NeedsTool(result.note, "LibreOffice")
            if result.state != "read" and len(group) > 1:
                waiting.extendleft([one] for one in reversed(group))
                continue
            yield self._kept(group, result)

    def _task(self, group: Sequence[Unpictured]) -> Task:
        parts: list[bytes] = []
        papers = []
        for one in group:
            data, laid_out = pdf_or_file(self._database.conn, one.paper)
            kind = _PDF if laid_out else one.media_type
            texts = texts_of(self._database.conn, one.paper)
            papers.append({"file": one.file, "kind": kind, "size": len(data), "texts": texts})
            parts.append(data)
        return Task(frames.joined({"papers": papers}, b"".join(parts)), group[0].file, group[0].paper)

    def _kept(self, group: Sequence[Unpictured], result: Result) -> list[tuple[str, str | None]]:
        """Keeps what came back of a group."""
        if result.state != "read":
            made = [Pages(problem=result.note)]
        else:
            head, data = frames.opened(result.document)
            made = list(_pages(head, data))
        texts = [texts_of(self._database.conn, one.paper) for one in group]
        keep_pages(self._database, zip((one.paper for one in group), texts, made, strict=True))
        return [(one.file, pages.problem) for one, pages in zip(group, made, strict=True)]


def _groups(lacking: Sequence[Unpictured]) -> Iterator[list[Unpictured]]:
    group: list[Unpictured] = []
    for one in lacking:
        if group and (len(group) == _TOGETHER or sum(other.size for other in group) + one.size > _MOST_BYTES):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _pages(head: dict[str, Any], data: bytes) -> Iterator[Pages]:
    at = 0
    for one in head["papers"]:
        pdf, at = data[at : at + one["pdf"]], at + one["pdf"]
        places, at = data[at : at + one["places"]], at + one["places"]
        yield Pages(pdf, tuple((width, height) for width, height in one["sizes"]), places, one["problem"])


# --- in a worker ------------------------------------------------------------------------------------------------------------


def lay_out_papers(task: Task, _: Codebook) -> Result:
    """Lays out a group of papers: what a worker runs. What is wrong with one is told in its place."""
    head, data = frames.opened(task.data)
    files: list[bytes] = []
    at = 0
    for one in head["papers"]:
        files.append(data[at : at + one["size"]])
        at += one["size"]
    try:
        made = [_laid_out(pdf, one) for pdf, one in zip(_as_pdf(head["papers"], files), head["papers"], strict=True)]
    except NeedsTool as fault:
        return failed(fault.reason, str(fault))
    papers = [{"pdf": len(one.pdf), "places": len(one.places), "sizes": one.sizes, "problem": one.problem} for one in made]
    return Result("read", document=frames.joined({"papers": papers}, b"".join(one.pdf + one.places for one in made)))


def _as_pdf(papers: Sequence[dict[str, Any]], files: Sequence[bytes]) -> list[bytes | PaperError]:
    from extractor.parse.office import OfficePaper, to_pdf_many

    found: list[bytes | PaperError] = list(files)
    others = [at for at, one in enumerate(papers) if one["kind"] != _PDF]
    if others:
        made = to_pdf_many([OfficePaper(files[at], papers[at]["file"], papers[at]["kind"]) for at in others])
        for at, pdf in zip(others, made, strict=True):
            found[at] = pdf
    return found


def _laid_out(pdf: bytes | PaperError, paper: dict[str, Any]) -> Pages:
    from extractor.parse.laying import lay_out

    try:
        if isinstance(pdf, PaperError):
            raise pdf
        if len(pdf) > LARGEST_PDF:
            raise PaperError(f"{paper['file']}: LibreOffice makes {len(pdf) // 2**20} MB of pages, which are not kept")
        made = lay_out(pdf, paper["texts"], file=paper["file"])
    except ExtractorError as fault:
        return Pages(problem=str(fault))
    return Pages(pdf, made.sizes, made.pack(paper["texts"]))
