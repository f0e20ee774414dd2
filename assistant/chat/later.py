"""Applications that are made when somebody first comes to one of them (ASGI, threads).

The chat's library takes longer to import than all that an answer needs, and as much memory. Who asks the API or reads
a page waits for none of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Application = Callable[[Any, Any, Any], Awaitable[None]]
"""Serves a connection: what it is, where it is read, where it is written (ASGI)."""
Made = Mapping[str, Application]


class Later:
    """Applications that are made together; whoever comes while they are being made waits for them.

    Args:
        make: makes them, by name, in a thread. When it fails, all who waited get its error, and it is tried again for
            whoever comes next.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._making: asyncio.Task[Made] | None = None

    def part(self, name: str) -> Application:
        """What stands for one of them until it is made, and hands everything over to it then."""
        return _Part(self, name)

    async def made(self) -> Made:
        """All of them; one who waits and goes away does not stop the making."""
        if self._making is None:
            self._making = asyncio.create_task(asyncio.to_thread(self._make))
        making = self._making
        try:
            return await asyncio.shield(making)
        except Exception:
            if self._making is making:
                self._making = None
            raise


class _Part:
    def __init__(self, later: Later, name: str) -> None:
        self._later = later
        self._name = name

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await (await self._later.made())[self._name](scope, receive, send)
