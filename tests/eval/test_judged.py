"""Measuring the judge: which questions count, and what is made of their outcomes."""

from dataclasses import replace

import pytest

from assistant.service import Assistant
from eval.judged import JudgedCase, countable, outcomes, separation, table
from eval.people import single

ONE = JudgedCase("a", "s", 50, True, 0, 0.9, True, True, True)


def test_only_questions_for_the_content_of_rules_count() -> None:
    cases = list(single())
    assert len(cases) > 800
    assert not [case.id for case in cases if countable(case) and case.history]
    assert not any(case.suite.startswith("status") for case in cases)


def test_the_separation_is_that_of_the_confidences() -> None:
    other = replace(ONE, answerable=False, confidence=0.2, answered=False, cited=False)
    area, half, n = separation([ONE, ONE, other, other])
    assert (area, n) == (1.0, 4)
    assert half == pytest.approx(0.0)
    assert separation([ONE, ONE, replace(other, confidence=0.9)])[0] == 0.5


def test_a_table_tells_n_of_each_measure() -> None:
    lines = table("Tất cả", [ONE, replace(ONE, place=4, length=150, cited=False)])
    assert lines[0] == "Tất cả (2 câu)"
    assert any("0.500" in line and line.endswith("2") for line in lines)
    assert ONE.size == "<70"
    assert replace(ONE, length=150).size == ">120"


def test_a_question_is_judged_as_it_is_asked(assistant: Assistant) -> None:
    (found,) = outcomes(assistant, [case for case in single() if case.id == "yn-001"])
    assert found.judged
    assert found.answerable
    assert found.confidence > 0
