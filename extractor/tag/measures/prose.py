"""Sentences, list items and lines -> the measures they state: an aim with a number or a date ("cut burglary by 18% by 2007/08")."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.codebook import Codebook, Hit
from extractor.grammar.gated import Gated
from extractor.grammar.signs import LETTER, SIGNS
from extractor.tag.measures.aims import label_of
from extractor.tag.measures.amounts import NOUN, YEAR, Amounts, groups, has_quantity, times
from extractor.tag.measures.asides import BOTH, beside, split_asides
from extractor.tag.measures.lines import context_line, labelled_line, stands_at
from extractor.tag.measures.reaching import WANTS
from extractor.tag.measures.stated import Stated, Verb, completed
from extractor.tag.measures.turns import other_turns
from extractor.tag.sentences import sentences

# What may stand before the verb of a line that is an aim from its first word on.
_BEFORE_VERB = re.compile(
    r"(?:(?:to|we|will|aim|seek|continue|further|help|the|partnership|work|towards|by|and|in|order|NI|PSA|\d+[.:]?)\s+)*", re.I
)
# What may stand before a verb for it to be something still to be done.
_AIMS = re.compile(
    r"(?:^|[:;,(–—“\"-]\s*|\b(?:to|will|shall|should|must|and|or|plus|further|significantly|also|help|can|could|would|for|of|on|at|is|us|include|includes)\s+(?:\w+ly\s+)?)$",
    re.I,
)
# "burglary and theft account for 29% of all offences" says what part it is, and asks for nothing.
_PART = Gated(
    r"\b(?:account(?:s|ed|ing)?\s+for|ma(?:k(?:es?|ing)|de)\s+up|represent(?:s|ed|ing)?|compris(?:es?|ed|ing)|constitutes?)"
    r"\s+(?:(?:about|some|around|over|nearly|almost|just)\s+)*$",
    re.I,
)
_RATE_OF = re.compile(
    r"\b(?:achiev|reach|maintain|secur|deliver|obtain)\w*\s+(?:an?|the|our)\s+(?:[^\s,;]+\s+){0,5}?(?:rate|level|score)\b[^,;]*\bof\s+(?:(?:at\s+least|over|about)\s+)?$",
    re.I,
)
# Where another clause begins: "to cut theft by 5%, and to raise ...", "that X should fall and that Y should rise".
_CLAUSE = re.compile(
    r"(?:[;,]\s+and|\s+and|;)\s+(?=(?:that|to|for)\s)|;\s+(?:and\s+)?|,\s+and\s+(?=\S)"
    r"|,\s+(?=to\s+[a-z]+\s|(?:[a-z-]+\s+){1,4}(?:down|up|to|from|by)\s)"
)
_SAME = re.compile(r"the\s+same|over\s+the\s+same", re.I)
_CARRIED = re.compile(r"[\s,;:]*(?:(?:and|plus|as well as|while|with)\s+)?", re.I)
_SET = Gated(r"\btargets?\s+(?:have|has|had|were|was|are)\s+(?:also\s+)?(?:been\s+)?(?:set|agreed)\b", re.I)
_UNTIL_YEAR = re.compile(rf"(?:between|from)\s+{YEAR}\s+(?:and|to)\s+(?P<when>{YEAR})", re.I)
_THAN = Gated(r"\bthan\s+(?:(?:they|it|that|those|there)\s+(?:was|were)?\s*)?(?:in\s+|at\s+)?$", re.I)
_NUMBER_OF = re.compile(r"\s*\((?:NI|PSA|LPSA|BVPI|LPI)\s?\d+[a-z]?\)$")
_PIECES = re.compile(r"(?:[^;(]|\([^()]*\)|\()+")
_LETTERS = SIGNS.part(LETTER)
_HAD_ENDS = re.compile(r"[,;(]|\s+(?:by|before|in)\s+(?:\d|the\s+end)|\s+and\s+(?:to\s+)?(?:maintain|achieve|reach|keep)\b|\.?\s*$")
_RIGHT_BEFORE = re.compile(r"\s*(?:an?\s*)?(?:(?:at\s+(?:least|most)|over|about|around)\s*)?")
_RUNS_ON = re.compile(r"(?<=[:;])\n(?=[a-z])")
_NEAR_END = 14
"""Words between the verb of a lead-in and its end."""
_TAIL_MARKS = " \t\n;,.:–—-"


def read_statements(
    text: str, codebook: Codebook, *, line: bool, context: bool = False, success: bool = False
) -> tuple[Stated, ...]:
    """The measures that ``text`` states, in order. ``line`` says that it is an item, a cell or a heading and no running text,
    ``context`` that it stands among targets, ``success`` that it stands under words which say what is to be reached.

    Results already had ("has come down by 21 per cent") are no measures.
    """
    if not has_quantity(text) and "arget" not in text:
        return ()
    if not (success or _LETTERS & SIGNS.of(text) or _hits(text, codebook)):
        # A cell of figures: every turn below has words.
        return ()
    # "Reduce, in our area:\nvehicle crime by 30%;\nburglary by 25%": the lines of a cell that make one sentence.
    text = _RUNS_ON.sub(" ", text)
    found = list(_inline(text, codebook)) if "arget" in text else []
    label = label_of(text, codebook)
    for start, end in sentences(text):
        if any(one.start < end and start < one.end for one in found):
            continue
        if label and end > label:
            # "Targets: assaults to fall to 350 by 2015; repeat calls to stay under 25%": each a line of its own.
            for piece in _PIECES.finditer(text[max(start, label) : end]):
                at = max(start, label) + piece.start() + len(piece.group()) - len(piece.group().lstrip())
                found += _sentence(text, at, max(start, label) + piece.end(), codebook, True, True, True)
            continue
        found += _sentence(text, start, end, codebook, line, context or _SET.search(text[:start]) is not None, success)
    found = [_dated(one, text) for one in found]
    if (
        line
        and len(found) == 1
        and found[0].rule in {"measure.prose", "measure.change"}
        and len(list(sentences(text))) == 1
        and len(text.split()) <= 45
    ):
        one = found[0]
        label = next((hit.end for hit in codebook.find("measures", text, "role", "label")), 0)
        found = [replace(one, start=label, end=len(text.rstrip(" ;,\n")))]
    return tuple(sorted(found, key=lambda one: one.start))


def _dated(one: Stated, text: str) -> Stated:
    """ "by 18 per cent over the same period": the period is that which the words before it name last."""
    if one.amounts is None or one.amounts.when is None or not _SAME.match(one.amounts.when):
        return one
    before = [time for at, end, time in times(text) if end <= one.end]
    spans = [match["when"] for match in _UNTIL_YEAR.finditer(text[: one.end])]
    return replace(one, amounts=replace(one.amounts, when=(before or spans or [None])[-1]))


def _inline(text: str, codebook: Codebook) -> Iterator[Stated]:
    for hit in codebook.find("measures", text, "role", "inline"):
        start = text.index(hit.groups["objective"], hit.start)
        objective = hit.groups["objective"]
        down = _direction(objective, codebook)
        target = hit.groups["target"].strip()
        group = next(groups(target, bare=True), None)
        if group is not None and group.change is not None:
            cut = re.split(r"\s+(?:by|before|in)\s+(?=\w)", target)[0] if group.when else target
            yield Stated(
                start, start + len(objective), "measure.inline", group, down, baseline=hit.groups.get("baseline"), target=cut
            )
        else:
            yield Stated(
                start, start + len(objective), "measure.inline", None, down, baseline=hit.groups.get("baseline"), target=target
            )


def _direction(objective: str, codebook: Codebook) -> bool | None:
    verb = next(iter(_verbs(objective, _hits(objective, codebook))), None)
    return None if verb is None or verb.direction == "hold" else verb.direction == "down"


def direction_of(text: str, codebook: Codebook) -> bool | None:
    """Whether an objective wants less (True), more (False), or does not say (None)."""
    return _direction(text, codebook)


def _hits(text: str, codebook: Codebook) -> tuple[Hit, ...]:
    """What rules/measures.yaml finds in a sentence: all but heads of columns."""
    return codebook.find("measures", text, "column", None)


def leading_direction(sentence: str, codebook: Codebook) -> bool | None:
    """Whether a lead-in wants less of what is listed under it (True), more (False), or says neither (None).

    Its verb must be one of intent near its end ("We will reduce:", "we aim to reduce the number of:").
    """
    hits = _hits(sentence, codebook)
    roles = _roles(hits, sentence)
    verbs = [verb for verb in _verbs(sentence, hits) if not verb.done and _AIMS.search(sentence[: verb.start])]
    if roles & {"past", "doubt", "met"} or not verbs or verbs[-1].direction == "hold":
        return None
    near = len(sentence[verbs[-1].end :].split()) <= _NEAR_END
    return verbs[-1].direction == "down" if near else None


def _verbs(text: str, hits: Sequence[Hit]) -> list[Verb]:
    found = []
    for hit in hits:
        if hit.entry["direction"] and hit.entry["role"] in {None, "done"}:
            done = hit.entry["role"] == "done"
            start = hit.start + text[hit.start : hit.end].rindex(" ") + 1 if done else hit.start
            end = start + len(re.split(r"\W", text[start:], maxsplit=1)[0])
            percent = {"halved": 50.0, "doubled": 100.0}.get(text[start:end].lower()) if done else hit.entry["percent"]
            found.append(Verb(start, end, str(hit.entry["direction"]), percent, done))
    return found


def _roles(hits: tuple[Hit, ...], sentence: str) -> set[str]:
    """What a sentence is said to be about. "Reduced by" in "is to be reduced by" tells of no past, nor does "than last year"."""
    wanted = [
        hit
        for hit in hits
        if hit.entry["role"] in {"change", "reach", "done", "to-have"}
        or (hit.entry["role"] == "own" and " be " in sentence[hit.start : hit.end])
    ]
    return {
        str(hit.entry["role"])
        for hit in hits
        if hit.entry["role"]
        and not (
            hit.entry["role"] == "past"
            and (any(one.start < hit.end and hit.start < one.end for one in wanted) or _THAN.search(sentence[: hit.start]))
        )
    }


def _sentence(
    text: str, start: int, end: int, codebook: Codebook, line: bool, context: bool, among: bool = False
) -> Iterator[Stated]:
    whole = text[start:end]
    if not has_quantity(whole) and not (among and "baseline" in whole):
        return
    if line and BOTH.search(whole) is None and (labelled := labelled_line(whole, start)) is not None:
        yield replace(labelled, national=_says(whole, "national", codebook))
        return
    sentence, asides = split_asides(whole)
    reach = 0
    for one in _clauses(sentence, start, codebook, line, context or among, among, whole):
        if _says(whole[one.start - start : one.end - start], "not-ours", codebook):
            continue
        if one.amounts is None:
            yield one
            continue
        first = beside(asides, reach, one.amounts.start) or (stands_at(whole, one.amounts) if among else None)
        yield replace(one, amounts=completed(one.amounts, sentence, first))
        reach = one.amounts.end


def _says(text: str, role: str, codebook: Codebook) -> bool:
    """Whether an entry of rules/measures.yaml with that role stands in ``text``."""
    return bool(codebook.find("measures", text, "role", role))


def _clauses(sentence: str, start: int, codebook: Codebook, line: bool, context: bool, among: bool, whole: str) -> list[Stated]:
    """The measures of one sentence: read as a whole, or clause by clause where that finds more of them."""
    found = list(_stated_in(sentence, start, codebook, line, context, among, whole))
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(sentence)), len(sentence)]
    if len(cuts) == 2:
        return found
    roles = _roles(_hits(sentence, codebook), sentence)
    if roles & {"doubt", "met"}:
        return found
    own = WANTS.search(sentence) is not None and "past" not in roles
    dated = "own" in roles and "past" not in roles and any(at == 0 for at, _, _ in times(sentence))
    parts: list[Stated] = []
    for first, last in itertools.pairwise(cuts):
        clause = sentence[first:last]
        if not has_quantity(clause):
            continue
        # "By 2012 we aim to cut arson by 5%, and to train 50 volunteers": the time at the head is that of each deed after it.
        deed = bool(first) and dated and clause.lstrip().startswith("to ")
        line_here = line and (among or not first)
        parts += _stated_in(clause, start + first, codebook, line_here, context or deed, among, whole[first:last], own=own or deed)
    return parts if len(parts) > len(found) else found


def _stated_in(
    sentence: str, start: int, codebook: Codebook, line: bool, context: bool, among: bool, whole: str, *, own: bool = False
) -> Iterator[Stated]:
    """The measures of one sentence, without what it says aside; ``whole`` is the sentence with it.

    ``among`` says that it stands under words which say what is to be reached.
    """
    hits = _hits(sentence, codebook)
    roles = _roles(hits, sentence)
    success = among or "success" in roles
    if success:
        # "We will have succeeded if burglary has fallen by 10%": neither told nor asked, but wanted.
        roles -= {"past", "doubt"}
    if roles & {"doubt", "met"}:
        return
    label = next((hit.end for hit in hits if hit.entry["role"] == "label"), 0)
    verbs = [verb for verb in _verbs(sentence, hits) if verb.done or _AIMS.search(sentence[: verb.start]) or verb.start == label]
    opening = _BEFORE_VERB.match(sentence, label)
    leads = bool(verbs) and opening is not None and verbs[0].start <= opening.end()
    if "past" in roles and not (leads and (line or verbs[0].start == label)):
        return
    plain = bool(label) or (
        line and (leads or re.search(r"\s[-–—:]\s*$|:\s*$", sentence[: verbs[0].start] if verbs else "") is not None)
    )
    own_clause, own = own, own or plain or context or "own" in roles
    national = "national" in roles
    reach = 0
    last: Verb | None = None
    some = False
    for group in groups(sentence, bare=plain) if verbs else ():
        verb = next((verb for verb in reversed(verbs) if reach <= verb.start < group.start), None)
        carried = verb is None
        between = sentence[reach : group.start]
        if carried and (last is None or " of those" in between or len(between.split()) > 14 or "." in between.strip(". ")):
            continue
        verb = verb or last
        assert verb is not None
        if _PART.search(sentence[: group.start]) is not None or (group.by is None and " / " in sentence[verb.end : group.start]):
            # "Reduce total crime / 40,861 (3%) / 20,409" is a row of a table whose lines were lost.
            continue
        if _RATE_OF.search(sentence[verb.start : group.start]) is not None:
            # "improve by achieving a detection rate of at least 20%": the rate is to be that.
            verb = replace(verb, direction="hold")
        gerund = sentence[verb.start : verb.end].lower().endswith("ing")
        if not _is_aimed(verb, group, sentence, own=own, plain=plain, gerund=gerund, carried=carried):
            continue
        first = _first_word(sentence, reach, group.start, None if carried else verb)
        if first >= group.start and not group.by:
            continue
        some, last = True, verb
        yield _stated(sentence, start, first, group, verb, national, line=line)
        reach = group.end
    if not some:
        others = list(
            other_turns(
                sentence,
                start,
                hits,
                verbs,
                own=own or success,
                line=line,
                context=context,
                national=national,
                past="past" in roles,
                # A further clause of a sentence that wants things wants what it says.
                success=success or (own_clause and not roles & {"past", "doubt"}),
            )
        )
        yield from others
        if not others and (among or (line and "past" not in roles)):
            stated = context_line(whole, start, strict=not among, national=national)
            if stated is not None:
                yield stated


def _is_aimed(verb: Verb, group: Amounts, sentence: str, *, own: bool, plain: bool, gerund: bool, carried: bool) -> bool:
    if verb.direction == "hold":
        if NOUN.match(sentence, group.start):
            return False
        reached = group.target or group.change
        return own and reached is not None and (plain or group.when is not None or "%" in reached or "per" in reached)
    if gerund and not own:
        return False
    if not plain and not re.search(r"\w", sentence[verb.end : group.start]) and verb.start < group.start and not carried:
        # "prices will increase by 2%": what goes up stands before the verb, and is read by that turn.
        return False
    if group.change is None and group.first is None:
        closes = not sentence[group.end :].strip(" .;,)")
        return (group.by is not None and closes) or (
            group.target is not None
            and (
                group.when is not None
                or "%" in group.target
                or (plain and closes)
                or (own and sentence.startswith("to ", group.start) and any(True for _ in times(sentence)))
            )
        )
    return True


def _first_word(sentence: str, reach: int, stop: int, verb: Verb | None) -> int:
    """Where the objective begins: at its verb, or at the thing itself where a verb serves several ("reduce: a by 5%; b by 7%")."""
    if verb is None:
        carried = _CARRIED.match(sentence, reach)
        return carried.end() if carried else reach
    between = sentence[verb.end : stop]
    if re.match(r"\s*:", between):
        return verb.end + len(between) - len(between.lstrip(" :-–"))
    return verb.end + len(between) - len(between.lstrip()) if verb.done else verb.start


def _stated(sentence: str, offset: int, first: int, group: Amounts, verb: Verb, national: bool, *, line: bool) -> Stated:
    """The measure of one verb with its amounts. A line is kept as it stands; in running text the objective ends where its amounts
    begin ("lower the rate of assault (NI 20) from 9.4 to 8.2" gives "lower the rate of assault")."""
    # "bring the average level of concern down by 3%": the thing stands between the two halves of the verb.
    split = re.match(
        r"(?:bring|bringing|drive|driving|keep|get|getting|push)\s+(?:the\s+)?(?P<thing>.+?)\s+(?:down|up)\s*$",
        sentence[first : group.start],
        re.I,
    )
    hold = verb.direction == "hold"
    down = None if hold else verb.direction == "down"
    if split is not None:
        return Stated(
            offset + first + split.start("thing"), offset + first + split.end("thing"), "measure.prose", group, down, hold, national
        )
    end = group.end
    if hold and _RIGHT_BEFORE.fullmatch(sentence[verb.end : group.start]) is not None:
        # "achieve a 75% victim satisfaction rate": what is to be had stands behind its figure.
        stop = _HAD_ENDS.search(sentence, end)
        end = stop.start() if stop is not None else len(sentence)
    if not (line or hold) and len(sentence[first : group.start].split()) > (0 if verb.done or first > verb.start else 1):
        end = first + len(_NUMBER_OF.sub("", sentence[first : group.start].rstrip(_TAIL_MARKS + "(")))
    while end > first and sentence[end - 1] in _TAIL_MARKS:
        end -= 1
    if first >= group.start:
        end = first
    return Stated(offset + first, offset + end, "measure.prose", group, down, hold, national)
