"""Links drawn by hand, from plans of nine areas, and how many the program draws alike."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from whole import CORPUS

from extractor.errors import InputError
from extractor.evaluate.links import as_lines, evaluate_links
from extractor.flow import shipped_codebook

LINKS = CORPUS / "links.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_nineteen_of_twenty_decided_links_are_right() -> None:
    figures = evaluate_links(LINKS, shipped_codebook())
    assert figures.decided >= 60
    assert figures.accuracy >= 0.95, "\n".join(as_lines(figures))
    assert figures.left_open <= 0.1 * figures.decided
    assert figures.overbold == 0, "what a person could not say is not said"
    assert figures.extra <= 0.05 * figures.decided


def test_every_kind_of_link_is_among_them() -> None:
    counts = Counter(row["status"] for row in rows(LINKS))
    assert set(counts) == {"continued", "reworded", "moved level", "merged", "split", "dropped", "new", "cannot say"}
    assert min(counts.values()) >= 5
    assert sum(counts.values()) - counts["cannot say"] >= 60


def test_every_heading_of_the_plans_is_accounted_for() -> None:
    """Each heading of a plan has a link to the plan after and from the plan before, where there is one."""
    drawn = {
        (row["source"], row["area"], row[f"{side}_period"], row[f"{side}_title"]) for row in rows(LINKS) for side in ("from", "to")
    }
    steps = {(row["source"], row["area"], row[f"{side}_period"]) for row in rows(LINKS) for side in ("from", "to")}
    for row in rows(LINKS.with_name("links-plans.csv")):
        if row["parent"] or row["scope"] != "current" or (row["paper"] == "web page" and row["area"] == "Stockton-on-Tees"):
            continue
        if (row["source"], row["area"], row["period"]) in steps:
            assert (row["source"], row["area"], row["period"], row["title"]) in drawn


def test_a_difference_is_shown_with_both_answers(tmp_path: Path) -> None:
    header = "area,from_period,from_title,to_period,to_title,status,note,source\n"
    (tmp_path / "g.csv").write_text(header + "Alderwick,2008-2011,Drugs,2011-2014,Drugs,reworded,,x\n", "utf-8")
    plans = "area,period,paper,partnership,kind,scope,parent,title,themes,secondary_themes,source\n"
    stated = "".join(f"Alderwick,{years},plan,,priority,current,,Drugs,drugs,,x\n" for years in ("2008-2011", "2011-2014"))
    (tmp_path / "g-plans.csv").write_text(plans + stated, "utf-8")
    figures = evaluate_links(tmp_path / "g.csv", shipped_codebook())
    assert (figures.decided, figures.right, figures.accuracy) == (1, 0, 0.0)
    assert list(as_lines(figures))[1].endswith("Drugs → Drugs: wanted reworded, found continued")


def test_a_file_that_is_no_list_of_links_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        evaluate_links(tmp_path / "none.csv", shipped_codebook())
    (tmp_path / "g.csv").write_text("area,title\n", "utf-8")
    with pytest.raises(InputError, match="no column 'from_period'"):
        evaluate_links(tmp_path / "g.csv", shipped_codebook())
