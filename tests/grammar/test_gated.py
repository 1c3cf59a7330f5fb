"""A gated pattern gives the answers of the pattern itself, and lets most texts pass it by."""

import importlib
import pkgutil
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extractor.grammar
import extractor.tag
import extractor.unify
from extractor.grammar.gated import Gated

GATED = {
    f"{module.name}.{name}": value
    for package in (extractor.tag, extractor.grammar, extractor.unify)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    for name, value in vars(importlib.import_module(module.name)).items()
    if isinstance(value, Gated)
}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(GATED)), st.data())
def test_whatever_a_pattern_of_ours_matches_is_let_through(name: str, data: st.DataObject) -> None:
    gated = GATED[name]
    text = data.draw(st.from_regex(re.compile(gated.written, gated.pattern.flags)))
    assert gated.may_match(text) or gated.pattern.search(text) is None


@pytest.mark.parametrize("name", sorted(GATED))
def test_every_gate_can_hold_a_text_back(name: str) -> None:
    assert not GATED[name].may_match("")


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "passes"),
    [
        (r"\btargets?\s+of\s+\d", 0, "a target of 5", True),
        (r"\btargets?\s+of\s+\d", 0, "a target for 5", False),
        (r"(?:up|down)\s(?:by)", re.I, "UP BY 5", True),
        (r"(?:up|down)\s(?:by)", re.I, "by the by", False),
        (r"(?:up|\d)\sby", 0, "5 by", True),
        (r"x?y*(?:cut)?", 0, "", True),
        (r"(?<=\()crime", 0, "(crime", True),
        (r"crime(?!s)", 0, "crimes", True),
        (r"kin", re.I, "\u212ain", True),
        (r"[ab]c", 0, "xc", False),
    ],
)
def test_what_every_match_needs_is_looked_for(pattern: str, flags: int, text: str, passes: bool) -> None:
    gated = Gated(pattern, flags)
    assert gated.may_match(text) is passes
    plain = re.compile(pattern, flags)
    found = [match.span() for match in plain.finditer(text)]
    assert [match.span() for match in gated.finditer(text)] == found
    assert (gated.search(text) is None) == (plain.search(text) is None)
    assert (gated.match(text) is None) == (plain.match(text) is None)
