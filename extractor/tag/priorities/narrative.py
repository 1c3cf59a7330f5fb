"""Priorities told as a story: "Domestic abuse has been chosen as a priority", or one hope to a paragraph after "their priorities".

They are taken only where a plan sets out no list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook, Hit
from extractor.model import Section
from extractor.tag.priorities.judging import Judgement, member_looks, scope_of
from extractor.tag.priorities.listing import Candidate, Listing
from extractor.tag.priorities.prose import Sentence, made, sentences_of
from extractor.tag.priorities.splitting import split_list
from extractor.tag.priorities.sureness import DOING
from extractor.tag.themes import names_theme

FEWEST = 3
"""Paragraphs that each tell of one priority."""
REACH = 12
"""Sentences between the one that speaks of priorities and the last that tells of one."""
LONGEST_MEMBER = 10
_END = re.compile(r"\s[–—-]\s|[,;.’”\"]|\s(?:by|so that|with|through|wherever)\s")


def told_listings(
    sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str] = frozenset()
) -> list[tuple[Listing, Judgement]]:
    """Sentences that call what stands before them a priority, and runs of paragraphs that tell of one hope each."""
    sentences = [one for one in sentences_of(sections, plan, codebook) if one.section.role == "other"]
    found = [told for one in sentences for hit in _hits("before", one, codebook) if (told := _called(one, hit, codebook, own))]
    return [*found, *_hopes(sentences, codebook, own)]


def _hits(told: str, sentence: Sentence, codebook: Codebook) -> list[Hit]:
    return list(codebook.find("prose", sentence.text, "told", told)[:1])


def _called(sentence: Sentence, hit: Hit, codebook: Codebook, own: frozenset[str]) -> tuple[Listing, Judgement] | None:
    """What a sentence says is a priority: all that stands before the words that call it one."""
    words = sentence.text[: hit.start]
    opening = re.match(r"(?:.*\bthat|.*,)\s+(?=\S.*)", words) if " that " in words else None
    start = sentence.start + (opening.end() if opening else 0)
    text = sentence.block.text[start : sentence.start + hit.start]
    members = tuple(Candidate(sentence.block, start + first, start + last) for first, last in split_list(text, codebook))
    plain = all(names_theme(one.text, codebook) and len(one.text.split()) <= LONGEST_MEMBER for one in members)
    if not members or not plain or any(member_looks(one, codebook)[0] for one in members):
        return None
    scope, owner, rule = scope_of([sentence.text], codebook, own)
    name = hit.entry.id if rule is None else f"{hit.entry.id}+{rule}"
    return made(sentence, members, sentence.text), Judgement("priorities", name, 1, hit.entry["kind"], scope, owner, None, DOING)


def _hopes(sentences: Sequence[Sentence], codebook: Codebook, own: frozenset[str]) -> list[tuple[Listing, Judgement]]:
    """One hope to a paragraph, after a sentence that speaks of priorities."""
    nouns = frozenset(codebook.words["priority_noun"])
    since: int | None = None
    told: list[tuple[Sentence, Candidate, Hit]] = []
    for index, sentence in enumerate(sentences):
        if not nouns.isdisjoint(re.findall(r"[a-z]+", sentence.text.lower())):
            since = index if scope_of([sentence.text], codebook, own)[0] == "current" else since
        if since is None or index - since > REACH or any(one.block is sentence.block for one, _, _ in told):
            continue
        for hit in _hits("hope", sentence, codebook):
            start = sentence.start + hit.end
            end = _END.search(sentence.block.text, start)
            member = Candidate(sentence.block, start, end.start() if end else sentence.end)
            if names_theme(member.text, codebook) and len(member.text.split()) <= LONGEST_MEMBER:
                told.append((sentence, member, hit))
    if len(told) < FEWEST:
        return []
    first, _, hit = told[0]
    listing = made(first, tuple(member for _, member, _ in told), first.text)
    return [(listing, Judgement("priorities", hit.entry.id, 1, hit.entry["kind"], confidence=DOING))]
