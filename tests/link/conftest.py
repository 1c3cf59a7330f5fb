import sys
from pathlib import Path

import pytest

from extractor.flow import shipped_codebook
from extractor.link import Knowledge, knowledge

sys.path.insert(0, str(Path(__file__).resolve().parent))


@pytest.fixture(scope="session")
def known() -> Knowledge:
    return knowledge(shipped_codebook())
