import pytest

from extractor.codebook import Codebook, load_codebook
from extractor.model import Block, Cell, Document, Facts
from extractor.tag.facts import tag_facts


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def facts(codebook: Codebook, *texts: str, furniture: tuple[str, ...] = ()) -> Facts:
    """A line that begins with "# " is a heading."""
    blocks = [
        Block(index=number, kind="heading" if text.startswith("# ") else "paragraph", text=text.removeprefix("# "), level=1)
        for number, text in enumerate(texts)
    ]
    lines = tuple(Block(index=number, kind="paragraph", text=text) for number, text in enumerate(furniture))
    return tag_facts(Document(blocks=tuple(blocks), furniture=lines), "paper.pdf", codebook)


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (["Report of the Chief Executive to the Members of the Anyborough Panel – 26th May 2011."], "2011-05-26"),
        (["Date: 7 May 2009", "The plan was agreed on 1 April 2008."], "2009-05-07"),
        (["Meeting: 13/07/2021 - Executive (Item 27)"], "2021-07-13"),
        (["# 10 MARCH 2009"], "2009-03-10"),
        (["# BOARD – 10 NOVEMBER 2010"], "2010-11-10"),
        (["# Executive", "# Minutes of the meeting held on 13 July 2021"], "2021-07-13"),
        (["# Minutes", "# Tuesday 30 October 2007, Education Centre"], "2007-10-30"),
        (["Friday, 5 June 2009"], "2009-06-05"),
        (["# Plan", "Text.", "Community Safety Manager", "2nd march 2008"], "2008-03-02"),
        (["It goes to the Overview and Scrutiny Board on 27 July 2010."], "2010-07-27"),
        (["# COUNCIL", "Community Committee, 6th September 2006"], "2006-09-06"),
        (["# Plan", "Presentation to the Local Strategic Partnership, 27 January 2010"], "2010-01-27"),
        (["# PANEL – 10 December 2024", "# Apologies", "Text.", "# Minutes of the meeting held on 29 October 2024"], "2024-12-10"),
        (["MINUTES of a meeting of the Council held in the Chamber, County Hall, on Thursday, 13 March 2025."], "2025-03-13"),
        (["# COMMITTEE", "The committee last met on 3 May 2010."], None),
        (["# Safer Anyborough", "Last updated 14 November 2022"], "2022-11-14"),
        (["The plan was agreed on 25 March 2010 and will run for years."], None),
        (["Date of next meeting: 3 June 2010"], None),
        (["[holding answer 10 April 2002] There is no target."], None),
    ],
)
def test_the_papers_own_date(codebook: Codebook, texts: list[str], date: str | None) -> None:
    assert facts(codebook, *texts).date == date


def test_labels_with_a_cell_to_themselves(codebook: Codebook) -> None:
    rows = [
        ["Subject:", "Safer Anyborough: Strategy"],
        ["Committee:", "Cabinet\nTuesday, 11 July 2017"],
        ["Report of:", "Head of Safety"],
    ]
    blocks = tuple(
        Block(index=2 * row + column, kind="cell", text=text, cell=Cell(1, row + 1, column + 1))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    )
    found = tag_facts(Document(blocks=blocks), "paper.pdf", codebook)
    assert (found.title, found.date, found.author) == ("Safer Anyborough: Strategy", "2017-07-11", "Head of Safety")


def test_a_date_in_the_running_lines(codebook: Codebook) -> None:
    assert facts(codebook, "# Plan", furniture=("SAFE6 14/03/2006",)).date == "2006-03-14"


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (["Report Title: Safer Communities Action Plan 2009/10"], "Safer Communities Action Plan 2009/10"),
        (["# ANYBOROUGH COMMUNITY SAFETY PARTNERSHIP", "# CRIME STRATEGY 2005 - 2008"], "CRIME STRATEGY 2005 - 2008"),
        (["# BOROUGH OF ANYTOWN", "# 10 MARCH 2009", "# Community Safety Plan", "# Introduction"], "Community Safety Plan"),
        (["# 27 Community Safety Plan 2020-2022 PDF 293 KB"], "Community Safety Plan 2020-2022"),
        (["Only a paragraph without any heading."], None),
    ],
)
def test_title(codebook: Codebook, texts: list[str], title: str | None) -> None:
    assert facts(codebook, *texts).title == title


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["Report of the Chief Executive", "# Community Safety Plans", "# Recommendations"], "board report"),
        (["# Crime and Disorder Reduction Strategy 2005-2008", "# Introduction"], "strategy"),
        (["# Community Safety Plan 2015/16"], "plan"),
        (["# Community Safety Action Plan 2007-08"], "action plan"),
        (["News release", "# New plan published"], "summary"),
        (["Home > Your community > Safety", "# Community safety priorities"], "web page"),
        (["# National Community Safety Plan 2008 – 2011"], "national plan"),
        (["# Swimming lessons"], None),
    ],
)
def test_kind_of_paper(codebook: Codebook, texts: list[str], kind: str | None) -> None:
    assert facts(codebook, *texts).kind == kind


def test_meeting_and_author_with_their_places(codebook: Codebook) -> None:
    found = facts(codebook, "Meeting: Safer Communities Executive Board", "Report of: Community Safety Manager", "# Action Plan")
    assert (found.meeting, found.author) == ("Safer Communities Executive Board", "Community Safety Manager")
    assert {name: quote.text for name, quote in found.quotes if name in ("meeting", "author")} == {
        "meeting": "Safer Communities Executive Board",
        "author": "Community Safety Manager",
    }


@pytest.mark.parametrize(
    ("texts", "author"),
    [
        (["Report of the Chief Executive to the Panel", "Author: Policy Officer"], "Policy Officer"),
        (["Report of the Corporate Director of Place"], "Corporate Director of Place"),
        (["Report prepared by: Community Safety Manager, 2 March 2008"], "Community Safety Manager"),
        (["# Plan", "Text of the plan.", "Community Safety Manager", "2nd march 2008"], "Community Safety Manager"),
    ],
)
def test_author_is_the_writer_before_the_chief(codebook: Codebook, texts: list[str], author: str) -> None:
    assert facts(codebook, *texts).author == author


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (["County news | Wednesday 30 March 2005", "Town made safer"], "2005-03-30"),
        (["Partnership Plan", "1 April 2008 to 31 March 2011"], None),
    ],
)
def test_a_masthead_dates_a_paper_and_the_ends_of_a_period_do_not(codebook: Codebook, texts: list[str], date: str | None) -> None:
    assert facts(codebook, *texts).date == date
