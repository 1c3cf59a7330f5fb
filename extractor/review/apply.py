"""A filled-in file -> corrections. Every line is held against the rules first: one fault, and nothing is recorded."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from extractor.codebook import Codebook
from extractor.errors import InputError
from extractor.grammar.periods import find_periods
from extractor.review.columns import FILLED_IN, LINKS, SCOPES
from extractor.review.read import read_lines
from extractor.unify.areas import AreaIndex
from extractor.write import (
    Key,
    Line,
    Recorded,
    Remembered,
    Said,
    fold,
    one_writer,
    open_database,
    record_corrections,
    renew,
    themes_of,
)

_MOST_TOLD = 8
"""Faults that are told at once."""
_ID = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PLACE = re.compile(r"(?P<block>\d+):(?P<start>\d+)-(?P<end>\d+)|plan (?P<position>\d+)")
_SHORT_PERIOD = re.compile(r"(?P<start>(?:19|20)\d\d)-(?P<end>(?:19|20)\d\d)")
_REFERENCE = re.compile(r"(?P<scheme>\S.*) (?P<number>\d{1,3}[a-z]?)(?: \((?P<round>[A-Z]{2,4}\d{4})\))?")
_WITH_THEME = frozenset(("priority",))
_WITH_PLAN = frozenset(("priority", "measure", "action", "reference"))


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a file: lines recorded, lines that say nothing, and corrections that find no finding now."""

    recorded: Recorded
    empty: int
    without_a_finding: int


def apply_file(path: Path, database: Path, codebook: Codebook, *, at: str, by: str | None = None) -> Applied:
    """Reads a filled-in CSV or XLSX file and records what it says; the same file again changes nothing.

    ``at`` is an ISO date and time. Raises InputError that names line and column of every fault, and then records nothing;
    DatabaseError or StorageError for the database.
    """
    try:
        return apply_lines(read_lines(path), database, codebook, at=at, by=by)
    except LinesRefused as refused:
        told = "; ".join(str(fault) for fault in refused.faults[:_MOST_TOLD])
        more = len(refused.faults) - _MOST_TOLD
        raise InputError(f"{path.name}: {told}{f'; and {more} more' if more > 0 else ''}: nothing was recorded") from refused


def apply_lines(
    lines: Sequence[tuple[int, Mapping[str, str]]],
    database: Path,
    codebook: Codebook,
    *,
    at: str,
    by: str | None = None,
    before: Remembered | None = None,
    looked_at: bool = False,
) -> Applied:
    """Records what (row number, line) say; a line holds COLUMNS as text, empty where nothing is said.

    ``looked_at`` says that the person had each of these very findings before them: a correction that was carried over to one from
    another file then counts as made of it, even where nothing of it is changed. A file that is given back does not say so.
    Raises LinesRefused where one of them is at fault, and then records nothing; DatabaseError or StorageError for the database.
    """
    with changed(database, codebook, before) as held:
        checker = _Checker(held.conn, codebook)
        made, empty = [], 0
        for number, line in lines:
            if not any(line[name] for name in FILLED_IN):
                empty += 1
                continue
            made.append(replace(checker.line(number, line), looked_at=looked_at))
        if checker.faults:
            raise LinesRefused(checker.faults)
        recorded = record_corrections(held, made, at=at, by=by, codebook=codebook)
        lost = held.execute("SELECT count(*) FROM corrections_without_a_finding").fetchone()[0]
    return Applied(recorded, empty, lost)


@contextmanager
def changed(path: Path, codebook: Codebook, before: Remembered | None = None) -> Iterator[Any]:
    """A database whose corrections change inside: afterwards all that rests on them is made anew.

    ``before`` is kept by who changes it again and again (see refresh_links). A run that is under way meanwhile takes the
    corrections over when it publishes.
    """
    with one_writer(path):
        held = open_database(path, themes_of(codebook))
        try:
            yield held
            renew(held, codebook, before=before)
        finally:
            held.close()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value of one line."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.message}"


