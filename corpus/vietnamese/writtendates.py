"""Dates as people write them: ``15/8/2025``, ``15-8-2025``, ``15.8.2025``, ``ngày 15 tháng 8 năm 2025``. Pure.

``WRITTEN``, ``IN_WORDS`` and ``ISO`` are expressions to build on, with groups ``day``, ``month`` and ``year`` (and
``mark``, which the parts of a date in figures share); texts without diacritics are read too. ``written_dates`` finds
the dates of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

IN_WORDS = r"(?P<day>\d{1,2})\s*th[áa]ng\s*(?P<month>\d{1,2})\s*,?\s*n[ăa]m\s*(?P<year>\d{4})"
WRITTEN = (
    r"(?P<day>\d{1,2})(?:\s*(?P<mark>[/.-])\s*|\s*th[áa]ng\s*)"
    r"(?P<month>\d{1,2})(?:\s*(?(mark)(?P=mark)|[/.-])\s*|\s*,?\s*n[ăa]m\s*)(?P<year>\d{4})"
)
ISO = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_ALONE = re.compile(rf"(?<![\d/])(?<!\d\.){WRITTEN}(?![\d/-]|\.\d)", re.IGNORECASE)
_ISO_ALONE = re.compile(rf"(?<![\d/-]){ISO}(?![\d/-])")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date at ``[start, end)`` of a text; ``day`` is ``None`` where there is no such day (``31/2/2025``)."""

    start: int
    end: int
    day: date | None


def written_dates(text: str) -> Iterator[WrittenDate]:
    """The dates of ``text`` in order, ISO dates last; part of a longer number or path is no date."""
    for form in (_ALONE, _ISO_ALONE):
        for match in form.finditer(text):
            yield WrittenDate(match.start(), match.end(), day_of(match))


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of one of the expressions names; ``None`` when there is no such day."""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
