"""Priorities listed inside a sentence: "three priorities - A, B and C", "Its aims include to cut X, Y and Z"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.codebook import Codebook, Hit
from extractor.grammar.numbers import read_count
from extractor.model import Block, PriorityKind, Section
from extractor.tag.priorities.judging import STRENGTH, Judgement, member_looks, scope_of
from extractor.tag.priorities.listing import Candidate, Listing, flow
from extractor.tag.themes import themes_of

_PAIRS = re.compile(
    r"(?i)^(?:.*\b)?(?:victims|drugs?|alcohol|domestic (?:violence|abuse)|violence|crime|perceptions|fear|youth|children|gangs?|trust|theft|fraud|arson|serious|safe|support|cohesion|abuse|women|violent|reduc\w+|prevent\w*|build\w*|support\w*)$"
)
_VERB = r"(?:to\s+)?(?:[a-z]+ing|reduce|prevent|tackle|cut|improve|increase|protect|promote|support|raise|build|make|create|address|safeguard|help|deliver|strengthen|reassure|manage|bring|identify|engage|work|ensure|develop|provide|keep|stop|combat|challenge)"
_ENUMERATOR = re.compile(r"(?:^|(?<=\s))\((?:[ivx]{1,4}|[a-h]|\d{1,2})\)\s+")
_END = re.compile(r"(?i),\s+(?:which|who|where|while|with\s+education|although|because|so\s+that|as\s+well\s+as\s+other|wherever|all\s+of\s+which)\b|\s+(?:wherever|because|so\s+that)\b|\s+by\s+(?:an?|\d|[a-z]+\s+per)\b|\s[–—-]\s|\s\(")


def split_list(text: str, count: int | None = None) -> list[tuple[int, int]]:
    """(start, end) of each member of a list in prose: at semicolons if it has them, else at commas and the last "and".

    ``count`` is the number that the paper states, if it does: the split that gives it is taken. Never inside brackets.
    """
    marks = list(_ENUMERATOR.finditer(text))
    if len(marks) >= 2:
        edges = [*(mark.end() for mark in marks), len(text)]
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        return [_strip_joiner(text, start, end) for start, end in zip(edges, ends, strict=False) if end - start > 2]
    depth, commas, semis = 0, [], []
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth <= 0 and char == ";":
            semis.append(at)
        elif depth <= 0 and char == "," and text[at + 1 : at + 2] == " ":
            commas.append(at)
    cuts = [(at, at + 1) for at in (semis or commas)]
    if commas and not semis and re.search(r",\s+(?:and|&)\s+\S", text):
        # With a comma before the last "and", that is where the outer list ends; commas that open no new verb-led member are inner.
        verbs = [at for at in commas if re.match(rf",\s+(?:and\s+)?{_VERB}\b", text[at:])]
        first_is_verb = re.match(rf"{_VERB}\b", text)
        if first_is_verb and verbs and len(verbs) < len(commas):
            cuts = [(at, at + 1) for at in verbs]
    if count == 1:
        return [_strip_joiner(text, 0, len(text))]
    pieces, start = [], 0
    for cut, after in cuts:
        pieces.append((start, cut))
        start = after
    pieces.append((start, len(text)))
    pieces = [_strip_joiner(text, *piece) for piece in pieces]
    pieces = [piece for piece in pieces if piece[1] - piece[0] > 2]
    if not pieces or semis:
        return pieces
    if count is not None and len(pieces) == count:
        return pieces
    if count is None and cuts and not re.match(rf"{_VERB}\s.*\band\s", text[pieces[0][0] : pieces[0][1]]):
        split = [part for piece in pieces for part in _at_joiners(text, piece)]
        if len(split) > len(pieces):
            return [part for part in split if part[1] - part[0] > 2]
    joined = bool(re.match(r"\s*(?:and|&|plus)\s", text[cuts[-1][1] :])) if cuts else False
    if not joined or (count is not None and len(pieces) < count):
        last = pieces[-1]
        match = _last_and(text, *last, count is not None and len(pieces) < count, bool(cuts))
        if match is not None:
            pieces[-1:] = [_strip_joiner(text, last[0], match[0]), (match[1], last[1])]
    return [piece for piece in pieces if piece[1] - piece[0] > 2]


def _at_joiners(text: str, piece: tuple[int, int]) -> list[tuple[int, int]]:
    """A member cut at "plus", at "as well as", and at "and" before a verb in its plain form ("... and reduce ...")."""
    start, end = piece
    parts = []
    for match in re.finditer(r"\s+(?:plus|as well as)\s+|\s+and\s+(?=(?:reduce|tackle|improve|cut|prevent|increase|protect)\s)", text[start:end]):
        if start - piece[0] < match.start() and text.count("(", piece[0], piece[0] + match.start()) <= text.count(")", piece[0], piece[0] + match.start()):
            parts.append((start, piece[0] + match.start()))
            start = piece[0] + match.end()
    return [*parts, (start, end)]


def _strip_joiner(text: str, start: int, end: int) -> tuple[int, int]:
    match = re.match(r"\s*(?:and\s+|&\s+|plus\s+|also\s+|or\s+)?", text[start:end], re.I)
    start += match.end() if match else 0
    while end > start and (text[end - 1] in " ,;." or re.search(r"[,;]\s+and$", text[start:end])):
        end -= 4 if text[end - 1] == "d" else 1
    return start, end


def _last_and(text: str, start: int, end: int, wanted: bool, listed: bool) -> tuple[int, int] | None:
    """The "and" that joins the last two members, passed over where it stands inside a fixed pair ("victims and witnesses")."""
    ands = [match for match in re.finditer(r"\s+(?:and|&)\s+", text[start:end]) if text.count("(", start, start + match.start()) <= text.count(")", start, start + match.start())]
    for match in ands if not listed else ands[:1] + ands[1:]:
        before, after = text[start : start + match.start()], text[start + match.end() : end]
        new_verb = re.match(rf"{_VERB}\b", after) and re.match(rf"{_VERB}\b", before)
        if wanted or new_verb or not _PAIRS.match(before.strip()):
            return start + match.start(), start + match.end()
    return None


def _candidates(block: Block, start: int, end: int, count: int | None) -> tuple[Candidate, ...]:
    text = block.text[start:end].rstrip(" .")
    members = []
    for first, last in split_list(text, count):
        stop = _END.search(text[first:last])
        if stop and stop.start() > 6:
            last = first + stop.start()
        members.append(Candidate(block, start + first, start + last))
    return tuple(members)


def _sentences(sections: Sequence[Section], plan: int, codebook: Codebook) -> Iterator[tuple[Section, Block, int, int, str]]:
    """(section, block, start, end, sentence before) of each sentence of running text."""
    before = ""
    for placed in flow(sections, plan):
        if placed.block.kind == "heading":
            before = ""
        if placed.block.kind == "heading" or len(placed.block.text) < 40:
            continue
        for start, end in codebook.sentences(placed.block.text):
            yield placed.section, placed.block, start, end, before
            before = placed.block.text[start:end]


def _count_before(words: str) -> int | None:
    counts = [read_count(word) for word in re.findall(r"[A-Za-z]+|\d{1,2}", words)]
    return next((count for count in reversed(counts) if count and 2 <= count <= 15), None)


def prose_listings(
    sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str] = frozenset()
) -> list[tuple[Listing, Judgement]]:
    """Lists inside sentences, judged: the wording that opens them names priorities, and their members name themes."""
    found: list[tuple[Listing, Judgement]] = []
    ordinals: list[tuple[Section, Block, Candidate, Hit]] = []
    for section, block, start, end, before in _sentences(sections, plan, codebook):
        sentence = block.text[start:end]
        if sentence.rstrip().endswith(":"):
            continue
        for hit in sorted(codebook.find("prose", sentence), key=lambda hit: (-STRENGTH[hit.entry["strength"]], hit.start)):
            if hit.entry["ordinal"]:
                member = _candidates(block, start + hit.end, end, 1)
                if member and len(member[0].text.split()) <= _LONGEST_MEMBER:
                    ordinals.append((section, block, member[0], hit))
                    break
                continue
            listing = _listing(section, block, start, end, before, hit, codebook, own)
            if listing is not None:
                found.append(listing)
                break
    return [*found, *_in_order(ordinals, codebook, own)]


_LONGEST_MEMBER = 22
_NAMED = re.compile(r"(?i)\b(?:priorit(?:y|ies)|aims?|objectives?|themes?|outcomes?|goals?|pledges?)\b")


def _listing(
    section: Section, block: Block, start: int, end: int, before: str, hit: Hit, codebook: Codebook, own: frozenset[str]
) -> tuple[Listing, Judgement] | None:
    """The list that ``hit`` opens in the sentence ``block.text[start:end]``, if its members are what priorities look like."""
    if hit.entry["points_back"] and not _NAMED.search(before):
        return None
    sentence = block.text[start:end]
    alone = bool(hit.entry["alone"]) and (not hit.groups.get("noun", "").lower().endswith("s") or " of the " in hit.entry.id)
    count = 1 if bool(hit.entry["alone"]) else _count_before(sentence[: hit.end])
    members = _candidates(block, start + hit.end, end, count)
    if not members or len(members) > 15 or (len(members) < 2 and not (alone or hit.entry["alone"])):
        return None
    if any(len(member.text.split()) > _LONGEST_MEMBER for member in members):
        return None
    if sum(member_looks(member, codebook)[0] == "measures" for member in members) > len(members) / 2:
        return None
    thematic = sum(_names_theme(member, codebook) for member in members)
    weak = STRENGTH[hit.entry["strength"]] == 1
    if thematic < len(members) * (1.0 if weak else 0.6):
        return None
    scope, owner, rule = scope_of([sentence, before, *(heading.text for heading in reversed(section.path[1:]))], codebook, own)
    sure = 0.78 + 0.1 * thematic / len(members) + (0.08 if count == len(members) > 1 else 0.0) - (0.1 if weak else 0.0)
    name = hit.entry.id if rule is None else f"{hit.entry.id}+{rule}"
    judgement = Judgement(
        "priorities", name, STRENGTH[hit.entry["strength"]], hit.entry["kind"], scope, owner, count, round(min(0.99, sure), 2)
    )
    return Listing("prose", section, members, block, lead_sentence=sentence, path=section.path), judgement


def _names_theme(member: Candidate, codebook: Codebook) -> bool:
    return any(theme != "partnership working & performance" for theme in themes_of(member.text, codebook))


def _in_order(
    ordinals: Sequence[tuple[Section, Block, Candidate, Hit]], codebook: Codebook, own: frozenset[str]
) -> list[tuple[Listing, Judgement]]:
    """"Our first priority is to ... Our second priority is to ...", over sentences and paragraphs, as one list."""
    if len(ordinals) < 2:
        return []
    section, block, _, hit = ordinals[0]
    noun = hit.groups.get("noun", "").lower()
    kind: PriorityKind = "priority" if noun == "priority" else "theme" if noun in ("theme", "pledge") else "objective"
    opening = block.text[: hit.end]
    scope, owner, _ = scope_of([opening], codebook, own)
    listing = Listing("prose", section, tuple(member for _, _, member, _ in ordinals), block, lead_sentence=opening, path=section.path)
    return [(listing, Judgement("priorities", hit.entry.id, 3, kind, scope, owner, None, 0.93))]


def _count_before(words: str) -> int | None:
    """The last number of members that the words before a list state ("our three priorities")."""
    counts = [read_count(word) for word in re.findall(r"[A-Za-z]+|\b\d{1,2}\b(?![/%-])", words)]
    return next((count for count in reversed(counts) if count and 2 <= count <= 15), None)
