"""One file of rules/ -> entries, words or rows, each fault named by file and entry."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from extractor.codebook.fields import FIELDS, NEEDED, WORDS
from extractor.codebook.searching import Entry
from extractor.errors import RulesError

_COMMON = {"id", "phrases", "patterns", "unless", "yes", "no", "note"}


# libyaml reads the rules ten times faster than PyYAML's own scanner (0.25 s of each start), where it was built in.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_Safe):  # type: ignore[misc]
    """YAML in which `yes`, `no`, `on` and `off` are words, as a writer of rules means them; only true and false are not."""


_BOOLEAN = "tag:yaml.org,2002:bool"
_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver(_BOOLEAN, re.compile(r"true|false"), list("tf"))


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Plain)
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"line {mark.line + 1} " if mark else ""
        raise RulesError(f"{path.name}: {line}cannot be read as YAML: check indentation and quotes") from fault


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of a list of rules, in the order of the file. Raises RulesError."""
    raw = _read_yaml(path)
    if not isinstance(raw, list):
        raise RulesError(f"{path.name}: must be a list of entries, each starting with '- id:'")
    entries = tuple(_entry(item, number, path) for number, item in enumerate(raw, 1))
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise RulesError(f"{path.name}: entry {entry.id!r} stands twice")
        seen.add(entry.id)
    return entries


def _entry(raw: Any, number: int, path: Path) -> Entry:
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        raise RulesError(f"{path.name}: entry {number} has no id")
    known, identity = FIELDS[path.stem], raw["id"]
    where = f"{path.name}: entry {identity!r}"
    for key, value in raw.items():
        if key not in _COMMON and key not in known:
            raise RulesError(f"{where}: unknown field {key!r} (known: {', '.join(sorted(_COMMON | set(known)))})")
        allowed = known.get(key)
        if allowed and not all(item in allowed for item in (value if isinstance(value, list) else [value])):
            raise RulesError(f"{where}: {key} is {value!r}, not one of: {', '.join(str(one).lower() for one in allowed)}")
    needed = [*NEEDED.get(path.stem, ())]
    if "priorities" in (raw.get("holds"), raw.get("role")):
        needed += ["kind", "strength"]
    for key in needed:
        if raw.get(key) is None:
            raise RulesError(f"{where}: lacks the field {key!r}")
    parts = {key: _strings(raw.get(key), where, key) for key in ("phrases", "patterns", "unless", "yes", "no")}
    own = {key: value for key, value in raw.items() if key in known}
    return Entry(id=identity, list=path.stem, fields=MappingProxyType(own), **parts)


def _strings(value: Any, where: str, name: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(item, str) for item in values):
        raise RulesError(f"{where}: {name} must be words (put them in quotes)")
    return tuple(values)


def read_words(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Name -> words, for the lists of words that phrases name in braces. Raises RulesError."""
    raw = _read_yaml(path)
    if not isinstance(raw, dict) or not all(isinstance(words, list) for words in raw.values()):
        raise RulesError(f"{path.name}: must hold lists of words, each as 'name: [word, word]'")
    missing = sorted(set(WORDS) - set(raw))
    if missing:
        raise RulesError(f"{path.name} lacks the list {missing[0]!r}, which the program itself reads")
    return {str(name): tuple(str(word) for word in words) for name, words in raw.items()}


def read_catalogue(path: Path) -> tuple[Mapping[str, str], ...]:
    """The rows of a catalogue, every cell as printed. Raises RulesError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = tuple(
                MappingProxyType({key: value or "" for key, value in row.items() if key is not None})
                for row in csv.DictReader(lines)
            )
    except (UnicodeDecodeError, csv.Error) as fault:
        raise RulesError(f"{path.name}: cannot be read as CSV in UTF-8: {fault}") from fault
    if not rows or "source" not in rows[0]:
        raise RulesError(f"{path.name}: a catalogue needs rows and a column 'source'")
    return rows
