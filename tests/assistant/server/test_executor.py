"""The desk: loading, places, deadlines, and never an exception that is not ours."""

import asyncio
import threading

import pytest

from assistant.model import Answer, Question
from assistant.server.executor import Answerer, Desk
from assistant.server.problems import ServerError
from tests.fakes import ScriptedAssistant, refused


async def test_asking_before_opening_says_starting() -> None:
    desk = Desk(ScriptedAssistant)
    with pytest.raises(ServerError, match=r"server\.starting"):
        await desk.ask(Question("a"))
    with pytest.raises(ServerError, match=r"server\.starting"):
        await desk.opened()
    desk.close()


async def test_loading_happens_once_and_asks_the_warm_up_question() -> None:
    assistant, loads = ScriptedAssistant(), []

    def load() -> Answerer:
        loads.append(1)
        return assistant

    desk = Desk(load, warm_up="Chào")
    desk.open()
    desk.open()
    assert await desk.opened() is assistant
    assert [question.text for question in assistant.asked] == ["Chào"]
    assert len(loads) == 1
    assert desk.first is not None
    desk.close()


async def test_a_loading_failure_that_is_not_ours_is_worded() -> None:
    def load() -> Answerer:
        raise OSError("/đường/dẫn/nội/bộ")

    desk = Desk(load)
    desk.open()
    with pytest.raises(ServerError, match=r"server\.internal") as caught:
        await desk.opened()
    assert "đường/dẫn" not in str(caught.value)
    desk.close()


async def test_late_answers_keep_their_place_until_they_end() -> None:
    gates = [threading.Event() for _ in range(3)]
    running: list[int] = []
    most: list[int] = []
    lock = threading.Lock()

    def work(question: Question) -> Answer:
        with lock:
            running.append(1)
            most.append(len(running))
        gates[int(question.text)].wait(30)
        with lock:
            running.pop()
        return refused(question.text)

    desk = Desk(
        lambda: ScriptedAssistant(script={str(i): work for i in range(3)}), workers=2, waiting=8, timeout_s=0.02
    )
    desk.open()
    await desk.opened()
    asked = [asyncio.create_task(desk.ask(Question(str(i)))) for i in range(3)]
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(result, ServerError) and result.code == "server.timeout" for result in results)
    for gate in gates:
        gate.set()
    desk.close()
    assert max(most) <= 2


async def test_questions_run_side_by_side() -> None:
    meeting = threading.Barrier(2)

    def meet(question: Question) -> Answer:
        meeting.wait(30)
        return refused(question.text)

    desk = Desk(lambda: ScriptedAssistant(script={"a": meet, "b": meet}), workers=2)
    desk.open()
    await desk.opened()
    first, second = await asyncio.gather(desk.ask(Question("a")), desk.ask(Question("b")))
    assert (first.question, second.question) == ("a", "b")
    desk.close()


async def test_other_work_waits_in_the_same_line_and_is_called_off_with_its_asker() -> None:
    free, done = threading.Event(), list[int]()
    desk = Desk(ScriptedAssistant, workers=1, waiting=1)
    desk.open()
    await desk.opened()
    first = asyncio.create_task(desk.do(free.wait, 5))
    second = asyncio.create_task(desk.do(done.append, 1))
    await asyncio.sleep(0.05)
    with pytest.raises(ServerError, match=r"server\.busy"):
        await desk.do(done.append, 2)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    free.set()
    assert await first
    assert await desk.do(len, done) == 0
    desk.close()
