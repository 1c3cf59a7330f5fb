import sqlite3
from pathlib import Path

from write import factories as made

from extractor.report import evidence, page_view, paper_whole
from extractor.report.evidence import Evidence
from extractor.report.passage import Grid, Prose


def found(connection: sqlite3.Connection, kind: str, title: str) -> Evidence:
    query = "SELECT id FROM findings WHERE kind = ? AND title = ? ORDER BY paper, position LIMIT 1"
    evidence_held = evidence(connection, connection.execute(query, [kind, title]).fetchone()[0])
    assert evidence_held is not None
    return evidence_held


def marked(blocks: tuple[Prose | Grid, ...]) -> list[str]:
    runs = [block.parts for block in blocks if isinstance(block, Prose)]
    runs += [cell.parts for block in blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    return [part.text for parts in runs for part in parts if part.marked]


def test_a_pdf_gives_the_page_with_the_words_boxed(held: sqlite3.Connection) -> None:
    shown = found(held, "priority", "Drug related offending")
    quoted = made.four_boroughs().plans[0].priorities[3].quote
    assert shown.page is not None and shown.places[0].page == shown.page.number
    (mark,) = [mark for mark in shown.page.marks if mark.current]
    assert (mark.boxes[0][1], mark.boxes[0][3]) == (quoted.boxes[0][1], quoted.boxes[0][3])
    assert len(mark.boxes) == 2, "title and detail are both boxed"
    assert "Anti-social behaviour" in [mark.title for mark in shown.page.marks if not mark.current]
    assert marked(shown.page.text) == ["Drug related offending", "focusing on young drug users"]


def test_all_cells_that_a_measure_was_read_from_are_boxed(demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        query = (
            "SELECT id FROM findings WHERE kind = 'measure' AND title = 'To reduce domestic burglary by 18%' AND page IS NOT NULL"
        )
        shown = evidence(connection, connection.execute(query).fetchone()[0])
    assert shown is not None and shown.page is not None
    quotes = {place.part: place.quote for place in shown.places}
    assert quotes == {
        "words": shown.title,
        **{part: shown.facts[part] for part in ("baseline", "timescale", "target")},
    }
    (mark,) = [mark for mark in shown.page.marks if mark.current]
    assert len(mark.boxes) == 4 and len({round(top) for _, top, _, _ in mark.boxes}) == 1, "four cells of one row"


def test_a_vision_is_boxed_with_the_list_that_belongs_to_it(demo: tuple[Path, object]) -> None:
    with sqlite3.connect(demo[0]) as connection:
        query = "SELECT id FROM findings WHERE kind = 'vision' AND title GLOB 'A borough that is safer*' AND page IS NOT NULL"
        shown = evidence(connection, connection.execute(query).fetchone()[0])
    assert shown is not None and shown.page is not None
    assert "\n".join(place.quote for place in shown.places) == shown.title
    (mark,) = [mark for mark in shown.page.marks if mark.current]
    assert len(shown.places) == 5 and len(mark.boxes) == 6, "two lines of the sentence and four items"


def test_a_word_paper_gives_the_words_in_their_surroundings(held: sqlite3.Connection) -> None:
    shown = found(held, "priority", "Speeding")
    assert shown.page is None
    assert marked(shown.around) == ["Speeding"]
    assert [block.kind for block in shown.around if isinstance(block, Prose)][:2] == ["heading", "paragraph"]


def test_words_in_a_table_are_shown_with_its_head(held: sqlite3.Connection) -> None:
    (grid,) = found(held, "measure", "Cut thefts of plant").around
    assert isinstance(grid, Grid)
    assert [[cell.head for cell in row] for row in grid.rows] == [[True, True, True], [False, False, False]]
    assert marked((grid,)) == ["Cut thefts of plant"]


def test_commentary_is_a_second_place_of_its_action(held: sqlite3.Connection) -> None:
    shown = found(held, "action", "Intervene early with families")
    assert [(place.part, place.quote) for place in shown.places] == [
        ("words", "Intervene early with families"),
        ("commentary", "A co-ordinator is in post"),
    ]
    assert shown.references == ("PSA 23",)


def test_neighbours_lead_through_the_whole_paper(held: sqlite3.Connection) -> None:
    paper = held.execute("SELECT id FROM papers WHERE file = 'evenholt.docx'").fetchone()[0]
    total = held.execute("SELECT count(*) FROM findings WHERE paper = ?", [paper]).fetchone()[0]
    at = evidence(held, held.execute("SELECT id FROM findings WHERE paper = ? AND position = 1", [paper]).fetchone()[0])
    seen = []
    while at is not None:
        seen.append(at.id)
        at = evidence(held, at.after.id) if at.after else None
    assert len(set(seen)) == total


def test_what_is_not_held_is_none(held: sqlite3.Connection) -> None:
    assert evidence(held, "0" * 16) is None
    assert paper_whole(held, "0" * 16) is None
    assert page_view(held, "0" * 16, 1) is None


def test_a_paper_shows_its_own_priorities_apart_from_those_it_reports(held: sqlite3.Connection) -> None:
    paper = held.execute("SELECT id FROM papers WHERE file LIKE 'joint%'").fetchone()[0]
    whole = paper_whole(held, paper)
    assert whole is not None and [plan.head.areas[0] for plan in whole.plans] == list(made.BOROUGHS)
    dunmere = whole.plans[3]
    assert [row["title"] for row in dunmere.reported] == ["Young people"]
    assert "Young people" not in [row["title"] for row in dunmere.priorities]
