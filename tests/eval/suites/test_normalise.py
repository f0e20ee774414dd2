import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese.numberwords import in_words
from eval.suites.normalise import contains, normalise, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hai phần ba số đại biểu", "2/3 số đại biểu"),
        ("ít nhất mười phần trăm", "ít nhất 10%"),
        ("10 %", "10%"),
        ("10%-15%", "10-15%"),
        ("10 - 15%", "10% 15%"),
        ("mười lăm ngày làm việc", "15 ngày làm việc"),
        ("năm năm một lần", "5 năm 1 lần"),
        ("05 năm", "5 năm"),
        ("ngày 10 tháng 10 năm 2024", "10/10/2024"),
        ("10-10-2024", "2024-10-10"),
        ("01/7/2025", "ngày 1/7/2025"),
        ("tháng 7 năm 2025", "7/2025"),
        ("quá nửa", "quá một nửa"),
        ("quá bán", "quá 1/2"),
        ("hoà bình, uỷ viên", "hòa bình ủy viên"),
        ("294 - QĐ / TW", "294-QĐ/TW"),
        ("1.000 đảng viên", "1000 đảng viên"),
        ("hai nghìn không trăm hai mươi lăm", "2025"),
        ("một trăm linh năm người", "105 người"),
    ],
)
def test_same_fact_written_two_ways(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("an toàn", "toàn"),  # English article stripping would make these equal
        ("năm 2025", "5 2025"),
        ("không người nào", "0 người nào"),
        ("190-KL/TW", "190-QĐ/TW"),
        ("chỉ thị", "chị thỉ"),
        ("2/3", "3/2"),
    ],
)
def test_different_facts_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Cần 12/3 số phiếu", "2/3", False),
        ("Cần 2/3 số phiếu.", "2/3", True),
        ("Cần hai phần ba số phiếu", "2/3", True),
        ("trong 30 ngày làm việc", "30 ngày", True),
        ("trong 130 ngày làm việc", "30 ngày", False),
        ("từ 11 đến 13 người", "11-13|11 đến 13", True),
        ("thuộc 294-QĐ/TW", "294", False),
        ("bất cứ gì", "", False),
        ("bất cứ gì", "|", False),
    ],
)
def test_a_fact_is_found_as_whole_tokens(text: str, phrase: str, expected: bool) -> None:
    assert contains(text, phrase) is expected


@given(st.integers(11, 999))
def test_number_words_read_back(value: int) -> None:
    assert tokens(f"{in_words(value)} đại biểu")[0] == str(value)


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once).split() == normalise(normalise(once)).split()


@given(st.integers(1, 28), st.integers(1, 12), st.integers(1930, 2099))
def test_dates_have_one_form(day: int, month: int, year: int) -> None:
    iso = f"{year}-{month:02d}-{day:02d}"
    assert tokens(f"{day}/{month}/{year}") == [iso]
    assert tokens(f"ngày {day:02d} tháng {month} năm {year}") == [iso]
