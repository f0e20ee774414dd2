"""What a question aims at: the clause that asks, what it confirms, and whether a rule gives just that."""

from collections.abc import Callable

import pytest

from assistant.parsing.glossary import load_glossary
from assistant.question.understanding import Understood
from assistant.retrieval.aim import AIM_NAMES, aim_clauses, aim_of, aim_values
from assistant.retrieval.sides import side_of
from corpus.core.registry import Registry


@pytest.mark.parametrize(
    ("question", "aim"),
    [
        ("Chi bộ tôi đông, hôm qua mưa to. Ai giới thiệu ban kiểm phiếu?", ["Ai giới thiệu ban kiểm phiếu"]),
        ("Đại hội có 80 người. Anh phó bảo giơ tay bầu chi ủy cũng xong. Có phải thế không?", None),
        ("Đoàn thư ký do ai bầu?", ["Đoàn thư ký do ai bầu"]),
    ],
)
def test_the_aim_is_the_clause_that_asks_or_what_it_confirms(
    read: Callable[..., Understood], question: str, aim: list[str] | None
) -> None:
    clauses = aim_clauses(read(question))
    if aim is not None:
        assert clauses == aim
    else:
        assert "Anh phó bảo giơ tay bầu chi ủy cũng xong" in clauses


def _values(read: Callable[..., Understood], registry: Registry, question: str, place: str) -> dict[str, float]:
    rule = next(rule for rule, _ in registry.provisions() if place in f"{rule.heading} {rule.text}")
    understood = read(question)
    aim = aim_of(understood, lambda _word, _accented: 1.0, load_glossary())
    side = side_of(rule, understood.accented, lambda _word, _accented: 1.0)
    return dict(zip(AIM_NAMES, aim_values(aim, side), strict=True))


def test_a_near_miss_says_the_story_and_not_the_aim(read: Callable[..., Understood], shipped: Registry) -> None:
    rule = "Nhận bàn giao trong 15 ngày làm việc"
    due = _values(read, shipped, "Cấp ủy mới nhận bàn giao từ cấp ủy cũ trong mấy ngày?", rule)
    miss = _values(read, shipped, "Cấp ủy mới nhận bàn giao xong thì mỗi người được phụ cấp bao nhiêu tiền?", rule)
    assert due["count_fit"] == 1.0
    assert miss["attribute_miss"] == 1.0
    assert due["aim_terms"] > miss["aim_terms"]
    assert due["said_mean"] > miss["said_mean"]
    assert due["aim_lack"] < miss["aim_lack"]


def test_values_are_finite_for_a_question_without_content(read: Callable[..., Understood], shipped: Registry) -> None:
    assert all(abs(value) < 100 for value in _values(read, shipped, "thế là sao vậy?", "ban kiểm phiếu").values())
