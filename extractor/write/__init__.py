"""write: Extract -> SQLite. The only room that changes a database."""

from extractor.write.corrections import Line, Recorded, Said, links_by_people, record_corrections
from extractor.write.database import check_database, open_database, opened
from extractor.write.grid import Expected, renew_grid, write_catalogues
from extractor.write.links import Linked, refresh_links
from extractor.write.matching import Key, fold
from extractor.write.plan_blocks import whose_file
from extractor.write.readings import prune, reading_of
from extractor.write.renew import renew
from extractor.write.store import Known, Run, known, record_failure, record_run, store

__all__ = [
    "Expected",
    "Key",
    "Known",
    "Line",
    "Linked",
    "Recorded",
    "Run",
    "Said",
    "check_database",
    "fold",
    "known",
    "links_by_people",
    "open_database",
    "opened",
    "prune",
    "reading_of",
    "record_corrections",
    "record_failure",
    "record_run",
    "refresh_links",
    "renew",
    "renew_grid",
    "store",
    "whose_file",
    "write_catalogues",
]
