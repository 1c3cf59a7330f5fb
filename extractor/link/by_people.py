"""Links between two plans, and what persons say of some -> links in which the persons' word holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.link.values import STATUSES, Link, Said, Status

_BY_A_PERSON = "set by a person"


def by_people(links: Sequence[Link], said: Mapping[str, Said]) -> list[Link]:
    """The links of one step, with those that persons set in place of what was decided of the same priority.

    A word about a priority that does not stand in the later plan, or about one that does not stand in the earlier plan, changes
    nothing here. An earlier priority that loses its only counterpart counts as dropped.
    """
    befores = {link.before for link in links if link.before}
    afters = {link.after for link in links if link.after}
    spoken = {after: word for after, word in said.items() if after in afters and (word.before is None or word.before in befores)}
    if not spoken:
        return list(links)
    kept = [link for link in links if link.after not in spoken]
    one = links[0]
    for after, word in sorted(spoken.items()):
        was = next(link for link in links if link.after == after)
        rule = f"{_BY_A_PERSON} (found: {was.status})"
        kept.append(replace(one, before=word.before, after=after, status=_status(word), rule=rule, score=1.0, candidates=()))
    counterparts = {link.before for link in kept if link.before and link.after}
    kept = [link for link in kept if link.after or link.before not in counterparts]
    absent: Status = "cannot say" if one.gap else "dropped"
    for before in sorted(befores - {link.before for link in kept}):
        kept.append(replace(one, before=before, after=None, status=absent, rule=_BY_A_PERSON, score=0.0, candidates=()))
    return kept


def _status(word: Said) -> Status:
    if word.before is None:
        return "new"
    # A person writes "moved" for short.
    meant = [status for status in STATUSES if status.split()[0] == word.word and status not in ("new", "dropped")]
    return meant[0] if meant else "reworded"
