"""Document -> References: every citation of a numbered framework, at its place; what they mean is settled later.

Statutes and national strategies, which are known by their names, are found in :mod:`extractor.tag.titles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractor.codebook import Codebook, Entry, Hit
from extractor.grammar.gated import Gated
from extractor.model import Block, Document, Passed, Quote, Reference, ReferenceMatch
from extractor.tag.titles import tag_titles

# A block without any of these holds no numbered citation; most blocks are passed over here.
_CUES = (
    # Each way begins with its letter, so that a search goes from one such letter to the next.
    re.compile(r"PSA|N(?<!\wN)(?:\.?\s?[Il1]\.?s?\b|\.?[I1l]\w?\s?\d)|BV|LPI|SPI|LAA"),
    Gated(r"agreement|indicator|target\s|national\s+insurance|northern\s+ireland|strategic\s+assessment", re.I),
)
# ", 16", " and 20", " & 4", "; 30", "–25", " to 18" after a first number. What is counted ("and 16 people") is no further number.
_NOT_COUNTED = (
    r"(?![\d%A-Za-z]|\.\d|/\d|,\d{3})(?!\s*(?:per\s?cent|percent|years?|year-|days?|months?|people|offences|crimes|incidents|of\s+(?:the|which|these)"
    r"|other|partners|priorit|targets|indicators|areas|actions|were|will|cases|victims|young)\b)"
)
_NEXT = re.compile(
    rf"\s*(?P<join>,\s*(?:and|&)\s|,|;|\band\b|&|/)\s*(?:(?:PSA|NIS?|BVPI|BV|LPSA)\s?)?(?P<number>0{{0,2}}\d{{1,3}})(?P<part>[a-f])?{_NOT_COUNTED}",
    re.I,
)
_RANGE = re.compile(
    rf"(?P<join>\s?[-–—]\s?|\s+to\s+|\s+through\s+)(?:(?:PSA|NIS?)\s?)?(?P<number>0{{0,2}}\d{{1,3}}){_NOT_COUNTED}", re.I
)
_LONGEST_RANGE = 20
_SLIPS = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0"})
_PLURAL = re.compile(r"^\W*(?:PSAs|PSA's|NIs|NI's|NIS|BVPIs|LPSAs)\b|s\s?\d", re.I)


@dataclass(frozen=True, slots=True)
class _Found:
    scheme: str
    number: str
    how: ReferenceMatch
    quote: Quote
    rule: str
    round: str | None = None


def _number(printed: str) -> str:
    return printed.translate(_SLIPS).lstrip("0") or "0"


def _numbers(text: str, start: int, hit: Hit) -> tuple[list[str], int]:
    """The numbers of a citation, in order, and where it ends: the first, then those of a list or range that follows it."""
    first = hit.groups["number"]
    numbers, end = [_number(first) + (hit.groups.get("part") or "").strip()], hit.end
    if not first.isdigit():
        return numbers, end
    plural = bool(_PLURAL.search(text[start:end]))
    while True:
        span = _RANGE.match(text, end)
        if span and (plural or " " not in span["join"] or span["join"].strip().isalpha()):
            last, held = int(_number(span["number"])), int(re.match(r"\d+", numbers[-1])[0])  # type: ignore[index]
            if held < last <= held + _LONGEST_RANGE:
                numbers.extend(str(number) for number in range(held + 1, last + 1))
                end = span.end()
                continue
        further = _NEXT.match(text, end)
        # A bare comma goes on with a list only where the list ends as one, or the scheme stands in the plural.
        if further is None or (further["join"] in {"/", "/ "} and not plural):
            return numbers, end
        if further["join"] == "," and not plural and not _listed_on(text, further.end()):
            return numbers, end
        numbers.append(_number(further["number"]) + (further["part"] or ""))
        end = further.end()


def _listed_on(text: str, end: int) -> bool:
    """Whether after ", 16" the text goes on as a list does (", 17", " and 20") or stops."""
    return bool(_NEXT.match(text, end) or re.match(r"\s*(?:[).;:]|,\s*\D|$)", text[end:]))


def _citations(block: Block, codebook: Codebook) -> Iterator[_Found | Passed]:
    text = block.text
    hits = codebook.find("references", text, "role", None)
    barred = [hit for hit in hits if hit.entry["lookalike"]]
    reach = 0
    for hit in sorted((hit for hit in hits if not hit.entry["lookalike"]), key=lambda hit: (hit.start, -hit.end, hit.entry.id)):
        bar = next(
            (bar for bar in barred if bar.entry["scheme"] == hit.entry["scheme"] and bar.start < hit.end and hit.start < bar.end),
            None,
        )
        if bar is not None:
            yield Passed(
                text[hit.start : hit.end],
                "looks like a citation, means something else",
                bar.entry.id,
                Quote(block, hit.start, hit.end),
            )
            continue
        if hit.start < reach:
            continue
        numbers, end = _numbers(text, hit.start, hit)
        reach = end
        quote = Quote(block, hit.start, end)
        scheme = str(hit.entry["scheme"])
        for number in numbers:
            if scheme == "NI":
                # The set has no parts: "NI 195a" is a line of NI 195.
                number = number.rstrip("abcdef")
            exact = len(numbers) > 1 or quote.text.strip() == f"{scheme} {number}"
            how: ReferenceMatch = hit.entry["how"] or ("exact" if exact else "variant")
            yield _Found(scheme, number, how, quote, hit.entry.id, hit.groups.get("round"))


@lru_cache(maxsize=8192)
def _cued(text: str) -> bool:
    """Kept, because each paper's blocks are asked about six times over."""
    return any(cue.search(text) is not None for cue in _CUES)


