"""A filled-in file -> its lines: CSV in UTF-8, or a workbook as Excel and LibreOffice save it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from extractor.errors import InputError
from extractor.review.columns import COLUMNS, FILLED_IN
from extractor.review.export import unguarded

LARGEST = 64 * 1024 * 1024
"""Bytes of a file, also after unpacking."""


def read_lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(row number as a spreadsheet counts it, values of COLUMNS) for each line. Missing columns of the program's own are empty.

    Raises InputError, in one line, for a file that cannot be read or that lacks the column ``finding``.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise InputError(f"{path} cannot be opened ({fault.strerror}): check the path") from fault
    if len(data) > LARGEST:
        raise InputError(f"{path} is larger than {LARGEST >> 20} MB: apply it in parts")
    rows = list(_of_workbook(data, path) if data[:4] == b"PK\x03\x04" else _of_csv(data, path))
    head = [name.strip().casefold() for name in rows[0]] if rows else []
    if "finding" not in head:
        raise InputError(f"{path} has no column 'finding': apply a file that 'extractor review export' wrote")
    known = [name for name in head if name]
    unknown = next((name for name in known if name not in COLUMNS), None)
    if unknown is not None:
        raise InputError(f"{path}: row 1: there is no column {unknown!r}: name one of {', '.join(FILLED_IN)}")
    twice = next((name for name in known if known.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{path}: row 1: the column {twice!r} stands twice")
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        values = dict.fromkeys(COLUMNS, "")
        values.update({name: unguarded(text.strip()) for name, text in zip(head, row, strict=False) if name})
        if any(values.values()):
            lines.append((number, values))
    return lines


def _of_csv(data: bytes, path: Path) -> Iterator[Sequence[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(f"{path} is not UTF-8: save it as 'CSV UTF-8' or as .xlsx") from fault
    first = text.split("\n", 1)[0]
    # Excel writes semicolons or tabs in countries whose decimal mark is the comma.
    separator = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as fault:
        raise InputError(f"{path} cannot be read as CSV ({fault}): save it as 'CSV UTF-8' or as .xlsx") from fault


def _of_workbook(data: bytes, path: Path) -> Iterator[Sequence[str]]:
    from openpyxl import load_workbook

    told = InputError(f"{path} cannot be read as a workbook: save it as .xlsx or as 'CSV UTF-8'")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST * 4:
                raise InputError(f"{path} unpacks to more than {LARGEST >> 18} MB: apply it in parts")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    except InputError:
        raise
    except Exception as fault:  # the library raises many kinds for a damaged file
        raise told from fault
    yield from _as_text(rows)


def _as_text(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[str]]:
    """Cells as text; a number without decimals as a person wrote it (a cell that says 2011 may hold 2011.0)."""
    for row in rows:
        yield [
            "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in row
        ]
