"""A codebook that notes which of its rules are met in the texts that are searched with it."""

from __future__ import annotations

from extractor.codebook import Codebook, Hit


class WatchedCodebook(Codebook):
    """The same rules and the same answers as ``codebook``; ``met`` gathers (list, id) of every entry found in a text, ``searched``
    the lists that were asked for."""

    def __init__(self, codebook: Codebook) -> None:
        self.__dict__.update(codebook.__dict__)
        self.met: set[tuple[str, str]] = set()
        self.searched: set[str] = set()

    def find(self, name: str, text: str, field: str = "", *values: object) -> tuple[Hit, ...]:
        hits = super().find(name, text, field, *values)
        self.searched.add(name)
        self.met.update((name, hit.entry.id) for hit in hits)
        return hits
