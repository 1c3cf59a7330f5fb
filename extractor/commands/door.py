"""What every command shares: errors end as one line and an exit code, and text goes out as UTF-8."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.errors import INTERRUPTED, ExtractorError, InternalError, StorageError

if TYPE_CHECKING:
    from extractor.codebook import Codebook

RULES = click.option("--rules", type=click.Path(path_type=Path), help="A folder of rules to use instead of those of the program.")
DATABASE = click.option(
    "--database", type=click.Path(path_type=Path), default=Path("plans.db"), show_default=True, help="The database to use."
)


_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EIO))
"""Errors of the system that are the disk's or its permissions'."""


class ReaderGone(Exception):
    """Whoever read our output has what they wanted and closed it, as in "| head": that is no fault, and no error of a file."""


class Program(click.Group):
    """The group of all commands, with our exit codes: a wrong command line ends with 1, Ctrl+C with 130."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            code = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.ClickException as fault:
            fault.show()
            sys.exit(ExtractorError.exit_code)
        except click.Abort:
            complain("stopped by Ctrl+C")
            sys.exit(INTERRUPTED)
        sys.exit(code if isinstance(code, int) else 0)


def told(command: Callable[..., int | None]) -> Callable[..., None]:
    """Every error ends as one line on standard error and its own exit code; one that nobody foresaw is named as a fault of ours."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            code = command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (ReaderGone, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be flushed has nowhere to go
            sys.exit(0)
        except Exception as error:
            if os.environ.get("EXTRACTOR_DEBUG"):
                traceback.print_exc()
            fault = _as_ours(error)
            complain(fault)
            sys.exit(fault.exit_code)
        sys.exit(code or 0)

    return run


def _as_ours(error: Exception) -> ExtractorError:
    if isinstance(error, ExtractorError):
        return error
    if isinstance(error, OSError) and error.errno in _DISK:
        where = f"{error.filename}: " if error.filename else ""
        return StorageError(f"{where}{error.strerror}: free some space or check the permissions, then run this again")
    return InternalError(
        f"a fault of this program ({type(error).__name__}: {error}): please report it; EXTRACTOR_DEBUG=1 shows the whole trace"
    )


def complain(fault: object) -> None:
    """One line on standard error, whatever the message holds."""
    click.echo(f"extractor: {' '.join(str(fault).split())}", err=True)


def show(text: str) -> None:
    """Text as UTF-8, whatever the locale or the console's code page: the same paper gives the same bytes everywhere."""
    try:
        click.echo(text.encode("utf-8", "replace"), nl=False)
    except BrokenPipeError:
        raise ReaderGone from None


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
