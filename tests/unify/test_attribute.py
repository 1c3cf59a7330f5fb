import pytest

from extractor.codebook import Codebook, load_codebook
from extractor.model import Block, ManifestRow, Quote
from extractor.unify.attribute import Attribution, attribute


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def block(text: str, index: int = 0, kind: str = "paragraph") -> Block:
    return Block(index=index, kind=kind, text=text)  # type: ignore[arg-type]


def read(codebook: Codebook, title: str, *texts: str, file: str = "paper.pdf", manifest: str | None = None) -> Attribution:
    heading = block(title, 0, "heading")
    blocks = [heading, *(block(text, number) for number, text in enumerate(texts, 1))]
    row = ManifestRow(file, area=manifest) if manifest else None
    return attribute(blocks, titles=[Quote(heading, 0, len(title))], codebook=codebook, file=file, manifest=row)


@pytest.mark.parametrize(
    ("title", "texts", "areas", "how"),
    [
        ("Stockton Community Safety Plan 2011-2014", ["Like Hartlepool, we ..."], ["Stockton-on-Tees"], "stated"),
        ("Community Safety Plan", ["The Safer Wirral Partnership met.", "Liverpool, Liverpool, Liverpool"], ["Wirral"], "stated"),
        ("Annual Report of the Gwynedd and Anglesey Community Safety Partnership", [], ["Gwynedd", "Isle of Anglesey"], "stated"),
        ("Plan Refresh", ["MAIDSTONE BOROUGH COUNCIL", "Kent Police and Ashford were thanked."], ["Maidstone"], "stated"),
        ("National Community Safety Plan 2008-11", ["Remarks of Cleveland CJB"], ["England and Wales"], "stated"),
        (
            "Plan",
            ["The West Lindsey Community Safety Partnership", "The Safer Lincolnshire Partnership"],
            ["West Lindsey"],
            "stated",
        ),
        ("Plan", ["BOSTON BOROUGH COUNCIL", "The Safer Lincolnshire Partnership met."], ["Boston"], "stated"),
        ("Action Plan", [*["Crime is down."] * 12, "safety issues across Thanet"], ["Thanet"], "inferred"),
    ],
)
def test_whose_plan_and_on_what_authority(codebook: Codebook, title: str, texts: list[str], areas: list[str], how: str) -> None:
    found = read(codebook, title, *texts).areas
    assert ([area.name for area in found], {area.how for area in found}) == (areas, {how})


def test_what_the_paper_states_is_quoted(codebook: Codebook) -> None:
    area = read(codebook, "Luton Crime Reduction Strategy").areas[0]
    assert area.quote is not None and area.quote.text == "Luton"
    assert area.code == "E06000032"


def test_the_papers_own_word_beats_the_manifest_and_the_manifest_the_file_name(codebook: Codebook) -> None:
    assert [area.how for area in read(codebook, "Luton Plan", manifest="Slough").areas] == ["stated"]
    told = read(codebook, "Action Plan", file="haringey-plan.pdf", manifest="Camden").areas
    assert [(area.name, area.how) for area in told] == [("Camden", "manifest")]
    named = read(codebook, "Action Plan", file="haringey-action-plan-2009-10.pdf").areas
    assert [(area.name, area.how) for area in named] == [("Haringey", "file name")]


def test_a_paper_that_names_no_borough_has_none(codebook: Codebook) -> None:
    assert read(codebook, "Action Plan", "The borough will be safer.").areas == ()


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Plan", "the Safer Stockton Partnership vision", "Safer Stockton Partnership"),
        ("Luton Plan", "Drawn up by the Luton Crime and Drugs Partnership", "Luton Crime and Drugs Partnership"),
        ("Agreement of Community Safety Partnership Plan", "", "Community Safety Partnership"),
        (
            "Surrey Police and Crime Plan 2018-2020",
            "The Surrey Police and Crime Commissioner",
            "Surrey Police and Crime Commissioner",
        ),
        ("Cutting Crime: A New Partnership 2008-11", "The Home Office document sets out", "Home Office"),
        ("Luton Plan", "Money was given to Safer Luton, which met in May.", "Safer Luton"),
        ("Luton Plan", "Safer Luton Home. The Safer Luton Partnership met. Safer Luton.", "Safer Luton Partnership"),
        ("Luton Plan", "We want a safer Luton", None),
        ("Luton Plan", "It went to the Safer, Cleaner Partnership Board", "Safer, Cleaner Partnership Board"),
        (
            "Joint Plan",
            "the Hambleton and Richmondshire Community Safety Partnerships met",
            "Hambleton and Richmondshire Community Safety Partnerships",
        ),
        ("Luton Plan", "The Be Safe Luton Partnership (Luton's Community Safety Partnership)", "Be Safe Luton Partnership"),
        ("Luton Plan", "Compare the Safer Hartlepool Partnership", None),
        ("Luton Plan", "the local strategic partnership", None),
    ],
)
def test_partnership_as_printed(codebook: Codebook, title: str, text: str, name: str | None) -> None:
    assert read(codebook, title, text).partnership == name
