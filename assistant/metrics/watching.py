"""A server that is watched: requests and questions counted, the meters told at an address of their own (ASGI, edge).

The meters are not a page of the server: they are told on another port, by default to this machine alone, and only where
the operator names it.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from datetime import datetime
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.metrics.meters import Meters, Reading, exported
from assistant.server.executor import Desk
from assistant.server.logs import listening
from assistant.store.database import Store
from corpus.core.errors import AssistantError
from indexing.config import IndexConfig
from indexing.manifest import current

LOG = logging.getLogger("assistant")
OTHER = "other"
"""Route of what no route of ours answers, so that made-up addresses make no meters."""


class Watched:
    """ASGI application in front of another one.

    Args:
        app: the whole server.
        meters: what counts.
        address: host and port at which the meters are told while the server runs.
        chat_path: where the chat is mounted: one route, whatever is asked of it.
    """

    def __init__(self, app: ASGIApp, meters: Meters, address: tuple[str, int], chat_path: str = "/chat") -> None:
        self.app = app
        self.meters = meters
        self._address = address
        self._chat_path = chat_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the server's whole life."""
        if scope["type"] == "lifespan":
            with ExitStack() as parts:
                parts.enter_context(listening(self.meters.question))
                self._tell(parts)
                await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            with self.meters.connection():
                await self.app(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    def _tell(self, parts: ExitStack) -> None:
        host, port = self._address
        try:
            LOG.info("metrics at http://%s:%s/metrics", host, parts.enter_context(exported(self.meters, host, port)))
        except OSError as error:  # answers matter more than their count; whoever watches sees that nothing answers
            LOG.error("metrics: cannot listen at %s:%s: %s", host, port, error)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        begin, status = perf_counter(), "none"

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self.meters.request(scope["method"], self._route(scope), status, perf_counter() - begin)

    def _route(self, scope: Scope) -> str:
        path = str(scope["path"])
        if path == self._chat_path or path.startswith(f"{self._chat_path}/"):
            return self._chat_path
        return str(getattr(scope.get("route"), "path", "") or OTHER)


def readings(desk: Desk, config: IndexConfig, store: Store) -> dict[str, tuple[str, Reading]]:
    """What is read of a desk, of the published index and of the store."""

    def built() -> float | None:
        try:
            manifest = current(config)
        except AssistantError:  # told by tldh_ready and, with its reason, by /readyz
            return None
        return datetime.fromisoformat(manifest.created).timestamp() if manifest else None

    def ready() -> float:
        try:
            desk.assistant()
        except AssistantError:
            return 0.0
        return 1.0

    def stored() -> float:
        try:
            return float(store.state().current)
        except AssistantError:
            return 0.0

    return {
        "tldh_ready": ("1 when questions are answered, else 0.", ready),
        "tldh_questions_pending": ("Questions in work or waiting.", lambda: float(desk.pending)),
        "tldh_questions_pending_most": ("More than these are turned away.", lambda: float(desk.most_pending)),
        "tldh_snapshot_created_timestamp_seconds": ("When the published index was built, Unix time.", built),
        "tldh_store_up": ("1 when the store is reached and its tables are those of this program, else 0.", stored),
    }
