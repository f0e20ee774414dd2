"""The days and months that a story names, and which of them is the day of an event. Pure.

A day is told by the words around it: ``bế mạc ngày 10/6/2025``; a day without a year (``20/4``) is not read. Words
come from the caller, as phrases with ``ddd`` for the day looked at and ``~`` for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.core.text import fold

_FULL = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?![\d/])")
_WORDS = re.compile(r"\b(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})\b")
_MONTH = re.compile(r"(?<![\d/])(\d{1,2})\s*/\s*((?:19|20)\d\d)(?![\d/])|\bthang\s+(\d{1,2})\s+nam\s+((?:19|20)\d\d)\b")
_SENTENCE = re.compile(r"\s*[.?!;…](?:\s+|$)")
_YEARS = re.compile(r"\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b")
LOOKED_AT, OTHER = "ddd", "~"


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day of the story (``day``) or a month (its first day, ``month`` true), in the sentence it stands in."""

    day: date
    month: bool
    sentence: str


def days_of(text: str) -> tuple[ToldDay, ...]:
    """The days and months of a story in their order; what is no day of the calendar is left out."""
    found: list[ToldDay] = []
    for sentence in _SENTENCE.split(_YEARS.sub(" ", fold(text))):
        places = sorted(_places(sentence))
        for start, _, day, month in places:
            marked, last = [], 0
            for other_start, other_end, _, _ in places:
                marked += [sentence[last:other_start], f" {LOOKED_AT if other_start == start else OTHER} "]
                last = other_end
            words = re.findall(r"\w+|[^\w\s]", "".join([*marked, sentence[last:]]))
            found.append(ToldDay(day, month, " ".join(words)))
    return tuple(found)


def _places(sentence: str) -> Iterator[tuple[int, int, date, bool]]:
    taken: list[tuple[int, int]] = []
    for form in (_FULL, _WORDS):
        for match in form.finditer(sentence):
            taken.append(match.span())
            if (day := _day(int(match[3]), int(match[2]), int(match[1]))) is not None:
                yield *match.span(), day, False
    for match in _MONTH.finditer(sentence):
        if any(start <= match.start() < end for start, end in taken):
            continue
        month, year = (match[1], match[2]) if match[1] else (match[3], match[4])
        if (day := _day(int(year), int(month), 1)) is not None:
            yield *match.span(), day, True


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of_event(days: tuple[ToldDay, ...], event: re.Pattern[str], *, month: bool = False) -> date | None:
    """The only day (or month) that the words of an event stand with; ``None`` for none, or for several different."""
    found = {told.day for told in days if told.month == month and event.search(told.sentence)}
    return found.pop() if len(found) == 1 else None
