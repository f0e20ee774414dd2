"""Several questions asked again in their order, each understood as following those before it (edge)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request

from assistant.model import Answer, Question, Turn
from assistant.output.render import summary
from assistant.server.executor import Desk
from assistant.server.presence import while_here

MAX_ANSWERS = 12
"""Answers in one export."""


async def ask_in_order(request: Request, desk: Desk, questions: Sequence[Question]) -> list[Answer]:
    """The answers in the order of the questions.

    Args:
        request: whose client waits for them.
        desk: where they are asked.
        questions: a question without turns of its own follows the ones before it.

    Raises:
        AssistantError: what the desk raises of the first question that cannot be answered at all.
    """
    answers: list[Answer] = []
    turns: tuple[Turn, ...] = ()
    for question in questions:
        answer = await while_here(request, desk.ask(replace(question, history=question.history or turns)))
        answers.append(answer)
        turns = (*turns, Turn(question.text, summary(answer)))
    return answers
