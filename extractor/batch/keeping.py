"""Parsed papers, kept small, so that a change of rules need not parse them again: Document -> bytes -> the same Document.

The form is JSON, compressed: nothing in it is ever run. Lengths are hundredths of a point, and along a line the steps between them.
A kept paper is good only for the parser that made it, which is known by its own source.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import lru_cache
from importlib import metadata
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Any

from extractor.assets import PACKAGE
from extractor.model import Block, Cell, Document, Line, Page, Problem

LARGEST = 8 * 1024 * 1024
"""Bytes. A larger one is not kept: its paper is parsed again."""
_KEPT = """
    SELECT documents.data FROM documents JOIN papers ON papers.id = documents.paper
    WHERE papers.sha256 = ? AND documents.file = ? AND documents.parser = ?
"""
_LIBRARIES = ("pypdfium2", "pdfplumber", "pdfminer.six", "lxml", "charset-normalizer", "pillow")


@lru_cache(maxsize=1)
def parser_version() -> str:
    """A name for all that decides how a file becomes a Document: the parser's source and the libraries that it uses."""
    digest = hashlib.sha256()
    for path in [*sorted((PACKAGE / "parse").rglob("*.py")), PACKAGE / "model.py"]:
        digest.update(path.read_bytes())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {metadata.version(name)}\n".encode())
        except metadata.PackageNotFoundError:
            continue
    return digest.hexdigest()[:16]


def kept(connection: sqlite3.Connection, sha256: str, file: str) -> tuple[str, Document] | None:
    """Media type and Document of a stored paper as it was parsed; None where that was not kept, or by another parser or name."""
    row = connection.execute(_KEPT, [sha256, file, parser_version()]).fetchone()
    return unpack(row[0]) if row else None


def pack(media_type: str, document: Document) -> bytes:
    """A Document, with its paper's media type, as bytes; empty where they would be too many."""
    value = {
        "media_type": media_type,
        "blocks": [_of_block(block) for block in document.blocks],
        "furniture": [_of_block(block) for block in document.furniture],
        "pages": [_values(page) for page in document.pages],
        "problems": [_values(problem) for problem in document.problems],
        "properties": document.properties,
    }
    data = zlib.compress(json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii"), 4)
    return data if len(data) <= LARGEST else b""


def unpack(data: bytes) -> tuple[str, Document]:
    """Media type and Document of what pack gave."""
    value = json.loads(zlib.decompress(data))
    return value["media_type"], Document(
        tuple(_as_block(row) for row in value["blocks"]),
        tuple(Page(*row) for row in value["pages"]),
        tuple(_as_block(row) for row in value["furniture"]),
        tuple(Problem(*row) for row in value["problems"]),
        tuple((key, text) for key, text in value["properties"]),
    )


def _getter(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


_GETTERS: dict[type, Callable[[Any], tuple[Any, ...]]] = {kind: _getter(kind) for kind in (Block, Cell, Page, Problem)}
_BLOCK_FIELDS = [field.name for field in fields(Block)]
_LINES, _CELL = (_BLOCK_FIELDS.index(name) for name in ("lines", "cell"))


def _values(one: object) -> tuple[Any, ...]:
    return _GETTERS[type(one)](one)


def _of_block(block: Block) -> list[Any]:
    row = list(_values(block))
    row[_LINES] = [(line.start, line.end, line.page, line.top, line.bottom, _steps(line.xs)) for line in block.lines]
    row[_CELL] = block.cell and _values(block.cell)
    return row


def _as_block(row: list[Any]) -> Block:
    row[_LINES] = tuple(_as_line(*line) for line in row[_LINES])
    row[_CELL] = Cell(*row[_CELL]) if row[_CELL] else None
    return Block(*(_frozen(value) for value in row))


def _frozen(value: Any) -> Any:
    """JSON knows no tuples, and a Block holds no lists."""
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _as_line(start: int, end: int, page: int, top: float, bottom: float, steps: Sequence[float]) -> Line:
    return Line(start, end, page, top, bottom, _places(steps))


def _steps(xs: Sequence[float]) -> list[int] | list[float]:
    """Whole steps in hundredths of a point where that says just what ``xs`` say, else "xs" themselves, as floats with a mark."""
    places = [round(x * 100) for x in xs]
    if all(place / 100 == x for place, x in zip(places, xs, strict=True)):
        return [*places[:1], *(after - before for before, after in pairwise(places))]
    return [0.5, *xs]


def _places(steps: Sequence[float]) -> tuple[float, ...]:
    if steps and steps[0] == 0.5:
        return tuple(steps[1:])
    return tuple(place / 100 for place in accumulate(steps))
