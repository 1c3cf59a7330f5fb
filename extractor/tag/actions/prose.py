"""Paragraphs and items -> actions with the remark that follows them in the running text: in minutes, under labels, as run-ins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.codebook import Codebook
from extractor.model import Action, Block, Quote
from extractor.tag.actions.columns import NUMBERED, Line
from extractor.tag.sentences import sentences
from extractor.tag.tables import Placed, Table

_ON = re.compile(
    r"(?:(?:On|Regarding|As to|Concerning|In relation to|With regard to)\s+)?(?:(?P<number>\d{1,2}(?:\.\d{1,2})+[a-z]?)\s+)?", re.I
)
_DASH = re.compile(r"\s[-–—]\s")
_RUN_IN = re.compile(r"(?P<head>.{4,140}?)(?:\s[-–—]\s+|:\s+)(?=\S)", re.S)
_DIGITS = re.compile(r"[\w.]*\d[\w.]*|[a-zA-Z]")
_LONGEST_ACTION, _SHORTEST_REMARK = 25, 5


def running_actions(
    placed: Sequence[Placed], tables: Sequence[Table], taken: set[int], codebook: Codebook
) -> Iterator[tuple[Placed, Line]]:
    """Actions and remarks outside the tables that have been read. ``taken`` holds the blocks that those tables account for."""
    rows: dict[int, tuple[tuple[Block | None, ...], int]] = {}
    for table in tables:
        for row in table.rows:
            rows |= dict.fromkeys((cell.index for cell in row.cells if cell is not None), (row.cells, table.width))
    subject: tuple[Placed, Line] | None = None
    cue: tuple[str, tuple[Block, ...]] | None = None
    for one in placed:
        block = one.block
        roles = _roles(block.text, codebook) if block.kind in {"heading", "paragraph", "item"} and len(block.text) < 700 else set()
        if block.index in taken:
            continue
        remark = _labelled_remark(block, rows, codebook)
        if remark is not None and subject is not None and subject[0].plan == one.plan:
            yield subject[0], _with(subject[1], remark)
            subject = None
            continue
        if block.kind == "cell":
            continue
        if subject is not None and (named := _names_subject(block, codebook)) is None and block.kind == "heading":
            if subject[1].action.rule != "action.labelled":
                yield subject
            subject = None
        if cue is not None and (block.kind == "heading" or cue[1] != one.path):
            cue = None
        if cue is not None and cue[0] == "discussed" and (line := _minuted(block, codebook)) is not None:
            yield one, line
            continue
        if cue is not None and cue[0] == "remarks" and (line := _run_in(block, _over(one))) is not None:
            yield one, line
            continue
        if cue is not None and cue[0] == "actions" and block.kind == "item":
            if subject is not None and subject[1].action.rule != "action.labelled":
                yield subject
            subject = (one, _listed(one))
            continue
        if (named := _names_subject(block, codebook)) is not None:
            if subject is not None and subject[1].action.rule != "action.labelled":
                yield subject
            subject = (one, named)
        cue = _cue(one, roles, cue)
    if subject is not None and subject[1].action.rule != "action.labelled":
        yield subject


def _roles(text: str, codebook: Codebook) -> set[str]:
    return {str(hit.entry["role"]) for hit in codebook.find("commentary", text, "role", "actions", "remarks", "discussed")}


def _cue(one: Placed, roles: set[str], cue: tuple[str, tuple[Block, ...]] | None) -> tuple[str, tuple[Block, ...]] | None:
    """What the block, a heading or a lead-in, says of the blocks after it."""
    block = one.block
    if block.kind == "heading":
        path = (*one.path, block)
        return next(((role, path) for role in ("remarks", "actions") if role in roles), None)
    if block.kind == "item":
        return cue
    if "discussed" in roles:
        return "discussed", one.path
    if block.text.rstrip().endswith((":", ":-")):
        return next(((role, one.path) for role in ("remarks", "actions") if role in roles), None)
    # A paragraph between a heading and its list leaves the heading's cue standing.
    return cue


def _over(one: Placed) -> str | None:
    return " ".join(one.path[-1].text.split()) if one.path else None


def _label(block: Block) -> str | None:
    """A block's marker as the number of an action: "6.2", "3", "a"; None for bullets."""
    match = _DIGITS.fullmatch((block.label or "").strip("()[]. "))
    return match.group() if match else None


def _listed(one: Placed) -> Line:
    number, start = _label(one.block), 0
    if number is None and (match := NUMBERED.match(one.block.text)) is not None:
        number, start = match["number"], match.end()
    return _line(one.block, start, len(one.block.text), number, None, _over(one), "action.listed")


def _line(block: Block, start: int, end: int, number: str | None, remark: Quote | None, under: str | None, rule: str) -> Line:
    quote = Quote(block, start, end)
    text = " ".join(quote.text.split()).rstrip(";,") if rule == "action.listed" else " ".join(quote.text.split())
    return Line(block, Action(text, quote, rule, number, remark.text if remark is not None else None, remark, under))


