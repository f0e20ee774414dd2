"""Number words, figures, dates, deadlines, article and document numbers: two writings of one fact share a key."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.parsing.facts import fact_at, roman
from assistant.parsing.formulas import work
from assistant.parsing.lexemes import lexemes
from assistant.parsing.numerals import value_at
from assistant.parsing.reader import atoms
from corpus.vietnamese.numberwords import in_words


def facts(text: str) -> list[str]:
    stream, found, at = lexemes(text), [], 0
    while at < len(stream):
        fact = fact_at(stream, at)
        if fact:
            found.append(fact.key)
        at = fact.last if fact else at + 1
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hai phần ba số", "2/3 số"),
        ("mười phần trăm", "10%"),
        ("10–15%", "từ 10% đến 15%"),
        ("mười đến mười lăm phần trăm", "10-15%"),
        ("ba mươi ngày làm việc", "30 ngày làm việc"),
        ("05 ngày", "năm ngày"),
        ("10/10/2024", "ngày 10 tháng 10 năm 2024"),
        ("ngày 01-7-2025", "01/07/2025"),
        ("tháng 5/2025", "tháng 5 năm 2025"),
        ("một nghìn năm trăm tám mươi tám đại biểu", "1.588 đại biểu"),
        ("lần thứ nhất", "lần thứ 1"),
        ("thứ mười bốn", "lần thứ XIV"),
        ("một nửa", "1/2"),
        ("năm năm một lần", "5 năm 1 lần"),
        ("50%", "một nửa"),
        ("từ một đến ba người", "1–3 người"),
    ],
)
def test_two_writings_of_one_fact(one: str, other: str) -> None:
    assert facts(one) == facts(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("30 ngày làm việc", "30 ngày"),
        ("5 năm", "60 tháng"),
        ("2/3", "3/4"),
        ("190-QĐ/TW", "190-KL/TW"),
        ("Điều 11", "Điều 12"),
        ("khoản 1", "điểm 1"),
        ("10/11/2024", "11/10/2024"),
        ("năm người", "năm 2025"),
    ],
)
def test_facts_that_differ(one: str, other: str) -> None:
    assert facts(one) != facts(other)


def test_words_that_only_look_like_numbers() -> None:
    assert facts("tư cách của một số đảng viên không phải ba") == ["num:3:"]
    assert facts("nhiệm kỳ 2025-2030") == ["num:2025..2030:"]
    assert facts("trong năm qua") == []


def test_a_full_document_number_proves_the_short_name() -> None:
    stream = lexemes("Quy định số 294-QĐ/TW")
    fact = fact_at(stream, 0)
    assert fact is not None
    assert fact.key == "doc:294-QĐ/TW"
    assert facts("Quy định 294")[0] in fact.also
    assert facts("Kết luận 294")[0] not in fact.also


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("ít nhất 2/3", "ge"),
        ("tối thiểu phải có 2/3", "ge"),
        ("không dưới 1/3", "ge"),
        ("từ 9 ủy viên trở lên", "ge"),
        ("không quá 30%", "le"),
        ("tối đa là 450 đại biểu", "le"),
        ("quá một nửa", "gt"),
        ("trên 50%", "gt"),
        ("hơn 30%", "gt"),
        ("dưới 200 đảng viên", "lt"),
        ("chưa đủ 30 đảng viên", "lt"),
        ("khoảng 5%", "about"),
        ("15 ngày", ""),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert [atom.bound for atom in atoms(text) if atom.kind == "number"] == [bound]


@given(st.integers(min_value=2, max_value=999_999))
def test_every_number_reads_back_from_its_words(value: int) -> None:
    found = value_at(lexemes(f"{in_words(value)} ngày"), 0)
    assert found is not None
    assert found[0] == value


@given(st.integers(1, 60), st.integers(2, 90))
def test_fractions_are_exact(above: int, below: int) -> None:
    if above < below:
        found = value_at(lexemes(f"{above}/{below} số"), 0)
        assert found is not None
        assert found[0] == Fraction(above, below)


@given(st.text(max_size=200))
def test_reading_never_fails_and_keeps_places(text: str) -> None:
    for lexeme in lexemes(text):
        assert text[lexeme.start : lexeme.end] == lexeme.text
    for atom in atoms(text):
        assert 0 <= atom.start < atom.end <= len(text)


def test_roman() -> None:
    assert (roman("XIV"), roman("IX"), roman("IIII"), roman("")) == (14, 9, None, None)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("ceil(150 * 2 / 3)", "100"),
        ("floor(151 / 2) + 1", "76"),
        ("15 + floor(15 * 30 / 100)", "19"),
        ("workday(2025-08-15, -30)", "2025-07-04"),
        ("workday(2025-08-29, 1)", "2025-09-01"),
        ("workday(2025-08-29, 1, holidays)", "2025-09-03"),
        ("min(3, 1/2)", "1/2"),
        ("47 × 2/3 = 31,33, làm tròn lên 32", "32"),
        ("225 × 2/3 = 150", "150"),
        ("57 : 2 = 28,5, lấy số nguyên liền trên là 29", "29"),
        ("40 : 2 = 20, lấy số nguyên liền trên là 21", "21"),
        ("13 × 30% = 3,9, làm tròn xuống 3; 13 + 3 = 16", "16"),
        ("60 − 1 − 2 = 57", "57"),
        ("27 × 1,5 = 40,5, làm tròn xuống 40", "40"),
        ("62 : 80 = 77,5%", "31/40"),
        ("10/06/2025 + 7 ngày làm việc = 19/06/2025", "2025-06-19"),
        ("25/08/2025 + 7 ngày làm việc (trừ ngày nghỉ lễ) = 05/09/2025", "2025-09-05"),
        ("15/07/2026 − 30 ngày làm việc (trừ ngày nghỉ lễ) = 03/06/2026", "2026-06-03"),
        ("31/08/2025 + 6 tháng = 28/02/2026", "2026-02-28"),
        ("20/05/2025 + 5 năm = 20/05/2030; 20/05/2030 − 1 năm = 20/05/2029", "2029-05-20"),
        ("từ 7/2025 đến 5/2029 = 46 tháng", "46"),
    ],
)
def test_formulas(formula: str, result: str) -> None:
    worked = work(formula)
    assert worked is not None
    assert str(worked.value) == result


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os')",
        "10 ** 9",
        "x + 1",
        "1 / 0",
        "(lambda: 1)()",
        "9" * 300,
        "True + 1",
        "1 if 2 else 3",
        "workday(2025-13-40, 3)",
        "workday(2019-12-30, 3, holidays)",
        "floor(1, 2)",
        "47 × 2/3 = 31, làm tròn lên 32",
        "47 × 2/3 = 31,33, làm tròn xuống 32",
        "57 : 2 = 28,5, lấy số nguyên liền trên là 30",
        "60 − 1 − 2 = 58",
        "60 − 1 + 2 = 61",
        "60 : 0 = 0",
        "62 : 80 = 82,7%",
        "13 × 30% = 3,9, làm tròn xuống 3; 13 + 4 = 16",
        "60 = 60",
        "10/06/2025 + 7 ngày làm việc = 20/06/2025",
        "32/06/2025 + 6 tháng = 15/12/2025",
        "20/05/2025 + 5 năm = 20/05/2030; 21/05/2030 + 1 năm = 21/05/2031",
        "28/12/2027 + 7 ngày làm việc (trừ ngày nghỉ lễ) = 06/01/2028",
        "từ 13/2025 đến 5/2029 = 40 tháng",
        "từ 7/2025 đến 5/2029 = 47 tháng",
        "",
    ],
)
def test_only_arithmetic_is_worked(formula: str) -> None:
    assert work(formula) is None
