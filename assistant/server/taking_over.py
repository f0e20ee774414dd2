"""A running server takes a new index over: looks for one, and lets every request see one index only (edge, ASGI).

Looking is reading one small file, so every process on every host looks for itself and none has to be told.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.server.executor import Desk
from corpus.core.errors import AssistantError

LOG = logging.getLogger("assistant")
EVERY_S = 2.0
"""Seconds between two looks."""
AFTER_FAILURE_S = 60.0
"""Seconds until an index that could not be loaded is tried again."""


@asynccontextmanager
async def watching(
    desk: Desk, *, every_s: float = EVERY_S, after_failure_s: float = AFTER_FAILURE_S
) -> AsyncIterator[None]:
    """While the block runs, what is published is taken over.

    Args:
        desk: what serves.
        every_s: seconds between two looks.
        after_failure_s: seconds until the next look after a failure.
    """
    task = asyncio.create_task(_watch(desk, every_s, after_failure_s))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _watch(desk: Desk, every_s: float, after_failure_s: float) -> None:
    wait = every_s
    while True:
        await asyncio.sleep(wait)
        wait = every_s
        try:
            await desk.refresh()
        except AssistantError as error:
            LOG.error("a new index cannot be taken over: %s", error)
            wait = after_failure_s
        except Exception:  # the next look may find what this one could not
            LOG.exception("a new index cannot be looked for")
            wait = after_failure_s


class Holding:
    """ASGI application in front of another one: a request sees one index from its beginning to its end.

    A connection of the chat outlives many indexes; there each question holds its own (``assistant.server.chat``).
    """

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with self.desk.hold():
            await self.app(scope, receive, send)
