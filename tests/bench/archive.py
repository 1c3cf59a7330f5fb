"""A database of made-up plans: ``python archive.py PLANS DATABASE [--priorities N]``. Prints CPU seconds and bytes as JSON.

``--no-links`` leaves out the links between plans, ``--ask`` times some queries as the site asks them.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scale_links import made_up, stored

from extractor.codebook import load_codebook

_FOUND = "SELECT rowid FROM findings_fts WHERE findings_fts MATCH"
QUESTIONS = {
    "full-text search, rare words": f"{_FOUND} 'shoplifting AND \"Ashfell North\"' LIMIT 10",
    "full-text search, a common word": f"{_FOUND} 'burglary' LIMIT 10",
    "one plan's priorities": "SELECT title FROM priorities WHERE plan = 'Area 00007 2008' ORDER BY position",
    "all plans of an area": "SELECT plans.id FROM plans JOIN plan_areas ON plan = plans.id WHERE area = 'Area 00007'",
    "plans with a theme, all counted": (
        "SELECT count(DISTINCT plan) FROM priorities JOIN priority_themes ON priority = id WHERE theme = 'burglary'"
    ),
}


def main() -> None:
    plans, path = int(sys.argv[1]), Path(sys.argv[2])
    priorities = int(sys.argv[sys.argv.index("--priorities") + 1]) if "--priorities" in sys.argv else 20
    begun = time.process_time()
    codebook = load_codebook()
    stored(made_up(plans, priorities), codebook, path, link="--no-links" not in sys.argv)
    figures: dict[str, object] = {
        "plans": plans,
        "priorities": plans * priorities,
        "cpu": round(time.process_time() - begun, 1),
        "bytes": path.stat().st_size,
    }
    if "--ask" in sys.argv:
        database = sqlite3.connect(path)
        for name, question in QUESTIONS.items():
            spent = []
            for _ in range(5):
                begun = time.perf_counter()
                database.execute(question).fetchall()
                spent.append(1000 * (time.perf_counter() - begun))
            figures[name] = round(sorted(spent)[2], 2)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
