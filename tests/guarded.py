"""An API behind its guard for tests that make requests from its description (Schemathesis)."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.server.executor import Desk

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.store.database import Store


class GuardedApi:
    """An application whose desk is open from the first request on: every request of such a test starts it anew.

    Attributes:
        desk, store: what the API asks and keeps in.
        guard: what the requests reach.
    """

    desk: Desk
    store: Store
    guard: ASGIApp

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="tldh-test-")

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The desk open for a module, everything closed and removed after it."""
        self.desk.open()
        asyncio.run(self.desk.opened())
        yield
        self.desk.close()
        self.store.close()
        self.folder.cleanup()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await self.guard(scope, receive, send)
