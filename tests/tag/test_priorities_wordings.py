"""Ways in which plans announce, head, label and tell their priorities, and whose lists look just like them. Texts are invented."""

import pytest
from made_papers import Line, found, titles

TITLE = "# Anyborough Community Safety Plan 2014-17"
ITEMS = ("- Burglary", "- Hate crime", "- Drug dealing")
NAMES = ["Burglary", "Hate crime", "Drug dealing"]
OWN = ("# Our priorities for 2014-17", "- Rural crime", "- Water safety", "- Fraud and scams")
OWN_NAMES = ["Rural crime", "Water safety", "Fraud and scams"]


@pytest.mark.parametrize(
    "lead",
    [
        "The priorities being:",
        "Priorities for the next three years will be",
        "The following have been identified as priorities for 2014-17:",
        "Based on the strategic assessment, the following issues have been prioritised:",
        "The Partnership prioritises:",
        "This plan focuses on the following:",
        "In a nutshell, these are the things we will be focusing on until next March:",
        "The Partnership's focus for the year ahead will be:",
        "The work of the Partnership over the next year will centre on:",
        "Where we will concentrate our efforts:",
        "It sets out to bring down levels of:",
        "The partnership has decided to tackle the following:",
        "Key challenges for the partnership over the next three years are:",
        "Crime types to be targeted:",
        "The Safer Anyborough Plan commits partners to:",
        "Our promises:",
        "The long term outcomes we want to see:",
        "By 2017 we want to:",
        "The following three priorities were identified by the Partnership, which are based on an assessment of the region, the"
        " Commissioner's plan and what people said in the autumn:",
        "It is proposed that the priorities should remain similar to those in the current plan, that is, reducing:",
        "This year the partnership has agreed to focus on three key issues:",
        "The Board's own work is reflected below in our strategic priorities for the next three years.",
    ],
)
def test_lead_ins(lead: str) -> None:
    got = found(TITLE, lead, *ITEMS)
    assert [one.title for one in got] == NAMES
    assert {one.rule for one in got} != {"members.themes"}


@pytest.mark.parametrize(
    "heading",
    [
        "What we will tackle",
        "What we are working on",
        "Areas for action",
        "Agreed priorities",
        "Key issues for 2014-17",
        "Our focus",
    ],
)
def test_headings(heading: str) -> None:
    assert titles(TITLE, f"# {heading}", *ITEMS) == NAMES
    under = [line for name in NAMES for line in (f"## {name}", "Homes and people suffer from it more than they did.")]
    assert titles(TITLE, f"# {heading}", *under) == NAMES


@pytest.mark.parametrize(
    "labels",
    [
        ("CSP Priority 1: ", "CSP Priority 2: ", "CSP Priority 3: "),
        ("Priority (i): ", "Priority (ii): ", "Priority (iii): "),
        ("Focus Area 1 – ", "Focus Area 2 – ", "Focus Area 3 – "),
        ("Ambition One: ", "Ambition Two: ", "Ambition Three: "),
        ("SP1: ", "SP2: ", "SP3: "),
    ],
)
def test_labels(labels: tuple[str, ...]) -> None:
    lines = [
        line for label, name in zip(labels, NAMES, strict=True) for line in (f"## {label}{name}", "Partners will report on it.")
    ]
    assert titles(TITLE, *lines) == NAMES


def test_a_label_with_its_number_on_a_line_of_its_own() -> None:
    lines = ("# AIM ONE", "# TO MAKE HOMES MORE SECURE", "Text.", "# AIM TWO", "# TO REDUCE CRIME AGAINST VEHICLES", "Text.")
    assert titles(TITLE, *lines) == ["TO MAKE HOMES MORE SECURE", "TO REDUCE CRIME AGAINST VEHICLES"]
    assert titles(TITLE, "Strategic Priority 1", "Strategic Priority 2", "Strategic Priority 3") == []


