"""Made-up plans for the tests of linking, one line each."""

from __future__ import annotations

from extractor.link import Link, PlanStated, Stated


def stated(title: str, *themes: str, **more: object) -> Stated:
    """A priority whose id is its title."""
    return Stated(str(more.pop("id", title)), title, themes=themes, **more)  # type: ignore[arg-type]


def plan(start: int | None, end: int | None, *priorities: Stated, name: str = "", **more: object) -> PlanStated:
    """A plan whose id is its years, or ``name``."""
    return PlanStated(name or f"{start}-{end}", "Alderwick", start, end, priorities, **more)  # type: ignore[arg-type]


def told(links: tuple[Link, ...], before: str | None = None, after: str | None = None) -> list[tuple[str | None, str, str | None]]:
    """(before, status, after) of the links between two plans, by their ids."""
    return [
        (link.before, link.status, link.after)
        for link in links
        if (before is None or link.before_plan == before) and (after is None or link.after_plan == after)
    ]
