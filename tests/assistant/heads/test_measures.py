from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.heads.asked import plain
from assistant.heads.measures import breaks, comparable_to, measures_in


@pytest.mark.parametrize(
    ("text", "value", "kind", "bound"),
    [
        ("ít nhất 1 năm giữ chức vụ", 12, "thang", "ge"),
        ("không quá 3 ngày", 3, "ngay", "le"),
        ("hơn 30% số đại biểu", Fraction(3, 10), "share", "gt"),
        ("có dưới 9 đảng viên chính thức", 9, "dang vien chinh thuc", "lt"),
        ("từ 9 ủy viên trở lên", 9, "uy vien", "ge"),
        ("không quá 1/2 ngày", Fraction(1, 2), "ngay", "le"),
    ],
)
def test_a_figure_with_its_kind_and_bound(text: str, value: Fraction, kind: str, bound: str) -> None:
    (found,) = measures_in(plain(text))
    assert (found.value, found.kind, found.bound) == (value, kind, bound)


@pytest.mark.parametrize("text", ["ngày 14/4/2025", "Điều 30 khoản 2", "Quy định 294-QĐ/TW", "năm 2026", "tháng 8"])
def test_dates_and_numbers_of_documents_measure_nothing(text: str) -> None:
    assert measures_in(plain(text)) == ()


def test_a_figure_breaks_a_bound_only_on_its_other_side() -> None:
    (rule,), (short,), (enough,) = (measures_in(plain(t)) for t in ("lưu trong 6 tháng", "3 tháng", "7 tháng"))
    assert comparable_to(rule, short)
    assert breaks(rule, short)
    assert not breaks(rule, enough)
    assert not comparable_to(rule, measures_in(plain("6 ngày"))[0])