def _with(line: Line, remark: Quote) -> Line:
    return replace(line, action=replace(line.action, commentary=remark.text, commentary_quote=remark))


# --- a label before the remark ---------------------------------------------------------------------------------------------------


def _labelled_remark(block: Block, rows: dict[int, tuple[tuple[Block | None, ...], int]], codebook: Codebook) -> Quote | None:
    """The remark that a label announces: "Local commentary: ...", or the right cell of a row whose left cell is "COMMENTS"."""
    if block.kind == "cell" and block.index in rows:
        cells, width = rows[block.index]
        first, value = cells[0], cells[-1]
        if width != 2 or value is not block or first is None or first is block or len(value.text.split()) < _SHORTEST_REMARK:
            return None
        hits = codebook.find("commentary", first.text.split("\n")[0], "column", "commentary")
        return Quote(value, 0, len(value.text)) if any(hit.entry["role"] is None for hit in hits) else None
    if block.kind in {"paragraph", "item", "note"}:
        end = next((hit.end for hit in codebook.find("commentary", block.text[:80], "role", "label")), None)
        if end is not None and len(block.text[end:].split()) >= _SHORTEST_REMARK:
            return Quote(block, end, len(block.text))
    return None


def _names_subject(block: Block, codebook: Codebook) -> Line | None:
    """A line that names what a remark after it may be about: "TARGET:- Reduce nuisance by 6%", "Action 4: hold surgeries"."""
    if block.kind == "cell" or len(block.text.split()) > 60:
        return None
    labelled = next((hit.end for hit in codebook.find("measures", block.text, "role", "label")), None)
    if (
        labelled is None
        and (match := re.match(r"(?:\w+\s)?(?:[Aa]ction|ACTION)\s+(?P<number>\d+(?:\.\d+)*)\s*(?:[:.–-]\s*)+(?=\S)", block.text))
        is not None
    ):
        return _line(block, match.end(), len(block.text), match["number"], None, None, "action.labelled")
    return None if labelled is None else _line(block, labelled, len(block.text), None, None, None, "action.labelled")


# --- minutes ---------------------------------------------------------------------------------------------------------------------


def _minuted(block: Block, codebook: Codebook) -> Line | None:
    """An action named, then what was said of it: "6.2 Services - Maintain court status: nobody had been found ..."."""
    text = block.text
    opening = _ON.match(text)
    start = opening.end() if opening is not None else 0
    number = (opening["number"] if opening is not None else None) or _label(block)
    inline = next(iter(codebook.find("measures", text, "role", "inline")), None)
    if inline is not None:
        at = text.index(inline.groups["objective"], inline.start)
        return _said_of(block, at, at + len(inline.groups["objective"]), inline.end, number, None) if at <= start + 1 else None
    under: str | None = None
    dash = _DASH.search(text, start, start + 120)
    if dash is not None and _is_verb(text[dash.end() :], codebook):
        under, start = text[start : dash.start()].strip(), dash.end()
    elif not _is_verb(text[start:], codebook):
        return None
    colon = text.find(": ", start)
    stop = next((end for begin, end in sentences(text) if end > start), len(text))
    end, after = (colon, colon + 1) if 0 <= colon < stop else (stop, stop)
    return _said_of(block, start, end, after, number, under)


def _said_of(block: Block, start: int, end: int, after: int, number: str | None, under: str | None) -> Line | None:
    text = block.text
    while after < len(text) and text[after] in " \n,.:;–—-":
        after += 1
    if len(text[after:].split()) < _SHORTEST_REMARK or len(text[start:end].split()) > _LONGEST_ACTION:
        return None
    stop = end - 1 if text[end - 1 : end] == "." else end
    return _line(block, start, stop, number, Quote(block, after, len(text)), under, "action.minuted")


def _is_verb(text: str, codebook: Codebook) -> bool:
    return any(hit.start == 0 for hit in codebook.find("commentary", text[:80], "role", "verb"))


# --- run-ins --------------------------------------------------------------------------------------------------------------------


def _run_in(block: Block, under: str | None) -> Line | None:
    """ "Serious Violent Crime - Every member of the group now has ...": an indicator run in before the remark on it."""
    match = _RUN_IN.match(block.text)
    if match is None or (
        block.kind != "item"
        and block.label is None
        and not NUMBERED.match(block.text)
        and not re.match(r"(?:NI|PSA|BVPI|LPI)\s?\d", block.text)
    ):
        return None
    if len(match["head"].split()) > 14 or len(block.text[match.end() :].split()) < 8:
        return None
    number, start = _label(block), 0
    if number is None and (printed := NUMBERED.match(block.text)) is not None:
        number, start = printed["number"], printed.end()
    return _line(block, start, match.end("head"), number, Quote(block, match.end(), len(block.text)), under, "action.run-in")
