"""Which themes a wording names: the longest phrases of rules/themes.yaml that stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook, Hit

_BRACKETS = re.compile(r"\([^()]*\)")
MOST = 4
WORKING = "partnership working & performance"
"""How partners work, as a theme: it shows in the names of many things that are no priority."""


def themes_of(text: str, codebook: Codebook) -> tuple[str, ...]:
    """The themes of ``text`` in order of place, the general ones only where nothing else is named.

    A phrase of one word yields to a longer phrase around it: "domestic violence" is not also "violence".
    """
    hits = codebook.find("themes", text)
    kept = [hit for hit in hits if _several_words(text, hit) or not _inside_another(hit, hits)]
    special = [hit for hit in kept if not hit.entry["general"]]
    return tuple(dict.fromkeys(hit.entry.id for hit in special or kept))[:MOST]


def _several_words(text: str, hit: Hit) -> bool:
    words = text[hit.start : hit.end]
    return " " in words or "-" in words


def _inside_another(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a longer phrase of another theme stands around ``hit``."""
    around = [other for other in hits if other.entry is not hit.entry and other.start <= hit.start and hit.end <= other.end]
    return any(other.end - other.start > hit.end - hit.start for other in around)


def names_theme(text: str, codebook: Codebook) -> bool:
    """Whether ``text`` names a theme of community safety, and not only how partners work."""
    return any(theme != WORKING for theme in themes_of(text, codebook))


def title_themes(title: str, codebook: Codebook) -> tuple[str, ...]:
    """Primary themes: those of the title without its brackets, or of the brackets where the title alone names none.

    "other" if the whole title names none.
    """
    return themes_of(_BRACKETS.sub(" ", title), codebook) or themes_of(title, codebook) or ("other",)
