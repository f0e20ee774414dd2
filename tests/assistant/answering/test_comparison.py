"""Side by side: documents, old and new, days; both sides cited and dated."""

from collections.abc import Callable
from datetime import date

import pytest

from assistant.model import Answer, Question, Status
from assistant.question.dates import days_compared
from assistant.question.understanding import Understood, focused
from assistant.service import Assistant

Read = Callable[..., Understood]
TODAY = date(2026, 11, 22)


def cited(answer: Answer) -> set[str]:
    return {citation.provision_id.split("/")[0] for claim in answer.claims for citation in claim.citations}


@pytest.mark.parametrize(
    ("text", "documents", "words"),
    [
        ("Số dư theo quy chế cũ và mới khác nhau thế nào?", {"td-qd-190-tw-2024", "td-qd-244-tw-2014"}, "30%"),
        ("Độ tuổi tái cử trong Chỉ thị 35 và 45?", {"td-ct-45-tw-2025", "td-ct-35-tw-2024"}, "48 tháng"),
        ("Số dư năm 2000 quy định ra sao, nay ra sao?", {"td-qd-190-tw-2024", "td-qd-77-tw-2000"}, "10%"),
        (
            "Số đại biểu của Hà Nội kỳ 2020 và kỳ 2025 chênh nhau thế nào?",
            {"td-ct-45-tw-2025", "td-ct-35-tw-2019"},
            "550",
        ),
    ],
)
def test_both_sides_are_cited(assistant: Assistant, text: str, documents: set[str], words: str) -> None:
    answer = assistant.answer(Question(text, date(2025, 8, 10) if "Hà Nội" in text else None))
    assert answer.status is Status.ANSWERED
    assert documents <= cited(answer)
    assert any(words in claim.text for claim in answer.claims)
    former = [claim for claim in answer.claims if claim.citations[0].provision_id.split("/")[0] == sorted(documents)[0]]
    assert former


def test_the_former_side_is_framed_as_such(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Số dư năm 2000 quy định ra sao, nay ra sao?"))
    old = [c for c in answer.claims if c.citations[0].provision_id.startswith("td-qd-77")]
    assert old
    assert all(claim.role == "last_known" and "trước đây" in claim.text for claim in old)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("kỳ 2020 và kỳ 2025 khác gì", (date(2020, 8, 15), date(2025, 8, 15))),
        ("nhiệm kỳ 2015-2020 so với nhiệm kỳ 2020-2025", (date(2015, 8, 15), date(2020, 8, 15))),
        ("năm 2000 đòi hỏi kiểu gì, nay thì sao", (date(2000, 12, 31), TODAY)),
        ("hiện nay khác năm 2021 thế nào", (date(2021, 12, 31), TODAY)),
        ("năm 2021 quy định thế nào", ()),
        ("hiện nay quy định thế nào", ()),
        ("Chỉ thị 35 năm 2019 và Chỉ thị 35 năm 2024", ()),
    ],
)
def test_days_set_side_by_side(text: str, days: tuple[date, ...]) -> None:
    assert days_compared(text, TODAY) == days


def test_two_years_in_a_story_are_no_comparison(read: Read) -> None:
    assert read("Đảng viên kết nạp năm 2019, chính thức năm 2020 thì tuổi đảng tính từ năm nào?").days == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Số dư theo quy chế cũ và mới khác nhau thế nào?", "Số dư"),
        ("Tuổi tái cử trong Chỉ thị 35 năm 2024 với Chỉ thị 45 khác nhau ra sao?", "Tuổi tái cử"),
        ("Ban kiểm phiếu nằm ở điều mấy của quy chế bầu cử?", "Ban kiểm phiếu"),
        ("Ban kiểm phiếu do ai bầu?", "Ban kiểm phiếu do ai bầu"),
    ],
)
def test_what_a_question_is_about(read: Read, text: str, rest: str) -> None:
    assert focused(read(text)).plain.rstrip("?") == rest


def test_a_place_is_looked_up_by_its_subject(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Ban kiểm phiếu nằm ở điều mấy của quy chế bầu cử?", date(2025, 3, 1)))
    assert answer.status is Status.ANSWERED
    assert {c.label for claim in answer.claims if claim.role == "answer" for c in claim.citations} == {"Điều 8"}
    assert cited(answer) == {"td-qd-190-tw-2024"}
