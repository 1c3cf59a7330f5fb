"""The forms in which one paper is held: its PDF, its Word file, a scan. One form counts and is shown, with the others named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extractor.report.reading import as_list, rows

FIRST_FORM = "NOT EXISTS (SELECT 1 FROM paper_forms AS form WHERE form.paper = {} AND form.form_of <> form.paper)"
"""SQL: whether the paper with this id is the form of it that counts."""

_NAMES = {
    "application/pdf": ("PDF", "A PDF"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word", "A Word file"),
    "application/msword": ("Word (.doc)", "A Word file"),
    "application/rtf": ("RTF", "An RTF file"),
    "application/vnd.oasis.opendocument.text": ("OpenDocument", "An OpenDocument file"),
    "text/html": ("web page", "A web page"),
    "text/markdown": ("Markdown", "A Markdown file"),
    "text/plain": ("plain text", "A text file"),
}
"""Media type -> what people call it in a list, and at the beginning of a sentence."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One file of a paper; ``name`` says what it is ("PDF", "scan", "Word"), ``paged`` whether it has pages to show."""

    paper: str
    file: str
    name: str
    paged: bool


def form_name(media_type: str, scanned: bool) -> str:
    """What people call a form."""
    return "scan" if scanned else _NAMES.get(media_type, (media_type, ""))[0]


def kind_of_file(media_type: str) -> str:
    """What a file is, with its article: "A Word file"."""
    return _NAMES.get(media_type, ("", "This kind of file"))[1]


def forms_held(connection: sqlite3.Connection, papers: Sequence[str]) -> dict[str, tuple[PaperForm, ...]]:
    """Each of ``papers`` -> the forms in which it is held, the one that counts first. One that is held once has itself alone."""
    query = """
        WITH asked AS (
            SELECT papers.id, coalesce(form_of, papers.id) AS first
            FROM papers LEFT JOIN paper_forms ON paper = papers.id WHERE papers.id IN (SELECT value FROM json_each(?))
        ), held AS (
            SELECT first, first AS form FROM asked UNION SELECT first, paper FROM asked JOIN paper_forms ON form_of = first
        )
        SELECT asked.id, papers.id AS form, file, media_type, scanned, pages IS NOT NULL AS paged
        FROM asked JOIN held USING (first) JOIN papers ON papers.id = held.form
        ORDER BY asked.id, papers.id <> first, pages IS NULL, scanned, file, papers.id
    """
    found: dict[str, list[PaperForm]] = {}
    for one in rows(connection, query, [as_list(papers)]):
        form = PaperForm(one["form"], one["file"], form_name(one["media_type"], bool(one["scanned"])), bool(one["paged"]))
        found.setdefault(one["id"], []).append(form)
    return {paper: tuple(forms) for paper, forms in found.items()}


def names_of_forms(connection: sqlite3.Connection, papers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Each of ``papers`` that is held in several forms -> their names, each once: ("PDF", "Word")."""
    held = forms_held(connection, papers)
    return {paper: tuple(dict.fromkeys(form.name for form in forms)) for paper, forms in held.items() if len(forms) > 1}


def later_forms(connection: sqlite3.Connection) -> dict[str, str]:
    """Paper that is a further form of another -> that other, which counts."""
    query = "SELECT paper, form_of FROM paper_forms WHERE form_of <> paper"
    return {str(one["paper"]): str(one["form_of"]) for one in rows(connection, query)}


def in_one_form(found: Sequence[T], paper_of: Callable[[T], str], later: Mapping[str, str]) -> list[T]:
    """Rows of papers, of each paper those of one form only: the one that counts, or where it has none the first met.

    ``later`` is that of ``later_forms``.
    """
    shown: dict[str, str] = {}
    for one in found:
        paper = paper_of(one)
        first = later.get(paper, paper)
        if paper == first or first not in shown:
            shown[first] = paper
    return [one for one in found if shown[later.get(paper_of(one), paper_of(one))] == paper_of(one)]
