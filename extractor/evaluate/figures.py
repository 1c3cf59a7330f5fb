"""What scoring counts, and how counts of many papers add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from extractor.model import Quote

PLANS, PRIORITIES, WRONG_SCOPE = "plans split", "priorities", "wrong scope (want 0)"
THEME, THEMES, KIND, EVIDENCE = "theme: any shared", "themes", "kind", "evidence given"
AREA, PERIOD, PARTNERSHIP, VISION = "area", "period", "partnership", "vision"
MEASURES, MEASURE_CELLS, MEASURE_NUMBERS = "measures", "measure cells", "measure numbers"
COMMENTARY, DATE = "commentary", "document date"
SCHEMES = ("PSA", "NI")
REFERENCES = tuple(f"references {scheme}" for scheme in SCHEMES)


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings that gold has (``right``), that it lacks (``extra``), and what gold has and extraction does not (``missed``)."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was reported that is right, 0 to 1; 1 where nothing was reported."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what gold has that was reported, 0 to 1; 1 where gold has nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        return (
            2 * self.precision * self.recall / (self.precision + self.recall)
            if self.right
            else float(not (self.extra or self.missed))
        )


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the questions that gold asks were answered right. For wrong scope, ``right`` counts the wrong ones."""

    right: int = 0
    asked: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.asked + other.asked)

    @property
    def share(self) -> float | None:
        """0 to 1, None where nothing was asked."""
        return self.right / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in which extraction and gold differ, and the figure it counts in.

    ``missed``: gold has ``wanted``. ``extra``: extraction reported ``got``. ``wrong``: both speak, and differ. ``plan`` names the
    gold plan's areas, "" for the paper as a whole. ``rule`` and ``quote`` are those of the finding, where there is one.
    """

    figure: str
    sort: Literal["missed", "extra", "wrong"]
    plan: str = ""
    wanted: str | None = None
    got: str | None = None
    rule: str | None = None
    quote: Quote | None = None
    note: str | None = None
    """What became of something that was missed: passed over by a rule, or reported with another scope."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as it is compared between two readings. ``right`` is None where gold does not ask for such a finding; ``told``
    holds (name, value) of what else it says."""

    figure: str
    words: str
    right: bool | None
    rule: str
    quote: str
    where: str
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """One form of a paper against its gold. ``reported``: (confidence, right?) of each current priority but the neutral ones;
    one that is another body's or year's is wrong."""

    name: str
    file: str
    tallies: Mapping[str, Tally]
    shares: Mapping[str, Share]
    faults: tuple[Fault, ...] = ()
    reported: tuple[tuple[float, bool], ...] = ()
    found: tuple[Found, ...] = ()
    unread: str | None = None
    """Why the file could not be read as a paper; it is then scored as a paper in which nothing was found."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A form that was not scored, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Band:
    """Current priorities of one range of confidence, ``low`` included and ``high`` not (but 1.0 is in the highest)."""

    low: float
    high: float
    reported: int
    right: int

    @property
    def share(self) -> float | None:
        """Share of those reported that are right, 0 to 1; None where none was reported."""
        return self.right / self.reported if self.reported else None


BAND_EDGES = (1.0, 0.95, 0.9, 0.8, 0.7, 0.0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All forms of all papers scored, in order of file name. ``without_paper`` names gold for which no paper was found."""

    scored: tuple[Scored, ...]
    left_out: tuple[LeftOut, ...] = ()
    without_paper: tuple[str, ...] = ()

    @property
    def tallies(self) -> dict[str, Tally]:
        """Figures with precision and recall, summed over all forms, in order of name."""
        total: dict[str, Tally] = {}
        for form in self.scored:
            for name, tally in form.tallies.items():
                total[name] = total.get(name, Tally()) + tally
        return dict(sorted(total.items()))

    @property
    def shares(self) -> dict[str, Share]:
        """Figures that are shares of what gold asks, summed over all forms, in order of name."""
        total: dict[str, Share] = {}
        for form in self.scored:
            for name, share in form.shares.items():
                total[name] = total.get(name, Share()) + share
        return dict(sorted(total.items()))

    @property
    def calibration(self) -> tuple[Band, ...]:
        """How often current priorities are right, by the confidence they were reported with, highest band first."""
        return bands(entry for form in self.scored for entry in form.reported)


def bands(reported: Iterable[tuple[float, bool]]) -> tuple[Band, ...]:
    """(confidence, right?) pairs counted by band."""
    entries = list(reported)
    counted = []
    for high, low in pairwise(BAND_EDGES):
        inside = [right for confidence, right in entries if low <= confidence and (confidence < high or high == BAND_EDGES[0])]
        counted.append(Band(low, high, len(inside), sum(inside)))
    return tuple(counted)
