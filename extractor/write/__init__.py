"""write: Extract -> SQLite. The only room that changes a database."""

from extractor.write.database import check_database, open_database
from extractor.write.store import Run, known, record_failure, record_run, store

__all__ = ["Run", "check_database", "known", "open_database", "record_failure", "record_run", "store"]
