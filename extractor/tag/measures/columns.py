"""Tables whose column heads mean objective, baseline, timescale, target -> rows of cells with that meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.model import Block
from extractor.tag.measures.heads import DATE_ONLY, LETTERS, YEARS, Column, by_year, meaning_of
from extractor.tag.tables import Row, Table

_LEADS_TO = re.compile(r"^(?:by|for|in|to|at)\s+", re.I)
_FIGURE = re.compile(r"\s*(?:[<>≤≥+–-]\s?)?(?:[A-Za-z]+\s+){0,4}£?\d[\d,.]*(?!\s*(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)")
_REFERENCE = re.compile(r"^(?P<scheme>NI|PSA|BVPI|BV|LPSA|LPI|LAA)\s*0*(?P<number>\d+[a-z]?)$")


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
    figures = [cell for cell in cells if _FIGURE.match(cell) and not DATE_ONLY.match(cell)]
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


def _objective_column(table: Table, body: list[Row], columns: tuple[Column | None, ...]) -> int | None:
    """The column of the thing measured: of several, that with words of its own in most rows, an indicator before an objective."""
    named = [place for place, column in enumerate(columns) if column is not None and column.meaning == "objective"]
    rows = [row for row in body if row.banner is None]
    if not named:
        named = [
            place
            for place, column in enumerate(columns)
            if (column is None or column.meaning == "priority") and any(LETTERS.search(row.text(place)) for row in rows)
        ][:1]
    if not named or not rows:
        return None

    def worth(place: int) -> tuple[int, bool, int]:
        own = len({row.text(place) for row in rows if row.begins(place) and LETTERS.search(row.text(place))})
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
        if cell is None or not LETTERS.search(cell.text):
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
