"""Links made-up plans of areas that do not exist, and says how long it took and how much memory: ``python tests/scale_links.py``.

``python tests/scale_links.py --plans 2500`` links fewer; ``--database`` writes them to a database too. Time and memory are to
grow with the number of plans, not with its square (tests/link/test_scale.py holds a small run to that).
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from extractor.codebook import Codebook, load_codebook
from extractor.link import PlanStated, Stated, knowledge, likenesses, link_area

TOPICS = (
    ("anti-social behaviour", "anti-social behaviour"), ("ASB", "anti-social behaviour"), ("violent crime", "violent crime"),
    ("serious violence", "violent crime"), ("domestic abuse", "domestic abuse"), ("domestic violence", "domestic abuse"),
    ("sexual offences", "sexual violence"), ("burglary", "burglary"), ("vehicle crime", "vehicle crime"),
    ("robbery", "robbery"), ("acquisitive crime", "acquisitive crime"), ("shoplifting", "acquisitive crime"),
    ("criminal damage", "criminal damage & arson"), ("deliberate fires", "criminal damage & arson"),
    ("drug misuse", "drugs"), ("drug dealing", "drugs"), ("alcohol misuse", "alcohol"),
    ("re-offending", "reducing reoffending"), ("prolific offenders", "reducing reoffending"),
    ("young people", "young people"), ("victims and witnesses", "victims & witnesses"), ("hate crime", "hate crime"),
    ("terrorism", "terrorism & extremism"), ("organised crime", "serious & organised crime"),
    ("modern slavery", "exploitation & modern slavery"), ("fraud", "fraud & cyber"),
    ("confidence", "public confidence & reassurance"), ("cohesion", "community cohesion & engagement"),
    ("road safety", "road safety"), ("town centre safety", "neighbourhoods & town centres"), ("fire safety", "fire safety"),
    ("rural crime", "rural crime"),
)  # fmt: skip
OPENINGS = ("", "", "Reducing ", "Tackling ", "Working together on ", "Fewer victims of ", "A stronger response to ", "Preventing ")
PLACES = ("Ashfell", "Birkdyke", "Carrowby", "Dunholt", "Elmsreach", "Fallowden", "Garthmoor", "Hexby", "Ironholme", "Jarrowick")
ENDINGS = ("", "", "", " in {}", " around {} station", ", above all in {}", " with our partners in {}", " on the {} estate")
PERIODS = ((2002, 2005), (2005, 2008), (2008, 2011), (2011, 2014), (2014, 2017))


def made_up(plans: int, priorities: int = 20, seed: int = 4) -> dict[str, list[PlanStated]]:
    """Area -> five plans, each with ``priorities``. Common wordings are very common, and many are one of a kind, as in life."""
    chance = random.Random(seed)
    return {
        f"Area {number:05d}": [_plan(chance, f"Area {number:05d}", period, priorities) for period in PERIODS]
        for number in range(plans // len(PERIODS))
    }


def _plan(chance: random.Random, area: str, period: tuple[int, int], priorities: int) -> PlanStated:
    identifier = f"{area} {period[0]}"
    stated = tuple(
        Stated(f"{identifier}/{place}", title, themes=themes, position=place)
        for place, (title, themes) in enumerate(_titles(chance, priorities), start=1)
    )
    return PlanStated(identifier, area, *period, stated, "A partnership", paged=True)


def _titles(chance: random.Random, priorities: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    for topic, theme in chance.sample(TOPICS, priorities):
        place = f"{chance.choice(PLACES)}{chance.choice(['', ' North', ' South', ' Green', ' Vale'])}"
        title = chance.choice(OPENINGS) + topic + chance.choice(ENDINGS).format(place)
        themes: tuple[str, ...] = (theme,)
        if chance.random() < 0.15:
            other, second = chance.choice(TOPICS)
            title, themes = f"{title} and {other}", (theme, second)
        yield title[:1].upper() + title[1:], themes


def linked(areas: dict[str, list[PlanStated]], codebook: Codebook) -> tuple[int, int]:
    """How many links and likenesses these plans have."""
    known = knowledge(codebook)
    histories = [link_area(area, plans, known) for area, plans in areas.items()]
    return sum(len(one.links) for one in histories), sum(1 for _ in likenesses([one.editions for one in histories], known))


def stored(areas: dict[str, list[PlanStated]], codebook: Codebook, path: Path, *, link: bool = True) -> None:
    """Puts the plans into a database and, with ``link``, lets it make the links."""
    from extractor.write import open_database, refresh_links

    database = open_database(path, [(entry.id, str(entry["heading"]), int(entry["order"])) for entry in codebook.entries("themes")])
    with database.atomic():
        run = database.conn.executemany
        plans = [plan for of_area in areas.values() for plan in of_area]
        run("INSERT INTO areas (name) VALUES (?)", [(area,) for area in areas])
        paper = "INSERT INTO papers (id, file, sha256, media_type, size, status, rules_hash, program_version, fingerprint)"
        run(f"{paper} VALUES (?, ?, ?, '', 0, 'read', '', '', '')", [(plan.id, plan.id, plan.id) for plan in plans])
        run(
            "INSERT INTO plans (id, paper, number, period_start, period_end) VALUES (?, ?, 1, ?, ?)",
            [(plan.id, plan.id, plan.start, plan.end) for plan in plans],
        )
        run("INSERT INTO plan_areas VALUES (?, ?, 1, 'stated')", [(plan.id, plan.area) for plan in plans])
        stated = [(number, plan, one) for number, (plan, one) in enumerate((plan, one) for plan in plans for one in plan.stated)]
        run(
            "INSERT INTO findings (id, key, paper, plan, kind, position, title) VALUES (?, ?, ?, ?, 'priority', 1, ?)",
            [(one.id, number, plan.id, plan.id, one.title) for number, plan, one in stated],
        )
        priority = "INSERT INTO priorities (id, plan, position, title, kind, scope, confidence, rule)"
        run(
            f"{priority} VALUES (?, ?, ?, ?, 'priority', 'current', 1, '')",
            [(one.id, plan.id, one.position, one.title) for _, plan, one in stated],
        )
        run(
            "INSERT OR IGNORE INTO priority_themes VALUES (?, ?, 'primary', ?)",
            [(one.id, theme, at) for _, _, one in stated for at, theme in enumerate(one.themes)],
        )
    if link:
        begun = time.perf_counter()
        done = refresh_links(database, codebook)
        print(f"in a database: {done.links:,} links and {done.likenesses:,} likenesses in {time.perf_counter() - begun:.1f} s")
    database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--plans", type=int, default=5000)
    parser.add_argument("--database", action="store_true", help="write them to a database too")
    parser.add_argument("--trace", action="store_true", help="measure Python's own memory (three times slower)")
    asked = parser.parse_args()
    codebook = load_codebook()
    areas = made_up(asked.plans)
    priorities = sum(len(plan.stated) for plans in areas.values() for plan in plans)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if asked.trace:
        tracemalloc.start()
    begun, worked = time.perf_counter(), time.process_time()
    links, alike = linked(areas, codebook)
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{priorities:,} priorities from {asked.plans:,} plans: {links:,} links and {alike:,} likenesses")
    print(f"{seconds:.1f} s by the clock, {worked:.1f} s of one core")
    print(f"peak memory {after / unit:.0f} MB, {(after - before) / unit:.0f} MB of it for linking")
    if asked.trace:
        print(f"Python's own at most {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB")
    if asked.database:
        with tempfile.TemporaryDirectory() as folder:
            stored(areas, codebook, Path(folder) / "plans.db")


if __name__ == "__main__":
    main()
