"""The path of one paper: start reading here.

The steps are imported where they are taken: a run's own process only hands out papers, and starts in half the time without them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from extractor.codebook import Codebook, load_codebook
from extractor.errors import ExtractorError, InputError, PaperError, Reason
from extractor.model import Document, Extract, ManifestRow, Paper


def extract_bytes(data: bytes, *, file: str, codebook: Codebook | None = None, manifest: ManifestRow | None = None) -> Extract:
    """Everything that one paper says: ``data`` is the file's content, ``file`` its name.

    Raises PaperError if it cannot be read, also where the fault is the program's own (``__cause__`` then holds it): one paper never
    costs the others. Raises RulesError for rules that cannot be used.
    """
    codebook = codebook or shipped_codebook()
    media_type, document = parse_bytes(data, file=file)
    paper = Paper(file=file, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, manifest=manifest)
    return extract_document(paper, document, codebook)


def parse_bytes(data: bytes, *, file: str, docx: bytes = b"") -> tuple[str, Document]:
    """Media type and text of a paper, the first step of its path; ``docx`` is the same paper as LibreOffice gave it, where it did.

    Raises PaperError as extract_bytes does.
    """
    from extractor.parse import parse

    try:
        return parse(data, file=file, docx=docx)
    except ExtractorError:
        raise
    except Exception as fault:
        raise _ours(file, fault) from fault


def extract_document(paper: Paper, document: Document, codebook: Codebook) -> Extract:
    """What a paper says whose text is there already: the path after the parser. Raises as extract_bytes does."""
    from extractor.section import section
    from extractor.tag import tag
    from extractor.unify import unify

    file = paper.file
    try:
        plans, sections = section(document, codebook)
        findings = tag(document, plans, sections, codebook, file=file)
        return unify(paper, document, sections, findings, codebook)
    except ExtractorError:
        raise
    except Exception as fault:
        raise _ours(file, fault) from fault


def _ours(file: str, fault: Exception) -> PaperError:
    told = f"{file}: a fault in the program ({type(fault).__name__}): please report it with this paper"
    return PaperError(told, Reason.FAULT)


def make_ready(codebook: Codebook) -> None:
    """Does now, once, what the first paper would wait for: imports the readers and compiles the rules."""
    import extractor.parse.html
    import extractor.parse.pdf
    import extractor.parse.word  # noqa: F401

    codebook.make_ready()
    text = b"Community Safety Plan 2011-14\n\nHartlepool\n\nOur priorities are:\n- Violent crime\n- Burglary (PSA 23)\n"
    extract_bytes(text, file="ready.txt", codebook=codebook)


def extract(path: str | Path, *, codebook: Codebook | None = None, manifest: ManifestRow | None = None) -> Extract:
    """Reads one paper from disk. ``codebook`` defaults to the rules that ship with the program.

    Returns the findings as frozen objects (see :mod:`extractor.model`), each with a quote at a known place. Raises InputError for a
    path that cannot be opened, PaperError for a file that cannot be read as a paper, RulesError for rules that cannot be used.
    """
    file = Path(path)
    return extract_bytes(read_file(file), file=printable(file.name), codebook=codebook, manifest=manifest)


def printable(name: str) -> str:
    """A file name as text that can be written anywhere: bytes of it that are no UTF-8 become question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def read_file(path: Path) -> bytes:
    """The bytes of a file, or InputError with one line that says what to do."""
    if not path.exists():
        raise InputError(f"{path} does not exist: check the path")
    if path.is_dir():
        raise InputError(f"{path} is a folder: name a paper, or use 'extractor ingest' for whole folders")
    if not path.is_file():
        raise InputError(f"{path} is not an ordinary file: name a paper")
    try:
        return path.read_bytes()
    except OSError as fault:
        raise InputError(f"{path} cannot be opened ({fault.strerror}): check its permissions") from fault


@lru_cache(maxsize=1)
def shipped_codebook() -> Codebook:
    """The rules that ship with the program, read once."""
    return load_codebook()
