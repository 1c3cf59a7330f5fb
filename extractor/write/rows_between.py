"""Rows of one paper that serve questions between papers: mentions of themes, what could not be read, groups of similar areas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from extractor.codebook import Codebook
from extractor.model import Block, Extract, Quote
from extractor.write.crime_types import crime_types
from extractor.write.gathered import Rows
from extractor.write.mentions import mentions
from extractor.write.plan_blocks import paths_of, plans_on_page, row_of, whose_file

LONGEST_BANNER = 160
"""Characters; a longer cell that has a table's row to itself is text and no heading."""

_NUMBERED = ("PSA", "NI", "BVPI", "LPSA")
"""Schemes whose citations are written as their name and a number."""


def edition(extract: Extract, codebook: Codebook | None) -> str | None:
    """What title and file name say of the paper's standing: "draft", "version 2", "draft, version 2" or None."""
    if codebook is None:
        return None
    words = (extract.facts.title or "", re.sub(r"[\s_-]+", " ", PurePath(extract.paper.file).stem))
    hits = [hit for text in words for hit in codebook.find("editions", text)]
    draft = ["draft"] if any(hit.entry["edition"] == "draft" for hit in hits) else []
    numbers = [hit.groups["number"] for hit in hits if "number" in hit.groups]
    return ", ".join([*draft, *(f"version {number}" for number in numbers[:1])]) or None


def add_frameworks(rows: Rows) -> None:
    """Which cited frameworks each priority, measure and action names in its block or table row, or else stands under: by the
    nearest heading that names one."""
    extract = rows.extract
    printed = [
        (str(row["id"]), re.compile(rf"\b{re.escape(str(row['scheme']))}\s?{re.escape(str(row['number']))}\b", re.I))
        for row in rows.tables.get("citations", ())
        if row["scheme"] in _NUMBERED and row["number"] is not None
    ]
    if not printed:
        return
    blocks, paths = extract.document.blocks, dict(paths_of(extract.document.blocks))
    in_row: dict[object, list[str]] = {}
    for block in blocks:
        if block.cell is not None:
            in_row.setdefault(row_of(block), []).append(block.text)
    said: dict[str, list[str]] = {}
    for row in rows.tables.get("finding_references", ()):
        said.setdefault(str(row["finding"]), []).append(str(row["reference"]))
    places = {str(row["finding"]): int(str(row["block"])) for row in rows.tables.get("evidence", ()) if row["part"] == "words"}
    for table in ("priorities", "measures", "actions"):
        for finding in (str(row["id"]) for row in rows.tables.get(table, ())):
            block = blocks[places[finding]]
            texts = [*said.get(finding, ()), block.text, *in_row.get(row_of(block), ())]
            own = [citation for citation, name in printed if any(name.search(text) for text in texts)]
            above = (
                [citation for citation, name in printed if name.search(heading.text)]
                for heading in (*_banners(blocks, block, in_row), *reversed(paths[block.index]))
            )
            for citation in own or next(filter(None, above), []):
                rows.add("finding_frameworks", finding=finding, citation=citation, how="names" if own else "stands under")


def _banners(blocks: Sequence[Block], block: Block, in_row: Mapping[object, Sequence[str]]) -> Iterator[Block]:
    """The cells above a cell of the same table that have their row to themselves and are no sentence, nearest first."""
    for above in reversed(blocks[: block.index]) if block.cell is not None else ():
        if above.cell is None or block.cell is None or above.cell.table != block.cell.table:
            return
        alone = len(in_row[row_of(above)]) == 1 and above.cell.row < block.cell.row
        if alone and len(above.text) <= LONGEST_BANNER and not above.text.rstrip().endswith((".", ":", "?")):
            yield above


def add_groups(rows: Rows) -> None:
    """Groups of similar areas, each a finding with its members in order."""
    for group in rows.extract.groups:
        identifier = rows.finding("similar areas", group.name, group.quote, body="; ".join(group.areas), rule=group.rule)
        rows.add("area_groups", id=identifier, paper=rows.paper, name=group.name, rule=group.rule)
        for position, area in enumerate(group.areas, start=1):
            rows.add("area_group_members", area_group=identifier, position=position, area=area)


def add_unread(rows: Rows, codebook: Codebook | None) -> None:
    """What could not be read, for each plan that it may concern; in a paper without plans, for the area that the manifest names."""
    extract = rows.extract
    for problem in extract.problems:
        plans = plans_on_page(extract, problem.page)
        for plan in plans:
            rows.add("unread", paper=rows.paper, plan=rows.plan_id(plan), page=problem.page, reason=problem.message)
        if not plans:
            whose = whose_file(extract.paper.file, extract.paper.manifest, codebook)
            if whose.area is not None:
                place = {"area": whose.area, "period_start": whose.start, "period_end": whose.end}
                rows.add("unread", paper=rows.paper, page=problem.page, reason=problem.message, **place)


def add_mentions(rows: Rows, codebook: Codebook) -> None:
    """Where each plan speaks of a theme beside its priorities, and which crime types of national targets its measures cover."""
    findings = {
        (row["block"], row["start_at"], row["end_at"]): row["finding"]
        for row in rows.tables.get("evidence", ())
        if row["part"] == "words"
    }
    count: dict[tuple[object, ...], int] = {}
    for mention in mentions(rows.extract, codebook):
        key = (mention.plan, mention.theme, mention.place)
        count[key] = count.get(key, 0) + 1
        about = mention.about
        rows.add(
            "mentions",
            plan=rows.plan_id(mention.plan),
            theme=mention.theme,
            place=mention.place,
            position=count[key],
            paper=rows.paper,
            finding=findings.get((about.block.index, about.start, about.end)) if about is not None else None,
            block=mention.block.index,
            start_at=mention.start,
            end_at=mention.end,
            page=Quote(mention.block, mention.start, mention.end).page,
            quote=mention.quote,
        )
    for measure in rows.tables.get("measures", ()):
        for row, how in crime_types(str(measure["objective"]), codebook):
            keys = {name: row[name] for name in ("scheme", "round", "number", "crime_type")}
            rows.add("measure_crime_types", measure=measure["id"], how=how, **keys)
