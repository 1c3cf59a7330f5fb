"""The corpus and real papers in one database answer what no single paper answers. Checked by hand against the papers."""

from __future__ import annotations

from pathlib import Path

import pytest
from whole import CORPUS

from extractor import report
from extractor.batch import ingest
from extractor.flow import shipped_codebook
from extractor.write import opened

FOLDER = CORPUS.parent.parent / "shared" / "papers"
NAMES = ("charnwood-strategy-2005-08.pdf", "four-boroughs-plans-2011-14.pdf", "national-plan-2008-11-local-commentary.pdf")
REAL = [FOLDER / name for name in NAMES]
FOUR = ("Hartlepool", "Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees")


@pytest.mark.parametrize("papers", [REAL] if all(path.exists() for path in REAL) else [])
def test_real_papers_and_the_corpus_together(papers: list[Path], tmp_path: Path) -> None:
    ingest([*papers, *sorted((CORPUS / "papers").glob("*.pdf"))], tmp_path / "plans.db", shipped_codebook())
    with opened(tmp_path / "plans.db") as connection:
        shared = {one.heading: one for one in report.shared(connection, FOUR, 2011, 2014)}
        headings = dict(connection.execute("SELECT code, heading FROM themes").fetchall())
        common = {heading for heading, one in shared.items() if len(one.stated) == 4}
        assert {headings["alcohol"], headings["reducing reoffending"]} <= common
        assert not {headings["anti-social behaviour"], headings["terrorism & extremism"]} & common
        lacking = {(heading, gap.area): gap.reason for heading, one in shared.items() for gap in one.others}
        assert lacking[headings["anti-social behaviour"], "Middlesbrough"] == "only under another priority"
        assert lacking[headings["terrorism & extremism"], "Stockton-on-Tees"] == "not in the plan"
        assert shared[headings["terrorism & extremism"]].stated == ("Middlesbrough", "Redcar and Cleveland")

        query = (
            "SELECT priority, became FROM what_became_of "
            "WHERE area = 'Stockton-on-Tees' AND period_start = 2011 AND next_start = 2014"
        )
        assert dict(connection.execute(query).fetchall()) == {
            "Anti-social behaviour": "continued",
            "Drug related offending": "continued",
            "Criminal damage": "continued",
            "Alcohol related crime and anti-social behaviour": "continued",
            "Violent crime, including domestic violence": "split",
            "Emerging issues": "dropped",
        }

        types = [one for one in report.crime_types(connection, "Charnwood") if one.file == NAMES[0]]
        assert [one.crime_type for one in types if one.coverage == "no local measure"] == ["Robbery"]
        assert sum(one.coverage == "measured locally" for one in types) == 9

        silent = report.national_actions(connection, without_commentary=True)
        assert [(one.file, one.number) for one in silent] == [("national-plan-2008-11-local-commentary.pdf", "40")]
        assert silent[0].action.startswith("using what criminal justice boards learn"), (
            "of the real paper every action has a remark"
        )
        assert {one.file for one in report.citing(connection, "PSA", "23")} == {"national-plan-2008-11-local-commentary.pdf"}
