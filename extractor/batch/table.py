"""A CSV of the operator's, as a spreadsheet program saves it, -> its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from extractor.errors import InputError


def read_table(path: Path, what: str, columns: Collection[str], needed: Collection[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """(where a line stands, in words for a message; its ``columns``, "" where empty) for each line of a CSV in UTF-8.

    Commas, semicolons and tabs may separate: Excel writes semicolons where the decimal mark is a comma. Other columns are left
    alone. ``what`` names the table in messages. Raises InputError for what cannot be read and where a column ``needed`` is missing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise InputError(f"{what} {path} cannot be opened ({fault.strerror}): check the path") from fault
    except UnicodeDecodeError as fault:
        raise InputError(f"{what} {path} is not UTF-8: save it as 'CSV UTF-8'") from fault
    first = text.split("\n", 1)[0]
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        heads = [(name or "").strip().casefold() for name in lines.fieldnames or ()]
        if missing := [name for name in needed if name not in heads]:
            told = f"its first line must name the columns {', '.join(columns)}, with commas between"
            raise InputError(f"{what} {path} has no column {missing[0]!r}: {told}")
        lines.fieldnames = heads
        for line in lines:
            yield f"{what} {path}, line {lines.line_num}", {name: (line.get(name) or "").strip() for name in columns}
    except csv.Error as fault:
        where = f"{what} {path}, line {lines.line_num}"
        raise InputError(f"{where}: cannot be read as CSV ({fault}): save it as 'CSV UTF-8'") from fault
