"""The ledger as it stands: what an operator wants to know of all source files."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from extractor.errors import ADVICE, FINISHED_WITH_SOME_LEFT, Reason
from extractor.write import Entry, ledger_of, left_unfinished


@dataclass(frozen=True, slots=True)
class Standing:
    """Every entry of a ledger, by path. ``unfinished``: a run was interrupted, or is under way."""

    entries: tuple[Entry, ...]
    unfinished: bool

    @property
    def states(self) -> dict[str, int]:
        return dict(Counter(one.state for one in self.entries))

    @property
    def reasons(self) -> dict[str, int]:
        """How many files there are of each reason, those that are gone left out."""
        return dict(Counter(one.reason for one in self.entries if one.reason and one.state != "gone"))

    @property
    def exit_code(self) -> int:
        """0 where every file is read, the same as another, or gone; else 3."""
        return FINISHED_WITH_SOME_LEFT if any(self.states.get(state) for state in ("partial", "waiting", "quarantined")) else 0

    def of(self, reason: str) -> tuple[Entry, ...]:
        """The entries with a reason."""
        return tuple(one for one in self.entries if one.reason == reason and one.state != "gone")

    def advice(self, reason: str) -> str:
        """What can be done about a reason, in one line."""
        return ADVICE[Reason(reason)]

    def as_dict(self) -> dict[str, object]:
        """All as plain values."""
        return {
            "states": self.states,
            "reasons": {reason: {"files": count, "advice": self.advice(reason)} for reason, count in sorted(self.reasons.items())},
            "unfinished_run": self.unfinished,
            "files": [asdict(one) for one in self.entries],
        }


def status(database: Path) -> Standing:
    """The ledger of a database. Raises DatabaseError for a file that is no plans database."""
    return Standing(tuple(ledger_of(database).values()), left_unfinished(database))
