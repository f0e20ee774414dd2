"""Working days: which days count, and the day so many of them before or after another. Pure.

``WEEKENDS`` leaves out Saturday and Sunday. ``public_holidays`` is the reviewed calendar of Vietnam (``holidays.toml``,
read once), which also knows the Saturdays that are worked for a day that was exchanged; it serves the years it covers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from corpus.core.model import Certainty

_SPARE = 60
"""Days looked at beyond twice the number of working days asked for; the longest run of days off is shorter."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off that would otherwise be worked; ``made_up`` is the Saturday worked for it, if it was exchanged."""

    day: date
    name: str
    certainty: Certainty
    source: str
    made_up: date | None = None


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A calendar of working days, Monday to Friday but for ``holidays``.

    Attributes:
        holidays: days off, and the Saturdays made up for them.
        years: the years it knows; empty for a calendar that holds for any.
    """

    holidays: tuple[Holiday, ...] = ()
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked.

        Raises:
            LookupError: when the calendar does not know the year.
        """
        self._known(day)
        return bool(np.is_busday(day, weekmask="1111111", holidays=self._off(day, day)))

    def add(self, day: date, count: int) -> date:
        """The day ``count`` working days after ``day`` (before it when negative); the day itself is not counted.

        Raises:
            LookupError: when the way leaves the years that the calendar knows, or that a date can have.
        """
        end = self._added(day, count)
        self._known(day)
        self._known(end)
        return end

    def reaches(self, day: date, count: int) -> bool:
        """Whether the calendar knows all the days between ``day`` and the day ``count`` working days away."""
        try:
            end = self._added(day, count)
        except LookupError:
            return False
        return not self.years or {day.year, end.year} <= self.years

    def _added(self, day: date, count: int) -> date:
        if count == 0:
            return day
        span = timedelta(days=2 * (abs(count) + _SPARE))
        if not date.min + span < day < date.max - span:
            raise LookupError(f"no calendar reaches {count} working days from {day}")
        far = day + timedelta(days=(2 * abs(count) + _SPARE) * (1 if count > 0 else -1))
        roll: Literal["backward", "forward"] = "backward" if count > 0 else "forward"
        off = self._off(min(day, far), max(day, far))
        end = np.busday_offset(np.datetime64(day), count, roll=roll, weekmask="1111111", holidays=off)
        return date.fromisoformat(str(end))

    def uncertain(self, start: date, end: date) -> tuple[Holiday, ...]:
        """Days off between two days, or made up there, that are not certain, so that a sum over them can say so."""
        first, last = min(start, end), max(start, end)
        return tuple(
            holiday
            for holiday in self.holidays
            if holiday.certainty is not Certainty.HIGH
            and any(first <= day <= last for day in (holiday.day, holiday.made_up) if day is not None)
        )

    def _off(self, first: date, last: date) -> list[date]:
        """Days of the span that are not worked; a few days of margin for rolling."""
        made_up = {holiday.made_up for holiday in self.holidays}
        span = _days(first - timedelta(days=_SPARE), last + timedelta(days=_SPARE))
        weekends = [day for day in span if day.weekday() >= 5 and day not in made_up]
        return [*weekends, *(holiday.day for holiday in self.holidays)]

    def _known(self, day: date) -> None:
        if self.years and day.year not in self.years:
            raise LookupError(f"holidays of {day.year} are not known")


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


WEEKENDS = WorkingDays()
"""Saturdays and Sundays left out, holidays not."""


@cache
def public_holidays() -> WorkingDays:
    """The calendar of Vietnam with its public holidays."""
    data = tomllib.loads(files("corpus.vietnamese").joinpath("holidays.toml").read_text("utf-8"))
    holidays = tuple(
        Holiday(day, row["name"], Certainty(row["certainty"]), data["sources"][row["source"]], row.get("made_up"))
        for row in data["off"]
        for day in row["days"]
    )
    return WorkingDays(tuple(sorted(holidays, key=lambda holiday: holiday.day)), frozenset(data["years"]))
