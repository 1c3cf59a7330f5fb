"""Priorities listed inside a sentence: "three priorities - A, B and C", "Its aims include to cut X, Y and Z"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.codebook import Codebook
from extractor.model import Block, Section
from extractor.tag.priorities.judging import STRENGTH, Judgement, scope_of
from extractor.grammar.numbers import read_count
from extractor.tag.priorities.listing import Candidate, Listing, flow
from extractor.tag.themes import themes_of

_NOUNS = r"(?:priorit(?:y|ies)(?:\s+(?:areas?|themes?|groups?))?|areas\s+of\s+focus|(?:focus|key)\s+areas|aims?|objectives?|goals?|themes?|pillars?|outcomes?|pledges?)"
_STARTS = re.compile(
    rf"""(?ix)
    \b(?P<noun>{_NOUNS})\b(?P<gap>[^.;:,]{{0,70}}?)
    (?P<link>\s+(?:are|is|were|was|include[sd]?|including|to\s+be|being|remain|will\s+be|should\s+be)\s*(?:now|also)?\s*(?::|-|–)?\s+(?:to\s+)?
      | \s*(?::|;|\s[-–—])\s+(?:to\s+)?
      | \s+(?:of|to|on)\s+(?=[a-z]+ing\b))
    """
)
_FOCUS = re.compile(r"(?i)\b(?:agreed|agree|chosen|decided|going|continue[sd]?|committed)\s+to\s+(?:focus|concentrate)\s+on\s*[:;,]?\s+|\b(?:main|key|primary)\s+focus\s+(?:will\s+be|is|was)\s+(?:on\s+)?")
_POINTING = re.compile(r"(?i)^(?:they|these|among\s+them|those)\s+(?:are|include[sd]?|were|sought|seek|aim(?:ed)?)\s*:?\s+(?:to\s+)?")
_SINGLE = re.compile(r"(?i)\b(?:another|one|a\s+(?:key|further|main|top|strategic|new))\s+(?:of\s+the\s+)?(?:(?:key|main|strategic|top|partnership)\s+)*(?:priority|priorities|aims?|objectives?)\s+(?:in\s+the\s+\w+\s+plan\s+)?(?:is|was|will\s+be)\s+(?:to\s+)?|\bmore\s+(?:aims|priorities|objectives)\b[^.:]{0,30}:\s+(?:to\s+)?")
_SUBJECT = re.compile(r"(?i)^(?P<title>[A-Z][^.,;:]{4,80}?)\s+(?:is|are|remains?)\s+(?:a|an|one\s+of\s+(?:the|our))\s+(?:key|strategic|main|top|continuing)?\s*(?:priority|priorities)\b(?:\s+for\b)?")
_KIND = ((r"priorit|focus|key\s+areas", "priority"), (r"aim|objective|goal", "objective"), (r"theme|pillar|pledge", "theme"), (r"outcome", "outcome"))
_PAIRS = re.compile(
    r"(?i)^(?:.*\b)?(?:victims|drugs?|alcohol|domestic (?:violence|abuse)|violence|crime|perceptions|fear|youth|children|gangs?|trust|theft|fraud|arson|serious|safe|support|cohesion|abuse|women|violent|reduc\w+|prevent\w*|build\w*|support\w*)$"
)
_VERB = r"(?:to\s+)?(?:[a-z]+ing|reduce|prevent|tackle|cut|improve|increase|protect|promote|support|raise|build|make|create|address|safeguard|help|deliver|strengthen|reassure|manage|bring|identify|engage|work|ensure|develop|provide|keep|stop|combat|challenge)"
_END = re.compile(r"(?i),\s+(?:which|who|where|while|with\s+education|although|because|so\s+that|as\s+well\s+as\s+other|wherever|all\s+of\s+which)\b|\s+(?:wherever|because|so\s+that)\b|\s+by\s+(?:an?|\d|[a-z]+\s+per)\b|\s[–—-]\s|\s\(")


def _kind(words: str) -> str:
    return next((kind for pattern, kind in _KIND if re.search(pattern, words, re.I)), "priority")


def split_list(text: str, count: int | None = None) -> list[tuple[int, int]]:
    """(start, end) of each member of a list in prose: at semicolons if it has them, else at commas and the last "and".

    ``count`` is the number that the paper states, if it does: the split that gives it is taken. Never inside brackets.
    """
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
    while end > start and text[end - 1] in " ,;.":
        end -= 1
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


def prose_listings(sections: Sequence[Section], plan: int, codebook: Codebook, own: frozenset[str] = frozenset()) -> list[tuple[Listing, Judgement]]:
    """Lists inside sentences, judged: the wording that opens them names priorities, and their members name themes."""
    found: list[tuple[Listing, Judgement]] = []
    for section, block, start, end, before in _sentences(sections, plan, codebook):
        sentence = block.text[start:end]
        if sentence.rstrip().endswith(":"):
            continue
        for opening, at, strength, words in _openings(sentence, before):
            count = _count_before(sentence[: opening]) if strength > 1 else None
            single = strength == 1
            alone = single and not re.search(r"(?i)\bmore\b", words)
            members = _candidates(block, start + at, end, 1 if alone else count)
            if not members or (len(members) < 2 and not single) or len(members) > 15:
                continue
            if any(len(member.text.split()) > 22 for member in members):
                continue
            thematic = sum(bool([theme for theme in themes_of(member.text, codebook) if theme != "partnership working & performance"]) for member in members)
            if thematic < len(members) * (0.6 if not single else 1.0):
                continue
            scope, owner, rule = scope_of([sentence[:at], before], codebook, own)
            confidence = round(min(0.99, 0.78 + 0.1 * thematic / len(members) + (0.08 if count == len(members) else 0.0) - (0.1 if single else 0.0)), 2)
            name = "prose.single" if single else "prose.list"
            judgement = Judgement("priorities", name if rule is None else f"{name}+{rule}", STRENGTH["medium"] if not single else 1, _kind(words), scope, owner, count, confidence)  # type: ignore[arg-type]
            found.append((Listing("prose", section, members, block, lead_sentence=sentence, path=section.path), judgement))
            break
    return found


def _openings(sentence: str, before: str) -> Iterator[tuple[int, int, int, str]]:
    """(where the count may stand before, where the list begins, strength, the noun) for each way a sentence may open a list."""
    pointing = _POINTING.match(sentence)
    if pointing and re.search(_NOUNS, before, re.I):
        noun = [match.group() for match in re.finditer(_NOUNS, before, re.I)][-1]
        yield pointing.end(), pointing.end(), 2, noun
    single = _SINGLE.search(sentence)
    if single:
        yield single.end(), single.end(), 1, single.group()
    for match in _STARTS.finditer(sentence):
        yield match.start("noun"), match.end(), 2, match.group("noun")
    focus = _FOCUS.search(sentence)
    if focus:
        yield focus.start(), focus.end(), 2, "priority"
