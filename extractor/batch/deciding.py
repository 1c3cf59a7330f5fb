"""What is to become of a file, by what the database knows already: nothing to do, the same as another, or to be read."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.batch.due import due
from extractor.batch.packs import exists
from extractor.batch.slots import Setting
from extractor.batch.source import Source
from extractor.batch.summary import Outcome
from extractor.batch.together import Coming
from extractor.errors import Reason
from extractor.model import ManifestRow
from extractor.write import Entry, Known, as_path, as_text

_Twin = tuple[str, str, bool]
"""Path and name of a file, and whether the manifest speaks of it."""


@dataclass(slots=True)
class Item:
    """A file on its way: what is known of it, and either an outcome or a reading that is to come."""

    path: str
    file: str
    row: ManifestRow | None = None
    source: Source | None = None
    outcome: Outcome | None = None
    entry: Entry | None = None
    result: Coming | None = None
    parse_again: bool = False


@dataclass
class Deciding:
    """``entries`` are those of the ledger by path, ``papers`` those held by SHA-256, ``problems`` what could not be read in them.

    ``again`` holds paths, as the ledger has them, that are tried whatever is known; ``now`` is when the run began. Whoever writes
    an entry notes it in ``entries``.
    """

    setting: Setting
    again: Collection[str]
    now: str
    entries: dict[str, Entry] = field(default_factory=dict)
    papers: dict[str, Known] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, _Twin] = field(default_factory=dict)
    _elsewhere: dict[str, Entry] = field(default_factory=dict)

    def take_in(self, entries: dict[str, Entry], papers: dict[str, Known], problems: dict[str, str]) -> None:
        """Notes what a database holds."""
        self.entries, self.papers, self.problems = entries, papers, problems

    def leave_out(self, ours: Iterable[Path]) -> None:
        """Tells the files of this run from those of others, which may hold the same bytes."""
        here = {path_in_ledger(file) for file in ours}
        for path, entry in self.entries.items():
            if path not in here and entry.sha256 and entry.state in ("read", "partial", "waiting", "quarantined"):
                self._elsewhere.setdefault(entry.sha256, entry)

    def settled(self, item: Item, sha256: str, seen_as: str) -> bool:
        """Whether nothing is to be read; the item then holds outcome and entry."""
        before = self.entries.get(item.path)
        blank = Entry(item.path, item.file, "read", sha256, seen_as, first_seen=self.now)
        entry = replace(before, file=item.file, seen_as=seen_as) if before and before.sha256 == sha256 else blank
        twin = self._twin(sha256)
        if twin is not None and (twin[2] or item.row is None):
            item.outcome = Outcome(item.file, "duplicate", f"the same file as {twin[1]}", sha256=sha256, path=item.path)
            holds = before.holds if before else None
            item.entry = replace(entry, state="duplicate", reason=None, note=None, same_as=twin[0], holds=holds)
            return True
        self._seen[sha256] = (item.path, item.file, item.row is not None)
        item.parse_again = item.path in self.again
        if item.parse_again:
            return False
        entry = replace(entry, same_as=None)
        tried = before if before is not None and before.sha256 == sha256 and before.reason else None
        if tried is not None and due(tried, self.setting):
            item.parse_again = True
            return False
        paper = self.papers.get(sha256)
        if paper is not None:
            item.row = item.row or paper.manifest
            if paper.rules_hash != self.setting.rules_hash or _said(item.row) != _said(paper.manifest):
                return False
            if entry.state in ("duplicate", "gone") or entry is blank:
                note = self.problems.get(sha256)
                entry = replace(entry, state="read" if note is None else "partial", note=note)
            entry = replace(entry, holds=sha256)
        elif tried is None or tried.state not in ("waiting", "quarantined"):
            return False
        item.entry = entry
        item.outcome = _as_it_stands(item, entry)
        return True

    def _twin(self, sha256: str) -> _Twin | None:
        """Another file with the same bytes that stands for both."""
        if sha256 in self._seen:
            return self._seen[sha256]
        other = self._elsewhere.get(sha256)
        if other is None or not exists(as_path(other.path)):
            return None
        return other.path, other.file, bool(self.papers.get(sha256) and self.papers[sha256].manifest)


def path_in_ledger(file: Path) -> str:
    """A file's path as the ledger has it."""
    return as_text(os.path.abspath(file))  # noqa: PTH100 - a link is a name of its own, and is not followed


def _as_it_stands(item: Item, entry: Entry) -> Outcome:
    reason = Reason(entry.reason) if entry.reason else None
    if entry.state == "read":
        return Outcome(item.file, "unchanged", sha256=entry.sha256, path=item.path)
    state = "partial" if entry.state == "partial" else "waiting" if entry.state == "waiting" else "quarantined"
    return Outcome(item.file, state, entry.note or "", 0, 0, entry.sha256, item.path, reason, stands=True)  # type: ignore[arg-type]


def _said(row: ManifestRow | None) -> tuple[str | None, ...]:
    """What a manifest row says of its paper; a row that says nothing is as good as none."""
    return (row.area, row.partnership, row.period, row.source) if row is not None else (None,) * 4
