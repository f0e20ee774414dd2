"""What somebody puts right in the middle of a story, and what stays open because it may stand for another figure."""

import pytest

from assistant.stories.corrections import days_put_right
from assistant.stories.figures import UNKNOWN, read_story


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Đảng ủy dự kiến bầu 15 người, à nhầm, đề án chốt 17 người.", {"seats": 17}),
        ("Bầu 9, nhầm, 7 chi ủy viên.", {"seats": 7}),
        ("Triệu tập 120 (nhầm, 126) đại biểu, có mặt 88.", {"delegates": 126, "present": 88}),
        ("dang uy 23 uy vien, a nham, 25 uy vien", {"committee": 25}),
        ("Danh sách 12 tên, xin lỗi nhầm, phải là 14 tên.", {"list": 14}),
        ("Chi bộ có hai mươi đảng viên, ấy nhầm, hai mươi hai đảng viên chính thức.", {"official": 22}),
    ],
)
def test_the_figure_given_instead_counts(text: str, roles: dict[str, int]) -> None:
    assert {count.role: count.value for count in read_story(text).figures} == roles


@pytest.mark.parametrize(
    "text",
    [
        "Chi bộ 52 đảng viên chính thức, có 33 người đến thì khai mạc được chưa – nhầm, 55 người.",
        "Chi bộ 20 đảng viên, à nhầm, có mặt 15 người.",
        "52 đảng viên, 30 phiếu, à nhầm 48 đảng viên.",
        "Chị Hoa 21 phiếu, nhầm, anh Nam 23 phiếu.",
    ],
)
def test_where_it_may_be_another_figure_it_is_unknown(text: str) -> None:
    assert read_story(text).figures[-1].role == UNKNOWN


def test_ballots_by_mistake_put_nothing_right() -> None:
    roles = {count.role: count.value for count in read_story("Bầu 9 người, nhầm lẫn 3 phiếu.").figures}
    assert roles["seats"] == 9


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("bế mạc ngày 12/7/2025, à nhầm, 13/7/2025", "bế mạc ngày 13/7/2025"),
        ("hạn tháng 5/2025, nhầm, tháng 6/2025", "hạn tháng 6/2025"),
        ("bế mạc 12/7/2025, báo cáo 15/7/2025", "bế mạc 12/7/2025, báo cáo 15/7/2025"),
    ],
)
def test_a_day_is_put_right_by_the_next(text: str, right: str) -> None:
    assert days_put_right(text) == right
