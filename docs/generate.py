"""Writes the generated parts of the documents: ``python docs/generate.py``. What the program says of itself is not copied by hand.

A part stands between ``<!-- NAME: made by docs/generate.py -->`` and ``<!-- end of NAME -->``. tests/test_docs.py fails
where a part is not as this script would write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from extractor import errors
from extractor.cli import main
from extractor.codebook import phrases
from extractor.codebook.fields import FIELDS
from extractor.report.appendix import plain

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("docs/commands.md", "CONTRIBUTING.md")


def commands() -> str:
    """The help of every command, as the terminal shows it."""
    top = click.Context(main, info_name="extractor", terminal_width=100, max_content_width=100, **main.context_settings)
    return "\n\n".join(f"{'#' * depth} {name}\n\n```\n{text}\n```" for depth, name, text in _helps(main, top, 2))


def _helps(group: click.Group, above: click.Context, depth: int) -> Iterator[tuple[int, str, str]]:
    """(depth, name, help) of each command under a group, and of those under it, at a width of 100 characters."""
    for name, command in sorted(group.commands.items()):
        context = click.Context(command, parent=above, info_name=name, terminal_width=100, max_content_width=100)
        yield depth, context.command_path, command.get_help(context)
        if isinstance(command, click.Group):
            yield from _helps(command, context, depth + 1)


def exit_codes() -> str:
    """Exit code -> what it means, from the classes of extractor/errors.py."""
    lines = ["| code | meaning |", "|---|---|", "| 0 | everything that was asked for was done |"]
    meanings: dict[int, list[str]] = {1: [_first_sentence(errors.ExtractorError.__doc__ or "")]}
    for fault in [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.ExtractorError)]:
        if "exit_code" in vars(fault) and fault is not errors.ExtractorError:
            meanings.setdefault(fault.exit_code, []).append(_first_sentence(fault.__doc__ or ""))
    meanings[errors.FINISHED_WITH_SOME_LEFT].append(
        "With several papers: the run is done, some are quarantined, partial or waiting."
    )
    meanings[errors.INTERRUPTED] = ["Stopped by Ctrl+C; what was read is kept."]
    meanings[errors.TERMINATED] = ["Stopped by SIGTERM; what was read is kept."]
    return "\n".join([*lines, *(f"| {code} | {' '.join(words)} |" for code, words in sorted(meanings.items()))])


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def notation() -> str:
    """The table of the phrase notation, from the module that compiles it."""
    rows = [line for line in (phrases.__doc__ or "").splitlines() if line.startswith("``")]
    cells = [re.split(r"\s{2,}", row, maxsplit=1) for row in rows]
    return "\n".join(["| written | means |", "|---|---|", *(f"| {_code(form)} | {_code(meaning)} |" for form, meaning in cells)])


def _code(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


def rules() -> str:
    """Each file of rules/ with what its first lines say of it and the fields of its entries; then the catalogues."""
    lines = ["| file | what it holds | fields of its own |", "|---|---|---|"]
    for path in sorted((ROOT / "rules").glob("*.yaml")):
        own = ", ".join(f"`{field}`" for field in FIELDS.get(path.stem, ())) or "–"
        lines.append(f"| {path.name} | {' '.join(_head(path))} | {own} |".replace("\u00a0", " "))
    for path in sorted((ROOT / "rules" / "catalogues").glob("*.csv")):
        columns = ", ".join(f"`{column}`" for column in path.read_text(encoding="utf-8-sig").splitlines()[0].split(","))
        lines.append(f"| catalogues/{path.name} | a catalogue, one row an entry | {columns} |")
    return "\n".join(lines)


def _head(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            return
        yield line.lstrip("# ").replace("|", "\\|")


def report_columns() -> str:
    """The columns of the comparison as CSV, and the keys of it as JSON."""
    csv = "\n".join(f"| `{name}` | {holds} |" for name, holds in plain.COLUMNS.items())
    json = "\n".join(f"| `{name}` | {holds} |" for name, holds in plain.KEYS.items())
    return f"| CSV column | holds |\n|---|---|\n{csv}\n\n| JSON key | holds |\n|---|---|\n{json}"


PARTS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "exit codes": exit_codes,
    "notation": notation,
    "report columns": report_columns,
    "rules": rules,
}


def renewed(text: str) -> str:
    """A document with each of its generated parts written anew."""
    for name, made in PARTS.items():
        begin, end = f"<!-- {name}: made by docs/generate.py -->", f"<!-- end of {name} -->"
        before, found, rest = text.partition(begin)
        if found:
            text = f"{before}{begin}\n{made()}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    for name in DOCUMENTS:
        path = ROOT / name
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
