"""A run's own process starts without what only its workers need."""

import subprocess
import sys

_HEAVY = ("pandas", "numpy", "spacy", "pypdfium2", "extractor.tag", "extractor.section")


def test_a_run_starts_without_what_only_its_workers_need_and_can_still_import_it() -> None:
    loaded = "import sys, extractor.batch; print([name for name in sys.argv[1:] if name in sys.modules])"
    told = f"{loaded}; import numpy; print(numpy.array([1]))"
    done = subprocess.run([sys.executable, "-c", told, *_HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[1]"]
