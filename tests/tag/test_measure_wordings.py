"""What UK plans write as measures, and what looks like one and is none: see measure_wordings.txt and measure_tables.txt."""

from pathlib import Path

import pytest
from made_blocks import Note, section

from extractor.codebook import load_codebook
from extractor.model import Measure
from extractor.tag.measures import tag_measures
from extractor.tag.tables import walk

CODEBOOK = load_codebook()
HERE = Path(__file__).parent


def measures(*notes: Note) -> list[Measure]:
    return [measure for _, measure in tag_measures(walk([section(*notes)]), CODEBOOK)]


def cells(measure: Measure) -> tuple[str | None, ...]:
    return measure.objective, measure.baseline, measure.timescale, measure.target


def joined(*parts: str | None) -> str:
    return " | ".join(part or "-" for part in parts)


def wordings() -> list[tuple[str, list[str]]]:
    """Each text of measure_wordings.txt with the lines under it."""
    found: list[tuple[str, list[str]]] = []
    for line in (HERE / "measure_wordings.txt").read_text("utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        elif not line.startswith("#"):
            found.append((line, []))
    return found


def tables() -> list[tuple[str, str]]:
    """The head of each table of measure_tables.txt, for the name of its case, and the whole table."""
    parts = (HERE / "measure_tables.txt").read_text("utf-8").split("\n\n")[1:]
    return [(part.splitlines()[0], part) for part in parts]


@pytest.mark.parametrize(("text", "expected"), wordings())
def test_what_a_text_states(text: str, expected: list[str]) -> None:
    lead, *items = text.split(" >> ")
    head = f"# {lead}" if items and not lead.endswith(":") else lead
    found = measures(head, *(f"- {item}" for item in items))
    changes = [None if one.change_percent is None else f"{one.change_percent:g}" for one in found]
    assert [joined(*cells(one), change) for one, change in zip(found, changes, strict=True)] == expected


@pytest.mark.parametrize("whole", [pytest.param(whole, id=head) for head, whole in tables()])
def test_what_a_table_holds(whole: str) -> None:
    head, *lines = whole.strip().splitlines()
    rows: list[list[str | None]] = [[cell.strip() for cell in head.split("|")]]
    rows += [[cell.strip() for cell in line[2:].split("|")] for line in lines if line.startswith("- ")]
    found = measures("# Safer Anyborough plan", "Words about it.", rows)
    assert [joined(*cells(one)) for one in found] == [line[2:] for line in lines if line.startswith("= ")]


def test_the_lists_are_long() -> None:
    told = [expected for _, expected in wordings()]
    assert sum(map(bool, told)) > 130
    assert sum(not expected for expected in told) > 90
