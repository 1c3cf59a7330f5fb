"""GOLD/<name>.json -> Gold: what a careful reader finds in a paper. Every fault names the file and the key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from extractor.errors import InputError

T = TypeVar("T")
CELLS = ("baseline", "timescale", "target")
NUMBERS = ("baseline_value", "target_value", "change_percent")


@dataclass(frozen=True, slots=True)
class GoldPriority:
    """``neutral``: another body's, another year's, optional, cross-cutting, or a child: neither asked for nor a false alarm."""

    title: str
    kind: str | None
    themes: frozenset[str]
    scope: str
    optional: bool
    neutral: bool

    @property
    def foreign(self) -> bool:
        """Not the plan's own current one: to report it as that is a wrong scope."""
        return self.scope not in ("current", "emerging")


@dataclass(frozen=True, slots=True)
class GoldPlan:
    """``areas``, ``partnership`` and ``period`` are empty where the paper's text does not state them."""

    names: tuple[str, ...]
    """Areas by which this plan is told from its neighbours, stated or not."""
    areas: tuple[str, ...]
    partnership: str | None
    period: tuple[int, int] | None
    vision_starts: str | None
    vision_optional: bool
    priorities: tuple[GoldPriority, ...]


@dataclass(frozen=True, slots=True)
class GoldMeasure:
    objective: str
    cells: tuple[tuple[str, str], ...]
    """(cell, words as printed), those that are given."""
    numbers: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class GoldRemark:
    """A local remark beside a national action, both by their first words."""

    commentary_starts: str
    number: str | None
    text_starts: str | None


@dataclass(frozen=True, slots=True)
class Gold:
    name: str
    form_class: str
    date: str | None
    plans: tuple[GoldPlan, ...]
    references: frozenset[str]
    """Keys as in :func:`reference_key`."""
    measures: tuple[GoldMeasure, ...]
    commentary: tuple[GoldRemark, ...]


def reference_key(scheme: str, number: str) -> str:
    """A citation without its round: ("psa", "023") gives "PSA 23"."""
    return f"{scheme} {number.lstrip('0')}".upper()


def read_gold(file: Path) -> Gold:
    """One gold file. Raises InputError, naming file and key, for what is not JSON, lacks a key or holds the wrong kind of value."""
    try:
        values = json.loads(file.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as fault:
        raise InputError(f"{file} is not JSON (line {fault.lineno}, column {fault.colno}: {fault.msg}): mend it there") from fault
    except (UnicodeDecodeError, RecursionError) as fault:
        raise InputError(f"{file} is not JSON in UTF-8: save it again as that") from fault
    except OSError as fault:
        raise InputError(f"{file} cannot be opened ({fault.strerror}): check its permissions") from fault
    if not isinstance(values, dict):
        raise InputError(f"{file} holds no JSON object: gold begins with {{ and has the key 'plans'")
    node = _Node(file, "", values)
    document = node.node("document")
    return Gold(
        name=file.stem,
        form_class=node.text("form_class") or "seed",
        date=document.text("date") if document else None,
        plans=tuple(_plan(plan) for plan in node.nodes("plans", needed=True)),
        references=node.references(),
        measures=tuple(_measure(measure) for measure in node.nodes("measures")),
        commentary=tuple(
            GoldRemark(remark.words("commentary_starts"), remark.text("number"), remark.text("text_starts"))
            for remark in node.nodes("commentary")
        ),
    )


def _plan(node: _Node) -> GoldPlan:
    names, period = node.texts("areas"), node.node("period")
    return GoldPlan(
        names=names,
        areas=names if node.flag("area_in_text", True) else (),
        partnership=node.text("partnership") if node.flag("partnership_in_text", True) else None,
        period=(period.year("start"), period.year("end")) if period and node.flag("period_in_text", True) else None,
        vision_starts=node.text("vision_starts"),
        vision_optional=node.flag("vision_optional"),
        priorities=tuple(_priority(priority) for priority in node.nodes("priorities", needed=True)),
    )


def _priority(node: _Node) -> GoldPriority:
    scope, optional = node.text("scope") or "current", node.flag("optional")
    return GoldPriority(
        title=node.words("title"),
        kind=node.text("kind"),
        themes=frozenset(node.texts("themes")),
        scope=scope,
        optional=optional,
        neutral=scope != "current" or optional or node.flag("cross_cutting") or bool(node.text("parent")),
    )


def _measure(node: _Node) -> GoldMeasure:
    cells = ((cell, node.text(cell)) for cell in CELLS)
    numbers = ((cell, node.number(cell)) for cell in NUMBERS)
    return GoldMeasure(
        objective=node.words("objective"),
        cells=tuple((cell, words) for cell, words in cells if words),
        numbers=tuple((cell, number) for cell, number in numbers if number is not None),
    )


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON object with the place it stands at ("plans[0]", counting from 0 as JSON does), for messages."""

    file: Path
    place: str
    values: dict[str, Any]

    def _value(self, key: str, kind: Callable[[Any], T | None], what: str) -> T | None:
        """The value, None for an absent or null key; ``kind`` gives None for a value that is not ``what``."""
        value = self.values.get(key)
        if value is None:
            return None
        taken = kind(value)
        if taken is None:
            raise InputError(f"{self.file}: '{self._name(key)}' must be {what}")
        return taken

    def _needed(self, key: str, value: T | None, what: str) -> T:
        if value is None:
            raise InputError(f"{self.file}: '{self._name(key)}' is missing: add it ({what})")
        return value

    def _name(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def text(self, key: str) -> str | None:
        return self._value(key, lambda value: value if isinstance(value, str) else None, "text")

    def words(self, key: str) -> str:
        return self._needed(key, self.text(key) or None, "text")

    def texts(self, key: str) -> tuple[str, ...]:
        return self._value(key, _texts, "a list of texts") or ()

    def number(self, key: str) -> float | None:
        return self._value(key, _number, "a number")

    def year(self, key: str) -> int:
        return int(self._needed(key, self.number(key), "a year"))

    def flag(self, key: str, default: bool = False) -> bool:
        told = self._value(key, lambda value: value if isinstance(value, bool) else None, "true or false")
        return default if told is None else told

    def node(self, key: str) -> _Node | None:
        found = self._value(key, lambda value: value if isinstance(value, dict) else None, "an object")
        return None if found is None else _Node(self.file, self._name(key), found)

    def nodes(self, key: str, needed: bool = False) -> tuple[_Node, ...]:
        found = self._value(key, _objects, "a list of objects")
        if needed:
            self._needed(key, found, "a list, which may be empty")
        return tuple(_Node(self.file, f"{self._name(key)}[{place}]", values) for place, values in enumerate(found or ()))

    def references(self) -> frozenset[str]:
        """Citations as keys: gold writes "NI 15", or an object with scheme and number."""
        keys = set()
        for place, entry in enumerate(
            self._value("references", lambda value: value if isinstance(value, list) else None, "a list") or ()
        ):
            here = f"references[{place}]"
            if isinstance(entry, str):
                keys.add(re.sub(r"\s*0*(\d)", r" \1", entry.upper(), count=1))
            elif isinstance(entry, dict):
                number = entry.get("number")
                node = _Node(self.file, here, entry | {"number": None if number is None else str(number)})
                keys.add(reference_key(node.words("scheme"), node.words("number")))
            else:
                raise InputError(f"{self.file}: '{here}' must be text such as \"NI 15\", or an object with scheme and number")
        return frozenset(keys)


def _texts(value: Any) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(entry, str) for entry in value) else None


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _objects(value: Any) -> tuple[dict[str, Any], ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(entry, dict) for entry in value) else None
