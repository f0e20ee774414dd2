"""The plan: what a second try finds must be surer than what the whole question finds; the registry is asked first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.draft import Draft
from assistant.model import Evidence, Question, Refusal
from assistant.planning.plan import propose
from assistant.question.understanding import Understood
from assistant.retrieval.eligibility import Eligible, was_in_force
from assistant.service import Assistant
from corpus.core.registry import Force
from tests.assistant.canned import UNSURE, canned

WHOLE = "Đại hội cấp cơ sở được kéo dài mấy ngày?"
HALVES = "Đại hội cấp cơ sở được kéo dài mấy ngày và ban kiểm phiếu do ai bầu?"


def former(assistant: Assistant, understood: Understood) -> Evidence:
    """A rule that is over and whose matter nothing rules today."""
    day, registry = understood.as_of.day, assistant.registry
    for item in assistant.search.found(understood, eligible=was_in_force):
        standing = registry.standing(item.document.record.id, day, item.validity)
        ruled = registry.on_same_matter(item.provision, item.document, day)
        if standing.force is Force.EXPIRED and not ruled:
            return item
    raise AssertionError("no such rule found")


@pytest.mark.parametrize("question", [WHOLE, HALVES])
def test_a_second_try_must_be_surer_than_the_first(
    assistant: Assistant, read: Callable[..., Understood], question: str
) -> None:
    understood, judge = read(question), assistant.search.judge
    rule = former(assistant, read("Mức chi mỗi buổi họp soạn thảo văn kiện đại hội là bao nhiêu?"))
    between = (judge.answer_at + judge.again_at) / 2
    assert judge.answer_at < between < judge.again_at

    def said(later: float) -> Draft | Refusal:
        """What is said where only the second try – the halves, or former rules – is as sure as ``later``."""

        def sure(part: Understood, eligible: Eligible | None) -> float:
            second = part.plain != understood.plain if question == HALVES else eligible is not None
            return later if second else UNSURE

        return propose(canned(assistant, understood, sure, replace(rule, score=1.0)))

    assert isinstance(said(between), Refusal)
    assert isinstance(said(judge.again_at), Draft)


@pytest.mark.parametrize(
    "question",
    [
        "Văn bản nào đang quy định việc thi hành Điều lệ Đảng?",
        "Quy định thi hành Điều lệ hiện hành là văn bản nào?",
        "Hiện nay thi hành Điều lệ Đảng theo quy định nào?",
    ],
)
@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2021, 5, 20), "29-QĐ/TW"), (date(2025, 3, 1), "232-QĐ/TW"), (date(2021, 9, 1), "24-QĐ/TW")],
)
def test_what_ruled_on_a_day_is_told_by_the_registry(
    assistant: Assistant, question: str, day: date, number: str
) -> None:
    answer = assistant.answer(Question(question, as_of=day))
    assert answer.claims[0].citations[0].document_number == number
