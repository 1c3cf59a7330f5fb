"""Which finding of a present reading an earlier finding was: by its own words, by other words at its place, or in a re-scan."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from zlib import crc32

_WORD = re.compile(r"\w+")
_FIGURES = re.compile(r"\d+")
_LONGEST = 600
"""Characters of a finding's words that are held against another's: an action may be a page long."""
_MARGIN = 0.1
_SAME_PLACE, _SAME_PAGE, _RESCANNED, _SAME_TITLE = 0.6, 0.85, 0.85, 0.85
"""Least likeness of words: at an overlapping place, elsewhere on the page, in another file of the same paper; of two titles."""
_FEW_BLOCKS = 12
"""How far words may have moved in a paper without pages."""
RECORDED, REWORDED, CARRIED = "as recorded", "other words", "carried over"


def fold(words: str | None) -> str:
    """Words without case, marks and punctuation: what stays the same when a paper is set again."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", words or "").casefold()))


def run_hashes(folded: str, run: int) -> list[int]:
    """A hash of 32 bits of each ``run`` words in a row of a text that fold gave, in order."""
    data = folded.encode("utf-8")
    ends = list(accumulate(len(word) + 1 for word in data.split(b" ")))
    return [crc32(data[start : end - 1]) for start, end in zip([0, *ends], ends[run - 1 :], strict=False)]


@dataclass(frozen=True, slots=True)
class Key:
    """What a finding, or a plan, is known by: kind, place and words in its file, and what any file of the same paper shares.

    ``block``, ``start`` and ``end`` are None for a plan, which ``position`` places instead. ``areas`` and ``period`` are those of
    the plan, or of all the paper's plans for what belongs to the paper as a whole.
    """

    sha256: str
    kind: str
    folded: str
    page: int | None
    anchor: str | None
    block: int | None
    start: int | None
    end: int | None
    position: int | None
    paper_title: str
    areas: str
    period: str

    @property
    def id(self) -> str:
        """Sixteen hex digits of the content: paper, kind, place and folded words."""
        place = (self.page, self.anchor, self.block, self.start, self.end, self.position)
        text = "\x1f".join((self.sha256, self.kind, *("" if part is None else str(part) for part in place), self.folded))
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Target:
    """A finding or plan of the present reading."""

    id: str
    key: Key


@dataclass(frozen=True, slots=True)
class Match:
    target: Target
    how: str
    score: float


def match_all(
    keys: Sequence[Key], targets: Sequence[Target], copies: Mapping[str, bool] = MappingProxyType({})
) -> dict[int, Match]:
    """Index of a key -> the one of a paper's ``targets`` that it speaks of. Two keys of one file never take the same target, and
    a key that might mean two takes none.

    ``copies`` says of other files, by SHA-256, whether they hold the same paper, as far as their texts could be compared. The
    same words are looked for first, so that a finding that changed cannot take the place of one that stayed.
    """
    found: dict[int, Match] = {}
    by_kind: dict[str, list[Target]] = {}
    for target in targets:
        by_kind.setdefault(target.key.kind, []).append(target)
    taken: dict[str, set[str]] = {}
    for look in (_same_words, _other_words):
        for number, key in enumerate(keys):
            mine = taken.setdefault(key.sha256, set())
            if number not in found:
                match = look(key, [target for target in by_kind.get(key.kind, ()) if target.id not in mine], copies)
                if match is not None:
                    found[number] = match
                    mine.add(match.target.id)
    return found


def _same_words(key: Key, targets: Sequence[Target], copies: Mapping[str, bool]) -> Match | None:
    same = [target for target in targets if target.key.folded == key.folded]
    here = [target for target in same if target.key.sha256 == key.sha256]
    placed = [target for target in here if _place(target.key) == _place(key)]
    if len(placed) == 1:
        return Match(placed[0], RECORDED, 1.0)
    # The parser may have learned to cut blocks otherwise: the same words on the same page of the same plan are still the same.
    near = [target for target in here if _near(key, target.key) and _plan(target.key) == _plan(key)]
    if len(near) == 1:
        return Match(near[0], RECORDED, 1.0)
    carried = [target for target in same if _same_paper(key, target.key, copies)]
    if len(carried) > 1:
        carried = [target for target in carried if target.key.page == key.page and target.key.position == key.position]
    return Match(carried[0], CARRIED, 1.0) if len(carried) == 1 else None


def _other_words(key: Key, targets: Sequence[Target], copies: Mapping[str, bool]) -> Match | None:
    if not key.folded:
        return None
    here = [target for target in targets if target.key.sha256 == key.sha256]
    for least, how, places in (
        (_SAME_PLACE, REWORDED, [target for target in here if _overlap(key, target.key)]),
        (_SAME_PAGE, REWORDED, [target for target in here if _near(key, target.key) and _plan(target.key) == _plan(key)]),
        (_RESCANNED, CARRIED, [target for target in targets if _same_paper(key, target.key, copies)]),
    ):
        best = _likest(key.folded, places, least)
        if best is not None:
            return Match(best[0], how, round(best[1], 3))
    return None


def _likest(words: str, targets: Sequence[Target], least: float) -> tuple[Target, float] | None:
    """The target whose words are most like ``words``, if like enough and by a margin; None where two could be meant."""
    scored = sorted(((likeness(words, target.key.folded), target.id, target) for target in targets), reverse=True)
    if not scored or scored[0][0] < least or (len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN):
        return None
    return scored[0][2], scored[0][0]


def likeness(one: str, other: str) -> float:
    """0 to 1: how much two folded texts have in common, letter by letter in order, long ones by their beginnings."""
    return SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False).ratio()


def _place(key: Key) -> tuple[int | None, ...]:
    return (key.block, key.start, key.end, key.position)


def _plan(key: Key) -> tuple[str, str]:
    return (key.areas, key.period)


def _near(one: Key, other: Key) -> bool:
    if one.position is not None or other.position is not None:
        return one.position == other.position
    if one.page is not None:
        return one.page == other.page
    return one.block is not None and other.block is not None and abs(one.block - other.block) <= _FEW_BLOCKS


def _overlap(one: Key, other: Key) -> bool:
    """Whether two places of one file share at least half of the shorter."""
    if one.block is None or one.block != other.block or None in (one.start, one.end, other.start, other.end):
        return False
    assert one.start is not None and one.end is not None and other.start is not None and other.end is not None
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= max(1, min(one.end - one.start, other.end - other.start))


def _same_paper(one: Key, other: Key, copies: Mapping[str, bool]) -> bool:
    """Whether two files are the same paper: plans of the same areas and years and nearly the same text or, where the text of the
    one is no longer held, the same title."""
    if one.sha256 == other.sha256 or _plan(one) != _plan(other) or not (one.areas or one.period):
        return False
    same = copies.get(one.sha256)
    return _same_title(one.paper_title, other.paper_title) if same is None else same


@lru_cache(maxsize=8192)
def _same_title(one: str, other: str) -> bool:
    mine, its = fold(one), fold(other)
    # The report of one year and that of the next differ in a figure only, and are two papers.
    if not mine or not its or _FIGURES.findall(mine) != _FIGURES.findall(its):
        return False
    return mine == its or likeness(mine, its) >= _SAME_TITLE
