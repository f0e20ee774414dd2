"""Who is left out of the total: only those whom the rule names, and no base where the story leaves it open."""

import pytest

from assistant.stories.figures import read_story
from assistant.sums.bases import Based, base_of
from assistant.sums.law import law

VOTES = frozenset({"votes", "issued", "belief"})


@pytest.mark.parametrize(
    ("rest", "text", "base"),
    [
        ("members", "60 đảng viên chính thức, 1 người đang tạm giam, 4 cụ được miễn sinh hoạt, 2 cụ tới bỏ phiếu",
         Based(60, (("detained", 1), ("exempt_absent", 2)))),
        ("members", "34 đảng viên chính thức, vắng cả buổi 3 người, 2 người có đơn được đồng ý, 1 người tự ý bỏ",
         Based(34, (("absent_leave", 2),))),
        ("members", "Chi bộ có 30 đảng viên, trong đó 4 đồng chí dự bị", Based(30, (("provisional_in", 4),))),
        ("members", "28 đảng viên chính thức, 2 chiến sĩ nơi khác đến sinh hoạt tạm thời", Based(28, ())),
        ("members", "52 đảng viên chính thức, 3 anh về sớm", Based(52, ())),
        ("delegates", "Triệu tập 250 đại biểu, 2 cấp ủy viên vắng suốt", Based(250, (("committee_absent", 2),))),
        ("delegates", "Triệu tập 180 đại biểu, 5 đồng chí không đi được, bốn người có dự khuyết lên thay, người thứ "
         "năm không còn ai thay, vắng suốt", Based(180, (("unreplaced", 1),))),
        ("committee", "Ban chấp hành 27 đồng chí, 3 đồng chí đi công tác xin phép vắng", Based(27, ())),
        ("members", "40 đảng viên chính thức, 3 cụ được miễn sinh hoạt", None),
        ("members", "40 đảng viên chính thức, 3 đồng chí vắng", None),
        ("members", "40 đảng viên chính thức, có mặt 36", None),
        ("members", "28 đảng viên, 2 đảng viên dự bị", None),
        ("members", "40 đảng viên chính thức, phát 38 phiếu", None),
        ("delegates", "Triệu tập 180 đại biểu, 5 đồng chí không đi được", None),
        ("members", "Không ai được triệu tập", None),
    ],
)  # fmt: skip
def test_the_base_of_a_story(rest: str, text: str, base: Based | None) -> None:
    assert base_of(law().rest[rest], read_story(text), VOTES) == base


def test_what_is_left() -> None:
    assert Based(60, (("detained", 1), ("exempt_absent", 2))).left == 57
