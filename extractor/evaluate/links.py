"""Hand-made links -> figures: how many of the links between plans a person would draw are found, with the same status.

``links.csv`` holds the links, ``links-plans.csv`` beside it what the plans state (titles and themes only). A link counts as right
when both wordings and the status are the same. ``ambiguous`` and ``cannot say`` abstain: they are counted apart, and a link that
a person drew and the program left open is no error, but is not found either.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.codebook import Codebook
from extractor.errors import InputError
from extractor.link import Link, PlanStated, Stated, knowledge, link_area

ABSTAIN = ("ambiguous", "cannot say")
_LINK_COLUMNS = ("area", "from_period", "from_title", "to_period", "to_title", "status", "note", "source")
_PLAN_COLUMNS = (
    "area", "period", "paper", "partnership", "kind", "scope", "parent", "title", "themes", "secondary_themes", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A link that a person drew, and the status that the program gave it ("" where it drew none)."""

    area: str
    periods: str
    words: str
    wanted: str
    given: str


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """``decided`` are links with a status of a person's that is no abstention and that the program decided too; ``right`` those
    of them with the same status. ``left_open`` were decided by a person only; ``abstained`` are abstentions of both, ``overbold``
    a person's only. ``extra`` are decided links that no person drew."""

    links: int
    decided: int
    right: int
    left_open: int
    abstained: int
    overbold: int
    extra: int
    differences: tuple[Difference, ...]

    @property
    def accuracy(self) -> float:
        """Right among all that the program decided: where a person decided too, and where a person abstained."""
        return self.right / (self.decided + self.overbold) if self.decided + self.overbold else 0.0


_Key = tuple[str, str, str, str, str, str]


def evaluate_links(path: Path, codebook: Codebook) -> LinkFigures:
    """Scores linking against the links of a CSV file. Raises InputError for a file that is missing or lacks a column."""
    wanted = {_key(row, row["area"]): row["status"] for row in _rows(path, _LINK_COLUMNS)}
    given = dict(_given(path.with_name(f"{path.stem}-plans.csv"), codebook))
    counts: Counter[str] = Counter()
    differences = []
    for key, status in wanted.items():
        found = given.get(key, "")
        if status in ABSTAIN:
            kind = "abstained" if found in ABSTAIN else "overbold"
        elif found in ABSTAIN:
            kind = "left open"
        else:
            kind = "right" if found == status else "wrong"
        counts[kind] += 1
        if kind in ("overbold", "left open", "wrong"):
            words = f"{key[3] or '–'} → {key[5] or '–'}"
            differences.append(Difference(key[1], f"{key[2]} to {key[4]}", words, status, found))
    steps = {(key[0], key[1], key[2], key[4]) for key in wanted}
    extra = [
        key
        for key, status in given.items()
        if status not in ABSTAIN and key not in wanted and (key[0], key[1], key[2], key[4]) in steps
    ]
    return LinkFigures(
        len(wanted),
        counts["right"] + counts["wrong"],
        counts["right"],
        counts["left open"],
        counts["abstained"],
        counts["overbold"],
        len(extra),
        tuple(differences),
    )


def as_lines(figures: LinkFigures, misses: bool = True) -> Iterator[str]:
    """The figures as a person reads them, and each link on which person and program differ."""
    yield (
        f"{figures.links} links by hand: {figures.right} of {figures.decided + figures.overbold} decided ones right"
        f" ({figures.accuracy:.1%}), {figures.left_open} left open, {figures.abstained} rightly not decided, {figures.extra} extra"
    )
    for one in figures.differences if misses else ():
        yield f"  {one.area}, {one.periods}: {one.words}: wanted {one.wanted}, found {one.given or 'no such link'}"


def _rows(path: Path, columns: tuple[str, ...]) -> list[Mapping[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{path} has no column {missing[0]!r}: it needs {', '.join(columns)}")
            return [{column: row[column] or "" for column in columns} for row in reader]
    except FileNotFoundError as fault:
        raise InputError(f"{path} does not exist: name a CSV of links with its plans beside it") from fault
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise InputError(f"{path} cannot be read as CSV in UTF-8 ({fault})") from fault


def _key(row: Mapping[str, str], area: str) -> _Key:
    return row["source"], area, row["from_period"], row["from_title"], row["to_period"], row["to_title"]


def _given(path: Path, codebook: Codebook) -> Iterator[tuple[_Key, str]]:
    """What the program finds between the plans of each area of each source."""
    known = knowledge(codebook)
    stated: dict[tuple[str, str], dict[tuple[str, str, str], list[Stated]]] = defaultdict(lambda: defaultdict(list))
    titles: dict[str, str] = {}
    for number, row in enumerate(_rows(path, _PLAN_COLUMNS)):
        one = Stated(
            str(number), row["title"], row["kind"], _listed(row["themes"]), _listed(row["secondary_themes"]), row["parent"] or None,
            row["scope"], number,
        )  # fmt: skip
        titles[one.id] = one.title
        stated[row["source"], row["area"]][row["period"], row["paper"], row["partnership"]].append(one)
    for (source, area), plans in stated.items():
        made = []
        for (period, paper, body), found in plans.items():
            start, _, end = period.partition("-")
            try:
                made.append(PlanStated(f"{period} {paper}", area, int(start), int(end), tuple(found), body, paged=True))
            except ValueError as fault:
                raise InputError(f"{path}: {period!r} is no period: write it as 2011-2014") from fault
        history = link_area(area, made, known)
        for link in history.links:
            yield (source, area, _years(link.before_years), titles.get(link.before or "", ""), *_after(link, titles)), link.status


def _after(link: Link, titles: Mapping[str, str]) -> tuple[str, str]:
    return _years(link.after_years), titles.get(link.after or "", "")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _years(years: tuple[int, int] | None) -> str:
    return f"{years[0]}-{years[1]}" if years else ""
