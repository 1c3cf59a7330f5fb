"""gold + papers -> figures: how well extraction reads papers that a person has read before.

Front door: :func:`evaluate` runs and scores, :func:`as_text` and :func:`as_dict` show what came out, :func:`both_sides` sets papers
set aside beside those the rules were written with, :func:`gains` compares two readings of the same papers.
"""

from __future__ import annotations

from extractor.evaluate.figures import Band, Evaluation, Fault, Found, LeftOut, Scored, Share, Tally
from extractor.evaluate.gains import gains, held, keep, read_kept
from extractor.evaluate.run import Progress, evaluate
from extractor.evaluate.shown import as_dict, as_text, both_sides

__all__ = [
    "Band",
    "Evaluation",
    "Fault",
    "Found",
    "LeftOut",
    "Progress",
    "Scored",
    "Share",
    "Tally",
    "as_dict",
    "as_text",
    "both_sides",
    "evaluate",
    "gains",
    "held",
    "keep",
    "read_kept",
]
