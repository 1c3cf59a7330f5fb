"""Priorities listed inside a sentence: "three priorities - A, B and C", "Its aims include to cut X, Y and Z"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.codebook import Codebook, Hit
from extractor.grammar.numbers import read_count
from extractor.model import Block, Section
from extractor.tag.priorities.judging import STRENGTH, Judgement, member_looks, owner_before, scope_of
from extractor.tag.priorities.listing import Candidate, Listing, flow
from extractor.tag.priorities.splitting import opens_with_verb, split_list, without_remark
from extractor.tag.priorities.sureness import DOING, NAMED, SHOWN, has_clause
from extractor.tag.themes import names_theme

SHORTEST_BLOCK = 40
"""Characters: a shorter block is a line, not running text."""
LONGEST_SENTENCE = 3000
LONGEST_MEMBER = 22
"""Words: a longer stretch between two separators is a clause."""
MOST_MEMBERS = 15
_FIGURE = re.compile(r"\d\s?%|\bper\s?cent\b|\bby\s+(?:an?|one)\s+(?:half|third|quarter|fifth|tenth)", re.I)
# "Its main objective is reducing burglary, the plan for which is attached"
_NEXT_CLAUSE = re.compile(r",\s+(?:(?:and|but)\s+)?(?:the|this|these|those|it|we|they|with|our|its|all)\s")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``block.text[start:end]``, and the sentence before it under the same heading ("" if none)."""

    section: Section
    block: Block
    start: int
    end: int
    before: str

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


def prose_listings(
    sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str] = frozenset()
) -> list[tuple[Listing, Judgement]]:
    """Lists inside sentences, judged: the wording that opens them names priorities, and their members name themes."""
    found: list[tuple[Listing, Judgement]] = []
    ordinals: list[tuple[Sentence, Candidate, Hit]] = []
    for sentence in sentences_of(sections, plan, codebook):
        if sentence.text.rstrip().endswith(":"):
            continue
        best: tuple[Listing, Judgement] | None = None
        for hit in sorted(codebook.find("prose", sentence.text), key=lambda hit: (-STRENGTH[hit.entry["strength"]], hit.start)):
            if hit.entry["told"]:
                continue  # only where nothing else states any: see narrative.py
            if hit.entry["ordinal"]:
                member = _candidates(sentence, hit, 1, codebook)
                if member and _short(member):
                    ordinals.append((sentence, member[0], hit))
                    break
                continue
            listing = _listing(sentence, hit, codebook, own)
            # One wording may open inside another ("to concentrate on four things: ..."): a stated count that comes out decides.
            if listing is not None and (best is None or (_counted(listing) and not _counted(best))):
                best = listing
        if best is not None:
            found.append(best)
    return [*found, *_in_order(ordinals, codebook, own)]


def _counted(found: tuple[Listing, Judgement]) -> bool:
    """Whether a list has as many members as the words before it state."""
    listing, judgement = found
    return len(listing.items) == judgement.count != 1


def sentences_of(sections: Sequence[Section], plan: int, codebook: Codebook) -> Iterator[Sentence]:
    """Each sentence of running text."""
    before = ""
    for placed in flow(sections, plan):
        if placed.block.kind == "heading":
            before = ""
        if placed.block.kind == "heading" or len(placed.block.text) < SHORTEST_BLOCK:
            continue
        for start, end in codebook.sentences(placed.block.text):
            if end - start > LONGEST_SENTENCE:
                continue  # the time of splitting grows with the square of a sentence
            yield Sentence(placed.section, placed.block, start, end, before)
            before = placed.block.text[start:end]


def _candidates(sentence: Sentence, hit: Hit, count: int | None, codebook: Codebook) -> tuple[Candidate, ...]:
    """The members of the list that begins where ``hit`` ends."""
    start = sentence.start + hit.end
    text = sentence.block.text[start : sentence.end].rstrip(" .")
    if hit.end and sentence.text[hit.end - 1] == "(":
        text = text.split(")")[0]
    spans = [without_remark(text, *span, codebook) for span in split_list(text, codebook, count)]
    members = tuple(Candidate(sentence.block, start + first, start + last) for first, last in spans)
    remarks = [has_clause("remark", member.text, codebook) for member in members]
    if count is None and len(members) > 2 and remarks[1]:
        stated = (member for member, remark in zip(members, remarks, strict=True) if not remark)
        deeds = tuple(member for member in stated if opens_with_verb(member.text, codebook))
        if deeds == members[:1]:
            # "addressing violence, including gangs, weapons and robbery": what follows enlarges on the one deed.
            return deeds
    return tuple(member for member, remark in zip(members, remarks, strict=True) if not remark)


