"""Plain text and Markdown -> Document: wrapped lines joined, headings, lists and pipe tables recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.model import Cell, Document, Problem
from extractor.parse.clean import clean_marked, clean_text
from extractor.parse.lines import soft_lines
from extractor.parse.markers import split_marker
from extractor.parse.shape import Rough, is_caps, shape
from extractor.parse.sniff import decode

UNWRAPPED = 160
"""Characters: where lines are longer than this, each line is a paragraph and nothing was wrapped."""
NARROW = 45
"""Characters: a text whose lines all stay below this is a list of short lines, not wrapped prose."""
_POINTS_PER_SPACE = 6.0

_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|_{3,}|~{3,})\s*$")
_HASHES = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_PIPES = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+.!|>-])|!\[[^\]]*\]\([^)]*\)|\[(?P<link>[^\]]+)\](?:\([^)]*\)|\[[^\]]*\])|<(?P<url>https?://[^>\s]+)>|"
    r"<!--.*?-->|</?[a-zA-Z][^>]*>|(?P<bold>\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w))|(?P<soft>\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`+)"
)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    """Without its indent."""
    indent: int


def read_text(data: bytes, *, file: str, markdown: bool = False) -> Document:
    """Read plain text, or Markdown where ``markdown`` is set. Anchors are "line 12", the line a block begins on.

    The encoding is found by trial, so that nothing fails; a text without words gives a Document with a Problem.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n" if markdown else "\n\f")
    properties: tuple[tuple[str, str], ...] = ()
    if markdown:
        text = re.sub(r"<!--.*?-->", lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)
        text, properties = _front_matter(re.sub(r" {2,}\n", "\\\\\n", text))
    blocks = shape(list(_markdown(_numbered(text)) if markdown else _plain(_numbered(text))))
    problems = () if blocks else (Problem("parse", f"{file} holds no text: fetch the paper again"),)
    return Document(blocks, problems=problems, properties=properties)


def _numbered(text: str) -> list[_Line]:
    """Lines with their numbers as an editor counts them; a page break is a blank line and not one of the file's own."""
    out: list[_Line] = []
    number = 0
    for raw in text.split("\n"):
        if raw.startswith("\f"):
            out.append(_Line(number, "", 0))
            raw = raw[1:]
        else:
            number += 1
        line = raw.expandtabs(4).rstrip(" ") if "\t" not in raw.strip() else raw.rstrip()
        bare = line.lstrip()
        out.append(_Line(number, bare, len(line) - len(bare)))
    return out


# --- plain text -------------------------------------------------------------------------------------------------------------


def _plain(lines: list[_Line]) -> Iterator[Rough]:
    width = _width(lines)
    group: list[_Line] = []
    spaced = False
    at = 0
    while at < len(lines):
        line = lines[at]
        under = _UNDERLINE.match(lines[at + 1].text) if line.text and at + 1 < len(lines) else None
        if under and not _UNDERLINE.match(line.text) and 0.5 < len(under[1]) / len(line.text) < 2 and len(line.text) < 120:
            yield from _paragraph(group, spaced)
            yield _rough(line, line.text, bytearray(len(line.text)), level=1 if under[1][0] == "=" else 2)
            group, spaced, at = [], False, at + 2
            continue
        if not line.text or _UNDERLINE.match(line.text):
            yield from _paragraph(group, spaced)
            group, spaced = [], True
        elif group and not _wraps(group[-1], line, width):
            yield from _paragraph(group, spaced)
            group, spaced = [line], False
        else:
            group.append(line)
        at += 1
    yield from _paragraph(group, spaced)


def _width(lines: list[_Line]) -> int:
    """The width that lines were wrapped at: what nearly all lines keep to."""
    lengths = sorted(len(line.text) + line.indent for line in lines if line.text)
    return lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0


# The dots and page number that end an entry of a table of contents.
_LEADERS = re.compile(r"(?:\.{3,}|…|_{3,}|(?:\.\s){3,})\s*\d{1,3}$")


def _wraps(first: _Line, second: _Line, width: int) -> bool:
    """Whether a line was broken only because the next word did not fit, or plainly runs on in small letters."""
    if width > UNWRAPPED or split_marker(second.text).label is not None or _LEADERS.search(first.text):
        return False
    if is_caps(first.text) != is_caps(second.text):
        return False
    if width < NARROW:
        return second.text[0].islower() and not first.text.endswith((".", ":", ";"))
    reach = first.indent + len(first.text) + 1 + len(second.text.split()[0])
    return reach >= 0.88 * width or (second.text[0].islower() and reach >= 0.5 * width)


def _paragraph(group: list[_Line], spaced: bool) -> Iterator[Rough]:
    if not group:
        return
    text = group[0].text
    for line in group[1:]:
        text += line.text if re.search(r"\w-$", text) and line.text[0].isalnum() else f" {line.text}"
    yield _rough(group[0], text, bytearray(len(text)), spaced=spaced)


