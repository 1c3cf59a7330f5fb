"""One made-up paper against made-up gold: what each figure counts, and what is listed beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluate_cases import action, extract, gold, gold_plan, measure, period, plan, priority, quoted, reference, vision

from extractor.evaluate.figures import Fault, Scored, Share, Tally, bands
from extractor.evaluate.scoring import score
from extractor.model import Passed


def listed(scored: Scored, figure: str) -> list[tuple[str, str | None, str | None]]:
    return [(fault.sort, fault.wanted, fault.got) for fault in scored.faults if fault.figure == figure]


def test_priorities_found_missed_and_extra(tmp_path: Path) -> None:
    wanted = gold(tmp_path, gold_plan("Burglary", "Hate crime"), form_class="bulleted list")
    scored = score(wanted, extract(plan(priority("Burglary"), priority("Next steps"))), file="alderwick.pdf")
    assert scored.tallies["priorities"] == scored.tallies["priorities: bulleted list"] == Tally(right=1, extra=1, missed=1)
    assert listed(scored, "priorities") == [("missed", "Hate crime", None), ("extra", None, "Next steps")]
    extra = next(fault for fault in scored.faults if fault.sort == "extra")
    assert extra.quote is not None
    assert (extra.plan, extra.rule, extra.quote.text, extra.quote.block.anchor) == (
        "Alderwick",
        "list.lead",
        "Next steps",
        "paragraph 7",
    )


@pytest.mark.parametrize("neutral", [{"optional": True}, {"cross_cutting": True}, {"parent": "Burglary"}, {"scope": "emerging"}])
def test_neutral_gold_is_neither_asked_for_nor_a_false_alarm(tmp_path: Path, neutral: dict[str, object]) -> None:
    wanted = gold(tmp_path, gold_plan("Burglary", {"title": "Hate crime"} | neutral))
    for found in (plan(priority("Burglary")), plan(priority("Burglary"), priority("Hate crime"))):
        scored = score(wanted, extract(found), file="alderwick.pdf")
        assert (scored.tallies["priorities"], scored.shares["wrong scope (want 0)"], scored.faults) == (Tally(right=1), Share(), ())
        assert scored.reported == ((1.0, True),)


def test_another_bodys_priority_reported_as_the_plans_own_is_a_wrong_scope(tmp_path: Path) -> None:
    wanted = gold(tmp_path, gold_plan({"title": "Road safety", "scope": "other-body"}, {"title": "Fraud", "scope": "previous"}))
    found = plan(priority("Road safety"), priority("Fraud", scope="previous"))
    scored = score(wanted, extract(found), file="alderwick.pdf")
    assert scored.shares["wrong scope (want 0)"] == Share(1, 2)
    assert scored.tallies["priorities"] == Tally()
    assert listed(scored, "wrong scope (want 0)") == [("wrong", "Road safety [other-body]", "reported as current")]


@pytest.mark.parametrize(
    ("found", "note"),
    [
        (extract(plan(priority("Hate crime", scope="previous"))), "reported as previous by list.lead"),
        (extract(plan(priority("Hate crime", parent="Crime"))), "reported as a part of 'Crime' by list.lead"),
        (
            extract(plan(), passed=(Passed("Hate crime", "a list of partners", "list.counter", quoted("Hate crime")),)),
            "passed over by list.counter: a list of partners",
        ),
        (extract(plan()), None),
    ],
)
def test_a_missed_priority_says_what_became_of_it(tmp_path: Path, found: object, note: str | None) -> None:
    scored = score(gold(tmp_path, gold_plan("Hate crime")), found, file="alderwick.pdf")  # type: ignore[arg-type]
    assert [fault.note for fault in scored.faults] == [note]


def test_themes_kind_and_evidence_are_asked_of_priorities_that_were_found(tmp_path: Path) -> None:
    themed = [{"title": "Violence", "themes": ["violent crime", "alcohol"]}, {"title": "Drugs", "themes": ["drugs"]}, "Missed"]
    found = plan(
        priority("Violence", "violent crime", "robbery", kind="theme"),
        priority("Drugs", "alcohol", quote=quoted("Drugs", place="")),
    )
    scored = score(gold(tmp_path, gold_plan(*themed)), extract(found), file="alderwick.pdf")
    assert scored.tallies["themes"] == Tally(right=1, extra=2, missed=2)
    assert (scored.shares["theme: any shared"], scored.shares["kind"]) == (Share(1, 2), Share(1, 2))
    assert scored.shares["evidence given"] == Share(1, 2)
    assert listed(scored, "themes") == [("wrong", "Violence: alcohol, violent crime", "robbery, violent crime")]
    assert listed(scored, "theme: any shared") == [("wrong", "Drugs: drugs", "alcohol")]
    assert listed(scored, "kind") == [("wrong", "Violence: priority", "theme")]
    assert listed(scored, "evidence given") == [("missed", "Drugs", None)]


def test_plans_are_paired_by_area_and_a_plan_too_many_counts_with_the_first(tmp_path: Path) -> None:
    wanted = gold(tmp_path, gold_plan("Burglary"), gold_plan("Drugs", area="Dunmere"))
    found = [plan(priority("Drugs"), area="Dunmere"), plan(priority("Burglary")), plan(priority("Noise"), area="Carrow")]
    scored = score(wanted, extract(*found), file="alderwick.pdf")
    assert (scored.tallies["plans split"], scored.tallies["priorities"]) == (Tally(2, 1, 0), Tally(2, 1, 0))
    assert listed(scored, "plans split") == [("extra", None, "Carrow")]
    assert [fault.plan for fault in scored.faults if fault.figure == "priorities"] == ["Alderwick"]


def test_a_plan_that_was_not_found_is_missed_with_all_it_holds(tmp_path: Path) -> None:
    wanted = gold(tmp_path, gold_plan("Burglary"), gold_plan("Drugs", area="Dunmere", period={"start": 2008, "end": 2011}))
    scored = score(wanted, extract(plan(priority("Burglary"))), file="alderwick.pdf")
    assert (scored.tallies["plans split"], scored.tallies["priorities"]) == (Tally(1, 0, 1), Tally(1, 0, 1))
    assert listed(scored, "plans split") == [("missed", "Dunmere", None)]
    assert (scored.shares["area"], scored.shares["period"]) == (Share(1, 2), Share(0, 1))


def test_what_the_text_does_not_state_is_not_asked(tmp_path: Path) -> None:
    unstated = {"area_in_text": False, "partnership_in_text": False, "period_in_text": False}
    told = {"partnership": "Safer Alderwick", "period": {"start": 2008, "end": 2011}}
    scored = score(gold(tmp_path, gold_plan(**unstated, **told)), extract(plan(area="Dunmere")), file="alderwick.pdf")
    assert not {"area", "partnership", "period"} & scored.shares.keys()


def test_facts_of_a_plan(tmp_path: Path) -> None:
    told = {"partnership": "Safer Alderwick Partnership", "period": {"start": 2008, "end": 2011}, "vision_starts": "A place to be"}
    wanted = gold(tmp_path, gold_plan(**told), document={"date": "2008-03-02"})
    good = plan(partnership="Safer Alderwick partnership", period=period(2008, 2011), vision=vision("A place to be proud of."))
    scored = score(wanted, extract(good, date="2008-03-02"), file="alderwick.pdf")
    assert scored.faults == ()
    assert all(scored.shares[figure] == Share(1, 1) for figure in ("area", "partnership", "period", "document date"))
    bad = plan(area="Dunmere", period=period(2008, 2009), vision=vision("Some other words."))
    scored = score(wanted, extract(bad), file="alderwick.pdf")
    assert all(scored.shares[figure] == Share(0, 1) for figure in ("area", "partnership", "period", "document date"))
    assert scored.tallies["vision"] == Tally(0, 1, 1)
    assert listed(scored, "period") == [("wrong", "2008-2011", "2008-2009")]
    assert listed(scored, "document date") == [("wrong", "2008-03-02", "no date")]


@pytest.mark.parametrize(("optional", "tally"), [(False, Tally(extra=1)), (True, None)])
def test_a_vision_that_gold_lacks_is_extra_unless_it_may_be_taken(tmp_path: Path, optional: bool, tally: Tally | None) -> None:
    wanted = gold(tmp_path, gold_plan(vision_optional=optional))
    scored = score(wanted, extract(plan(vision=vision("Some words."))), file="alderwick.pdf")
    assert scored.tallies.get("vision") == tally


def test_references_are_compared_by_scheme_and_number(tmp_path: Path) -> None:
    wanted = gold(tmp_path, references=["PSA 023", "ni15", {"scheme": "NI", "number": 16}, "Local PSA 7"])
    cited = (reference("PSA", "23"), reference("PSA", "23"), reference("NI", "15"), reference("NI", "31"), reference("NI", None))
    scored = score(wanted, extract(references=cited), file="alderwick.pdf")
    assert (scored.tallies["references PSA"], scored.tallies["references NI"]) == (Tally(right=1), Tally(1, 1, 1))
    assert listed(scored, "references NI") == [("missed", "NI 16", None), ("extra", None, "NI 31")]


def test_measures_with_cells_and_numbers(tmp_path: Path) -> None:
    cells = {"baseline": "705", "target": "Reduce by 12%", "baseline_value": 705, "change_percent": -12}
    wanted = gold(tmp_path, measures=[{"objective": "Reduce assaults"} | cells, {"objective": "Install alarms"}])
    met = measure("Reduce assaults", baseline="705 (2004)", target="620", baseline_value=705.0)
    found = plan(measures=(met, measure("Next steps")))
    scored = score(wanted, extract(found), file="alderwick.pdf")
    assert scored.tallies["measures"] == Tally(1, 1, 1)
    assert (scored.shares["measure cells"], scored.shares["measure numbers"]) == (Share(1, 2), Share(1, 2))
    assert listed(scored, "measure cells") == [("wrong", "Reduce assaults: target Reduce by 12%", "620")]
    assert listed(scored, "measure numbers") == [("wrong", "Reduce assaults: change_percent -12", "no number")]


def test_a_remark_is_right_only_beside_its_action(tmp_path: Path) -> None:
    remarks = [
        {"number": "2", "text_starts": "Finding at an early stage", "commentary_starts": "Our co-ordinator"},
        {"number": "43", "commentary_starts": "Pubwatch is active"},
        {"number": "50", "commentary_starts": "Not found at all"},
    ]
    found = [
        action("2.", "finding at an early stage those who", "Our co-ordinator draws up packages."),
        action("44", "picking out those", "Pubwatch is active here."),
        action("45", "another", "A remark that gold lacks."),
        action("46", "another", "A second one."),
        action("47", "another", None),
    ]
    scored = score(gold(tmp_path, gold_plan(), commentary=remarks), extract(plan(actions=tuple(found))), file="alderwick.pdf")
    assert scored.tallies["commentary"] == Tally(right=1, extra=1, missed=2)
    missed = [fault for fault in scored.faults if fault.figure == "commentary" and fault.sort == "missed"]
    assert [fault.note for fault in missed] == ["stands beside 44: picking out those", None]
    assert [fault.got for fault in scored.faults if fault.sort == "extra"] == ["45: A remark that gold lacks.", "46: A second one."]


def test_a_paper_that_could_not_be_read_has_found_nothing(tmp_path: Path) -> None:
    wanted = gold(tmp_path, gold_plan("Burglary"), references=["NI 15"])
    scored = score(wanted, None, file="alderwick.pdf", unread="damaged")
    assert (scored.tallies["plans split"], scored.tallies["priorities"]) == (Tally(missed=1), Tally(missed=1))
    assert (scored.tallies["references NI"], scored.unread) == (Tally(missed=1), "damaged")
    assert Fault("priorities", "missed", "Alderwick", "Burglary") in scored.faults


def test_confidence_by_band() -> None:
    counted = bands([(1.0, True), (0.95, True), (0.94, False), (0.9, True), (0.7, True), (0.69, False)])
    assert [(band.low, band.reported, band.right) for band in counted] == [
        (0.95, 2, 2),
        (0.9, 2, 1),
        (0.8, 0, 0),
        (0.7, 1, 1),
        (0.0, 1, 0),
    ]
    assert [band.share for band in counted] == [1.0, 0.5, None, 1.0, 0.0]


@pytest.mark.parametrize(
    ("tally", "figures"),
    [
        (Tally(3, 1, 1), (0.75, 0.75, 0.75)),
        (Tally(0, 2, 0), (0.0, 1.0, 0.0)),
        (Tally(0, 0, 2), (1.0, 0.0, 0.0)),
        (Tally(), (1, 1, 1)),
    ],
)
def test_precision_recall_f1(tally: Tally, figures: tuple[float, float, float]) -> None:
    assert (tally.precision, tally.recall, tally.f1) == figures
