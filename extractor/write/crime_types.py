"""Which crime types of a national target a local measure covers, by its wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from extractor.codebook import Codebook
from extractor.grammar.objectives import names_crime, objective_key

CATALOGUE = "psa_crime_types"


@lru_cache(maxsize=4)
def _types(codebook: Codebook) -> tuple[tuple[Mapping[str, str], tuple[str, ...], tuple[str, ...]], ...]:
    """Each row of the catalogue with the keys of its names and of wider wordings."""
    return tuple(
        (row, _keys(f"{row['crime_type']} | {row['aliases']}"), _keys(row["wider"])) for row in codebook.catalogue(CATALOGUE)
    )


def _keys(cell: str) -> tuple[str, ...]:
    keys = (objective_key(name) for name in cell.split("|"))
    return tuple(dict.fromkeys(key for key in keys if key))


def crime_types(objective: str, codebook: Codebook) -> Iterator[tuple[Mapping[str, str], str]]:
    """(catalogue row, how) for each crime type that an objective names.

    "same": it names nothing else; "among others": with more words ("robbery and burglary"); "wider": a class that holds the type
    ("vehicle crime" for theft from a vehicle).
    """
    key = objective_key(objective)
    for row, names, wider in _types(codebook):
        hows = {how for name in names if (how := names_crime(key, name))}
        if hows:
            yield row, "same" if "same" in hows else "among others"
        elif key in wider:
            yield row, "wider"
