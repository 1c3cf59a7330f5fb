"""How a run and its workers talk: a length, a head as JSON, and bytes as they are. Nothing that arrives is ever run."""

from __future__ import annotations

import json
import os
import select
import struct
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from extractor.batch.paper import STATES, Result, Task
from extractor.errors import Reason
from extractor.model import ManifestRow

LONGEST = 512 * 1024 * 1024
"""Bytes. No paper gives more; a worker that sends more is at fault."""
_LENGTH = struct.Struct(">Q")
_HEAD = struct.Struct(">I")


def frame(head: dict[str, Any], data: bytes = b"") -> bytes:
    """A message, ready to be written to a pipe."""
    return wrapped(joined(head, data))


def joined(head: dict[str, Any], data: bytes = b"") -> bytes:
    """Head and bytes as one, the inside of a message: ``opened`` parts them."""
    text = json.dumps(head, ensure_ascii=True).encode("ascii")
    return b"".join((_HEAD.pack(len(text)), text, data))


def taken(frames: bytearray) -> bytes | None:
    """The first whole message's inside, cut off the front of what has arrived; None while it is not whole.

    Raises ValueError for a message longer than any can be.
    """
    if len(frames) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack_from(frames)
    if not _HEAD.size <= length <= LONGEST:
        raise ValueError("a message of an impossible length")
    if len(frames) < _LENGTH.size + length:
        return None
    inside = bytes(frames[_LENGTH.size : _LENGTH.size + length])
    del frames[: _LENGTH.size + length]
    return inside


def opened(inside: bytes) -> tuple[dict[str, Any], bytes]:
    """Head and bytes of a message."""
    (length,) = _HEAD.unpack_from(inside)
    head: dict[str, Any] = json.loads(inside[_HEAD.size : _HEAD.size + length])
    return head, inside[_HEAD.size + length :]


def wrapped(inside: bytes) -> bytes:
    """A message's inside as a message again, to be passed on."""
    return _LENGTH.pack(len(inside)) + inside


def receive(
    pipe: int, arrived: bytearray, patience: float | None = None, meanwhile: Callable[[], None] = lambda: None
) -> bytes | None:
    """Waits for the next message on a pipe; None once the other side has gone.

    After so many seconds of ``patience`` without a byte it does what there is to do ``meanwhile``, once, and goes on waiting.
    """
    while True:
        inside = taken(arrived)
        if inside is not None:
            return inside
        if patience is not None and not select.select([pipe], [], [], patience)[0]:
            patience = None
            meanwhile()
        part = os.read(pipe, 1 << 20)
        if not part:
            return None
        arrived += part


def send(pipe: int, message: bytes) -> None:
    """Writes a whole message to a pipe. Raises BrokenPipeError where the other side has gone."""
    rest = memoryview(message)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def of_task(task: Task) -> bytes:
    """A task as a message."""
    said = asdict(task.manifest) if task.manifest else None
    head = {"file": task.file, "sha256": task.sha256, "manifest": said, "size": task.size, "parsed": bool(task.document)}
    return frame({**head, "docx": len(task.docx), "together": task.together}, (task.document or task.data) + task.docx)


def as_task(inside: bytes) -> Task:
    """A message as the task that it was made of."""
    head, data = opened(inside)
    said = ManifestRow(**head["manifest"]) if head["manifest"] else None
    end = len(data) - head["docx"]
    data, docx = data[:end], data[end:]
    data, document = (b"", data) if head["parsed"] else (data, b"")
    together = tuple((file, size) for file, size in head["together"])
    return Task(data, head["file"], head["sha256"], said, head["size"], document, docx, together)


def of_result(result: Result, again: bool = False) -> bytes:
    """A result as a message. ``again``: who sends it can take another paper."""
    head = {"state": result.state, "reason": result.reason, "note": result.note}
    more = {"plans": result.plans, "priorities": result.priorities, "rows": len(result.rows), "again": again}
    return frame({**head, **more}, result.rows + result.document)


def as_result(head: dict[str, Any], data: bytes) -> Result:
    """Head and bytes of a message as a result. Raises ValueError for a head that no worker of ours would send."""
    if head.get("state") not in STATES:
        raise ValueError("no state")
    reason = Reason(head["reason"]) if head.get("reason") else None
    plans, priorities, rows = int(head["plans"]), int(head["priorities"]), int(head["rows"])
    return Result(head["state"], reason, str(head.get("note", "")), plans, priorities, data[:rows], data[rows:])
