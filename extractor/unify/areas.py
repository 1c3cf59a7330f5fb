"""Names of areas in a text, matched to the catalogue: exact first, dated where a name changed hands, near only without a rival."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.codebook import Codebook
from extractor.grammar.signs import SIGNS
from extractor.model import Verdict

NEAR = 92.0
"""Least ``fuzz.ratio`` for a misspelt name ("Easington" is 78 like "Islington")."""
MARGIN = 4.0
"""By how much the best must beat the next."""

_WORD = re.compile(r"&|[^\W\d_]+(?:['’][^\W\d_]+)*\.?", re.UNICODE)
_GAP = re.compile(r"[\s\-–—‑]*")
_COMMA_GAP = re.compile(r"\s*,\s*")
# What a council, a force or a partnership puts around the bare name of its area.
_DESIGNATION = re.compile(
    r"\b(?:the|royal|london|metropolitan|mayor\s+and|(?:borough|district|city|county|council|corporation|lb|rb)(?:\s+of)?|town"
    r"|unitary\s+authority|authority|ua|mbc|lbc|bc|dc|cc|cbc)\b",
    re.I,
)
_POLICE_AFTER = re.compile(
    r"(?:['’]s)?\s+(?:Area\s+)?(?:Police|Constabulary|PCC\b|PFCC\b|OPCC\b|CJB\b|Criminal\s+Justice|Probation)|\s+(?i:force\s+area)"
)
_POLICE_BEFORE = re.compile(
    r"(?:Commissioner|PCC|PFCC)\)?(?:\s*\([^)]*\))?\s+for\s+(?:the\s+)?$|Police\s+(?:Service|Force)\s+(?:for|of)\s+$", re.I
)
_PERSON_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Cllr|Councillor|PC|Sgt|Sergeant|Inspector|Superintendent|Chief\s+Constable)\.?\s+(?:[A-Z][\w.]*\s+)?$"
)
_STREET_AFTER = re.compile(
    r"\s+(?:Road|Rd|Street|St\b(?!\.)|Avenue|Ave|Lane|Drive|Close|House|Way|Terrace|Crescent|Square|Place|Court|Hall|Hotel|University|Hospital"
    r"|College|School|United|Rovers|Wanderers|Albion|Library|Grove|Ward)\b"
)
_CIVIC_AFTER = re.compile(
    r"(?:['’]s)?\s+(?:(?:City|Borough|District|County|Town|Metropolitan)\b|Council|Community|Safer|Safe\b|Crime|Partnership|CSP\b|CDRP\b|BC\b|DC\b|CC\b|MBC\b|LBC\b)",
)
_CIVIC_BEFORE = re.compile(
    r"\b(?:Borough|District|City|County|Safer|Safe|in|across|for|within|throughout|around|from|of|Council\s+of|LB|and|over)\s+(?:the\s+)?$"
)


@dataclass(frozen=True, slots=True)
class AreaMention:
    """A place where a text names an area: ``text[start:end]``, what it was matched to, and whether a police body bears the name."""

    start: int
    end: int
    verdict: Verdict
    name: str
    police: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    name: str
    official: str
    code: str | None
    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Alias:
    words: tuple[str, ...]
    commas: frozenset[int]
    exact_case: bool
    caution: bool
    rows: tuple[_Row, ...]


def _fold(word: str) -> str:
    folded = word.casefold().replace("’", "").replace("'", "").rstrip(".")
    return {"&": "and", "saint": "st"}.get(folded, folded)


def _words(name: str) -> tuple[tuple[str, ...], frozenset[int]]:
    found = list(_WORD.finditer(name))
    commas = frozenset(number for number, (one, two) in enumerate(pairwise(found)) if "," in name[one.end() : two.start()])
    return tuple(_fold(match.group()) for match in found), commas


def _bare(name: str) -> str:
    """A name without its designation, folded: "London Borough of Tower Hamlets" and "Tower Hamlets LBC" are "tower hamlets"."""
    return " ".join(_words(_DESIGNATION.sub(" ", name))[0])


def _full(name: str) -> str:
    return " ".join(_words(name)[0])


class AreaIndex:
    """The catalogue of areas, ready for look-ups. Build one for each codebook: ``area_index(codebook)``."""

    def __init__(self, codebook: Codebook) -> None:
        self.rows = tuple(_row(raw) for raw in codebook.catalogue("areas"))
        self.by_id = {row.id: row for row in self.rows}
        self._names: dict[str, list[_Row]] = {}
        self._official: dict[str, list[_Row]] = {}
        self._kinds: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            self._kinds[row.name] = (*self._kinds.get(row.name, ()), row.kind)
        caution: set[str] = set()
        spellings: dict[str, str] = {}
        for raw, row in zip(codebook.catalogue("areas"), self.rows, strict=True):
            caution |= {_full(name) for name in _split(raw["caution"])}
            for name in (row.name, *_split(raw["aliases"])):
                key = _full(name)
                spellings.setdefault(key, name)
                if row not in self._names.setdefault(key, []):
                    self._names[key].append(row)
            if row.official != row.name:
                self._official.setdefault(_full(row.official), []).append(row)
        for name in codebook.words.get("not_areas", ()):
            spellings.setdefault(_full(name), name)
            self._names.setdefault(_full(name), [])
        self._aliases: dict[str, list[_Alias]] = {}
        for key, name in spellings.items():
            words, commas = _words(name)
            alias = _Alias(
                words, commas, len(words) == 1 and len(key) < 6 and name.isupper(), key in caution, tuple(self._names[key])
            )
            self._aliases.setdefault(words[0], []).append(alias)
        telling = {_telling(alias) for aliases in self._aliases.values() for alias in aliases}
        # A name may be printed with an apostrophe anywhere in it.
        self._signs = -1 if "" in telling else SIGNS.one_of(telling) | SIGNS.part("'")
        for aliases in self._aliases.values():
            aliases.sort(key=lambda alias: (-len(alias.words), alias.words))

    def kinds(self, name: str) -> tuple[str, ...]:
        """The kinds of area that bear an official name; empty for a name that the catalogue does not hold."""
        return self._kinds.get(name, ())

    # --- one name ---

    def resolve(self, name: str, year: int | None = None) -> Verdict:
        """What ``name`` means in ``year`` (None: today). Exact names and aliases first, then one near spelling without rivals."""
        full, bare = _full(name), _bare(name)
        for key, table, how in ((full, self._official, "exact"), (full, self._names, "exact"), (bare, self._names, "variant")):
            rows = table.get(key, [])
            if rows:
                return _decide(rows, year, exact=how == "exact")
        if not bare:
            return Verdict(None, None, "unresolved", 0.0)
        scored = sorted(
            ((fuzz.ratio(bare, key), key) for key, rows in self._names.items() if rows), key=lambda pair: (-pair[0], pair[1])
        )
        best, key = scored[0]
        rivals = tuple(
            self._names[other][0].name
            for score, other in scored[:4]
            if score > best - MARGIN and self._names[other] != self._names[key]
        )
        if best >= NEAR and not rivals:
            found = _decide(self._names[key], year, exact=False)
            return Verdict(found.code, found.name, "near", best / 100, found.candidates)
        if best >= NEAR:
            return Verdict(None, None, "ambiguous", best / 100, (self._names[key][0].name, *rivals))
        return Verdict(None, None, "unresolved", best / 100)

    # --- all names in a text ---

    def find(self, text: str, year: int | None = None) -> tuple[AreaMention, ...]:
        """Every area named in ``text``, in order, longest name first; streets, people and look-alike bodies are left out."""
        return tuple(self._find(text, year)) if self._signs < 0 or SIGNS.of(text) & self._signs else ()

    def _find(self, text: str, year: int | None) -> Iterator[AreaMention]:
        tokens = list(_WORD.finditer(text))
        shouting = text.isupper()
        position = 0
        while position < len(tokens):
            capital = text[tokens[position].start()].isupper()
            found = self._longest(text, tokens, position) if capital else None
            if found is None:
                position += 1
                continue
            alias, length = found
            start, end = tokens[position].start(), _end(tokens[position + length - 1], alias.words[-1])
            position += length
            if alias.rows and _stands(text, start, end, alias, shouting):
                yield self._mention(text, start, end, alias, year)

    def _longest(self, text: str, tokens: Sequence[re.Match[str]], at: int) -> tuple[_Alias, int] | None:
        first = tokens[at].group()
        for key in dict.fromkeys((_fold(first), _fold(_without_possessive(first)))):
            for alias in self._aliases.get(key, ()):
                if _matches(alias, text, tokens, at):
                    return alias, len(alias.words)
        return None

    def _mention(self, text: str, start: int, end: int, alias: _Alias, year: int | None) -> AreaMention:
        police = bool(_POLICE_AFTER.match(text, end) or _POLICE_BEFORE.search(text[max(0, start - 80) : start]))
        kinds = [row for row in alias.rows if (row.kind == "police force area") == police] or list(alias.rows)
        verdict = _decide(kinds, year, exact=True)
        return AreaMention(start, end, verdict, kinds[0].name if verdict.name is None else verdict.name, police)


def _telling(alias: _Alias) -> str:
    """The longest run of letters that stands in every text in which an alias stands without an apostrophe; "" where none does."""
    runs = (run for word in alias.words if word not in ("and", "st") for run in re.findall("[a-z]+", word))
    return max(runs, key=len, default="")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _row(raw: Mapping[str, str]) -> _Row:
    first, last = int(raw["start"][:4] or 0), int(raw["end"][:4] or 9999)
    return _Row(raw["id"], raw["name"], raw["official_name"], raw["code"] or None, raw["kind"], first, last)


def _without_possessive(word: str) -> str:
    return re.sub(r"['’]s?\.?$", "", word)


def _end(token: re.Match[str], last: str) -> int:
    """Where a name ends: before a possessive and before a full stop that is not its own."""
    word = token.group()
    bare = word.rstrip(".")
    if _fold(bare) != last:
        bare = _without_possessive(bare)
    return token.start() + len(bare)


def _matches(alias: _Alias, text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    size = len(alias.words)
    if at + size > len(tokens):
        return False
    for number, word in enumerate(alias.words):
        token = tokens[at + number].group()
        last = number == size - 1
        if _fold(token) != word and not (last and _fold(_without_possessive(token)) == word):
            return False
        if alias.exact_case and not token.rstrip(".").isupper():
            return False
        if not last:
            gap = text[tokens[at + number].end() : tokens[at + number + 1].start()]
            if not ((_COMMA_GAP if number in alias.commas else _GAP).fullmatch(gap) or _GAP.fullmatch(gap)):
                return False
            if token.endswith(".") and word != "st":
                return False
    # The words that carry a name are capitalised, whatever its "on", "and" and "under".
    tail = tokens[at + size - 1].group()
    return tail[0].isupper()


def _stands(text: str, start: int, end: int, alias: _Alias, shouting: bool) -> bool:
    """Whether the name stands for the area here, not for a street, a person or an ordinary word."""
    before = text[max(0, start - 60) : start]
    if _STREET_AFTER.match(text, end) or _PERSON_BEFORE.search(before):
        return False
    if re.match(r"[-–]?\w", text[end : end + 2]) and not re.match(r"[-–]\s", text[end : end + 2]):
        return False
    if alias.caution:
        after = _CIVIC_AFTER.match(text.title() if shouting else text, end)
        return bool(
            after or (not shouting and _CIVIC_BEFORE.search(before)) or (shouting and re.search(r"(?:SAFER|SAFE|OF)\s+$", before))
        )
    return True


_ORDER = {"nation": 3, "police force area": 4, "combined authority": 2, "county": 1}


def _decide(rows: Iterable[_Row], year: int | None, *, exact: bool) -> Verdict:
    """One row where the date leaves one (or leaves one name), else all of them as candidates."""
    known = sorted(rows, key=lambda row: (_ORDER.get(row.kind, 0), row.id))
    known = [row for row in known if row.kind != "police force area"] or known
    at = 9998 if year is None else year
    # A plan of the year in which a council began or ended may belong to either: the new one wins only from the year after.
    dated = [row for row in known if row.first <= at < row.last or (row.last == at)] or known
    local = [row for row in dated if _ORDER.get(row.kind, 0) < 2] or dated
    how = "exact" if exact else "variant"
    names = {row.name for row in local}
    if len(local) == 1:
        return Verdict(local[0].id, local[0].name, how, 1.0)  # type: ignore[arg-type]
    if len(names) == 1:
        chosen = next((row for row in local if row.first < at), local[0])
        return Verdict(chosen.id, chosen.name, how, 1.0, tuple(row.id for row in local))  # type: ignore[arg-type]
    return Verdict(None, None, "ambiguous", 1.0, tuple(sorted(names)))


@lru_cache(maxsize=4)
def area_index(codebook: Codebook) -> AreaIndex:
    """The index over ``codebook``'s areas, built once."""
    return AreaIndex(codebook)


def find_areas(text: str, codebook: Codebook, year: int | None = None) -> tuple[AreaMention, ...]:
    """Every area that ``text`` names, with its verdict for ``year`` (the plan's first year; None: today)."""
    return area_index(codebook).find(text, year)


def resolve_area(name: str, codebook: Codebook, year: int | None = None) -> Verdict:
    """What an area's name means in ``year``: ``code`` is the catalogue's id, None when several or no area bear it."""
    return area_index(codebook).resolve(name, year)


_WIDE = {"county", "combined authority", "strategic regional authority", "nation", "police force area"}


def areas_are_wide(names: Sequence[str], codebook: Codebook) -> bool:
    """Whether there are ``names`` and every one of them is borne by nothing smaller than a county."""
    index = area_index(codebook)
    return bool(names) and all(set(index.kinds(name)) <= _WIDE for name in names)
