"""When two titles are the same priority and when they are not: by their words, by their themes, by both."""

import pytest
from made import stated

from extractor.link import Knowledge, Stated
from extractor.link.likeness import alike, read, same_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reducing acquisitive crime", "Acquisitive crime"),
        ("Tackle anti-social behaviour", "ASB"),
        ("Anti-Social Behaviour (ASB)", "anti social behaviour"),
        ("Alcohol related crime and anti-social behaviour", "Alcohol related crime/ASB"),
        ("Hate crimes", "Hate crime"),
        ("Re-offending", "reduce reoffending"),
        ("Drugs & Alcohol", "Alcohol and drugs"),
        ("Prevent", "PREVENT"),
    ],
)
def test_same_words_whatever_their_form(known: Knowledge, one: str, other: str) -> None:
    first, second = read([stated(one), stated(other)], known)
    assert same_words(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Domestic violence", "Domestic abuse"),
        ("Violent crime", "Violence"),
        ("Reduce reoffending (statutory responsibility)", "Reduce reoffending"),
        ("Town centre safety", "Neighbourhood safety"),
        ("Prevent", "Prevention"),
    ],
)
def test_other_words_are_not_the_same_words(known: Knowledge, one: str, other: str) -> None:
    first, second = read([stated(one), stated(other)], known)
    assert not same_words(first, second)


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (stated("Violent crime", "violent crime"), stated("Violence", "violent crime"), "words and theme"),
        (stated("Safer neighbourhoods", "neighbourhoods"), stated("Neighbourhood safety", "neighbourhoods"), "words and theme"),
        (stated("Counter terrorism", "terrorism & extremism"), stated("Prevent", "terrorism & extremism"), "theme"),
        (stated("Burglary dwelling", "burglary"), stated("Volume crime", "acquisitive crime"), "broader theme"),
        (stated("Emerging issues"), stated("Emerging risks"), "words"),
        (
            stated("Violent crime", "violent crime", secondary=("domestic abuse",)),
            stated("Domestic abuse", "domestic abuse"),
            "theme of its text",
        ),
    ],
)
def test_what_decides_that_two_are_one(known: Knowledge, one: Stated, other: Stated, rule: str) -> None:
    first, second = read([one, other], known)
    found = alike(first, second)
    assert found is not None and found.rule == rule
    assert 0 < found.score < 1
    back = alike(second, first)
    assert back is not None and (back.score, back.rule) == (found.score, found.rule)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (stated("Sexual exploitation", "exploitation"), stated("Sexual offences", "sexual violence")),
        (stated("Violent crime", "violent crime"), stated("Rural crime", "rural crime")),
        (stated("Bicycle theft", "acquisitive crime"), stated("Burglary dwelling", "burglary")),
        (stated("Violence in the night-time economy", "violent crime", "alcohol"), stated("Substance misuse", "drugs", "alcohol")),
        (stated("Robbery (to be included in Violent Crime)", "robbery"), stated("Violent crime", "violent crime")),
        (stated("Reducing overall crime", "other"), stated("Tackling the root causes", "other")),
        (stated("Safer communities"), stated("Community safety partnership")),
    ],
)
def test_common_words_and_leftovers_join_nothing(known: Knowledge, one: Stated, other: Stated) -> None:
    first, second = read([one, other], known)
    assert alike(first, second) is None
