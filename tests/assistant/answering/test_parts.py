"""Each part of a question answered by itself, and whether a rule gives the kind of thing that a part asks for."""

import pytest

from assistant.answering.parts import gives
from assistant.model import Answer, Question
from assistant.service import Assistant
from tests.conftest import make_document, make_record

RECORD = make_record("qd-5-tw-2024", "5-QĐ/TW")
RULES = make_document(
    RECORD,
    {
        "1": "Ban thường vụ cấp ủy quyết định việc thay đại biểu.",
        "2": "Cấp ủy báo cáo trong 7 ngày làm việc.",
        "3": "Hồ sơ gồm biên bản và danh sách.",
    },
).provisions


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("trong mấy ngày", [False, True, False]),
        ("do ai quyết", [True, True, False]),
        ("bao nhiêu đại biểu", [False, False, False]),
        ("thế nào", [True, True, True]),
    ],
)
def test_a_rule_gives_a_number_of_the_thing_counted_or_a_body(asked: str, given: list[bool]) -> None:
    assert [gives(asked, [rule]) for rule in RULES] == given


def test_one_of_several_rules_is_enough() -> None:
    assert gives("trong mấy ngày", RULES)
    assert not gives("mấy tháng", ())


def places(answer: Answer) -> dict[str, set[str]]:
    """Where each part of an answer is cited from."""
    found: dict[str, set[str]] = {}
    for claim in answer.claims:
        found.setdefault(claim.part, set()).update(citation.label for citation in claim.citations)
    return found


def test_a_sum_and_a_rule_each_answer_their_part(assistant: Assistant) -> None:
    answer = assistant.answer(
        Question(
            "Chi bộ em 41 đảng viên chính thức, triệu tập đủ cả. Phải có bao nhiêu người dự thì đại hội mới hợp lệ? "
            "Muốn trúng cử cần mấy phiếu?"
        )
    )
    found = places(answer)
    assert "Điều 11 khoản 6" in found["Phải có bao nhiêu người dự thì đại hội mới hợp lệ"]
    assert "Điều 12 khoản 3" in found["Muốn trúng cử cần mấy phiếu"]
    results = {claim.calculation.result for claim in answer.claims if claim.calculation}
    assert {"28", "21"} <= {result.split()[-1] for result in results}, "the story belongs to both"


def test_one_rule_that_answers_both_parts_is_told_once(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Phiếu bầu giữ mấy tháng? Ai cho hủy phiếu bầu?"))
    assert "Điều 35" in places(answer)[""]
    assert not [note for note in answer.warnings if note.startswith("Về “")]


def test_a_part_with_only_the_words_of_another_is_named_as_open(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Đại hội chi bộ do ai triệu tập và bánh trái liên hoan thì chi theo mức nào?"))
    assert "Điều 24 khoản 3" in {label for labels in places(answer).values() for label in labels}
    assert [note for note in answer.warnings if "Bánh trái liên hoan thì chi theo mức nào" in note]


def test_what_documents_are_asked_for_together_is_told_together(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Công văn 9743 về khánh tiết đại hội là của ban nào, ký ngày bao nhiêu?"))
    assert set(places(answer)) == {""}
