"""bytes -> media type, by content: a file's ending lies, its first bytes and its zip members do not."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from charset_normalizer import from_bytes

from extractor.errors import PaperError, Reason

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What zipfile raises for what it cannot unpack: RuntimeError stands for encryption, and for ways of packing it does not know."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_2 = (b"\xdb\xa5\x2d\x00", b"\x31\xbe\x00\x00")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_PICTURE = "a picture: put it into a PDF and read that"
_PACK = "a zipped pack: 'extractor ingest' reads the papers inside, but not a pack that lies in another: unpack that"
_ARCHIVE = "a packed archive: unpack it and give the papers inside"
_TABLE = "a spreadsheet: save the sheets that hold the paper as PDF and read that"
_SLIDES = "a slide show: save it as PDF and read that"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"BM", _PICTURE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"%!PS", "a PostScript file: convert it to PDF and read that"),
    (b"SQLite format 3", "a database, not a paper: give the papers themselves"),
    (b"MZ", "a program, not a paper: leave it out"),
    (b"\x7fELF", "a program, not a paper: leave it out"),
)
_BINARY_ONLY = (b"BM", b"MZ")
"""Magic words that ordinary text may begin with: they count only where the rest is binary."""
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.spreadsheet": _TABLE,
    "application/vnd.oasis.opendocument.presentation": _SLIDES,
    "application/epub+zip": "an e-book: save it as PDF and read that",
}
_MAIL = r"\s*(?:[A-Za-z-]+:.*\n(?:[ \t].*\n)*){0,40}?(?:MIME-Version|Message-ID|Received|Return-Path):"
"""The head of an e-mail or web archive; a memo's "To:", "From:", "Date:" alone are a paper's."""
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|table|article|main|section|"
    r"ul|ol|span|font|center|b|strong)\b",
    re.IGNORECASE | re.DOTALL,
)


def sniff(data: bytes, file: str) -> str:
    """Media type of a paper by its content; ``file`` (its name) only tells Markdown from plain text.

    Returns one of the constants of this module. Raises PaperError, in one line that says what the file seems to be and what to
    do, for anything that is no paper: empty, encrypted, a picture, a spreadsheet, a program.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise PaperError(f"{file}: the file is empty: fetch the paper again", Reason.NO_TEXT)
    if data.startswith(_OLE):
        return _ole(data, file)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data, file)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.lstrip()[:5] == b"{\\rtf":
        return RTF
    if data.startswith(_WORD_2):
        return DOC
    for magic, what in _MAGIC:
        if data.startswith(magic) and (magic not in _BINARY_ONLY or is_binary(data)):
            raise PaperError(f"{file}: this is {what}")
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        raise PaperError(f"{file}: this is a picture, sound or film: if it shows a paper, put it into a PDF and read that")
    if is_binary(data):
        raise PaperError(f"{file}: this is binary data of an unknown kind: give the paper as PDF or .docx")
    kind = _text(decode(data[:65536]), file)
    if kind == HTML and _is_stand_in(data, file):
        raise PaperError(f"{file}: this is a web page (a log-in or error page?) under a paper's name: fetch the paper again")
    return kind


def may_be_office(data: bytes) -> bool:
    """Whether a paper may be one that LibreOffice is to open, by its first bytes: sniff tells for sure."""
    opens_so = data.startswith((_OLE, *_WORD_2)) or data[:64].lstrip()[:5] == b"{\\rtf"
    return opens_so or (data.startswith(b"PK\x03\x04") and ODT.encode("ascii") in data[:128])


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of bytes whose encoding is told by a BOM, by ``declared`` (a name from the file itself), or by trial.

    UTF-8 is tried first because no other text passes for it; then Windows-1252, which British papers use, where what it gives
    looks like text; then charset-normalizer's guess. Never fails: bytes that fit nowhere become U+FFFD.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace")
    for codec in ("utf-8", declared):
        try:
            if codec:
                return data.decode("cp1252" if codec.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii") else codec)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    if _cut_utf8(data):
        return data.decode("utf-8", "replace").rstrip("\ufffd")
    high = [byte for byte in data if byte >= 0x80]
    if all(byte in _WINDOWS for byte in high) or len(high) < 0.02 * len(data):
        return data.decode("cp1252", "replace")
    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best is not None else "cp1252", "replace")


