"""References -> Verdicts: the round a number belongs to, its title in the catalogue, and what does not fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.codebook import Codebook
from extractor.model import Reference

_Row = Mapping[str, str]
_ROUNDS = (("SR2002", 2003, 2005), ("SR2004", 2005, 2008), ("CSR2007", 2008, 2011))
"""Spending rounds that community safety plans cite, with the first and last year in which a plan may begin under each."""
# Plans are written to Home Office targets: whose number is meant where a paper of the early rounds does not say.
_USUAL = "Home Office"
# A name printed right after a number: "NI 15 – serious violent crime rate", "PSA 23 Make communities safer".
_PRINTED_NAME = re.compile(r"\s*[-–—:]?\s*(?P<name>[A-Za-z][^.;\n(]{11,110})")
_SAME_NAME, _OTHER_NAME, _CLEAR = 60.0, 88.0, 20.0


@lru_cache(maxsize=4)
def _catalogue(codebook: Codebook, scheme: str) -> Mapping[str, tuple[_Row, ...]]:
    name = {"PSA": "psa", "NI": "national_indicators", "BVPI": "bvpi"}[scheme]
    rows: dict[str, list[_Row]] = {}
    for row in codebook.catalogue(name):
        rows.setdefault(row["number"].casefold(), []).append(row)
    return {number: tuple(found) for number, found in rows.items()}


def _rounds(first_year: int | None, last_year: int | None) -> tuple[str, ...]:
    """The rounds in force when a plan begins; all of them where the plan's years are not known."""
    if first_year is None:
        return tuple(name for name, _, _ in _ROUNDS)
    # A plan of 2005-08 begins where SR2002 ends and one of 2008-11 where SR2004 ends: the newer round counts from its first year.
    fitting = [name for name, first, last in _ROUNDS if first <= first_year <= last]
    return tuple(fitting[-1:])


def _psa(reference: Reference, first_year: int | None, last_year: int | None, codebook: Codebook) -> Reference:
    rows = _catalogue(codebook, "PSA").get(reference.number or "", ())
    rounds = _rounds(first_year, last_year)
    own = [row for row in rows if row["round"] in rounds]
    # Only one round went so high: its numbers need no year.
    if int(reference.number or 0) > 20 or (first_year is None and len({row["round"] for row in rows}) == 1):
        own = [row for row in rows if row["round"] == "CSR2007"] or own
        rounds = ("CSR2007",) if own else rounds
    usual = [row for row in own if row["department"] == _USUAL or row["round"] == "CSR2007"]
    chosen = usual or own
    named = _named(reference, chosen)
    if named is not None:
        chosen = [named]
    if len(chosen) == 1:
        return replace(reference, round=chosen[0]["round"], title=chosen[0]["title"])
    if chosen:
        candidates = tuple(f"{row['round']} {row['department']} PSA {row['number']}: {row['title']}" for row in chosen)
        return replace(reference, how="ambiguous", candidates=candidates)
    where = f" in {rounds[0]}" if len(rounds) == 1 else ""
    flag = (
        f"PSA {reference.number}: no such number is known{where}"
        if rounds
        else f"PSA {reference.number}: no agreements were in force in {first_year}"
    )
    return replace(reference, how="unresolved", flag=flag)


def _simple(reference: Reference, codebook: Codebook) -> Reference:
    """NI and BVPI: one set each, so that the number decides."""
    rows = _catalogue(codebook, reference.scheme).get((reference.number or "").casefold().replace(" ", ""), ())
    if len(rows) == 1:
        return replace(reference, title=rows[0]["title"])
    if rows:
        return replace(reference, how="ambiguous", candidates=tuple(row["title"] for row in rows))
    does_not = "does not exist" if reference.scheme == "NI" else "is not in the catalogue"
    return replace(reference, how="unresolved", flag=f"{reference.scheme} {reference.number} {does_not}")


def _statute(reference: Reference, codebook: Codebook) -> Reference:
    row = next((row for row in codebook.catalogue("statutes") if row["id"] == reference.number), None)
    if row is not None:
        return replace(reference, title=row["subject"] or row["title"])
    return reference


