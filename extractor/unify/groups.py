"""Names in a group of similar areas -> official names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.codebook import Codebook
from extractor.model import AreaGroup
from extractor.unify.areas import resolve_area


def resolve_groups(groups: Sequence[AreaGroup], year: int | None, codebook: Codebook) -> tuple[AreaGroup, ...]:
    """``groups`` with each name made official for ``year`` (the plan's first); a group none of whose names is an area is left out.

    A name that means several areas, or none, stays as printed.
    """
    resolved = []
    for group in groups:
        verdicts = [resolve_area(name, codebook, year) for name in group.areas]
        if sum(verdict.code is not None for verdict in verdicts) >= 2:
            names = [
                verdict.name if verdict.code and verdict.name else name for verdict, name in zip(verdicts, group.areas, strict=True)
            ]
            resolved.append(replace(group, areas=tuple(dict.fromkeys(names))))
    return tuple(resolved)
