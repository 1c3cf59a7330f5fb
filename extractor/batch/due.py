"""Whether a paper that could not be read, or not wholly, is to be tried again: has the reason gone?"""

from __future__ import annotations

from extractor.batch.slots import Setting
from extractor.errors import Reason
from extractor.parse.tools import program
from extractor.write import Entry, program_version

MOST_STOPS = 6
"""Workers ended from outside after which a paper waits for a newer program, or for retry --all."""


def due(entry: Entry, setting: Setting) -> bool:
    """Whether it is worth trying ``entry`` again, whose bytes are as they were, with these settings on this machine."""
    if entry.program_version != program_version():
        return True
    reason = Reason(entry.reason) if entry.reason else None
    if reason is Reason.UNREADABLE:
        return True
    if reason is Reason.STOPPED:
        return entry.deaths < MOST_STOPS
    if reason is Reason.NEEDS_OCR:
        return program("OCR") is not None
    if reason is Reason.NEEDS_LIBREOFFICE:
        return program("LibreOffice") is not None
    if reason is Reason.TIME:
        return setting.seconds > (entry.seconds or 0)
    if reason is Reason.MEMORY:
        return setting.memory > (entry.memory or 0)
    if reason is Reason.FAULT:
        return entry.rules_hash != setting.rules_hash
    return False
