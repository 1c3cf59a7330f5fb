import pytest

from extractor.codebook import Codebook, load_codebook
from extractor.model import Block, Document, Reference
from extractor.tag.references import tag_references
from extractor.unify.references import resolve_references


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def resolved(codebook: Codebook, text: str, first: int | None, last: int | None = None) -> Reference:
    document = Document(blocks=(Block(index=0, kind="paragraph", text=text),))
    return resolve_references(tag_references(document, codebook), first, last, codebook)[0]


@pytest.mark.parametrize(
    ("text", "year", "round_", "begins"),
    [
        ("PSA 1", 2005, "SR2004", "Reduce crime by 15%"),
        ("PSA 1", 2003, "SR2002", "Reduce crime and the fear of crime"),
        ("PSA 1", 2008, "CSR2007", "Raise the productivity"),
        ("PSA 23", None, "CSR2007", "Make communities safer"),
    ],
)
def test_the_plans_years_decide_the_round(codebook: Codebook, text: str, year: int | None, round_: str, begins: str) -> None:
    found = resolved(codebook, text, year)
    assert found.round == round_
    assert (found.title or "").startswith(begins)


def test_a_number_of_several_rounds_without_years_is_ambiguous(codebook: Codebook) -> None:
    found = resolved(codebook, "PSA 2", None)
    assert (found.how, found.round) == ("ambiguous", None)
    assert len(found.candidates) > 1


@pytest.mark.parametrize(("text", "flag"), [("NI 31", "NI 31 does not exist"), ("NI 250", "NI 250 does not exist")])
def test_a_number_that_no_catalogue_holds_is_flagged(codebook: Codebook, text: str, flag: str) -> None:
    found = resolved(codebook, text, 2009)
    assert (found.how, found.flag) == ("unresolved", flag)


def test_an_unknown_psa_number_is_flagged_with_its_round(codebook: Codebook) -> None:
    assert resolved(codebook, "PSA 31", 2008).flag == "PSA 31: no such number is known in CSR2007"


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("NI 15 – Serious acquisitive crime rate", True),
        ("NI 16 – Serious acquisitive crime rate", False),
        ("NI 35 – preventing violent extremism", False),
        ("NI 15 in the borough fell sharply", False),
    ],
)
def test_a_name_that_belongs_to_another_number_is_flagged(codebook: Codebook, text: str, flagged: bool) -> None:
    assert bool(resolved(codebook, text, 2009).flag) is flagged


def test_the_plans_years_decide_the_edition_of_a_strategy(codebook: Codebook) -> None:
    found = resolved(codebook, "in line with the National Drug Strategy", 2011)
    assert (found.how, found.title) == ("context", "Drug Strategy 2010: Reducing Demand, Restricting Supply, Building Recovery")
