"""Where a list inside a sentence is cut into its members: at the separators of the outer list only (guide T5)."""

from __future__ import annotations

import re

from extractor.codebook import Codebook, Hit
from extractor.tag.themes import names_theme

Span = tuple[int, int]
SHORTEST = 2
"""What has no more characters than this is no member."""
_ENUMERATOR = re.compile(r"(?:^|(?<=\s))\((?:[ivx]{1,4}|[a-h]|\d{1,2})\)\s+")


_BESIDE = re.compile(r"(?:along|together|coupled)\s+with\s+(?=\w)", re.I)
_LINKING = re.compile(r"(?:,|;|\s(?=and\s|&\s))\s*(?:and\s+|&\s+)?(?P<word>on|upon|by|in|with|towards)\s+(?=\w)", re.I)


def _at_linking_words(text: str) -> list[Span]:
    """Members that each repeat the word that joins them to the lead-in ("on cutting theft, on helping A, B and C, and on ...")."""
    first = re.match(r"\s*(?P<word>on|upon|by|in|with|towards)\s+", text, re.I)
    marks = list(_LINKING.finditer(text))
    word = first["word"].lower() if first else marks[0]["word"].lower() if marks else ""
    marks = [mark for mark in marks if mark["word"].lower() == word]
    if len(marks) < 2:
        return []
    starts = [first.end() if first else 0, *(mark.end() for mark in marks)]
    return [_bare(text, start, end) for start, end in zip(starts, [*(mark.start() for mark in marks), len(text)], strict=True)]


def split_list(text: str, codebook: Codebook, count: int | None = None) -> list[Span]:
    """(start, end) of each member of a list in prose: at "(i)", at semicolons if it has them, else at commas and the last "and".

    ``count`` is the number that the paper states, if it does: the split that gives it is taken. Never inside brackets.
    """
    marks = list(_ENUMERATOR.finditer(text))
    if len(marks) >= 2:
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        return [_bare(text, mark.end(), end) for mark, end in zip(marks, ends, strict=True) if end - mark.end() > SHORTEST]
    if count == 1:
        return [_bare(text, 0, len(text))]
    linked = _at_linking_words(text)
    if linked:
        return _long_enough(linked)
    semicolons = _outside_brackets(text, ";")
    if semicolons:
        return _members(text, semicolons)
    return _at_commas(text, _outer_commas(text, _outside_brackets(text, ", "), codebook), codebook, count)


def _outside_brackets(text: str, mark: str) -> list[int]:
    """Where ``mark`` stands outside brackets."""
    return [at for at in range(len(text)) if text.startswith(mark, at) and text.count("(", 0, at) <= text.count(")", 0, at)]


def _bare(text: str, start: int, end: int) -> Span:
    """A member without the words and marks that join it to its neighbours."""
    match = re.match(r"\s*(?:and\s+|&\s+|plus\s+|also\s+|or\s+)?", text[start:end], re.I)
    start += match.end() if match else 0
    while end > start and (text[end - 1] in " ,;." or re.search(r"[,;]\s+and$", text[start:end])):
        end -= 4 if text[end - 1] == "d" else 1
    return start, end


def _members(text: str, cuts: list[int]) -> list[Span]:
    """The pieces between the marks at ``cuts``."""
    pieces = [_bare(text, start, end) for start, end in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(text)], strict=True)]
    return _long_enough(pieces)


def _long_enough(pieces: list[Span]) -> list[Span]:
    return [(start, end) for start, end in pieces if end - start > SHORTEST]


def opens_with_verb(text: str, codebook: Codebook) -> bool:
    """Whether ``text`` says what is to be done ("to cut burglary", "reducing theft")."""
    word = re.match(r"(?:to\s+)?([a-z]+)\b", text)
    return word is not None and (word[1].endswith("ing") or word[1] in codebook.words["deed"])


def _outer_commas(text: str, commas: list[int], codebook: Codebook) -> list[int]:
    """The commas that part members: with a comma before the last "and", in a list of deeds, only those that open a new deed."""
    if not re.search(r",\s+(?:and|&)\s+\S", text) or not opens_with_verb(text, codebook):
        return commas
    deeds = [at for at in commas if opens_with_verb(re.sub(r"^,\s+(?:and\s+)?", "", text[at:]), codebook)]
    return deeds or commas


