"""`extractor history`: what became of an area's priorities; `extractor evaluate-links`: how far that can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.door import DATABASE, RULES, codebook_of, show, told

if TYPE_CHECKING:
    from extractor.report import History, Onward, Step

_MOST_NAMED = 12
"""Areas that an error names."""


@click.command()
@click.argument("area")
@DATABASE
@told
def history(area: str, database: Path) -> None:
    """Show what became of each priority of AREA from plan to plan.

    Each priority is continued (the same words), reworded, moved level, merged, split, dropped or new. Where the plan of some years
    is not held, nothing is said of what is missing.
    """
    from extractor.errors import InputError
    from extractor.report import history as history_of
    from extractor.write import opened

    with opened(database) as connection:
        known = [name for (name,) in connection.execute("SELECT name FROM areas ORDER BY name")]
        asked = next((name for name in known if name.casefold() == area.casefold()), area)
        found = history_of(connection, asked)
    if not found.steps:
        some = ", ".join(known[:_MOST_NAMED]) + (f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else "")
        raise InputError(f"no priorities of {area} are held: {f'name one of {some}' if some else 'read some papers first'}")
    show("\n".join(_lines(found)) + "\n")


def _lines(found: History) -> Iterator[str]:
    from extractor.report.words import in_years

    yield f"{found.area}: plans of {', '.join(in_years(*period) for period in found.periods) or 'no stated period'}"
    for step in found.steps:
        yield ""
        yield _head(step)
        for one in step.links:
            yield f"  {one.status:11s}  {_words(one)}"


def _head(step: Step) -> str:
    from extractor.report.words import in_years

    if step.before is None:
        return f"{in_years(*step.after) if step.after else 'No period stated'}: {step.links[0].rule}"
    if step.after is None:
        return f"After {in_years(*step.before)}: {step.links[0].rule}"
    gap = f" (no plan held for {in_years(*step.gap)})" if step.gap else ""
    return f"{in_years(*step.before)} to {in_years(*step.after)}{gap}"


def _words(one: Onward) -> str:
    before, after = (one.before.title if one.before else ""), (one.after.title if one.after else "")
    if before and after:
        words = before if before == after else f"{before} → {after}"
    elif one.status == "cannot say":
        words = f"{before or '?'} → {after or '?'}"
    else:
        words = before or after
    aside = [one.rule] if one.before and one.after else []
    if one.candidates:
        label = "may be" if one.status == "ambiguous" else "nearest"
        aside.append(f"{label}: {'; '.join(candidate.title for candidate in one.candidates)}")
    return f"{words}  [{', '.join(aside)}]" if aside else words


@click.command("evaluate-links")
@click.argument("links", type=click.Path(path_type=Path))
@click.option("--misses/--no-misses", default=True, show_default=True, help="Print each link on which person and program differ.")
@RULES
@told
def evaluate_links(links: Path, misses: bool, rules: Path | None) -> None:
    """Score the linking of plans against LINKS, a CSV of links made by hand, with what the plans state beside it
    (LINKS-plans.csv)."""
    from extractor.evaluate.links import as_lines
    from extractor.evaluate.links import evaluate_links as score

    show("\n".join(as_lines(score(links, codebook_of(rules)), misses)) + "\n")
