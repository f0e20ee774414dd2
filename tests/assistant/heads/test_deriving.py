"""A head is derived only where question and rule meet; a wrong one never passes the verifier."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.heads.deriving import derive
from assistant.model import Question
from assistant.service import Assistant
from assistant.verification.verifier import verify
from corpus.core.registry import Registry
from eval.verifier.heads import head_trials

NO_VOTE = (
    "Đảng viên dự bị có các quyền của đảng viên, trừ ba quyền: không có quyền biểu quyết, không có quyền ứng cử và "
    "không có quyền bầu cử cơ quan lãnh đạo của Đảng."
)
CELL = "Chi bộ có dưới 9 đảng viên chính thức không bầu chi ủy mà bầu bí thư chi bộ; nếu cần thì bầu thêm phó bí thư."
HALF = "Nghị quyết chỉ có giá trị thi hành khi được hơn một nửa số thành viên của cơ quan đó tán thành."
THIRD = (
    "Cấp ủy cấp trên được điều động một số cấp ủy viên của cấp dưới; số người bị điều động không được quá một phần ba "
    "(1/3) tổng số cấp ủy viên do đại hội đã bầu."
)
TERM = "Đại hội đại biểu toàn quốc do Ban Chấp hành Trung ương triệu tập thường lệ 5 năm một lần."


@pytest.mark.parametrize(
    ("asked", "rule", "head"),
    [
        ("Đảng viên dự bị có được bầu cử tại đại hội chi bộ không?", NO_VOTE, "Không"),
        ("Đảng viên dự bị có được biểu quyết không?", NO_VOTE, "Không"),
        ("Chi bộ có 8 đảng viên chính thức và 2 dự bị thì có được bầu chi ủy không?", CELL, "Không"),
        ("Chi bộ có 12 đảng viên chính thức thì có được bầu chi ủy không?", CELL, None),
        ("Nghị quyết được vừa khít một nửa số thành viên tán thành thì đã coi là thông qua được chưa?", HALF, "Chưa"),
        ("Rút 4 trong 11 cấp ủy viên do đại hội bầu, có quá mức cho phép không?", THIRD, "Có"),
        ("Rút 3 trong 11 cấp ủy viên do đại hội bầu, có quá mức cho phép không?", THIRD, None),
        ("Đại hội đại biểu toàn quốc thường lệ triệu tập 4 năm một lần, đúng không?", TERM, "Không"),
        ("Đại hội đại biểu toàn quốc do Ban Chấp hành Trung ương triệu tập 5 năm một lần, đúng không?", TERM, None),
        ("Đảng viên dự bị có được dự đại hội không?", NO_VOTE, None),
        ("Đảng viên dự bị có những quyền gì?", NO_VOTE, None),
        ("Đảng viên dự bị biểu quyết thì có vi phạm không?", NO_VOTE, None),
    ],
)
def test_heads(asked: str, rule: str, head: str | None) -> None:
    assert derive(asked, rule) == head


def test_r16_the_answer_opens_with_the_head_and_its_rule(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Đảng viên dự bị có được bầu cử tại đại hội chi bộ không?"))
    head, rule = answer.claims[:2]
    assert (head.role, head.text, rule.role) == ("head", "Không.", "answer")
    assert head.citations == rule.citations
    turned = verify(replace(head, text="Có."), assistant.registry, answer.as_of)
    assert turned.reasons == ("r4.negation",)
    assert verify(replace(head, asked=""), assistant.registry, answer.as_of).reasons == ("content.uncovered",)


def test_the_head_of_an_ended_rule_says_so(assistant: Assistant) -> None:
    question = "Đại biểu bị bác tư cách rồi, có được cử đại biểu dự khuyết thay thế không?"
    answer = assistant.answer(Question(question, as_of=date(2026, 11, 28)))
    head = answer.claims[0]
    assert head.text == "Không, theo quy định gần nhất đã biết, đã được thay từ 08/04/2026."
    assert answer.claims[1].role == "last_known"
    today = verify(replace(head, text="Không."), assistant.registry, answer.as_of)
    assert today.reasons == ("r5.frame",)


def test_wrong_heads_are_refused_and_right_ones_accepted(shipped: Registry) -> None:
    trials = list(head_trials(shipped))
    assert sum(trial.true for trial in trials) > 20
    assert [trial for trial in trials if trial.refused == trial.true] == []
