"""Programs that some formats need: where they are, and the command that installs them."""

from __future__ import annotations

import shutil
from functools import lru_cache
from typing import Literal

Tool = Literal["OCR", "LibreOffice"]
_PROGRAMS: dict[Tool, tuple[str, ...]] = {"OCR": ("tesseract",), "LibreOffice": ("soffice", "libreoffice")}
INSTALL: dict[Tool, str] = {
    "OCR": "sudo apt-get install tesseract-ocr tesseract-ocr-eng",
    "LibreOffice": "sudo apt-get install libreoffice-writer-nogui",
}


@lru_cache(maxsize=8)
def program(tool: Tool) -> str | None:
    """Path of the program that does a tool's work, None where it is not installed."""
    return next((found for name in _PROGRAMS[tool] if (found := shutil.which(name))), None)


def needed(tool: Tool) -> str:
    """What a message says of a tool that is missing: "needs OCR: sudo apt-get install ..."."""
    return f"needs {tool}: {INSTALL[tool]}"