class LinesRefused(InputError):
    """Lines that cannot be recorded, with every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


_Wrong = Callable[[str, str], None]
"""Notes a fault: the column, and a message."""


class _Checker:
    """Turns lines into what is recorded, and gathers what is wrong with them."""

    def __init__(self, connection: sqlite3.Connection, codebook: Codebook) -> None:
        self.faults: list[Fault] = []
        self._connection = connection
        self._themes = {entry.id.casefold(): entry.id for entry in codebook.entries("themes")}
        self._areas = AreaIndex(codebook)
        self._seen: dict[str, int] = {}

    def line(self, number: int, line: Mapping[str, str]) -> Line:
        """One line with something filled in. Faults are noted; what is returned then is not for recording."""

        def wrong(column: str, message: str) -> None:
            self.faults.append(Fault(number, column, message))

        target = line["finding"].casefold()
        kind, key = self._kind_and_key(target, line)
        if kind is None:
            wrong("finding", f"{line['finding']!r} is no finding of this database: leave the column as it was written")
            return Line(target, None)
        if target in self._seen:
            wrong("finding", f"the same finding stands in row {self._seen[target]} too: keep one of the two")
        self._seen[target] = number
        decision = line["decision"].casefold()
        if decision == "withdraw":
            return Line(target, None, key)
        said = Said(
            decision=self._decision(decision, kind, wrong),  # type: ignore[arg-type]
            title=self._title(line["title"], kind, wrong),
            theme=self._theme(line["theme"], kind, wrong),
            scope=self._scope(line["scope"], kind, wrong),
            **self._area(line["area"], kind, line["period"] or line["read_period"], wrong),
            corrected_period=self._period(line["period"], kind, wrong),
            link=self._link(line["link"], kind, target, wrong),
            note=line["note"] or None,
        )
        return Line(target, said, key, line["read_title"] or line["quote"], line["file"])

    def _kind_and_key(self, target: str, line: Mapping[str, str]) -> tuple[str | None, Key | None]:
        """The kind of a finding that is held; of one that is not, kind and key as the file tells them."""
        if not _ID.fullmatch(target):
            return None, None
        query = "SELECT kind FROM findings WHERE id = ? UNION ALL SELECT 'plan' FROM plans WHERE id = ?"
        held = self._connection.execute(query, [target, target]).fetchone()
        if held:
            return str(held[0]), None
        place = _PLACE.fullmatch(line["place"])
        sha256 = line["sha256"].casefold()
        if place is None or not _SHA256.fullmatch(sha256) or not line["kind"]:
            return None, None
        at = {name: int(value) if value else None for name, value in place.groupdict().items()}
        page = int(line["page"]) if line["page"].isdigit() else None
        areas = "; ".join(sorted(filter(None, line["read_area"].split("; "))))
        words = line["read_title"] or line["quote"]
        return line["kind"], Key(
            sha256,
            line["kind"],
            fold(words),
            page,
            line["anchor"] or None,
            at["block"],
            at["start"],
            at["end"],
            at["position"],
            line["paper_title"],
            areas,
            line["read_period"],
        )

    def _decision(self, text: str, kind: str, wrong: _Wrong) -> str | None:
        if text not in ("", "accept", "reject"):
            wrong("decision", f"{text!r} is not accept, reject or withdraw")
        elif text == "reject" and kind == "plan":
            wrong("decision", "a plan as a whole is not rejected: reject its findings, or correct its area and period")
        return text or None

    def _title(self, text: str, kind: str, wrong: _Wrong) -> str | None:
        if text and kind == "reference" and not _REFERENCE.fullmatch(text):
            wrong("title", f"{text!r} is no reference: write scheme, number and round, such as PSA 1 (SR2004)")
        return text or None

    def _theme(self, text: str, kind: str, wrong: _Wrong) -> str | None:
        if not text or text == "-":
            return text or None
        if kind not in _WITH_THEME:
            wrong("theme", f"a {kind} has no theme: leave it empty")
            return None
        codes = []
        for name in (part.strip() for part in text.split(";")):
            code = self._themes.get(name.casefold())
            if code is None:
                near = get_close_matches(name.casefold(), self._themes, n=1)
                meant = f": do you mean {self._themes[near[0]]!r}?" if near else ": see rules/themes.yaml"
                wrong("theme", f"{name!r} is no theme{meant}")
            elif code not in codes:
                codes.append(code)
        return "; ".join(codes)

    def _scope(self, text: str, kind: str, wrong: _Wrong) -> str | None:
        if not text:
            return None
        if kind != "priority":
            wrong("scope", f"a {kind} has no scope: leave it empty")
        elif text.casefold() not in SCOPES:
            wrong("scope", f"{text!r} is not one of {', '.join(SCOPES)}")
        return text.casefold()

    def _area(self, text: str, kind: str, period: str, wrong: _Wrong) -> dict[str, str | None]:
        if not text:
            return {}
        if kind != "plan" and kind not in _WITH_PLAN:
            wrong("area", f"a {kind} has no area: leave it empty")
            return {}
        names, codes = [], []
        spans = find_periods(period, singles=True)
        for name in (part.strip() for part in text.split(";")):
            found = self._areas.resolve(name, spans[0].last_year if spans else None)
            if found.name is None or found.how not in ("exact", "variant"):
                meant = found.name or (found.candidates[0] if found.candidates else None)
                wrong("area", f"{name!r} is no area{f': do you mean {meant!r}?' if meant else ': see rules/catalogues/areas.csv'}")
            elif found.name not in names:
                names.append(found.name)
                codes.append(self._areas.by_id[found.code or ""].code or "" if found.code else "")
        if kind != "plan" and len(names) > 1:
            wrong("area", "a finding belongs to one plan: name one area")
        return {"area": "; ".join(names), "area_codes": "; ".join(codes)}

    def _period(self, text: str, kind: str, wrong: _Wrong) -> str | None:
        if not text or (text == "-" and kind == "plan"):
            return text or None
        if kind != "plan" and kind not in _WITH_PLAN:
            wrong("period", f"a {kind} has no period: leave it empty")
            return None
        plain = _SHORT_PERIOD.fullmatch(text)
        if plain and plain["start"] <= plain["end"]:
            return text
        found = find_periods(text, singles=True)
        if len(found) != 1 or text[: found[0].start].strip() or text[found[0].end :].strip():
            wrong("period", f"{text!r} is no period: write first and last year, such as 2011-14")
            return None
        return f"{found[0].first_year}-{found[0].last_year}"

    def _link(self, text: str, kind: str, target: str, wrong: _Wrong) -> str | None:
        words = text.casefold().split()
        if not words:
            return None
        if kind != "priority":
            wrong("link", f"a {kind} is not followed through the years: leave it empty")
        elif words == ["new"]:
            return "new"
        elif len(words) > 2 or (len(words) == 2 and words[0] not in LINKS) or not _ID.fullmatch(words[-1]):
            wrong("link", f"{text!r} is no link: write new, or the earlier finding's id, if wanted after {', '.join(LINKS)}")
        elif words[-1] == target:
            wrong("link", "a priority does not continue itself: write the id of the earlier one")
        elif not self._connection.execute("SELECT 1 FROM findings WHERE id = ? AND kind = 'priority'", [words[-1]]).fetchone():
            wrong("link", f"{words[-1]} is no priority of this database")
        return " ".join(words)


def lost(connection: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    """(file, kind, words, what was said, why) of each correction that speaks of nothing that is found now."""
    query = "SELECT file, kind, words, said, reason FROM corrections_without_a_finding ORDER BY file, words"
    yield from connection.execute(query)
