"""Made-up extracts, for tests of the database and the site: four boroughs of a county that does not exist, over two periods."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model import (
    Action,
    AreaName,
    Block,
    Cell,
    Document,
    Extract,
    Facts,
    Line,
    ManifestRow,
    Measure,
    Page,
    Paper,
    Passed,
    Period,
    Plan,
    Priority,
    Problem,
    Quote,
    Reference,
    Vision,
)

THEMES = [
    ("anti-social behaviour", "Anti-social behaviour", 1),
    ("violent crime", "Violence", 2),
    ("domestic abuse", "Domestic abuse", 3),
    ("acquisitive crime", "Theft and burglary", 4),
    ("burglary", "Theft and burglary", 4),
    ("criminal damage & arson", "Criminal damage and arson", 5),
    ("drugs", "Drugs and alcohol", 6),
    ("alcohol", "Drugs and alcohol", 6),
    ("reducing reoffending", "Reoffending", 7),
    ("public confidence & reassurance", "Confidence", 8),
    ("young people", "Young people", 9),
    ("other", "Other", 12),
]
BOROUGHS = ("Alderwick", "Brackenmoor", "Carrow and Fell", "Dunmere")
WIDTH, HEIGHT = 595.0, 842.0
_FONT, _ADVANCE = 11.0, 5.5


@dataclass
class Script:
    """A made-up paper being written: each line goes on the page below the last, and gives back the block it became."""

    pages: bool = True
    blocks: list[Block] = field(default_factory=list)
    page: int = 1
    _top: float = 72.0

    def line(self, text: str, kind: str = "paragraph", **more: object) -> Block:
        index = len(self.blocks)
        block_page, lines, anchor = None, (), None
        if self.pages:
            xs = tuple(72.0 + _ADVANCE * place for place in range(len(text) + 1))
            lines = (Line(0, len(text), self.page, self._top, self._top + _FONT, xs),)
            block_page = self.page
            self._top += 22.0
        else:
            anchor = f"paragraph {index + 1}"
        block = Block(index, kind, text, page=block_page, lines=lines, anchor=anchor, **more)  # type: ignore[arg-type]
        self.blocks.append(block)
        return block

    def row(self, table: int, row: int, *cells: str, head: bool = False) -> list[Block]:
        top, blocks = self._top, []
        for column, text in enumerate(cells, start=1):
            self._top = top
            blocks.append(self.line(text, "cell", cell=Cell(table, row, column, head=head)))
        return blocks

    def turn(self) -> None:
        self.page += 1
        self._top = 72.0

    def document(self) -> Document:
        if not self.pages:
            return Document(tuple(self.blocks))
        text = {
            number: "\n".join(block.text for block in self.blocks if block.page == number) for number in range(1, self.page + 1)
        }
        return Document(tuple(self.blocks), tuple(Page(number, WIDTH, HEIGHT, words) for number, words in text.items()))


def quote(block: Block, words: str | None = None) -> Quote:
    start = block.text.index(words) if words else 0
    return Quote(block, start, start + len(words if words else block.text))


def priority(
    script: Script,
    title: str,
    *themes: str,
    detail: str | None = None,
    secondary: Sequence[str] = (),
    **more: object,
) -> Priority:
    block = script.line(f"{title} - {detail}" if detail else title, "item", label="•")
    return Priority(
        title,
        more.pop("kind", "priority"),  # type: ignore[arg-type]
        quote(block, title),
        "list-after-lead-in",
        detail=detail,
        themes=themes,
        secondary_themes=tuple(secondary),
        detail_quote=quote(block, detail) if detail else None,
        **more,  # type: ignore[arg-type]
    )


def sha_of(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def extract(
    plans: Sequence[Plan],
    script: Script,
    *,
    file: str = "joint-plans-2011-14.pdf",
    title: str | None = "Local community safety plans",
    date: str | None = "2011-05-26",
    references: Sequence[Reference] = (),
    problems: Sequence[Problem] = (),
    passed: Sequence[Passed] = (),
    manifest: ManifestRow | None = None,
    rules_hash: str = "rules-1",
    sha256: str | None = None,
) -> Extract:
    media = "application/pdf" if script.pages else "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Extract(
        Paper(file, sha256 or sha_of(file), media, manifest),
        script.document(),
        Facts(title=title, date=date, kind="board report", meeting="Safety Panel"),
        tuple(plans),
        tuple(references),
        tuple(problems),
        tuple(passed),
        rules_hash,
    )


def plan(script: Script, area: str, start: int, end: int, priorities: Sequence[Priority], **more: object) -> Plan:
    heading = script.line(f"{area} Community Safety Plan {start}-{end}", "heading", level=1)
    return Plan(
        (AreaName(area, "stated", f"E0700{sum(map(ord, area)):04d}", quote(heading, area)),),
        f"Safer {area} Partnership",
        heading.text,
        Period(start, end, f"{start}-{end}", quote(heading, f"{start}-{end}")),
        priorities=tuple(priorities),
        title_quote=quote(heading),
        **more,  # type: ignore[arg-type]
    )


def four_boroughs() -> Extract:
    """One paper, four plans for 2011-14; all four name anti-social behaviour, three drugs or alcohol, one young people."""
    script = Script()
    script.line("Report of the Clerk", "heading", level=1)
    plans = []
    for area in BOROUGHS:
        held = [
            priority(
                script,
                "Anti-social behaviour",
                "anti-social behaviour",
                detail="specifically vandalism, alcohol misuse and environmental crime",
                secondary=["alcohol", "criminal damage & arson"],
            ),
            priority(script, "Violent crime, including domestic violence", "violent crime", "domestic abuse"),
            priority(script, "Reduce re-offending", "reducing reoffending", kind="objective"),
        ]
        if area != "Dunmere":
            held.append(priority(script, "Drug related offending", "drugs", detail="focusing on young drug users"))
        if area in ("Alderwick", "Brackenmoor"):
            held.append(priority(script, "Acquisitive crime", "acquisitive crime", detail="specifically domestic burglary"))
            held.append(priority(script, "Domestic burglary", "burglary", kind="target-area", parent="Acquisitive crime"))
        if area == "Dunmere":
            held.append(priority(script, "Confident communities", "public confidence & reassurance"))
            held.append(priority(script, "Young people", "young people", scope="previous"))
        vision = script.line("Working together for a safer county")
        plans.append(plan(script, area, 2011, 2014, held, vision=Vision(vision.text, quote(vision), "vision-line")))
        script.turn()
    return extract(plans, script)


def earlier_plan(area: str, start: int = 2008, end: int = 2011) -> Extract:
    """A strategy of one borough with measures, actions, a citation, a problem and something passed over."""
    script = Script()
    held = [
        priority(script, "Burglary dwelling", "burglary"),
        priority(script, "Alcohol misuse", "alcohol", secondary=["violent crime"]),
    ]
    cited = script.line("This supports PSA 23, Make communities safer.")
    agreeing = script.row(1, 1, "Reduce burglary dwelling", "705", "March 2011", "12% reduction (620)")
    wrong = script.row(1, 2, "Reduce robbery", "100", "March 2011", "10% reduction (70)")
    noted = script.row(2, 1, "2", "Intervene early with families", "A co-ordinator is in post")
    bare = script.row(2, 2, "3", "Share information with courts", "")
    members = script.line("The Council, the Police and the Fire Authority", "item")
    measures = [
        Measure(
            "Reduce burglary dwelling",
            quote(agreeing[0]),
            "measures-table",
            "705",
            "March 2011",
            "12% reduction (620)",
            705.0,
            620.0,
            None,
            -12.0,
            "agrees",
            references=("PSA 23",),
        ),
        Measure(
            "Reduce robbery",
            quote(wrong[0]),
            "measures-table",
            "100",
            "March 2011",
            "10% reduction (70)",
            100.0,
            70.0,
            None,
            -10.0,
            "disagrees",
        ),
    ]
    actions = [
        Action(
            noted[1].text, quote(noted[1]), "numbered-action", "2", noted[2].text, quote(noted[2]), "Reduce violence", ("PSA 23",)
        ),
        Action(bare[1].text, quote(bare[1]), "numbered-action", "3"),
    ]
    made = plan(script, area, start, end, held, measures=tuple(measures), actions=tuple(actions))
    reference = Reference("PSA", "23", "PSA 23", "exact", quote(cited, "PSA 23"), "psa-number", "CSR2007", "Make communities safer")
    return extract(
        [made],
        script,
        file=f"{area.lower().replace(' ', '-')}-{start}.pdf",
        title=f"{area} strategy {start}-{end}",
        date=f"{start}-04-01",
        references=[reference],
        problems=[Problem("parse", "page 3 holds an image without text: install tesseract to read it", 3)],
        passed=[Passed(members.text, "a list of members", "members", quote(members))],
        manifest=ManifestRow("x", area=area, source="https://example.org/plan"),
    )


def word_paper() -> Extract:
    """A Word paper of one borough, with a table and hostile words."""
    script = Script(pages=False)
    script.line("Safer Evenholt strategy", "heading", level=1)
    script.line("Our priorities are <script>alert(1)</script> listed below.")
    held = [
        priority(script, "Rural & business crime <b>now</b>", "other", detail='theft of "plant" and <img src=x onerror=alert(1)>'),
        priority(script, "Speeding", "other"),
    ]
    script.line("Measures", "heading", level=2)
    script.row(1, 1, "Objective", "Baseline", "Target", head=True)
    row = script.row(1, 2, "Cut thefts of plant", "40", "30")
    measure = Measure("Cut thefts of plant", quote(row[0]), "measures-table", "40", None, "30", 40.0, 30.0)
    made = plan(script, "Evenholt", 2011, 2014, held, measures=(measure,))
    return extract([made], script, file="evenholt.docx", title="Safer Evenholt strategy", date=None)


def as_pdf(extracted: Extract) -> bytes:
    """The extract's paper as a PDF: each block's words stand where its lines say, so that boxes can be held against the page."""
    from reportlab.pdfgen import canvas  # type: ignore[import-untyped]

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    for page in extracted.document.pages:
        for block in extracted.document.blocks:
            for line in block.lines:
                if line.page == page.number:
                    _draw(sheet, block.text[line.start : line.end], line.xs, line.bottom)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def _draw(sheet: object, text: str, xs: Sequence[float], bottom: float) -> None:
    sheet.setFont("Courier", _ADVANCE / 0.6)  # type: ignore[attr-defined]
    sheet.drawString(xs[0], HEIGHT - bottom + 2.5, text)  # type: ignore[attr-defined]


def on_sheets(texts: Sequence[str], without: str = "") -> bytes:
    """A PDF as LibreOffice might make it: each text a line of its own, four to a page, but for the one left out."""
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    for number, text in enumerate(texts):
        if number and number % 4 == 0:
            sheet.showPage()
        if text != without:
            sheet.setFont("Helvetica", 9)
            sheet.drawString(72, HEIGHT - 150 - 60 * (number % 4), text)
    sheet.save()
    return out.getvalue()
