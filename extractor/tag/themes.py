"""Which themes a wording names: the longest phrases of rules/themes.yaml that stand in it."""

from __future__ import annotations

import re

from extractor.codebook import Codebook

_BRACKETS = re.compile(r"\([^()]*\)")
MOST = 4


def themes_of(text: str, codebook: Codebook) -> tuple[str, ...]:
    """The themes of ``text`` in order of place, the general ("other", "partnership working") only where nothing else is named.

    A phrase of one word yields to a longer phrase around it: "domestic violence" is not also "violence".
    """
    hits = codebook.find("themes", text)
    kept = [
        hit
        for hit in hits
        if " " in text[hit.start : hit.end].strip() or "-" in text[hit.start : hit.end]
        or not any(other.entry is not hit.entry and other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start for other in hits)
    ]
    found = list(dict.fromkeys(hit.entry.id for hit in kept))
    special = [theme for theme in found if theme not in ("other", "partnership working & performance")]
    return tuple((special or found)[:MOST])


def title_themes(title: str, codebook: Codebook) -> tuple[str, ...]:
    """Primary themes: those of the title without its brackets, or of the brackets where the title alone names none; "other" if none."""
    return themes_of(_BRACKETS.sub(" ", title), codebook) or themes_of(title, codebook) or ("other",)
