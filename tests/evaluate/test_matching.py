import pytest

from extractor.evaluate.matching import alike, fold, holds, pairs


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("To reduce Anti-Social Behaviour!", "reduce antisocial behaviour"),
        ("The harm (crime (and disorder)) done", "harm done"),
        ("Drugs & alcohol", "drugs and alcohol"),
        ("Re-offending and re offenders", "reoffending and reoffenders"),
        ("Crime\N{NON-BREAKING HYPHEN}free stre\N{SOFT HYPHEN}ets", "crime free streets"),
        ("Tomorrow", "tomorrow"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("Violent crime", "VIOLENT CRIME", True),
        ("Violent crime", "Violent crime, including domestic abuse", True),
        ("Violent crime including domestic abuse", "Violent crime", True),
        ("Violent crime", "Violent crimes", True),
        ("Town centres", "Towncentres", True),
        ("ASB", "ASB and alcohol", False),
        ("Violent crime", "Vehicle crime", False),
        ("Drugs", "Drugstores", False),
        ("", "Violent crime", False),
        ("(all)", "(all)", False),
    ],
)
def test_alike(gold: str, found: str, same: bool) -> None:
    assert alike(gold, found) is same


def test_equal_wordings_are_paired_before_similar_ones() -> None:
    assert pairs(["Drugs and alcohol misuse", "Drugs"], ["Drugs", "Drugs and alcohol"]) == {1: 0, 0: 1}


def test_each_finding_is_paired_once() -> None:
    assert pairs(["Burglary", "Burglary"], ["Burglary"]) == {0: 0}


def test_first_words_may_stand_anywhere_in_the_text() -> None:
    assert holds("Comment: Our co-ordinator draws up packages.", "our co-ordinator draws")
    assert not holds("Our co-ordinator", "Pubwatch is active")
    assert not holds("anything", None)