_WINDOWS = frozenset("€…‘’“”•–—™\u00a0£§©«®°²³·»¼½¾àâçèéêëîïôöûüŵŷ".encode("cp1252", "ignore"))
"""Bytes of Windows-1252 that British text holds: quotes, dashes, bullets, the pound, fractions, accents."""


def _cut_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a character cut off at the end."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True


def is_binary(data: bytes) -> bool:
    """Whether bytes cannot be text: NULs (outside UTF-16) or more than a few control characters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    sample = data[:65536]
    controls = sum(sample.count(bytes([code])) for code in (*range(1, 9), *range(14, 32), 127) if code != 27)
    return sample.count(0) > 0.001 * len(sample) or controls > 0.02 * len(sample)


def _is_stand_in(data: bytes, file: str) -> bool:
    """Whether a server sent a page in place of the paper: named .pdf or .docx, with a password box or next to no text."""
    if not file.lower().endswith((".pdf", ".docx")):
        return False
    text = re.sub(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", decode(data[:200_000]), flags=re.IGNORECASE | re.DOTALL)
    return re.search(rb"type\s*=\s*[\"']?password", data, re.IGNORECASE) is not None or len(" ".join(text.split())) < 600


def _ole(data: bytes, file: str) -> str:
    """Old Office files and encrypted new ones are small file systems whose stream names are UTF-16."""
    if _stream(data, "EncryptedPackage") or (data[512:514] == b"\xec\xa5" and data[523:524] and data[523] & 1):
        told = "the Word file is encrypted: open it with its password, save it without one, and read that"
        raise PaperError(f"{file}: {told}", Reason.ENCRYPTED)
    if _stream(data, "WordDocument"):
        return DOC
    for name, what in (("Workbook", _TABLE), ("Book", _TABLE), ("PowerPoint Document", _SLIDES)):
        if _stream(data, name):
            raise PaperError(f"{file}: this is {what}")
    if _stream(data, "__properties_version1.0"):
        raise PaperError(f"{file}: this is an e-mail: save the paper attached to it and read that")
    raise PaperError(
        f"{file}: this is an old Office file without a Word document in it: save the paper as .docx or PDF and read that"
    )


def _stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\x00\x00" in data


def _zip(data: bytes, file: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
    except BROKEN_ZIP as error:
        what = "Word file" if b"word/" in data else "zip file"
        told = f"the {what} is damaged or cut short: fetch it again, or save it again as .docx or PDF"
        raise PaperError(f"{file}: {told}", Reason.DAMAGED) from error
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return DOCX
    if kind.startswith(ODT):
        return ODT
    for start, what in _OPEN_DOCUMENT.items():
        if kind.startswith(start):
            raise PaperError(f"{file}: this is {what}")
    for folder, what in (("xl/", _TABLE), ("ppt/", _SLIDES)):
        if any(name.startswith(folder) for name in names):
            raise PaperError(f"{file}: this is {what}")
    raise PaperError(f"{file}: this is {_PACK}")


def _text(text: str, file: str) -> str:
    ending = file.rsplit(".", 1)[-1].lower() if "." in file else ""
    if ending in ("md", "markdown"):
        return MARKDOWN
    if _HTML_START.match(text) or re.search(r"<html[\s>]", text[:4096], re.IGNORECASE):
        return HTML
    if re.match(r"\s*<\?(?:xml|mso)", text):
        raise PaperError(f"{file}: this is XML data: save the paper as .docx or PDF and read that")
    if ending in ("eml", "mht", "mhtml") or re.match(_MAIL, text, re.MULTILINE):
        raise PaperError(f"{file}: this is a web archive or an e-mail: save the page as PDF and read that")
    return PLAIN