@pytest.mark.parametrize(
    ("lead", "scope"),
    [
        ("Last year our priorities were:", "previous"),
        ("The last strategy had three priorities:", "previous"),
        ("In 2008 the partnership set three priorities:", "previous"),
        ("Until last March the priorities were:", "previous"),
        ("The priorities which have now been completed are:", "previous"),
        ("The Health and Wellbeing Strategy has three priorities:", "other-body"),
        ("The Local Safeguarding Children Board's priorities are:", "other-body"),
        ("The Youth Justice Plan has three priorities:", "other-body"),
        ("The Sustainable Community Strategy has three themes:", "other-body"),
        ("The Fire and Rescue Service's priorities are:", "other-body"),
        ("Probation's priorities are:", "other-body"),
        ("MOPAC's priorities for the boroughs are:", "other-body"),
        ("The county has put forward three priorities of its own:", "other-body"),
        ("The neighbourhood policing priorities are:", "other-body"),
        ("The Serious Violence Strategy focuses on:", "national"),
        ("CONTEST has three strands:", "national"),
        ("The Scottish Government has three strategic objectives:", "national"),
    ],
)
def test_lists_of_others_stand_beside_the_plans_own(lead: str, scope: str) -> None:
    lines = (TITLE, *OWN, "# Background", lead, *ITEMS)
    assert titles(*lines) == OWN_NAMES
    assert {one.scope for one in found(*lines) if one.title in NAMES} == {scope}


@pytest.mark.parametrize(
    "lines",
    [
        ("The Act places a duty on the responsible authorities to formulate strategies for the reduction of:", *ITEMS),
        ("The strategic assessment looked at these:", *ITEMS),
        ("The most common offences were:", *ITEMS),
        ("Hotspots exist for the following:", *ITEMS),
        ("The team deals with:", *ITEMS),
        ("Training is available on:", *ITEMS),
        ("Members asked questions about:", *ITEMS),
        ("# Crime profile", *ITEMS),
        ("# Help and support", *ITEMS),
        ("# What success looks like", *ITEMS),
        ("# Key enablers", *ITEMS),
        ("# Introduction", "Some text about the town.", *ITEMS),
        ("Residents told us that burglary, hate crime and drug dealing were their priorities.",),
        ("Burglary is no longer a priority.", "The Government has made knife crime a priority."),
    ],
)
def test_what_no_plan_says_of_itself_is_not_taken(lines: tuple[Line, ...]) -> None:
    assert titles(TITLE, *lines) == []


def test_a_proposed_or_later_set_takes_the_place_of_the_one_in_force() -> None:
    table: Line = [
        ["Priorities 2016/17", "Proposed priorities 2017/18"],
        ["Burglary", "Domestic abuse"],
        ["Robbery", "Knife crime"],
    ]
    assert titles(TITLE, table) == ["Domestic abuse", "Knife crime"]
    existing = ("The current priorities are:", "- Burglary", "- Robbery")
    assert titles(TITLE, *existing) == ["Burglary", "Robbery"]
    assert titles(TITLE, *existing, "The proposed priorities are:", "- Scams", "- Knife crime") == ["Scams", "Knife crime"]
    assert titles(TITLE, "# Priorities 2008-11", *ITEMS, *OWN) == OWN_NAMES


def test_headings_after_a_lead_in_and_headings_of_one_form() -> None:
    announced = (
        "## What we propose",
        "Work would be planned around the following priority areas.",
        "### Burglary",
        "### Hate crime",
    )
    assert titles(TITLE, *announced) == ["Burglary", "Hate crime"]
    names = ["Putting victims first", "Building a more secure county", "Reforming the service"]
    deeds = [line for name in names for line in (f"## {name}", "I will report on it.")]
    assert titles(TITLE, "## Vision", "A safe county.", *deeds) == names


def test_a_plan_on_a_page() -> None:
    focus = "We will focus on:\n• Domestic abuse\n• Scams"
    page: Line = [["Protecting the vulnerable", "Tackling violent crime", "Building strong communities"], [focus, focus, focus]]
    assert titles(TITLE, page) == ["Protecting the vulnerable", "Tackling violent crime", "Building strong communities"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The three priorities for 2014-17, which had been reviewed, were: burglary, hate crime and drug dealing.",
         ["burglary", "hate crime", "drug dealing"]),
        ("The key priorities to be tackled during the year were burglary and hate crime.", ["burglary", "hate crime"]),
        ("Partners have agreed two priorities for the year ahead (burglary and theft, hate crime).",
         ["burglary and theft", "hate crime"]),
        ("The plan concentrates on burglary, hate crime and drug dealing.", ["burglary", "hate crime", "drug dealing"]),
        ("Tackling burglary is a strategic priority for the Partnership.", ["Tackling burglary"]),
        ("Burglary and hate crime are the partnership's priorities for the coming year.", ["Burglary", "hate crime"]),
        ("Partners decided to concentrate on two things: thefts from sheds, farms and barns, and hate crime.",
         ["thefts from sheds, farms and barns", "hate crime"]),
    ],
)  # fmt: skip
def test_sentences(sentence: str, names: list[str]) -> None:
    assert titles(TITLE, "# Introduction", sentence) == names


