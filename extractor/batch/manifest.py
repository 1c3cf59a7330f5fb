"""The operator's manifest: a CSV that says of each file whose paper it is."""

from __future__ import annotations

import csv
from pathlib import Path

from extractor.errors import InputError
from extractor.model import ManifestRow

COLUMNS = ("file", "area", "partnership", "period", "source")


def read_manifest(path: Path) -> dict[str, ManifestRow]:
    """File name -> row. The CSV is UTF-8 with a header that has at least ``file``; other columns than COLUMNS are left alone.

    Raises InputError, naming the line, for what cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise InputError(f"manifest {path} cannot be opened ({fault.strerror}): check the path") from fault
    except UnicodeDecodeError as fault:
        raise InputError(f"manifest {path} is not UTF-8: save it as 'CSV UTF-8'") from fault
    lines = csv.DictReader(text.splitlines())
    if not lines.fieldnames or "file" not in lines.fieldnames:
        raise InputError(f"manifest {path} has no column 'file': its first line must name the columns {', '.join(COLUMNS)}")
    rows: dict[str, ManifestRow] = {}
    for line in lines:
        values = {name: (line.get(name) or "").strip() or None for name in COLUMNS}
        name = Path(values["file"] or "").name
        if not name:
            raise InputError(f"manifest {path}, line {lines.line_num}: the column 'file' is empty")
        if name in rows:
            raise InputError(f"manifest {path}, line {lines.line_num}: {name} stands twice")
        rows[name] = ManifestRow(name, values["area"], values["partnership"], values["period"], values["source"])
    return rows
