"""The rows of one paper while they are gathered: ids, evidence, and what each table holds so far."""

from __future__ import annotations

import json
from collections.abc import Iterable

from extractor.model import Extract, Quote
from extractor.write.ids import Ids, clean, key_of, paper_id

Row = dict[str, object]


class Rows:
    """The rows of one paper by table, gathered finding by finding."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.paper = paper_id(extract.paper.sha256)
        self.tables: dict[str, list[Row]] = {}
        self._ids = Ids(extract.paper.sha256)

    def add(self, table: str, **row: object) -> None:
        cleaned = {name: clean(value) if isinstance(value, str) else value for name, value in row.items()}
        self.tables.setdefault(table, []).append(cleaned)

    def next_id(self, kind: str, *place_and_words: object) -> str:
        return self._ids.next(kind, *place_and_words)

    def finding(
        self,
        kind: str,
        title: str,
        quote: Quote,
        *,
        plan: str | None = None,
        body: str | None = None,
        rule: str | None = None,
        confidence: float | None = None,
        more: Iterable[tuple[str, Quote | None]] = (),
    ) -> str:
        """Adds a finding with its evidence, gives its id. ``more`` holds further places by name, such as ("commentary", quote)."""
        identifier = self.next_id(kind, quote.page, title)
        self.add(
            "findings",
            id=identifier,
            key=key_of(identifier),
            paper=self.paper,
            plan=plan,
            kind=kind,
            position=len(self.tables.get("findings", ())) + 1,
            title=title,
            body=body,
            page=quote.page,
            rule=rule,
            confidence=confidence,
        )
        for part, place in (("words", quote), *more):
            if place is not None:
                self.add(
                    "evidence",
                    finding=identifier,
                    part=part,
                    quote=place.text,
                    page=place.page,
                    boxes=json.dumps([[round(edge, 2) for edge in box] for box in place.boxes]),
                    anchor=place.block.anchor,
                    block=place.block.index,
                    start_at=place.start,
                    end_at=place.end,
                    ocr_confidence=place.confidence,
                )
        return identifier

    def plan_id(self, number: int | None) -> str | None:
        """The id of the paper's plan at a place counted from 0, None where there is none."""
        held = self.tables.get("plans", [])
        return str(held[number]["id"]) if number is not None and 0 <= number < len(held) else None

    def references(self, finding: str, references: tuple[str, ...]) -> None:
        for position, reference in enumerate(references, start=1):
            self.add("finding_references", finding=finding, position=position, reference=reference)