def test_one_hope_to_a_paragraph() -> None:
    lines = (
        "The Partnership has drawn up its priorities for the year ahead, and they are set out in a report.",
        "The team wants to reduce burglary by making residents more aware of it.",
        "On domestic violence, they hope to keep families from harm.",
        "There are plans as well to tackle drug misuse, so that less damage is done.",
    )
    assert titles(TITLE, *lines) == ["reduce burglary", "domestic violence", "tackle drug misuse"]
    assert titles(TITLE, *lines, *OWN) == OWN_NAMES


def test_from_nine_tenths_up_a_set_speaks_for_the_plan() -> None:
    assert min(one.confidence for one in found(TITLE, "Our priorities are:", *ITEMS)) >= 0.9
    for lead in ("The priorities are:", "The priorities which partners had were:"):
        assert max(one.confidence for one in found(TITLE, lead, *ITEMS)) < 0.9
    rivals = ("Our priorities are:", *ITEMS, "Our priorities for roads are:", "- Speeding", "- Drink driving")
    assert max(one.confidence for one in found(TITLE, *rivals)) < 0.9
    assert max(one.confidence for one in found(TITLE, "Our priorities are:", *ITEMS, own=("police",))) < 0.9


def test_deeds_joined_by_and_are_parted_before_the_next_deed() -> None:
    said = "Other priorities include breaking up gangs, cracking down on burglary and robbery and targeting drink drivers."
    assert titles(TITLE, said) == ["breaking up gangs", "cracking down on burglary and robbery", "targeting drink drivers"]
    beside = "The priorities included ending exploitation and tackling domestic abuse, along with reducing drug misuse."
    assert titles(TITLE, beside) == ["ending exploitation", "tackling domestic abuse", "reducing drug misuse"]


def test_one_of_the_aims_is_one_however_the_sentence_goes_on() -> None:
    said = "One of the key objectives of the strategy is reducing burglary, the plan for reducing arson shows who does what."
    assert titles(TITLE, said) == ["reducing burglary"]
    top = "The top priority is to get tough on anti-social behaviour, with money announced for patrols against vehicle crime."
    assert titles(TITLE, top) == ["get tough on anti-social behaviour"]


def test_what_a_partnership_aims_to_do_is_a_list_only_of_deeds() -> None:
    assert titles(TITLE, "It also aims to reduce fear of crime, tackle drugs and address nuisance.") == [
        "reduce fear of crime",
        "tackle drugs",
        "address nuisance",
    ]
    assert titles(TITLE, "The partnership aims to raise awareness of burglary, robbery and theft.") == []


def test_peoples_concerns_beside_the_priorities_are_not_the_plans() -> None:
    said = "The priorities of the board and residents' main concerns were in relation to burglary, nuisance and vehicle crime."
    assert titles(TITLE, said) == []


def test_a_labelled_paragraph_is_read_by_its_first_sentence() -> None:
    more = (
        " The approach was to bring more reports in, because it was a hidden crime, but also to see fewer people harmed again, and"
        " it went on from year to year without much change in the numbers that came to the board."
    )
    lines = [f"Priority {number} – {name}.{more}" for number, name in enumerate(NAMES, 1)]
    assert titles(TITLE, *lines) == NAMES


def test_a_label_without_number_before_a_dash() -> None:
    assert titles(TITLE, *(f"Priority – {name}" for name in NAMES)) == NAMES


def test_chapters_that_print_a_label_again_are_no_further_priorities() -> None:
    lines = ("# Theme 2 – Reducing crime", "It rose.", "# Theme 2 – Performance at a glance", "It fell.")
    assert "Performance at a glance" not in titles(TITLE, *lines)


def test_what_a_priority_includes_is_its_detail() -> None:
    lines = [f"{name} which includes work with schools, shops and carriers" for name in NAMES]
    assert titles(TITLE, "The plan sets out the strategic priorities as:", *lines) == NAMES


