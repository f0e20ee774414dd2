"""Recognised words get the marks that the corpus gives them; figures, labels and numbers of documents never change."""

import pytest

from corpus.core.text import fold
from corpus.structure.diacritics import Change, Usage

CORPUS = [
    "Đại hội chi bộ bầu chi ủy. Chi bộ họp bầu bí thư chi bộ.",
    "Đảng bộ cơ sở tổ chức đại hội. Đảng viên bầu cấp ủy bằng phiếu kín.",
    "Số phiếu bầu được công bố. Đại biểu dự đại hội phải là đảng viên.",
    "Điều 5. Thẩm quyền của chi bộ theo quy định tại khoản 2, điểm đ.",
] * 3


@pytest.fixture(scope="module")
def usage() -> Usage:
    return Usage.of(CORPUS)


@pytest.mark.parametrize(
    ("read", "now"),
    [
        ("ĐẲNG VIÊN BẦU CẤP ỦY", "ĐẢNG VIÊN BẦU CẤP ỦY"),
        ("Đại hội chỉ bộ bẩu chỉ ủy", "Đại hội chi bộ bầu chi ủy"),
        ("đại biêu dự đai hội", "đại biểu dự đại hội"),
    ],
)
def test_marks_are_put_right(usage: Usage, read: str, now: str) -> None:
    lines, changes = usage.mended([read], page=3)
    assert lines == [now]
    differing = [(a, b) for a, b in zip(read.split(), now.split(), strict=True) if a != b]
    assert changes == [Change(3, a, b) for a, b in differing]


@pytest.mark.parametrize(
    "line",
    [
        "đ) Đại hội chi bộ",
        "d) Đại hội chi bộ",
        "ĐẲNG-26/QĐ",
        "294-QĐ/TW ngày 26/5/2025",
        "15% số5 đai2",
        "IV. Đảng viên",
        "Đại hội chi bộ bầu chi uỷ",  # another place of the tone mark is no fault
        "Nguyễn Thẩm xyz",
    ],
)
def test_what_is_no_word_of_the_corpus_stays(usage: Usage, line: str) -> None:
    assert usage.mended([line]) == ([line], [])


def test_a_sentence_is_read_over_the_end_of_a_line(usage: Usage) -> None:
    lines, changes = usage.mended(["Đại hội chi", "bồ bầu chi ủy"])
    assert lines == ["Đại hội chi", "bộ bầu chi ủy"]
    assert changes == [Change(0, "bồ", "bộ")]


def test_what_was_recognised_surely_needs_more_to_be_changed() -> None:
    usage = Usage.of([*["bầu cử"] * 4, "bẩu cử"])
    assert usage.mended(["bẩu cử"])[0] == ["bầu cử"]
    assert usage.mended(["bẩu cử"], [[1.0, 1.0]])[0] == ["bẩu cử"]


def test_letters_and_figures_never_change(usage: Usage) -> None:
    read = ["Điêu 5: Đai hôi chi bô 2026, sô 06-HD/TW, khoan 2", "a) bau bi thu 50%"]
    lines, changes = usage.mended(read)
    assert changes
    assert list(map(fold, lines)) == list(map(fold, read))


def test_counts_survive_the_way_to_the_reading_process(usage: Usage) -> None:
    assert Usage(**usage.to_json()) == usage


def test_without_a_corpus_nothing_changes() -> None:
    assert Usage.of([]).mended(["Đại hôi chi bô"]) == (["Đại hôi chi bô"], [])
