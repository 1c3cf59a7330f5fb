"""Small measurements inside one process: ``python timed.py NAME ARGUMENT ...`` prints figures as JSON."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from extractor.codebook import load_codebook
from extractor.flow import extract, make_ready
from extractor.model import Paper
from extractor.parse import parse
from extractor.section import section
from extractor.tag import tag
from extractor.unify import unify
from extractor.write import open_database, program_version, rows_of, store, store_rows

now = time.process_time


def stages(folder: str) -> dict[str, float]:
    """CPU seconds of each stage over a folder's PDF files; "start" is what a worker does before its first paper."""
    begun = now()
    codebook = load_codebook()
    make_ready(codebook)
    spent = {"start": now() - begun, "parse": 0.0, "section": 0.0, "tag": 0.0, "unify": 0.0, "rows": 0.0, "store": 0.0, "pages": 0}
    with tempfile.TemporaryDirectory() as made:
        themes = [(entry.id, str(entry["heading"]), int(entry["order"])) for entry in codebook.entries("themes")]
        database = open_database(Path(made) / "plans.db", themes)
        for file in sorted(Path(folder).glob("*.pdf")):
            data = file.read_bytes()
            marks = [now()]
            kind, document = parse(data, file=file.name)
            marks.append(now())
            plans, sections = section(document, codebook)
            marks.append(now())
            findings = tag(document, plans, sections, codebook, file=file.name)
            marks.append(now())
            found = unify(Paper(file.name, hashlib.sha256(data).hexdigest(), kind), document, sections, findings, codebook)
            marks.append(now())
            rows_of(found, len(data), program_version(), codebook)
            marks.append(now())
            store(database, found, data, codebook)
            marks.append(now())
            for name, a, b in zip(("parse", "section", "tag", "unify", "rows", "store"), marks, marks[1:], strict=False):
                spent[name] += b - a
            spent["store"] -= marks[5] - marks[4]  # store makes the rows again
            spent["pages"] += len(document.pages)
        database.close()
    return spent


def load(folder: str) -> dict[str, float]:
    """CPU seconds of storing a paper at a time, as a run does; of one plain executemany a table, in one transaction, into the same
    tables with their indexes and full-text search; of that into tables that have neither. To make the rows counts nowhere."""
    codebook = load_codebook()
    read = [(file.read_bytes(), extract(file, codebook=codebook)) for file in sorted(Path(folder).glob("*.pdf"))]
    themes = [(entry.id, str(entry["heading"]), int(entry["order"])) for entry in codebook.entries("themes")]
    made = [rows_of(found, len(data), program_version(), codebook) for data, found in read]
    spent: dict[str, list[float]] = {"store": [], "same": [], "bare": []}
    size = 0
    with tempfile.TemporaryDirectory() as place:
        for turn in range(5):
            database = open_database(path := Path(place) / f"store-{turn}.db", themes)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            begun = now()
            for (data, _), tables in zip(read, made, strict=True):
                store_rows(database, {**tables, "papers": [dict(tables["papers"][0])]}, data, codebook)
            spent["store"].append(now() - begun)
            database.close()
            size = path.stat().st_size
            held = sqlite3.connect(path)
            every = {
                name: [column for _, column, *_ in held.execute(f"PRAGMA table_info([{name}])")]
                for (name,) in held.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%'"
                ).fetchall()
            }
            rows = {name: held.execute(f"SELECT * FROM [{name}]").fetchall() for name in every}
            held.close()
            rows.pop("themes")  # they are there before the first paper
            for name in ("same", "bare"):
                if name == "same":
                    open_database(Path(place) / f"{name}-{turn}.db", themes).close()
                plain = sqlite3.connect(Path(place) / f"{name}-{turn}.db", isolation_level=None)
                if name == "bare":
                    for table in rows:
                        plain.execute(f"CREATE TABLE [{table}] ({', '.join(every[table])})")
                begun = now()
                plain.execute("BEGIN")
                for table, held_rows in rows.items():
                    plain.executemany(f"INSERT INTO [{table}] VALUES ({', '.join('?' * len(every[table]))})", held_rows)
                plain.execute("COMMIT")
                spent[name].append(now() - begun)
                plain.close()
    return {
        **{name: sorted(costs)[2] for name, costs in spent.items()},
        "rows": sum(map(len, rows.values())),
        "bytes": size,
        "papers": len(read),
        "files": sum(len(data) for data, _ in read),
    }


