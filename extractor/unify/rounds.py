"""References whose number belongs to other years than the plan's: "PSA 23" of 2008 to 2011 in a plan of 2014."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.codebook import Codebook
from extractor.model import Plan, Reference

_SETS = {"PSA": "psa", "NI": "national_indicators"}
"""Schemes whose catalogue says from when to when each number was in force."""


@lru_cache(maxsize=4)
def _years(codebook: Codebook, scheme: str) -> Mapping[tuple[str | None, str], tuple[int, int]]:
    """(round, number) -> first and last year in force; the round is None where a scheme has one set only."""
    years: dict[tuple[str | None, str], tuple[int, int]] = {}
    for row in codebook.catalogue(_SETS[scheme]):
        if row["start"] and row["end"]:
            years[row.get("round"), row["number"]] = int(row["start"][:4]), int(row["end"][:4])
    return years


def misfit(reference: Reference, first_year: int, last_year: int, codebook: Codebook) -> str | None:
    """What does not fit where a plan of these years cites a number that was not in force in any of them; None where all is well.

    A plan that begins in the year in which a round ends may still cite it.
    """
    if reference.scheme not in _SETS or reference.number is None:
        return None
    known = _years(codebook, reference.scheme).get((reference.round, reference.number))
    if known is None or (known[0] <= last_year and first_year <= known[1]):
        return None
    whose = f" of {reference.round}" if reference.round else ""
    return (
        f"{reference.scheme} {reference.number}{whose} was in force from {known[0]} to {known[1]}, "
        f"but the plan is for {first_year} to {last_year}"
    )


def with_misfits(references: Sequence[Reference], plans: Sequence[Plan], codebook: Codebook) -> tuple[Reference, ...]:
    """``references`` with a flag on each that does not fit the years of the plan it stands in; flags that are there stay."""
    flagged = []
    for reference in references:
        plan = plans[reference.plan] if reference.plan is not None and reference.plan < len(plans) else None
        flag = reference.flag
        if flag is None and plan is not None and plan.period is not None:
            flag = misfit(reference, plan.period.start, plan.period.end, codebook)
        flagged.append(replace(reference, flag=flag))
    return tuple(flagged)
