"""A list that is asked for in other words than the rule's is given where the rule is one, and nothing else is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.model import Question, Status
from assistant.question.understanding import Understood
from assistant.retrieval.enumerating import (
    asks_enumeration,
    asks_number,
    does_what_is_asked,
    enumerates,
    lists_other_kind,
)
from assistant.service import Assistant
from tests.conftest import make_document, make_record

RULES = [
    replace(rule, heading=heading)
    for rule, heading in zip(
        make_document(
            make_record("qd-7-tw-2024", "7-QĐ/TW"),
            {
                "1": "Đại hội bất thường họp khi có thay đổi lớn về nhiệm vụ, cấp ủy thiếu quá nửa, nội bộ chia rẽ.",
                "2": "Chi bộ ở xã, phường, đặc khu do đảng ủy lập.",
                "3": "Đoàn thư ký gồm đại biểu chính thức, do đại hội bầu.",
                "4": "Đoàn thư ký ghi biên bản đại hội. Cấp ủy lưu biên bản.",
                "5": "Cấp ủy thảo luận, sau đó đề nghị, rồi cấp trên quyết định.",
            },
        ).provisions,
        ("Lý do họp bất thường", "Nơi lập chi bộ", "Thành viên đoàn thư ký", "Ghi biên bản", "Bổ sung cấp ủy"),
        strict=True,
    )
]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Muốn vào danh sách thì phải có những giấy tờ nào?", True),
        ("Căn cứ gì để chia suất cho từng nơi?", True),
        ("Bị gạt ra ngoài là ai? Kể trọn cho tôi.", True),
        ("Xin trình tự làm việc của phiên đầu?", True),
        ("Ai đọc dự thảo báo cáo?", False),
        ("Đại hội họp ngày nào? Tôi đang làm quy trình nhân sự.", False),
        ("Những chi bộ ấy có bầu chi ủy không?", False),
    ],
)
def test_which_questions_want_a_list(read: Callable[..., Understood], question: str, asks: bool) -> None:
    assert asks_enumeration(read(question)) is asks


def test_a_number_is_no_list(read: Callable[..., Understood]) -> None:
    assert asks_number(read("Gồm mấy người, kể đủ ra?"))
    assert not asks_number(read("Nhà máy tôi phải kê những khoản gì?")), "máy is no mấy"


def test_what_enumerates() -> None:
    assert [enumerates(rule) for rule in RULES] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Họp giữa nhiệm kỳ làm những việc gì?", [True, False, False, False, False]),
        ("Họp bất thường vì những lý do nào?", [False, False, False, False, False]),
        ("Thủ tục thêm người giữa khóa ra sao?", [True, True, True, True, False]),
    ],
)
def test_reasons_are_no_doings_and_an_order_must_be_told(
    read: Callable[..., Understood], question: str, other: list[bool]
) -> None:
    assert [lists_other_kind(read(question), rule) for rule in RULES] == other


@pytest.mark.parametrize(
    ("question", "does"),
    [
        ("Đoàn thư ký có nhiệm vụ gì?", [False, False, True, True, False]),
        ("Bầu đoàn thư ký thì phải làm gì?", [False] * 5),
        ("Trưởng đoàn thư ký lo việc gì?", [False] * 5),
        ("Đoàn thư ký gồm mấy người?", [False] * 5),
        ("Đoàn thư ký chịu trách nhiệm trước ai?", [False] * 5),
        ("Cấp ủy phân việc cho đoàn thư ký thì ai chịu trách nhiệm?", [False] * 5),
    ],
)
def test_what_a_body_does_is_told_by_rules_of_which_it_is_the_subject(
    read: Callable[..., Understood], question: str, does: list[bool]
) -> None:
    assert [does_what_is_asked(read(question), rule) for rule in RULES] == does


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Lý do chi mà mở đại hội bất thường, chị kể đủ giùm em?", {"19.2"}),
        ("Muốn lọt vào cấp ủy thì người ta phải có đủ những tiêu chuẩn chi?", {"Điều 12 khoản 1"}),
        ("Ban soát tư cách đại biểu lo những phần việc nào vậy?", {f"12.2.2 điểm {x}" for x in "abc"}),
        ("Ngồi ghế đoàn chủ tịch thì đoàn chủ tịch làm những việc chi?", {f"12.1.2 điểm {x}" for x in "ab"}),
    ],
)
def test_a_list_in_peoples_own_words(assistant: Assistant, question: str, places: set[str]) -> None:
    answer = assistant.answer(Question(question))
    assert {citation.label for claim in answer.claims for citation in claim.citations} == places


@pytest.mark.parametrize(
    "question",
    [
        "Liệt kê các bước đăng ký kết hôn ở phường giúp tôi.",
        "Kể đủ các hình thức khen đảng bộ mở đại hội khéo.",
        "Ban lễ tân đại hội có những nhiệm vụ gì?",
        "Đoàn thư ký được trả công gồm những khoản nào?",
    ],
)
def test_a_list_that_no_rule_gives_is_given_by_none(assistant: Assistant, question: str) -> None:
    assert assistant.answer(Question(question)).status is Status.REFUSED
