"""Tables that set a remark beside each action, or list actions -> their rows: by the heads of the columns, by number, by place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.codebook import Codebook, Entry
from extractor.model import Action, Block, Quote
from extractor.tag.measures.heads import meaning_of
from extractor.tag.tables import Row, Table

NUMBERED = re.compile(
    r"\s*\(?(?P<number>\d{1,3}(?:\.\d{1,2})*[a-z]?|[A-Z]{1,4}\d{1,3}(?:\.\d{1,2})*)(?:[.)]\)?\s*|\s+[-–—:]\s+|\s+(?=[A-Za-z\"“‘(]))(?=\S)"
)
# "National Indicator 17 Perceptions of anti-social behaviour." on a line of its own names what the lines after it remark on.
_NAMED = re.compile(
    r"(?:National Indicator|NI|PSA|BVPI|BV|Indicator|Option|Target|LPI|Local Indicator)\s?\d+[a-z]?\b[^\n]{0,120}", re.I
)
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """An action with the block it begins in, for its place in the paper."""

    block: Block
    action: Action


def table_actions(table: Table, codebook: Codebook, heading: str | None) -> tuple[Line, ...]:
    """The actions of a table, each with the remark set beside it; empty where the table holds none."""
    head = _head(table, codebook)
    if head is not None:
        depth, columns = head
        if any(entry is not None and entry["role"] == "together" for entry in columns):
            return tuple(_together(table, depth, columns, heading))
        lines = tuple(_rows(table, depth, columns, codebook, heading))
        # A table of indicators is one of actions only where something is remarked on them.
        return lines if _places(columns, "action", None) or any(line.action.commentary for line in lines) else ()
    return tuple(_numbered(table, codebook, heading))


def _meaning(head: Sequence[str], codebook: Codebook) -> Entry | None:
    for words in reversed(head):
        hits = codebook.find("commentary", words, "column")
        # The entry that covers most of the head; where two cover it alike, the one written first in the file.
        if hits:
            return max(hits, key=lambda hit: hit.end - hit.start).entry
    # A head that names what is measured ("What is measured") names an indicator here too.
    for words in reversed(head):
        if any(hit.entry["role"] is None for hit in codebook.find("measures", words, "column", "objective")):
            return next(one for one in codebook.entries("commentary") if one["role"] == "indicator")
    return None


def _head(table: Table, codebook: Codebook) -> tuple[int, tuple[Entry | None, ...]] | None:
    """Rows of the head and meaning of each column, where an action stands beside a remark or beside who does it and when."""
    best: tuple[int, int, tuple[Entry | None, ...]] | None = None
    for depth in sorted({table.whole_head(depth) for depth in range(1, min(4, len(table.rows)))}):
        columns = _beside_national(tuple(_meaning(head, codebook) for head in table.column_heads(depth)), codebook)
        columns = _by_their_cells(_without_baselines(columns, table.column_heads(depth), codebook), table, depth, codebook)
        meanings = {str(entry["column"]) for entry in columns if entry is not None}
        together = any(entry is not None and entry["role"] == "together" for entry in columns)
        proper = any(entry is not None and entry["column"] == "action" and entry["role"] is None for entry in columns)
        beside = "action" in meanings and "commentary" in meanings
        if table.rows[depth - 1].banner is not None or not (together or beside or (proper and meanings & {"other", "number"})):
            continue
        score = sum(entry is not None for entry in columns)
        if best is None or score > best[0]:
            best = (score, depth, columns)
    return None if best is None else best[1:]


def _beside_national(columns: tuple[Entry | None, ...], codebook: Codebook) -> tuple[Entry | None, ...]:
    """The columns with what a local action means beside the others: right of a column of actions or indicators that has no other
    remark it is the remark, and where it is the only action it is one."""
    plain = {
        meaning: next(one for one in codebook.entries("commentary") if one["column"] == meaning and one["role"] is None)
        for meaning in ("action", "commentary")
    }
    meanings = [None if entry is None else "local" if entry["role"] == "local" else str(entry["column"]) for entry in columns]
    first = meanings.index("action") if "action" in meanings else None

    def meant(place: int, entry: Entry | None) -> Entry | None:
        if meanings[place] != "local":
            return entry
        if first is None:
            return plain["action"]
        return plain["commentary"] if first < place and "commentary" not in meanings else None

    return tuple(meant(place, entry) for place, entry in enumerate(columns))


def _without_baselines(
    columns: tuple[Entry | None, ...], heads: Sequence[Sequence[str]], codebook: Codebook
) -> tuple[Entry | None, ...]:
    """The columns without those that say where things stand beside a target ("Where we are | Where we want to be"): no remarks."""
    measured = [column.meaning if (column := meaning_of(tuple(head), codebook)) is not None else None for head in heads]
    if "target" not in measured:
        return columns
    return tuple(
        None if entry is not None and entry["column"] == "commentary" and meaning == "baseline" else entry
        for entry, meaning in zip(columns, measured, strict=True)
    )


def _by_their_cells(columns: tuple[Entry | None, ...], table: Table, depth: int, codebook: Codebook) -> tuple[Entry | None, ...]:
    """The columns with what their cells show beside a remark: "Action" over nothing but numbers is the column of numbers.

    Where no head names an action, the first column of deeds, or of words beside numbers, left of the remark holds them.
    """
    if not any(entry is not None and entry["column"] == "commentary" and entry["role"] is None for entry in columns):
        return columns
    body = [row for row in table.body(depth) if row.banner is None]
    found = list(columns)
    numbers = next(one for one in codebook.entries("commentary") if one["column"] == "number")
    action = next(one for one in codebook.entries("commentary") if one["column"] == "action" and one["role"] is None)

    def share(place: int, said: Callable[[str], bool]) -> float:
        cells = [row.text(place) for row in body if row.text(place)]
        return sum(map(said, cells)) / len(cells) if cells else 0.0

    for place, entry in enumerate(columns):
        if entry is not None and entry["column"] == "action" and share(place, _is_code) > _ENOUGH:
            found[place] = numbers
    if any(entry is not None and entry["column"] == "action" for entry in found):
        return tuple(found)
    numbered = any(entry is numbers or (entry is not None and entry["column"] == "number") for entry in found)
    stop = next(place for place, entry in enumerate(found) if entry is not None and entry["column"] == "commentary")
    for place in range(stop):
        deeds = share(place, lambda text: bool(codebook.find("commentary", text, "role", "verb")))
        worded = share(place, lambda text: len(text.split()) >= 4)
        if found[place] is None and (deeds > _ENOUGH or (numbered and worded > _ENOUGH)):
            found[place] = action
            break
    return tuple(found)


def _is_code(text: str) -> bool:
    return re.fullmatch(r"\(?[A-Z]{0,3}\s?\d{1,3}(?:\.\d{1,2})*[a-z]?\)?\.?", text.strip()) is not None


def _places(columns: Sequence[Entry | None], meaning: str, role: str | None) -> list[int]:
    return [
        place for place, entry in enumerate(columns) if entry is not None and entry["column"] == meaning and entry["role"] == role
    ]


def _rows(table: Table, depth: int, columns: Sequence[Entry | None], codebook: Codebook, heading: str | None) -> Iterator[Line]:
    body = [row for row in table.body(depth) if row.banner is None]
    named = _places(columns, "action", None) or _places(columns, "action", "indicator")
    place = max(named, key=lambda at: (len({row.text(at) for row in body if row.begins(at)}), -at))
    strong, weak = _places(columns, "commentary", None), _places(columns, "commentary", "weak")
    under = heading
    held: Line | None = None
    for row in table.body(depth):
        if row.banner is not None:
            under = " ".join(row.banner.text.split())
            continue
        remark = _remark(row, strong, 1, codebook) or (None if strong else _remark(row, weak, 4, codebook))
        cell = row.cells[place]
        if cell is None or not re.search(r"[A-Za-z]{3}", cell.text) or not row.begins(place):
            # A row without an action of its own goes on with the remark on the one above.
            if held is not None and remark is not None:
                held = _longer(held, remark)
            continue
        if held is not None:
            yield held
        number, start = _number(cell.text)
        number = next((row.text(at).strip("().") for at in _places(columns, "number", None) if row.text(at)), number)
        over = next((row.text(at) for at in _places(columns, "under", None) if row.text(at) and at != place), None)
        held = _line(cell, start, number, remark, over or under, "action.table")
    if held is not None:
        yield held


def _remark(row: Row, places: Sequence[int], fewest: int, codebook: Codebook) -> Block | None:
    """The longest remark in the given columns of a row; a rating alone ("Green") is none."""
    found: list[Block] = []
    for place in places:
        cell = row.cells[place]
        if (
            cell is not None
            and row.begins(place)
            and len(cell.text.split()) >= fewest
            and re.search(r"[A-Za-z]{2}", cell.text)
            and not _rating(cell.text, codebook)
        ):
            found.append(cell)
    return max(found, key=lambda cell: len(cell.text), default=None)


def _rating(text: str, codebook: Codebook) -> bool:
    return bool(codebook.find("commentary", text, "role", "rating"))


def _longer(line: Line, more: Block) -> Line:
    action = line.action
    if action.commentary is None:
        return replace(line, action=replace(action, commentary=more.text, commentary_quote=Quote(more, 0, len(more.text))))
    return replace(line, action=replace(action, commentary=f"{action.commentary}\n{more.text}"))


def _number(text: str) -> tuple[str | None, int]:
    """The number printed before an action and where its words begin."""
    match = NUMBERED.match(text)
    return (match["number"], match.end()) if match is not None else (None, 0)


def _line(cell: Block, start: int, number: str | None, remark: Block | None, under: str | None, rule: str) -> Line:
    action = Action(
        text=" ".join(cell.text[start:].split()),
        quote=Quote(cell, start, len(cell.text)),
        rule=rule,
        number=number,
        commentary=remark.text if remark is not None else None,
        commentary_quote=Quote(remark, 0, len(remark.text)) if remark is not None else None,
        under=under,
    )
    return Line(cell, action)


def _numbered(table: Table, codebook: Codebook, heading: str | None) -> Iterator[Line]:
    """A table without a head whose left cells are numbered actions and whose right cells are prose."""
    rows = [row for row in table.rows if row.banner is None]
    # The number stands in the action's cell, or in a narrow cell before it.
    split = table.width == 3 and sum(bool(re.fullmatch(r"\(?\d[\d.]*[a-z]?[.)]?", row.text(0))) for row in rows) >= _ENOUGH * len(
        rows
    )
    if not rows or table.width != (3 if split else 2):
        return
    pairs: list[tuple[Row, Block, str | None, int, Block | None]] = []
    for row in rows:
        cell, remark = row.cells[-2], row.cells[-1]
        if cell is None or cell is remark:
            continue
        number, start = (row.text(0).strip("()."), 0) if split else _number(cell.text)
        if number and len(cell.text[start:].split()) >= 5:
            pairs.append((row, cell, number, start, remark if remark is not None and len(remark.text.split()) >= 4 else None))
    remarks = [remark for *_, remark in pairs if remark is not None and not re.fullmatch(r"[\W\d]*", remark.text)]
    # Questions with their answers, as on a form, are no actions.
    asked = sum("?" in cell.text for _, cell, *_ in pairs)
    if len(pairs) < _ENOUGH * len(rows) or not remarks or asked * 4 > len(pairs):
        return
    found = {id(row): (cell, number, start, remark) for row, cell, number, start, remark in pairs}
    under = heading
    for row in table.rows:
        if row.banner is not None:
            under = " ".join(row.banner.text.split()) if _is_heading(row.banner.text) else under
        elif id(row) in found:
            cell, number, start, remark = found[id(row)]
            yield _line(cell, start, number, remark if remark in remarks else None, under, "action.beside")


def _is_heading(text: str) -> bool:
    """Whether a wide cell between actions is a heading, and not a paragraph, a question or a lead-in."""
    return len(text.split()) <= 20 and not text.rstrip().endswith((".", ":", "?", ";"))


def _together(table: Table, depth: int, columns: Sequence[Entry | None], heading: str | None) -> Iterator[Line]:
    """Options or indicators named on lines of their own, each with the points for and against it in the lines after it."""
    place = next(at for at, entry in enumerate(columns) if entry is not None and entry["role"] == "together")
    named: tuple[Quote, str | None] | None = None
    remarks: list[Quote] = []
    over: str | None = heading
    for row in table.body(depth):
        cell = row.cells[place]
        if cell is None or not row.begins(place):
            continue
        if place and row.text(0) and row.begins(0):
            # Another row of the first column; a row over a page goes on with an empty first cell.
            if named is not None:
                yield _split(*named, remarks)
            named, over = None, row.text(0)
        for match in re.finditer(r"[^\n]+", cell.text):
            quote = Quote(cell, match.start(), match.end())
            if _NAMED.fullmatch(match.group().strip()):
                if named is not None:
                    yield _split(*named, remarks)
                named, remarks = (quote, over), []
            elif named is not None:
                remarks.append(quote)
    if named is not None:
        yield _split(*named, remarks)


def _split(named: Quote, under: str | None, remarks: Sequence[Quote]) -> Line:
    own = [quote for quote in remarks if quote.block is remarks[0].block]
    action = Action(
        text=named.text.strip(),
        quote=named,
        rule="action.for-and-against",
        commentary="\n".join(quote.text for quote in remarks) or None,
        # A quote lies in one block: that of a remark which runs on over a page is its first part.
        commentary_quote=Quote(own[0].block, own[0].start, own[-1].end) if own else None,
        under=under,
    )
    return Line(named.block, action)
