"""Working days: weekends, public holidays, Saturdays worked for a day that was exchanged."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.core.model import Certainty
from corpus.vietnamese.calendar import WEEKENDS, WorkingDays, public_holidays

FRIDAY, MONDAY = date(2025, 8, 15), date(2025, 8, 18)
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


def test_weekends_and_the_day_itself_are_left_out() -> None:
    assert WEEKENDS.add(FRIDAY, 1) == MONDAY
    assert WEEKENDS.add(FRIDAY, 7) == date(2025, 8, 26)
    assert WEEKENDS.add(MONDAY, -1) == FRIDAY
    assert WEEKENDS.add(FRIDAY, 0) == FRIDAY
    assert WEEKENDS.add(date(2025, 8, 16), 1) == MONDAY
    assert WEEKENDS.add(date(2025, 8, 17), -1) == FRIDAY


@settings(deadline=None)
@given(DAYS, st.integers(-200, 200))
def test_as_counted_day_by_day(day: date, count: int) -> None:
    step, left, at = timedelta(days=1 if count > 0 else -1), abs(count), day
    while left:
        at += step
        left -= at.weekday() < 5
    assert WEEKENDS.add(day, count) == at


@settings(deadline=None)
@given(st.dates(date(2024, 2, 1), date(2027, 11, 30)), st.integers(1, 15))
def test_as_many_working_days_lie_between(day: date, count: int) -> None:
    calendar = public_holidays()
    end = calendar.add(day, count) if calendar.reaches(day, count) else day
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert end == day or (sum(map(calendar.is_working, between)), calendar.is_working(end)) == (count, True)


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2025, 8, 29), 1, date(2025, 9, 3)),
        (date(2025, 9, 3), -1, date(2025, 8, 29)),
        (date(2025, 4, 25), 1, date(2025, 4, 26)),
        (date(2025, 4, 29), 1, date(2025, 5, 5)),
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        (date(2026, 4, 24), 1, date(2026, 4, 28)),
        (date(2024, 5, 3), 1, date(2024, 5, 4)),
    ],
)
def test_holidays_and_exchanged_days(day: date, count: int, end: date) -> None:
    assert public_holidays().add(day, count) == end


def test_every_holiday_would_be_worked_otherwise_and_made_up_on_a_saturday() -> None:
    calendar = public_holidays()
    days = [holiday.day for holiday in calendar.holidays]
    assert sorted(set(days)) == days
    for holiday in calendar.holidays:
        assert holiday.day.weekday() < 5, holiday
        assert not calendar.is_working(holiday.day)
        assert holiday.source
        if holiday.made_up:
            assert holiday.made_up.weekday() == 5, holiday
            assert calendar.is_working(holiday.made_up)
    assert {day.year for day in days} == set(calendar.years)


def test_a_year_that_is_not_known_is_not_counted() -> None:
    calendar = public_holidays()
    assert not calendar.reaches(date(2027, 12, 28), 7)
    with pytest.raises(LookupError, match="2028"):
        calendar.add(date(2027, 12, 28), 7)
    with pytest.raises(LookupError, match="2019"):
        calendar.is_working(date(2019, 5, 1))
    assert WEEKENDS.reaches(date(2027, 12, 28), 7)
    assert WorkingDays().is_working(FRIDAY)


def test_uncertain_days_off_are_told() -> None:
    found = public_holidays().uncertain(date(2026, 12, 1), date(2026, 11, 1))
    assert [(holiday.day, holiday.certainty) for holiday in found] == [(date(2026, 11, 24), Certainty.LOW)]
    assert public_holidays().uncertain(date(2025, 1, 1), date(2025, 12, 31)) == ()


@pytest.mark.parametrize(
    ("day", "count"), [(date.max, 10), (date.min, -10), (date(1, 1, 5), 3), (date(9999, 12, 30), 0)]
)
def test_a_day_at_the_end_of_time_is_no_error_of_python(day: date, count: int) -> None:
    assert not WEEKENDS.reaches(day, count) or count == 0
    if count:
        with pytest.raises(LookupError):
            WEEKENDS.add(day, count)
