"""Work and memory grow with the number of plans, not with its square. scale_links.py measures the full size."""

from __future__ import annotations

import tracemalloc

import pytest
from scale_links import linked, made_up

from extractor.flow import shipped_codebook
from extractor.link import across, pairing
from extractor.link.likeness import alike

SMALL, LARGE = 100, 400


def measured(plans: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int]:
    """(comparisons, likenesses, most memory in bytes) of linking so many plans."""
    counted = 0

    def counting(one: object, other: object) -> object:
        nonlocal counted
        counted += 1
        return alike(one, other)  # type: ignore[arg-type]

    monkeypatch.setattr(across, "alike", counting)
    monkeypatch.setattr(pairing, "alike", counting)
    areas = made_up(plans)
    tracemalloc.start()
    _, found = linked(areas, shipped_codebook())
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return counted, found, memory


def test_four_times_the_plans_cost_about_four_times_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    linked(made_up(5), shipped_codebook())
    few, many = measured(SMALL, monkeypatch), measured(LARGE, monkeypatch)
    growth = LARGE / SMALL
    for before, after in zip(few, many, strict=True):
        assert after < before * growth * 1.5
    assert many[1] <= LARGE * 20 * across.BEST
