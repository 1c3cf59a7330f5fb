"""Whose plan a paper holds: areas and partnership, each from the best authority there is, and said as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.codebook import Codebook
from extractor.model import AreaName, AreaSource, Block, ManifestRow, Quote
from extractor.unify.areas import AreaMention, area_index, areas_are_wide, find_areas, resolve_area
from extractor.unify.partnerships import POLICE_PLAN, Body, choose_partnership, find_bodies

_FIRST_BLOCKS, _FIRST_CHARACTERS = 10, 1500
"""How far the opening of a paper reaches, in blocks and characters."""
_DOMINANT = 3
"""How many times as often as the next an area must be named for the whole text to speak for it."""
_CIVIC = re.compile(
    r"(?:['’]s)?\s+(?:(?:City|Borough|District|County|Metropolitan)\s+)*(?:Council|COUNCIL|BOROUGH|DISTRICT|CITY|Borough|District)\b"
)
# "held in the Council Chamber, Sessions House, Anytown", "Town Hall, Anytown"
_VENUE = re.compile(
    r"\bheld\s+(?:in|at)\b[^.;]*$|\b(?:House|Hall|Road|Street|Square|Centre|Chamber|Offices|Buildings?|Court)\s*,\s*(?:[A-Z][\w-]+\s*,\s*)?$",
    re.I,
)
# A name that stands once speaks for the paper only where it says where things happen ("issues across Thanet").
_LOCATING = re.compile(r"\b(?:across|throughout|within|in|for|of|[Ss]afer)\s+$")
_OWN_AFTER = re.compile(r"['’]s\b|\s+(?i:council|community|crime|safer|partnership|LAA|plan|strategy|borough|district|city)\b")
_CIVIC_BEFORE = re.compile(r"(?:Borough|District|City|County|BOROUGH|DISTRICT|CITY|COUNTY|Council)\s+(?:of|OF)\s+$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose plan it is. ``areas`` is empty where the paper does not say and nobody else did."""

    areas: tuple[AreaName, ...]
    partnership: str | None
    partnership_quote: Quote | None
    national: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    mention: AreaMention
    quote: Quote


def _places(blocks: Iterable[Block], codebook: Codebook, year: int | None, *, police: bool) -> list[_Place]:
    """Every area named, as evidence; a police force's area counts only in a police plan."""
    found = []
    for block in blocks:
        for mention in find_areas(block.text, codebook, year):
            if (mention.police and not police) or _is_elsewhere(block.text, mention, codebook):
                continue
            found.append(_Place(mention, Quote(block, mention.start, mention.end)))
    return found


def _is_elsewhere(text: str, mention: AreaMention, codebook: Codebook) -> bool:
    """Whether a name says only where a meeting is held or a letter goes, or is a whole nation: that is nobody's plan."""
    row = area_index(codebook).by_id.get(mention.verdict.code or "")
    return bool(_VENUE.search(text[: mention.start])) or (row is not None and row.kind == "nation")


def _names(places: Sequence[_Place], how: AreaSource, codebook: Codebook) -> tuple[AreaName, ...]:
    """One name for each area, with its first place."""
    first: dict[str, _Place] = {}
    for place in places:
        first.setdefault(place.mention.name, place)
    return tuple(_area(place.mention.name, how, place.mention.verdict.code, codebook, place.quote) for place in first.values())


def _area(name: str, how: AreaSource, identity: str | None, codebook: Codebook, quote: Quote | None = None) -> AreaName:
    row = area_index(codebook).by_id.get(identity or "")
    return AreaName(name=name, how=how, code=row.code if row else None, quote=quote)


def _is_civic(place: _Place) -> bool:
    """Whether the name stands in a council's or district's name ("MAIDSTONE BOROUGH COUNCIL", "Borough of Poole")."""
    text = place.quote.block.text
    return bool(_CIVIC.match(text, place.quote.end) or _CIVIC_BEFORE.search(text[: place.quote.start]))


