"""The program tesseract: a picture in, words with places and confidence out."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from extractor.parse.running import Ran, TookTooLongError, run
from extractor.parse.scan.picture import DPI, Grey

SECONDS = 120.0
_TURN = re.compile(rb"Rotate: (\d+)")
_TRUST = re.compile(rb"Orientation confidence: ([\d.]+)")
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size (-?[\d.]+)")
_ANGLE = re.compile(r"textangle (\d+)")
_CONFIDENCE = re.compile(r"x_wconf (\d+)")
_LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")


class CannotReadError(Exception):
    """Tesseract did not do its work: it took too long, it has no English, or it failed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One word, in pixels from the top left; ``base`` is its line's base line, ``size`` its line's height from ascenders to
    descenders, ``confidence`` 0 to 100."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    base: float
    size: float
    confidence: int
    angle: int = 0
    """Degrees by which the line runs up the page (against the clock): 0, 90, 180, 270."""


def read_words(program: str, grey: Grey) -> list[Seen]:
    """All words of a picture, in tesseract's order. Raises CannotReadError."""
    ran = _ask(program, grey, "-l", "eng", "--psm", "3", "hocr")
    if ran.code != 0:
        raise CannotReadError("tesseract cannot read it (is its English installed?)")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(ran.output, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise CannotReadError("tesseract gave no result")
    return [word for line in root.iter("{*}span") if line.get("class") in _LINES for word in _line(line)]


def read_numbers(program: str, parts: Sequence[Grey]) -> list[str]:
    """What stands in small pictures of list numbers, read as figures and points only; "" where nothing could be read."""
    with tempfile.TemporaryDirectory(prefix="extractor-scan-") as name:
        folder = Path(name)
        for number, part in enumerate(parts):
            (folder / f"{number}.pgm").write_bytes(_as_pgm(part))
        (folder / "list.txt").write_text("".join(f"{number}.pgm\n" for number in range(len(parts))))
        only = ("--psm", "7", "-c", "tessedit_char_whitelist=0123456789.()", "tsv")
        ran = _run(program, "list.txt", folder, b"", "-l", "eng", *only)
    found = [""] * len(parts)
    for line in ran.output.decode("utf-8", "replace").splitlines():
        fields = line.split("\t")
        if len(fields) > 11 and fields[0] == "5" and fields[1].isdigit() and int(fields[1]) <= len(parts):
            found[int(fields[1]) - 1] += fields[11]
    return found


def quarter_turns(program: str, grey: Grey) -> int:
    """By how many quarters clockwise the print of a picture is turned; 0 where tesseract cannot tell."""
    try:
        ran = _ask(program, grey, "-l", "osd", "--psm", "0")
    except CannotReadError:
        return 0
    turn, trust = _TURN.search(ran.output), _TRUST.search(ran.output)
    if turn is None or trust is None or float(trust[1]) < 1.0:
        return 0
    return (360 - int(turn[1])) // 90 % 4


def _ask(program: str, grey: Grey, *options: str) -> Ran:
    with tempfile.TemporaryDirectory(prefix="extractor-scan-") as folder:
        return _run(program, "stdin", Path(folder), _as_pgm(grey), *options)


def _run(program: str, source: str, folder: Path, given: bytes, *options: str) -> Ran:
    """Tesseract on one thread: as fast on a page, fair to the other papers, and the same answer each time."""
    variables = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    if "TESSDATA_PREFIX" in os.environ:
        variables["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    try:
        command = [program, source, "stdout", "--dpi", str(DPI), *options]
        return run(command, seconds=SECONDS, folder=folder, given=given, variables=variables)
    except TookTooLongError:
        raise CannotReadError(f"tesseract took longer than {SECONDS:.0f} s over it") from None
    except OSError as fault:
        raise CannotReadError(f"tesseract cannot be started ({fault.strerror})") from fault


def _as_pgm(grey: Grey) -> bytes:
    height, width = grey.shape
    return b"P5 %d %d 255\n" % (width, height) + grey.tobytes()


def _line(line: Any) -> list[Seen]:
    title = line.get("title", "")
    place, base, size = _BOX.search(title), _BASE.search(title), _SIZE.search(title)
    if place is None:
        return []
    words = list(_boxed(line))
    stated = _ANGLE.search(title)
    angle = int(stated[1]) % 360 if stated else _angle(words)
    if angle:
        return [_sideways(word, angle) for word in words]
    x0, top, x1, bottom = map(int, place.groups())
    slope, offset = (float(base[1]), float(base[2])) if base else (0.0, -0.2 * (bottom - top))
    level = bottom + offset + slope * (x1 - x0) / 2
    height = float(size[1]) if size else float(bottom - top)
    return [replace(word, base=level, size=height) for word in words]


def _angle(words: Sequence[Seen]) -> int:
    """How a line runs whose angle tesseract does not state: long words far higher than wide stand on end."""
    long = [word for word in words if len(word.text) > 3]
    if not long or 2 * sum(word.bottom - word.top > 1.3 * (word.x1 - word.x0) for word in long) <= len(long):
        return 0
    return 270 if len(words) > 1 and words[-1].top > words[0].top else 90


def _boxed(line: Any) -> Iterator[Seen]:
    """The words of a line with their boxes, as if each stood by itself."""
    for word in line.iter("{*}span"):
        box, confidence = _BOX.search(word.get("title", "")), _CONFIDENCE.search(word.get("title", ""))
        text = "".join(word.itertext()).strip()
        if word.get("class") != "ocrx_word" or box is None or not text:
            continue
        x0, top, x1, bottom = map(int, box.groups())
        if x1 > x0 and bottom > top:
            yield Seen(text, x0, top, x1, bottom, bottom, bottom - top, int(confidence[1]) if confidence else 0)


def _sideways(word: Seen, angle: int) -> Seen:
    return replace(word, angle=angle, size=word.bottom - word.top if angle == 180 else word.x1 - word.x0)
