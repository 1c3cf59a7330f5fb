"""file -> Document: PDF, Word, what LibreOffice opens, HTML, Markdown, plain text, told apart by content.

Front door: :func:`parse`, :func:`sniff`.
"""

from __future__ import annotations

from extractor.model import Document
from extractor.parse.collector import seldom
from extractor.parse.sniff import DOC, DOCX, HTML, MARKDOWN, ODT, PDF, RTF, sniff

__all__ = ["parse", "sniff"]


def parse(data: bytes, *, file: str, docx: bytes = b"") -> tuple[str, Document]:
    """Read a paper from its bytes: its media type by content, and its text as a Document.

    ``file`` is the paper's name, for messages and to tell Markdown from plain text. ``docx`` is an old Word
    paper as LibreOffice gave it already, which is then not started for it. Raises PaperError for what is no paper or cannot be
    read, NeedsTool where the program is missing that opens it (.doc, .rtf, .odt); each says in one line what to do.
    """
    with seldom():
        return _read(data, file, docx)


def _read(data: bytes, file: str, docx: bytes) -> tuple[str, Document]:
    kind = sniff(data, file)
    # Each reader brings a library that takes a while to load: only the one that is needed is imported.
    if kind == PDF:
        from extractor.parse.pdf import read_pdf

        return kind, read_pdf(data, file=file)
    if kind == DOCX:
        from extractor.parse.word import read_word

        return kind, read_word(data, file=file)
    if kind in (DOC, RTF, ODT):
        from extractor.parse.office import to_docx
        from extractor.parse.word import read_word

        return kind, read_word(docx or to_docx(data, file=file, kind=kind), file=file, converted=True)
    if kind == HTML:
        from extractor.parse.html import read_html

        return kind, read_html(data, file=file)
    from extractor.parse.text import read_text

    return kind, read_text(data, file=file, markdown=kind == MARKDOWN)
