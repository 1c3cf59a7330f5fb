"""Every type that crosses a wall between two rooms.

All are frozen, none inherits from another, and none reads a file. Lengths are PDF points from the page's top left corner; pages
and ordinals count from 1; character offsets count from 0 and ends are exclusive, as in ``text[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "cell", "note"]
PriorityKind = Literal["priority", "objective", "theme", "outcome", "target-area"]
Scope = Literal["current", "previous", "national", "other-body", "emerging"]
AreaSource = Literal["stated", "file name", "manifest", "inferred"]
ReferenceMatch = Literal["exact", "variant", "context", "ambiguous", "unresolved"]
Check = Literal["agrees", "disagrees", "cannot say"]
Box = tuple[float, float, float, float]  # x0, top, x1, bottom


# --- what goes in -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What an operator says of a paper; the paper's own words are kept beside it and win where both speak."""

    file: str
    area: str | None = None
    partnership: str | None = None
    period: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One file as it came: its name without folders, its SHA-256 in hex, and its media type by content, not by ending."""

    file: str
    sha256: str
    media_type: str
    manifest: ManifestRow | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong or was left out, as a value: one line that says what, and where it helps what to do."""

    stage: str
    message: str
    page: int | None = None
    needs: str | None = None
    """A program that would mend it if it were installed: "OCR"; the message holds the command that installs it."""


# --- what a file says: parse ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a block: which characters of ``Block.text`` it carries and where they stand.

    ``xs`` holds the left edge of every character of ``text[start:end]`` and then the right edge of the last, so that the box of
    any part of the line is known (``len(xs) == end - start + 1``).
    """

    start: int
    end: int
    page: int
    top: float
    bottom: float
    xs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table. Ordinals count from 1; a merged cell stands once, at its first row and column.

    ``row`` runs on over page breaks where a table does; ``head`` marks a row printed as the table's head (by repetition, style or
    mark-up), never by the meaning of its words.
    """

    table: int
    row: int
    column: int
    columns: int = 1
    rows: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table cell or footnote, in reading order.

    ``text`` is the paper's own characters: line breaks inside a paragraph become one space, a word broken over two lines with a
    hyphen is made whole, runs of spaces become one. Inside a cell, paragraphs and items are kept apart by a newline and their
    markers stay in the text. ``label`` is the printed marker or number ("a)", "•", "2.1", "Priority 1:" is not one) and is not part
    of ``text``.
    """

    index: int
    kind: BlockKind
    text: str
    label: str | None = None
    level: int = 0
    """Headings: 1 is the title's level. Items: 0 is the outermost list, 1 a list inside an item."""
    page: int | None = None
    lines: tuple[Line, ...] = ()
    anchor: str | None = None
    cell: Cell | None = None
    bold: tuple[tuple[int, int], ...] = ()
    """Ranges of ``text`` printed in bold or with another mark of emphasis, merged and in order."""
    size: float | None = None
    """Prevailing font size in points, where known."""
    indent: float | None = None
    """Left edge of the text (after any marker) in points, where known."""
    gap: float | None = None
    """White space above the block in points, where known; None at the top of a page."""
    ocr: tuple[tuple[int, int, int], ...] = ()
    """(start, end, confidence from 0 to 100) of each word of ``text`` that OCR read off a picture."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed (after its rotation): size in points and all its text, furniture included, for search."""

    number: int
    width: float
    height: float
    text: str
    rotation: int = 0
    scanned: bool = False
    """It is only a picture: its words, if it has any, were read by OCR."""
    unsure: float | None = None
    """Share of its words that OCR read with a confidence under 60; None for a page that was not read so."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper's text in reading order, whatever the format it came in. ``pages`` is empty where the format has no fixed pages.

    ``furniture`` holds running headers, footers and page numbers, each once, kept apart from the text. ``properties`` holds
    what the file says of itself (title, author, ...), as hints only.
    """

    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    furniture: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def scanned(self) -> bool:
        return any(page.scanned for page in self.pages)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of one block: a finding's evidence. Its words are the block's own, at a place the parser measured."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def page(self) -> int | None:
        """The page the quote begins on."""
        for line in self.block.lines:
            if line.end > self.start:
                return line.page
        return self.block.page

    @property
    def confidence(self) -> int | None:
        """Of the words that OCR read off a picture, the least sure one's confidence (0 to 100); None where it read none."""
        return min((sure for start, end, sure in self.block.ocr if start < self.end and end > self.start), default=None)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """One box for each printed line that the quote touches on its first page."""
        boxes = []
        for line in self.block.lines:
            first, last = max(self.start, line.start), min(self.end, line.end)
            if first < last and line.page == self.page:
                boxes.append((line.xs[first - line.start], line.top, line.xs[last - line.start], line.bottom))
        return tuple(boxes)


