"""Connections that say nothing are closed (edge, uvicorn).

uvicorn closes a connection that is idle *after* an answer. One that never sends a request, or sends its head byte by
byte, is held for as long as the client likes, and counts against ``limit_concurrency``: a thousand of them shut
everybody else out. Here a head must be whole within some seconds of the connection, or of its first byte.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class ImpatientProtocol(H11Protocol):
    """uvicorn's protocol on h11 with a limit on the time that a request's head may take."""

    head_timeout_s = 15.0
    """Seconds within which the head of a request must be whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; wait on while a head has begun and is not whole."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and data:
            self._wait()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(self.head_timeout_s, self.transport.close)

    def _stop(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
