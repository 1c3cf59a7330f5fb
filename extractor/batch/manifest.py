"""The operator's manifest: a CSV that says of each file whose paper it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from extractor.errors import InputError
from extractor.model import ManifestRow

COLUMNS = ("file", "area", "partnership", "period", "source")


def read_manifest(path: Path) -> dict[str, ManifestRow]:
    """File -> row. The CSV is UTF-8 with a header that has at least ``file``; other columns than COLUMNS are left alone.

    ``file`` is a name, or a path where several folders hold files of one name. Raises InputError, naming the line, for what
    cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise InputError(f"manifest {path} cannot be opened ({fault.strerror}): check the path") from fault
    except UnicodeDecodeError as fault:
        raise InputError(f"manifest {path} is not UTF-8: save it as 'CSV UTF-8'") from fault
    lines = csv.DictReader(io.StringIO(text, newline=""))
    rows: dict[str, ManifestRow] = {}
    try:
        if not lines.fieldnames or "file" not in lines.fieldnames:
            raise InputError(f"manifest {path} has no column 'file': its first line must name the columns {', '.join(COLUMNS)}")
        for line in lines:
            values = {name: (line.get(name) or "").strip() or None for name in COLUMNS}
            name = PurePosixPath((values["file"] or "").replace("\\", "/").lstrip("/")).as_posix()
            where = f"manifest {path}, line {lines.line_num}"
            if name == ".":
                raise InputError(f"{where}: the column 'file' is empty: name the paper, or take the line out")
            if name in rows:
                raise InputError(f"{where}: {name} stands twice: keep one of the two lines")
            rows[name] = ManifestRow(name, values["area"], values["partnership"], values["period"], values["source"])
    except csv.Error as fault:
        raise InputError(
            f"manifest {path}, line {lines.line_num}: cannot be read as CSV ({fault}): save it as 'CSV UTF-8'"
        ) from fault
    return rows


def row_for(manifest: Mapping[str, ManifestRow], file: Path) -> tuple[str, ManifestRow | None]:
    """The row that says most exactly which file it means ("hartlepool/plan.pdf" before "plan.pdf") and its key, or "", None."""
    parts = file.absolute().parts[1:]
    for start in range(len(parts)):
        key = "/".join(parts[start:])
        if key in manifest:
            return key, manifest[key]
    return "", None
