"""Database -> how one paper lies to others: what replaced it, what it stands in, which text is nearly the same."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from extractor.report.forms import forms_held, in_one_form, later_forms
from extractor.report.reading import rows

_WORDS = {
    ("supersedes", False): "Replaced by",
    ("supersedes", True): "Replaces",
    ("contained", True): "Also stands in",
    ("contained", False): "Holds",
    ("near-duplicate", True): "Nearly the same as",
    ("near-duplicate", False): "Nearly the same as",
    ("duplicate", True): "The same text as",
    ("duplicate", False): "The same text as",
}
"""(relation, whether it is said of this paper) -> what this paper is to the other, in the order in which a reader needs it."""


@dataclass(frozen=True, slots=True)
class RelatedPaper:
    """Another paper that has words of this one: ``how`` is what this paper is to it ("Replaced by"), ``pages`` are pages of the
    paper that holds the other one's text, or None. ``id``, ``title``, ``file`` and ``date`` are those of the other."""

    how: str
    id: str
    title: str
    file: str
    date: str | None
    pages: str | None

    @property
    def pages_in_words(self) -> str:
        """ "page 3", "pages 3-9", "" where there are none."""
        return f"page{'s' if any(mark in self.pages for mark in ',-–') else ''} {self.pages}" if self.pages else ""


def related_papers(connection: sqlite3.Connection, paper: str) -> tuple[RelatedPaper, ...]:
    """Papers that lie to one in some way, both ways round, the most telling first. Other forms of the same paper are not among
    them, and of a paper in several forms there is one."""
    query = """
        SELECT relation, 1 AS mine, other AS id, pages FROM paper_relations WHERE paper = :paper
        UNION ALL SELECT relation, 0, paper, pages FROM paper_relations WHERE other = :paper
    """
    found = rows(connection, query, {"paper": paper})
    own = {form.paper for form in forms_held(connection, [paper]).get(paper, ())}
    others = in_one_form([one for one in found if one["id"] not in own], lambda one: str(one["id"]), later_forms(connection))
    order = list(_WORDS)
    made = []
    for one in others:
        key = (one["relation"], bool(one["mine"]))
        (head,) = rows(connection, "SELECT coalesce(title, file) AS title, file, date FROM papers WHERE id = ?", [one["id"]])
        made.append(
            (order.index(key), RelatedPaper(_WORDS[key], one["id"], head["title"], head["file"], head["date"], one["pages"]))
        )
    return tuple(related for _, related in sorted(made, key=lambda each: (each[0], each[1].file, each[1].id)))
