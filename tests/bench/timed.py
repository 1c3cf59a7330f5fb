"""Small measurements inside one process: ``python timed.py NAME ARGUMENT ...`` prints figures as JSON."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from extractor.codebook import load_codebook
from extractor.flow import extract, make_ready
from extractor.model import Paper
from extractor.parse import parse
from extractor.section import section
from extractor.tag import tag
from extractor.unify import unify
from extractor.write import open_database, program_version, rows_of, store

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
    """Rows a second through store(), and through one plain executemany a table in one transaction; bytes a paper."""
    codebook = load_codebook()
    read = [(file.read_bytes(), extract(file, codebook=codebook)) for file in sorted(Path(folder).glob("*.pdf"))]
    tables: dict[str, list[dict[str, object]]] = {}
    for data, found in read:
        for name, rows in rows_of(found, len(data), program_version(), codebook).items():
            tables.setdefault(name, []).extend(rows)
    count = sum(map(len, tables.values()))
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "plans.db"
        database = open_database(
            path, [(entry.id, str(entry["heading"]), int(entry["order"])) for entry in codebook.entries("themes")]
        )
        begun = now()
        for data, found in read:
            store(database, found, data, codebook)
        whole = now() - begun
        begun = now()
        for data, found in read:
            rows_of(found, len(data), program_version(), codebook)
        made_rows = now() - begun
        database.close()
        size = path.stat().st_size
        plain = sqlite3.connect(Path(made) / "plain.db", isolation_level=None)
        begun = now()
        plain.execute("BEGIN")
        for name, rows in tables.items():
            columns = list(rows[0])
            plain.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            plain.executemany(
                f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", [[row.get(c) for c in columns] for row in rows]
            )
        plain.execute("COMMIT")
        bare = now() - begun
        plain.close()
    return {
        "rows": count,
        "store": whole - made_rows,
        "bare": bare,
        "bytes": size,
        "papers": len(read),
        "files": sum(len(data) for data, _ in read),
    }


def word(path: str) -> dict[str, float]:
    """CPU seconds of our Word reading against the usual python-docx idiom on one file."""
    from docx import Document

    from extractor.parse.word import read_word

    data = Path(path).read_bytes()
    read_word(data, file="warm.docx")
    begun = now()
    read_word(data, file="made.docx")
    ours = now() - begun
    begun = now()
    paper = Document(path)
    said = [(paragraph.style.name, paragraph.text) for paragraph in paper.paragraphs]
    said += [("", cell.text) for table in paper.tables for row in table.rows for cell in row.cells]
    return {"ours": ours, "idiom": now() - begun, "pieces": len(said)}


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
    print(json.dumps({"stages": stages, "load": load, "word": word, "rules": rules}[sys.argv[1]](*sys.argv[2:])))
