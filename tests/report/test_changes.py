"""What a change of rules alters: gained, lost and changed findings, with their quotes, and what a person has settled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from write import factories as made

from extractor.errors import InputError
from extractor.model import Extract
from extractor.report.changes import Differences, PaperRead, as_dict, as_text, differences, pack
from extractor.report.runs import decided, run_named, runs_held, state_after, state_now
from extractor.write import Line, Run, Said, open_database, reading_of, record_corrections, record_run, store


def state(*extracts: Extract) -> list[PaperRead]:
    return [PaperRead(one.paper.sha256, one.paper.file, one.rules_hash, "", pack(reading_of(one))) for one in extracts]


def with_priorities(extract: Extract, *changes: dict[str, object] | None) -> Extract:
    """The paper with its first priorities changed, or taken out where there is None."""
    plan = extract.plans[0]
    kept = [replace(one, **change) for one, change in zip(plan.priorities, changes, strict=False) if change is not None]  # type: ignore[arg-type]
    return replace(extract, plans=(replace(plan, priorities=(*kept, *plan.priorities[len(changes) :])),), rules_hash="rules-2")


def told(found: Differences) -> list[tuple[str, str]]:
    return [(change.how, change.title) for change in found.changes]


NAMES = ("before", "after")


def test_the_same_reading_differs_in_nothing() -> None:
    extract = made.earlier_plan("Alderwick")
    assert differences(state(extract), state(replace(extract, rules_hash="rules-2")), NAMES).changes == ()


def test_findings_are_gained_and_lost_with_quote_place_and_rule() -> None:
    extract = made.earlier_plan("Alderwick")
    (lost,) = differences(state(extract), state(with_priorities(extract, None)), NAMES).changes
    assert (lost.how, lost.kind, lost.quote, lost.page, lost.rule) == (
        "lost",
        "priority",
        "Burglary dwelling",
        1,
        "list-after-lead-in",
    )
    (gained,) = differences(state(with_priorities(extract, None)), state(extract), NAMES).changes
    assert (gained.how, gained.id) == ("gained", lost.id)


def test_a_finding_whose_values_change_says_which() -> None:
    extract = made.earlier_plan("Alderwick")
    changed = with_priorities(extract, {"themes": ("other",), "scope": "previous", "rule": "another"})
    (change,) = differences(state(extract), state(changed), NAMES).changes
    assert change.what == (
        ("rule", "list-after-lead-in", "another"),
        ("scope", "current", "previous"),
        ("themes", ["burglary"], ["other"]),
    )


def test_a_finding_cut_otherwise_at_the_same_place_is_changed_and_not_lost() -> None:
    extract = made.earlier_plan("Alderwick")
    shorter = with_priorities(extract, {"title": "Burglary dwell"})
    (change,) = differences(state(extract), state(shorter), NAMES).changes
    assert (change.how, change.what) == ("changed", (("title", "Burglary dwelling", "Burglary dwell"),))


def test_a_plan_that_changes_area_is_told_of_each_of_its_findings() -> None:
    extract = made.earlier_plan("Alderwick")
    plan = replace(extract.plans[0], areas=(replace(extract.plans[0].areas[0], name="Dunmere", quote=None),))
    found = differences(state(extract), state(replace(extract, plans=(plan,))), NAMES)
    areas = {change.title: {name: now for name, _, now in change.what}.get("areas") for change in found.of("changed")}
    assert areas["Burglary dwelling"] == ["Dunmere"] and areas["Reduce robbery"] == ["Dunmere"]


def test_papers_that_only_one_state_holds_are_named_and_their_findings_left_out() -> None:
    one, other = made.earlier_plan("Alderwick"), made.earlier_plan("Brackenmoor")
    found = differences(state(one), state(other), NAMES)
    assert (found.changes, found.only_before, found.only_after) == ((), ("alderwick-2008.pdf",), ("brackenmoor-2008.pdf",))


def test_text_and_data_tell_the_same() -> None:
    extract = made.earlier_plan("Alderwick")
    found = differences(state(extract), state(with_priorities(extract, None, {"scope": "national"})), NAMES)
    text, data = as_text(found), as_dict(found)
    assert text.splitlines()[0] == "before -> after: 1 papers, 0 gained, 1 lost, 1 changed, 0 overridden by a person"
    assert "  - priority, page 1: Burglary dwelling   [list-after-lead-in]" in text
    assert "      scope: current -> national" in text
    assert data["counts"] == {"gained": 0, "lost": 1, "changed": 1, "overridden": 0}
    assert [change["quote"] for change in data["changes"]] == ["Burglary dwelling", "Alcohol misuse"]


def test_runs_are_compared_by_what_was_held_after_each_and_what_a_person_settled_is_marked(tmp_path: object) -> None:
    database = open_database(tmp_path / "plans.db", made.THEMES)  # type: ignore[operator]
    extract, other = made.earlier_plan("Alderwick"), made.earlier_plan("Brackenmoor")
    later = with_priorities(extract, {"scope": "previous"})
    for number, papers in enumerate([(extract, other), (later,)], start=1):
        for paper in papers:
            store(database, paper, b"")
        at = f"2026-01-0{number}T10:00:00"
        told = tuple((paper.paper.file, paper.paper.sha256, "read") for paper in papers)
        record_run(database, Run(at, at, papers[0].rules_hash, len(papers), 0, 0, told))
    (target,) = database.execute("SELECT id FROM priorities WHERE scope = 'previous'").fetchone()
    record_corrections(database, [Line(target, Said(scope="current"))], at="2026-02-01T00:00:00")
    connection = database.conn
    second, first = runs_held(connection)
    found = differences(state_after(connection, first), state_after(connection, second), NAMES, decided(connection))
    assert (found.papers, [(change.title, change.person) for change in found.changes]) == (
        2,
        [("Burglary dwelling", "scope: previous -> current")],
    )
    assert [(one.title, one.said) for one in found.overridden] == [("Burglary dwelling", "scope: previous -> current")]
    assert differences(state_after(connection, second), state_now(connection), NAMES).changes == ()
    assert run_named(connection, first.id[:8]) == first
    for name in ("", "zz"):
        with pytest.raises(InputError, match="no run has an id"):
            run_named(connection, name)
    database.close()
