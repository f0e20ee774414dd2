"""What a talk told before, put before a turn that asks by yes or no. Talks of our own."""

from datetime import date

from assistant.model import Question, Turn
from assistant.turns.reading import read
from assistant.turns.telling import told_with
from corpus.core.registry import Registry

LAW, TODAY = Registry([], []), date(2026, 11, 28)


def told(*talk: str) -> list[str]:
    *before, turn = talk
    earlier = read(Question(turn, history=tuple(map(Turn, before))), LAW, TODAY).understood.earlier
    assert earlier is not None
    return told_with(earlier)


def test_what_was_told_stands_before_the_turn_and_what_was_asked_does_not() -> None:
    said = told("Chi bộ em mới hợp nhất, chi ủy do ai lập?", "nhiệm kỳ đầu có phải đủ 5 năm không?")
    assert said == ["Chi bộ em mới hợp nhất, chi ủy. nhiệm kỳ đầu có phải đủ 5 năm không?"]


def test_the_question_that_opened_the_subject_counts_too() -> None:
    said = told("Bác Tư được miễn sinh hoạt, có phải báo bác không?", "thế ai báo?", "vậy có tính bác vào không?")
    assert any(text.startswith("Bác Tư được miễn sinh hoạt") for text in said)


def test_a_question_that_told_nothing_gives_nothing() -> None:
    assert told("Ai bầu?", "vậy được không?") == []
