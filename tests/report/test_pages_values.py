"""What the pages of areas, frameworks and measures are made of, each by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.report.area import area_whole
from extractor.report.arithmetic import arithmetic_shown
from extractor.report.frameworks import framework_named
from extractor.report.history import history
from extractor.report.measure_search import find_measures
from extractor.report.timeline import BETWEEN, CARD, timeline


@pytest.fixture(scope="module")
def corpus(demo: tuple[Path, object]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{demo[0].as_uri()}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((705.0, -12.0, 620.0, "agrees"), ("705 − 12% = 620.4; target 620", "agrees")),
        ((1509.0, 10.0, 1660.0, "agrees"), ("1,509 + 10% = 1,659.9; target 1,660", "agrees")),
        ((2400.0, -15.0, 2160.0, "disagrees"), ("2,400 − 15% = 2,040; target 2,160", "does not agree")),
        ((200.0, -10.0, None, "cannot say"), ("200 − 10% = 180", "")),
        ((200.0, None, 150.0, "cannot say"), ("200 → 150: −25%", "")),
        ((0.0, None, 150.0, "cannot say"), ("0 → 150", "")),
        ((150.0, None, 150.0, "cannot say"), ("150 → 150: no change", "")),
        ((None, -10.0, 150.0, "cannot say"), ("no figures to check", "")),
    ],
)
def test_a_sum_is_written_out_as_far_as_figures_are_given(
    figures: tuple[float | None, float | None, float | None, str], told: tuple[str, str]
) -> None:
    assert arithmetic_shown(*figures) == told


def test_every_line_of_a_drawing_joins_the_edges_of_two_cards(corpus: sqlite3.Connection) -> None:
    drawing = timeline(corpus, history(corpus, "Hartlepool"))
    assert drawing is not None
    right = {f"M{card.x + CARD} {card.y + card.height / 2:g}C" for card in drawing.cards}
    left = {f" {card.x} {card.y + card.height / 2:g}" for card in drawing.cards}
    assert drawing.lines
    for line in drawing.lines:
        assert any(line.path.startswith(start) for start in right), line
        assert any(line.path.endswith(end) for end in left), line
    assert drawing.width >= 4 * CARD + 3 * BETWEEN
    assert drawing.height > max(card.y + card.height for card in drawing.cards)
    assert drawing.statuses == ("continued", "reworded", "moved level", "new", "dropped", "cannot say")


def test_an_area_with_one_period_has_no_drawing(corpus: sqlite3.Connection) -> None:
    whole = area_whole(corpus, "charnwood")
    assert whole is not None and whole.name == "Charnwood"
    assert whole.drawing is None and [one.paper.forms for one in whole.plans] == [("PDF", "Word")]
    assert area_whole(corpus, "Atlantis") is None


def test_a_framework_is_known_by_its_number_and_round(corpus: sqlite3.Connection) -> None:
    named = framework_named(corpus, "psa1 (SR2004)")
    assert named is not None and (named.name, named.round, named.plans) == ("PSA 1", "SR2004", 2)
    other = framework_named(corpus, "PSA 1 (CSR2007)")
    assert other is not None and (other.round, other.plans) == ("CSR2007", 0), "the same number of another round is another target"
    assert framework_named(corpus, "NI 31") is None, "there is no such indicator"


def test_a_measure_of_a_paper_in_two_forms_stands_once(corpus: sqlite3.Connection) -> None:
    found = find_measures(corpus, "common assault")
    assert [(one.area, one.years, one.papers) for one in found.measures] == [("Charnwood", "2005–08", 1)]
    assert not found.more
