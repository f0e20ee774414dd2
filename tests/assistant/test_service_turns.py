"""Later turns of a talk: answered from what was spoken of, or refused where nothing there says what they ask."""

from pathlib import Path

import pytest

from assistant.model import Answer, Question, Status, Turn
from assistant.service import Assistant

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("turns.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
ANSWERED = [(talk, said) for talk, said in ROWS if said != "-"]
REFUSED = [talk for talk, said in ROWS if said == "-"]


def last_answer(assistant: Assistant, talk: str) -> Answer:
    *before, question = talk.split(" || ")
    return assistant.answer(Question(question, history=tuple(map(Turn, before))))


@pytest.mark.parametrize(("talk", "said"), ANSWERED, ids=[talk[-40:] for talk, _ in ANSWERED])
def test_a_turn_is_answered_from_what_was_spoken_of(assistant: Assistant, talk: str, said: str) -> None:
    answer = last_answer(assistant, talk)
    places = [citation.label for claim in answer.claims for citation in claim.citations]
    told = "\n".join([*(claim.text for claim in answer.claims), *places])
    assert answer.status is Status.ANSWERED
    assert [fact for fact in said.split("&") if fact not in told] == []


@pytest.mark.parametrize("talk", REFUSED, ids=[talk[-40:] for talk in REFUSED])
def test_a_turn_that_no_rule_answers_is_refused_or_asked_back(assistant: Assistant, talk: str) -> None:
    assert last_answer(assistant, talk).status in (Status.REFUSED, Status.CLARIFY)


@pytest.mark.parametrize(
    ("first", "supposing"),
    [
        (
            "Chi bộ 22 đảng viên chính thức, 1 bác được miễn sinh hoạt không tới, cần mấy phiếu thì trúng?",
            "nếu bác ấy tới?",
        ),
        ("Đại hội triệu tập 140 đại biểu thì bao nhiêu phiếu trúng cử?", "vậy nếu có mấy người vắng suốt thì sao?"),
    ],
)
def test_a_turn_that_supposes_something_does_not_repeat_the_sum(
    assistant: Assistant, first: str, supposing: str
) -> None:
    before = assistant.answer(Question(first))
    assert any(claim.role == "computed" for claim in before.claims)
    after = assistant.answer(Question(supposing, history=(Turn(first),)))
    assert not any(claim.calculation for claim in after.claims)
