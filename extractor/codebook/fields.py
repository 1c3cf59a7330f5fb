"""What each list of rules/ may say: file name -> field -> the values it may take (None: any)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_KINDS = ("priority", "objective", "theme", "outcome", "target-area")
_STRENGTHS = ("strong", "medium", "weak")
_SCOPES = ("current", "previous", "national", "other-body", "emerging")
_BODIES = (
    "police", "county", "government", "health", "children", "justice", "drugs", "fire", "agreement", "neighbourhood", "partnership",
)  # fmt: skip
_ROLES = (
    "priorities", "areas-covered", "actions", "measures", "members", "duties", "values", "ways-of-working", "findings",
    "consultation", "recommendations", "achievements", "contents", "glossary", "contacts", "governance", "background",
    "vision", "references", "resources", "implications", "meeting", "emerging", "criteria", "documents", "other",
)  # fmt: skip

_TRUTH = (True, False)

FIELDS: Mapping[str, Mapping[str, Sequence[str | bool] | None]] = {
    # A sentence or heading that says what the list under it holds.
    "lead_ins": {"holds": _ROLES, "kind": _KINDS, "strength": _STRENGTHS},
    # A heading that says what its section is about.
    "headings": {"role": _ROLES, "kind": _KINDS, "strength": _STRENGTHS, "cross_cutting": _TRUTH},
    # "Priority 2:", "Strategic Objective 1 –" in front of a title; patterns with the groups `label` and `title`.
    # `alone: true`: the label has a line of its own and the title stands below it. `national: true`: only in the Government's plan.
    "labels": {"kind": _KINDS, "strength": _STRENGTHS, "national": _TRUTH, "alone": _TRUTH, "several": _TRUTH},
    # The head of a column of priorities.
    "columns": {"kind": _KINDS},
    # What marks a chapter and its title.
    "chapters": {"part": ("number", "deed")},
    # What plans are called.
    "plans": {},
    # Whose plan a paper is, by its title, where it is not a partnership's.
    "owners": {"body": _BODIES},
    # Wording that gives a list to another year or another body.
    "scopes": {"scope": _SCOPES, "body": _BODIES},
    # How a sentence opens a list that it holds itself; patterns end where the list begins. `alone: true`: one priority, not a
    # list; `ordinal: true`: one of several ("our second priority is"); `points_back: true`: the sentence before must name them;
    # `told`: read only where no list states any: what stands before the words, or one hope a paragraph.
    "prose": {
        "kind": _KINDS, "strength": _STRENGTHS, "alone": _TRUTH, "ordinal": _TRUTH, "points_back": _TRUTH,
        "deeds": _TRUTH, "told": ("before", "hope"),
    },
    # How such a list is cut into its members.
    "splits": {"part": ("pair", "joiner", "end")},
    # Small wording inside a lead-in or a list.
    "clauses": {"part": ("anaphor", "points-back", "weighed", "remark", "plan", "past", "ahead")},
    # Where a title ends and its detail begins.
    "run_ins": {},
    # What stands behind a title and is no part of it.
    "remarks": {},
    # Wording by which an item of a list is seen to be no priority (an action, a body, a document, a number to reach).
    "items": {"means": _ROLES},
    # The fixed list of themes: `heading` is the row of a comparison under which it is shown, `order` its place.
    "themes": {"heading": None, "order": None, "general": _TRUTH},
    # How a citation of each scheme is written; patterns with the group `number`. `lookalike: true` bars what it covers.
    # `role`: the heading over a list of numbers, a number under such a heading, the head of a column of bare numbers.
    "references": {
        "scheme": None,
        "lookalike": _TRUTH,
        "how": ("exact", "variant", "context"),
        "role": ("heading", "item", "column"),
    },
    # Column heads and words of measures.
    "measures": {
        "column": (
            "objective", "baseline", "timescale", "target", "year", "unit", "reference", "status", "priority", "current", "other",
        ),
        "direction": None,
        "percent": None,
        "unit": None,
        "role": None,
    },
    # Column heads and words of actions with remarks beside them.
    "commentary": {"column": ("number", "action", "commentary", "under", "priority", "other"), "role": None},
    # How a vision is introduced.
    "visions": {"strength": ("strong", "weak")},
    # Kinds of paper, by title and by signs in the text.
    "papers": {
        "kind": ("plan", "strategy", "action plan", "board report", "summary", "national plan", "web page"),
        "role": None,
        "strength": ("strong", "weak"),
    },
    # How a paper introduces the areas that it is compared with.
    "groups": {},
    # Wording in a title or file name that tells a draft; patterns with the group `number` tell a version.
    "editions": {"edition": ("draft", "version")},
    # What the words of a title weigh where priorities of two plans are compared. `role`: empty (nothing), light (little), same
    # (another spelling), near (another word for the same), broad (a general title; `narrower` are the themes it takes in), police
    # (another body's plan).
    "links": {"role": ("empty", "light", "same", "near", "broad", "police"), "narrower": None},
    # How partnerships and other bodies write their names.
    "partnerships": {"kind": None, "strength": ("strong", "weak")},
}  # fmt: skip

NEEDED: Mapping[str, Sequence[str]] = {
    "lead_ins": ("holds",),
    "headings": ("role",),
    "labels": ("kind", "strength"),
    "columns": ("kind",),
    "chapters": ("part",),
    "scopes": ("scope",),
    "owners": ("body",),
    "prose": ("kind", "strength"),
    "splits": ("part",),
    "clauses": ("part",),
    "items": ("means",),
    "themes": ("heading", "order"),
}
"""The fields that every entry of a list must have. What names priorities (`holds`, `role`) needs `kind` and `strength` too."""

WORDS = (
    "ahead",
    "chosen_word",
    "common_titles",
    "deed",
    "fact_voice",
    "new_set",
    "not_areas",
    "old_set",
    "own_voice",
    "plan_voice",
    "priority_noun",
    "safety_word",
)
"""The lists of rules/words.yaml that the program itself reads; the others are only named by phrases."""

CATALOGUES = (
    "agencies", "areas", "bvpi", "national_indicators", "national_strategies", "partnerships", "psa", "psa_crime_types", "statutes",
)  # fmt: skip
"""The files of rules/catalogues/ that the program itself reads."""
