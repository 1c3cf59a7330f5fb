"""Errors that a user can act on: each class owns its exit code, each message says in one line what is wrong and what to do."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a paper was not read, or not wholly: a closed list, so that reasons can be counted."""

    UNREADABLE = "unreadable file"
    UNKNOWN = "unknown format"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_TEXT = "no text"
    NEEDS_OCR = "needs OCR"
    NEEDS_LIBREOFFICE = "needs LibreOffice"
    TOO_LARGE = "too large"
    TIME = "out of time"
    MEMORY = "out of memory"
    CRASHED = "crashed"
    STOPPED = "stopped from outside"
    FAULT = "fault of the program"


ADVICE = {
    Reason.UNREADABLE: "check the file and its permissions; the next ingest tries it again",
    Reason.UNKNOWN: "save the paper as PDF or .docx",
    Reason.ENCRYPTED: "ask for a copy without a password",
    Reason.DAMAGED: "fetch the paper again",
    Reason.NO_TEXT: "find a copy with text, or a scan as PDF",
    Reason.NEEDS_OCR: "install tesseract (sudo apt-get install tesseract-ocr), then: extractor retry",
    Reason.NEEDS_LIBREOFFICE: "install LibreOffice (sudo apt-get install libreoffice-writer-nogui), then: extractor retry",
    Reason.TOO_LARGE: "if it is a real paper, save it in parts as PDF",
    Reason.TIME: "give it more time: extractor retry --timeout SECONDS",
    Reason.MEMORY: "give it more memory: extractor retry --memory MB",
    Reason.CRASHED: "save it as a new PDF; a newer version of the program tries it again",
    Reason.STOPPED: "most often the machine's memory ran out: use fewer --workers; the next ingest tries it again",
    Reason.FAULT: "please report it with this paper; a newer version of the program tries it again",
}
"""What an operator can do about each reason, in one line."""

FINISHED_WITH_SOME_LEFT = 3
INTERRUPTED = 130
TERMINATED = 143


class ExtractorError(Exception):
    """The command line is wrong: see --help."""

    exit_code = 1


class InputError(ExtractorError):
    """A path that cannot be used: missing, empty, or a folder with nothing in it that could be a paper."""

    exit_code = 2


class PaperError(ExtractorError):
    """A file that cannot be read as a paper: not a paper, damaged, encrypted."""

    exit_code = FINISHED_WITH_SOME_LEFT

    def __init__(self, message: str, reason: Reason = Reason.UNKNOWN) -> None:
        super().__init__(message)
        self.reason = reason


class NeedsTool(PaperError):
    """A paper that could be read if a program were installed: the message names the program and the command that installs it.

    ``tool`` is what the paper waits for: "LibreOffice", "OCR".
    """

    def __init__(self, message: str, tool: str) -> None:
        super().__init__(message, Reason.NEEDS_OCR if tool == "OCR" else Reason.NEEDS_LIBREOFFICE)
        self.args = (message, tool)  # both, so that it can be sent from one process to another
        self.tool = tool

    def __str__(self) -> str:
        return str(self.args[0])


class RulesError(ExtractorError):
    """An entry of rules/ that is wrong. The message names file and entry."""

    exit_code = 8


class DatabaseError(ExtractorError):
    """A database that is missing, is not ours, is damaged, belongs to a newer version, or failed its check after it was built."""

    exit_code = 4


class LockedError(DatabaseError):
    """The database is in use by another program."""

    exit_code = 7


class ActiveError(ExtractorError):
    """Another run is writing this database."""

    exit_code = 6


class StorageError(ExtractorError):
    """The disk is full or a path is not writable."""

    exit_code = 5


class ServeError(ExtractorError):
    """The server cannot start: the port is taken."""

    exit_code = 1


class InternalError(ExtractorError):
    """A fault of this program: please report it. With EXTRACTOR_DEBUG=1 the whole trace is shown."""

    exit_code = 15