def _under_headings(document: Document, codebook: Codebook) -> Iterator[_Found]:
    """Numbers that take their scheme from the heading over them ("Local Public Service Agreements" - "Target 6")."""
    over: Entry | None = None
    for block in document.blocks:
        if not (block.kind == "heading" or _cued(block.text)):
            continue
        hits = codebook.find("references", block.text, "role", "heading", "item")
        heading = next((hit.entry for hit in hits if hit.entry["role"] == "heading"), None)
        items = [hit for hit in hits if hit.entry["role"] == "item"]
        if heading is not None and block.cell is None:
            over = heading
        elif items and over is not None and block.cell is None:
            for item in items:
                quote = Quote(block, item.start, item.end)
                yield _Found(str(over["scheme"]), _number(item.groups["number"]), "context", quote, over.id)
        elif block.kind == "heading":
            over = None


def _in_columns(document: Document, codebook: Codebook) -> Iterator[_Found]:
    """Bare numbers in a table's column whose head names a scheme."""
    heads: dict[tuple[int, int], Entry] = {}
    for block in document.blocks:
        if block.cell is None:
            continue
        place = (block.cell.table, block.cell.column)
        if block.cell.row <= 2 or block.cell.head:
            named = next((hit.entry for hit in codebook.find("references", block.text, "role", "column")), None)
            if named is not None:
                heads[place] = named
                continue
        if place in heads and re.fullmatch(r"0{0,2}\d{1,3}", block.text.strip()):
            entry = heads[place]
            yield _Found(str(entry["scheme"]), _number(block.text.strip()), "context", Quote(block, 0, len(block.text)), entry.id)


def _other_sense(document: Document, codebook: Codebook) -> frozenset[str]:
    """Schemes whose short form this paper gives another meaning, without ever naming the scheme in full."""
    senses: set[str] = set()
    whole = {"PSA": "service agreement", "NI": "national indicator", "LAA": "local area agreement"}
    for block in document.blocks:
        if not _cued(block.text):
            continue
        for hit in codebook.find("references", block.text, "lookalike", True):
            scheme = str(hit.entry["scheme"])
            # Only where the short form is given in brackets does the paper claim it for the other sense.
            if f"({scheme}" in block.text[hit.start : hit.end + len(scheme) + 3]:
                senses.add(scheme)
    text = " ".join(block.text.casefold() for block in document.blocks) if senses else ""
    return frozenset(scheme for scheme in senses if whole.get(scheme, "\0") not in text)


def _all(document: Document, codebook: Codebook) -> Iterator[_Found | Passed]:
    senses = _other_sense(document, codebook)
    for block in document.blocks:
        if not _cued(block.text):
            continue
        for found in _citations(block, codebook):
            if isinstance(found, _Found) and found.scheme in senses and found.quote.text.startswith(found.scheme):
                yield Passed(found.quote.text, "the paper uses this short form for something else", found.rule, found.quote)
            else:
                yield found
    yield from _under_headings(document, codebook)
    yield from _in_columns(document, codebook)


def _first_mentions(found: Iterable[_Found]) -> tuple[_Found, ...]:
    first: dict[tuple[str, str], _Found] = {}
    for one in sorted(found, key=lambda one: (one.quote.block.index, one.quote.start)):
        first.setdefault((one.scheme, one.number), one)
    return tuple(first.values())


def tag_references(document: Document, codebook: Codebook) -> tuple[Reference, ...]:
    """Every framework number, statute and national strategy that ``document`` cites, at its first mention, in reading order.

    ``how`` says how sure the spelling is; round, title and flags are filled in by the unify room. A number in a list ("NI 15, 16
    and 20") is quoted with its whole list. Look-alikes ("partnership strategic assessment (PSA)") are left out.
    """
    numbered = (
        Reference(
            scheme=one.scheme, number=one.number, text=one.quote.text, how=one.how, quote=one.quote, rule=one.rule, round=one.round
        )
        for one in _first_mentions(one for one in _all(document, codebook) if isinstance(one, _Found))
    )
    named = tag_titles(document, codebook)
    return tuple(sorted((*numbered, *named), key=lambda one: (one.quote.block.index, one.quote.start)))


def passed_references(document: Document, codebook: Codebook) -> tuple[Passed, ...]:
    """What looked like a citation and was left out, and why: for ``extractor explain``."""
    return tuple(one for one in _all(document, codebook) if isinstance(one, Passed))


def find_references(block: Block, codebook: Codebook) -> Mapping[str, Quote]:
    """The framework numbers that one block cites ("PSA 1", "NI 15"), each with its place: for measures and actions."""
    if not _cued(block.text):
        return {}
    found = [one for one in _citations(block, codebook) if isinstance(one, _Found)]
    return {f"{one.scheme} {one.number}": one.quote for one in found}
