"""Odd strings as titles of priorities: each comes back letter by letter from the database, from files and from pages, as text."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote as quoted

from lxml import html
from odd_strings import odd_strings

from extractor.flow import shipped_codebook
from extractor.model import AreaName, Block, Document, Extract, Facts, Paper, Period, Plan, Priority, Quote
from extractor.report import appendix, asked_comparison, document
from extractor.report.appendix.excel import CUT
from extractor.report.dataset import write_dataset
from extractor.serve import site_over
from extractor.write import open_database, opened, renew, store, themes_of

AREAS = ("Hartlepool", "Middlesbrough", "Stockton-on-Tees", "Charnwood", "Burnley")
_YEARS = (1998, 2001, 2004, 2007)
_EXCEL = 32_000
"""Characters of a cell in a workbook; after that the workbook says that it is cut."""


def strings(work: Path, count: int, seed: int) -> Counter[str]:
    """``count`` strings, in a plan for each area and year."""
    told: Counter[str] = Counter()
    made = odd_strings(count, seed)
    told.update(f"of the kind: {kind}" for kind, _ in made)
    database = work / "plans.db"
    _stored(database, [text for _, text in made])
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT priorities.id, priorities.title, length(priorities.title), plan FROM priorities JOIN plans ON plans.id = plan "
            "JOIN papers ON papers.id = plans.paper ORDER BY papers.file, priorities.position"
        ).fetchall()
        told["FAULT: SQLite"] = abs(len(rows) - count) + sum(
            (title, length) != (_door(text), len(text)) for (_, text), (_, title, length, _) in zip(made, rows, strict=False)
        )
        told["through SQLite"] = len(rows)
    titles = {identifier: title for identifier, title, _, _ in rows}
    by_plan: dict[str, list[str]] = {}
    for _identifier, title, _, plan in rows:
        by_plan.setdefault(plan, []).append(title)
    _files(told, database, work / "export", titles)
    _appendices(told, database, titles)
    _site(told, database, titles, by_plan, [row[0] for row in rows[:: max(1, count // 170)]])
    return told


def _door(text: str) -> str:
    """What the database holds of a text: a character for a character, without those that it could not give back."""
    return "".join(
        " "
        if char in "\x0b\x0c\r"
        else "\ufffd"
        if (char < " " and char not in "\t\n") or char == "\x7f" or "\ud800" <= char <= "\udfff"
        else char
        for char in text
    )


def _cut(text: str) -> str:
    """As much of it as a workbook holds, whose cells count an emoji as two."""
    return text.encode("utf-16-le")[: 2 * _EXCEL].decode("utf-16-le", "ignore")


def _in_xml(text: str) -> str:
    """What XML can hold of it."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)