def word(listed: str) -> dict[str, float]:
    """CPU seconds of our Word reading against the usual python-docx idiom, on the files that ``listed`` names."""
    import docx

    from extractor.errors import PaperError
    from extractor.parse.word import read_word

    files = [Path(line) for line in Path(listed).read_text().splitlines()]
    spent = {"ours": 0.0, "idiom": 0.0, "papers": 0.0}
    for turn in range(2):  # the first warms up
        for file in files:
            data = file.read_bytes()
            begun = now()
            try:
                read_word(data, file=file.name)
            except PaperError:
                continue  # a locked or damaged one: neither reads it
            ours = now() - begun
            begun = now()
            try:
                _idiom(docx.Document(str(file)))
            except (KeyError, ValueError):
                continue
            if turn:
                spent["ours"], spent["idiom"], spent["papers"] = (
                    spent["ours"] + ours,
                    spent["idiom"] + now() - begun,
                    spent["papers"] + 1,
                )
    return spent


def _idiom(paper: Any) -> list[tuple[str, str]]:
    said = [(paragraph.style.name, paragraph.text) for paragraph in paper.paragraphs]
    return said + [("", cell.text) for table in paper.tables for row in table.rows for cell in row.cells]


def old_word(folder: str) -> dict[str, float]:
    """Seconds by the clock that LibreOffice takes for eight .doc papers, in one start and in eight, in turn."""
    from made import make_word

    from extractor.parse.office import OfficePaper, to_docx, to_docx_together
    from extractor.parse.sniff import DOC

    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for number in range(8):
        make_word(place / f"paper-{number}.docx", 10 + number)
    command = ["soffice", f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--convert-to", "doc:MS Word 97"]
    made = sorted(place.glob("*.docx"))
    for _ in range(2):  # the first start of a profile may end after it has made its settings
        subprocess.run([*command, "--outdir", str(place), *map(str, made)], check=False, capture_output=True, timeout=300)
    papers = [OfficePaper(file.read_bytes(), file.name, DOC) for file in sorted(place.glob("*.doc"))]
    if len(papers) != len(made):
        raise RuntimeError("LibreOffice makes no .doc papers here")
    together, alone = [], []
    for _ in range(2):
        begun = time.perf_counter()
        missing = to_docx_together(papers).count(None)
        together.append(time.perf_counter() - begun)
        if missing:
            raise RuntimeError(f"{missing} papers did not come back from LibreOffice")
        begun = time.perf_counter()
        for paper in papers:
            to_docx(paper.data, file=paper.file, kind=paper.kind)
        alone.append(time.perf_counter() - begun)
    return {"papers": len(papers), "together": min(together), "alone": min(alone)}


def rules(folder: str, times: str) -> dict[str, float]:
    """CPU seconds of tagging a folder's papers with the shipped rules, and with ``times`` as many phrases in every list."""
    import yaml

    from extractor.assets import asset
    from extractor.codebook.reading import _read_yaml

    spent = {}
    documents = [(file.name, parse(file.read_bytes(), file=file.name)[1]) for file in sorted(Path(folder).glob("*.pdf"))[:20]]
    with tempfile.TemporaryDirectory() as made:
        many = Path(made) / "rules"
        shutil.copytree(asset("rules"), many)
        for path in many.glob("*.yaml"):
            entries = _read_yaml(path)
            if path.stem == "words" or not isinstance(entries, list):
                continue
            for entry in entries:
                phrases = entry.get("phrases", [])
                # As like the others as can be: the same words, and one that no paper has.
                entry["phrases"] = phrases + [f"{p} qq{n}" for p in phrases if not p.endswith("$") for n in range(int(times) - 1)]
            path.write_text(yaml.safe_dump(entries, allow_unicode=True))
        for name, place in (("shipped", None), ("many", many)):
            codebook = load_codebook(place)
            make_ready(codebook)
            begun = now()
            for file, document in documents:
                plans, sections = section(document, codebook)
                tag(document, plans, sections, codebook, file=file)
            spent[name] = now() - begun
    return spent


if __name__ == "__main__":
    print(
        json.dumps({"stages": stages, "load": load, "word": word, "old_word": old_word, "rules": rules}[sys.argv[1]](*sys.argv[2:]))
    )
