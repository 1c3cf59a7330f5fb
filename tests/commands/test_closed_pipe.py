"""Whoever reads the output may stop reading: that is no fault, and nothing is said of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from extractor.cli import main; main(prog_name='extractor')"]


@pytest.mark.parametrize("asked", [("gaps", "--held"), ("measures",), ("national", "--crime-types"), ("measures", "--json")])
def test_a_reader_who_has_enough_ends_a_command_quietly(asked: tuple[str, ...], demo: tuple[Path, object]) -> None:
    command = [*PROGRAM, *asked, "--database", str(demo[0])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert (running.stderr.read(), running.wait(60)) == (b"", 0)
