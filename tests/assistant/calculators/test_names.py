"""The lines of a counting record: what is read, what is refused by the number of its line."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators.names import MOST_CANDIDATES, Candidate, read_candidates


def test_lines_are_read_with_and_without_names() -> None:
    assert read_candidates("Lê C; 9; ; 45%") == read_candidates("Lê C; 9; 45%")
    text = "Nguyễn Văn A; 52\r\n  Trần  Thị B | 40 ; 3; 67,80% \n\n17\nLê C\t9\n"
    assert read_candidates(text) == (
        Candidate("Nguyễn Văn A", 52),
        Candidate("Trần Thị B", 40, 3, Fraction(678, 1000)),
        Candidate("Người thứ 3", 17),
        Candidate("Lê C", 9),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("<script>alert(1)</script>; 5", "họ tên chỉ gồm"),
        ("Nguyễn <b>A</b>; 5", "họ tên chỉ gồm"),
        ("{{7*7}}; 5", "họ tên chỉ gồm"),
        ("=HYPERLINK(1); 5", "không được bắt đầu bằng"),
        ("+cmd; 5", "không được bắt đầu bằng"),
        ("@SUM(A1); 5", "không được bắt đầu bằng"),
        ("-An; 5", "không được bắt đầu bằng"),
        ("Nguyễn\x00A; 5", "ký tự điều khiển"),
        ("Nguyễn\x1b[31m A; 5", "ký tự điều khiển"),
        ("Nguyễn \u202eA; 5", "ký tự điều khiển"),
        ("Nguyễn\u200bA; 5", "ký tự điều khiển"),
        ("Nguyễn\u2028A; 5", "ký tự điều khiển"),
        ("A" * 81 + "; 5", "dài quá"),
        ("Nguyễn Văn A", "số phiếu"),
        ("Nguyễn Văn A; -5", "số phiếu"),
        ("Nguyễn Văn A; 5,5", "số phiếu"),
        ("Nguyễn Văn A; ５", "số phiếu"),
        ("Nguyễn Văn A; năm", "số phiếu"),
        ("Nguyễn Văn A; 5; 6; 7", "số phiếu"),
        ("Nguyễn Văn A; 99999999", "số phiếu"),
        ("Nguyễn Văn A; 999999", "lớn quá"),
        ("-5", "số phiếu"),
    ],
)
def test_what_is_refused_names_its_line(line: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as error:
        read_candidates(f"Trần B; 1\n{line}")
    assert str(error.value).startswith("Dòng 2:")
    assert "<" not in str(error.value)


def test_too_many_and_twice_the_same_are_refused() -> None:
    with pytest.raises(ValueError, match="10000 dòng"):
        read_candidates("\n".join(f"Người {number}; 1" for number in range(10_000)))
    assert len(read_candidates("\n".join("1" for _ in range(MOST_CANDIDATES)))) == MOST_CANDIDATES
    with pytest.raises(ValueError, match="trùng họ tên với dòng 1"):
        read_candidates("Nguyễn Văn A; 3\nNGUYỄN VĂN A; 4")


def test_an_address_takes_no_names() -> None:
    assert read_candidates("5; 6\n7", anonymous=True)
    with pytest.raises(ValueError, match="địa chỉ trang không nhận họ tên"):
        read_candidates("Nguyễn Văn A; 5", anonymous=True)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    found: tuple[Candidate, ...] = ()
    with suppress(ValueError):
        found = read_candidates(text)
    for each in found:
        assert not set(each.name) & set("<>{}\x00\u202e\\`")
