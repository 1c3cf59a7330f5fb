"""One priority through the years, on the sample corpus: expectations are hand-checked against the papers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from whole import Ran

from extractor.report import history, in_other_words, through_the_years, what_became_of

Run = Callable[..., Ran]
STOCKTON = "Stockton-on-Tees"


@pytest.fixture(scope="module")
def corpus(demo: tuple[Path, object]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{demo[0].as_uri()}?mode=ro", uri=True)
    yield connection
    connection.close()


def became(connection: sqlite3.Connection, area: str, start: int, end: int) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        one.priority.title: ("; ".join(one.statuses), tuple(after.title for after in one.after))
        for one in what_became_of(connection, area, start, end)
    }


def test_what_became_of_each_of_stocktons_priorities(corpus: sqlite3.Connection) -> None:
    assert became(corpus, STOCKTON, 2005, 2008) == {
        "Reduce burglary and vehicle crime": ("cannot say", ()),
        "Reduce violent crime": ("reworded", ("Violent crime, including domestic violence",)),
        "Tackle anti-social behaviour": ("continued", ("Anti-social behaviour",)),
        "Reduce the harm caused by drugs": ("reworded", ("Drug related offending",)),
        "Build public confidence": ("cannot say", ()),
    }
    assert became(corpus, STOCKTON, 2011, 2014) == {
        "Anti-social behaviour": ("continued", ("Anti-Social Behaviour",)),
        "Alcohol related crime and anti-social behaviour": ("continued", ("Alcohol related crime/ASB",)),
        "Violent crime, including domestic violence": ("split", ("Violent Crime", "Domestic Violence")),
        "Drug related offending": ("continued", ("Drug Related Offending",)),
        "Criminal damage": ("continued", ("Criminal Damage",)),
        "Emerging issues": ("dropped", ()),
    }
    assert became(corpus, STOCKTON, 2014, 2017) == {
        "Anti-Social Behaviour": ("reworded", ("Anti-social behaviour (ASB) and feelings of safety",)),
        "Violent Crime": ("cannot say", ()),
        "Drug Related Offending": ("merged", ("Crime and disorder linked to drugs and alcohol",)),
        "Criminal Damage": ("cannot say", ()),
        "Robbery (to be included in Violent Crime)": ("cannot say", ()),
        "Alcohol related crime/ASB": ("merged", ("Crime and disorder linked to drugs and alcohol",)),
        "Domestic Violence": ("reworded", ("Domestic Abuse",)),
    }
    assert {one for one, _ in became(corpus, STOCKTON, 2025, 2027).values()} == {"cannot say"}


def test_where_each_priority_of_the_later_plan_is_from(corpus: sqlite3.Connection) -> None:
    steps = {(step.before, step.after): step for step in history(corpus, STOCKTON).steps}
    step = steps[(2011, 2014), (2014, 2017)]
    assert step.gap is None
    assert [one.after.title for one in step.links if one.status == "new" and one.after] == [
        "Robbery (to be included in Violent Crime)"
    ]


def test_years_without_a_plan_are_named(corpus: sqlite3.Connection) -> None:
    found = history(corpus, STOCKTON)
    assert found.periods == ((2005, 2008), (2011, 2014), (2014, 2017), (2025, 2027))
    assert {step.after: step.gap for step in found.steps if step.before and step.after} == {
        (2011, 2014): (2008, 2011),
        (2014, 2017): None,
        (2025, 2027): (2017, 2025),
    }


def test_the_steps_stand_in_order_of_time(corpus: sqlite3.Connection) -> None:
    years = [(step.before, step.after) for step in history(corpus, "Redcar and Cleveland").steps]
    periods = [(2008, 2011), (2011, 2014), (2014, 2017), (2017, 2020)]
    assert years == [(None, periods[0]), *pairwise(periods), (periods[-1], None)]


def test_other_areas_hand_checked(corpus: sqlite3.Connection) -> None:
    merged = became(corpus, "Redcar and Cleveland", 2008, 2011)
    both = ("merged", ("Anti-social behaviour, criminal damage and associated crime/incidents",))
    assert merged["Anti-social behaviour"] == merged["Criminal damage and arson"] == both
    middlesbrough = became(corpus, "Middlesbrough", 2011, 2014)
    assert middlesbrough["Drug misuse"] == middlesbrough["Alcohol misuse"] == ("merged", ("Substance misuse",))
    assert middlesbrough["Terrorism"] == ("dropped", ())
    assert became(corpus, "Middlesbrough", 2005, 2008)["Drugs and alcohol"] == ("split", ("Drug misuse", "Alcohol misuse"))


def test_one_priority_is_followed_back_and_on(corpus: sqlite3.Connection) -> None:
    """From the middle of its life: Stockton's domestic violence, split off in 2014."""
    (finding,) = {
        one.priority.id for one in what_became_of(corpus, STOCKTON, 2014, 2017) if one.priority.title == "Domestic Violence"
    }
    chain = [
        (one.before.title if one.before else None, one.status, one.after.title if one.after else None)
        for one in through_the_years(corpus, finding)
    ]
    assert ("Reduce violent crime", "reworded", "Violent crime, including domestic violence") in chain
    assert ("Violent crime, including domestic violence", "split", "Domestic Violence") in chain
    assert chain[-2:] == [("Domestic Violence", "reworded", "Domestic Abuse"), ("Domestic Abuse", "cannot say", None)]
    assert ("Violent crime, including domestic violence", "split", "Violent Crime") not in chain, "a sister is another story"