def _is_own(place: _Place) -> bool:
    """Whether a name in the opening says whose paper it is: "in Burnley", "Thanet's", "Luton Community Safety"."""
    text = place.quote.block.text
    return bool(_LOCATING.search(text[: place.quote.start]) or _OWN_AFTER.match(text, place.quote.end))


def _counties(names: Iterable[str], codebook: Codebook) -> set[str]:
    return {name for name in names if areas_are_wide((name,), codebook)}


def _opening(blocks: Sequence[Block]) -> tuple[Block, ...]:
    taken: list[Block] = []
    length = 0
    for block in blocks:
        if len(taken) >= _FIRST_BLOCKS or length > _FIRST_CHARACTERS:
            break
        taken.append(block)
        length += len(block.text)
    return tuple(taken)


def _commonest(places: Sequence[_Place], codebook: Codebook, *, margin: int) -> list[_Place]:
    """The places of the area named most often, if it is named ``margin`` times as often as any other of its kind."""
    counts = Counter(place.mention.name for place in places)
    wide = _counties(counts, codebook)
    # A county named beside its district is where that lies, unless it is named far more often.
    most = max((count for name, count in counts.items() if name not in wide), default=0)
    local = {name: count for name, count in counts.items() if name not in wide or count > 2 * most}
    ranked = sorted(local.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < margin * ranked[1][1]):
        return []
    return [place for place in places if place.mention.name == ranked[0][0]]


@lru_cache(maxsize=4)
def _national_titles(codebook: Codebook) -> Mapping[str, str]:
    titles: dict[str, str] = {}
    for row in codebook.catalogue("national_strategies"):
        for name in (row["title"], *row["aliases"].split("|")):
            folded = _fold_title(name)
            if len(folded.split()) >= 3:
                titles.setdefault(folded, row["nation"])
    return titles


def _fold_title(title: str) -> str:
    bare = re.sub(r"\([^)]*\)|(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?", " ", title)
    return " ".join(re.findall(r"[a-z]+", bare.casefold().replace("&", "and").replace("'s", "s").replace("’s", "s")))


def _national(titles: Sequence[Quote], codebook: Codebook, year: int | None) -> AreaName | None:
    """The nation whose plan it is: by a title that is a national strategy's, or that calls itself national and names no place."""
    for quote in titles:
        nation = _national_titles(codebook).get(_fold_title(quote.text))
        if (
            nation is None
            and re.match(r"\s*(?:the\s+)?national\b.*\b(?:plan|strategy)\b", quote.text, re.I)
            and not find_areas(quote.text, codebook, year)
        ):
            nation = "England and Wales"
        if nation is not None:
            verdict = resolve_area(nation, codebook, year)
            if verdict.code is not None and verdict.name is not None:
                return _area(verdict.name, "stated", verdict.code, codebook, quote)
    return None


def _file_areas(file: str, codebook: Codebook, year: int | None) -> tuple[AreaName, ...]:
    """Areas in a file name: "anyborough-action-plan-2009.pdf" - words between marks, capitalised as names are."""
    words = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", file)
    text = re.sub(r"[^A-Za-z&]+", " ", words).title().replace(" And ", " and ")
    # A file name has no context by which "Reading" could be told from reading: only names that need none are taken.
    mentions = [mention for mention in find_areas(text, codebook, year) if mention.verdict.code is not None]
    return tuple(dict.fromkeys(_area(mention.name, "file name", mention.verdict.code, codebook) for mention in mentions))


def _manifest_areas(manifest: ManifestRow | None, codebook: Codebook, year: int | None) -> tuple[AreaName, ...]:
    if manifest is None or not manifest.area:
        return ()
    whole = resolve_area(manifest.area, codebook, year)
    if whole.code is not None and whole.name is not None:
        return (_area(whole.name, "manifest", whole.code, codebook),)
    parts = [part.strip() for part in re.split(r"[;|]", manifest.area) if part.strip()]
    verdicts = [(part, resolve_area(part, codebook, year)) for part in parts]
    return tuple(_area(verdict.name or part, "manifest", verdict.code, codebook) for part, verdict in verdicts)


