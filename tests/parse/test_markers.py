"""One line a case: what is a marker and what is an ordinary word, a year or a sum."""

import pytest

from extractor.parse.markers import MarkerKind, follows, spell, split_marker


@pytest.mark.parametrize("sign", "•●○■□▪▫·∙◦‣⁃§►➢✓*-–—\uf0b7\uf0a7\uf0d8")
def test_every_bullet_sign_is_split_off(sign: str) -> None:
    label = "•" if sign > "\ue000" else sign
    assert split_marker(f"{sign}\tViolent crime")[:2] == (label, "Violent crime")


@pytest.mark.parametrize(
    ("text", "label", "rest", "kind"),
    [
        ("1. Reduce burglary", "1.", "Reduce burglary", "number"),
        ("1) Reduce burglary", "1)", "Reduce burglary", "number"),
        ("(1) Reduce burglary", "(1)", "Reduce burglary", "number"),
        ("12.\tReduce burglary", "12.", "Reduce burglary", "number"),
        ("1.Reduce burglary", "1.", "Reduce burglary", "number"),
        ("a) Reduce burglary", "a)", "Reduce burglary", "letter"),
        ("(a) Reduce burglary", "(a)", "Reduce burglary", "letter"),
        ("a. Reduce burglary", "a.", "Reduce burglary", "letter"),
        ("A. Reduce burglary", "A.", "Reduce burglary", "letter"),
        ("i) Reduce burglary", "i)", "Reduce burglary", "roman"),
        ("(iv) Reduce burglary", "(iv)", "Reduce burglary", "roman"),
        ("iv. Reduce burglary", "iv.", "Reduce burglary", "roman"),
        ("1.1 Background", "1.1", "Background", "decimal"),
        ("2.10 The report", "2.10", "The report", "decimal"),
        ("1.1.1 The report", "1.1.1", "The report", "decimal"),
        ("3.1. The report", "3.1.", "The report", "decimal"),
        ("1.0 INTRODUCTION", "1.0", "INTRODUCTION", "decimal"),
        ("1.PURPOSE OF REPORT", "1.", "PURPOSE OF REPORT", "number"),
        ("2.1That members note", "2.1", "That members note", "decimal"),
        ("(a)Note the report", "(a)", "Note the report", "letter"),
        ("3\tConsultation", "3", "Consultation", "number"),
        ("o domestic abuse", "o", "domestic abuse", "dash"),
        ("o\tDomestic abuse", "o", "Domestic abuse", "dash"),
        ("•Violent crime", "•", "Violent crime", "bullet"),
        ("  • Violent crime", "•", "Violent crime", "bullet"),
        ("– reduce", "–", "reduce", "dash"),
        ("•", "•", "", "bullet"),
    ],
)
def test_markers_are_split_off_as_printed(text: str, label: str, rest: str, kind: str) -> None:
    assert split_marker(text) == (label, rest, kind)


@pytest.mark.parametrize(
    "text",
    [
        "A clean, safe environment",
        "I will",
        "I. Brown",
        "J. R. Smith",
        "often repeated",
        "outcomes",
        "O level results",
        "- 5%",
        "-5%",
        "– £20,000",
        "2011 was a good year",
        "2011",
        "10 per cent",
        "2.5 million pounds",
        "3.4 per cent of residents",
        "1.2 1.3 1.4",
        "31.03.09",
        "5 neighbourhood teams",
        "e.g. burglary",
        "i.e. burglary",
        "Anti-social behaviour",
        "(see page 3)",
        "S1: Reduce crime",
        "PSA 23",
        "1,200 offences",
        "3\twww.example.org/safety",
        "20% fewer burglaries",
        "7",
        "1,234",
        "12 to 14",
        "mix. and match",
        "",
        "   ",
    ],
)
def test_ordinary_words_stay_whole(text: str) -> None:
    assert split_marker(text) == (None, text, None)


@pytest.mark.parametrize(
    ("label", "last", "kind", "expected"),
    [
        ("b)", "a)", "letter", True),
        ("2.", "1.", "number", True),
        ("(v)", "(iv)", "roman", True),
        ("i)", "h)", "letter", True),
        ("c)", "a)", "letter", False),
        ("b.", "a)", "letter", False),
        ("1.", "1.", "number", False),
        ("•", "•", "bullet", False),
    ],
)
def test_the_next_of_a_list_is_known(label: str, last: str, kind: MarkerKind, expected: bool) -> None:
    assert follows(label, last, kind) is expected


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (49, "lowerRoman", "xlix"),
        (2, "decimalZero", "02"),
        (12, "ordinal", "12th"),
        (23, "ordinal", "23rd"),
        (3, "ordinalText", "Third"),
        (7, "unheardOf", "7"),
    ],
)
def test_numbers_are_spelt_as_lists_print_them(number: int, form: str, printed: str) -> None:
    assert spell(number, form) == printed
