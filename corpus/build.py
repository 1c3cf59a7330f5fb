"""Rebuilds the sample papers, the manifest and the list in the README from corpus/sources: ``python corpus/build.py``.

The same sources and library versions give the same files, byte for byte. Nothing is read from outside this folder.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from making.pdf import to_pdf  # noqa: E402
from making.scan import to_scan  # noqa: E402
from making.source import Source, read_source  # noqa: E402
from making.web import to_html, to_markdown, to_text  # noqa: E402
from making.word import to_docx  # noqa: E402

MAKERS: dict[str, Callable[[Source], bytes]] = {"pdf": to_pdf, "docx": to_docx, "html": to_html, "md": to_markdown, "txt": to_text}
SCANNED = "middlesbrough-2014-17-letter"
"""The paper that is held as a scan too, in other-forms/."""
OLD_WORD = "middlesbrough-2005-08-strategy"
"""The paper that is held in the old Word format too: LibreOffice makes it, where it is installed."""
BEGIN, END = "<!-- papers: made by build.py -->", "<!-- end of papers -->"


def sources() -> list[Source]:
    """All sources, by name."""
    return [read_source(path) for path in sorted((HERE / "sources").glob("*.md"))]


def papers(found: list[Source]) -> dict[str, bytes]:
    """File name and bytes of every paper."""
    return {f"{source.slug}.{form}": MAKERS[form](source) for source in found for form in source.formats}


def manifest(found: list[Source]) -> str:
    """One row a file. Area and the rest stay empty where an operator would not know them."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["file", "area", "partnership", "period", "source"])
    for source in found:
        for form in source.formats:
            rows.writerow([f"{source.slug}.{form}", *(source.text(name) for name in ("area", "partnership", "period", "source"))])
    return out.getvalue()


def listing(found: list[Source]) -> str:
    """The README's table of papers and the versions they were built with."""
    lines = ["| paper | forms | how it states its priorities | where the facts come from |", "|---|---|---|---|"]
    lines += [f"| {s.slug} | {', '.join(s.formats)} | {s.text('states')} | {s.text('source')} |" for s in found]
    return "\n".join([*lines, "", f"Built with reportlab {version('reportlab')} and python-docx {version('python-docx')}.", ""])


def readme(text: str, found: list[Source]) -> str:
    """The README with its list of papers renewed."""
    return re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{listing(found)}{END}", text, flags=re.S)


def old_word(docx: Path, folder: Path) -> None:
    """Puts a .docx into ``folder`` as .doc; without LibreOffice, what is there stays."""
    office = shutil.which("soffice")
    if office is None:
        print(f"LibreOffice is not installed: {docx.stem}.doc was not made anew")
        return
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "doc"]
        subprocess.run([*command, "--outdir", str(folder), str(docx)], check=True, capture_output=True, timeout=120)


def main() -> None:
    found = sources()
    made = papers(found)
    folder = HERE / "papers"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        if old.name not in made:
            old.unlink()
    for name, data in made.items():
        (folder / name).write_bytes(data)
    others = HERE / "other-forms"
    others.mkdir(exist_ok=True)
    (others / f"{SCANNED}.scan.pdf").write_bytes(to_scan(next(source for source in found if source.slug == SCANNED)))
    old_word(folder / f"{OLD_WORD}.docx", others)
    (HERE / "manifest.csv").write_text(manifest(found), encoding="utf-8", newline="\n")
    text = (HERE / "README.md").read_text(encoding="utf-8")
    (HERE / "README.md").write_text(readme(text, found), encoding="utf-8", newline="\n")
    print(f"{len(made)} papers from {len(found)} sources, {sum(map(len, made.values())) // 1000} kB")


if __name__ == "__main__":
    main()