def _stated(
    titles: Sequence[Quote],
    bodies: Sequence[Body],
    furniture: Sequence[Block],
    blocks: Sequence[Block],
    codebook: Codebook,
    year: int | None,
) -> tuple[AreaName, ...]:
    police = any(POLICE_PLAN.search(quote.text) for quote in titles)
    named = [quote for quote in titles if find_areas(quote.text, codebook, year)]
    places = [
        _Place(mention, Quote(quote.block, quote.start + mention.start, quote.start + mention.end))
        for quote in named
        for mention in find_areas(quote.text, codebook, year)
        if police or not mention.police
    ]
    if places:
        return _names(places, "stated", codebook)
    places = _places(_opening(blocks), codebook, year, police=police)
    civic = [place for place in places if _is_civic(place)]
    council = [place.mention.name for place in _commonest(civic, codebook, margin=2)]
    partnership = choose_partnership(bodies, tuple(council), title=" ".join(quote.text for quote in titles))
    if partnership is not None:
        places = [
            _Place(mention, Quote(partnership.block, partnership.start + mention.start, partnership.start + mention.end))
            for mention in find_areas(partnership.text, codebook, year)
        ]
        # A district's paper may name no other partnership than its county's.
        wide = _counties([place.mention.name for place in places], codebook)
        above = bool(council) and not set(council) & _counties(council, codebook)
        if places and not (above and wide >= {place.mention.name for place in places}):
            return _names(places, "stated", codebook)
    places = _places(furniture, codebook, year, police=police)
    if places:
        return _names(places, "stated", codebook)
    places = _places(_opening(blocks), codebook, year, police=police)
    if civic:
        return _names(_commonest(civic, codebook, margin=2), "stated", codebook)
    said = _commonest(places, codebook, margin=2)
    return _names(said, "stated", codebook) if len(said) > 1 or any(_is_own(place) for place in said) else ()


def attribute(
    blocks: Sequence[Block],
    *,
    titles: Sequence[Quote],
    codebook: Codebook,
    file: str,
    furniture: Sequence[Block] = (),
    elsewhere: Sequence[Block] = (),
    manifest: ManifestRow | None = None,
    year: int | None = None,
) -> Attribution:
    """Areas and partnership of one plan.

    ``blocks`` are the plan's own (in a paper of one plan: all), ``titles`` its title lines in order of authority, ``furniture`` the
    running lines (only for a paper of one plan), ``elsewhere`` the blocks outside the plan, ``year`` its first year (None: names of
    today). The paper's own title, partnership, letterhead and opening are tried in that order and give ``stated``; then the
    manifest's word, then the name that the text keeps repeating (``inferred``), then the file name, last the only name in the text.
    What is unclear stays empty.
    """
    bodies = find_bodies(blocks, codebook, year)
    nation = _national(titles, codebook, year)
    if nation is not None:
        quote = choose_partnership(bodies, national=True)
        return Attribution((nation,), quote.text if quote else None, quote, national=True)
    areas = _stated(titles, bodies, furniture, blocks, codebook, year) or _manifest_areas(manifest, codebook, year)
    if not areas:
        places = _commonest(_places(blocks, codebook, year, police=False), codebook, margin=_DOMINANT)
        if len(places) > 1:
            areas = _names(places, "inferred", codebook)
        areas = areas or _file_areas(file, codebook, year)
        if not areas and len(places) == 1 and _LOCATING.search(places[0].quote.block.text[: places[0].quote.start]):
            areas = _names(places, "inferred", codebook)
    others = find_bodies([*furniture, *elsewhere], codebook, year)
    title = " ".join(quote.text for quote in titles)
    quote = choose_partnership(bodies, tuple(area.name for area in areas), title=title, elsewhere=others)
    partnership = quote.text if quote else (manifest.partnership if manifest else None)
    return Attribution(areas, partnership, quote)
