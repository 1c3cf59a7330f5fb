"""Open a Word package safely: a zip of XML parts, checked for size before it is unpacked, read without entities or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from extractor.errors import PaperError, Reason
from extractor.parse.sniff import BROKEN_ZIP

MAX_TOTAL = 200_000_000
"""Bytes that all XML parts together may inflate to: real papers stay below a tenth of it."""
MAX_RATIO = 400
"""Times that one large part may inflate: XML of real papers packs up to about forty times."""
MAX_MEMBERS = 20_000
_RATIO_FLOOR = 5_000_000
_CHUNK = 1 << 20

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)

Element = Any
"""An lxml element: the library ships no types."""


@dataclass(frozen=True, slots=True)
class Relation:
    id: str
    kind: str
    """Last word of the relation's type: "styles", "header", "footnotes"."""
    target: str


@dataclass(slots=True)
class Package:
    """An opened package: ``main`` is the name of the document part, ``relations`` are the main part's, by id."""

    zip: zipfile.ZipFile
    file: str
    main: str = ""
    relations: dict[str, Relation] = field(default_factory=dict)
    spent: int = 0

    def xml(self, name: str) -> Element | None:
        """Root element of a part, None where the package has no such part. Raises PaperError for damage."""
        try:
            info = self.zip.getinfo(name)
        except KeyError:
            return None
        raw = self._inflate(info)
        for strict, transitional in _STRICT:
            raw = raw.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False)
        try:
            return etree.fromstring(raw, parser)
        except etree.XMLSyntaxError as error:
            raise damaged(self.file, f"its part {name} is not well-formed") from error

    def optional(self, name: str) -> Element | None:
        """As :meth:`xml`, for a part that the text can do without: damage counts as absence."""
        try:
            return self.xml(name)
        except PaperError:
            return None

    def of_kind(self, kind: str) -> list[str]:
        """Part names that the main part relates to in this way, in the order of their names."""
        return sorted(relation.target for relation in self.relations.values() if relation.kind == kind)

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        """Unpack piece by piece, so that a part whose head lies about its size is stopped too."""
        parts: list[bytes] = []
        size = 0
        try:
            with self.zip.open(info) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    if self.spent + size > MAX_TOTAL or _bloated(size, info.compress_size):
                        raise too_large(self.file)
                    parts.append(piece)
        except BROKEN_ZIP as error:
            raise damaged(self.file, f"its part {info.filename} cannot be unpacked") from error
        self.spent += size
        return b"".join(parts)


def open_package(data: bytes, file: str) -> Package:
    """Open a .docx. Raises PaperError where it is damaged or would inflate beyond bounds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except BROKEN_ZIP as error:
        raise damaged(file, "its zip directory cannot be read") from error
    wanted = [info for info in infos if info.filename.endswith((".xml", ".rels"))]
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in wanted) > MAX_TOTAL:
        raise too_large(file)
    if any(_bloated(info.file_size, info.compress_size) for info in wanted):
        raise too_large(file)
    package = Package(archive, file)
    package.main = _main_part(package)
    package.relations = _relations(package, package.main)
    return package


def attribute(element: Element | None, name: str) -> str | None:
    """A w: attribute of an element that may be missing."""
    return None if element is None else cast("str | None", element.get(f"{{{W}}}{name}"))


def child(element: Element | None, name: str) -> Element | None:
    """First w: child of that name of an element that may be missing."""
    return None if element is None else next(element.iterchildren(f"{{{W}}}{name}"), None)  # half of what find takes


def children(element: Element) -> dict[str, Element]:
    """The first child of each kind, by its whole tag: for who asks for several, a seventh of what asking one by one takes."""
    return {one.tag: one for one in element.iterchildren(reversed=True)}


def damaged(file: str, why: str) -> PaperError:
    told = f"the Word file is damaged ({why}): open it in Word, save it again as .docx, and read that"
    return PaperError(f"{file}: {told}", Reason.DAMAGED)


def too_large(file: str) -> PaperError:
    return PaperError(
        f"{file}: the Word file would unpack to far more than any real paper holds, so it was not read: "
        "if it is a real paper, save it as PDF and read that",
        Reason.TOO_LARGE,
    )


def _bloated(size: int, packed: int) -> bool:
    return size > _RATIO_FLOOR and size > MAX_RATIO * max(packed, 1)


def _main_part(package: Package) -> str:
    for relation in _relations(package, "").values():
        if relation.kind == "officeDocument" and relation.target in package.zip.NameToInfo:
            return relation.target
    return "word/document.xml"


def _relations(package: Package, part: str) -> dict[str, Relation]:
    folder, name = posixpath.split(part)
    root = package.optional(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relation] = {}
    for element in () if root is None else root:
        if not isinstance(element.tag, str) or element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        id_ = element.get("Id", "")
        found[id_] = Relation(id_, element.get("Type", "").rsplit("/", 1)[-1], path)
    return found
