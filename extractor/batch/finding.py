"""Folders -> the files in them that may be papers, in a fixed order. Nothing is opened, and no link to a folder is followed."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.batch.packs import PACK, papers_in
from extractor.batch.summary import Outcome
from extractor.errors import InputError, PaperError, Reason
from extractor.flow import printable
from extractor.write import as_text

ENDINGS = frozenset(
    {".pdf", ".docx", ".doc", ".rtf", ".odt", ".html", ".htm", ".txt", ".md", ".markdown", ".docm", ".dotx", ".dot"}
)
"""In a folder, files with other endings are left alone; a file named outright is always tried."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in a fixed order; how many files in folders were left out; paths that lead nowhere, as failures.

    ``folders`` are those that were searched: a file that was once found in one of them, and is not now, is gone. ``astray`` are
    the files that are links out of all these folders: they are named, and not opened, for what they lead to was not given.
    """

    files: tuple[Path, ...]
    left_out: int = 0
    failures: tuple[Outcome, ...] = ()
    folders: tuple[Path, ...] = ()
    astray: frozenset[Path] = frozenset()


def find_papers(paths: Iterable[Path]) -> Found:
    """The papers at ``paths``: files as named, folders searched to any depth without following links to folders.

    A path that cannot be used is a failure among the others; InputError is raised only where nothing else was found.
    """
    files: list[Path] = []
    failures: list[Outcome] = []
    folders: list[Path] = []
    astray: set[Path] = set()
    left_out = 0
    given = list(paths)
    roots = [path.resolve() for path in given if path.is_dir()]
    for path in given:
        if path.is_dir():
            folders.append(path)
            for file in _walk(path, failures):
                if _leads_out(file, roots) and file.suffix.lower() in {PACK, *ENDINGS}:
                    astray.add(file)
                    files.append(file)
                elif file.suffix.lower() == PACK:
                    left_out += _open(file, files)
                elif file.suffix.lower() in ENDINGS:
                    files.append(file)
                else:
                    left_out += 1
        elif path.suffix.lower() == PACK and path.is_file():
            left_out += _open(path, files)
        elif path.exists() or path.is_symlink():
            files.append(path)
        else:
            failures.append(_cannot(path, "does not exist: check the path"))
    if not files and failures:
        raise InputError("; ".join(f"{failure.path} {failure.note}" for failure in failures))
    if not files:
        names = ", ".join(printable(str(path)) for path in given)
        raise InputError(f"no papers in {names}: name folders that hold {', '.join(sorted(ENDINGS))} files")
    return Found(tuple(dict.fromkeys(files)), left_out, tuple(failures), tuple(folders), frozenset(astray))


def _open(pack: Path, files: list[Path]) -> int:
    """Adds the papers of a zipped pack, or the pack itself where it is refused, which reading it then says; gives how many other
    files are in it."""
    try:
        papers, left_out = papers_in(pack, ENDINGS) if pack.is_file() else ([pack], 0)
    except PaperError:
        papers, left_out = [pack], 0
    files += papers
    return left_out


def _cannot(path: Path, note: str) -> Outcome:
    return Outcome(printable(str(path)), "quarantined", note, path=as_text(path.absolute()), reason=Reason.UNREADABLE)


def _walk(folder: Path, failures: list[Outcome]) -> Iterator[Path]:
    """Every entry of a folder but hidden ones, also pipes, devices and links that lead nowhere: each must be accounted for."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            if path is not folder and not stat.S_ISDIR(path.lstat().st_mode):
                yield path
                continue
            inside = sorted(path.iterdir())
        except OSError as fault:
            failures.append(_cannot(path, f"cannot be opened ({fault.strerror}): check its permissions"))
            continue
        shown = [one for one in inside if not one.name.startswith((".", "~$"))]
        waiting += [one for one in reversed(shown) if not _leads_to_folder(one)]


def _leads_to_folder(path: Path) -> bool:
    """Whether it is a link to a folder, which is never followed: it may lead round in a circle."""
    try:
        return path.is_symlink() and path.is_dir()
    except OSError:
        return False


def _leads_out(file: Path, roots: Sequence[Path]) -> bool:
    """Whether a file is a link out of the folders that are searched. Links in a circle lead nowhere, and so not out."""
    try:
        if not file.is_symlink():
            return False
        place = file.resolve()
    except (OSError, RuntimeError):
        return False
    return not any(place.is_relative_to(root) for root in roots)
