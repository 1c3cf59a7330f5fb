"""Sets of priorities that another set of the paper takes the place of: by their years, or as "existing" beside "proposed"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.codebook import Codebook
from extractor.grammar.periods import find_periods


def replaced(openings: Sequence[str], codebook: Codebook) -> frozenset[int]:
    """Indices of the ``openings`` (lead-ins, headings or column heads, one a set) whose set another one takes the place of."""
    years = [_years(text) for text in openings]
    words = [frozenset(re.findall(r"[a-z]+", text.lower())) for text in openings]
    new, old = frozenset(codebook.words["new_set"]), frozenset(codebook.words["old_set"])
    gone = set()
    for index, own in enumerate(years):
        later = own is not None and any(other is not None and other[0] >= own[1] and other[0] > own[0] for other in years)
        beside = bool(words[index] & old - new) and not words[index] & new
        if later or (beside and any(other & new and not other & old for other in words)):
            gone.add(index)
    return frozenset(gone)


def _years(text: str) -> tuple[int, int] | None:
    """The one span of years that an opening names; None where it names none or several."""
    spans = {(span.first_year, span.last_year) for span in find_periods(text)}
    return spans.pop() if len(spans) == 1 else None
