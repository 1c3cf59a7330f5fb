import pytest

from extractor.codebook import Codebook, load_codebook
from extractor.model import Block, Cell, Document
from extractor.tag.references import find_references, passed_references, tag_references


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def document(*texts: str, kind: str = "paragraph") -> Document:
    return Document(blocks=tuple(Block(index=number, kind=kind, text=text) for number, text in enumerate(texts)))  # type: ignore[arg-type]


def keys(codebook: Codebook, *texts: str) -> list[str]:
    return [f"{found.scheme} {found.number}" for found in tag_references(document(*texts), codebook)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PSA 23", ["PSA 23"]),
        ("by 12% *PSAI", ["PSA 1"]),
        ("*PSA1", ["PSA 1"]),
        ("PSA - 2", ["PSA 2"]),
        ("Public Service Agreement – 1", ["PSA 1"]),
        ("Public Service Agreement 23 (PSA 23)", ["PSA 23"]),
        ("(PSA 17, Indicator 4)", ["PSA 17"]),
        ("PSAs 23–25", ["PSA 23", "PSA 24", "PSA 25"]),
        ("PSA Delivery Agreement 12", ["PSA 12"]),
        ("Local PSA target 7 and LPSA 8", ["LPSA 7", "LPSA 8"]),
        ("NI015", ["NI 15"]),
        ("NIS 15", ["NI 15"]),
        ("N.I. 15", ["NI 15"]),
        ("NI 15, 16 and 20", ["NI 15", "NI 16", "NI 20"]),
        ("NIs 15-17", ["NI 15", "NI 16", "NI 17"]),
        ("NI 15 and NI 16", ["NI 15", "NI 16"]),
        ("NI 15 and 16 year olds", ["NI 15"]),
        ("NI 47, 3 per cent of cases", ["NI 47"]),
        ("National Indicator 17 Perceptions", ["NI 17"]),
        ("BV 127a and BVPI 126", ["BVPI 127a", "BVPI 126"]),
        ("LPI 24", ["LPI 24"]),
    ],
)
def test_citations_in_every_spelling(codebook: Codebook, text: str, found: list[str]) -> None:
    assert keys(codebook, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "this PSA",
        "seven PSA targets",
        "PSA: Public Service Agreement",
        "the Partnership Strategic Assessment (PSA)",
        "PSA 2016",
        "in NI 26 councils were set up",
        "198 National Indicators",
        "NIFRS 15",
        "LAA Target S-A6.1",
        "the local aggregate assessment (LAA)",
        "PSA 15%",
        "BVPI 2003/04",
    ],
)
def test_look_alikes_are_refused(codebook: Codebook, text: str) -> None:
    assert keys(codebook, text) == []


def test_a_short_form_that_the_paper_uses_for_something_else(codebook: Codebook) -> None:
    paper = document("The Partnership Strategic Assessment (PSA) is yearly.", "See PSA 3 for the method.")
    assert tag_references(paper, codebook) == ()
    assert [passed.text for passed in passed_references(paper, codebook)] == ["PSA 3"]


def test_numbers_under_a_heading_take_its_scheme(codebook: Codebook) -> None:
    blocks = (
        Block(index=0, kind="heading", text="Local Public Service Agreements:", level=3),
        Block(index=1, kind="heading", text="Target 6", level=4),
        Block(index=2, kind="paragraph", text="Increase the participation of drug users, as does Target 7 for young people."),
        Block(index=3, kind="heading", text="Appendix", level=3),
        Block(index=4, kind="paragraph", text="Target 9"),
    )
    found = tag_references(Document(blocks=blocks), codebook)
    assert [(one.scheme, one.number, one.how) for one in found] == [("LPSA", "6", "context"), ("LPSA", "7", "context")]


def test_bare_numbers_in_a_column_headed_by_the_scheme(codebook: Codebook) -> None:
    texts = {(1, 1): "NI", (1, 2): "Baseline", (2, 1): "015", (2, 2): "74", (3, 1): "16", (3, 2): "12"}
    blocks = tuple(
        Block(index=number, kind="cell", text=text, cell=Cell(table=1, row=row, column=column))
        for number, ((row, column), text) in enumerate(texts.items())
    )
    assert [(one.number, one.how) for one in tag_references(Document(blocks=blocks), codebook)] == [
        ("15", "context"),
        ("16", "context"),
    ]


@pytest.mark.parametrize(
    ("text", "number", "printed"),
    [
        (
            "under Sections 5-7 of the Crime and Disorder Act 1998.",
            "Crime and Disorder Act 1998 ss.5-7",
            "Sections 5-7 of the Crime and Disorder Act 1998",
        ),
        ("Under the Crime & Disorder Act 1998", "Crime and Disorder Act 1998", "Crime & Disorder Act 1998"),
        ("the Anti-Social Behaviour, Crime and Policing Act 2014", "Anti-social Behaviour, Crime and Policing Act 2014", None),
        ("required by the Crime and Disorder Act", "Crime and Disorder Act 1998", "Crime and Disorder Act"),
    ],
)
def test_statutes_with_their_sections(codebook: Codebook, text: str, number: str, printed: str | None) -> None:
    found = tag_references(document(text), codebook)
    assert [one.number for one in found] == [number]
    assert printed is None or found[0].text == printed


def test_a_statute_named_by_its_year_alone(codebook: Codebook) -> None:
    assert keys(codebook, "the Crime and Disorder Act 1998", "section 6 of the 1998 Act") == [
        "statute Crime and Disorder Act 1998",
        "statute Crime and Disorder Act 1998 s.6",
    ]


def test_a_strategy_with_its_years(codebook: Codebook) -> None:
    found = tag_references(document("The National Policing Plan 2005 – 08 sets five priorities"), codebook)
    assert [(one.scheme, one.title) for one in found] == [
        ("strategy", "National Policing Plan 2005-08: Safer, Stronger Communities")
    ]


def test_the_quote_is_the_papers_own_words(codebook: Codebook) -> None:
    found = tag_references(document("We measure NI 15, 16 and 20 here."), codebook)
    assert {one.quote.text for one in found} == {"NI 15, 16 and 20"}


def test_the_references_of_one_block(codebook: Codebook) -> None:
    block = Block(index=0, kind="cell", text="Assault\n*PSA1 and PSA 2")
    assert list(find_references(block, codebook)) == ["PSA 1", "PSA 2"]