def test_another_papers_wording_is_followed_as_the_plans(corpus: sqlite3.Connection) -> None:
    """Each of these plans is held as PDF and as Word: from either, the story is the same."""
    pairs = corpus.execute("SELECT finding, same_as FROM same_priorities WHERE score = 1").fetchall()
    assert len(pairs) > 10
    for finding, same_as in pairs:
        assert through_the_years(corpus, finding) == through_the_years(corpus, same_as)


def test_every_wording_opens_on_its_evidence(corpus: sqlite3.Connection) -> None:
    words = [word for step in history(corpus, STOCKTON).steps for one in step.links for word in (one.before, one.after) if word]
    quotes = dict(corpus.execute("SELECT finding, quote FROM evidence WHERE part = 'words'").fetchall())
    assert all(word.title.casefold() in quotes[word.id].casefold() for word in words)
    assert all(word.page is not None for word in words), "of a plan held in two forms the one with pages stands for both"


def test_the_same_priority_in_the_neighbours_words(corpus: sqlite3.Connection) -> None:
    (finding,) = {
        one.priority.id for one in what_became_of(corpus, "Hartlepool", 2011, 2014) if one.priority.title == "Acquisitive crime"
    }
    found = in_other_words(corpus, finding)
    assert ("Redcar and Cleveland", "Acquisitive crime", "same words") in {
        (one.wording.area, one.wording.title, one.rule) for one in found
    }
    assert in_other_words(corpus, finding, ["Burnley"]) == ()


def test_the_view_says_the_same(corpus: sqlite3.Connection) -> None:
    query = "SELECT priority, became FROM what_became_of WHERE area = ? AND period_start = 2011 ORDER BY priority"
    assert dict(corpus.execute(query, [STOCKTON]).fetchall()) == {
        title: statuses for title, (statuses, _) in became(corpus, STOCKTON, 2011, 2014).items()
    }


def test_the_command_shows_each_step(run: Run, demo: tuple[Path, object]) -> None:
    ran = run("history", STOCKTON, "--database", demo[0])
    assert (ran.code, ran.err) == (0, "")
    assert "2014–17 to 2025–27 (no plan held for 2017–25)" in ran.out
    assert "  split        Violent crime, including domestic violence → Domestic Violence" in ran.out
    assert "  cannot say   ? → Prevent" in ran.out
    assert run("history", STOCKTON.lower(), "--database", demo[0]) == ran


def test_an_area_that_is_not_held_is_told(run: Run, demo: tuple[Path, object]) -> None:
    ran = run("history", "Atlantis", "--database", demo[0])
    assert ran.code == 2
    assert ran.err.count("\n") == 1 and "Hartlepool" in ran.err
