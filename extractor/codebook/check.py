"""Tests rules/ against its own examples: every phrase exercised by a `yes` of its entry, every entry silent on its `no`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.codebook import Codebook, Entry


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one entry."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: entry {self.entry!r}: {self.message}"


def _entry_faults(codebook: Codebook, entry: Entry) -> Iterator[str]:
    written = (*entry.phrases, *entry.patterns)
    if not written:
        yield "has neither phrases nor patterns"
    if not entry.yes:
        yield "has no example under 'yes'"
    exercised: set[str] = set()
    for example in entry.yes:
        found = {hit.phrase for hit in codebook.find(entry.list, example) if hit.entry.id == entry.id}
        if not found:
            yield f"does not match its own example {example!r}"
        exercised |= found
    for phrase in written:
        if phrase not in exercised and entry.yes:
            yield f"no example under 'yes' shows {phrase!r} at work"
    for example in entry.no:
        hit = next((hit for hit in codebook.find(entry.list, example) if hit.entry.id == entry.id), None)
        if hit:
            yield f"matches {example!r}, which stands under 'no' (by {hit.phrase!r})"


def check_codebook(codebook: Codebook) -> tuple[Fault, ...]:
    """Every fault of every entry, by file and entry. Empty when the rules keep their own word."""
    return tuple(
        Fault(f"{name}.yaml", entry.id, message)
        for name in sorted(codebook.lists)
        for entry in codebook.lists[name]
        for message in _entry_faults(codebook, entry)
    )
