"""The columns of a file for review: what the program read, and what the officer fills in."""

from __future__ import annotations

MACHINE = {
    "finding": "Id of the finding or plan: leave as it is",
    "why": "Why a person should look",
    "kind": "What was found: priority, measure, action, reference, vision, or plan for the plan as a whole",
    "file": "Name of the paper's file",
    "other_files": "Files of the same paper in other forms (Word, a scan): what is decided here holds for them too",
    "paper_title": "Title of the paper",
    "page": "Page it begins on",
    "anchor": "Place in a paper without pages",
    "quote": "The paper's own characters",
    "read_title": "Title as the program read it",
    "read_theme": "Themes decided by the title",
    "read_scope": "Whose priority it is",
    "read_area": "Areas of its plan",
    "read_period": "Years of its plan",
    "read_values": "Figures or numbers that belong to it",
    "rule": "Rule that found it",
    "confidence": "How sure the rule is, from 0 to 1",
    "state": "Whether a correction stands already: recorded, other words, or carried over from another file of the same paper",
    "sha256": "SHA-256 of the file: leave as it is",
    "place": "Block and characters: leave as it is",
}
"""What the program writes. Nothing here is read back as a value: a change in these columns corrects nothing."""

FILLED_IN = {
    "decision": "accept: it is right. reject: it is no finding. withdraw: take back what was recorded before",
    "title": "The right title. For a reference: scheme, number and round, such as PSA 1 (SR2004)",
    "theme": "The right themes, separated by semicolons; - for none",
    "scope": "current, previous, national, other-body or emerging",
    "area": "For a plan: its areas, separated by semicolons. For a finding: the area of the plan in this paper that it belongs to",
    "period": "First and last year, such as 2011-14; - for a plan that states none",
    "link": "new, or the id of the earlier finding, with a word before it if wanted: continued, reworded, moved, merged, split",
    "note": "Anything worth knowing",
}
"""What the officer fills in. An empty cell says nothing; a line with all of them empty is left alone."""

COLUMNS = (*MACHINE, *FILLED_IN)
LINKS = ("continued", "reworded", "moved", "merged", "split")
SCOPES = ("current", "previous", "national", "other-body", "emerging")
