"""Which day a question asks about."""

from datetime import date

import pytest

from assistant.question.dates import understand_date
from corpus.core.text import strip_diacritics

TODAY = date(2026, 11, 22)
CASES = [
    ("ngày 15/8/2025 ai quyết định", date(2025, 8, 15)),
    ("vào ngày 15 tháng 8 năm 2025 thì sao", date(2025, 8, 15)),
    ("theo quy định tại 2025-08-15", date(2025, 8, 15)),
    ("hồi tháng 3/2025", date(2025, 3, 31)),
    ("năm 2024 số dư là bao nhiêu", date(2024, 12, 31)),
    ("trước năm 2021 thì thế nào", date(2020, 12, 31)),
    ("kỳ đại hội 2020-2025 tối đa mấy đại biểu", date(2020, 8, 15)),
    ("nhiệm kỳ 2025-2030", date(2025, 8, 15)),
    ("hiện nay quy định thế nào", TODAY),
]


@pytest.mark.parametrize(("text", "day"), CASES)
def test_the_day_in_the_words(text: str, day: date) -> None:
    for form in (text, strip_diacritics(text)):
        found = understand_date(form, TODAY)
        assert (found.day, found.explicit) == (day, True)
        assert found.note, "the reading is shown to the user"


@pytest.mark.parametrize(
    "text",
    [
        "Chỉ thị 45-CT/TW ngày 14/4/2025 nói gì về độ tuổi?",
        "Chỉ thị 35 năm 2019 quy định thế nào?",
        "Điều 11 khoản 6 Điều lệ",
        "bầu 2025 đại biểu",
        "ngày 31/2/2025 là ngày nào",
    ],
)
def test_dates_of_documents_and_impossible_dates_are_not_the_day_asked_about(text: str) -> None:
    found = understand_date(text, TODAY)
    assert (found.day, found.explicit) == (TODAY, False)


def test_the_callers_date_wins() -> None:
    assert understand_date("năm 2019", TODAY, date(2025, 1, 1)).day == date(2025, 1, 1)


def test_a_year_never_reads_as_a_day_after_today() -> None:
    assert understand_date("trong năm 2026", TODAY).day == TODAY
