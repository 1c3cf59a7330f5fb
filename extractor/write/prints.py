"""The print of a paper: hashes of runs of words of its text, with the page of each, so that texts can be compared page by page.

One hash in four is kept, chosen by its value, so that the same words keep the same hashes in whatever paper they stand. A print is
made once for each reading of a paper and kept; only papers that have none are looked at again.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from extractor.write.matching import fold, run_hashes

_RUN = 4
_KEPT = 4
_LONGEST = 100_000
"""Characters of one page that are looked at."""
Print = dict[int, frozenset[int]]
"""Page (or stretch of text) -> hashes of its runs of words."""


def print_of(pages: Iterable[tuple[int, str]]) -> Print:
    """The print of a paper with these pages: (number, text)."""
    return {number: frozenset(one for one in run_hashes(fold(text[:_LONGEST]), _RUN) if one % _KEPT == 0) for number, text in pages}


def packed(made: Print) -> bytes:
    """A print as bytes: the same print, the same bytes."""
    flat = [value for page in sorted(made) for value in (page, len(made[page]), *sorted(made[page]))]
    return zlib.compress(struct.pack(f"<{len(flat)}I", *flat), 6)


def unpacked(data: bytes) -> Print:
    """What :func:`packed` made."""
    raw = zlib.decompress(data)
    flat = struct.unpack(f"<{len(raw) // 4}I", raw)
    made: Print = {}
    at = 0
    while at < len(flat):
        page, count = flat[at : at + 2]
        made[page] = frozenset(flat[at + 2 : at + 2 + count])
        at += 2 + count
    return made


def renew_prints(database: Database) -> None:
    """Makes the print of every paper that has none. Belongs inside a transaction."""
    query = "SELECT id FROM papers WHERE id NOT IN (SELECT paper FROM paper_prints) ORDER BY id"
    for (paper,) in database.execute(query).fetchall():
        pages = database.execute("SELECT number, text FROM pages WHERE paper = ? ORDER BY number", [paper]).fetchall()
        database.execute("INSERT INTO paper_prints VALUES (?, ?)", [paper, packed(print_of(pages))])


def print_held(database: Database, paper: str) -> Print:
    """One paper's print."""
    (data,) = database.execute("SELECT print FROM paper_prints WHERE paper = ?", [paper]).fetchone()
    return unpacked(data)


def prints(database: Database) -> Iterator[tuple[str, Print]]:
    """Each paper's id and print, in the order of the ids."""
    for paper, data in database.execute("SELECT paper, print FROM paper_prints ORDER BY paper"):
        yield paper, unpacked(data)