# --- which plan, under which headings, in what role: section ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that stand under the same headings of the same plan. ``plan`` is an index into the paper's plans."""

    plan: int
    path: tuple[Block, ...]
    role: str
    blocks: tuple[Block, ...]
    scope: Scope = "current"
    owner: str | None = None
    rule: str | None = None
    """The rule that gave the role or the scope, None where nothing did."""


# --- what was found: tag ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area by its official name; ``code`` is its GSS code, ``quote`` the place where the paper says so (None if it does not)."""

    name: str
    how: AreaSource
    code: str | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The years a plan runs over, first and last calendar year as printed: "2008/11" is 2008 to 2011, "2009/10" 2009 to 2010."""

    start: int
    end: int
    text: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Vision:
    text: str
    quote: Quote
    rule: str
    items: tuple[Quote, ...] = ()
    """The items of a list that belong to it, one to a line of its text after the first."""


@dataclass(frozen=True, slots=True)
class Priority:
    title: str
    kind: PriorityKind
    quote: Quote
    rule: str
    label: str | None = None
    detail: str | None = None
    themes: tuple[str, ...] = ()  # decided by the title
    secondary_themes: tuple[str, ...] = ()  # found only in the detail, and so shown apart
    parent: str | None = None
    scope: Scope = "current"
    owner: str | None = None
    confidence: float = 1.0
    detail_quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """An objective with what it is measured by, cells as printed; numbers only where the paper gives numbers."""

    objective: str
    quote: Quote
    rule: str
    baseline: str | None = None
    timescale: str | None = None
    target: str | None = None
    baseline_value: float | None = None
    target_value: float | None = None
    unit: str | None = None
    change_percent: float | None = None
    """Signed: a 12 % cut is -12."""
    check: Check = "cannot say"
    priority: str | None = None
    references: tuple[str, ...] = ()
    cells: tuple[tuple[str, Quote], ...] = ()
    """In a table, the cells of ("baseline", "timescale", "target") that it was read from."""


@dataclass(frozen=True, slots=True)
class Action:
    """A numbered or tabled action, and the local remark set beside it (None where the paper leaves it without one)."""

    text: str
    quote: Quote
    rule: str
    number: str | None = None
    commentary: str | None = None
    commentary_quote: Quote | None = None
    under: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation of a numbered framework, keyed by scheme, round and number; ``candidates`` is what an ambiguous one may mean."""

    scheme: str
    number: str | None
    text: str
    how: ReferenceMatch
    quote: Quote
    rule: str
    round: str | None = None
    title: str | None = None
    candidates: tuple[str, ...] = ()
    plan: int | None = None
    """Index of the plan in whose part of the paper it stands; None outside every plan."""
    flag: str | None = None
    """What does not fit: a number that no catalogue holds, a name or a year that belongs to another number."""


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that looked like a finding and was not taken, and why: what ``extractor explain`` shows."""

    text: str
    reason: str
    rule: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """Areas that the paper itself calls similar, by official names where one is meant; ``name`` is the wording before them."""

    name: str
    areas: tuple[str, ...]
    quote: Quote
    rule: str


# --- one paper's whole -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What the paper says of itself as a document. ``date`` is ISO (YYYY-MM-DD); ``author`` is a post or name as printed."""

    title: str | None = None
    date: str | None = None
    kind: str | None = None
    meeting: str | None = None
    author: str | None = None
    quotes: tuple[tuple[str, Quote], ...] = ()
    """(field, place) for each field that the paper states."""


@dataclass(frozen=True, slots=True)
class Plan:
    areas: tuple[AreaName, ...] = ()
    partnership: str | None = None
    title: str | None = None
    period: Period | None = None
    vision: Vision | None = None
    priorities: tuple[Priority, ...] = ()
    measures: tuple[Measure, ...] = ()
    actions: tuple[Action, ...] = ()
    title_quote: Quote | None = None
    partnership_quote: Quote | None = None
    commentary_of: str | None = None
    """Of a nation's plan, whose remarks the paper sets beside its actions, where it says so."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the tag room finds in one paper, before names are matched: plans without areas, references without rounds."""

    facts: Facts
    plans: tuple[Plan, ...]
    references: tuple[Reference, ...]
    passed: tuple[Passed, ...] = ()
    groups: tuple[AreaGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything found in one paper, with the rules that found it."""

    paper: Paper
    document: Document
    facts: Facts
    plans: tuple[Plan, ...]
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()
    passed: tuple[Passed, ...] = ()
    rules_hash: str = ""
    groups: tuple[AreaGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a name was matched to: one code, or several candidates, or none. Ambiguity is a value."""

    code: str | None
    name: str | None
    how: Literal["exact", "variant", "near", "ambiguous", "unresolved"]
    score: float
    candidates: tuple[str, ...] = ()
