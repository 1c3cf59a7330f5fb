"""Placed blocks -> the vision of each plan: what a heading, a label or a phrase gives out as what the partnership is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.grammar.gated import Gated
from extractor.model import Block, Quote, Vision
from extractor.tag.sentences import sentences
from extractor.tag.tables import Placed

_QUOTED = re.compile(r"[“\"‘](?P<words>[^“”\"]{15,600}?)[”\"](?![\w])")
_CONTENTS_LINE = re.compile(r"\.{4,}|\t\d+$|\s\d{1,3}$")
# Somebody else's: the vision of a government or of another body that a local paper only quotes.
_OTHERS = re.compile(r"\b(?:[Gg]overnment|[Mm]inister|Home Office|Home Secretary|Whitehall|Europe)", re.I)
# Some word of hope, place or purpose: a bare fact under the heading "Vision" is none.
_HOPES = re.compile(
    r"\b(?:to|will|where|our|we|us|safe\w*|together|everyone|everybody|place|mak(?:e|ing)|work(?:ing)?|creat(?:e|ing)|building|free|better|without)\b"
    r"|\bin which\b|^An?\b",
    re.I,
)
# Most blocks say nothing of the kind: only these words open the search.
_CUE = Gated(r"vision|mission|ambition|aim|goal|purpose|strap|motto|banner|pledge|together|aspir|dream|hope", re.I)
_AIM = re.compile(r"\b(?:aim|goal)\b", re.I)
_COLON = re.compile(r":\s?[-–—]?\s*$")
_MOST_WORDS, _FEWEST_WORDS = 120, 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    rank: int
    order: int
    plan: int
    vision: Vision


def tag_visions(placed: Sequence[Placed], codebook: Codebook) -> tuple[tuple[int, Vision], ...]:
    """The best statement of a vision for each plan, as (plan index, vision), in order of the plans.

    Headings and labels go before sentences, sentences that say "vision" before those that only say
    "aim", earlier ones before later.
    """
    best: dict[int, _Candidate] = {}
    for candidate in _candidates(placed, codebook):
        held = best.get(candidate.plan)
        if held is None or (candidate.rank, candidate.order) < (held.rank, held.order):
            best[candidate.plan] = candidate
    return tuple((plan, best[plan].vision) for plan in sorted(best))


def _candidates(placed: Sequence[Placed], codebook: Codebook) -> Iterator[_Candidate]:
    seen_headings: set[int] = set()
    for order, one in enumerate(placed):
        if one.scope not in {"current", "emerging"}:
            continue
        over = one.path[-1] if one.path else None
        if over is not None and over.index not in seen_headings and one.block.kind != "heading":
            seen_headings.add(over.index)
            if _is_heading(over.text, codebook):
                yield from _under(placed, order, over.text, codebook)
        if one.block.kind == "heading":
            continue
        if _is_heading(one.block.text, codebook) and order + 1 < len(placed):
            # A heading the reader took for a paragraph, or the left cell of a row.
            yield from _under(placed, order + 1, one.block.text, codebook)
            continue
        yield from _stated(placed, order, codebook)


def _is_heading(text: str, codebook: Codebook) -> bool:
    return (
        len(text) < 100
        and not _CONTENTS_LINE.search(text)
        and any(hit.entry.id == "vision.heading" for hit in codebook.find("visions", text))
    )


def _under(placed: Sequence[Placed], order: int, heading: str, codebook: Codebook) -> Iterator[_Candidate]:
    """What stands first under a heading that announces a vision."""
    one = placed[order]
    block, text = one.block, one.block.text.strip()
    words = text.split()
    if block.kind == "heading" or _OTHERS.search(heading) or _CONTENTS_LINE.search(text) or len(words) > 2 * _MOST_WORDS:
        return
    statement = next((found for found in _stated(placed, order, codebook) if found.rank < 3), None)
    if statement is not None:
        yield _Candidate(0, order, one.plan, statement.vision)
        return
    if len(words) < _FEWEST_WORDS or _OTHERS.search(text[:80]) or text.startswith(("…", "...")) or not _HOPES.search(text):
        return
    start, end = _words_of(block.text)
    rank = 4 if _AIM.search(heading) else 1
    if rank == 4 and (text.endswith(":") or block.kind != "paragraph" or (block.label and re.search(r"\d", block.label))):
        return
    following = placed[order + 1].block if order + 1 < len(placed) else None
    if rank == 4 and following is not None and following.kind != "heading":
        # One statement alone under "Our aim" is what the partnership is for; several are its aims.
        return
    if text.endswith(":") and not _opens_a_vision(text):
        # "What we hope for rests on four pillars:" leads in a list of themes and is no vision.
        return
    yield _Candidate(rank, order, one.plan, _vision(placed, order, start, end, text.endswith(":"), "vision.heading"))


def _quoted_below(placed: Sequence[Placed], order: int) -> Quote | None:
    """The paragraph in quotation marks right below a sentence that ends in a colon: "The vision of the board is that it:-"."""
    below = placed[order + 1].block if order + 1 < len(placed) else None
    if below is None or below.kind == "heading" or below.text.lstrip()[:1] not in {"“", '"', "‘"}:
        return None
    start, end = _words_of(below.text)
    return Quote(below, start, end) if _FEWEST_WORDS <= len(below.text.split()) <= _MOST_WORDS else None


def _opens_a_vision(text: str) -> bool:
    """Whether a paragraph that ends in a colon says something itself: "To improve the safety of the community ... by:"."""
    return bool(re.search(r"\b(?:by|through|where|in which|that is|to be)\s*:$", text)) or (
        re.match(r"To\s+\w+", text) is not None and len(text.split()) > 8
    )


def _vision(placed: Sequence[Placed], order: int, start: int, end: int, leads_in: bool, rule: str) -> Vision:
    """The words of a block as a vision, with the list under them where they lead in to one."""
    block = placed[order].block
    items = tuple(Quote(item, 0, len(item.text)) for item in _items(placed, order)) if leads_in else ()
    text = "\n".join([block.text[start:end], *(item.text for item in items)])
    return Vision(text, Quote(block, start, end), rule, items)


def _items(placed: Sequence[Placed], order: int) -> list[Block]:
    """The items right under a block."""
    found: list[Block] = []
    for one in placed[order + 1 :]:
        if one.block.kind != "item" or one.plan != placed[order].plan or len(found) >= 12:
            break
        found.append(one.block)
    return found


def _words_of(text: str) -> tuple[int, int]:
    """The place of a vision in its block, without quotation marks round the whole of it."""
    start, end = 0, len(text)
    while start < end and text[start] in " \n\"“‘'":
        start += 1
    while end > start and text[end - 1] in " \n\"”’'":
        end -= 1
    return start, end


def _pointed_at(block: Block, start: int, end: int, sign: int, before: tuple[int, int] | None) -> Quote | None:
    """What "that is our vision" points back at: the words before it in its sentence, else the sentence before."""
    own = block.text[start:sign].rstrip(" ,;:–—-")
    place = (start, start + len(own)) if len(own.split()) > _FEWEST_WORDS else before
    if place is None or block.text[place[0] : place[1]].rstrip().endswith("?"):
        return None
    inner, outer = _words_of(block.text[place[0] : place[1]])
    quote = Quote(block, place[0] + inner, place[0] + outer)
    return quote if _FEWEST_WORDS < len(quote.text.split()) <= _MOST_WORDS and _HOPES.search(quote.text) else None


def _stated(placed: Sequence[Placed], order: int, codebook: Codebook) -> Iterator[_Candidate]:
    """Sentences of one block that state a vision in so many words."""
    one = placed[order]
    text = one.block.text
    if not _CUE.search(text):
        return
    before: tuple[int, int] | None = None
    for start, end in sentences(text):
        said_before, before = before, (start, end)
        sentence = text[start:end]
        hits = {hit.entry.id: hit for hit in codebook.find("visions", sentence)}
        after = hits.get("vision.after")
        if after is not None and (pointed := _pointed_at(one.block, start, end, start + after.start, said_before)) is not None:
            yield _Candidate(3, order, one.plan, Vision(pointed.text, pointed, after.entry.id))
            return
        if not hits or len(sentence.split()) > _MOST_WORDS or _CONTENTS_LINE.search(sentence):
            continue
        label, strong, weak = hits.get("vision.label"), hits.get("vision.sentence"), hits.get("vision.aim")
        first = label or strong or weak
        if first is None or _OTHERS.search(sentence[: first.end]):
            continue
        if label is not None:
            start, rank = start + label.end, 2
            if len(text[start:end].split()) < _FEWEST_WORDS:
                continue
        else:
            rank = 3 if strong is not None else 4
            if rank == 4 and sentence.rstrip().endswith(":") and not re.search(r"\b(?:by|where)\s*:$", sentence.rstrip()):
                continue
            quoted_below = _quoted_below(placed, order) if strong is not None and _COLON.search(sentence) else None
            if quoted_below is not None:
                yield _Candidate(rank, order, one.plan, Vision(quoted_below.text, quoted_below, first.entry.id))
                return
            if (
                strong is not None
                and sentence.rstrip().endswith(":")
                and (not _opens_a_vision(sentence) or order + 1 >= len(placed))
            ):
                continue
        quoted = _QUOTED.search(text, start, end)
        if quoted is not None and len(quoted["words"].split()) >= 3:
            start, end = quoted.span("words")
        else:
            inner, outer = _words_of(text[start:end])
            start, end = start + inner, start + outer
        yield _Candidate(rank, order, one.plan, _vision(placed, order, start, end, text[start:end].endswith(":"), first.entry.id))
        return
