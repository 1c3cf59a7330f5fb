"""sqlite-utils loaded without pandas and numpy, which it takes along where they are installed.

It only wants to know their kinds of values, and is given none of them here. Measured: 0.6 of the 1.5 CPU seconds in which a run
starts, reads one page and ends.
"""

from __future__ import annotations

import importlib
import sys

_UNUSED = ("pandas", "numpy")


def load() -> None:
    """Imports sqlite-utils; afterwards pandas and numpy can be imported as ever."""
    held_back = [name for name in _UNUSED if name not in sys.modules]
    for name in held_back:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own mark for "cannot be imported"
    try:
        importlib.import_module("sqlite_utils")
    finally:
        for name in held_back:
            del sys.modules[name]


load()
