"""Reads the priorities, measures and references out of plan papers, each with the paper's own words at a known place.

>>> from extractor import extract
>>> found = extract("corpus/papers/charnwood-2005-08-strategy.pdf")
>>> found.plans[0].priorities[0].title
'To reduce violent crime'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.flow import extract as extract
    from extractor.model import Extract as Extract

__all__ = ["Extract", "extract"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """The two public names, imported when asked for: `extractor --help` should not wait for spaCy."""
    if name == "extract":
        from extractor.flow import extract

        return extract
    if name == "Extract":
        from extractor.model import Extract

        return Extract
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
