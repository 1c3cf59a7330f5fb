"""What every command shares: errors end as one line and an exit code, and text goes out as UTF-8."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from extractor.codebook import Codebook

RULES = click.option("--rules", type=click.Path(path_type=Path), help="A folder of rules to use instead of those of the program.")
DATABASE = click.option(
    "--database", type=click.Path(path_type=Path), default=Path("plans.db"), show_default=True, help="The database to use."
)


def told(command: Callable[..., int | None]) -> Callable[..., None]:
    """Errors that are the input's fault end as one line on standard error and their own exit code."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            code = command(*args, **kwargs)
        except ExtractorError as fault:
            complain(fault)
            sys.exit(fault.exit_code)
        sys.exit(code or 0)

    return run


def complain(fault: object) -> None:
    """One line on standard error, whatever the message holds."""
    click.echo(f"extractor: {' '.join(str(fault).split())}", err=True)


def show(text: str) -> None:
    """Text as UTF-8, whatever the locale or the console's code page: the same paper gives the same bytes everywhere."""
    click.echo(text.encode("utf-8", "replace"), nl=False)


def show_json(value: object) -> None:
    """A value as indented JSON."""
    show(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def codebook_of(rules: Path | None) -> Codebook:
    """The rules of a folder, or those of the program. Raises RulesError for what cannot be used."""
    from extractor.codebook import load_codebook
    from extractor.errors import RulesError

    if rules is not None and not rules.is_dir():
        raise RulesError(f"{rules} is not a folder: name a folder of rules")
    return load_codebook(rules)
