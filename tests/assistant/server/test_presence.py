"""Work for a client that leaves is called off."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from assistant.server.presence import while_here
from assistant.server.problems import ServerError


def request(leaves: asyncio.Event) -> Request:
    async def receive() -> Message:
        await leaves.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http", "headers": []}, receive)


async def test_the_result_of_work_for_a_client_that_stays() -> None:
    assert await while_here(request(asyncio.Event()), asyncio.sleep(0, "done")) == "done"


async def test_work_ends_with_the_client() -> None:
    leaves, ended = asyncio.Event(), list[str]()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("called off")

    task = asyncio.create_task(while_here(request(leaves), work()))
    await asyncio.sleep(0)
    leaves.set()
    with pytest.raises(ServerError, match=r"request\.left"):
        await task
    assert ended == ["called off"]
