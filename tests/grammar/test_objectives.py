import pytest

from extractor.codebook import Codebook
from extractor.flow import shipped_codebook
from extractor.grammar.objectives import objective_key, target_year
from extractor.write.crime_types import crime_types


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("To reduce theft from vehicles by 27%\n*PSA1", "theft from vehicle"),
        ("Reduction in thefts from vehicles", "theft from vehicle"),
        ("To reduce theft of vehicles by 27%", "theft of vehicle"),
        ("To reduce common assault by 12% *PSAI", "common assault"),
        ("Reduce the number of domestic burglaries by 10% by 2010/11", "domestic burglary"),
        ("To increase the number of drug users in effective treatment (NI 40)", "drug user effective treatment"),
        ("Reduce by 20%", ""),
    ],
)
def test_the_same_measure_has_the_same_words(text: str, key: str) -> None:
    assert objective_key(text) == key


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (("2007/2008",), 2008),
        (("by 31 March 2011",), 2011),
        ((None, "620 by 2010"), 2010),
        (("ongoing", "in 07/08"), 2008),
        (("soon",), None),
    ],
)
def test_target_years(texts: tuple[str | None, ...], year: int | None) -> None:
    assert target_year(*texts) == year


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return shipped_codebook()


@pytest.mark.parametrize(
    ("objective", "types"),
    [
        ("To reduce the unauthorised taking of a cycle by 20%", [("Unauthorised taking of a cycle", "same")]),
        ("Reduce pedal cycle theft", [("Unauthorised taking of a cycle", "same")]),
        ("Reduce robbery and domestic burglary", [("Domestic burglary", "among others"), ("Robbery", "among others")]),
        (
            "Reduce vehicle crime by 10%",
            [(kind, "wider") for kind in ("Theft of a vehicle", "Theft from a vehicle", "Vehicle interference")],
        ),
        ("Reduce commercial burglary", []),
        ("Reduce fear of robbery", []),
        ("Raise the detection rate for domestic burglary", []),
        ("Reduce vehicle fires", []),
    ],
)
def test_crime_types_by_wording(codebook: Codebook, objective: str, types: list[tuple[str, str]]) -> None:
    assert [(row["crime_type"], how) for row, how in crime_types(objective, codebook)] == types
