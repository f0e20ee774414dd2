"""Next questions: of the same topic, answerable as checked, in spare time only, never what was asked."""

import asyncio
from dataclasses import replace
from datetime import date

from assistant.chat.next_questions import LONGEST, SHOWN, TRIED, NextQuestions, neighbours
from assistant.model import Answer, Claim, Question, Status, Turn
from corpus.core.model import Document, Kind, Level, Provision, Record, TextKind, Unit, Validity
from corpus.core.registry import Registry
from tests.fakes import TODAY, cite

RULES = 12


def _rule(number: int, topic: str) -> Provision:
    text = f"Quy tắc số {number}."
    return Provision(
        f"td/d{number}", "td", f"d{number}", f"Điều {number}", Unit.ARTICLE, text, 20 * number, 20 * number + len(text),
        topics=(topic,), asked_as=("kiểu nói tắt", f"Quy tắc {number} nói gì?"),
    )  # fmt: skip


def registry() -> Registry:
    record = Record("r", "1-QĐ/TW", Kind.REGULATION, "CQ", date(2020, 1, 1), "Thử", Validity(date(2020, 1, 1)))
    rules = [_rule(number, "a" if number != 4 else "b") for number in range(RULES)]
    text = "".join(rule.text.ljust(20) for rule in rules)
    return Registry([record], [Document("td", record, TextKind.DIGEST, text, tuple(rules), source="t")])


REGISTRY = registry()


def answer(number: int, question: str = "Hỏi?") -> Answer:
    found = REGISTRY.provision(f"td/d{number}")
    assert found is not None
    claim = Claim(found[0].text, (cite(REGISTRY, f"td/d{number}", found[0].text),))
    return Answer(question, Status.ANSWERED, TODAY, claims=(claim,))


def beside(
    answered: Answer, question: Question, good: set[int], busy_after: int = 99
) -> tuple[list[str], list[Question]]:
    asked: list[Question] = []

    async def ask(one: Question) -> Answer | None:
        asked.append(one)
        number = int(one.text.split()[2])
        if len(asked) > busy_after:
            return None
        return answer(number) if number in good else replace(answer(number), status=Status.REFUSED, claims=())

    return asyncio.run(NextQuestions(ask).beside(answered, question, REGISTRY)), asked


def test_the_nearest_rules_of_the_topic_come_first_and_the_own_never() -> None:
    shown, asked = beside(answer(5), Question("Hỏi?"), set(range(RULES)))
    assert shown == ["Quy tắc 6 nói gì?", "Quy tắc 7 nói gì?", "Quy tắc 3 nói gì?"]
    assert len(shown) == SHOWN == len(asked)


def test_what_is_not_answered_from_its_rule_is_not_shown_and_the_search_is_bounded() -> None:
    shown, asked = beside(answer(5), Question("Hỏi?"), {7})
    assert shown == ["Quy tắc 7 nói gì?"]
    assert len(asked) == TRIED


def test_what_was_asked_in_the_conversation_is_not_offered() -> None:
    question = Question("QUY TAC 6 noi gi", history=(Turn("Quy tắc 7 nói gì ?"),))
    shown, _ = beside(answer(5), question, set(range(RULES)))
    assert not {"Quy tắc 6 nói gì?", "Quy tắc 7 nói gì?"} & set(shown)


def test_day_and_level_hold_for_the_check_and_history_does_not() -> None:
    question = Question("Hỏi?", date(2025, 8, 15), (Turn("Trước?"),), Level.CELL)
    _, asked = beside(answer(5), question, set(range(RULES)))
    assert {(one.as_of, one.level, one.history) for one in asked} == {(date(2025, 8, 15), Level.CELL, ())}


def test_without_spare_time_there_are_none() -> None:
    assert beside(answer(5), Question("Hỏi?"), set(range(RULES)), busy_after=1)[0] == ["Quy tắc 6 nói gì?"]
    assert beside(answer(5), Question("Hỏi?"), set(range(RULES)), busy_after=0)[0] == []


def test_what_was_checked_is_remembered() -> None:
    asked: list[Question] = []

    async def ask(one: Question) -> Answer | None:
        asked.append(one)
        return answer(int(one.text.split()[2]))

    async def twice() -> None:
        found = NextQuestions(ask)
        assert await found.beside(answer(5), Question("Hỏi?"), REGISTRY) == await found.beside(
            answer(5), Question("Khác?"), REGISTRY
        )

    asyncio.run(twice())
    assert len(asked) == SHOWN


def test_refusals_and_answers_without_a_rule_offer_nothing() -> None:
    assert beside(replace(answer(5), status=Status.REFUSED), Question("Hỏi?"), set(range(RULES))) == ([], [])
    assert beside(replace(answer(5), claims=()), Question("Hỏi?"), set(range(RULES))) == ([], [])
    assert list(neighbours(["khong-co"], REGISTRY, [])) == []


def test_stories_are_no_suggestions() -> None:
    assert all(len(one.question) <= LONGEST for one in neighbours(["td/d5"], REGISTRY, []))
