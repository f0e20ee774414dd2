"""The desk: loading, places, deadlines, and never an exception that is not ours."""

import asyncio
import gc
import threading
import weakref

import pytest

from assistant.model import Answer, Question
from assistant.server.executor import Answerer, Desk
from assistant.server.problems import ServerError
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, IndexingError
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

    desk = Desk(lambda: ScriptedAssistant(script={str(i): work for i in range(3)}), workers=2, waiting=8, timeout_s=0.5)
    desk.open()
    await desk.opened()
    asked = [asyncio.create_task(desk.ask(Question(str(i)))) for i in range(3)]
    results = await asyncio.gather(*asked, return_exceptions=True)
    codes = [result.code.value for result in results if isinstance(result, ServerError)]
    assert codes == ["server.timeout", "server.timeout", "server.busy"], "what nobody began is told to come again"
    for gate in gates:
        gate.set()
    desk.close()
    assert max(most) <= 2


async def test_a_question_that_nobody_begins_in_its_part_of_the_time_is_turned_away_and_never_begun() -> None:
    gate = threading.Event()
    assistant = ScriptedAssistant(script={"chậm": lambda question: refused(question.text) if gate.wait(30) else None})
    desk = Desk(lambda: assistant, workers=1, line_s=0.05)
    desk.open()
    await desk.opened()
    slow = asyncio.create_task(desk.ask(Question("chậm")))
    await asyncio.sleep(0)

    async def streamed() -> None:
        async for _ in desk.stream(Question("dòng")):
            pass

    told = await asyncio.gather(desk.ask(Question("khác")), streamed(), return_exceptions=True)
    for error in told:
        assert isinstance(error, ServerError)
        assert (error.code, error.retry_after_s) == ("server.busy", 5)
    gate.set()
    assert (await slow).question == "chậm"
    assert [question.text for question in assistant.asked] == ["chậm"]
    assert desk.pending == 0
    desk.close()


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


class Shelf:
    """Assistants as they are published one after the other; each tells its own name."""

    def __init__(self) -> None:
        self.name = "1"
        self.broken = False

    def version(self) -> str:
        return self.name

    def load(self) -> ScriptedAssistant:
        if self.broken:
            raise IndexingError(Code.INDEX_DAMAGED, "hỏng")
        name = self.name
        return ScriptedAssistant(script={"tên": lambda _: refused(name)})


async def test_a_published_index_is_taken_over_once_and_tells_its_name() -> None:
    shelf = Shelf()
    desk = Desk(shelf.load, version=shelf.version, warm_up="tên")
    assert not await desk.refresh(), "nothing has begun"
    desk.open()
    await desk.opened()
    assert (desk.version, await desk.refresh()) == ("1", False)
    shelf.name = "2"
    assert await desk.refresh()
    assert not await desk.refresh()
    assert desk.version == "2"
    assert desk.first is not None
    assert desk.first.question == (await desk.ask(Question("tên"))).question == "2"
    desk.close()


async def test_a_request_sees_one_index_and_the_old_one_is_let_go_with_its_last_request() -> None:
    shelf = Shelf()
    desk = Desk(shelf.load, version=shelf.version)
    desk.open()
    old = weakref.ref(await desk.opened())
    with desk.hold():
        assert desk.assistant() is old()
        shelf.name = "2"
        assert await asyncio.create_task(desk.refresh())
        assert (desk.version, (await desk.ask(Question("tên"))).question) == ("1", "1")
        assert desk.assistant() is old()
    assert (desk.version, (await desk.ask(Question("tên"))).question) == ("2", "2")
    gc.collect()
    assert old() is None
    desk.close()


async def test_what_cannot_be_loaded_leaves_the_served_one_and_a_good_one_heals_a_bad_start() -> None:
    shelf = Shelf()
    shelf.broken = True
    desk = Desk(shelf.load, version=shelf.version)
    desk.open()
    with pytest.raises(IndexingError):
        await desk.opened()
    assert (desk.first, desk.version) == (None, "")
    shelf.broken = False
    assert await desk.refresh()
    shelf.name, shelf.broken = "2", True
    with pytest.raises(IndexingError):
        await desk.refresh()
    assert (desk.version, (await desk.ask(Question("tên"))).question) == ("1", "1")
    desk.close()


async def test_nobody_waits_while_a_new_index_is_loaded() -> None:
    shelf, begun, go = Shelf(), threading.Event(), threading.Event()

    def load() -> Answerer:
        if shelf.name == "2":
            begun.set()
            assert go.wait(30)
        return shelf.load()

    desk = Desk(load, version=shelf.version, workers=1, waiting=0)
    desk.open()
    await desk.opened()
    shelf.name = "2"
    taking = asyncio.create_task(desk.refresh())
    await asyncio.to_thread(begun.wait, 30)
    assert (await desk.ask(Question("tên"))).question == "1"
    go.set()
    assert await taking
    assert (await desk.ask(Question("tên"))).question == "2"
    desk.close()


async def test_every_answer_that_was_given_is_told_and_no_other(caplog: pytest.LogCaptureFixture) -> None:
    told: list[tuple[str, str]] = []

    def note(question: Question, answer: Answer) -> None:
        told.append((question.text, answer.status.value))
        if question.text == "hỏng":
            raise RuntimeError("không ghi được")

    desk = Desk(ScriptedAssistant, warm_up="khởi động")
    desk.told = note
    desk.open()
    await desk.opened()
    await desk.ask(Question("một"))
    [event async for event in desk.stream(Question("hai"))]
    assert (await desk.ask(Question("hỏng"))).claims
    await desk.spare(Question("gợi ý"))
    with pytest.raises(AssistantError):
        await desk.ask(Question(" "))
    desk.close()
    assert told == [("một", "answered"), ("hai", "answered"), ("hỏng", "answered")]
    assert "không ghi được" in caplog.text
