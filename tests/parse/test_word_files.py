"""Word files as they come: damaged, hostile, and whole papers, of which no letter may be lost."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree
from word_papers import W, p, package, read, zipped

from extractor.errors import PaperError
from extractor.parse.word import read_word

SHARED = Path(__file__).parents[2] / ".." / "shared"
PAPERS = sorted(path for folder in ("papers", "dev/papers", "real") for path in (SHARED / folder).glob("*.docx"))


# --- bad files ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 no zip at all",
        package(p("cut short"))[:-200],
        zipped({"word/document.xml": b"<w:document>"}),
        zipped({"word/document.xml": b"<x/>"}),
        zipped({"word/other.xml": b"<x/>"}),
    ],
)
def test_damage_gives_one_line(data: bytes) -> None:
    with pytest.raises(PaperError) as error:
        read_word(data, file="paper.docx")
    assert str(error.value).startswith("paper.docx: ") and "\n" not in str(error.value)


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    with pytest.raises(PaperError, match="unpack"):
        read_word(zipped({"word/document.xml": b" " * 30_000_000}), file="bomb.docx")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    body = f'<w:document xmlns:w="{W}"><w:body>{p("see &x; here")}</w:body></w:document>'
    raw = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{body}'
    found = read(zipped({"word/document.xml": raw.encode()}))
    assert "SECRET" not in "".join(block.text for block in found.blocks)


# --- whole papers -------------------------------------------------------------------------------------------------------------


def printed_letters(path: Path) -> int:
    """Letters of all w:t of the body, but for deletions and the second form of alternatives."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    out = {f"{{{W}}}del", f"{{{W}}}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
    kept = (t.text or "" for t in root.iter(f"{{{W}}}t") if not any(up.tag in out for up in t.iterancestors()))
    return sum(char.isalnum() for text in kept for char in text)


def test_every_letter_of_real_papers_is_kept() -> None:
    for path in PAPERS:
        found = read_word(path.read_bytes(), file=path.name)
        words = "".join((b.label or "") * (b.label != "•") + b.text for b in found.blocks if b.kind != "note")
        assert sum(char.isalnum() for char in words) >= 0.99 * printed_letters(path), path.name
        assert all(a < b <= len(x.text) for x in found.blocks for a, b in x.bold), path.name
        assert [block.index for block in found.blocks] == list(range(len(found.blocks)))
