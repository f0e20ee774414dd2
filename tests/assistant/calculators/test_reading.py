"""What is typed into a form: numbers, days, choices, contradictions; each fault by its field, in words."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators.catalogue import catalogue
from assistant.calculators.reading import BadValueError, applied_day, read_form, whole_number, written_day

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-5", "number.negative"),
        ("−5", "number.negative"),
        ("+5", "number.negative"),
        ("- 12", "number.negative"),
        ("2,5", "number.fraction"),
        ("2.5", "number.fraction"),
        ("2/3", "number.fraction"),
        ("½", "number.fraction"),
        ("1.250", "number.separated"),
        ("1 250", "number.separated"),
        ("1,250,000", "number.separated"),
        ("100001", "number.large"),
        ("9" * 15, "number.large"),
        ("9" * 4000, "number.large"),
        ("NaN", "number.text"),
        ("inf", "number.text"),
        ("1e3", "number.text"),
        ("0x1f", "number.text"),
        ("ba mươi", "number.text"),
        ("=1+1", "number.text"),
        ("<b>3</b>", "number.text"),
        ("3\x00", "number.text"),
        ("１２", "number.figures"),
        ("٣٤", "number.figures"),
        ("१२", "number.figures"),
        ("Ⅻ", "number.figures"),
        ("²", "number.figures"),
        ("0", "number.small"),
    ],
)
def test_what_is_no_number_is_told_why(typed: str, code: str) -> None:
    with pytest.raises(BadValueError) as error:
        whole_number(typed, 1, 100_000)
    assert error.value.code == code
    assert error.value.words


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_fault(text: str) -> None:
    number = None
    with suppress(BadValueError):
        number = whole_number(text, 0, 1000)
    if number is not None:
        assert text.strip().isascii()
        assert number == int(text)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_fault(text: str) -> None:
    day = None
    with suppress(BadValueError):
        day = written_day(text)
    assert day is None or 1930 <= day.year <= 2100


def test_days_are_read_as_sent_and_as_written() -> None:
    assert written_day("2026-03-05") == written_day("5/3/2026") == written_day(" 05/03/2026 ") == date(2026, 3, 5)
    for bad in ("31/02/2026", "2026-13-01", "hôm nay", "20260305", "٠٥/٠٣/٢٠٢٦", "0"):
        with pytest.raises(BadValueError) as error:
            written_day(bad)
        assert error.value.code == "day.form"
    with pytest.raises(BadValueError) as error:
        applied_day("2026-11-30", TODAY)
    assert error.value.code == "day.future"
    assert applied_day("", TODAY) == TODAY


def test_each_fault_stands_at_its_field_and_nothing_is_contradicted_before_all_are_read() -> None:
    quorum = catalogue().named("quorum")
    assert quorum is not None
    filled = read_form(quorum, {"official": ["ba"], "present": ["40"], "units": ["-1"]})
    assert [(fault.field, fault.code) for fault in filled.faults] == [
        ("official", "number.text"),
        ("units", "number.negative"),
    ]
    filled = read_form(quorum, {"official": ["30", "31"]})
    assert [fault.code for fault in filled.faults] == ["field.repeated"]
    filled = read_form(quorum, {"kind": ["other"], "official": ["30"]})
    assert [(fault.field, fault.code) for fault in filled.faults] == [("kind", "choice.unknown")]


def test_contradicting_figures_are_told_with_both_figures() -> None:
    majority = catalogue().named("majority")
    assert majority is not None
    filled = read_form(majority, {"official": ["10"], "detained": ["4"], "suspended": ["6"]})
    fault = filled.fault("official")
    assert fault is not None
    assert fault.words == "Số người không tính (10) phải ít hơn số được triệu tập (10)."


def test_what_is_shown_back_is_cut() -> None:
    quorum = catalogue().named("quorum")
    assert quorum is not None
    assert len(read_form(quorum, {"official": ["9" * 10_000]}).typed["official"]) == 40
