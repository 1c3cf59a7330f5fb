"""A reading that fails where a paper is parsed: for tests of what must not be parsed again."""

from __future__ import annotations

from extractor.batch.paper import Result, Task, read_paper
from extractor.codebook import Codebook


def read(task: Task, codebook: Codebook) -> Result:
    """Reads a paper that comes parsed."""
    assert task.document and not task.data, "this paper would be parsed"
    return read_paper(task, codebook)
