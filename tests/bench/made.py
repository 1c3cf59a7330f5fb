"""Made-up papers of any length and number, for areas that do not exist."""

from __future__ import annotations

import random
import re
from pathlib import Path

TEXT = (
    "the partnership will work with schools and residents to keep streets safe and to support people who were hurt by crime "
    "over the next three years officers meet each month to look at what was done and what is still to do in every ward"
)
WORDS = re.findall(r"\w+", TEXT)
TITLES = (
    "Violent crime",
    "Domestic abuse",
    "Burglary",
    "Anti-social behaviour",
    "Hate crime",
    "Drug misuse",
    "Vehicle crime",
    "Robbery",
)


def sentences(chance: random.Random, count: int) -> str:
    """Running text without findings."""
    return " ".join(f"{' '.join(chance.choices(WORDS, k=chance.randint(10, 22)))}.".capitalize() for _ in range(count))


def plan_text(number: int) -> str:
    """A short plan in Markdown, no two alike."""
    chance = random.Random(number)
    area, year = f"Area {number:05d}", 2002 + number % 18
    items = "\n".join(f"- {title}" for title in chance.sample(TITLES, 4))
    return (
        f"# {area} Community Safety Plan {year}-{year + 3}\n\n{sentences(chance, 6)}\n\n"
        f"## Our priorities\n\nOur priorities are:\n\n"
        f"{items}\n\n{sentences(chance, 6)}\n\nReduce burglary by {chance.randint(2, 30)}% by {year + 3}.\n"
    )


def make_texts(folder: Path, first: int, last: int) -> None:
    """Plans ``first`` to ``last`` (exclusive) as Markdown files, one each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, last):
        (folder / f"plan-{number:06d}.md").write_text(plan_text(number))


def make_pdf(path: Path, pages: int, seed: int = 1) -> None:
    """A paper of that many pages, running text with a list; each fifth page has a ruled table."""
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    chance, style = random.Random(seed), getSampleStyleSheet()
    story: list[object] = [Paragraph("Area 00001 Community Safety Plan 2008-2011", style["Title"])]
    for number in range(pages):
        story.append(Paragraph(f"Part {number + 1}", style["Heading2"]))
        story += [Paragraph(sentences(chance, 5), style["BodyText"]) for _ in range(4)]
        story.append(Paragraph("Our priorities are:", style["BodyText"]))
        story += [Paragraph(f"• {title}", style["BodyText"]) for title in chance.sample(TITLES, 4)]
        if number % 5 == 4:
            rows = [
                ["Objective", "Baseline", "Target"],
                *([f"Reduce {title.lower()}", str(900 + at), "5%"] for at, title in enumerate(TITLES)),
            ]
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        story.append(PageBreak())
    SimpleDocTemplate(str(path)).build(story)


def make_tables_pdf(path: Path, pages: int) -> None:
    """A paper of ruled tables of figures, 40 rows of 6 cells a page."""
    from reportlab.lib import colors
    from reportlab.platypus import PageBreak, SimpleDocTemplate, Table

    chance = random.Random(7)
    story: list[object] = []
    for _ in range(pages):
        rows = [["Measure", "2006", "2007", "2008", "Change", "Target"]]
        rows += [
            [chance.choice(TITLES), *(f"{chance.randint(100, 9999):,}" for _ in range(3)), f"{chance.randint(-20, 20)}%", "5%"]
            for _ in range(38)
        ]
        story += [
            Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTSIZE", (0, 0), (-1, -1), 8)]),
            PageBreak(),
        ]
    SimpleDocTemplate(str(path)).build(story)


def make_word(path: Path, rows: int) -> None:
    """A Word paper with one table of ``rows`` rows of four cells after as many paragraphs."""
    from docx import Document

    chance, paper = random.Random(3), Document()
    for _ in range(rows):
        paper.add_paragraph(sentences(chance, 1))
    table = paper.add_table(rows=rows, cols=4)
    for row in table.rows:
        for cell in row.cells:
            cell.text = chance.choice(TITLES)
    paper.save(str(path))
