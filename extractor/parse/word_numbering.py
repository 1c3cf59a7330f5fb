"""The labels that Word prints before list paragraphs, computed from the numbering part: the text itself does not hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.parse.markers import MarkerKind, spell
from extractor.parse.word_package import Element, attribute, child
from extractor.parse.word_styles import Styles, paragraph_look

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    left: float | None = None
    first: float | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A computed label: as printed, what kind of marker it is, the list it belongs to, where its text stands (points)."""

    label: str
    kind: MarkerKind
    list: str
    level: int
    left: float | None = None


@dataclass(slots=True)
class Numbering:
    """Lists of one file with their counters: ask :meth:`label` once for each paragraph, in document order."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    """Abstract lists by id, levels by ordinal from 0."""
    nums: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = field(default_factory=dict)
    """By numId: abstract list, levels replaced, starts overridden."""
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num_id: str | None, level: int | None, style_id: str = "") -> Printed | None:
        """Label of the next paragraph of list ``num_id``; None where it has none. Counts it."""
        if num_id is None or num_id not in self.nums:
            return None
        list_, replaced, starts = self.nums[num_id]
        levels = {**self.lists.get(list_, {}), **replaced}
        if level is None:
            level = next((n for n, one in levels.items() if style_id and one.style == style_id), 0)
        own = levels.get(level)
        if own is None or own.form == "none" or (own.form != "bullet" and not own.text):
            return None
        if own.form == "bullet":
            return Printed("•", "bullet", list_, level, own.left)
        counts = self.counters.setdefault(list_, {})
        for higher in range(level):
            # A level that was passed over counts as begun: "2.a.I" is followed by "2.b".
            counts.setdefault(higher, starts.get(higher, levels.get(higher, Level()).start))
        if level in starts and (num_id, level) not in self.begun:
            counts[level] = starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else own.start
        self.begun.add((num_id, level))
        for deeper in [n for n in counts if n > level]:
            if _restarts(levels.get(deeper), deeper, level):
                del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            one = levels.get(at, Level())
            return spell(counts.get(at, one.start), "decimal" if own.legal else one.form)

        return Printed(_PLACE.sub(shown, own.text).strip(), _kind(own), list_, level, own.left)


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Read the numbering part; without one no paragraph has a computed label."""
    numbering = Numbering()
    if root is None:
        return numbering
    links: dict[str, str] = {}
    for element in root:
        if not isinstance(element.tag, str):
            continue
        if element.tag.endswith("}abstractNum"):
            id_ = attribute(element, "abstractNumId") or ""
            numbering.lists[id_] = _levels(element)
            if link := attribute(child(element, "numStyleLink"), "val"):
                links[id_] = link
        elif element.tag.endswith("}num"):
            numbering.nums[attribute(element, "numId") or ""] = _num(element)
    for id_, style in links.items():
        target = numbering.nums.get(styles.get(style).paragraph.num_id or "")
        if target and target[0] != id_:
            numbering.lists[id_] = numbering.lists.get(target[0], {})
    return numbering


def _restarts(deeper: Level | None, at: int, used: int) -> bool:
    """Whether a level starts again after a paragraph of level ``used``: by default after any higher one."""
    if deeper is None or deeper.restart is None:
        return True
    return deeper.restart != 0 and used < min(deeper.restart, at)


def _kind(level: Level) -> MarkerKind:
    if len(_PLACE.findall(level.text)) > 1 or re.search(r"\d", _PLACE.sub("", level.text)):
        return "decimal"
    return {"lowerLetter": "letter", "upperLetter": "letter", "lowerRoman": "roman", "upperRoman": "roman"}.get(
        level.form, "number"
    )  # type: ignore[return-value]


def _num(element: Element) -> tuple[str, dict[int, Level], dict[int, int]]:
    starts: dict[int, int] = {}
    for override in element:
        if isinstance(override.tag, str) and override.tag.endswith("}lvlOverride"):
            start = attribute(child(override, "startOverride"), "val")
            if start is not None:
                starts[_int(attribute(override, "ilvl"), 0)] = _int(start, 1)
    levels = {n: one for o in element if isinstance(o.tag, str) and o.tag.endswith("}lvlOverride") for n, one in _levels(o).items()}
    return attribute(child(element, "abstractNumId"), "val") or "", levels, starts


def _levels(element: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for one in element:
        if not isinstance(one.tag, str) or not one.tag.endswith("}lvl"):
            continue
        look = paragraph_look(child(one, "pPr"))
        restart = attribute(child(one, "lvlRestart"), "val")
        legal = child(one, "isLgl")
        levels[_int(attribute(one, "ilvl"), 0)] = Level(
            start=_int(attribute(child(one, "start"), "val"), 0),
            form=attribute(child(one, "numFmt"), "val") or "decimal",
            text=attribute(child(one, "lvlText"), "val") or "",
            restart=None if restart is None else _int(restart, 0),
            legal=legal is not None and (attribute(legal, "val") or "1") not in ("0", "false"),
            left=look.left,
            first=look.first,
            style=attribute(child(one, "pStyle"), "val"),
        )
    return levels


def _int(value: str | None, default: int) -> int:
    try:
        return default if value is None else int(value)
    except ValueError:
        return default
