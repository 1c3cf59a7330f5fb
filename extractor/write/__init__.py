"""write: Extract -> SQLite. The only room that changes a database."""

import extractor.write.light  # noqa: F401 - before anything that imports sqlite-utils
from extractor.write.bulk import pack_rows, unpack_rows
from extractor.write.corrections import Line, Recorded, Said, links_by_people, record_corrections
from extractor.write.database import check_database, open_database, opened, told
from extractor.write.grid import Expected, renew_grid, write_catalogues
from extractor.write.ledger import Entry, LedgerState, as_path, as_text, enter, ledger, ledger_of, mark_gone, papers_with_problems
from extractor.write.links import Linked, Remembered, refresh_links
from extractor.write.locks import one_run, one_writer
from extractor.write.matching import Key, fold
from extractor.write.page_images import Pages, Unpictured, keep_pages, pdf_or_file, texts_of, unpictured
from extractor.write.plan_blocks import whose_file
from extractor.write.publishing import Building, building, check_content, left_unfinished, looked_at, record_run_in_place, themes_of
from extractor.write.readings import prune, reading_of
from extractor.write.renew import renew
from extractor.write.rows import rows_of
from extractor.write.store import (
    Known,
    Parsed,
    Run,
    forget_paper,
    known,
    parsed_before,
    program_version,
    record_failure,
    record_run,
    store,
    store_rows,
)

__all__ = [
    "Building",
    "Entry",
    "Expected",
    "Key",
    "Known",
    "LedgerState",
    "Line",
    "Linked",
    "Pages",
    "Parsed",
    "Recorded",
    "Remembered",
    "Run",
    "Said",
    "Unpictured",
    "as_path",
    "as_text",
    "building",
    "check_content",
    "check_database",
    "enter",
    "fold",
    "forget_paper",
    "keep_pages",
    "known",
    "ledger",
    "ledger_of",
    "left_unfinished",
    "links_by_people",
    "looked_at",
    "mark_gone",
    "one_run",
    "one_writer",
    "open_database",
    "opened",
    "pack_rows",
    "papers_with_problems",
    "parsed_before",
    "pdf_or_file",
    "program_version",
    "prune",
    "reading_of",
    "record_corrections",
    "record_failure",
    "record_run",
    "record_run_in_place",
    "refresh_links",
    "renew",
    "renew_grid",
    "rows_of",
    "store",
    "store_rows",
    "texts_of",
    "themes_of",
    "told",
    "unpack_rows",
    "unpictured",
    "whose_file",
    "write_catalogues",
]
