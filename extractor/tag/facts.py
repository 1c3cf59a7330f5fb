"""Document -> Facts: what the paper says of itself - title, date, meeting, author, kind - each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.codebook import Codebook, Hit
from extractor.grammar.dates import find_dates
from extractor.grammar.periods import find_periods
from extractor.model import Block, Document, Facts, Quote

_FRONT = 25
"""Facts stand among a paper's first blocks ..."""
_LETTERHEAD = 5
_MASTHEAD = 16
_SIGN_OFF = 6
"""... or, for a date and a post, among its last."""
_LONGEST_TITLE = 160
_LONGEST_LINE = 130
_TITLE_WORD = re.compile(
    r"(?i:\b(?:plan|strategy|strategic|report|assessment|review|update|programme|priorities|framework|agreement|indicators?|targets"
    r"|document|minutes|congress|consultation|summary|monitoring)\b)"
)
# A line that tells something is a sentence and no label.
_TELLS = re.compile(r"\b(?:was|were|is|are|be|been|will|has|have|had|met|agreed|approved|should|must|that|which|and that|signed)\b")
# "County news | Wednesday 30 March 2005", "Published: 4 May 2011", "The Echo, page 4, Friday 2 March 2007"
_MASTHEAD_LINE = re.compile(
    r"(?:\||•|·|(?i:\b(?:news|gazette|herald|mercury|echo|post|times|chronicle|observer|advertiser|issued|published|posted|dated|date|updated"
    r"|version|edition|issue))\b[^.]{0,30}|\s[-–—])\s*$"
)
_NUMBERED = re.compile(r"^(?:\d{1,3}|\d{1,2}\s*\([a-z]\))\s+(?=[A-Z])|\s+PDF\s+\d+\s*[KM]B$")


def _hits(block: Block, codebook: Codebook, role: str) -> tuple[Hit, ...]:
    return codebook.find("papers", block.text, "role", role)


def _labelled(block: Block, codebook: Codebook, role: str) -> tuple[bool, Quote] | None:
    """(whether the label is a weak one, what stands after it): "Report Title: ...", "Author: ..."."""
    for hit in _hits(block, codebook, role):
        value = hit.groups.get("value")
        if value is not None:
            start = block.text.index(value, hit.start)
            return hit.entry["strength"] == "weak", Quote(block, start, start + len(value.rstrip(" .")))
    return None


def _value(block: Block, codebook: Codebook, role: str) -> Quote | None:
    found = _labelled(block, codebook, role)
    return found[1] if found else None


def _first_value(blocks: Sequence[Block], codebook: Codebook, role: str) -> Quote | None:
    """The first such value; a label that says it outright goes before one that implies it. A label may have a cell to itself."""
    found = [value for block in blocks if (value := _labelled(block, codebook, role)) is not None]
    for label, block in pairwise(blocks):
        beside = label.cell is not None and block.cell is not None and label.cell.row == block.cell.row
        if beside and _hits(label, codebook, f"{role}-cell") and re.search(r"[A-Za-z]{3}", block.text):
            found.append((False, Quote(block, 0, len(block.text.rstrip(" .")))))
    return min(found, key=lambda value: value[0])[1] if found else None


# --- title ------------------------------------------------------------------------------------------------------------------


def _whole(block: Block) -> Quote:
    """A heading without the agenda number in front and the file size behind."""
    start, end = 0, len(block.text)
    for match in _NUMBERED.finditer(block.text):
        if match.start() == 0:
            start = match.end()
        else:
            end = match.start()
    return Quote(block, start, end)


def _weight(block: Block, place: int, largest: float, highest: int) -> tuple[float, int]:
    """How much a line looks like the paper's title: print, wording, and how early it stands."""
    weight = 0.0
    if block.kind == "heading":
        weight += 2.0 - 0.3 * max(0, block.level - 1)
    if block.size and largest and block.size >= largest - 0.5:
        weight += 1.5
    elif not block.size and block.kind == "heading" and block.level == highest:
        weight += 2.0
    if _TITLE_WORD.search(block.text):
        weight += 1.0
    if find_periods(block.text):
        weight += 1.0
    if len(block.text) < 6:
        weight -= 2.0
    return weight - 0.08 * place, -place


