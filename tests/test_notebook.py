"""The researcher's notebook runs as it stands, and its answers are those of the sample papers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from whole import ROOT

NOTEBOOK: dict[str, Any] = json.loads((ROOT / "docs" / "three_questions.ipynb").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answers(demo: tuple[Path, object], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the notebook's cells leave behind, run in order without Jupyter."""
    import matplotlib

    matplotlib.use("Agg")
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANS_DB", str(demo[0]))
        for number, cell in enumerate(NOTEBOOK["cells"], start=1):
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
    folder = tmp_path_factory.mktemp("plots")
    for name in ("themes", "followed"):
        names[name].savefig(folder / f"{name}.png")
    names["connection"].close()
    return {**names, "folder": folder}


def test_themes_that_lasted(answers: dict[str, Any]) -> None:
    lasting = answers["lasting"]
    assert lasting["Anti-social behaviour"] >= 6
    assert answers["share"].to_numpy().max() <= 1


def test_what_became_of_priorities(answers: dict[str, Any]) -> None:
    fates = answers["fates"]
    assert {"Hartlepool", "Stockton-on-Tees"} <= set(fates.index)
    assert "cannot say" not in fates.columns
    unsaid = (answers["became"].status == "cannot say").sum()
    assert 0 < len(answers["unheld"]) < unsaid, "those whose earlier plan is not held are not counted"


def test_who_cites_which_agreement(answers: dict[str, Any]) -> None:
    cited = {(row.round, row.number): row.title for row in answers["cited"].itertuples()}
    assert cited["CSR2007", 23] == "Make communities safer"
    assert ("SR2004", 1) in cited and ("CSR2007", 1) not in cited


def test_two_plots_are_drawn(answers: dict[str, Any]) -> None:
    assert sorted(path.name for path in answers["folder"].iterdir()) == ["followed.png", "themes.png"]
    assert all(path.stat().st_size > 5000 for path in answers["folder"].iterdir())


def test_the_notebook_is_kept_without_outputs() -> None:
    assert all(
        cell["outputs"] == [] and cell["execution_count"] is None for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"
    )
