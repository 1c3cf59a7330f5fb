"""Folders of gold and papers -> Evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.codebook import Codebook
from extractor.errors import InputError, NeedsTool, PaperError
from extractor.evaluate.figures import Evaluation, LeftOut, Scored
from extractor.evaluate.gains import found_in
from extractor.evaluate.gold import Gold, read_gold
from extractor.evaluate.scoring import score
from extractor.flow import extract
from extractor.model import Extract

Progress = Callable[[int, int, str], None]
"""Called after each form with how many are done, how many there are, and the file's name."""

ENDINGS = (".pdf", ".docx", ".doc", ".rtf", ".odt", ".html", ".htm", ".md", ".markdown", ".txt")
_SCAN = ".scan.pdf"


def evaluate(
    gold: Path, papers: Path, *, codebook: Codebook | None = None, only: Sequence[str] = (), progress: Progress | None = None
) -> Evaluation:
    """Extract every paper that has gold, and score it.

    ``gold`` holds <name>.json files, ``papers`` the same papers as <name>.pdf, <name>.docx, <name>.scan.pdf, ...: each form is
    scored by itself. ``only`` narrows to these names. A form that needs a program which is not installed, or a scan that cannot
    be read, is left out with the reason; any other file that cannot be read is scored as a paper in which nothing was found.

    Raises InputError for folders or gold that cannot be used and where nothing could be scored, RulesError for unusable rules.
    """
    wanted = _gold(gold, only)
    forms = [(entry, file) for entry in wanted for file in _forms(papers, entry.name)]
    if not forms:
        names = "<name>.pdf, <name>.docx, ... after <name>.json"
        raise InputError(f"no paper in {papers} is named after gold in {gold}: name papers {names}")
    scored: list[Scored] = []
    left_out: list[LeftOut] = []
    for done, (entry, file) in enumerate(forms, start=1):
        found = _read(file, codebook)
        if isinstance(found, LeftOut):
            left_out.append(found)
        elif isinstance(found, str):
            scored.append(score(entry, None, file=file.name, unread=found))
        else:
            one = score(entry, found, file=file.name)
            scored.append(replace(one, found=found_in(found, one.faults)))
        if progress:
            progress(done, len(forms), file.name)
    if not scored:
        raise InputError(f"none of the papers in {papers} that have gold could be read: {left_out[0].reason}")
    held = {entry.name for entry, _ in forms}
    return Evaluation(tuple(scored), tuple(left_out), tuple(entry.name for entry in wanted if entry.name not in held))


def _gold(folder: Path, only: Sequence[str]) -> list[Gold]:
    files = {file.stem: file for file in _files(folder, "gold") if file.suffix.lower() == ".json"}
    if not files:
        raise InputError(f"{folder} holds no gold: it needs one <name>.json for each paper")
    for name in only:
        if name not in files:
            raise InputError(f"{folder} holds no {name}.json: check the name")
    return [read_gold(file) for name, file in files.items() if not only or name in only]


def _forms(folder: Path, name: str) -> list[Path]:
    """All files of one paper: its name, then a known ending, with ".scan" between them or not."""
    endings = {*ENDINGS, _SCAN}
    return [file for file in _files(folder, "papers") if file.name.startswith(name) and file.name[len(name) :].lower() in endings]


def _files(folder: Path, what: str) -> list[Path]:
    if not folder.exists():
        raise InputError(f"{folder} does not exist: name the folder that holds the {what}")
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder: name the folder that holds the {what}")
    try:
        return sorted((file for file in folder.iterdir() if file.is_file()), key=lambda file: file.name)
    except OSError as fault:
        raise InputError(f"{folder} cannot be opened ({fault.strerror}): check its permissions") from fault


def _read(file: Path, codebook: Codebook | None) -> Extract | LeftOut | str:
    """The findings; or why this form is not scored; or, for a file that ought to be readable, why it is not."""
    try:
        found = extract(file, codebook=codebook)
    except (NeedsTool, InputError) as fault:
        return LeftOut(file.name, str(fault))
    except PaperError as fault:
        return LeftOut(file.name, str(fault)) if file.name.lower().endswith(_SCAN) else str(fault)
    if found.document.scanned and not found.document.blocks:
        reason = next((problem.message for problem in found.problems), "no text was found on its pages")
        return LeftOut(file.name, f"{file.name}: {reason}")
    return found
