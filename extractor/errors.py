"""Errors that a user can act on: each class owns its exit code, each message says in one line what is wrong and what to do."""

from __future__ import annotations


class ExtractorError(Exception):
    """Anything that is the input's or the setting's fault, not ours. Shown as one line, never as a traceback."""

    exit_code = 1


class InputError(ExtractorError):
    """A path that cannot be used: missing, empty, or a folder with nothing in it that could be a paper."""

    exit_code = 2


class PaperError(ExtractorError):
    """A file that cannot be read as a paper: not a paper, damaged, encrypted."""

    exit_code = 3


class NeedsTool(PaperError):
    """A paper that could be read if a program were installed: the message names the program and the command that installs it.

    ``tool`` is what the paper waits for: "LibreOffice", "OCR".
    """

    def __init__(self, message: str, tool: str) -> None:
        super().__init__(message, tool)  # both, so that it can be sent from one process to another
        self.tool = tool

    def __str__(self) -> str:
        return str(self.args[0])


class RulesError(ExtractorError):
    """An entry of rules/ that is wrong. The message names file and entry."""

    exit_code = 8


class DatabaseError(ExtractorError):
    """A database that is not ours, is damaged, or belongs to a newer version."""

    exit_code = 4


class StorageError(ExtractorError):
    """The disk is full or a path is not writable."""

    exit_code = 5


class ServeError(ExtractorError):
    """The server cannot start: the port is taken, the database is missing."""

    exit_code = 1