def _at_commas(text: str, cuts: list[int], codebook: Codebook, count: int | None) -> list[Span]:
    """Members at ``cuts`` and at the last "and", or at other joiners where the list has them and no number is stated."""
    remarks = {hit.start for hit in _parts("end", text, codebook)}
    bounds = list(zip([-1, *cuts], [*cuts, len(text)], strict=True))
    pieces = _long_enough([_bare(text, start + 1, end) for start, end in bounds if start not in remarks])
    if count is not None and len(pieces) > count:
        pieces = _joined(text, pieces, codebook, count)
    if not pieces or len(pieces) == count:
        return pieces
    first = text[slice(*pieces[0])]
    if count is None and cuts and not (opens_with_verb(first, codebook) and re.search(r"\sand\s", first)):
        parted = [part for piece in pieces for part in _at_joiners(text, piece, codebook)]
        if len(parted) > len(pieces):
            return _long_enough(parted)
    fewer = count is not None and len(pieces) < count
    beside = _BESIDE.match(text, pieces[-1][0]) if len(pieces) > 1 else None
    if beside is not None:
        # "A and B, along with C"
        *others, before, added = pieces
        cut = _last_and(text, *before, codebook, wanted=fewer)
        parted = [before] if cut is None else [_bare(text, before[0], cut[0]), (cut[1], before[1])]
        return _long_enough([*others, *parted, (beside.end(), added[1])])
    last = [cut for cut in cuts if cut not in remarks][-1:]
    joined = bool(last) and re.match(r"\s*(?:and|&|plus)\s", text[last[0] + 1 :]) is not None
    if not joined or fewer:
        cut = _last_and(text, *pieces[-1], codebook, wanted=fewer)
        if cut is not None:
            pieces[-1:] = [_bare(text, pieces[-1][0], cut[0]), (cut[1], pieces[-1][1])]
    return _long_enough(pieces)


def _joined(text: str, pieces: list[Span], codebook: Codebook, count: int) -> list[Span]:
    """``pieces`` down to ``count``: what only lengthens the one before goes back to it ("thefts from sheds, farms and barns")."""
    for wants_and in (True, False):
        at = 1
        while len(pieces) > count and at < len(pieces):
            words = text[slice(*pieces[at])]
            inner = not wants_and or re.search(r"\s(?:and|&)\s", words) is not None
            if inner and not opens_with_verb(words, codebook) and not names_theme(words, codebook):
                pieces[at - 1 : at + 1] = [(pieces[at - 1][0], pieces[at][1])]
            else:
                at += 1
    return pieces


def _balanced(text: str) -> bool:
    return text.count("(") <= text.count(")")


def _parts(name: str, text: str, codebook: Codebook) -> list[Hit]:
    return list(codebook.find("splits", text, "part", name))


def _at_joiners(text: str, piece: Span, codebook: Codebook) -> list[Span]:
    """A member cut at "plus", at "as well as", and at "and" before a verb in its plain form ("... and reduce ...")."""
    start, end = piece
    parts = []
    for hit in _parts("joiner", text[start:end], codebook):
        if hit.start > 0 and _balanced(text[piece[0] : piece[0] + hit.start]):
            parts.append((start, piece[0] + hit.start))
            start = piece[0] + hit.end
    return [*parts, (start, end)]


def _last_and(text: str, start: int, end: int, codebook: Codebook, *, wanted: bool) -> Span | None:
    """The "and" that joins the last two members, passed over where it stands inside a fixed pair ("victims and witnesses").

    In a list of deeds it is the one before another deed ("cracking down on burglary and robbery and targeting drivers").

    ``wanted`` says that the paper states one member more than was found: then a pair may be cut.
    """
    fixed = _parts("pair", text[start:end], codebook)
    pairs = []
    plain: Span | None = None
    before_deeds: list[Span] = []
    deeds = re.match(r"[a-z]+ing\b", text[start:end], re.I) is not None
    for match in re.finditer(r"\s+(?:and|&)\s+", text[start:end]):
        before, after = text[start : start + match.start()], text[start + match.end() : end]
        if not _balanced(before):
            continue
        cut = start + match.start(), start + match.end()
        inside = any(pair.start < match.start() and match.end() < pair.end for pair in fixed)
        two_verbs = len(before.split()) == 1 and opens_with_verb(before, codebook) and opens_with_verb(after, codebook)
        if not inside and not two_verbs:
            if not deeds:
                return cut
            if re.match(r"[a-z]+ing\b", after, re.I):
                before_deeds.append(cut)
            plain = plain or cut
        else:
            pairs.append(cut)
    if before_deeds:
        # Where just one more member is wanted, it is the last that stands behind the last "and".
        return before_deeds[-1 if wanted else 0]
    return plain or (pairs[0] if wanted and pairs else None)


def without_remark(text: str, start: int, end: int, codebook: Codebook) -> Span:
    """A member without the clause that follows it ("burglary, which has risen")."""
    stop = next((hit.start for hit in _parts("end", text[start:end], codebook)), None)
    return (start, start + stop) if stop is not None and stop > 6 else (start, end)
