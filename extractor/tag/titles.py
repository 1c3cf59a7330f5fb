"""Document -> References known by name: statutes with their sections, and national strategies, as the catalogues hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.codebook import Codebook
from extractor.grammar.gated import Gated
from extractor.grammar.periods import find_periods
from extractor.grammar.signs import SIGNS
from extractor.model import Block, Document, Quote, Reference, ReferenceMatch

_PLAIN = re.compile("[a-z]+")
_CUE_STATUTE = Gated(r"\bAct\b|\bRegulations\b|\bACT\b|\b[Ss]ection 17\b|\bSECTION 17\b")
_CUE_STRATEGY = Gated(
    r"(?i:strateg|plan\b|programme|paper|review|pledge|crime|together|matters|action|harm|hope|contest|requirement|prevent)"
)
# "Crime and Disorder Act 1998", "the Crime and Disorder (Overview and Scrutiny) Regulations 2009"
_NAME_WORD = r"(?:[A-Z][\w'’-]*|\([A-Z][^()]*\)|and|of|the|for|to|in|etc\.?|&)"
_STATUTE = re.compile(
    rf"(?P<name>{_NAME_WORD},?(?:\s+{_NAME_WORD},?){{0,14}}?\s+(?:Acts?|ACT|Regulations|Order|Measure)(?:\s+\([A-Z][^()]*\))?)"
    r"(?:\s+(?P<year>(?:19|20)\d\d)\b)?"
)
_OPENING = re.compile(r"^(?:(?:and|of|the|for|to|in|etc\.?|&|,|The|Under|By|In|Since|As|An?|When|Where|Section|Part|Schedule)\s+)+")
_SECTIONS = r"(?P<kind>[Ss]ections?|SECTIONS?|ss?\.?)\s*(?P<list>\d{1,3}[A-Z]?(?:\s*(?:-|–|to|and|,|&)\s*\d{1,3}[A-Z]?)*)"
_BEFORE = re.compile(rf"\b{_SECTIONS}\s+(?:of\s+|,\s*)?(?:[Tt]he\s+|that\s+)?$")
_AFTER = re.compile(rf"\s*[,(]?\s*\b{_SECTIONS}\b")
_SHORT_YEAR = re.compile(r"\bthe\s+(?P<year>(?:19|20)\d\d)\s+Act\b")
# The one section that papers cite without its act: the duty to think of crime in every decision.
_SECTION_17 = re.compile(
    r"^(?:[\d.]+\s*)?(?i:section)\s+17\b(?!\s+of\b)|\b[Ss]ection\s+17\s+(?:[Dd]uty|[Ii]mplications|[Rr]esponsibilit)"
)
# Words that make a title the Government's, and a name in front that makes it somebody else's.
_GOVERNMENT = re.compile(r"\b(?i:national|government|home office|hm|ministry of justice|department)(?:['’]s?)?\s*[^.;]{0,25}$")
_NAMED_BEFORE = re.compile(
    r"(?<![.:;?!] )(?<!^)\b(?!The\b|A\b|Our\b|New\b|Draft\b|Updated\b|UK\b|Current\b)[A-Z][a-z]+(?:['’]s)?\s+$"
)
_CRIME_AND_DISORDER = "Crime and Disorder Act 1998"


@dataclass(frozen=True, slots=True)
class _Strategy:
    id: str
    title: str
    first: int
    last: int


def _fold(name: str) -> str:
    return re.sub(r"[\s\-–—‑]+", " ", name.casefold().replace("&", "and").replace("’", "'")).strip(" ,")


@lru_cache(maxsize=4)
def _statutes(codebook: Codebook) -> Mapping[str, tuple[str, ...]]:
    """Years of each statute by its folded name without the year; and the spelling of the name."""
    years: dict[str, set[str]] = {}
    for row in codebook.catalogue("statutes"):
        years.setdefault(_fold(row["title"]), set()).add(row["year"])
    return {name: tuple(sorted(found)) for name, found in sorted(years.items())}


@lru_cache(maxsize=4)
def _spellings(codebook: Codebook) -> Mapping[str, str]:
    return {_fold(row["title"]): row["title"] for row in codebook.catalogue("statutes")}


def _sections(printed: re.Match[str] | None) -> str | None:
    """ "s.17", "ss.5-7" as the catalogue writes them."""
    if printed is None:
        return None
    numbers = re.sub(r"\s*(?:–|-|to)\s*", "-", printed["list"])
    numbers = re.sub(r"\s*(?:,|&|and)\s*", ", ", numbers)
    return f"ss.{numbers}" if re.search(r"[-,]", numbers) else f"s.{numbers}"


def _known(name: str, codebook: Codebook) -> str | None:
    """The longest catalogue name that ``name`` ends with ("Under the Crime and Disorder Act" holds "crime and disorder act")."""
    words = _fold(name).split()
    statutes = _statutes(codebook)
    return next((tail for number in range(len(words)) if (tail := " ".join(words[number:])) in statutes), None)


def _statute_hits(block: Block, codebook: Codebook, cited: dict[str, str]) -> Iterator[Reference]:
    text = block.text
    for match in _STATUTE.finditer(text):
        known, year = _known(match["name"], codebook), match["year"]
        how: ReferenceMatch = "exact"
        candidates: tuple[str, ...] = ()
        if known is not None:
            size = len(known.split())
            words = list(re.finditer(r"[^\s\-–—‑]+", match["name"]))
            start = match.start() + (words[-size].start() if size <= len(words) else 0)
            name, years = _spellings(codebook)[known], _statutes(codebook)[known]
            if year is None:
                how, candidates = ("variant", ()) if len(years) == 1 else ("ambiguous", tuple(f"{name} {one}" for one in years))
                year = years[0] if len(years) == 1 else None
            elif year not in years:
                how = "unresolved"
        else:
            if year is None:
                continue
            opening = _OPENING.match(match["name"])
            start = match.start() + (opening.end() if opening else 0)
            name, how = " ".join(text[start : match.end("name")].split()), "unresolved"
            if len(name.split()) < 2 or not name[0].isalpha():
                continue
        before = _BEFORE.search(text[:start])
        after = None if before else _AFTER.match(text, match.end())
        first = before.start() if before else start
        end = after.end() if after else match.end()
        title = f"{name} {year}" if year else name
        if year:
            cited.setdefault(year, title)
        section = _sections(before or after)
        number = f"{title} {section}" if section else title
        yield Reference("statute", number, text[first:end], how, Quote(block, first, end), "statute", candidates=candidates)
    for short in _SHORT_YEAR.finditer(text):
        held = cited.get(short["year"])
        if held is not None:
            before = _BEFORE.search(text[: short.start() + 4])
            section = _sections(before)
            first = before.start() if before else short.start()
            number = f"{held} {section}" if section else held
            yield Reference(
                "statute", number, text[first : short.end()], "context", Quote(block, first, short.end()), "statute-short"
            )
    duty = _SECTION_17.search(text)
    if duty is not None and (block.kind != "item" or "duty" in text.casefold()):
        yield Reference(
            "statute",
            f"{_CRIME_AND_DISORDER} s.17",
            duty.group(),
            "context",
            Quote(block, duty.start(), duty.end()),
            "statute-section-17",
        )


@lru_cache(maxsize=4)
def _strategies(codebook: Codebook) -> tuple[re.Pattern[str], tuple[tuple[int, ...], ...], Mapping[str, tuple[_Strategy, ...]]]:
    """One pattern over all names of national strategies (without their years), of each name the signs of its words, the longest
    first, and what each may mean."""
    known: dict[str, list[_Strategy]] = {}
    for row in codebook.catalogue("national_strategies"):
        first = int((row["start"] or row["published"] or "0")[:4] or 0)
        last = int((row["end"] or "0")[:4] or 0)
        strategy = _Strategy(row["id"], row["title"], first, last)
        for name in (row["title"], *(alias.strip() for alias in row["aliases"].split("|"))):
            bare = re.sub(r"\s*\([^)]*\)", "", name)
            bare = re.sub(r"[\s,]*(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?$", "", bare).strip(" ,:")
            # Short names and names of one word are also ordinary words.
            if len(bare.split()) < 3 or len(bare) < 14 or bare == bare.casefold():
                continue
            if strategy not in known.setdefault(_fold(bare), []):
                known[_fold(bare)].append(strategy)
    names = sorted(known, key=lambda name: (-len(name), name))
    body = "|".join(
        r"[\s\-–—‑]+".join(re.escape(word).replace("'", "['’]").replace("and", "(?:and|&)") for word in name.split())
        for name in names
    )
    # "and" may be printed as "&", also within a word.
    plain = (sorted((word for word in name.split() if _PLAIN.fullmatch(word) and "and" not in word), key=len) for name in names)
    needed = tuple(tuple(map(SIGNS.run, reversed(words))) for words in plain)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.I), needed, {name: tuple(found) for name, found in known.items()}


def _is_anothers(text: str, match: re.Match[str], codebook: Codebook) -> bool:
    """Whether a strategy's name is another body's document ("Anyborough Serious Violence Strategy") or just wording here."""
    before = text[max(0, match.start() - 50) : match.start()]
    if _GOVERNMENT.search(before):
        return False
    return bool(_NAMED_BEFORE.search(before)) or _fold(match.group()) in {
        _fold(name) for name in codebook.words.get("common_titles", ())
    }


def _strategy_hits(block: Block, codebook: Codebook) -> Iterator[Reference]:
    pattern, needed, known = _strategies(codebook)
    text = block.text
    signs = SIGNS.of(text)
    if not any(all(signs & word for word in words) for words in needed):
        return
    for match in pattern.finditer(text):
        # A strategy's name begins with a capital; the same words in small letters are ordinary words.
        if not match.group()[0].isupper() or _is_anothers(text, match, codebook):
            continue
        candidates = known[_fold(match.group())]
        end = match.end()
        years = next(
            (span for span in find_periods(text[end : end + 24], singles=True) if not text[end : end + span.start].strip(" ,:(-–")),
            None,
        )
        if years is not None:
            end += years.end
            fitting = [
                one
                for one in candidates
                if one.first in (years.first_year, years.first_year - 1) or (one.last and one.last == years.last_year)
            ]
            candidates = tuple(fitting) or candidates
        how: ReferenceMatch = "exact" if len(candidates) == 1 else "ambiguous"
        yield Reference(
            scheme="strategy",
            number=candidates[0].id if len(candidates) == 1 else None,
            text=text[match.start() : end],
            how=how,
            quote=Quote(block, match.start(), end),
            rule="strategy",
            title=candidates[0].title if len(candidates) == 1 else None,
            candidates=tuple(one.id for one in candidates) if len(candidates) > 1 else (),
        )


def _firsts(found: Sequence[Reference]) -> Iterator[Reference]:
    seen: set[tuple[str, str]] = set()
    for one in found:
        key = (one.scheme, one.number or one.text.casefold())
        if key not in seen:
            seen.add(key)
            yield one


def tag_titles(document: Document, codebook: Codebook) -> tuple[Reference, ...]:
    """Statutes (with their sections) and national strategies that ``document`` names, each at its first mention."""
    found: list[Reference] = []
    cited: dict[str, str] = {}
    for block in document.blocks:
        if _CUE_STATUTE.search(block.text):
            found.extend(_statute_hits(block, codebook, cited))
        if _CUE_STRATEGY.search(block.text):
            found.extend(_strategy_hits(block, codebook))
    if not any(_CRIME_AND_DISORDER in (one.number or "") for one in found if one.rule == "statute"):
        found = [one for one in found if one.rule != "statute-section-17"]
    return tuple(_firsts(found))