def _strategy(reference: Reference, first_year: int | None, codebook: Codebook) -> Reference:
    if reference.number is not None or first_year is None:
        return reference
    rows = [row for row in codebook.catalogue("national_strategies") if row["id"] in reference.candidates]
    started = [(int((row["start"] or row["published"])[:4] or 0), row) for row in rows if (row["start"] or row["published"])]
    running = [(year, row) for year, row in started if year <= first_year and (not row["end"] or int(row["end"][:4]) >= first_year)]
    if not running:
        return reference
    newest = max(year for year, _ in running)
    chosen = [row for year, row in running if year == newest]
    if len(chosen) != 1:
        return reference
    return replace(reference, how="context", number=chosen[0]["id"], title=chosen[0]["title"], candidates=())


def _printed_name(reference: Reference) -> str | None:
    if re.search(r"\d[,;]|\d\s+(?:and|to|&)\s|\d[-–]\d", reference.text):
        return None
    match = _PRINTED_NAME.match(reference.quote.block.text, reference.quote.end)
    return match["name"].strip() if match else None


def _wordings(row: _Row) -> tuple[str, ...]:
    return (row["title"], *(part.strip() for part in row.get("other_wording", "").split("|") if part.strip()))


def _likeness(name: str, row: _Row) -> float:
    return max(fuzz.token_set_ratio(name.casefold(), wording.casefold()) for wording in _wordings(row))


def _sameness(name: str, row: _Row) -> float:
    return max(fuzz.token_sort_ratio(name.casefold(), wording.casefold()) for wording in _wordings(row))


def _named(reference: Reference, rows: Sequence[_Row]) -> _Row | None:
    """The row whose title is printed after the number, where several rows bear the number."""
    name = _printed_name(reference)
    if name is None or len(rows) < 2:
        return None
    scored = sorted(((_likeness(name, row), row["title"], row) for row in rows), key=lambda one: (-one[0], one[1]))
    return scored[0][2] if scored[0][0] >= _SAME_NAME and scored[0][0] - scored[1][0] >= 10 else None


def _misnamed(reference: Reference, codebook: Codebook) -> str | None:
    """Set where the words after a number are plainly the name of another number of the same scheme."""
    name = _printed_name(reference)
    if name is None or reference.title is None or len(name.split()) < 3:
        return None
    rows = [row for found in _catalogue(codebook, reference.scheme).values() for row in found]
    if reference.scheme == "PSA":
        rows = [row for row in rows if row["round"] == reference.round]
    own = [row for row in rows if row["number"] == reference.number]
    scored = sorted(((_sameness(name, row), row["number"], row) for row in rows), key=lambda one: (-one[0], one[1]))
    score, _, best = scored[0]
    if not own or score < _OTHER_NAME or score < max(_sameness(name, row) for row in own) + _CLEAR:
        return None
    return f"printed with the name of {reference.scheme} {best['number']}: {best['title']}"


def resolve_references(
    references: Sequence[Reference], first_year: int | None, last_year: int | None, codebook: Codebook
) -> tuple[Reference, ...]:
    """``references`` with round, title, candidates and flag, in the same order.

    ``first_year`` and ``last_year`` are the plan's (None where the paper names no period); they decide the round of a PSA number
    and which edition of a national strategy is meant. A number that no catalogue holds is kept, ``unresolved``, with a flag.
    """
    resolved = []
    for reference in references:
        if reference.scheme == "PSA":
            found = _psa(reference, first_year, last_year, codebook)
        elif reference.scheme in {"NI", "BVPI"}:
            found = _simple(reference, codebook)
        elif reference.scheme == "statute":
            found = _statute(reference, codebook)
        elif reference.scheme == "strategy":
            found = _strategy(reference, first_year, codebook)
        else:
            found = reference
        if found.scheme in {"PSA", "NI", "BVPI"} and found.flag is None:
            found = replace(found, flag=_misnamed(found, codebook))
        resolved.append(found)
    return tuple(resolved)
