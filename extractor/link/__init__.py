"""link: the priorities of many plans -> what became of each from plan to plan, and where other areas say the same.

Plain values go in and come out; nothing here knows a database or a file. Plans are put in order of time (``timeline``), the lists
of two plans are compared (``likeness``, ``pairing``), level by level (``years``), and wordings of different areas by what they
share (``across``).
"""

from extractor.link.across import Likeness, Pairs, likenesses
from extractor.link.timeline import Edition, editions
from extractor.link.values import Link, PlanStated, Said, Stated
from extractor.link.words import Knowledge, knowledge
from extractor.link.years import AreaHistory, link_area

__all__ = [
    "AreaHistory",
    "Edition",
    "Knowledge",
    "Likeness",
    "Link",
    "Pairs",
    "PlanStated",
    "Said",
    "Stated",
    "editions",
    "knowledge",
    "likenesses",
    "link_area",
]
