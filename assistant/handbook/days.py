"""Days of the handbook: read from an address or a form, and the days on which something begins or ends. Pure.

A day to come is refused: which rules will be in force then is known to nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.core.codes import Code
from corpus.core.display import vn_date
from corpus.core.errors import InputError
from corpus.core.model import Kind, Record
from corpus.core.registry import Registry

FIRST = date(1930, 1, 1)
"""The year in which the Party was founded: no day before it has a rule."""
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_WRITTEN = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_FORM = "Xin nhập ngày dạng 26/07/2026 hoặc 2026-07-26."


def read_day(text: str, today: date) -> date:
    """The day that is written as ``2026-07-26`` or ``26/07/2026``; ``today`` for an empty text.

    Raises:
        InputError: ``handbook.date`` for what is no date, ``handbook.future`` for a day to come.
    """
    text = text.strip()
    if not text:
        return today
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _WRITTEN.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        raise InputError(Code.HANDBOOK_DATE, "Không đọc được ngày đã nhập.", hint=_FORM)
    try:
        read = date(year, month, day)
    except ValueError as error:
        raise InputError(
            Code.HANDBOOK_DATE, f"Không có ngày {day:02d}/{month:02d}/{year:04d} trong lịch.", hint=_FORM
        ) from error
    return within(read, today)


def within(day: date, today: date) -> date:
    """The day itself, when the handbook can tell of it.

    Raises:
        InputError: ``handbook.date`` for a day before the Party, ``handbook.future`` for a day to come.
    """
    if day < FIRST:
        raise InputError(
            Code.HANDBOOK_DATE, f"Sổ tay không xét ngày trước {vn_date(FIRST)}.", hint="Xin chọn một ngày muộn hơn."
        )
    if day > today:
        raise InputError(
            Code.HANDBOOK_FUTURE,
            f"Ngày {vn_date(day)} chưa tới nên chưa biết quy định nào sẽ có hiệu lực.",
            hint=f"Xin chọn ngày không muộn hơn hôm nay ({vn_date(today)}).",
        )
    return day


def in_order(since: date, until: date) -> tuple[date, date]:
    """Two days to compare, the earlier one first.

    Raises:
        InputError: ``handbook.order`` when the second does not come after the first.
    """
    if until <= since:
        raise InputError(
            Code.HANDBOOK_ORDER,
            f"Ngày sau ({vn_date(until)}) phải muộn hơn ngày trước ({vn_date(since)}).",
            hint="Xin đổi chỗ hoặc chọn lại hai ngày.",
        )
    return since, until


@dataclass(frozen=True, slots=True)
class Boundary:
    """A day on which documents began or ended, by what the registry may tell; the same document may do both."""

    day: date
    begun: tuple[Record, ...]
    ended: tuple[Record, ...]

    @property
    def before(self) -> date:
        """The last day on which it was otherwise."""
        return self.day - timedelta(days=1)


def boundaries(registry: Registry, today: date) -> list[Boundary]:
    """All days up to ``today`` on which a document begins or ends, newest first."""
    begun: dict[date, list[Record]] = {}
    ended: dict[date, list[Record]] = {}
    for record in registry.records.values():
        if record.kind is Kind.OTHER:  # our own overviews are no documents of the Party
            continue
        span = registry.told_record_validity(record)
        if span.valid_from is not None:
            begun.setdefault(span.valid_from, []).append(record)
        if span.valid_until is not None:
            ended.setdefault(span.valid_until, []).append(record)
    return [
        Boundary(day, tuple(begun.get(day, ())), tuple(ended.get(day, ())))
        for day in sorted(begun.keys() | ended.keys(), reverse=True)
        if FIRST < day <= today
    ]