def test_the_last_of_a_run_of_deeds_may_end_the_sentence() -> None:
    lines = ("Preventing violence", "Responding to domestic abuse", "Supporting victims of crime.")
    assert titles(TITLE, "Partners have backed a three pillar approach of:", *lines) == [line.rstrip(".") for line in lines]


def test_crimes_that_continue_to_be_local_priorities() -> None:
    said = "Crime has been stable. Knife crime, domestic violence and burglary continue to be local priorities."
    assert titles("# Crime and policing in Anyborough", said) == ["Knife crime", "domestic violence", "burglary"]


def test_a_crime_of_one_kind_and_nuisance_are_two() -> None:
    said = "Our priorities are car crime, burglary, street crime and anti-social behaviour."
    assert titles(TITLE, said) == ["car crime", "burglary", "street crime", "anti-social behaviour"]


def test_what_one_deed_includes_is_no_list_of_further_priorities() -> None:
    said = (
        "The strategy focuses on addressing serious violence, including gangs, weapon-enabled crime, domestic and sexual violence."
    )
    assert titles(TITLE, said) == []
    assert titles(TITLE, "The plan focuses on violence, including gangs, burglary and robbery.") == [
        "violence",
        "burglary",
        "robbery",
    ]


def test_deeds_with_figures_are_measures_and_no_list() -> None:
    said = "The partnership aims to reduce burglary by 34 percent by 2005 and reduce vehicle crime by 40 percent by 2005."
    assert titles(TITLE, said) == []


def test_a_list_in_the_sentence_after_its_count() -> None:
    said = "The paper contains four objectives set by the board. These are: cutting crime and fear of crime; raising standards;"
    assert titles(TITLE, f"{said} supporting victims; and carrying through the programme of change.") == [
        "cutting crime and fear of crime",
        "raising standards",
        "supporting victims",
        "carrying through the programme of change",
    ]
    assert titles(TITLE, "Two new objectives were included: tackling fear of crime and dealing with nuisance.") == [
        "tackling fear of crime",
        "dealing with nuisance",
    ]


def test_they_are_points_back_over_a_remark() -> None:
    lines = (
        "The plan has three key objectives for the county.",
        "While all are of equal weight, they stand in the order of votes.",
    )
    assert titles(TITLE, *lines, "They are:", *ITEMS) == NAMES


def test_lines_that_count_themselves_lose_their_numbers() -> None:
    assert titles(TITLE, "The three objectives are:", *(f"{number} {name}" for number, name in enumerate(NAMES, 1))) == NAMES


def test_paragraphs_that_make_one_long_sentence() -> None:
    lines = (
        "To help make safe communities by cutting crime, nuisance and disorder in every ward, through partners who work as one;",
        "To reduce the fear of crime in all parts of the community and above all among those who have suffered from it before;",
        "To bring more of those who offend to justice, and most of all those who do so again and again, whoever they may be.",
    )
    assert [title.split(" ")[1] for title in titles(TITLE, "This year's objectives are:", *lines)] == ["help", "reduce", "bring"]


def test_what_indicators_belong_to_is_not_what_they_are() -> None:
    lines = ("- Violent crimes detected per 100 officers", "- Burglaries detected per 100 officers")
    assert titles(TITLE, "The key performance indicators associated with the key objectives are:", *lines) == []


def test_a_longer_line_of_the_same_form_belongs_to_the_list() -> None:
    lines = (
        "To tackle nuisance",
        "To cut burglary",
        "To improve road safety by tackling careless driving, speeding and whatever else makes roads in our villages unsafe",
    )
    assert len(titles(TITLE, "The priorities you voted for:", *lines)) == 3


def test_a_stated_count_that_comes_out_carries_names_that_say_little() -> None:
    said = "The council has three key objectives for tackling anti-social behaviour – Prevention, Victim Support and Early Steps."
    assert titles(TITLE, said) == ["Prevention", "Victim Support", "Early Steps"]
    four = "It has four key priorities which included Putting Prevention First, Supporting Victims, Pursuing Burglars and Reducing"
    assert titles(TITLE, f"{four} Re-offending and Strengthening the System.")[2:] == [
        "Pursuing Burglars and Reducing Re-offending",
        "Strengthening the System",
    ]
