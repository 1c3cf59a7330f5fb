"""The way of a run's papers to its workers. Old Word papers go several to a start of LibreOffice, which costs more than a paper.

What does not come back from such a start is read as if there had been none: a paper that brings LibreOffice down costs only itself,
and what comes of a paper does not depend on those it went with.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import Protocol

from extractor.batch.paper import Result, Task
from extractor.batch.slots import Setting
from extractor.batch.workers import read_isolated
from extractor.errors import PaperError
from extractor.parse.sniff import DOC, ODT, RTF, may_be_office, sniff

MOST_TOGETHER = 8
_MOST_BYTES = 30_000_000
"""Papers, and bytes of them, to one start of LibreOffice."""
_LENGTH = struct.Struct(">Q")


class Coming(Protocol):
    """A reading that is to come, such as a Future of one."""

    def result(self) -> Result:
        """Waits for it."""


class Readings:
    """Sends the papers of one run to ``executor``."""

    def __init__(self, executor: Executor, setting: Setting) -> None:
        self._executor, self._setting = executor, setting
        self._group = _Group(self)

    def of(self, task: Task) -> Coming:
        """The reading of a paper. An old Word paper waits for others, until its result is asked for."""
        if task.document or not may_be_office(task.data):
            return self.send(task)
        if self._group.full(task):
            self._group.close()
        if self._group.closed:
            self._group = _Group(self)
        return self._group.add(task)

    def send(self, task: Task) -> Future[Result]:
        """Has one task done, now."""
        return self._executor.submit(read_isolated, task, self._setting)


class _Group:
    """Papers that share a start of LibreOffice."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._tasks: list[Task] = []
        self._converting: Future[Result] | None = None
        self._reading: list[Future[Result]] = []
        self.closed = False

    def full(self, another: Task) -> bool:
        """Whether there is no room for another paper."""
        size = sum(len(task.data) for task in self._tasks) + len(another.data)
        return bool(self._tasks) and (len(self._tasks) == MOST_TOGETHER or size > _MOST_BYTES)

    def add(self, task: Task) -> Coming:
        self._tasks.append(task)
        return _OfGroup(self, len(self._tasks) - 1)

    def close(self) -> None:
        """Nothing is added any more: the papers are sent off to be converted, but for one alone, which would gain nothing."""
        if not self.closed:
            self.closed = True
            if len(self._tasks) > 1:
                files = tuple((task.file, len(task.data)) for task in self._tasks)
                first = self._tasks[0]
                self._converting = self._readings.send(
                    Task(b"".join(task.data for task in self._tasks), first.file, first.sha256, together=files)
                )

    def result(self, at: int) -> Result:
        """What became of one of the papers. The first time, they are all sent off to be read."""
        self.close()
        if not self._reading:
            done = self._converting.result().document if self._converting else b""
            made = list(_parts(done)) if done else [b""] * len(self._tasks)
            self._reading = [self._readings.send(replace(task, docx=docx)) for task, docx in zip(self._tasks, made, strict=True)]
            self._tasks = []
        return self._reading[at].result()


class _OfGroup:
    """The reading of one paper of a group."""

    def __init__(self, group: _Group, at: int) -> None:
        self._group, self._at = group, at

    def result(self) -> Result:
        return self._group.result(self._at)


# --- in a worker ------------------------------------------------------------------------------------------------------------


def convert(task: Task) -> Result:
    """The papers of a task that holds several, as .docx; nothing for one that LibreOffice did not give back, whatever the cause."""
    from extractor.parse.office import OfficePaper, to_docx_together

    made = [b""] * len(task.together)
    papers: dict[int, OfficePaper] = {}
    start = 0
    for at, (file, size) in enumerate(task.together):
        data, start = task.data[start : start + size], start + size
        try:
            kind = sniff(data, file)
        except PaperError:
            continue  # it says so when it is read
        if kind in (DOC, RTF, ODT):
            papers[at] = OfficePaper(data, file, kind)
    for at, docx in zip(papers, to_docx_together(list(papers.values())), strict=True):
        made[at] = docx or b""
    return Result("read", document=_joined(made))


def _joined(parts: Sequence[bytes]) -> bytes:
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def _parts(joined: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(joined):
        (length,) = _LENGTH.unpack_from(joined, at)
        at += _LENGTH.size + length
        yield joined[at - length : at]
