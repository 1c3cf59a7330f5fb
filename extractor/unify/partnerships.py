"""Whose plan it is: the partnership's name as the paper writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.codebook import Codebook
from extractor.grammar.gated import Gated
from extractor.model import Block, Quote
from extractor.unify.areas import areas_are_wide, find_areas

# Most blocks name no body: only these words open the search.
_CUE = Gated(r"(?i:partnership|executive|board|commissioner|home office|forum|\bgroup\b)|\b(?:Safer|SAFER|Safe|SAFE|CSP|CDRP)\b")
# "Agreement of", "Annual Report of", "Minutes of" - but not the "City of" and "Isle of" of an area's own name.
_OF = re.compile(
    r"^(?:.*\s)?(?!(?:City|Borough|County|District|Isle|Isles|Vale|Council|CITY|BOROUGH|COUNTY|DISTRICT|ISLE|ISLES|VALE)\s)[A-Za-z]+\s+(?:of|OF)\s+"
)
# What stands in front of a name with a capital and is no part of it.
_LEADING = re.compile(
    r"^(?:(?:The|THE|Our|This|Each|Every|All|A|In|By|Under|Through|For|Of|And|Statutory|Local|Annual|Report|Draft|What|When|Chair)\s+)+"
)
POLICE_PLAN = re.compile(
    r"\bpolice\s*(?:,\s*fire\s*)?(?:and|&)\s*crime\s+plan\b"
    r"|\b(?:police\s*(?:,\s*fire\s*)?(?:and|&)\s*crime\s+commissioner|PF?CC)\b.*\b(?:plan|priorities|objectives)\b",
    re.I,
)
"""A title that makes the paper a police and crime commissioner's."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a paper names: its name at its place, what kind of body, and the areas its name holds (none: a bare name)."""

    quote: Quote
    kind: str
    areas: tuple[str, ...]
    placed: bool
    brand: bool = False
    """A name that does not say it is a partnership's ("Safer Anyborough"): it counts where no other is given."""
    wide: bool = False
    """The areas of its name are counties or wider."""

    @property
    def name(self) -> str:
        return self.quote.text


_POSSESSIVE = re.compile(r"^[A-Z][\w-]+(?:['’]s|s['’])\s")


def _lead(name: str) -> int:
    """How many characters at the front of a match are no part of the name."""
    cut = 0
    for pattern in (_OF, _LEADING):
        match = pattern.match(name[cut:])
        cut += match.end() if match else 0
    return cut


def find_bodies(blocks: Sequence[Block], codebook: Codebook, year: int | None = None) -> tuple[Body, ...]:
    """Partnerships, commissioners and departments that ``blocks`` name, in reading order, every mention."""
    found = []
    for block in blocks:
        if not _CUE.search(block.text):
            continue
        reach = 0
        hits = [hit for hit in codebook.find("partnerships", block.text) if hit.entry["kind"] != "other"]
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            start = hit.start + _lead(block.text[hit.start : hit.end])
            if start < reach:
                continue
            reach = hit.end
            place = hit.groups.get("place", "")
            placed = bool(place[_lead(place) :].strip())
            brand = hit.entry["kind"] == "brand"
            mentions = find_areas(block.text[start : hit.end], codebook, year)
            if brand and not mentions:
                continue
            # The capitals after a brand may belong to the next words: "Safer Anyborough Home".
            end = start + mentions[-1].end if brand and block.text[start : hit.end].startswith(("Safer", "SAFER")) else hit.end
            kind = "partnership" if brand else str(hit.entry["kind"])
            areas = tuple(dict.fromkeys(mention.name for mention in mentions))
            placed = placed and hit.entry["strength"] == "strong"
            found.append(Body(Quote(block, start, end), kind, areas, placed, brand, areas_are_wide(areas, codebook)))
    return tuple(found)


def choose_partnership(
    bodies: Sequence[Body], areas: Sequence[str] = (), *, title: str = "", national: bool = False, elsewhere: Sequence[Body] = ()
) -> Quote | None:
    """The body whose plan it is, or None where the paper names none.

    ``bodies`` are those of the plan's own blocks, ``elsewhere`` those of running lines and of the rest of the paper, used only when
    their name holds one of the plan's ``areas``. A police and crime plan (by ``title``) is a commissioner's, a ``national`` plan
    the Home Office's.
    """
    if national:
        return next((body.quote for body in bodies if body.kind == "government"), None)
    if POLICE_PLAN.search(title):
        own = [body for body in bodies if body.kind == "police"]
        return next((body.quote for body in own if not areas or set(areas) & set(body.areas)), own[0].quote if own else None)
    partnerships = [body for body in bodies if body.kind == "partnership" and not body.brand]
    brands = [body for body in (*bodies, *elsewhere) if body.brand]
    wanted = set(areas)
    fitting = [body for body in partnerships if wanted & set(body.areas)] or [
        body for body in elsewhere if body.kind == "partnership" and not body.brand and wanted & set(body.areas)
    ]
    branded = [body for body in brands if wanted & set(body.areas)]
    if branded and all(_POSSESSIVE.search(body.name) for body in fitting):
        # "Safe Anyborough (Anyborough's Community Safety Partnership)": the second says what the first is.
        fitting = branded
    # A name that holds another area belongs to a neighbour; one that holds no area of the catalogue may be the paper's own.
    fitting = fitting or [body for body in partnerships if body.placed and not (wanted and body.areas)]
    fitting = fitting or [body for body in partnerships if not (wanted and body.areas)]
    if not fitting:
        return None
    # A county's partnership named in a district's paper is not its own, unless it is named far more often.
    local = [body for body in fitting if body.areas and not body.wide]
    above = [body for body in fitting if body.wide]
    if not wanted and above and len({body.areas for body in local}) == 1 and len(above) <= 2 * len(local):
        fitting = local
    counts: dict[str, int] = {}
    for body in fitting:
        counts[body.name.casefold()] = counts.get(body.name.casefold(), 0) + 1
    most = max(counts.values())
    return next(body.quote for body in fitting if counts[body.name.casefold()] == most)
