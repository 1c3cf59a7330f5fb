"""Two lists of priorities -> which became which: one to one, several to one, one to several, or a tie that is left open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.link.likeness import IN_THE_TEXT, Alike, Reading, alike
from extractor.link.values import Status
from extractor.link.words import BEGINNING

MARGIN = 0.04
"""By how much the best counterpart must beat the next, or the link stays open."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Places in the two lists, None for nothing on that side, and what decided. ``candidates`` are places in the list of the
    other side (of the later list where both or only the earlier place is given)."""

    before: int | None
    after: int | None
    status: Status
    rule: str
    score: float = 0.0
    candidates: tuple[int, ...] = ()


_Edges = dict[tuple[int, int], Alike]


def pair(before: Sequence[Reading], after: Sequence[Reading]) -> list[Pair]:
    """Every priority of both lists stands in at least one pair. The same lists give the same pairs."""
    work = _Work(before, after)
    work.same_words()
    work.several_to_one()
    work.one_to_several()
    work.one_to_one()
    work.taken_up()
    return work.finished()


class _Work:
    def __init__(self, before: Sequence[Reading], after: Sequence[Reading]) -> None:
        self.before, self.after = before, after
        self.edges: _Edges = _edges(before, after)
        self.free_before = dict.fromkeys(range(len(before)))
        self.free_after = dict.fromkeys(range(len(after)))
        self.pairs: list[Pair] = []

    def take(self, x: int, y: int, status: Status, rule: str | None = None) -> None:
        found = self.edges[x, y]
        self.pairs.append(Pair(x, y, status, rule or found.rule, round(found.score, 3)))
        self.free_before.pop(x, None)
        self.free_after.pop(y, None)

    def open(self) -> list[tuple[int, int]]:
        """Edges of which neither side is taken, best first; at the same score those that stand at like places in their plans."""
        found = [(x, y) for x, y in self.edges if x in self.free_before and y in self.free_after]
        return sorted(found, key=lambda edge: (-self.edges[edge].score, abs(edge[0] - edge[1]), edge))

    def same_words(self) -> None:
        for x, y in self.open():
            if self.edges[x, y].rule == "same words" and x in self.free_before and y in self.free_after:
                self.take(x, y, "continued")

    def several_to_one(self) -> None:
        """ "Drug misuse" and "Alcohol misuse" become "Substance misuse": each has its best there, and each brings another part."""
        best = self._best({x: [(x, y) for y in self.free_after if (x, y) in self.edges] for x in self.free_before})
        wanted: dict[int, list[int]] = defaultdict(list)
        for x, y in best:
            wanted[y].append(x)
        for y in sorted(wanted):
            parts = self._parts([(x, y) for x in wanted[y]], [self.before[x] for x in wanted[y]], self.after[y])
            for x, _ in parts:
                self.take(x, y, "merged")

    def one_to_several(self) -> None:
        """ "Violent crime, including domestic violence" becomes "Violent crime" and "Domestic violence"."""
        best = self._best({y: [(x, y) for x in self.free_before if (x, y) in self.edges] for y in self.free_after})
        wanted: dict[int, list[int]] = defaultdict(list)
        for x, y in best:
            wanted[x].append(y)
        for x in sorted(wanted):
            parts = self._parts([(x, y) for y in wanted[x]], [self.after[y] for y in wanted[x]], self.before[x])
            for _, y in parts:
                self.take(x, y, "split")

    def _best(self, choices: dict[int, list[tuple[int, int]]]) -> list[tuple[int, int]]:
        """The best edge of each that has a strong one."""
        found = []
        for edges in choices.values():
            strong = [edge for edge in edges if not self.edges[edge].weak]
            if strong:
                found.append(min(strong, key=lambda edge: (-self.edges[edge].score, abs(edge[0] - edge[1]), edge)))
        return found

    def _parts(self, edges: list[tuple[int, int]], parts: list[Reading], whole: Reading) -> list[tuple[int, int]]:
        """Those edges whose parts differ from each other: two or more, or none."""
        if len(edges) < 2:
            return []
        order = sorted(range(len(edges)), key=lambda at: (-self.edges[edges[at]].score, edges[at]))
        if all(_is_narrower(part, whole) for part in parts) and len({part.wording.exact for part in parts}) == len(parts):
            return [edges[at] for at in order]
        chosen: list[int] = []
        for at in order:
            shared = self.edges[edges[at]].shared
            if all(_differ(shared, self.edges[edges[other]].shared) for other in chosen):
                chosen.append(at)
        return [edges[at] for at in chosen] if len(chosen) > 1 else []

    def one_to_one(self) -> None:
        for x, y in self.open():
            if x not in self.free_before or y not in self.free_after or self.edges[x, y].rule == IN_THE_TEXT:
                continue
            score = self.edges[x, y].score
            others = [z for z in self.free_after if z != y and (x, z) in self.edges and score - self.edges[x, z].score < MARGIN]
            rivals = [w for w in self.free_before if w != x and (w, y) in self.edges and score - self.edges[w, y].score < MARGIN]
            if not others and not rivals:
                self.take(x, y, "reworded")
                continue
            self._leave_open({x, *rivals}, {y, *others}, score)

    def _leave_open(self, befores: set[int], afters: set[int], score: float) -> None:
        for x in sorted(befores):
            meant = tuple(y for y in sorted(afters) if (x, y) in self.edges)
            self.pairs.append(Pair(x, None, "ambiguous", "more than one fits as well", round(score, 3), meant))
            self.free_before.pop(x, None)
        for y in sorted(afters):
            meant = tuple(x for x in sorted(befores) if (x, y) in self.edges)
            self.pairs.append(Pair(None, y, "ambiguous", "more than one fits as well", round(score, 3), meant))
            self.free_after.pop(y, None)

    def taken_up(self) -> None:
        """What is left and stands word for word inside one that is taken: "Alcohol misuse" beside "Drug and alcohol misuse"."""
        for x in list(self.free_before):
            edges = [(x, y) for y in range(len(self.after)) if y not in self.free_after]
            whole = self._whole(edges, self.before[x], self.after, 1)
            if whole is not None:
                self.take(*whole, "merged", "its words within another's")
        for y in list(self.free_after):
            edges = [(x, y) for x in range(len(self.before)) if x not in self.free_before]
            whole = self._whole(edges, self.after[y], self.before, 0)
            if whole is not None:
                self.take(*whole, "split", "its words within another's")

    def _whole(self, edges: list[tuple[int, int]], part: Reading, others: Sequence[Reading], side: int) -> tuple[int, int] | None:
        fits = [
            edge
            for edge in edges
            if edge in self.edges
            and not self.edges[edge].weak
            and part.wording.full
            and part.wording.full < others[edge[side]].wording.full
            and part.codes <= others[edge[side]].codes
        ]
        return min(fits, key=lambda edge: (-self.edges[edge].score, edge), default=None)

    def finished(self) -> list[Pair]:
        for x in self.free_before:
            near = self._near((x, y) for y in range(len(self.after)))
            self.pairs.append(Pair(x, None, "dropped", "nothing like it", 0.0, tuple(y for _, y in near)))
        for y in self.free_after:
            near = self._near((x, y) for x in range(len(self.before)))
            self.pairs.append(Pair(None, y, "new", "nothing like it", 0.0, tuple(x for x, _ in near)))
        return self.pairs

    def _near(self, edges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """What comes nearest to one that was left over, for a reader to look at: three at most."""
        found = [edge for edge in edges if edge in self.edges]
        return sorted(found, key=lambda edge: (-self.edges[edge].score, edge))[:3]


def _edges(before: Sequence[Reading], after: Sequence[Reading]) -> _Edges:
    """Likeness of those pairs that share a theme or a word at all."""
    places: dict[str, list[int]] = defaultdict(list)
    for y, reading in enumerate(after):
        for key in _keys(reading):
            places[key].append(y)
    edges: _Edges = {}
    for x, reading in enumerate(before):
        for y in sorted({y for key in _keys(reading) for y in places.get(key, ())}):
            found = alike(reading, after[y])
            if found is not None:
                edges[x, y] = found
    return edges


def _keys(reading: Reading) -> set[str]:
    """Under which a priority can be met: its themes in any rank, and the beginnings of its telling words."""
    words = reading.wording.full or reading.wording.exact
    return {*reading.codes, *reading.secondary, *reading.wording.narrower, *(f"={word[:BEGINNING]}" for word in words)}


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one <= other and not other <= one


def _is_narrower(part: Reading, whole: Reading) -> bool:
    """ "Burglary dwelling" is a narrower "Burglary": of the same themes, with all its telling words and more."""
    return bool(whole.wording.full) and whole.wording.full < part.wording.full and part.codes == whole.codes
