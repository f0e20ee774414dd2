"""Work for a client is called off when the client leaves (edge, Starlette)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

from assistant.server.problems import ServerError
from corpus.core.codes import Code

T = TypeVar("T")


async def while_here(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of ``work``, cancelled as soon as the client of ``request`` closes its connection.

    The body of the request must have been read.

    Raises:
        ServerError: ``request.left``; nobody is there to read it.
    """
    task, left = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((task, left), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise ServerError(Code.REQUEST_LEFT, "Kết nối đã đóng trước khi có câu trả lời.")
    finally:
        task.cancel()
        left.cancel()
        await asyncio.gather(task, left, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
