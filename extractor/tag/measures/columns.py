"""Tables whose column heads mean objective, baseline, timescale, target -> rows of cells with that meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.grammar.periods import MONTH, find_periods
from extractor.model import Block
from extractor.tag.tables import Row, Table

YEARS = re.compile(
    r"\(?\b(?:(?:by|for|in|to|at)\s+)?(?:(?:the\s+)?end\s+of\s+(?:the\s+)?)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    rf"(?:{MONTH},?\s+)?(?:(?:19|20)\d\d\s*(?:[/–-]\s*(?:20)?\d\d)?|\d\d\s*/\s*\d\d)\b\)?",
    re.I,
)
_LEADS_TO = re.compile(r"^(?:by|for|in|to|at)\s+", re.I)
_FIGURE = re.compile(r"\s*(?:[<>≤≥+–-]\s?)?(?:[A-Za-z]+\s+){0,4}£?\d[\d,.]*(?!\s*(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)")
_DATE_ONLY = re.compile(
    rf"\s*(?:by\s+)?(?:\d{{1,2}}\w*\s+)?(?:{MONTH}|Q\d|quarter|autumn|spring|summer|winter)?[\s/.-]*(?:19|20)?\d\d(?:[/–-]\d+)?\s*$",
    re.I,
)
_REFERENCE = re.compile(r"^(?P<scheme>NI|PSA|BVPI|BV|LPSA|LPI|LAA)\s*0*(?P<number>\d+[a-z]?)$")
_RESULTS = re.compile(r"\b(?:performance|progress|results?|achiev\w+|outturns?|review|trends?|recorded)\b", re.I)
_LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: its meaning, the year its head names, and whether its target is the next one, not one already past."""

    meaning: str
    year: str | None = None
    following: bool = False
    entry: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row of a table of measures; ``objective`` is its cell, the rest as printed, None where the table has no such column."""

    objective: Block
    baseline: str | None
    timescale: str | None
    target: str | None
    unit: str | None
    references: tuple[str, ...]
    under: Block | None
    has_target_column: bool
    start: int = 0
    """Where the words of the objective begin in their block."""
    change: str | None = None
    """The change in per cent that a column of its own states, with its sign or the word of its head ("-20%")."""
    cells: tuple[tuple[str, Block], ...] = ()
    """The cells that "baseline", "timescale" and "target" stand in."""


def meaning_of(head: tuple[str, ...], codebook: Codebook) -> Column | None:
    """What a column's head means: the lowest row that means something decides, the rows above it are asked next.

    A head that is nothing but a year means ``year``; "By 2008" is a target.
    """
    years = [match for words in reversed(head) if (match := YEARS.search(words)) is not None]
    year = years[0].group().strip("() ") if years else None
    for depth in range(len(head) - 1, -1, -1):
        words = head[depth]
        bare = " ".join(YEARS.sub(" ", words).replace("()", " ").split())
        for hit in sorted(codebook.find("measures", bare or words, "column"), key=lambda hit: (hit.start - hit.end, hit.entry.id)):
            if hit.entry["role"] == "dated" and year is None:
                # "Figure" alone may be one of any year; "2011/12 figure" is where things stood.
                continue
            if hit.entry["role"] == "step":
                year = words
            following = hit.entry["role"] == "next" or any(re.search(r"\b(?:next|future)\b", above, re.I) for above in head)
            role = str(hit.entry["role"]) if hit.entry["role"] else None
            return Column(str(hit.entry["column"]), year, following, hit.entry.id, role)
    if year is not None and not re.search(r"[A-Za-z]{3}", YEARS.sub(" ", head[-1] if head else "")):
        return Column("target" if re.match(r"(?:by|to)\b", year, re.I) else "year", year)
    return None


def find_head(
    table: Table, codebook: Codebook, *, years: tuple[int, int] | None = None, announced: bool = False
) -> tuple[int, tuple[Column | None, ...]] | None:
    """How many rows the head of a table of measures has and what its columns mean; None where it is no such table.

    There must be an objective (or a first column of words) beside a baseline or a target.
    """
    best: tuple[int, int, tuple[Column | None, ...]] | None = None
    for depth in sorted({table.whole_head(depth) for depth in range(1, min(4, len(table.rows)))}):
        heads = table.column_heads(depth)
        columns = by_year(
            tuple(meaning_of(head, codebook) for head in heads), table, depth, codebook, years=years, announced=announced
        )
        known = {column.meaning for column in columns if column is not None}
        if not known & {"target", "baseline"} or len(known & {"objective", "target", "baseline", "timescale", "current"}) < 2:
            continue
        if not _projects_have_figures(columns, table, depth) or table.rows[depth - 1].banner is not None:
            continue
        score = sum(column is not None for column in columns) + _names_years(table.rows[depth - 1])
        if best is None or score > best[0]:
            best = (score, depth, columns)
    return None if best is None else best[1:]


def _names_years(row: Row) -> int:
    """How many cells of a row, two or more, hold a year and nothing else; none where it holds figures and is no row of the head."""
    cells = [row.text(place) for place in range(len(row.cells)) if row.begins(place) and row.text(place)]
    bare = [YEARS.sub(" ", cell).strip(" ()") for cell in cells]
    named = sum(not cell for cell in bare)
    return 0 if named < 2 or any(re.search(r"\d", cell) for cell in bare) else named


def _projects_have_figures(columns: Sequence[Column | None], table: Table, depth: int) -> bool:
    """Whether, where only projects stand beside targets or outputs, these are figures to reach and no dates or deeds."""
    named = {column.role for column in columns if column is not None and column.meaning == "objective"}
    output = any(column is not None and column.role == "output" for column in columns)
    if (named and named != {"project"}) or not (named or output):
        return True
    if any(column is not None and column.meaning == "baseline" for column in columns):
        return True
    places = [place for place, column in enumerate(columns) if column is not None and column.meaning == "target"]
    cells = [row.text(place) for row in table.body(depth) if row.banner is None for place in places if row.text(place)]
    figures = [cell for cell in cells if _FIGURE.match(cell) and not _DATE_ONLY.match(cell)]
    return bool(cells) and 2 * len(figures) > len(cells)


def measure_rows(
    table: Table, codebook: Codebook, *, years: tuple[int, int] | None = None, announced: bool = False
) -> tuple[MeasureRow, ...] | None:
    """The rows of a table of measures, banners and repeated heads left out; None where ``table`` is none.

    ``years`` are the first and last of the plan by its title, ``announced`` says that the words before the table speak of targets:
    both tell a column headed by a year that is to come from one of results.
    """
    found = find_head(table, codebook, years=years, announced=announced)
    if found is None:
        return _label_and_value(table, codebook)
    depth, columns = found
    body = list(table.body(depth))
    objective = _objective_column(table, body, columns)
    if objective is None:
        return None
    return tuple(_rows(body, columns, objective))


def by_year(
    columns: tuple[Column | None, ...],
    table: Table,
    depth: int,
    codebook: Codebook,
    *,
    years: tuple[int, int] | None = None,
    announced: bool = False,
) -> tuple[Column | None, ...]:
    """The columns with those that are headed by years, or by "From" and "To", given what they mean beside the others.

    Beside a target the latest year before it is the baseline. Two years alone are a baseline and a target only in a table that says
    it holds targets, or where the plan ends with the later: elsewhere they are results.
    """
    found = list(columns)
    body = [row for row in table.body(depth) if row.banner is None]

    def worded(place: int) -> bool:
        return 2 * sum(bool(_LETTERS.search(row.text(place))) for row in body) > len(body)

    dated = [place for place, column in enumerate(found) if column is not None and column.meaning == "year" and not worded(place)]
    opening = [place for place, column in enumerate(found) if column is not None and column.role == "from" and not worded(place)]
    if len(dated) == 1 and opening and opening[0] < dated[0] and not any(column and column.meaning == "target" for column in found):
        # "Now | 2014": a year beside what is now is a year to come.
        found[opening[0]] = Column("baseline", _year(found[opening[0]]))
        found[dated[0]] = Column("target", _year(found[dated[0]]))
    for place, column in enumerate(found):
        if column is not None and column.entry == "measure.column.dated-target" and worded(place):
            # "Aims for 2008-11" over words names what is aimed at.
            found[place] = Column("objective", column.year)
    moved = {column.role for column in found if column is not None}
    for place, column in enumerate(found):
        # "From" and "To" are the ends of a period, a journey or a measure: only numbers in both make it one.
        if column is not None and column.role in {"from", "to"} and not ({"from", "to"} <= moved and not worded(place)):
            finish = column.role == "to" and _mostly(_DATE_ONLY, body, place)
            found[place] = Column("timescale") if finish else None
        elif column is not None and column.role == "milestone" and not worded(place) and not _mostly(_DATE_ONLY, body, place):
            # A milestone that is a figure is a target on the way to the last.
            found[place] = Column("target", column.year, entry=column.entry, role=column.role)
    if found and found[0] is not None and found[0].year is not None and found[0].meaning in {"target", "year"} and worded(0):
        # "By March 2023": what is to be by then, in words; its year is that of every row.
        found[0] = Column("objective", found[0].year)
    meanings = [column.meaning if column is not None else None for column in found]
    targets = any(re.search(r"\btargets?\b", words, re.I) for head in table.column_heads(depth) for words in head)
    targets = (
        targets or table.place.role == "measures" or (bool(table.place.path) and _is_of_targets(table.place.path[-1], codebook))
    )
    first = next((place for place, meaning in enumerate(meanings) if meaning != "reference"), 0)
    if (
        "objective" not in meanings
        and meanings
        and meanings[first] == "target"
        and worded(first)
        and len(set(meanings) - {None}) > 1
    ):
        # "Target | 2003/04 | 2007/08", "Ref | Target | Baseline | Target by 2016": the first of them names what is aimed at.
        found[first] = Column("objective")
        meanings[first] = "objective"
    ends = [_first_year(found[place]) for place in dated]
    if (
        years is not None
        and len(dated) == 2
        and years[1] - years[0] > 1
        and ends[0] <= years[0]
        and ends[1] in {years[1], years[1] - 1}
    ):
        results = bool(table.place.path) and _RESULTS.search(table.place.path[-1].text) is not None
        money = any("£" in row.text(place) for row in body for place in range(table.width))
        targets = targets or not (results or money)
    targets = targets or announced
    years_at = [place for place, meaning in enumerate(meanings) if meaning == "year" and not worded(place)]
    years_at.sort(key=lambda place: (_first_year(found[place]), place))
    if "baseline" in meanings and any(column is not None and column.role == "step" for column in found):
        targets = True
    if "target" in meanings:
        first = meanings.index("target")
        aimed = _first_year(found[first])
        past = [place for place in years_at if place < first and (aimed == 0 or _first_year(found[place]) < aimed)]
        if past and not {"baseline", "current"} & set(meanings):
            found[past[-1]] = Column("baseline", _year(found[past[-1]]))
        for place in range(first + 1, len(found)):
            # "Target 2009/10 | 2010/11": one word over the years side by side, each later than the one before it.
            if place not in years_at or not 0 < aimed < _first_year(found[place]):
                break
            aimed = _first_year(found[place])
            found[place] = Column("target", _year(found[place]))
    elif targets and len(years_at) > 1 - ("baseline" in meanings or "current" in meanings):
        last = years_at.pop()
        found[last] = Column("target", _year(found[last]))
        if years_at and "baseline" not in meanings:
            found[years_at[0]] = Column("baseline", _year(found[years_at[0]]))
    return tuple(column if column is None or column.meaning != "year" else None for column in found)


def _mostly(pattern: re.Pattern[str], body: Sequence[Row], place: int) -> bool:
    """Whether more than half of the filled cells of a column are whole matches of ``pattern``."""
    cells = [row.text(place) for row in body if row.text(place)]
    return bool(cells) and 2 * sum(pattern.match(cell) is not None for cell in cells) > len(cells)


def _is_of_targets(heading: Block, codebook: Codebook) -> bool:
    return bool(re.search(r"\btargets\b", heading.text, re.I)) or bool(codebook.find("measures", heading.text, "role", "heading"))


def _year(column: Column | None) -> str | None:
    return column.year if column is not None else None


def _first_year(column: Column | None) -> int:
    printed = _year(column) or ""
    if column is not None and column.role == "step":
        # The years of a plan come after all that its heads name by their numbers, in the order in which they stand.
        return 9999
    spans = find_periods(printed, singles=True, short=True)
    if not spans and (single := re.search(r"(?:19|20)\d\d", printed)) is not None:
        # The year of a full date: "31 March 2016".
        return int(single.group())
    return spans[0].first_year if spans else 0


def _objective_column(table: Table, body: list[Row], columns: tuple[Column | None, ...]) -> int | None:
    """The column of the thing measured: of several, that with words of its own in most rows, an indicator before an objective."""
    named = [place for place, column in enumerate(columns) if column is not None and column.meaning == "objective"]
    rows = [row for row in body if row.banner is None]
    if not named:
        named = [
            place
            for place, column in enumerate(columns)
            if (column is None or column.meaning == "priority") and any(_LETTERS.search(row.text(place)) for row in rows)
        ][:1]
    if not named or not rows:
        return None

    def worth(place: int) -> tuple[int, bool, int]:
        own = len({row.text(place) for row in rows if row.begins(place) and _LETTERS.search(row.text(place))})
        column = columns[place]
        return own, column is not None and column.entry == "measure.column.indicator", -place

    return max(named, key=worth)


def _rows(body: list[Row], columns: tuple[Column | None, ...], objective: int) -> Iterator[MeasureRow]:
    under: Block | None = None
    meanings = {column.meaning for column in columns if column is not None}
    head = columns[objective]
    for row in body:
        if row.banner is not None:
            under = row.banner
            continue
        cell = row.cells[objective]
        if cell is None or not _LETTERS.search(cell.text):
            continue
        aimed = _target(row, columns)
        last = columns[aimed] if aimed is not None else None
        places = {
            "baseline": _of(row, columns, "baseline" if "baseline" in meanings else "current", objective),
            "timescale": _of(row, columns, "timescale", objective),
            "target": aimed,
        }
        said = {meaning: row.text(place) if place is not None else None for meaning, place in places.items()}
        year = next((_LEADS_TO.sub("", column.year) for column in (last, head) if column is not None and column.year), None)
        unit = _of(row, columns, "unit", objective)
        yield MeasureRow(
            objective=cell,
            baseline=said["baseline"],
            timescale=said["timescale"] or year,
            target=said["target"],
            unit=row.text(unit) if unit is not None else None,
            references=tuple(_references(row, columns)),
            under=_priority(row, columns, objective) or under,
            has_target_column="target" in meanings,
            change=_change(row, columns),
            cells=tuple(
                (meaning, held)
                for meaning, place in places.items()
                if place is not None and (held := row.cells[place]) is not None and held is not cell
            ),
        )


def _target(row: Row, columns: tuple[Column | None, ...]) -> int | None:
    """The place of the target to reach last: of several columns the next one, then the one furthest right."""
    places = [place for place, column in enumerate(columns) if column is not None and column.meaning == "target"]
    following = [place for place in places if (column := columns[place]) is not None and column.following]
    if following:
        places = following
    stated = [place for place in places if row.text(place) and not re.fullmatch(r"\W+", row.text(place))]
    return stated[-1] if stated else None


def _of(row: Row, columns: tuple[Column | None, ...], meaning: str, objective: int) -> int | None:
    """The place of the first filled cell of a meaning."""
    held = [
        (column.entry == "measure.column.base-year", place)
        for place, column in enumerate(columns)
        if column is not None and column.meaning == meaning and place != objective and row.text(place)
    ]
    # Beside a figure the year that it was counted in is no baseline.
    return min(held, key=lambda one: one[0])[1] if held else None


def _change(row: Row, columns: tuple[Column | None, ...]) -> str | None:
    for place, column in enumerate(columns):
        if column is not None and column.role in {"change", "change-down", "change-up"} and re.search(r"\d", row.text(place)):
            sign = {"change-down": "-", "change-up": "+"}.get(column.role, "")
            return row.text(place) if re.match(r"\s*[-–−+]", row.text(place)) else sign + row.text(place)
    return None


def _references(row: Row, columns: tuple[Column | None, ...]) -> Iterator[str]:
    for place, column in enumerate(columns):
        match = _REFERENCE.match(row.text(place)) if column is None or column.meaning == "reference" else None
        if match is not None:
            yield f"{match['scheme']} {match['number']}"


def _priority(row: Row, columns: tuple[Column | None, ...], objective: int) -> Block | None:
    for place, column in enumerate(columns):
        if (
            column is not None
            and place != objective
            and (column.meaning == "priority" or column.meaning == "objective")
            and row.text(place)
        ):
            return row.cells[place]
    return None


def _label_and_value(table: Table, codebook: Codebook) -> tuple[MeasureRow, ...] | None:
    """A table of two columns that names its cells down the side: Objective, Baseline, Target, Timescale."""
    if table.width != 2:
        return None
    groups: list[dict[str, Block]] = []
    for row in table.rows:
        label, value = row.cells
        column = meaning_of((row.text(0),), codebook) if label is not None and value is not None and label is not value else None
        if column is None or value is None:
            continue
        if column.meaning == "objective" or not groups or column.meaning in groups[-1]:
            groups.append({})
        groups[-1][column.meaning] = value
    whole = [group for group in groups if "objective" in group and ("target" in group or "baseline" in group)]

    def said(group: dict[str, Block], meaning: str) -> str | None:
        return " ".join(group[meaning].text.split()) if meaning in group else None

    rows = tuple(
        MeasureRow(
            group["objective"],
            said(group, "baseline"),
            said(group, "timescale"),
            said(group, "target"),
            None,
            (),
            group.get("priority"),
            "target" in group,
            cells=tuple((meaning, group[meaning]) for meaning in ("baseline", "timescale", "target") if meaning in group),
        )
        for group in whole
    )
    return rows or None
