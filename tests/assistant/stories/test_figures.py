"""What a figure counts; what nobody understands is unknown, and whoever may be left out uncounted is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.stories.figures import UNKNOWN, read_story


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Triệu tập 148 đại biểu, có mặt 101.", {"delegates": 148, "present": 101}),
        ("Chi bộ có 25 đvct, 2 cụ được miễn sinh hoạt không đến.", {"official": 25, "exempt_absent": 2}),
        ("Chi bộ 40 đảng viên chính thức, 1 đồng chí bị tạm giam.", {"official": 40, "detained": 1}),
        ("Chi bộ có 30 đảng viên, trong đó 4 đồng chí dự bị.", {"members": 30, "provisional_in": 4}),
        ("Phát 64 phiếu, thu về 63, hợp lệ 60, hỏng 3.", {"issued": 64, "collected": 63, "valid": 60, "invalid": 3}),
        ("Bầu 7 chi ủy viên, danh sách 10 người.", {"seats": 7, "list": 10}),
        ("Đại hội quyết định 15 ủy viên nhưng bầu được 12.", {"decided": 15, "elected": 12}),
        ("Có 8 chi bộ trực thuộc, 3 chi bộ không cử được ai.", {"units": 8, "units_absent": 3}),
        ("don vi co 45 dv chinh thuc, 1 a bi khoi to", {"official": 45, "prosecuted": 1}),
    ],
)
def test_a_figure_has_its_role(text: str, roles: dict[str, int]) -> None:
    story = read_story(text)
    assert {count.role: count.value for count in story.figures} == roles
    assert story.unread == ()


def test_a_part_belongs_to_the_group_before_it() -> None:
    story = read_story("50 đảng viên chính thức, 4 cụ được miễn sinh hoạt, 2 cụ tới bỏ phiếu.")
    assert (story.one("exempt"), story.one("exempt.came")) == (4, 2)


def test_somebody_called_by_name_is_one_person() -> None:
    story = read_story("Chi bộ 20 đảng viên chính thức. Anh Tuấn bị khởi tố. Anh Nam được 11 phiếu.")
    assert (story.one("prosecuted"), story.one("votes")) == (1, 11)


def test_a_belief_is_no_total() -> None:
    story = read_story("Chi bộ 30 đảng viên chính thức, thư ký tính quá nửa của 28 là 15 nên báo trúng.")
    assert story.one("official") == 30
    assert set(story.values("belief")) >= {28}


@pytest.mark.parametrize(
    "text",
    ["Chi bộ 40 đảng viên, một số cụ được miễn sinh hoạt.", "Chi bộ 40 đảng viên, có người vắng không rõ vì sao"],
)
def test_what_is_told_without_a_figure_is_unread(text: str) -> None:
    assert read_story(text).unread


def test_what_leaves_nobody_out_is_harmless() -> None:
    assert read_story("Chi bộ 40 đảng viên chính thức, không ai bị khởi tố, không ai vắng.").unread == ()


def test_small_figures_alike_are_two_groups() -> None:
    story = read_story("40 đảng viên chính thức, 2 đồng chí bị khởi tố, 2 đồng chí làm việc ở xa.")
    assert UNKNOWN in story.roles


@given(st.text(max_size=200))
def test_reading_never_fails(text: str) -> None:
    read_story(text)


def test_a_question_of_endless_figures_is_no_story() -> None:
    story = read_story("1 " * 900)
    assert story.figures == ()
    assert read_story("triệu tập 47 đảng viên chính thức").figures


@pytest.mark.parametrize(
    "text",
    ["Tại đại hội 2025 người ấy được 45% phiếu.", "Hồi nhiệm kỳ 2020 đảng viên ít lắm.", "Năm 2024 người ta bầu khác."],
)
def test_a_year_that_people_follow_counts_nobody(text: str) -> None:
    assert read_story(text).figures == ()
