"""file -> Document: PDF, Word, HTML, Markdown and plain text, told apart by content. Front door: :func:`parse`, :func:`sniff`."""

from __future__ import annotations

from extractor.errors import NeedsTool
from extractor.model import Document
from extractor.parse.sniff import DOC, DOCX, HTML, MARKDOWN, ODT, PDF, RTF, sniff

__all__ = ["parse", "sniff"]

_OFFICE = {DOC: "old Word format", RTF: "rich text format", ODT: "OpenDocument format"}


def parse(data: bytes, *, file: str) -> tuple[str, Document]:
    """Read a paper from its bytes: its media type by content, and its text as a Document.

    ``file`` is the paper's name, for messages and to tell Markdown from plain text. Raises PaperError for what is no paper or
    cannot be read, NeedsTool for formats that only another program reads (.doc, .rtf, .odt); each says in one line what to do.
    """
    kind = sniff(data, file)
    # Each reader brings a library that takes a while to load: only the one that is needed is imported.
    if kind == PDF:
        from extractor.parse.pdf import read_pdf

        return kind, read_pdf(data, file=file)
    if kind == DOCX:
        from extractor.parse.word import read_word

        return kind, read_word(data, file=file)
    if kind in _OFFICE:
        raise NeedsTool(f"{file}: {_OFFICE[kind]}: save it as .docx or PDF (reading it here needs LibreOffice)")
    if kind == HTML:
        from extractor.parse.html import read_html

        return kind, read_html(data, file=file)
    from extractor.parse.text import read_text

    return kind, read_text(data, file=file, markdown=kind == MARKDOWN)
