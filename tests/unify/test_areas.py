import pytest

from extractor.codebook import Codebook, load_codebook
from extractor.unify.areas import find_areas, resolve_area


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Redcar and Cleveland’s plan", ["Redcar and Cleveland"]),
        ("REDCAR & CLEVELAND COMMUNITY SAFETY PLAN", ["Redcar and Cleveland"]),
        ("Safer Stockton Partnership", ["Stockton-on-Tees"]),
        ("Stockton on Tees and Stockton-on-Tees", ["Stockton-on-Tees", "Stockton-on-Tees"]),
        ("The Borough of Poole", ["Poole"]),
        ("Gwynedd and Anglesey Community Safety Partnership", ["Gwynedd", "Isle of Anglesey"]),
        ("St. Helens and King’s Lynn and West Norfolk", ["St Helens", "King's Lynn and West Norfolk"]),
        ("Bournemouth, Christchurch and Poole", ["Bournemouth, Christchurch and Poole"]),
        ("Hertfordshire, not Herefordshire", ["Hertfordshire", "Herefordshire"]),
        ("Bath and North East Somerset Council", ["Bath and North East Somerset"]),
        ("Durham Tees Valley Probation Trust", []),
        ("Reading the plan, they reached Bury Street", []),
        ("Reading Borough Council", ["Reading"]),
        ("people in Reading said", ["Reading"]),
        ("Councillor Burnley of Lincoln Road", []),
        ("a stockton of corn", []),
    ],
)
def test_areas_named_in_a_text(codebook: Codebook, text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_areas(text, codebook)] == names


def test_a_mention_stands_at_its_place_without_the_possessive(codebook: Codebook) -> None:
    text = "Crime fell in Luton’s centre."
    mention = find_areas(text, codebook)[0]
    assert text[mention.start : mention.end] == "Luton"


@pytest.mark.parametrize("text", ["Cleveland Police", "the Police and Crime Commissioner for Surrey", "Greater Manchester Police"])
def test_a_force_is_told_from_a_council(codebook: Codebook, text: str) -> None:
    assert [mention.police for mention in find_areas(text, codebook)] == [True]


@pytest.mark.parametrize(
    ("name", "year", "area", "how"),
    [
        ("Durham", 2012, "County Durham", "exact"),
        ("Bedford", 2005, "Bedford", "exact"),
        ("London Borough of Tower Hamlets", None, "Tower Hamlets", "exact"),
        ("Stockton Borough Council", None, "Stockton-on-Tees", "variant"),
        ("Middlesborough", None, "Middlesbrough", "near"),
        ("Newcastle", None, None, "ambiguous"),
        ("Atlantis", None, None, "unresolved"),
        ("crime", None, None, "unresolved"),
    ],
)
def test_one_name_is_resolved_or_left(codebook: Codebook, name: str, year: int | None, area: str | None, how: str) -> None:
    verdict = resolve_area(name, codebook, year)
    assert (verdict.name, verdict.how) == (area, how)


def test_a_district_of_before_2009_and_its_successor_have_their_own_codes(codebook: Codebook) -> None:
    assert resolve_area("Bedford", codebook, 2005).code != resolve_area("Bedford", codebook, 2012).code
