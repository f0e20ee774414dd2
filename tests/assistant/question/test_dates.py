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


@pytest.mark.parametrize("text", ["Nhiệm kỳ 2025-2030 cấp ủy bầu mấy người?", "đại hội nhiệm kỳ 2025–2030"])
def test_the_term_that_runs_is_asked_about_as_of_today(text: str) -> None:
    found = understand_date(text, TODAY)
    assert (found.day, found.explicit, found.note, found.term) == (TODAY, False, "", "2025-2030")


@pytest.mark.parametrize(
    "text",
    [
        "đồng chí sinh năm 1965 có được tái cử không",
        "kết nạp năm 2010 thì được ghi danh không",
        "đồng chí hết tuổi năm 2027 có vào cấp ủy không",
        "sinh ngày 12/3/1965 còn đủ tuổi không",
    ],
)
def test_the_years_of_a_life_are_not_the_day_asked_about(text: str) -> None:
    for form in (text, strip_diacritics(text)):
        assert understand_date(form, TODAY).day == TODAY
        assert not understand_date(form, TODAY).explicit


@pytest.mark.parametrize(
    "text",
    [
        "lần trước đại hội tháng 3/2025, có cháu mới vào Đảng. Vậy đại hội chi bộ mấy năm một lần?",
        "khóa trước bầu tháng 4/2020, vậy khóa này tái cử cần còn bao nhiêu tháng?",
        "vẫn theo hướng dẫn của văn phòng năm 2018, khỏi sửa mẫu. Nay áp dụng văn bản nào?",
        "bị cách chức tháng 3/2025, nay chi bộ muốn bầu lại vào chi ủy có được không?",
        "hồi đại hội phường năm 2025 có đồng chí chỉ được 45% phiếu, giờ thường vụ muốn bổ sung thì có được không?",
        "thấy chồng sổ biên bản đại hội chi bộ từ năm 2005. Sổ ấy phải lưu bao nhiêu năm?",
        "đại hội trước họp 12/4/2020. Kỳ này bầu cấp ủy thì chuẩn bị số dư thế nào?",
    ],
)
def test_a_time_before_is_not_the_day_asked_about(text: str) -> None:
    for form in (text, strip_diacritics(text)):
        assert understand_date(form, TODAY).day == TODAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("lần trước đại hội tháng 3/2015 thì chi bộ mấy năm đại hội một lần?", date(2015, 3, 31)),
        ("hồi đại hội năm 2015 chi bộ bầu bí thư bằng cách nào?", date(2015, 12, 31)),
        ("khóa trước bầu hồi tháng 3/2015. Lúc đó theo quy chế nào thì đúng?", date(2015, 3, 31)),
    ],
)
def test_a_time_before_is_asked_about_where_the_question_stays_with_it(text: str, day: date) -> None:
    assert understand_date(text, TODAY).day == day


@pytest.mark.parametrize("text", ["tháng 1/2027 bầu thế nào", "năm 2027 đại hội chi bộ", "ngày 15/3/2027 họp"])
def test_a_time_to_come_is_answered_as_of_today_and_that_is_said(text: str) -> None:
    found = understand_date(text, TODAY)
    assert found.day == TODAY
    assert "2027" in found.note
    assert "chỉ biết quy định đến ngày 22/11/2026" in found.note


def test_a_year_and_a_month_keep_their_first_day() -> None:
    assert understand_date("năm 2014 theo quy chế nào", TODAY).since == date(2014, 1, 1)
    assert understand_date("tháng 7/2014", TODAY).since == date(2014, 7, 1)
    assert understand_date("ngày 30/6/2025", TODAY).since is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("trước 7/2025 thì sao", date(2025, 6, 30)),
        ("trước tháng 7/2025", date(2025, 6, 30)),
        ("từ 7/2025", date(2025, 7, 31)),
        ("hồi 7/2025", date(2025, 7, 31)),
    ],
)
def test_a_month_in_figures(text: str, day: date) -> None:
    assert understand_date(text, TODAY).day == day
    assert understand_date(strip_diacritics(text), TODAY).day == day


def test_a_year_never_reads_as_a_day_after_today() -> None:
    assert understand_date("trong năm 2026", TODAY).day == TODAY


@pytest.mark.parametrize(
    "text",
    [
        "Hướng dẫn 04 cuối năm 2024 có chín mục, là những mục nào?",
        "Hướng dẫn 04 ban hành 31/12/2024 hay 31/12/2025?",
        "19/5/2026 là ngày của hướng dẫn nào về thi hành Điều lệ?",
        "có chỗ ghi 04 năm 2025",
        "cuốn quy chế bầu cử in năm 2015 còn dùng được không",
        "Từ năm 2000 tới nay quy chế bầu cử đã qua mấy bản?",
    ],
)
def test_a_date_that_names_a_document_or_begins_a_span_is_no_day_asked_about(text: str) -> None:
    for form in (text, strip_diacritics(text)):
        assert understand_date(form, TODAY).day == TODAY
        assert not understand_date(form, TODAY).explicit


def test_of_a_day_of_signing_and_a_day_of_use_the_second_is_asked_about() -> None:
    found = understand_date("294 ký 26/5/2025 vậy 10/6/2025 áp dụng được chưa?", TODAY)
    assert (found.day, found.note) == (date(2025, 6, 10), "Hiệu lực của quy định được xét vào ngày 10/06/2025.")
