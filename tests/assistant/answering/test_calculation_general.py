"""Sums of one kind over many rules: the month due, months left of a term, ages, what is left, two deadlines in turn."""

from collections.abc import Callable

import pytest

from assistant.question.understanding import Understood
from corpus.core.registry import Registry
from tests.assistant.answering_sums import computed

DUE = [
    # the month from which a time is long enough, counted from the milestone of the level
    (
        "Quy hoạch đảng ủy cơ sở nhiệm kỳ 2030-2035, người thuộc đối tượng 2 phải nghỉ hưu từ tháng nào trở đi?",
        ["04/2040"],
    ),
    ("Tái cử đảng ủy phường kỳ 2025-2030 thì phải nghỉ hưu từ tháng nào trở đi?", ["07/2029"]),
    # whoever comes in for the first time
    (
        "Anh Thịnh lần đầu vào đảng ủy phường, tháng 9/2030 nghỉ hưu. Tính tại mốc tháng 7/2025 thì còn mấy tháng?",
        ["62"],
    ),
    # ages for joining
    ("Cô Nhài sinh tháng 3/1966, chi bộ định kết nạp tháng 10/2026. Quá tuổi vào Đảng mấy tháng?", ["03/2026", "7"]),
    ("Cháu sinh ngày 9/7/2009, sớm nhất khi nào đủ tuổi vào Đảng?", ["2027-07-09"]),
    # a term and the months left of it
    (
        "Chi bộ em đại hội ngày 10/10/2025 theo thí điểm nhiệm kỳ 5 năm. Hết nhiệm kỳ tháng mấy, tính từ tháng 12/2026 "
        "còn mấy tháng?",
        ["2030-10-10", "46"],
    ),
    ("Lễ kết nạp em ngày 7/4/2026. Hết dự bị ngày nào, tính từ tháng 12/2026 còn mấy tháng?", ["2027-04-07", "4"]),
    # a due month and the month to which it is put off
    ("Chi bộ trực thuộc hết nhiệm kỳ 6/2027, đảng ủy cho lùi tới 2/2028. Muộn nhất tháng mấy?", ["12/2027", "2"]),
    # what is left of a number that was decided
    (
        "Đại hội chốt 13 cấp ủy viên, bầu được 12, 3 người nghỉ hưu nên còn 9. Bổ sung nhiều nhất mấy người?",
        ["4"],
    ),
    # a share told as figures
    ("Đảng ủy xã 27 ủy viên, có 3 nữ, có người bảo 3 trên 27 là 15%. Bao nhiêu phần trăm, còn thiếu mấy?", ["5"]),
    # those who sit in beside the members
    (
        "Chi bộ 23 đảng viên chính thức, thêm 4 cô nơi khác về sinh hoạt tạm thời, hôm đó ngồi đủ 27 người. Thư ký ghi "
        "quá nửa là 14 phiếu. Đúng ra mấy phiếu là trúng?",
        ["12"],
    ),
    ("Chi bộ em 12 đảng viên nhưng 4 bạn mới vào còn dự bị. Có được bầu chi ủy không?", ["8"]),
    ("Đảng ủy có 28 ủy viên, định bầu ban thường vụ 10 người. Có quá mức không?", ["9"]),
    # two deadlines in turn
    ("Từ bế mạc, báo cáo nộp sát hạn rồi chuẩn y cũng sát hạn thì tổng cộng mấy ngày làm việc?", ["22"]),
]

NONE = [
    "Tái cử đảng ủy phường nhiệm kỳ 2030-2035 thì phải nghỉ hưu từ tháng nào trở đi?",
    "Chị Hằng lần đầu vào đảng ủy phường khóa 2030-2035, nghỉ hưu tháng 5/2034. Còn mấy tháng?",
    "Chị Hằng lần đầu vào đảng ủy phường, nghỉ hưu tháng 5/2030 hoặc 5/2031. Tại mốc 7/2025 còn mấy tháng?",
    "Bác sinh tháng 8/1966, vợ bác sinh tháng 3/1967, kết nạp tháng 12/2026. Quá tuổi vào Đảng mấy tháng?",
    "Bác sinh 8/1966 nhưng giấy tờ ghi 8/1967. Quá tuổi vào Đảng mấy tháng tính đến 12/2026?",
    "Chi bộ em đại hội ngày 12/8/2025, nhiệm kỳ 5 năm hai lần. Khi nào hết nhiệm kỳ?",
    "Chi bộ cơ sở em đại hội ngày 12/8/2025, nhiệm kỳ 5 năm, hết khi nào?",
    "Đại hội quyết định 15 cấp ủy viên, bầu được 14, 4 đồng chí nghỉ hưu nên còn 11. Bổ sung nhiều nhất mấy người?",
    "Đại hội quyết định 15 cấp ủy viên, hiện còn 12 trong đó 1 đang bị đình chỉ. Bổ sung nhiều nhất mấy người?",
    "Chi bộ 17 đảng viên chính thức, thêm 3 đồng chí nơi khác về sinh hoạt tạm thời, hôm đó chỉ 18 người ngồi. Mấy "
    "phiếu là trúng?",
    "Ban chấp hành 27 người, ở lại 16 người, đưa vào 13 người mới. Gương mặt mới đủ chưa, thiếu mấy người?",
    "Cần bầu 10, đảng ủy đưa 11 người, hội trường đề cử 3 nhưng 1 người rút. Quá trần số dư mấy người?",
    "Lễ kết nạp 5/12/2025, bị kéo dài thời gian dự bị thêm 6 tháng. Đến ngày nào hết dự bị?",
    "Chuẩn y và báo cáo cộng lại mấy ngày làm việc nếu có khiếu nại?",
]


@pytest.mark.parametrize(("question", "results"), DUE, ids=lambda value: str(value)[:40])
def test_what_a_rule_and_a_story_come_to(
    question: str, results: list[str], read: Callable[..., Understood], shipped: Registry
) -> None:
    assert computed(question, read, shipped) == results


@pytest.mark.parametrize("question", NONE, ids=lambda value: value[:40])
def test_no_figure_where_the_story_tells_two_things(
    question: str, read: Callable[..., Understood], shipped: Registry
) -> None:
    assert computed(question, read, shipped) == []
