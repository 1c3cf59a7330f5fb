"""Parsed papers, kept small, so that a change of rules need not parse them again: Document -> bytes -> the same Document.

The form is JSON, compressed: nothing in it is ever run. Of the places along lines the steps between them are kept. A kept paper is
good only for the parser that made it, which is known by its own source.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from importlib import metadata
from itertools import accumulate, chain, islice, repeat
from operator import attrgetter, mul, sub, truediv
from pathlib import Path
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
    """A name for all that decides how a file becomes a kept Document: the parser's source, this file, their libraries."""
    digest = hashlib.sha256()
    for path in [*sorted((PACKAGE / "parse").rglob("*.py")), PACKAGE / "model.py", Path(__file__)]:
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
    lines = [line for block in (*document.blocks, *document.furniture) for line in block.lines]
    hundredths, steps = _steps(list(chain.from_iterable(line.xs for line in lines)))
    value = {
        "media_type": media_type,
        "blocks": [_of_block(block) for block in document.blocks],
        "furniture": [_of_block(block) for block in document.furniture],
        "pages": [_values(page) for page in document.pages],
        "problems": [_values(problem) for problem in document.problems],
        "properties": document.properties,
        "hundredths": hundredths,
        "steps": steps,
    }
    data = zlib.compress(json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii"), 4)
    return data if len(data) <= LARGEST else b""


def unpack(data: bytes) -> tuple[str, Document]:
    """Media type and Document of what pack gave."""
    value = json.loads(zlib.decompress(data))
    xs = _places(value["hundredths"], value["steps"])
    return value["media_type"], Document(
        tuple([_as_block(row, xs) for row in value["blocks"]]),
        tuple(Page(*row) for row in value["pages"]),
        tuple([_as_block(row, xs) for row in value["furniture"]]),
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
    row[_LINES] = [(line.start, line.end, line.page, line.top, line.bottom, len(line.xs)) for line in block.lines]
    row[_CELL] = block.cell and _values(block.cell)
    return row


def _as_block(row: list[Any], xs: Iterator[float]) -> Block:
    """A Block again; the places along its lines are the next of ``xs``."""
    row[_LINES] = tuple([_as_line(xs, *line) for line in row[_LINES]])
    row[_CELL] = Cell(*row[_CELL]) if row[_CELL] else None
    return Block(*[_frozen(value) if type(value) is list else value for value in row])


def _as_line(xs: Iterator[float], start: int, end: int, page: int, top: float, bottom: float, count: int) -> Line:
    return Line(start, end, page, top, bottom, tuple(islice(xs, count)))


def _frozen(value: Any) -> Any:
    """JSON knows no tuples, and a Block holds no lists."""
    return tuple([_frozen(one) for one in value]) if isinstance(value, list) else value


def _steps(xs: list[float]) -> tuple[bool, Sequence[float]]:
    """Steps from each of ``xs`` to the next, in hundredths of a point, where they say just what it is; else ``xs`` themselves.

    The steps of a whole paper at once, without Python code for each of them: 0.1 s for a million where lines apart took 0.33.
    """
    places = list(map(round, map(mul, xs, repeat(100))))
    if list(map(truediv, places, repeat(100))) != xs:
        return False, xs
    return True, [*places[:1], *map(sub, places[1:], places)]


def _places(hundredths: bool, steps: Sequence[float]) -> Iterator[float]:
    return map(truediv, accumulate(steps), repeat(100)) if hundredths else iter(steps)
