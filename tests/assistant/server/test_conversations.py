"""Questions asked again in their order: each is understood as following those before it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from starlette.requests import Request

from assistant.model import Question, Turn
from assistant.output.render import summary
from assistant.server.conversations import ask_in_order
from assistant.server.executor import Desk
from tests.fakes import ScriptedAssistant, answered


async def _never() -> dict[str, str]:
    await asyncio.Event().wait()
    raise AssertionError("nobody leaves")


async def test_a_question_follows_the_ones_before_it_unless_it_brings_turns_of_its_own() -> None:
    assistant = ScriptedAssistant()
    heard: list[Question] = []

    def told(question: Question):  # type: ignore[no-untyped-def]
        heard.append(question)
        return replace(answered(assistant.registry, question.text), standalone=question.text)

    assistant.script = {"một": told, "hai": told, "ba": told}
    desk = Desk(lambda: assistant)
    desk.open()
    await desk.opened()
    own = (Turn("trước", "đáp"),)
    request = Request({"type": "http"}, _never)
    answers = await ask_in_order(
        request, desk, [Question("một"), Question("hai"), replace(Question("ba"), history=own)]
    )
    desk.close()
    assert [answer.question for answer in answers] == ["một", "hai", "ba"]
    assert heard[0].history == ()
    assert heard[1].history == (Turn("một", summary(answers[0])),)
    assert heard[2].history == own
