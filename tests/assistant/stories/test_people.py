"""Who is away, exempted or prosecuted, by the features of a clause; a part belongs to the group told before it."""

import pytest

from assistant.stories.figures import read_story


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Chi bộ 40 đảng viên chính thức, 3 bác diện miễn họp nằm nhà.", {"official": 40, "exempt_absent": 3}),
        ("Chi bộ 40 đảng viên chính thức, 3 bác được miễn vẫn tới bỏ phiếu.", {"official": 40, "exempt_present": 3}),
        ("Chi bộ 40 đảng viên chính thức, 2 cậu sinh hoạt tạm ở chỗ khác, k về.", {"official": 40, "temp_absent": 2}),
        ("Chi bộ 40 đảng viên chính thức, 1 anh đang bị bắt giam.", {"official": 40, "detained": 1}),
        (
            "Chi bộ 40 đảng viên chính thức, 2 chị xin nghỉ trọn buổi, vắng từ đầu tới cuối, chi ủy cho.",
            {"official": 40, "absent_leave": 2},
        ),
        ("Chi bộ 40 đảng viên chính thức, 2 anh vắng chẳng báo ai.", {"official": 40, "absent_noleave": 2}),
        (
            "40 đảng viên chính thức, 5 cụ được miễn họp thì 2 cụ ra bỏ phiếu, 3 cụ ở nhà.",
            {"official": 40, "exempt": 5, "exempt.came": 2, "exempt.absent": 3},
        ),
        (
            "Triệu tập 90 đại biểu, 2 đại biểu vắng từ đầu đến cuối, không có ai thay.",
            {"delegates": 90, "unreplaced": 2},
        ),
        ("Đảng bộ có 40 đảng viên chính thức, 12 người miền núi.", {"official": 40, "unknown": 12}),
        ("40 chính thức, miễn sinh hoạt 5 cụ mà 2 cụ ra bỏ phiếu.", {"official": 40, "exempt": 5, "exempt.came": 2}),
        ("Chi bộ 40 đảng viên chính thức, đang tạm giam 1 anh, dự đủ.", {"official": 40, "detained": 1}),
        ("Chi bộ 40 đảng viên chính thức, 1 anh bị tạm giam nay được tại ngoại.", {"official": 40, "unknown": 1}),
        (
            "Chi bộ 40 đảng viên chính thức, 2 người vắng suốt có đơn, chi ủy không đồng ý.",
            {"official": 40, "absent_whole": 2},
        ),
        ("Chi bộ 40 đảng viên chính thức, 3 người gửi sinh hoạt tạm thời.", {"official": 40, "temp": 3}),
        ("Chi bộ 40 đảng viên chính thức, 3 thầy nơi khác gửi đến sinh hoạt tạm thời.", {"official": 40, "temp_in": 3}),
        (
            "Cấp ủy lên danh sách 90 đại biểu, 2 người bị khởi tố nên không triệu tập.",
            {"called_before": 90, "not_called": 2},
        ),
    ],
)
def test_a_clause_tells_the_role(text: str, roles: dict[str, int]) -> None:
    assert {count.role: count.value for count in read_story(text).figures} == roles


def test_more_people_than_the_group_has_are_no_part_of_it() -> None:
    roles = [count.role for count in read_story("44 đảng viên chính thức, 2 cụ được miễn, 35 người có mặt.").figures]
    assert "exempt.came" not in roles


@pytest.mark.parametrize(
    ("text", "counts"),
    [("Được 30 phiếu", "votes"), ("mời 40 đồng chí", "people"), ("có 8 chi bộ", "units"), ("thu về 60, còn", "")],
)
def test_a_figure_knows_the_kind_of_its_noun(text: str, counts: str) -> None:
    assert [count.counts for count in read_story(f"{text}.").figures] == [counts]
