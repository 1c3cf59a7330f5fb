"""Is a listing a list of priorities? Its lead-in, heading and members decide, by the rules; the reason is kept either way."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.codebook import Codebook, Hit
from extractor.grammar.numbers import read_count
from extractor.model import Block, PriorityKind, Quote, Scope
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.sureness import BY_STRENGTH, UNOWNED, has_clause, speaks_for_the_plan
from extractor.tag.priorities.titles import split_title
from extractor.tag.themes import names_theme

STRENGTH = {"strong": 3, "medium": 2, "weak": 1}
_PAGE_NUMBER = re.compile(r"[a-z)]\s*[.…\s]\s*\d{1,3}$")
_OPEN = (":", ":-", ":–", "–", "-", ";")
_CLOSED = ("glossary", "contacts", "meeting", "recommendations", "members", "criteria", "achievements")
"""What stands under such a heading is no priority unless its lead-in says so in words."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a listing holds.

    ``strength``: 3 says so in words, 2 names it or stands under such a heading, 1 says only what will be done, 0 nothing.
    """

    holds: str
    rule: str
    strength: int = 0
    kind: PriorityKind = "priority"
    scope: Scope = "current"
    owner: str | None = None
    count: int | None = None
    confidence: float = 0.0
    reason: str = ""
    lead: Quote | None = None
    cross_cutting: bool = False
    """Beside the plan's own priorities, not instead of them."""


@dataclass(frozen=True, slots=True)
class _Speaking:
    """Wording that speaks for priorities, how strongly, and where it stands."""

    strength: int
    hit: Hit
    quote: Quote | None


def lead_sentences(listing: Listing, codebook: Codebook) -> list[tuple[str, Quote | None]]:
    """The last sentence in front of the list, and the one before where the last only points back ("They are:")."""
    if listing.lead_sentence is not None:
        return [(listing.lead_sentence, None)]
    if listing.lead is None:
        return []
    block = listing.lead
    spans = codebook.sentences(block.text)
    found: list[tuple[str, Quote | None]] = []
    for start, end in reversed(spans):
        found.append((block.text[start:end], Quote(block, start, end)))
        if len(found) == 2 or not has_clause("anaphor", block.text[start:end], codebook):
            break
    if listing.outer is not None and not any(codebook.find("lead_ins", text) for text, _ in found):
        start, end = codebook.sentences(listing.outer.text)[-1]
        found.append((listing.outer.text[start:end], Quote(listing.outer, start, end)))
    return found


def _count(sentence: str) -> int | None:
    """A number of members that the lead-in states ("our four priorities")."""
    for match in re.finditer(r"[A-Za-z]+|\b\d{1,2}\b(?![%/.\d-])", sentence):
        count = read_count(match.group())
        if count and 2 <= count <= 15 and not re.match(r"[\s-]*(?:years?|months?|boroughs?|-year)", sentence[match.end() :]):
            return count
    return None


def scope_of(texts: list[str], codebook: Codebook, own: frozenset[str] = frozenset()) -> tuple[Scope, str | None, str | None]:
    """(scope, whose, rule) by the wording nearest the list; current where nothing says otherwise.

    ``own`` names the bodies whose plan the paper itself is: in a commissioner's plan "the Commissioner's priorities" are its own.
    """
    for text in texts:
        for hit in codebook.find("scopes", text):
            if hit.entry["body"] in own:
                continue
            return hit.entry["scope"], text[hit.start : hit.end], hit.entry.id
    return "current", None, None


_ITS = re.compile(r"(?:Its|Their|His|Her)\b")
_SUBJECT_ENDS = 45
"""Characters: whose plan a sentence is about stands at its head."""


def owner_before(opening: str, before: str, codebook: Codebook) -> list[str]:
    """``before``, if that sentence is about somebody's plan and the ``opening`` of the list after it does not say whose it is.

    "The national plan tells each force what to do. Key priorities are ..."
    """
    if not before or speaks_for_the_plan([opening], None, codebook):
        return []
    hits = codebook.find("scopes", before)
    if _ITS.match(opening):
        return [before] if hits else []
    heads = any(hit.start <= _SUBJECT_ENDS for hit in hits)
    return [before] if heads and not speaks_for_the_plan([before], None, codebook) else []


def speaking_clause(sentence: str, codebook: Codebook) -> str:
    """The part of a lead-in that names the list, without a clause before it that only says what was weighed.

    "Having considered the national targets, the Partnership has decided upon seven objectives" is about the Partnership; a clause
    that points back ("..., whose priorities are") keeps what it points to.
    """
    hits = codebook.find("lead_ins", sentence.rstrip(" ."), "holds", "priorities")
    comma = sentence.rfind(", ", 0, min((hit.start for hit in hits), default=0))
    if comma < 0 or has_clause("points-back", sentence[comma + 2 :], codebook) or not has_clause("weighed", sentence, codebook):
        return sentence
    return sentence[comma + 2 :]


def member_looks(member: Candidate, codebook: Codebook) -> tuple[str, bool]:
    """(what else a member looks like or "", whether its title names a theme)."""
    title = split_title(member.block, member.start, member.end, codebook).text(member.block)
    thematic = names_theme(title, codebook)
    looks = [str(hit.entry["means"]) for hit in codebook.find("items", title)]
    if len(title.split()) > 30:
        looks.append("findings")
    for meaning in ("findings", "measures", "documents", "members", "actions"):
        if meaning in looks and not (meaning in ("members", "documents", "actions") and thematic):
            return meaning, thematic
    return "", thematic


def _heading(listing: Listing, codebook: Codebook) -> tuple[Hit | None, Block | None]:
    """The rule of the nearest heading above that has one."""
    for heading in reversed(listing.path):
        for hit in codebook.find("headings", heading.text):
            return hit, heading
    return None, None


