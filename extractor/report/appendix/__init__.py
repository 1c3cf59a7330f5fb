"""The comparison to take away: a Word appendix, a workbook, CSV and JSON, made from one comparison and saying the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from extractor.report.appendix.content import Appendix, Empty, Line, Note, appendix

Form = Literal["docx", "xlsx", "csv", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
CONTENT_TYPES: dict[Form, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def document(made: Appendix, form: Form) -> bytes:
    """The bytes of a document. The same appendix gives the same bytes."""
    return _maker(form)(made)


def _maker(form: Form) -> Callable[[Appendix], bytes]:
    """The libraries are imported when asked for: a site that nobody downloads from does not carry them."""
    if form == "docx":
        from extractor.report.appendix.word import as_docx

        return as_docx
    if form == "xlsx":
        from extractor.report.appendix.excel import as_xlsx

        return as_xlsx
    from extractor.report.appendix.plain import as_csv, as_json

    return as_csv if form == "csv" else as_json


def file_name(made: Appendix, form: Form) -> str:
    """'plans-alderwick-dunmere-2011-2014.docx': plain letters and figures, whatever the areas are called."""
    names = ["".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in column.area.lower()) for column in
             made.comparison.columns]  # fmt: skip
    areas = "-".join(filter(None, "-".join(names).split("-"))) if len(names) <= 4 else f"{len(names)}-areas"
    return f"plans-{areas[:80]}-{made.comparison.start}-{made.comparison.end}.{form}"


__all__ = ["CONTENT_TYPES", "FORMS", "Appendix", "Empty", "Form", "Line", "Note", "appendix", "document", "file_name"]
