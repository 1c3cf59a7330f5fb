"""One paper, from its bytes to the rows that it gives: what a worker runs. Reads and writes no file and no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.batch.keeping import pack, unpack
from extractor.codebook import Codebook
from extractor.errors import PaperError, Reason
from extractor.flow import extract_document, parse_bytes
from extractor.model import Extract, ManifestRow, Paper
from extractor.write import pack_rows, program_version, rows_of

State = Literal["read", "partial", "waiting", "quarantined"]
_FEWEST_LETTERS = 12
"""Of fewer no paper is made: a file with a stray character holds no text."""
_LOOKED_AT = 100
"""Characters of each block that are looked at for letters."""
STATES: tuple[State, ...] = ("read", "partial", "waiting", "quarantined")


@dataclass(frozen=True, slots=True)
class Task:
    """A paper to be read: its bytes, its name, and what the manifest says of it.

    Where ``document`` is given, the paper as it was parsed before (see keeping.py), ``data`` is empty: it is not parsed again.
    ``docx`` is an old Word paper as LibreOffice gave it with others. Where several are to be given so, ``together`` holds the name
    and size of each, and ``data`` all their bytes (see together.py).
    """

    data: bytes
    file: str
    sha256: str
    manifest: ManifestRow | None = None
    size: int = 0
    document: bytes = b""
    docx: bytes = b""
    together: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a paper in its worker. ``note`` is one line; ``rows`` is empty where nothing is to be stored.

    ``rows`` holds the rows by table as pack_rows makes them: nothing that a worker sends is ever run.
    """

    state: State
    reason: Reason | None = None
    note: str = ""
    plans: int = 0
    priorities: int = 0
    rows: bytes = b""
    document: bytes = b""
    """The parsed paper, to be kept; empty where it was kept before."""
    deaths: int = 0
    """How many workers ended over this paper."""
    seconds: float | None = None
    """The time that it was given, where that was not enough."""


def read_paper(task: Task, codebook: Codebook) -> Result:
    """Reads one paper. What is wrong with it is a Result too; only what is wrong with the rules is raised."""
    if task.together:
        from extractor.batch.together import convert

        return convert(task)
    kept = b""
    try:
        if task.document:
            media_type, document = unpack(task.document)
        else:
            media_type, document = parse_bytes(task.data, file=task.file, docx=task.docx)
            kept = pack(media_type, document)
        found = extract_document(Paper(task.file, task.sha256, media_type, task.manifest), document, codebook)
    except PaperError as fault:
        return failed(fault.reason, str(fault))
    state, reason = _state(found)
    note = "; ".join(dict.fromkeys(problem.message for problem in found.problems))
    if state == "quarantined":
        return Result(state, reason, note or "holds next to no text: fetch the paper again")
    rows = rows_of(found, task.size or len(task.data), program_version(), codebook)
    priorities = sum(len(plan.priorities) for plan in found.plans)
    return Result(state, reason, note, len(found.plans), priorities, pack_rows(rows), kept)


def failed(reason: Reason, note: str) -> Result:
    """A paper of which nothing is stored: waiting where a program is missing, else quarantined."""
    waits = reason in (Reason.NEEDS_OCR, Reason.NEEDS_LIBREOFFICE)
    return Result("waiting" if waits else "quarantined", reason, note)


def _state(found: Extract) -> tuple[State, Reason | None]:
    needs_ocr = any(problem.needs == "OCR" for problem in found.problems)
    reason = Reason.NEEDS_OCR if needs_ocr else None
    letters = sum(char.isalpha() for block in found.document.blocks for char in block.text[:_LOOKED_AT])
    if letters < _FEWEST_LETTERS:
        return ("waiting", reason) if needs_ocr else ("quarantined", Reason.NO_TEXT)
    return ("partial" if found.problems else "read"), reason
