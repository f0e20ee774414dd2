"""A story's numbers in figures: what counts stays, what counts nothing goes."""

from fractions import Fraction

import pytest

from assistant.stories.figures import read_story
from assistant.stories.numbers import percents


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hai cụ ốm, mười lăm người đến.", "2 cu om , 15 nguoi den ."),
        ("hai cu om, ba nguoi den", "2 cu om , 3 nguoi den ."),
        ("Ngày 15/8/2025 họp, nhiệm kỳ 2025-2030.", "hop , nhiem ky ."),
        ("Được 20/40 phiếu, quá bán của 40 người.", "duoc 20 tren 40 phieu , tyle cua 40 nguoi ."),
        ("Hai phần ba đại biểu, tức 2/3.", "tyle dai bieu , tuc tyle ."),
        ("Số dư 30%, mười phần trăm.", "so du phantram , ."),
        ("Điều 11 khoản 6, lúc 8 giờ, cụ 86 tuổi.", ", luc , cu ."),
        ("Có 1.588 đại biểu.", "co 1588 dai bieu ."),
        ("3 đ/c vắng", "3 dong chi vang ."),
        ("25 cấp ủy viên", "25 cap uy vien ."),
        ("Hai anh đi xa cũng chẳng về, 3 cụ hổng tới.", "2 anh di xa khong ve , 3 cu khong toi ."),
    ],
)
def test_numbers_are_told_in_figures(text: str, told: str) -> None:
    assert " / ".join(read_story(text).sentences) == told


def test_percentages_are_read_in_their_order() -> None:
    assert percents("từ 10% đến 15 phần trăm, 82,7%") == (Fraction(1, 10), Fraction(3, 20), Fraction(827, 1000))
