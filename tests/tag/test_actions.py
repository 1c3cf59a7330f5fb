"""Actions and the remarks set beside them, in every shape that papers use. Texts are invented."""

import pytest
from made_blocks import Note, section

from extractor.codebook import load_codebook
from extractor.model import Action
from extractor.tag.actions import tag_actions
from extractor.tag.tables import walk

CODEBOOK = load_codebook()
LONG = "developing ways of finding people at risk of violence early on"


def actions(*notes: Note, role: str = "other") -> list[Action]:
    return [action for _, action in tag_actions(walk([section(*notes, role=role)]), CODEBOOK)]


def pairs(found: list[Action]) -> list[tuple[str | None, str, str | None]]:
    return [(one.number, one.text, one.commentary) for one in found]


@pytest.mark.parametrize(
    "head", ["Comments", "Progress to date", "Status", "Local position", "Latest update", "Quarter 4 progress", "Commentary"]
)
def test_a_column_of_remarks_beside_actions(head: str) -> None:
    (found,) = actions(
        [["Priority", "Project", head, "Lead"], ["Damage", "Graffiti removal", "The crews cleaned off 42 tags.", "Council"]]
    )
    assert (found.text, found.commentary, found.under) == ("Graffiti removal", "The crews cleaned off 42 tags.", "Damage")
    assert found.commentary_quote is not None and found.commentary_quote.text == found.commentary


def test_a_table_without_heads_is_paired_by_its_numbers() -> None:
    found = actions(
        [
            ["PRIORITY ACTION 1: REDUCE VIOLENCE"],
            ["What does it mean for partnerships?"],
            ["Partnerships should consider:"],
            [f"2. {LONG}", "The co-ordinator draws up packages for them."],
            [f"19. {LONG} again", ""],
        ]
    )
    assert pairs(found) == [("2", LONG, "The co-ordinator draws up packages for them."), ("19", f"{LONG} again", None)]
    assert {one.under for one in found} == {"PRIORITY ACTION 1: REDUCE VIOLENCE"}


def test_a_number_in_a_column_of_its_own() -> None:
    (found,) = actions([["Ref", "Action", "Comments"], ["1a", "Run surgeries", "Two were held in May."]])
    assert pairs([found]) == [("1a", "Run surgeries", "Two were held in May.")]


def test_a_row_without_an_action_goes_on_with_the_remark_above() -> None:
    (found,) = actions([["Action", "Comments"], ["Run surgeries", "Two were held in May"], ["", "and one in June."]])
    assert found.commentary == "Two were held in May\nand one in June."


def test_a_rating_alone_is_no_remark() -> None:
    found = actions([["Action", "Status"], ["Run surgeries", "Green"], ["Train staff", "All staff had been trained by May"]])
    assert [one.commentary for one in found] == [None, "All staff had been trained by May"]


def test_projects_without_remarks_are_kept() -> None:
    found = actions(
        [["Ref", "Project", "Lead agency"], ["Priority 1: Drugs"], ["1a", "Drugs information evenings", "Youth Service"]]
    )
    assert [(one.number, one.text, one.under, one.commentary) for one in found] == [
        ("1a", "Drugs information evenings", "Priority 1: Drugs", None)
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Area", "Comment"], ["Legal", "Sections 5 to 7 of the Act apply to this plan."]],
        [["Colour", "Meaning"], ["Red", "Worse than last year, and off target"]],
        [["Term", "Meaning"], ["ASB", "Anti-social behaviour as the Act defines it"]],
        [["What happens", "How often"], ["Report to the panel", "Every second month or so"]],
        [["1.", "Foreword by the chair of the board", "3"], ["2.", "Background and context of the whole plan", "4"]],
        [
            ["1. What is the aim of your project, in brief?", "To move the young people's service"],
            ["2. Has this been approved by the board before?", "It has been approved"],
        ],
        [["SSP 316/07", "DECLARATIONS There were no interests declared."], ["SSP 317/07", "MINUTES The minutes were confirmed."]],
    ],
)
def test_other_tables_hold_no_remarks(rows: list[list[str | None]]) -> None:
    assert [one for one in actions(rows) if one.commentary] == []


