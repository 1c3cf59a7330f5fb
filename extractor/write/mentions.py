"""Where a plan speaks of a theme beside its priorities: under another priority, in commentary, in measures, in its text, in what it
quotes of others. Found once, when a paper is written, so that a reader needs no rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.codebook import Codebook
from extractor.model import Block, Extract, Quote
from extractor.write.plan_blocks import paths_of, plan_of_block, row_of

Place = Literal["priority text", "commentary", "measure", "action", "text", "national text"]
MOST = 3
"""Places of one kind that are kept for each plan and theme."""
AROUND = 80
"""Characters kept on each side of the words that name a theme."""

_SILENT = frozenset(("contents", "glossary", "contacts", "members", "meeting"))
"""Sections in which a word tells nothing of the plan: a body's name, a page's title."""
_GENERAL = frozenset(("other", "partnership working & performance"))
_OWN = ("current", "emerging")
_NATIONAL_SCHEMES = ("PSA", "strategy")


@dataclass(frozen=True, slots=True)
class Mention:
    """``block.text[start:end]`` names ``theme``. ``about`` is the quote of the finding that it belongs to, if it belongs to one."""

    plan: int
    theme: str
    place: Place
    block: Block
    start: int
    end: int
    about: Quote | None = None

    @property
    def quote(self) -> str:
        """The words with some of what stands around them, cut between words."""
        text = self.block.text
        first = 0 if self.start <= AROUND else text.rfind(" ", 0, self.start - AROUND) + 1
        last = len(text) if len(text) - self.end <= AROUND else text.find(" ", self.end + AROUND)
        return text[first : last if last > 0 else len(text)]


def mentions(extract: Extract, codebook: Codebook) -> tuple[Mention, ...]:
    """Every mention that is to be kept, in the order of the paper within each kind of place."""
    kept: list[Mention] = []
    count: Counter[tuple[int, str, str]] = Counter()
    for mention in (*_in_findings(extract, codebook), *_in_text(extract, codebook)):
        key = (mention.plan, mention.theme, mention.place)
        count[key] += 1
        if count[key] <= MOST:
            kept.append(mention)
    return tuple(kept)


def _named(quote: Quote, codebook: Codebook) -> Iterator[tuple[str, int, int]]:
    """(theme, start, end) of each theme that the quote names, with places in its block."""
    for theme, start, end in _themes(quote.text, codebook):
        yield theme, quote.start + start, quote.start + end


@lru_cache(maxsize=1024)
def _themes(text: str, codebook: Codebook) -> tuple[tuple[str, int, int], ...]:
    """Each theme once, where it is first named; a phrase inside another theme's longer phrase does not count."""
    hits = [hit for hit in codebook.find("themes", text) if hit.entry.id not in _GENERAL]
    found: dict[str, tuple[str, int, int]] = {}
    for hit in hits:
        inside = any(
            other.entry is not hit.entry
            and other.start <= hit.start
            and hit.end <= other.end
            and other.end - other.start > hit.end - hit.start
            for other in hits
        )
        if not inside:
            found.setdefault(hit.entry.id, (hit.entry.id, hit.start, hit.end))
    return tuple(found.values())


def _in_findings(extract: Extract, codebook: Codebook) -> Iterator[Mention]:
    for number, plan in enumerate(extract.plans):
        for priority in plan.priorities:
            place: Place = "priority text" if priority.scope in _OWN else "national text"
            if priority.detail_quote is not None:
                yield from _of(number, place, priority.detail_quote, priority.quote, codebook)
        for measure in plan.measures:
            yield from _of(number, "measure", measure.quote, measure.quote, codebook)
        national = extract.facts.kind == "national plan" and any(action.commentary for action in plan.actions)
        for action in plan.actions:
            yield from _of(number, "national text" if national else "action", action.quote, action.quote, codebook)
            if action.commentary_quote is not None:
                yield from _of(number, "commentary", action.commentary_quote, action.quote, codebook)
    for reference in extract.references:
        if reference.plan is not None and reference.plan < len(extract.plans):
            for theme in themes_cited(reference.scheme, reference.title, codebook):
                quote = reference.quote
                yield Mention(reference.plan, theme, "national text", quote.block, quote.start, quote.end, quote)


def themes_cited(scheme: str, title: str | None, codebook: Codebook) -> tuple[str, ...]:
    """The themes that a citation brings into a plan: those of its catalogue's title, where a national framework is cited."""
    return tuple(theme for theme, _, _ in _themes(title or "", codebook)) if scheme in _NATIONAL_SCHEMES else ()


def _of(plan: int, place: Place, quote: Quote, about: Quote, codebook: Codebook) -> Iterator[Mention]:
    for theme, start, end in _named(quote, codebook):
        yield Mention(plan, theme, place, quote.block, start, end, about)


def _in_text(extract: Extract, codebook: Codebook) -> Iterator[Mention]:
    """Mentions in the blocks that no priority, measure or action was read from."""
    taken = _taken(extract)
    own = {
        priority.quote.block.index: priority.quote
        for plan in extract.plans
        for priority in plan.priorities
        if priority.scope in _OWN
    }
    cited = {one.quote.block.index for one in extract.references if one.scheme in _NATIONAL_SCHEMES}
    paths = dict(paths_of(extract.document.blocks))
    beneath_own = {heading.index for block in extract.document.blocks if block.index in own for heading in paths[block.index]}
    headings = [block for block in extract.document.blocks if block.kind == "heading"] if extract.plans else []
    roles = {heading.index: _role(heading, codebook) for heading in headings}
    others = {heading.index for heading in headings if _of_others(heading, codebook)}
    for block in extract.document.blocks:
        plan = plan_of_block(extract, block.index)
        if plan is None or block.index in taken or row_of(block) in taken:
            continue
        path = paths[block.index]
        if next((role for heading in reversed(path) if (role := roles[heading.index])), None) in _SILENT:
            continue
        above = next((own[heading.index] for heading in reversed(path) if heading.index in own), None)
        if above is not None:
            place: Place = "priority text"
        elif any(heading.index in cited or (heading.index not in beneath_own and heading.index in others) for heading in path):
            place = "national text"
        else:
            place = "text"
        for theme, start, end in _themes(block.text, codebook):
            yield Mention(plan, theme, place, block, start, end, above)


def _taken(extract: Extract) -> set[object]:
    """Blocks that priorities, measures and actions were read from, and the table rows of the last two."""
    taken: set[object] = set()
    for plan in extract.plans:
        for priority in plan.priorities:
            taken |= {quote.block.index for quote in (priority.quote, priority.detail_quote) if quote is not None}
        for quote in (*(one.quote for one in plan.measures), *(one.quote for one in plan.actions)):
            taken |= {quote.block.index, row_of(quote.block)}
        taken |= {action.commentary_quote.block.index for action in plan.actions if action.commentary_quote is not None}
    return taken - {None}


def _role(heading: Block, codebook: Codebook) -> str | None:
    hit = next(iter(codebook.find("headings", heading.text)), None)
    return None if hit is None else str(hit.entry["role"])


def _of_others(heading: Block, codebook: Codebook) -> bool:
    return any(hit.entry["scope"] not in _OWN for hit in codebook.find("scopes", heading.text))
