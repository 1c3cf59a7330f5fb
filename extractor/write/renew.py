"""What spans papers, made anew after papers were read or findings corrected: one way for both."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from extractor.codebook import Codebook
from extractor.write.copies import mark_forms
from extractor.write.grid import Expected, renew_grid, write_catalogues
from extractor.write.links import Linked, Remembered, refresh_links
from extractor.write.relations import renew_relations


def renew(
    database: Database, codebook: Codebook, listed: Iterable[Expected] | None = None, before: Remembered | None = None
) -> Linked:
    """Brings catalogues, forms and relations of papers, the grid of areas and periods and the links in step with what is held.

    ``listed`` are plans that ought to be held; given, they take the place of those held before of the same kind. ``before``
    is for a process that links again and again (see refresh_links). Raises DatabaseError or StorageError.
    """
    write_catalogues(database, codebook)
    mark_forms(database)
    renew_relations(database)
    renew_grid(database, listed)
    return refresh_links(database, codebook, before)
