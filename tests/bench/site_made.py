"""A database of made-up plans as a run would leave it: ``python site_made.py PLANS DATABASE``. Prints a line for each step.

Areas, themes, frameworks and crime types are those of the rules; what the papers say is made up. Most papers hold one plan, each
tenth the plans of four areas. A plan has 10 to 20 priorities, measures, actions with and without commentary, citations, and six
pages of words that are as common or as rare as in life. Ids are made as for any paper. Some papers are PDFs, for page images.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scale_links import ENDINGS, OPENINGS, PLACES, TOPICS
from write import factories

from extractor.codebook import Codebook, load_codebook
from extractor.model import Action, Extract, Measure, Plan, Priority, Reference, Vision
from extractor.write import open_database, renew, store, themes_of

PERIODS = ((2002, 2005), (2005, 2008), (2008, 2011), (2011, 2014), (2014, 2017))
PLANS_OF_JOINT = 4
WITH_IMAGES = 40
"""Papers whose file is kept, so that their pages can be drawn."""
COMMON, RARE = "crime", "zephyr"
"""A word of every page, and the beginning of words that a single paper has: "zephyr00017"."""
_ORDINARY = re.findall(
    r"\S+",
    """
    the partnership will work with schools residents officers police council fire health probation housing services victims young
    people drugs alcohol violence burglary theft vehicle disorder anti-social behaviour safety community neighbourhood ward town
    estate night economy year target reduce increase report review meeting panel strategy action plan priority support treatment
    prevention early intervention families prolific offenders domestic abuse hate harassment confidence survey data analysis
    """,
)
_SYLLABLES = re.findall(r"\w+", "ba de fi go lu ma ne pi ro su ta ve wi ya zo ka ler ton ham wick ford dale")
_REFERENCES = (("PSA", "23", "CSR2007"), ("PSA", "25", "CSR2007"), ("PSA", "1", "SR2004"), ("NI", "15", None), ("NI", "16", None))


class Writer:
    """Makes papers, always the same ones for the same seed."""

    def __init__(self, codebook: Codebook, plans: int, seed: int = 5) -> None:
        self._chance = random.Random(seed)
        known = [row["name"] for row in codebook.catalogue("areas") if row["kind"] not in ("nation", "police force area")]
        wanted = -(-plans // len(PERIODS))
        more = (f"{first.capitalize()}{last} {number}" for number, (first, last) in enumerate(self._pairs(wanted)))
        self.areas = sorted({*known[:wanted], *list(more)[: max(0, wanted - len(known))]})
        seldom = ["".join(self._chance.choices(_SYLLABLES, k=self._chance.randint(2, 4))) for _ in range(20_000)]
        self._words = [COMMON, *_ORDINARY, *seldom]
        self._weights = list(accumulate(1 / place for place in range(1, len(self._words) + 1)))

    def _pairs(self, count: int) -> Iterator[tuple[str, str]]:
        for _ in range(count):
            yield self._chance.choice(_SYLLABLES), self._chance.choice(_SYLLABLES)

    def text(self, words: int) -> str:
        """Running words, a few of them in most of the text, as in life."""
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=words)).capitalize() + "."

    def papers(self, plans: int) -> Iterator[Extract]:
        """Papers that together hold ``plans`` plans."""
        wanted = [(area, period) for period in PERIODS for area in self.areas][:plans]
        number, at = 0, 0
        while at < len(wanted):
            count = PLANS_OF_JOINT if number % 10 == 9 and wanted[at][1] == wanted[min(at + 3, len(wanted) - 1)][1] else 1
            yield self._paper(number, wanted[at : at + count])
            number, at = number + 1, at + count

    def _paper(self, number: int, plans: Sequence[tuple[str, tuple[int, int]]]) -> Extract:
        script = factories.Script()
        script.line("Report to the safety panel", "heading", level=1)
        made, references = [], []
        for place, (area, period) in enumerate(plans):
            plan, cited = self._plan(script, place, area, period)
            made.append(plan)
            references += cited
            script.turn()
        script.line(f"Annex {RARE}{number:05d}")
        for _ in range(3):
            for _ in range(8):
                script.line(self.text(40))
            script.turn()
        (area, (start, end)) = plans[0]
        name = f"{area if len(plans) == 1 else 'Joint'} community safety plan {start}-{end} ({number})"
        day = f"{start}-{self._chance.randint(1, 12):02d}-{self._chance.randint(1, 28):02d}"
        return factories.extract(made, script, file=f"{name}.pdf", title=name, date=day, references=references)

    def _plan(self, script: factories.Script, place: int, area: str, period: tuple[int, int]) -> tuple[Plan, list[Reference]]:
        chance = self._chance
        for _ in range(2):
            script.line(self.text(60))
        vision = script.line(f"Our vision is a safer {area}: {self.text(8)}")
        held = [self._priority(script) for _ in range(chance.randint(10, 20))]
        script.turn()
        references = []
        for scheme, printed, round_ in chance.sample(_REFERENCES, 3):
            line = script.line(f"This supports {scheme} {printed}. {self.text(20)}")
            cited = factories.quote(line, f"{scheme} {printed}")
            references.append(Reference(scheme, printed, f"{scheme} {printed}", "exact", cited, "number", round_, plan=place))
        measures = tuple(self._measure(script, row, period[1]) for row in range(1, chance.randint(4, 8)))
        actions = tuple(self._action(script, row) for row in range(1, chance.randint(4, 8)))
        more = {"vision": Vision(vision.text, factories.quote(vision), "vision-line"), "measures": measures, "actions": actions}
        return factories.plan(script, area, *period, held, **more), references

    def _priority(self, script: factories.Script) -> Priority:
        chance = self._chance
        topic, theme = chance.choice(TOPICS)
        where = f"{chance.choice(PLACES)}{chance.choice(['', ' North', ' South', ' Green', ' Vale'])}"
        title = chance.choice(OPENINGS) + topic + chance.choice(ENDINGS).format(where)
        second = [chance.choice(TOPICS)[1]] if chance.random() < 0.3 else []
        detail = self.text(chance.randint(8, 40)) if chance.random() < 0.6 else None
        more = {"confidence": 0.6} if chance.random() < 0.05 else {}
        return factories.priority(script, title[:1].upper() + title[1:], theme, detail=detail, secondary=second, **more)

    def _measure(self, script: factories.Script, row: int, year: int) -> Measure:
        chance = self._chance
        topic, _ = chance.choice(TOPICS)
        before, cut = chance.randint(40, 3000), chance.randint(2, 30)
        after = round(before * (100 - cut) / 100) + (40 if chance.random() < 0.1 else 0)
        cells = script.row(1, row, f"Reduce {topic}", str(before), f"March {year}", f"{cut}% reduction ({after})")
        agrees = abs(before * (100 - cut) / 100 - after) <= 1
        figures = (str(before), f"March {year}", cells[3].text, float(before), float(after), None, -float(cut))
        return Measure(cells[0].text, factories.quote(cells[0]), "table", *figures, "agrees" if agrees else "disagrees")

    def _action(self, script: factories.Script, row: int) -> Action:
        remark = self.text(12) if self._chance.random() < 0.5 else ""
        number, text, said = script.row(2, row, str(row), self.text(14), remark)
        beside = (remark, factories.quote(said)) if remark else (None, None)
        return Action(text.text, factories.quote(text), "numbered-action", number.text, *beside, "What we will do", ("PSA 23",))


def make(plans: int, path: Path) -> None:
    """Writes the database and brings all that spans papers in step, as a run does."""
    codebook = load_codebook()
    path.unlink(missing_ok=True)
    database = open_database(path, themes_of(codebook))
    database.execute("PRAGMA synchronous = OFF")  # made for one measurement, and then thrown away
    begun = time.perf_counter()
    with database.atomic():
        for number, paper in enumerate(Writer(codebook, plans).papers(plans)):
            store(database, paper, factories.as_pdf(paper) if number < WITH_IMAGES else b"", codebook)
    print(f"stored in {time.perf_counter() - begun:.1f} s", flush=True)
    begun = time.perf_counter()
    renew(database, codebook)
    database.close()
    print(f"renewed in {time.perf_counter() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
