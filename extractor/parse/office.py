"""Old Word, RTF and OpenDocument -> Word (.docx), for the Word reader; all of them and Word -> PDF, for the images of their pages.

LibreOffice does both. Several papers may go through one start of it, which costs far more than a paper does.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import NeedsTool, PaperError, Reason
from extractor.parse.running import TookTooLongError, run
from extractor.parse.sniff import DOC, DOCX, ODT, RTF
from extractor.parse.tools import needed, program

OFFICE = {DOC: "old Word format", RTF: "rich text format", ODT: "OpenDocument format", DOCX: "Word format"}
"""What each kind is called in messages."""
SECONDS = 60.0
"""Time for a start of LibreOffice with one paper; each further paper adds to it."""
SECONDS_MORE = 20.0
_READERS = {
    DOC: ("MS Word 97", "MS Word 95", "MS WinWord 5"),
    RTF: ("Rich Text Format",),
    ODT: ("writer8",),
    DOCX: ("MS Word 2007 XML",),
}
"""LibreOffice's readers of each kind, in the order tried: with its reader named, it never takes binary data for text."""
_ENDINGS = {DOC: "doc", RTF: "rtf", ODT: "odt", DOCX: "docx"}
_RESTART = 81
"""LibreOffice's exit code after it has made its settings: it asks to be started again."""
_STARTS = 4
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
</item>
</oor:items>
"""
"""No macros, and nothing fetched: linked pictures and pages of a paper stay unread."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What LibreOffice is to make: its file's ending, and the writer of it with its options."""

    ending: str
    writer: str


_WORD = _Form("docx", "MS Word 2007 XML")
_PDF = _Form(
    "pdf",
    "writer_pdf_Export:"
    + json.dumps(
        {
            "ReduceImageResolution": {"type": "boolean", "value": "true"},
            "MaxImageResolution": {"type": "long", "value": "150"},
            "ExportBookmarks": {"type": "boolean", "value": "false"},
            "ExportFormFields": {"type": "boolean", "value": "false"},
            "UseTaggedPDF": {"type": "boolean", "value": "false"},
        }
    ),
)
"""Only what its pages show, with pictures as fine as a screen shows them."""


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """A paper to convert; ``kind`` is DOC, RTF, ODT or DOCX of :mod:`extractor.parse.sniff`, which looked at its content."""

    data: bytes
    file: str
    kind: str


def to_docx(data: bytes, *, file: str, kind: str) -> bytes:
    """One paper as .docx. Raises NeedsTool where LibreOffice is missing, PaperError where it cannot read the paper."""
    office = program("LibreOffice")
    if office is None:
        raise NeedsTool(f"{file}: {OFFICE[kind]}: {needed('LibreOffice')} (or save it as .docx or PDF)", "LibreOffice")
    found = _alone(office, OfficePaper(data, file, kind), _WORD)
    if isinstance(found, PaperError):
        raise found
    return found


def to_docx_together(papers: Sequence[OfficePaper]) -> list[bytes | None]:
    """Papers as .docx in their order, one start of LibreOffice for all of a kind; None for each that did not come back from it."""
    office = program("LibreOffice")
    found: list[bytes | None] = [None] * len(papers)
    if office is not None:
        for indexes in _by_kind(papers):
            for place, docx in _together(office, [papers[index] for index in indexes], _WORD).items():
                found[indexes[place]] = docx
    return found


def to_pdf_many(papers: Sequence[OfficePaper]) -> list[bytes | PaperError]:
    """Papers as PDF, laid out on pages, in their order; for one that cannot be laid out, why not.

    Raises NeedsTool where LibreOffice is missing.
    """
    office = program("LibreOffice")
    if office is None:
        raise NeedsTool(f"images of Word papers' pages: {needed('LibreOffice')}", "LibreOffice")
    # Those that come back without a result are tried once more, each alone, for one bad paper can bring down those after it.
    found: dict[int, bytes | PaperError] = {}
    for indexes in _by_kind(papers):
        together = _together(office, [papers[index] for index in indexes], _PDF) if len(indexes) > 1 else {}
        for place, index in enumerate(indexes):
            found[index] = together[place] if place in together else _alone(office, papers[index], _PDF)
    return [found[index] for index in range(len(papers))]


def _by_kind(papers: Sequence[OfficePaper]) -> Collection[list[int]]:
    """The places of papers of each kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        by_kind[paper.kind].append(index)
    return by_kind.values()


def _together(office: str, papers: Sequence[OfficePaper], form: _Form) -> dict[int, bytes]:
    try:
        return _convert(office, papers, _READERS[papers[0].kind][0], form)
    except TookTooLongError:
        return {}


def _alone(office: str, paper: OfficePaper, form: _Form) -> bytes | PaperError:
    advice = "save it as .docx or PDF, and read that" if form is _WORD else "save it as PDF, and read that"
    try:
        for reader in _READERS[paper.kind]:
            converted = _convert(office, [paper], reader, form)
            if 0 in converted:
                return converted[0]
    except TookTooLongError:
        return PaperError(
            f"{paper.file}: {OFFICE[paper.kind]}: LibreOffice took longer than {SECONDS:.0f} s over it: {advice}", Reason.TIME
        )
    return PaperError(
        f"{paper.file}: {OFFICE[paper.kind]}: LibreOffice cannot read it, it may be damaged: {advice}", Reason.DAMAGED
    )


def _convert(office: str, papers: Sequence[OfficePaper], reader: str, form: _Form) -> dict[int, bytes]:
    """What came out, by place. All papers are of one kind. Each run has a profile of its own: two on one profile, and the second
    writes nothing."""
    ending = _ENDINGS[papers[0].kind]
    with tempfile.TemporaryDirectory(prefix="extractor-office-") as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        sources = []
        for place, paper in enumerate(papers):
            sources.append(f"paper{place}.{ending}")
            (folder / sources[-1]).write_bytes(paper.data)
        command = [
            _without_splash(office), f"-env:UserInstallation={(folder / 'profile').as_uri()}", f"-env:OSL_SOCKET_PATH={folder}",
            "--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck",
            f"--infilter={reader}", "--convert-to", f"{form.ending}:{form.writer}", "--outdir", "out", *sources,
        ]  # fmt: skip
        variables = {"HOME": name, "TMPDIR": name, "LC_ALL": "C.UTF-8", "TZ": "UTC", "SAL_USE_VCLPLUGIN": "svp"}
        for _ in range(_STARTS):
            ran = run(command, seconds=SECONDS + SECONDS_MORE * (len(papers) - 1), folder=folder, variables=variables)
            if ran.code != _RESTART:
                break
        made = {place: folder / "out" / f"paper{place}.{form.ending}" for place in range(len(papers))}
        return {place: file.read_bytes() for place, file in made.items() if file.is_file() and file.stat().st_size}


def _without_splash(office: str) -> str:
    """The program itself where it stands beside its starter: one process, which cannot leave another behind."""
    itself = Path(office).resolve().parent / "soffice.bin"
    return str(itself) if itself.is_file() else office