def _rough(line: _Line, raw: str, marks: bytearray, *, level: int | None = None, spaced: bool = False) -> Rough:
    marker = split_marker(raw)
    at = len(raw) - len(marker.rest)
    text, bold = clean_marked(raw[at:], marks[at:])
    indent = line.indent * _POINTS_PER_SPACE
    return Rough(text, f"line {line.number}", marker.label, marker.kind, bold, level=level, indent=indent, spaced=spaced)


# --- Markdown ---------------------------------------------------------------------------------------------------------------


def _markdown(lines: list[_Line]) -> Iterator[Rough]:
    group: list[_Line] = []
    tables = 0
    fenced = spaced = False
    at = 0
    while at < len(lines):
        line = lines[at]
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        ends = not line.text or fenced or _starts_block(line)
        if group and ends:
            yield from _flow(group, spaced)
            group, spaced = [], False
        if _FENCE.match(line.text):
            fenced = not fenced
        elif fenced:
            if line.text:
                yield _rough(line, line.text, bytearray(len(line.text)))
        elif not line.text:
            spaced = True
        elif heading := _HASHES.match(line.text):
            yield from _heading(line, heading[2], len(heading[1]))
        elif not group and "|" in line.text and "|" in following and _PIPES.match(following):
            end = at + 2
            while end < len(lines) and "|" in lines[end].text:
                end += 1
            tables += 1
            yield from _table([line, *lines[at + 2 : end]], tables)
            at = end
            continue
        elif not group and re.match(r"(=+|-+)\s*$", following) and not _starts_block(line):
            yield from _heading(line, line.text, 1 if following[0] == "=" else 2)
            at += 1
        elif not _RULE.match(line.text):
            group.append(line)
        at += 1
    yield from _flow(group, spaced)


def _starts_block(line: _Line) -> bool:
    """Whether a line cannot continue the paragraph before it."""
    if _HASHES.match(line.text) or _FENCE.match(line.text) or _RULE.match(line.text) or line.text.startswith("> "):
        return True
    return re.match(r"(?:[-*+]|\d{1,9}[.)])\s", line.text) is not None or split_marker(line.text).kind in (
        "bullet",
        "letter",
        "roman",
    )


def _heading(line: _Line, text: str, level: int) -> Iterator[Rough]:
    plain, marks = _inline(text)
    if plain.strip():
        yield _rough(line, plain, marks, level=level)


def _flow(group: list[_Line], spaced: bool) -> Iterator[Rough]:
    """A paragraph or item: its lines run on, but for those that end in two spaces or a backslash."""
    if not group:
        return
    raw = ""
    for line in group:
        text = re.sub(r"^(?:>\s?)+", "", line.text)
        hard = text.endswith("\\")
        raw += text.rstrip("\\") + ("\n" if hard else " ")
    marker = re.match(r"[*+-]\s+", raw)
    label = marker[0].strip() if marker else None
    plain, marks = _inline(raw[marker.end() :] if marker else raw)
    for at, (text, own) in enumerate(soft_lines(plain, marks)):
        rough = _rough(group[0], text, own, spaced=spaced and at == 0)
        if label and at == 0:
            clean, bold = clean_marked(text, own)
            rough = Rough(clean, rough.anchor, label, "bullet", bold, indent=rough.indent, spaced=rough.spaced)
        yield replace(rough, list="markdown")


def _inline(text: str) -> tuple[str, bytearray]:
    """Markdown's signs taken out of a text; the marks say which of the characters left were bold."""
    out, marks, bold, at = "", bytearray(), False, 0
    for found in _INLINE.finditer(text):
        piece = text[at : found.start()]
        at = found.end()
        kept = found["escaped"] or found["link"] or found["url"] or ""
        out += piece + kept
        marks.extend((int(bold),) * (len(piece) + len(kept)))
        if found["bold"]:
            bold = not bold
    out += text[at:]
    marks.extend((int(bold),) * (len(text) - at))
    return out, marks


def _table(lines: list[_Line], number: int) -> Iterator[Rough]:
    for row, line in enumerate(lines, 1):
        cells = re.split(r"(?<!\\)\|", line.text.strip().removeprefix("|").removesuffix("|"))
        for column, raw in enumerate(cells, 1):
            parts = [clean_marked(*_inline(part)) for part in re.split(r"<br\s*/?>", raw)]
            text = "\n".join(part for part, _ in parts if part)
            if text:
                bold = parts[0][1] if len(parts) == 1 else ()
                anchor = f"table {number}, row {row}, cell {column}"
                yield Rough(text, anchor, bold=bold, cell=Cell(number, row, column, head=row == 1))


def _front_matter(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Take the header between two "---" lines off; its title and author are the file's properties. Line numbers stay."""
    found = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if not found:
        return text, ()
    pairs = re.findall(r"^(title|author|date|subject):\s*(.+)$", found[1], re.MULTILINE | re.IGNORECASE)
    properties = {key.lower(): clean_text(value.strip("\"' ")) for key, value in pairs}
    return "\n" * found[0].count("\n") + text[found.end() :], tuple(sorted(properties.items()))
