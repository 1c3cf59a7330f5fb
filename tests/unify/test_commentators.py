"""Whose remarks stand beside the actions of a nation's plan."""

from __future__ import annotations

import pytest

from extractor.codebook import Codebook, load_codebook
from extractor.model import Action, Block, Cell, Quote
from extractor.unify.commentators import commentator


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def whose(
    codebook: Codebook, *lines: str, head: str = "Local commentary", author: str | None = None, remark: str | None = "Done."
) -> str | None:
    """The words credited in a paper of these lines and one action with its remark."""
    blocks = [Block(number, "paragraph", text) for number, text in enumerate(lines)]
    cells = [("National action", 1, 1), (head, 1, 2), ("Reduce crime in Bristol", 2, 1), (remark or "", 2, 2)]
    cells = [Block(len(lines) + at, "cell", text, cell=Cell(1, row, column)) for at, (text, row, column) in enumerate(cells)]
    beside = Quote(cells[3], 0, len(cells[3].text)) if remark else None
    action = Action(cells[2].text, Quote(cells[2], 0, len(cells[2].text)), "action.table", "2", remark, beside)
    by = Block(99, "paragraph", author) if author else None
    found = commentator([action], [*blocks, *cells], Quote(by, 0, len(by.text)) if by else None, codebook)
    return found.text if found else None


@pytest.mark.parametrize(
    ("lines", "more", "credited"),
    [
        (["Remarks of Cleveland Criminal Justice Board on the plan"], {}, "Cleveland Criminal Justice Board"),
        (["Commentary by the Safer Hartlepool Partnership"], {}, "Safer Hartlepool Partnership"),
        ([], {"head": "Position in Luton"}, "Luton"),
        (["The Safer Stockton Partnership met in March and looked at each action."], {}, "Safer Stockton Partnership"),
        ([], {"author": "Head of Community Safety, Luton Borough Council"}, "Luton"),
        (["The Safer Stockton Partnership and the Safer Hartlepool Partnership were asked."], {}, None),
        (["The Home Office asks partnerships to think about these."], {}, None),
        (["Comments from partners are welcome."], {}, None),
        ([], {"author": "Director of Regeneration"}, None),
        ([], {"remark": "Work in Luton goes well."}, None),
        (["Remarks of Cleveland Criminal Justice Board"], {"remark": None}, None),
    ],
)
def test_the_paper_says_whose_or_nobody_is_credited(
    codebook: Codebook, lines: list[str], more: dict[str, str], credited: str | None
) -> None:
    assert whose(codebook, *lines, **more) == credited
