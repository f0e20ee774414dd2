"""A new index while the server is asked: every request is answered, by one index from its beginning to its end."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from fastapi import FastAPI

from assistant.model import Question
from assistant.server.executor import Answerer, Desk
from assistant.server.problems import ServerError
from assistant.server.taking_over import Holding, watching
from corpus.core.codes import Code
from tests.fakes import ScriptedAssistant, refused


class Published:
    """The name of what is published; each assistant answers with the name it was loaded under."""

    def __init__(self) -> None:
        self.name = "0"
        self.fails = 0

    def version(self) -> str:
        return self.name

    def load(self) -> Answerer:
        if self.fails:
            self.fails -= 1
            raise ServerError(Code.SERVER_INTERNAL, "hỏng")
        name = self.name
        return ScriptedAssistant(script={"tên": lambda _: refused(name)})


@pytest.fixture
async def published() -> AsyncIterator[tuple[Published, Desk]]:
    shelf = Published()
    desk = Desk(shelf.load, version=shelf.version)
    desk.open()
    await desk.opened()
    yield shelf, desk
    desk.close()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0)


async def test_asked_without_a_pause_while_indexes_follow_each_other(published: tuple[Published, Desk]) -> None:
    shelf, desk = published
    app, stop, told = FastAPI(), asyncio.Event(), list[list[str]]()

    @app.get("/hai-lan")
    async def twice() -> list[str]:
        """A page that looks at the registry and at an answer, as pages do."""
        first = desk.assistant()
        await asyncio.sleep(0)
        name = (await desk.ask(Question("tên"))).question
        return [name, name if desk.assistant() is first else "another"]

    async def keep_asking(client: httpx.AsyncClient) -> None:
        while not stop.is_set():
            answer = await client.get("/hai-lan")
            assert answer.status_code == 200
            told.append(answer.json())

    transport = httpx.ASGITransport(Holding(app, desk))
    async with httpx.AsyncClient(transport=transport, base_url="http://may") as client, watching(desk, every_s=0):
        asking = [asyncio.create_task(keep_asking(client)) for _ in range(4)]
        for number in range(1, 9):
            shelf.name = str(number)
            await until(lambda: bool(told) and told[-1][0] == shelf.name)
        stop.set()
        await asyncio.gather(*asking)
    assert all(first == second for first, second in told)
    assert {first for first, _ in told} >= set("12345678")


async def test_an_index_that_fails_is_tried_again(published: tuple[Published, Desk]) -> None:
    shelf, desk = published
    async with watching(desk, every_s=0, after_failure_s=0):
        shelf.fails, shelf.name = 2, "1"
        await until(lambda: desk.version == "1")
    assert shelf.fails == 0