def test_points_for_and_against_follow_each_indicator_in_one_cell() -> None:
    found = actions(
        [
            ["Priority", "Candidate indicators, with the points for and against"],
            ["1. Nuisance", "National Indicator 17 Perceptions of nuisance.\nA survey gives a baseline.\nIt can be lost to view."],
            ["2. Drugs", "The subject is wide.\nNational Indicator 38 Drug related offending.\nA sensible choice."],
        ]
    )
    assert [(one.text, one.commentary, one.under) for one in found] == [
        ("National Indicator 17 Perceptions of nuisance.", "A survey gives a baseline.\nIt can be lost to view.", "1. Nuisance"),
        ("National Indicator 38 Drug related offending.", "A sensible choice.", "2. Drugs"),
    ]


def test_minutes_name_an_action_and_what_was_said_of_it() -> None:
    found = actions(
        "Questions were asked about the measures and targets marked red.",
        "Members heard that 1.5 Reduce crime. Target 3% by 2011 was no longer in the strategy.",
        "On 1.3 Reduce damage. Target, downward trend. Baseline 1,458 (07/08), the rating came from one month against the next.",
        ("6.2", "Provision of services - Maintain court status: nobody had yet been found to pay for it.", "paragraph"),
        "Promote the partnership. The present arrangements were thought to be weak.",
        "The Chair thanked the officers for attending.",
    )
    assert pairs(found) == [
        ("1.3", "Reduce damage", "the rating came from one month against the next."),
        ("6.2", "Maintain court status", "nobody had yet been found to pay for it."),
        (None, "Promote the partnership", "The present arrangements were thought to be weak."),
    ]


def test_numbered_paragraphs_of_a_report_are_no_actions() -> None:
    assert actions("# Background", ("3.1", "Reduce crime - the aim of the board: it has met twice in the year.", "paragraph")) == []


def test_a_labelled_remark_belongs_to_the_target_before_it() -> None:
    (found,) = actions(
        "TARGET:- Reduce nuisance by 6% by 2005", [["COMMENTS ON ACTIONS\nON TARGET", "All posts in the team are now filled."]]
    )
    assert (found.text, found.commentary) == ("Reduce nuisance by 6% by 2005", "All posts in the team are now filled.")


def test_a_local_commentary_below_a_listed_action() -> None:
    found = actions(
        "CDRPs should consider:", ("19.", LONG), "Local commentary: Long guidance has come out lately.", ("20.", f"{LONG} too")
    )
    assert pairs(found) == [("19", LONG, "Long guidance has come out lately."), ("20", f"{LONG} too", None)]


def test_run_in_items_under_areas_of_concern() -> None:
    (found,) = actions(
        "# PERFORMANCE – AREAS OF CONCERN",
        "Any area that gives concern is set out below, along with what is being done at present:",
        "- Violent Crime & Assaults - Every member of the group now has a copy of the profile.",
    )
    assert (found.text, found.commentary) == (
        "Violent Crime & Assaults",
        "Every member of the group now has a copy of the profile.",
    )


def test_run_in_priorities_are_no_remarks() -> None:
    assert (
        actions("# Key priorities", "- Violent crime – Focusing on the top five wards and the people who offend there most often.")
        == []
    )


def test_a_list_under_an_action_heading_is_kept_without_remarks() -> None:
    assert pairs(actions("# Example Action Areas", "- To support Pubwatch.", "# Contacts", "- The council")) == [
        (None, "To support Pubwatch.", None)
    ]


def test_the_implications_section_is_passed_over() -> None:
    assert actions([["Action", "Comment"], ["Consult staff", "None was thought to be needed."]], role="implications") == []
