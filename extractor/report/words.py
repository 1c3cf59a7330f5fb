"""Dates, periods, numbers and lists in the form in which people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_date(iso: str | None) -> str:
    """'2011-05-26' -> '26 May 2011'; anything that is not such a date stays as it is, None is ''."""
    if not iso:
        return ""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_years(start: int | None, end: int | None) -> str:
    """(2011, 2014) -> '2011–14'; (1999, 2002) -> '1999–2002'; one year stands alone; 'period not stated' without years."""
    if start is None or end is None:
        return "period not stated"
    if start == end:
        return str(start)
    return f"{start}–{end % 100:02d}" if start // 100 == end // 100 else f"{start}–{end}"


def in_list(words: Sequence[str], last: str = "and") -> str:
    """('a', 'b', 'c') -> 'a, b and c'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def in_number(count: int) -> str:
    """Small numbers as words: 4 -> 'four', 12 -> '12', 1200 -> '1,200'."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """(1, 'plan') -> '1 plan'; (1200, 'plan') -> '1,200 plans'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def with_forms(file: str, forms: Sequence[str]) -> str:
    """('plan.pdf', ('PDF', 'Word')) -> 'plan.pdf (held as PDF, Word)'; a paper that is held once is its file alone."""
    return f"{file} (held as {', '.join(forms)})" if len(forms) > 1 else file