def _title(front: Sequence[Block], codebook: Codebook) -> Quote | None:
    labelled = _first_value(front, codebook, "title")
    if labelled is not None:
        return labelled
    lines = [
        (place, block)
        for place, block in enumerate(front[:14])
        if block.kind in ("heading", "paragraph")
        and len(block.text) <= _LONGEST_TITLE
        and (block.kind == "heading" or (block.bold and not block.text.endswith((".", ":", ";"))))
        and not _hits(block, codebook, "not-title")
        and not _only_a_date(block)
    ]
    if not lines:
        return None
    largest = max((block.size or 0.0) for _, block in lines)
    highest = min((block.level for _, block in lines if block.kind == "heading"), default=0)
    _, best = max(lines, key=lambda line: _weight(line[1], line[0], largest, highest))
    return _whole(best)


# --- date -------------------------------------------------------------------------------------------------------------------


def _only_a_date(block: Block) -> bool:
    dates = find_dates(block.text)
    if len(dates) != 1:
        return False
    rest = (block.text[: dates[0].start] + block.text[dates[0].end :]).strip(" .,:;()–-—")
    return len(rest) < 12


def _dated(block: Block, start: int = 0) -> tuple[str, Quote] | None:
    for span in find_dates(block.text):
        if span.start >= start:
            return span.iso, Quote(block, span.start, span.end)
    return None


def _date(document: Document, codebook: Codebook) -> tuple[str, Quote] | None:
    """The meeting's or the publication's date.

    After a label, alone on a line, at the end of a line that names the meeting, in the running lines, at the sign-off, in a
    sentence that says to whom the paper goes, last the day a web page was brought up to date. Other prose does not date a paper.
    """
    front = [
        block
        for block in document.blocks[:_FRONT]
        if find_dates(block.text) and not _hits(block, codebook, "not-date") and not _is_span(block)
    ]
    back = [block for block in document.blocks[-_SIGN_OFF:] if find_dates(block.text) and not _hits(block, codebook, "not-date")]
    head = [block for block in document.blocks[:_LETTERHEAD] if block in front and block.cell is None]
    for block in front:
        value = _value(block, codebook, "date")
        if value is not None and (found := _dated(block, value.start)):
            return found
    for block in front:
        if _only_a_date(block) and block.cell is None:
            return _dated(block)
    for label, block in pairwise(document.blocks[:_FRONT]):
        if _only_a_date(block) and _hits(label, codebook, "date-cell"):
            return _dated(block)
    for block in document.blocks[:_MASTHEAD]:
        if block.cell is not None and block in front and (found := _line_of_cell(block)):
            return found
    for block in head:
        if _hits(block, codebook, "minutes") and _closes(block):
            return _dated_last(block)
    for block in front[:_MASTHEAD]:
        if len(block.text) <= _LONGEST_LINE and block.cell is None and _MASTHEAD_LINE.search(block.text[: _last(block).start]):
            return _dated_last(block)
    for block in front:
        if len(block.text) <= _LONGEST_LINE and block.cell is None and _is_line_of_meeting(block, codebook):
            return _dated(block)
    for block in head:
        if find_dates(block.text)[0].start == 0 and len(block.text) <= _LONGEST_LINE:
            return _dated(block)
    for block in document.furniture:
        if found := _dated(block):
            return found
    for block in back:
        if _only_a_date(block) or (len(block.text) <= _LONGEST_LINE and _hits(block, codebook, "sign-off")):
            return _dated(block)
    for block in front:
        for hit in _hits(block, codebook, "dated-sentence"):
            if (found := _dated(block, hit.start)) and found[1].start - hit.end < 40:
                return found
    for block in document.blocks:
        if (
            len(block.text) <= _LONGEST_LINE
            and (hits := _hits(block, codebook, "web-date"))
            and (found := _dated(block, hits[0].start))
        ):
            return found
    return None


def _is_span(block: Block) -> bool:
    """Whether a block's dates bound a period ("1 April 2008 to 31 March 2011") and so are no day of the paper's own."""
    spans = find_periods(block.text)
    return bool(spans) and all(
        any(span.start <= date.start and date.end <= span.end for span in spans) for date in find_dates(block.text)
    )


def _is_line_of_meeting(block: Block, codebook: Codebook) -> bool:
    """Whether a line is a heading or names a body, and ends with a date: "Community Committee, 6th September 2006 at 7.00 pm"."""
    named = block.kind == "heading" or _hits(block, codebook, "dated-sentence") or _hits(block, codebook, "dated-line")
    return bool(named) and _closes(block) and not _hits(block, codebook, "minutes") and _TELLS.search(block.text) is None


def _closes(block: Block) -> bool:
    """Whether nothing but a time of day or a place comes after the last date of a block."""
    tail = block.text[_last(block).stop :]
    return len(tail) <= 70 and _TELLS.search(tail) is None