def _stored(path: Path, texts: list[str]) -> None:
    codebook = shipped_codebook()
    database = open_database(path, themes_of(codebook))
    places = [(area, year) for year in _YEARS for area in AREAS]
    share = -(-len(texts) // len(places))
    for number, (area, year) in enumerate(places):
        extract = _extract(f"{number:02d} {area}.docx", area, year, texts[number * share : (number + 1) * share])
        store(database, extract, f"paper {number}".encode(), codebook)
    renew(database, codebook)
    database.close()


def _extract(file: str, area: str, year: int, texts: list[str]) -> Extract:
    heading = Block(0, "heading", f"{area} Community Safety Plan {year}-{year + 3}", level=1, anchor="paragraph 1")
    blocks = [Block(at, "item", text, anchor=f"paragraph {at + 1}") for at, text in enumerate(texts, start=1)]
    priorities = [Priority(block.text, "priority", Quote(block, 0, len(block.text)), "made") for block in blocks]
    named = AreaName(area, "stated", None, Quote(heading, 0, len(area)))
    period = Period(year, year + 3, f"{year}-{year + 3}", Quote(heading, 0, len(heading.text)))
    plan = Plan((named,), f"Safer {area}", heading.text, period, priorities=tuple(priorities), title_quote=Quote(heading, 0, 4))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    paper = Paper(file, hashlib.sha256(file.encode()).hexdigest(), kind)
    return Extract(paper, Document((heading, *blocks)), Facts(title=heading.text), (plan,), (), (), (), shipped_codebook().hash)


def _files(told: Counter[str], database: Path, folder: Path, titles: dict[str, str]) -> None:
    with opened(database) as connection:
        write_dataset(connection, folder)
    (table,) = list(folder.rglob("priorities.csv"))
    with table.open(encoding="utf-8-sig", newline="") as file:
        _same(told, "exported CSV", titles, {row["id"]: row["title"] for row in csv.DictReader(file)})
    found: dict[str, str] = {}
    for path in folder.rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").split("\n"):
            found.update((one["id"], one["title"]) for one in _with_titles(json.loads(line or "{}")) if one["id"] in titles)
    _same(told, "exported JSON", titles, found)


def _with_titles(value: Any) -> Iterable[dict[str, str]]:
    """Every object within a value that has an id and a title."""
    if isinstance(value, dict):
        if {"id", "title"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _with_titles(one)


def _appendices(told: Counter[str], database: Path, titles: dict[str, str]) -> None:
    """The comparison of each area and year as Word, Excel, CSV and JSON."""
    import docx
    import openpyxl
    from docx.oxml.ns import qn

    found: dict[str, dict[str, str]] = {form: {} for form in ("csv", "json", "xlsx")}
    words: Counter[str] = Counter()
    with opened(database) as connection:
        for area in AREAS:
            for year in _YEARS:
                asked = asked_comparison(connection, (area,), year, year + 3)
                assert asked is not None
                made = appendix(connection, asked, "2026-11-22", None)
                text = document(made, "csv").decode("utf-8-sig")
                for row in csv.DictReader(io.StringIO(text, newline="")):
                    found["csv"][row["finding"]] = row["title"]
                for one in _findings(json.loads(document(made, "json"))):
                    found["json"][one["finding"]] = one["title"]
                sheet = openpyxl.load_workbook(io.BytesIO(document(made, "xlsx")))["Findings"]
                heads = [cell.value for cell in sheet[1]]
                title, finding = heads.index("Priority, in the plan’s words"), heads.index("Finding")
                for cells in sheet.iter_rows(min_row=2):
                    told["FAULT: a live formula"] += sum(cell.data_type == "f" or cell.hyperlink is not None for cell in cells)
                    found["xlsx"][str(cells[finding].value)] = str(cells[title].value)
                body = docx.Document(io.BytesIO(document(made, "docx"))).element.body
                for paragraph in body.iter(qn("w:p")):
                    parts = (("\n" if node.tag == qn("w:br") else "\t" if node.tag == qn("w:tab") else node.text or "") for node in
                             paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")))  # fmt: skip
                    words[_folded("".join(parts))] += 1
    guarded = {one: ("'" if text.startswith(("=", "+", "-", "@", "\t")) else "") + text for one, text in titles.items()}
    _same(told, "appendix as CSV", guarded, found["csv"], _in_xml)
    _same(told, "appendix as JSON", titles, found["json"])
    cut = {one: _cut(_in_xml(text)) for one, text in titles.items()}
    _same(told, "appendix as Excel", cut, {one: text.removesuffix(CUT) for one, text in found["xlsx"].items()})
    whole = "\n".join(words)
    _all_there(told, "appendix as Word", (_in_xml(text) for text in titles.values()), whole)


def _findings(value: Any) -> Iterable[dict[str, str]]:
    if isinstance(value, dict):
        if {"finding", "title"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _findings(one)


def _folded(text: str) -> str:
    """With every stretch of white space as one space, as a page shows it."""
    return " ".join(text.split())


def _same(
    told: Counter[str], where: str, expected: dict[str, str], found: dict[str, str], held: Callable[[str], str] = str
) -> None:
    wrong = [one for one, text in expected.items() if found.get(one) != held(text)]
    told[f"through {where}"] = len(expected) - len(wrong)
    told[f"FAULT: {where}"] += len(wrong)
    for one in wrong[:5]:
        print(f"  FAULT: {where}: {held(expected[one])[:120]!r} came back as {str(found.get(one))[:120]!r}", flush=True)


def _all_there(told: Counter[str], where: str, texts: Iterable[str], whole: str) -> None:
    lost = [text for text in texts if _folded(text) not in whole]
    told[f"FAULT: {where}"] += len(lost)
    for text in lost[:5]:
        print(f"  FAULT: {where}: {text[:150]!r} is not there", flush=True)
    told[f"through {where}"] += 0 if lost else 1


def _site(told: Counter[str], database: Path, titles: dict[str, str], by_plan: dict[str, list[str]], some: list[str]) -> None:
    """Pages and JSON of the site, asked for in this process."""
    site = site_over(database)

    def get(address: str) -> Any:
        answer = asyncio.run(site.client.get(address))
        told["requests of the site"] += 1
        if answer.status_code != 200:
            told["FAULT: a page that is not there"] += 1
            print(f"  FAULT: {answer.status_code} {address[:100]}", flush=True)
        return answer

    found: dict[str, str] = {}
    address: str | None = "/plans/priorities.json?_shape=objects&_size=max&_nocount=1"
    while address:
        page = get(address).json()
        found.update((row["id"], row["title"]) for row in page["rows"])
        address = page.get("next_url")
        address = "/" + address.split("/", 3)[3] if address and "://" in address else address
    _same(told, "the site's JSON", titles, found)
    text = get("/plans/priorities.csv?_stream=on&_size=max").content.decode("utf-8")
    _same(told, "the site's CSV", titles, {row["id"]: row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))})
    for plan, held in by_plan.items():
        _as_text(told, "/plan", get(f"/plan/{plan}").text, held)
    for finding in some:
        _as_text(told, "/evidence", get(f"/evidence/{finding}").text, [titles[finding]])
        get(f"/search?q={quoted(titles[finding][:200].encode('utf-8'))}")


def _as_text(told: Counter[str], where: str, page: str, held: list[str]) -> None:
    """That each title stands on the page as text, and that none of them became an element or an attribute."""
    tree = html.fromstring(page)
    live = [node for node in tree.iter() if isinstance(node.tag, str) and any(name.startswith("on") for name in node.attrib)]
    live += [node for node in tree.iter("script", "img", "svg", "style") if "alert" in html.tostring(node, encoding="unicode")]
    live += [node for node in tree.iter("a") if str(node.get("href")).strip().lower().startswith("javascript")]
    if live:
        told["FAULT: a text became mark-up"] += len(live)
        print(f"  FAULT: {where}: {html.tostring(live[0], encoding='unicode')[:200]}", flush=True)
    whole = _folded(tree.text_content())
    _all_there(told, f"pages ({where.split('/')[1]})", held, whole)
