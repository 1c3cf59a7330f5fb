"""The priorities of all areas -> for each, the same one in other areas' words at the same time.

Nothing here grows with the square of the plans. Priorities with the same words and themes are one *wording*, compared once. A
wording meets others only under its rarest words and its themes, and under each only the most used ones (``_MOST_MET``); its
``_NEAREST`` are scored. Each priority then keeps its best ``best`` counterparts, at most one from each other area: those of its
own words first, then those of the nearest wordings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from extractor.link.likeness import Alike, Reading, alike, read
from extractor.link.timeline import Edition
from extractor.link.words import BEGINNING, Knowledge

BEST = 6
"""Counterparts that each priority keeps."""
_MOST_MET = 40
_NEAREST = 12
_RAREST = 4
"""Words of a title, from the rarest, under which its wording is met."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A priority of one area and what another area's plan of the same time says in its own words."""

    finding: str
    other: str
    area: str
    other_area: str
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a wording stands, in the order in which places are kept: by area, then by years."""

    area: str
    start: int
    end: int
    finding: str


_Key = tuple[tuple[str, ...], tuple[str, ...]]
Pairs = dict[tuple[str, frozenset[str], frozenset[str], str, frozenset[str], frozenset[str]], Alike | None]
"""Titles, themes and secondary themes of two priorities -> how alike they are."""
_MOST_PAIRS = 400_000


def likenesses(
    areas: Iterable[Sequence[Edition]], known: Knowledge, best: int = BEST, before: Pairs | None = None
) -> Iterator[Likeness]:
    """For each own heading of each edition its counterparts in other areas, the best first, in the order of the editions given.

    ``before`` takes what the comparisons of wordings gave, and saves making them again where it holds them already.
    """
    wordings: list[Reading] = []
    numbers: dict[_Key, int] = {}
    places: list[list[_Place]] = []
    for edition in (edition for editions in areas for edition in editions if not edition.reported):
        for reading in read((one for one in edition.own if one.parent is None), known):
            key = (reading.wording.exact, tuple(sorted(reading.codes)))
            number = numbers.setdefault(key, len(wordings))
            if number == len(wordings):
                wordings.append(reading)
                places.append([])
            places[number].append(_Place(edition.plan.area, edition.start, edition.end, reading.stated.id))
    met = _blocks(wordings, places)
    years = [_by_year(held) for held in places]
    for number, reading in enumerate(wordings):
        near = _near(number, reading, wordings, met, before)
        for place in places[number]:
            yield from _counterparts(place, near, years, best)


def _by_year(held: list[_Place]) -> dict[int, list[_Place]]:
    """Year -> places whose plan runs in it, in order. A plan runs in each year but its last, where it meets the next one; a plan
    of one calendar year in that year."""
    years: dict[int, list[_Place]] = defaultdict(list)
    for place in sorted(held, key=lambda one: (one.area, one.start, one.end, one.finding)):
        for year in range(place.start, max(place.end, place.start + 1)):
            years[year].append(place)
    return years


def _blocks(wordings: Sequence[Reading], places: Sequence[Sequence[_Place]]) -> dict[str, list[int]]:
    """Word or theme -> the wordings that have it, the most used first, cut where it is common."""
    met: dict[str, list[int]] = defaultdict(list)
    for number, reading in sorted(
        enumerate(wordings), key=lambda one: (-len(places[one[0]]), one[1].wording.exact, one[1].stated.id)
    ):
        for key in {*(f"={word[:BEGINNING]}" for word in reading.wording.full), *reading.codes}:
            if len(met[key]) < _MOST_MET:
                met[key].append(number)
    return met


def _near(
    number: int, reading: Reading, wordings: Sequence[Reading], met: dict[str, list[int]], before: Pairs | None
) -> list[tuple[int, Alike]]:
    """The wordings most like one, itself first."""
    keys = sorted({f"={word[:BEGINNING]}" for word in reading.wording.full}, key=lambda key: (len(met.get(key, ())), key))[:_RAREST]
    counted: dict[int, int] = defaultdict(int)
    for weight, key in [*((2, key) for key in keys), *((1, code) for code in sorted(reading.codes))]:
        for other in met.get(key, ()):
            counted[other] += weight
    counted.pop(number, None)
    likely = nsmallest(_NEAREST, counted, key=lambda other: (-counted[other], other))
    scored = [
        (other, found) for other in likely if (found := _alike(reading, wordings[other], before)) is not None and not found.weak
    ]
    scored.sort(key=lambda one: (-one[1].score, one[0]))
    return [(number, Alike(1.0, "same words", frozenset())), *scored]


def _alike(one: Reading, other: Reading, before: Pairs | None) -> Alike | None:
    """alike(), looked up where it is known of the same titles and themes."""
    if before is None:
        return alike(one, other)
    pair = (one.stated.title, one.codes, one.secondary, other.stated.title, other.codes, other.secondary)
    if pair not in before:
        if len(before) >= _MOST_PAIRS:
            before.clear()
        before[pair] = alike(one, other)
    return before[pair]


def _counterparts(
    place: _Place, near: Sequence[tuple[int, Alike]], years: Sequence[dict[int, list[_Place]]], best: int
) -> Iterator[Likeness]:
    """The best places of other areas at the time of one. Among equals the areas that follow by name, round to the first, so that a
    common wording does not lead everyone to the same few."""
    seen = {place.area}
    for number, found in near:
        for year in range(place.start, max(place.end, place.start + 1)):
            held = years[number].get(year, ())
            first = bisect_left(held, place.area, key=lambda one: one.area)
            for step in range(len(held)):
                other = held[(first + step) % len(held)]
                if other.area in seen:
                    continue
                seen.add(other.area)
                yield Likeness(place.finding, other.finding, place.area, other.area, round(found.score, 3), found.rule)
                if len(seen) > best:
                    return
