"""Days of the handbook: what is read, what is refused, where something begins or ends."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.handbook.days import FIRST, boundaries, in_order, read_day, within
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.model import Kind
from corpus.core.registry import Registry
from tests.conftest import TODAY, make_record


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-26", date(2026, 7, 26)),
        ("26/07/2026", date(2026, 7, 26)),
        ("26-7-2026", date(2026, 7, 26)),
        ("26.7.2026", date(2026, 7, 26)),
        (" 2026-11-22 ", TODAY),
        ("", TODAY),
        ("29/02/2024", date(2024, 2, 29)),
        ("1930-01-01", FIRST),
    ],
)
def test_a_day_is_read_as_people_and_machines_write_it(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", Code.HANDBOOK_DATE),
        ("29/02/2025", Code.HANDBOOK_DATE),
        ("32/01/2025", Code.HANDBOOK_DATE),
        ("0000-01-01", Code.HANDBOOK_DATE),
        ("hôm qua", Code.HANDBOOK_DATE),
        ("2026", Code.HANDBOOK_DATE),
        ("20260726", Code.HANDBOOK_DATE),
        ("٢٠٢٦-٠٧-٢٦", Code.HANDBOOK_DATE),
        ("1929-12-31", Code.HANDBOOK_DATE),
        ("2026-11-23", Code.HANDBOOK_FUTURE),
        ("9999-12-31", Code.HANDBOOK_FUTURE),
    ],
)
def test_a_dead_day_is_told_with_a_stable_code_and_what_to_do(text: str, code: Code) -> None:
    with pytest.raises(InputError) as raised:
        read_day(text, TODAY)
    assert raised.value.code is code
    assert raised.value.code.status == 422
    assert raised.value.message
    assert raised.value.hint


@given(st.dates(FIRST, TODAY))
def test_any_day_of_the_bounds_reads_the_same_in_both_writings(day: date) -> None:
    assert read_day(day.isoformat(), TODAY) == read_day(f"{day.day}/{day.month}/{day.year}", TODAY) == day
    assert within(day, TODAY) == day


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_one_error(text: str) -> None:
    with suppress(InputError):
        assert FIRST <= read_day(text, TODAY) <= TODAY


def test_two_days_come_in_their_order() -> None:
    assert in_order(date(2025, 1, 1), date(2025, 1, 2)) == (date(2025, 1, 1), date(2025, 1, 2))
    for until in (date(2025, 1, 1), date(2024, 12, 31)):
        with pytest.raises(InputError) as raised:
            in_order(date(2025, 1, 1), until)
        assert raised.value.code is Code.HANDBOOK_ORDER


def test_boundaries_are_the_days_that_the_registry_tells(shipped: Registry) -> None:
    found = boundaries(shipped, TODAY)
    told = {
        day
        for record in shipped.records.values()
        if record.kind is not Kind.OTHER
        for span in [shipped.told_record_validity(record)]
        for day in (span.valid_from, span.valid_until)
        if day is not None and day <= TODAY
    }
    assert [boundary.day for boundary in found] == sorted(told, reverse=True)
    for boundary in found:
        assert boundary.before == boundary.day - timedelta(days=1)
        assert all(shipped.told_record_validity(r).valid_from == boundary.day for r in boundary.begun)
        assert all(shipped.told_record_validity(r).valid_until == boundary.day for r in boundary.ended)


def test_an_end_that_no_source_gives_and_a_day_to_come_are_no_boundaries() -> None:
    registry = Registry(
        [
            make_record("a", kind=Kind.DIRECTIVE, since=date(2019, 1, 1), campaign="2020-2025"),
            make_record("b", kind=Kind.DIRECTIVE, since=date(2024, 1, 1), campaign="2025-2030"),
            make_record("c", since=date(2027, 1, 1)),
        ],
        [],
    )
    assert [(x.day, [r.id for r in x.begun], [r.id for r in x.ended]) for x in boundaries(registry, TODAY)] == [
        (date(2024, 1, 1), ["b"], []),
        (date(2019, 1, 1), ["a"], []),
    ]
