"""The same priority in other areas' words, at the same time."""

from made import stated

from extractor.link import Edition, Knowledge, Likeness, PlanStated, Stated, editions, likenesses


def area(name: str, known: Knowledge, *priorities: Stated, start: int = 2011, end: int = 2014) -> list[Edition]:
    return editions([PlanStated(name, name, start, end, priorities)], known)


def pairs(found: list[Likeness], finding: str) -> list[tuple[str, str]]:
    return [(one.other, one.rule) for one in found if one.finding == finding]


def test_the_nearest_wording_of_each_other_area_is_found(known: Knowledge) -> None:
    areas = [
        area("A", known, stated("Domestic violence", "domestic abuse", id="a1"), stated("Fraud", "fraud & cyber", id="a2")),
        area(
            "B", known, stated("Reduce domestic violence", "domestic abuse", id="b1"), stated("Stalking", "domestic abuse", id="b2")
        ),
        area("C", known, stated("Stop domestic abuse", "domestic abuse", id="c1"), stated("Robbery", "robbery", id="c2")),
    ]
    found = list(likenesses(areas, known))
    assert pairs(found, "a1") == [("b1", "same words"), ("c1", "words and theme")]
    assert pairs(found, "c1")[0][0] in {"a1", "b1"}
    assert pairs(found, "a2") == pairs(found, "c2") == []


def test_plans_of_other_years_are_left_out(known: Knowledge) -> None:
    areas = [
        area("A", known, stated("Robbery", "robbery", id="a")),
        area("B", known, stated("Robbery", "robbery", id="b"), start=2008, end=2011),
        area("C", known, stated("Robbery", "robbery", id="c"), start=2013, end=2014),
    ]
    found = list(likenesses(areas, known))
    assert pairs(found, "a") == [("c", "same words")]
    assert pairs(found, "b") == []


def test_a_wording_that_all_areas_share_keeps_a_few_for_each(known: Knowledge) -> None:
    areas = [area(f"Area {number:03d}", known, stated("Robbery", "robbery", id=f"r{number}")) for number in range(200)]
    found = list(likenesses(areas, known, best=6))
    assert len(found) == 200 * 6
    assert {one.other for one in found} == {f"r{number}" for number in range(200)}, "nobody is left out, and nobody stands for all"