def _titling(lead: Block | None, codebook: Codebook) -> Hit | None:
    """The rule of a lead that is a heading in all but looks ("Priorities underpinning the next three years" above a list)."""
    if lead is None or lead.kind == "heading" or len(lead.text.split()) > 12 or lead.text.rstrip().endswith((".", ":", ";")):
        return None
    return next(iter(codebook.find("headings", lead.text, "role", "priorities")), None)


def judge(listing: Listing, codebook: Codebook, own: frozenset[str] = frozenset()) -> Judgement:
    """What the listing holds, how surely, and by which rule; ``reason`` says why it is not taken for priorities, if it is not."""
    sentences = lead_sentences(listing, codebook)
    above, heading = _heading(listing, codebook)
    opened = bool(sentences) and _is_open(listing, sentences[0][0])
    best, against = _by_lead(listing, sentences, opened, codebook)
    under = above if above is not None and above.entry["role"] == "priorities" else None
    if best is None and against is None and above is not None and under is None and not opened:
        return _stands_under(above, heading)
    near = heading is not None and bool(listing.path) and heading is listing.path[-1]
    if not opened and near and under is not None:
        against = None  # a closed sentence between a heading and its list is a remark on the list
    if against is not None and (best is None or best.strength < 3):
        return Judgement(str(against.entry["holds"]), against.entry.id, reason=f"its lead-in announces {against.entry['holds']}")
    if best is None and under is not None and heading is not None:
        if opened and listing.form == "items" and not near:
            return Judgement("other", "lead.none", reason="its lead-in does not name priorities")
        best = _Speaking(3 if near and listing.lead is None else 2, under, Quote(heading, 0, len(heading.text)))
    if best is None:
        return Judgement("other", "lead.none", reason="nothing in front of it names priorities")
    if above is not None and above.entry["role"] in _CLOSED and best.strength < 3:
        return _stands_under(above, heading)
    kind: PriorityKind = best.hit.entry["kind"]
    if under is not None and near and kind == "priority":
        kind = under.entry["kind"]
    texts = [speaking_clause(text, codebook) for text, _ in sentences] + [
        block.text for block in reversed(listing.path[1:] or listing.path)
    ]
    scope, owner, rule = scope_of(texts, codebook, own)
    count = next((number for number in (_count(text) for text, _ in sentences) if number), None)
    name = best.hit.entry.id if rule is None else f"{best.hit.entry.id}+{rule}"
    return _weigh(listing, Judgement("priorities", name, best.strength, kind, scope, owner, count, lead=best.quote), codebook)


def _is_open(listing: Listing, lead: str) -> bool:
    """Whether the lead-in points forward to the list: by its colon or dash, as a column's head, or as the item above it."""
    return (
        listing.lead_sentence is not None
        or lead.rstrip().endswith(_OPEN)
        or (listing.lead is not None and listing.lead.kind == "item")
    )


def _stands_under(hit: Hit, heading: Block | None) -> Judgement:
    return Judgement(str(hit.entry["role"]), hit.entry.id, reason=f"stands under “{heading.text if heading else ''}”")


def _by_lead(
    listing: Listing, sentences: list[tuple[str, Quote | None]], opened: bool, codebook: Codebook
) -> tuple[_Speaking | None, Hit | None]:
    """(what in the lead-in speaks for priorities most strongly, what in it speaks for something else)."""
    best: _Speaking | None = None
    against: Hit | None = None
    for sentence, quote in sentences:
        for hit in codebook.find("lead_ins", sentence.rstrip(" .")):
            if hit.entry["holds"] == "priorities":
                strength = STRENGTH[hit.entry["strength"]]
                if (strength == 3 or opened) and (best is None or strength > best.strength):
                    best = _Speaking(strength, hit, quote)
            elif against is None:
                against = hit
        if best or against:
            break
    titled = _titling(listing.lead, codebook)
    if titled is not None and listing.lead is not None and against is None and (best is None or best.strength < 3):
        best = _Speaking(3, titled, Quote(listing.lead, 0, len(listing.lead.text)))
    return best, against


def _weigh(listing: Listing, judgement: Judgement, codebook: Codebook) -> Judgement:
    """The members' own look: a list of bodies, papers, findings or deeds is not one of priorities, whatever its lead-in says."""
    looks = [member_looks(member, codebook) for member in listing.items]
    size = len(looks)
    thematic = sum(theme for _, theme in looks)
    other = [meaning for meaning, _ in looks if meaning]
    if sum(bool(_PAGE_NUMBER.search(member.text)) for member in listing.items) > size / 2:
        return Judgement("contents", judgement.rule, reason="its members end with page numbers")
    if judgement.strength == 3 and thematic == 0:
        judgement = replace(judgement, strength=2)  # another service's priorities, on another item of the agenda
    limit = {3: 0.67, 2: 0.4, 1: 0.34}[judgement.strength]
    common = max(sorted(set(other)), key=other.count) if other else ""
    if common and len(other) / size > limit:
        return Judgement(common, judgement.rule, reason=f"its members look like {common}")
    needed = {3: 0.0, 2: 0.34, 1: 0.6}[judgement.strength]
    if thematic / size < needed or (judgement.strength == 3 and thematic == 0 and size < 2):
        return Judgement("other", judgement.rule, reason="too few of its members name a theme of community safety")
    confidence = BY_STRENGTH[judgement.strength] - 0.15 * len(other) / size
    if judgement.count == size:
        confidence += 0.02
    elif judgement.count and abs(judgement.count - size) > 1:
        confidence = min(confidence, UNOWNED)
    return replace(judgement, confidence=round(max(confidence, 0.05), 2))
