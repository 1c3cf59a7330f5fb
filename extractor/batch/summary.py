"""What became of the files of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractor.errors import FINISHED_WITH_SOME_LEFT, Reason

OutcomeState = Literal["read", "partial", "unchanged", "duplicate", "waiting", "quarantined"]
STATES: tuple[OutcomeState, ...] = ("read", "partial", "unchanged", "duplicate", "waiting", "quarantined")
_NOT_WHOLE = ("partial", "waiting", "quarantined")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``note`` says why, or what was read in part. ``stands``: it was so before, and was not
    tried again."""

    file: str
    state: OutcomeState
    note: str = ""
    plans: int = 0
    priorities: int = 0
    sha256: str | None = None
    """Of the file's bytes; None where it could not be opened."""
    path: str = ""
    reason: Reason | None = None
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Pictured:
    """What became of the images of Word papers' pages: how many papers they were ``made`` for, how many have or were tried before
    (``there``), for which (file, why not) they could not be made, and the program that is ``missing``, with its installation."""

    made: int = 0
    there: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    missing: str | None = None

    @property
    def exit_code(self) -> int:
        """3 where some could not be made, else 0."""
        return FINISHED_WITH_SOME_LEFT if self.failed or self.missing else 0


@dataclass(frozen=True, slots=True)
class Summary:
    """One ingest: what became of each file, in the order of reading."""

    outcomes: tuple[Outcome, ...]
    left_out: int = 0
    """Files in the folders that are no papers by their ending."""
    unmatched: tuple[str, ...] = field(default=())
    """Manifest rows that name no file of this run."""
    gone: tuple[str, ...] = ()
    """Files that earlier runs found in these folders, and that are no longer there."""
    seconds: float = 0.0

    def count(self, state: str) -> int:
        """How many files ended in one of the STATES."""
        return sum(outcome.state == state for outcome in self.outcomes)

    @property
    def exit_code(self) -> int:
        """0 where every paper of the run stands read and whole, else 3."""
        return FINISHED_WITH_SOME_LEFT if any(one.state in _NOT_WHOLE for one in self.outcomes) else 0

    def as_dict(self) -> dict[str, object]:
        """The summary as plain values: counts by state and by reason, then each file that is not simply read or unchanged."""
        reasons: dict[str, int] = {}
        for one in self.outcomes:
            if one.reason is not None:
                reasons[one.reason.value] = reasons.get(one.reason.value, 0) + 1
        return {
            "files": len(self.outcomes),
            **{state: self.count(state) for state in STATES},
            "gone": len(self.gone),
            "left_out": self.left_out,
            "seconds": round(self.seconds, 3),
            "exit_code": self.exit_code,
            "reasons": dict(sorted(reasons.items())),
            "papers": [
                {"path": one.path, "state": one.state, "reason": one.reason, "note": one.note, "stands": one.stands}
                for one in self.outcomes
                if one.state not in ("read", "unchanged")
            ],
            "gone_files": list(self.gone),
            "manifest_without_file": list(self.unmatched),
        }
