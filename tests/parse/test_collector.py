"""Python's cyclic collector looks seldom while a paper is read, and as often as before afterwards."""

from __future__ import annotations

import gc

import pytest

from extractor.errors import PaperError
from extractor.parse import parse
from extractor.parse.collector import SELDOM, seldom


def test_the_collector_looks_seldom_only_while_a_paper_is_read() -> None:
    before = gc.get_threshold()
    with seldom():
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == before
    parse(b"Our priorities are burglary and theft.", file="plan.txt")
    assert gc.get_threshold() == before
    with pytest.raises(PaperError):
        parse(b"%PDF-1.4\nno more than that", file="plan.pdf")
    assert gc.get_threshold() == before
