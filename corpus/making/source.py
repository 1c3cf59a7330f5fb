"""Reads a source: YAML front matter, then a small Markdown that any Markdown viewer shows sensibly.

Understood: ``#`` headings, paragraphs, lists (``-``, ``1.``, ``1)``, ``a)``, ``(a)``, ``2.1``), tables with ``|``, ``**bold**``,
footnotes (``[^1]`` and ``[^1]: text``), a line break (backslash at the end of a line), and three comments:
``<!-- new page -->``, ``<!-- widths: 40 20 20 20 -->`` (of the table that follows, in per cent) and ``<!-- contents -->``
(the paragraph that follows is a contents list, one "Title | page" a line).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

MARKER = re.compile(r"^(\s*)(-|\d+[.)]|\d+\.\d+|[a-z]\)|\([a-z]\)|\([ivx]+\))\s+(.*)$")  # "- x", "1. x", "2.1 x", "a) x", "(ii) x"
COMMENT = re.compile(r"^<!--\s*(new page|contents|widths:\s*([\d ]+))\s*-->$")
NOTE = re.compile(r"^\[\^(\d+)\]:\s+(.*)$")  # "[^1]: text of the footnote"
RUN = re.compile(r"\*\*(.+?)\*\*|\[\^(\d+)\]")
FORMATS = ("pdf", "docx", "html", "md", "txt")


@dataclass(frozen=True)
class Run:
    """A stretch of one look. ``note`` is the number of a footnote mark, which has no text of its own."""

    text: str
    bold: bool = False
    note: str | None = None


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Para:
    text: str


@dataclass(frozen=True)
class Item:
    """A list item or numbered paragraph; ``label`` is the marker as it is to be printed, "-" for a bullet."""

    label: str
    text: str
    level: int = 0


@dataclass(frozen=True)
class Table:
    """Rows of cells; ``head`` tells whether the first row is a head. ``widths`` are per cent of the text's width."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    head: bool


@dataclass(frozen=True)
class Contents:
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NewPage:
    pass


Node = Heading | Para | Item | Table | Contents | NewPage


@dataclass(frozen=True)
class Source:
    """One source: front matter as it stands, the nodes of its body, its footnotes by number, and the body as written."""

    slug: str
    meta: dict[str, object]
    nodes: tuple[Node, ...]
    notes: dict[str, str]
    body: str

    def text(self, name: str) -> str:
        """A front-matter value as text, empty where it is not given."""
        value = self.meta.get(name)
        return "" if value is None else str(value).strip()

    @property
    def formats(self) -> tuple[str, ...]:
        value = self.meta.get("formats")
        found = tuple(str(one) for one in value) if isinstance(value, list) else ()
        if not found or set(found) - set(FORMATS):
            raise ValueError(f"{self.slug}: formats must be a list out of {', '.join(FORMATS)}")
        return found


def runs(text: str) -> list[Run]:
    """Splits text into plain runs, bold runs and footnote marks."""
    found, at = [], 0
    for match in RUN.finditer(text):
        if match.start() > at:
            found.append(Run(text[at : match.start()]))
        found.append(Run(match[1], bold=True) if match[1] else Run("", note=match[2]))
        at = match.end()
    if at < len(text):
        found.append(Run(text[at:]))
    return found


def plain(text: str) -> str:
    """Text without marks of bold or footnotes; a line break becomes a newline."""
    return "".join(run.text for run in runs(text))


def read_source(path: Path) -> Source:
    """Reads one source file. Raises ValueError, naming the file, where its front matter is missing or wrong."""
    raw = path.read_text(encoding="utf-8")
    parts = re.split(r"^---\s*$", raw, maxsplit=2, flags=re.M)
    if len(parts) != 3 or parts[0].strip():
        raise ValueError(f"{path.name}: begin with front matter between two lines of '---'")
    meta = yaml.safe_load(parts[1])
    body = parts[2].strip() + "\n"
    notes = {m[1]: m[2] for chunk in _chunks(body) if (m := NOTE.match(" ".join(chunk)))}
    return Source(path.stem, meta, tuple(_nodes(body, path.name)), notes, body)


def _chunks(body: str) -> list[list[str]]:
    return [chunk.split("\n") for chunk in re.split(r"\n\s*\n", body.strip()) if chunk.strip()]


def _join(lines: list[str]) -> str:
    """Joins hard-wrapped lines; a backslash at the end of a line keeps the break."""
    out = ""
    for line in lines:
        line = line.strip()
        out += ("" if not out or out.endswith("\n") else " ") + (line[:-1].rstrip() + "\n" if line.endswith("\\") else line)
    return out.strip()


def _nodes(body: str, name: str) -> list[Node]:
    nodes: list[Node] = []
    widths: tuple[int, ...] = ()
    contents = False
    for chunk in _chunks(body):
        first = chunk[0]
        if comment := COMMENT.match(first.strip()):
            if comment[2]:
                widths = tuple(int(one) for one in comment[2].split())
            elif comment[1] == "contents":
                contents = True
            else:
                nodes.append(NewPage())
        elif NOTE.match(first):
            continue
        elif first.startswith("#"):
            level = len(first) - len(first.lstrip("#"))
            nodes.append(Heading(level, _join([first[level:], *chunk[1:]])))
        elif first.startswith("|"):
            nodes.append(_table(chunk, widths, name))
            widths = ()
        elif contents:
            nodes.append(Contents(tuple((a.strip(), b.strip()) for a, _, b in (line.rpartition("|") for line in chunk))))
            contents = False
        elif MARKER.match(first):
            nodes.extend(_items(chunk))
        else:
            nodes.append(Para(_join(chunk)))
    return nodes


def _items(chunk: list[str]) -> list[Item]:
    gathered: list[tuple[str, int, list[str]]] = []
    for line in chunk:
        if match := MARKER.match(line):
            gathered.append((match[2], len(match[1]) // 2, [match[3]]))
        else:
            gathered[-1][2].append(line)
    return [Item(label, _join(lines), level) for label, level, lines in gathered]


def _table(chunk: list[str], widths: tuple[int, ...], name: str) -> Table:
    rows = [tuple(cell.strip().replace("<br>", "\n") for cell in line.strip().strip("|").split("|")) for line in chunk]
    head = len(rows) > 1 and all(set(cell) <= set("-: ") and "-" in cell for cell in rows[1])
    if head:
        del rows[1]
    if not any(rows[0]):  # Markdown wants a head; an empty one stands for none
        del rows[0]
        head = False
    columns = len(rows[0])
    if any(len(row) != columns for row in rows):
        raise ValueError(f"{name}: a table's rows differ in their number of cells: {rows[0]}")
    return Table(tuple(rows), widths or (100 // columns,) * columns, head)