def _short(members: Sequence[Candidate]) -> bool:
    return all(len(member.text.split()) <= LONGEST_MEMBER for member in members)


def _listing(sentence: Sentence, hit: Hit, codebook: Codebook, own: frozenset[str]) -> tuple[Listing, Judgement] | None:
    """The list that ``hit`` opens in the sentence, if its members are what priorities look like."""
    if hit.entry["points_back"] and not _names_priorities(sentence.before, codebook):
        return None
    alone = bool(hit.entry["alone"])
    count = 1 if alone else _count_before(sentence.text[: hit.end])
    if count is None and hit.entry["points_back"]:
        count = _count_before(sentence.before)
    members = _candidates(sentence, hit, count, codebook)
    if alone:
        members = tuple(_before_next_clause(member) for member in members)
    if hit.entry["deeds"]:
        measured = _FIGURE.search(sentence.text, hit.end) is not None
        if measured or not all(opens_with_verb(member.text, codebook) for member in members):
            return None
    if not (1 if alone else 2) <= len(members) <= MOST_MEMBERS or not _short(members):
        return None
    if sum(member_looks(member, codebook)[0] == "measures" for member in members) > len(members) / 2:
        return None
    thematic = sum(names_theme(member.text, codebook) for member in members)
    strength = STRENGTH[hit.entry["strength"]]
    weak = strength == 1
    counted = count == len(members) > 2
    least = 0.6 if not counted else 0.3 if names_theme(sentence.text[: hit.end], codebook) else 0.5
    if thematic < len(members) * (1.0 if weak else least):
        return None
    headings = (heading.text for heading in reversed(sentence.section.path[1:] or sentence.section.path))
    opening = sentence.text[: hit.end]
    before = [sentence.before] if hit.entry["points_back"] else owner_before(opening, sentence.before, codebook)
    scope, owner, rule = scope_of([opening, *before, *headings], codebook, own)
    sure = DOING if weak else NAMED if count == len(members) > 1 else SHOWN
    name = hit.entry.id if rule is None else f"{hit.entry.id}+{rule}"
    judgement = Judgement("priorities", name, strength, hit.entry["kind"], scope, owner, count, sure)
    return made(sentence, members, sentence.text), judgement


def _before_next_clause(member: Candidate) -> Candidate:
    """A priority that a sentence names alone, without what the sentence goes on to say."""
    further = _NEXT_CLAUSE.search(member.text)
    return replace(member, end=member.start + further.start()) if further else member


def made(sentence: Sentence, members: tuple[Candidate, ...], lead: str) -> Listing:
    return Listing("prose", sentence.section, members, sentence.block, lead_sentence=lead, path=sentence.section.path)


def _names_priorities(sentence: str, codebook: Codebook) -> bool:
    words = {*re.findall(r"[a-z]+", sentence.lower())}
    chosen = _count_before(sentence) is not None and not words.isdisjoint(codebook.words["chosen_word"])
    return chosen or not words.isdisjoint(codebook.words["priority_noun"])


def _in_order(
    ordinals: Sequence[tuple[Sentence, Candidate, Hit]], codebook: Codebook, own: frozenset[str]
) -> list[tuple[Listing, Judgement]]:
    """Members that come one to a sentence as one list: "Our first priority is to ... Our second priority is to ..."."""
    if len(ordinals) < 2:
        return []
    sentence, _, hit = ordinals[0]
    opening = sentence.text[: hit.end]
    scope, owner, _ = scope_of([opening], codebook, own)
    listing = made(sentence, tuple(member for _, member, _ in ordinals), opening)
    return [(listing, Judgement("priorities", hit.entry.id, 3, hit.entry["kind"], scope, owner, None, NAMED))]


# A word or a small number that does not count people, time or a larger number ("six hundred of you", "three years").
_NUMBER = re.compile(
    r"(?:\b[A-Za-z]+\b|(?<![\d/–-])\b\d{1,2}\b(?![/%–-]))(?![\s-]+(?:hundred|thousand|million|years?|months?|weeks?|days?|people|residents|times|per\s?cent)\b)"
)


def _count_before(words: str) -> int | None:
    """The last number of members that the words before a list state ("our three priorities")."""
    counts = [read_count(word) for word in _NUMBER.findall(words)]
    return next((count for count in reversed(counts) if count and 2 <= count <= MOST_MEMBERS), None)
