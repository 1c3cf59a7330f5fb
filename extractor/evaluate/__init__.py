"""gold + papers -> figures: how well extraction reads papers that a person has read before.

Front door: :func:`evaluate` runs and scores, :func:`as_text` and :func:`as_dict` show what came out.
"""

from __future__ import annotations

from extractor.evaluate.figures import Band, Evaluation, Fault, LeftOut, Scored, Share, Tally
from extractor.evaluate.run import Progress, evaluate
from extractor.evaluate.shown import as_dict, as_text

__all__ = ["Band", "Evaluation", "Fault", "LeftOut", "Progress", "Scored", "Share", "Tally", "as_dict", "as_text", "evaluate"]
