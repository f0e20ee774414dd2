"""Two questions in one: where they are cut, and what an answer to half of them says."""

from collections.abc import Callable

import pytest

from assistant.model import Question, Status
from assistant.question.decomposition import parts_of
from assistant.question.understanding import Understood
from assistant.service import Assistant
from corpus.core.text import strip_diacritics

Read = Callable[..., Understood]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Biên bản kiểm phiếu ai ký, còn phiếu bầu lưu mấy tháng?",
            ["Biên bản kiểm phiếu ai ký", "phiếu bầu lưu mấy tháng"],
        ),
        (
            "Ai triệu tập đại hội chi bộ? Phải báo cấp trên trước bao nhiêu ngày?",
            ["Ai triệu tập đại hội chi bộ", "Phải báo cấp trên trước bao nhiêu ngày"],
        ),
    ],
)
def test_two_questions_are_cut_apart(read: Read, text: str, parts: list[str]) -> None:
    assert [part.plain for part in parts_of(read(text))] == parts
    bare = [part.plain for part in parts_of(read(strip_diacritics(text)))]
    assert bare == [strip_diacritics(part) for part in parts]


@pytest.mark.parametrize(
    "text",
    [
        "Ai triệu tập và khi nào?",
        "Đại hội chi bộ, đảng bộ cơ sở cần bao nhiêu đại biểu có mặt?",
        "Chi bộ có bí thư, không có chi ủy thì ai triệu tập đại hội?",
        "Điều 11 khoản 6 nói gì, khoản 5 nói gì?",
        "Quy chế 244 quy định số dư thế nào, Quy chế 190 quy định số dư thế nào?",
    ],
)
def test_one_question_stays_whole(read: Read, text: str) -> None:
    assert parts_of(read(text)) == ()


def test_parts_are_stretches_of_the_question(read: Read) -> None:
    text = "Ban kiểm phiếu do ai giới thiệu, phiếu bầu giữ lại bao lâu, đơn khiếu nại nộp cho ai?"
    parts = [part.plain for part in parts_of(read(text))]
    assert len(parts) == 3
    assert all(part in text for part in parts)


def test_both_rules_are_cited(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Ban kiểm phiếu do ai giới thiệu, còn phiếu bầu được lưu trong mấy tháng?"))
    assert answer.status is Status.ANSWERED
    cited = {citation.label for claim in answer.claims for citation in claim.citations}
    assert "Điều 35" in cited
    assert cited & {"Điều 8", "12.4.1"}


def test_a_half_without_an_answer_is_said(assistant: Assistant) -> None:
    question = "Phiếu bầu được lưu trong mấy tháng, máy quét phiếu phải mua của hãng nào?"
    answer = assistant.answer(Question(question))
    assert answer.status is Status.ANSWERED
    assert "Điều 35" in {c.label for claim in answer.claims for c in claim.citations}
    assert any("phần thứ 2" in note for note in answer.warnings)
    assert not any("máy quét" in note for note in answer.warnings), "words of the question are not echoed"


@pytest.mark.parametrize(
    ("text", "own", "full"),
    [
        (
            "Khiếu nại về bầu cử do ai giải quyết và trong bao lâu?",
            "trong bao lâu",
            "Khiếu nại về bầu cử do ai giải quyết – trong bao lâu",
        ),
        (
            "Kết quả bầu cử phải báo cáo cho cấp nào, mấy ngày?",
            "mấy ngày",
            "Kết quả bầu cử phải báo cáo cho cấp nào – mấy ngày",
        ),
    ],
)
def test_a_part_that_leaves_its_subject_out_is_looked_up_behind_the_one_before(
    read: Read, text: str, own: str, full: str
) -> None:
    _, last = parts_of(read(text))
    assert (last.text, last.plain) == (own, full)


@pytest.mark.parametrize("text", ["Chi bộ em 12 đảng viên thì bầu mấy chi ủy viên, đúng vậy không?"])
def test_what_only_asks_for_a_yes_is_no_part(read: Read, text: str) -> None:
    assert parts_of(read(text)) == ()
