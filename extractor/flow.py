"""The path of one paper: start reading here."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractor.codebook import Codebook, load_codebook
from extractor.errors import InputError, PaperError
from extractor.model import Extract, ManifestRow, Paper
from extractor.parse import parse
from extractor.section import section
from extractor.tag import tag


def extract_bytes(data: bytes, *, file: str, codebook: Codebook, manifest: ManifestRow | None = None) -> Extract:
    media_type, document = parse(data, file=file)
    paper = Paper(Path(file).name, hashlib.sha256(data).hexdigest(), media_type, manifest)
    plans, sections = section(document, codebook)
    return tag(paper, document, plans, sections, codebook)
