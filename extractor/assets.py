"""Where the program finds rules/, db/ and its schema: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def asset(name: str) -> Path:
    """Path of a folder or file that ships with the program ("rules", "db", "extract.schema.json").

    The wheel carries rules/ and db/ inside the package; a checkout or an editable install has them beside it.
    """
    for base in (PACKAGE, PACKAGE.parent):
        if (base / name).exists():
            return base / name
    raise FileNotFoundError(f"{name} is missing from this installation: install the program again")


def with_extra(extra: str) -> str:
    """The command that installs an extra of the program ("cluster") as it is installed here: a checkout is not in any registry."""
    of = "." if (PACKAGE.parent / "pyproject.toml").exists() else "plan-paper-extractor"
    return f"pip install '{of}[{extra}]'" + (f" in {PACKAGE.parent}" if of == "." else "")
