"""One pass of another tool over a folder's PDF files, as its users would write it: ``python other_tools.py TOOL FOLDER``."""

from __future__ import annotations

import logging
import sys
from pathlib import Path


def with_pdfplumber(file: Path) -> None:
    import pdfplumber

    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


def with_pdfminer(file: Path) -> None:
    from pdfminer.high_level import extract_text

    extract_text(file)


def with_markitdown(file: Path) -> None:
    from markitdown import MarkItDown

    MarkItDown().convert(str(file))


TOOLS = {"pdfplumber": with_pdfplumber, "pdfminer.six": with_pdfminer, "markitdown": with_markitdown}


def main() -> None:
    logging.disable(logging.WARNING)
    tool, folder = TOOLS[sys.argv[1]], Path(sys.argv[2])
    for file in sorted(folder.glob("*.pdf")):
        tool(file)


if __name__ == "__main__":
    main()
