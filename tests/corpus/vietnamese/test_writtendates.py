"""Dates are found as people write them, and only where they stand alone."""

from datetime import date

import pytest

from corpus.vietnamese.writtendates import written_dates

DAY = date(2025, 8, 5)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 5/8/2025",
        "05-08-2025",
        "5.8.2025",
        "5 / 8 / 2025",
        "ngày 5 tháng 8 năm 2025",
        "ngay 05 thang 08 nam 2025",
        "NGÀY 5 THÁNG 8 NĂM 2025",
        "5/8 năm 2025",
        "ngày 5tháng 8 năm 2025",
        "ngày 5 tháng 8/2025",
        "họp ngày 3-5/8/2025.",
        "2025-08-05",
    ],
)
def test_forms(text: str) -> None:
    assert [written.day for written in written_dates(text)] == [DAY]


@pytest.mark.parametrize(
    "text",
    [
        "15/5/8/2025",
        "11.4.5.8.2025",
        "5/8/20255",
        "5/8/2025/QH15",
        "tháng 8/2025",
        "8-9/2026",
        "2025-08-05-1",
        "5 8 2025",
    ],
)
def test_what_is_no_date_or_part_of_more(text: str) -> None:
    assert list(written_dates(text)) == []


def test_places_and_days_that_do_not_exist() -> None:
    text = "từ 31/2/2025 đến 5/8/2025 và 2026-01-02"
    found = list(written_dates(text))
    assert [written.day for written in found] == [None, DAY, date(2026, 1, 2)]
    assert [text[written.start : written.end] for written in found] == ["31/2/2025", "5/8/2025", "2026-01-02"]
