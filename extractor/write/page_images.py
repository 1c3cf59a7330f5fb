"""Word papers laid out on pages: which papers lack it, and what is kept of it beside them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from extractor.write.database import told
from extractor.write.resolve import path_of

WORD_PAPERS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/msword",
    "application/rtf",
    "application/vnd.oasis.opendocument.text",
)
"""Media types of papers without fixed pages that LibreOffice lays out."""


@dataclass(frozen=True, slots=True)
class Unpictured:
    """A paper whose pages have no images yet, or whose words have changed since they were made."""

    paper: str
    file: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Pages:
    """A paper laid out: PDF, size of each page in points, places of its words. Or the ``problem``, why that could not be done."""

    pdf: bytes = b""
    sizes: tuple[tuple[float, float], ...] = ()
    places: bytes = b""
    problem: str | None = None


def unpictured(connection: sqlite3.Connection, again: bool = False) -> tuple[list[Unpictured], int]:
    """Word papers that lack images of their pages, and how many have them.

    With ``again``, also those for which they could not be made before. One whose file is not kept is left out.
    """
    marks = ", ".join("?" for _ in WORD_PAPERS)
    query = f"""
        SELECT id, file, media_type, size, texts, problem FROM papers
        JOIN files ON files.paper = papers.id LEFT JOIN page_images ON page_images.paper = papers.id
        WHERE media_type IN ({marks}) AND files.data IS NOT NULL ORDER BY file, id
    """
    lacking = []
    there = 0
    for paper, file, media_type, size, texts, problem in connection.execute(query, WORD_PAPERS).fetchall():
        if texts is not None and not (again and problem) and texts == digest(texts_of(connection, paper)):
            there += 1
        else:
            lacking.append(Unpictured(paper, file, media_type, size))
    return lacking, there


def texts_of(connection: sqlite3.Connection, paper: str) -> list[str]:
    """The texts of a paper's blocks, in the order of their numbers, which count from 0."""
    return [text for (text,) in connection.execute("SELECT text FROM blocks WHERE paper = ? ORDER BY number", [paper])]


def pdf_or_file(connection: sqlite3.Connection, paper: str) -> tuple[bytes, bool]:
    """The paper's pages as they were laid out before, or else its file; and whether it is the former."""
    query = "SELECT pdf, data FROM files LEFT JOIN page_images USING (paper) WHERE paper = ?"
    pdf, data = connection.execute(query, [paper]).fetchone()
    return (pdf, True) if pdf else (data, False)


def keep_pages(database: Database, made: Iterable[tuple[str, Sequence[str], Pages]]) -> None:
    """Keeps (paper, texts of its blocks, its pages), in place of what was kept before. Raises DatabaseError or StorageError."""
    with told(path_of(database)), database.atomic():
        for paper, texts, pages in made:
            version = hashlib.sha256(pages.pdf).hexdigest()[:8] if pages.pdf else ""
            row = [paper, pages.pdf or None, json.dumps(pages.sizes), pages.places or None, digest(texts), pages.problem, version]
            database.execute("INSERT OR REPLACE INTO page_images VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def digest(texts: Sequence[str]) -> str:
    """A name for the texts of a paper's blocks: places are good only for those that they were found for."""
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