def _line_of_cell(block: Block) -> tuple[str, Quote] | None:
    """A date that has a line of a cell to itself, as in the table at the head of a report."""
    for span in find_dates(block.text):
        begin, end = block.text.rfind("\n", 0, span.start) + 1, block.text.find("\n", span.end)
        rest = block.text[begin : span.start] + block.text[span.end : end if end >= 0 else len(block.text)]
        if len(rest.strip(" .,:;()–-—")) < 12:
            return span.iso, Quote(block, span.start, span.end)
    return None


def _dated_last(block: Block) -> tuple[str, Quote]:
    span = find_dates(block.text)[-1]
    return span.iso, Quote(block, span.start, span.end)


def _last(block: Block) -> slice:
    span = find_dates(block.text)[-1]
    return slice(span.start, span.end)


# --- kind -------------------------------------------------------------------------------------------------------------------

_KIND_ORDER = ("national plan", "web page", "summary", "board report", "action plan", "strategy", "plan")


def _signs(blocks: Sequence[Block], codebook: Codebook) -> Iterator[tuple[str, bool, Quote]]:
    """(kind, whether the sign is a strong one, place); each wording counts once. A label inside running prose is a weak sign."""
    seen: set[str] = set()
    for block in blocks:
        if len(block.text) > 400:
            continue
        for hit in codebook.find("papers", block.text, "kind"):
            if hit.phrase not in seen:
                seen.add(hit.phrase)
                strong = hit.entry["strength"] == "strong" and len(block.text) <= _LONGEST_LINE
                yield str(hit.entry["kind"]), strong, Quote(block, hit.start, hit.end)


def _kind(document: Document, title: Quote | None, codebook: Codebook) -> tuple[str, Quote] | None:
    """By signs of where the paper comes from (a web page, a press office, a meeting), then by what its title calls it."""
    edges = (*document.furniture, *document.blocks[:_FRONT], *document.blocks[-2 * _SIGN_OFF :])
    weight: dict[str, float] = {}
    place: dict[str, Quote] = {}
    for kind, strong, quote in _signs(edges, codebook):
        if kind in ("action plan", "strategy", "plan"):
            continue
        weight[kind] = weight.get(kind, 0.0) + (1.0 if strong else 0.5)
        place.setdefault(kind, quote)
    best = max(weight, key=lambda kind: (weight[kind], -_KIND_ORDER.index(kind)), default=None)
    if best is not None and weight[best] >= 1.0:
        return best, place[best]
    # The title's own word, or that of the lines printed with it.
    for lines in ([title.block] if title else [], document.blocks[:4]):
        named = list(_signs(lines, codebook))
        for kind in ("national plan", "action plan", "strategy", "plan"):
            for found, _, quote in named:
                if found == kind:
                    return kind, quote
    return (best, place[best]) if best is not None else None


# --- all --------------------------------------------------------------------------------------------------------------------


def _author(document: Document, front: Sequence[Block], codebook: Codebook) -> Quote | None:
    labelled = _first_value((*front, *document.blocks[-_SIGN_OFF:]), codebook, "author")
    if labelled is not None:
        dates = find_dates(labelled.text)
        name = labelled.text[: dates[0].start].rstrip(" ,–-") if dates else labelled.text
        return Quote(labelled.block, labelled.start, labelled.start + len(name)) if name else None
    for block in document.blocks[-_SIGN_OFF:]:
        if block.cell is None and len(block.text) < 70 and _hits(block, codebook, "author-post"):
            return Quote(block, 0, len(block.text))
    return None


def tag_facts(document: Document, paper_file: str, codebook: Codebook) -> Facts:
    """Title, date (ISO), kind, meeting and author of the paper as it prints them, None where it does not, with the place of each.

    ``paper_file`` is the file's name; it is no evidence, and only serves where the file's ending tells a web page.
    """
    front = document.blocks[:_FRONT]
    quotes: list[tuple[str, Quote]] = []
    title = _title(front, codebook)
    dated = _date(document, codebook)
    kind = _kind(document, title, codebook)
    meeting = _first_value((*document.furniture, *front[:14]), codebook, "meeting")
    author = _author(document, front, codebook)
    for name, quote in (("title", title), ("date", dated[1] if dated else None), ("kind", kind[1] if kind else None)):
        if quote is not None:
            quotes.append((name, quote))
    for name, quote in (("meeting", meeting), ("author", author)):
        if quote is not None:
            quotes.append((name, quote))
    web = paper_file.lower().endswith((".html", ".htm"))
    return Facts(
        title=title.text.strip() if title else None,
        date=dated[0] if dated else None,
        kind=kind[0] if kind else "web page" if web else None,
        meeting=meeting.text if meeting else None,
        author=author.text if author else None,
        quotes=tuple(quotes),
    )
