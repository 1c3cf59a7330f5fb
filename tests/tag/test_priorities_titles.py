"""Title and detail of an item, and its themes. Texts are invented."""

import pytest
from made_papers import found, rules, titles

from extractor.model import Block
from extractor.tag.priorities.choosing import same_title
from extractor.tag.priorities.titles import split_title
from extractor.tag.themes import themes_of, title_themes


def split(text: str, bold: int = 0) -> tuple[str, str | None]:
    block = Block(index=0, kind="item", text=text, bold=((0, bold),) if bold else ())
    title = split_title(block, 0, len(text), rules())
    return title.text(block), title.detail(block)


@pytest.mark.parametrize(
    ("text", "title", "detail"),
    [
        ("Burglary", "Burglary", None),
        ("Burglary;", "Burglary", None),
        ("Burglary; and", "Burglary", None),
        ("Burglary.", "Burglary", None),
        ("“Burglary”", "Burglary", None),
        ("Burglary ........ 12", "Burglary", None),
        ("Burglary (see appendix one)", "Burglary", None),
        ("Hate crime (New Item)", "Hate crime", None),
        ("Robbery (OBJ05)", "Robbery", None),
        ("Violent crime *PSA 23", "Violent crime", None),
        ("Violence (including robbery)", "Violence (including robbery)", None),
        ("Night-time safety - more marshals at weekends", "Night-time safety", "more marshals at weekends"),
        ("Night-time safety – more marshals at weekends", "Night-time safety", "more marshals at weekends"),
        ("Anti-social behaviour", "Anti-social behaviour", None),
        ("Clear, Hold, Build - Westquay", "Clear, Hold, Build - Westquay", None),
        ("Counter terrorism: protect and prepare", "Counter terrorism", "protect and prepare"),
        ("Violent crime, including domestic violence", "Violent crime", "domestic violence"),
        ("Violence, which includes robbery", "Violence", "robbery"),
        ("Burglary, focusing on hot spots", "Burglary", "hot spots"),
        ("Theft. Work will be done to reduce it", "Theft", "Work will be done to reduce it"),
        ("Burglary\nHomes in Mill Park above all", "Burglary", "Homes in Mill Park above all"),
        ("Violence (robbery - of the person) and theft", "Violence (robbery - of the person) and theft", None),
        ("Reduce burglary", "Reduce burglary", None),
        ("To build confidence", "To build confidence", None),
    ],
)
def test_title_and_detail(text: str, title: str, detail: str | None) -> None:
    assert split(text) == (title, detail)


def test_a_bold_opening_is_the_title() -> None:
    assert split("Burglary We shall mark bicycles in every town.", bold=8) == ("Burglary", "We shall mark bicycles in every town")


def test_text_between_items_is_their_detail() -> None:
    one, _ = found("Our priorities are:", "1. Burglary", "Homes of older victims above all.", "2. Robbery")
    assert (one.title, one.detail) == ("Burglary", "Homes of older victims above all.")
    assert one.detail_quote is not None and one.detail_quote.text == "Homes of older victims above all."


def test_every_quote_is_the_papers_own_words() -> None:
    for one in found("Our priorities are:", "- “Violent crime”, including robbery;", "- Burglary .... 4", "- Drugs; and"):
        assert one.quote.text == one.title
        assert one.detail is None or (one.detail_quote is not None and one.detail in one.detail_quote.text)


def test_a_short_fragment_is_no_title() -> None:
    assert titles("Our priorities are:", "- Burglary", "- X", "- Robbery") == ["Burglary", "Robbery"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Anti-social behaviour", "Antisocial Behaviour", True),
        ("To reduce re-offending", "Reduce reoffending", True),
        ("Drugs & alcohol", "drugs and alcohol", True),
        ("Violence (including robbery)", "Violence", True),
        ("Burglary", "Burglary dwelling", True),
        ("Reduce crime", "Reduce burglary", False),
        ("Violent crime", "Vehicle crime", False),
        ("Hate crime", "Hate", True),
        ("", "Burglary", False),
    ],
)
def test_same_title(first: str, second: str, same: bool) -> None:
    assert same_title(first, second) is same
    assert same_title(second, first) is same


# --- themes ---


@pytest.mark.parametrize(
    ("title", "themes"),
    [
        ("Burglary", {"burglary"}),
        ("Domestic violence", {"domestic abuse"}),
        ("Substance misuse", {"drugs", "alcohol"}),
        ("Prevent", {"terrorism & extremism"}),
        ("Prevent burglary", {"burglary"}),
        ("Child sexual exploitation", {"exploitation & modern slavery"}),
        ("Volume crime", {"acquisitive crime"}),
        ("Fear of crime", {"public confidence & reassurance"}),
        ("Mental health", {"other"}),
        ("Something else altogether", {"other"}),
        ("Partnership working", {"partnership working & performance"}),
        ("Partnership working on burglary", {"burglary"}),
        ("Violence (including robbery)", {"violent crime"}),
        ("Anti social behaviour", {"anti-social behaviour"}),
        ("Making communities safer (burglary)", {"neighbourhoods & town centres"}),
        ("Violence against women and girls", {"women & girls' safety"}),
        ("VAWG", {"women & girls' safety"}),
    ],
)
def test_themes_of_a_title(title: str, themes: set[str]) -> None:
    assert set(title_themes(title, rules())) == themes


def test_the_tail_gives_secondary_themes_only() -> None:
    (one, _) = found("Our priorities are:", "- Reducing re-offending - including perpetrators of domestic abuse", "- Burglary")
    assert one.themes == ("reducing reoffending",)
    assert one.secondary_themes == ("domestic abuse",)


def test_a_title_has_few_themes_in_the_order_of_its_words() -> None:
    text = "Burglary, robbery, drugs, arson, hate crime and fraud"
    assert themes_of(text, rules()) == ("burglary", "robbery", "drugs", "criminal damage & arson")
