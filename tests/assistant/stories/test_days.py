"""The day of an event among the days of a story."""

from datetime import date

from assistant.stories.days import day_of_event, days_of
from corpus.core.phrases import pattern_of

CLOSING = pattern_of("be mac …4 ddd")


def test_the_day_told_with_the_event_is_its_day() -> None:
    days = days_of("Khai mạc ngày 5/6/2025, bế mạc ngày 6/6/2025. Hôm nay 20/6/2025 mới báo cáo.")
    assert [told.day for told in days] == [date(2025, 6, 5), date(2025, 6, 6), date(2025, 6, 20)]
    assert day_of_event(days, CLOSING) == date(2025, 6, 6)


def test_no_day_is_taken_for_an_event_that_has_none_or_two() -> None:
    assert day_of_event(days_of("Bế mạc tuần trước, hôm nay ngày 20/6/2025."), CLOSING) is None
    assert day_of_event(days_of("Bế mạc ngày 1/6/2025. Nơi khác bế mạc ngày 2/6/2025."), CLOSING) is None


def test_months_and_days_that_are_none() -> None:
    days = days_of(
        "Mốc tháng 7/2025, nghỉ hưu tháng 5 năm 2029, nhiệm kỳ 2025-2030, ngày 31/2/2025, ngày 3 tháng 2 năm 2026"
    )
    assert [(told.day, told.month) for told in days] == [
        (date(2025, 7, 1), True),
        (date(2029, 5, 1), True),
        (date(2026, 2, 3), False),
    ]
