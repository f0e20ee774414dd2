"""Greetings and thanks get a fixed reply, which is no answer; courtesies do not change what is asked."""

import pytest

from assistant.model import Question, Status
from assistant.question.smalltalk import reply_to, without_courtesy
from assistant.service import Assistant


@pytest.mark.parametrize(
    "text",
    [
        "Xin chào",
        "chào ad",
        "chào ad, em mới làm chi ủy",
        "Bạn là ai?",
        "Bạn có phải là người không?",
        "cảm ơn",
        "ok cam on ad nhe",
        "Cảm ơn nhé!",
    ],
)
def test_small_talk_is_answered_as_such(assistant: Assistant, text: str) -> None:
    answer = assistant.answer(Question(text))
    assert answer.status is Status.SMALLTALK
    assert answer.message == reply_to(text) != ""
    assert answer.claims == ()
    assert answer.refusal is None


@pytest.mark.parametrize(
    "text",
    [
        "Chào cờ trước hay sau khi khai mạc?",
        "Xin chào, số dư tối đa bao nhiêu?",
        "Chào ad, em là chi ủy viên, bầu bí thư cần mấy phiếu",
        "Ai cảm ơn đại biểu khi bế mạc?",
        "ok bầu ai?",
    ],
)
def test_a_question_is_no_small_talk(text: str) -> None:
    assert reply_to(text) == ""


def test_courtesy_around_a_question_is_left_out_of_the_search(assistant: Assistant) -> None:
    text = "Số dư khi bầu cấp ủy tối đa bao nhiêu phần trăm?"
    assert without_courtesy(f"Kính gửi ban biên tập. {text} Cảm ơn ad nhiều.") == text
    plain, polite = assistant.answer(Question(text)), assistant.answer(Question(f"{text} Cảm ơn."))
    assert [claim.text for claim in plain.claims] == [claim.text for claim in polite.claims] != []


def test_courtesy_alone_is_kept() -> None:
    assert without_courtesy("Trân trọng cảm ơn.") == "Trân trọng cảm ơn."
