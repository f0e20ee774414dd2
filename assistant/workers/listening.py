"""How the server listens: bounds of a connection; one process at an address, or several at sockets of their parent."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

from assistant.workers.forked import parent_gone
from corpus.core.installation import needs

if TYPE_CHECKING:
    import socket

    from starlette.types import ASGIApp

MAX_MESSAGE = 64 * 1024
"""Largest WebSocket message, bytes."""
MAX_HEADERS = 32 * 1024
"""Largest head of a request, bytes."""
MAX_CONNECTIONS = 1000
"""Connections and requests in hand; more are turned away with 503."""
GRACE_S = 10
"""Seconds that running requests are given when the server is told to stop."""


def how_served() -> dict[str, Any]:
    """How uvicorn serves, wherever it listens."""
    from assistant.server.connections import ImpatientProtocol

    return {
        "ws_max_size": MAX_MESSAGE,
        "http": ImpatientProtocol,  # on h11, which counts the head as it arrives; httptools reads one of any size
        "h11_max_incomplete_event_size": MAX_HEADERS,
        "limit_concurrency": MAX_CONNECTIONS,
        "timeout_keep_alive": 10,
        "timeout_graceful_shutdown": GRACE_S,
        "server_header": False,
        "log_config": None,
    }


def serve(application: ASGIApp, host: str, port: int) -> None:
    """Serve at an address until told to stop."""
    with needs("serve"):
        import uvicorn
    uvicorn.run(application, host=host, port=port, **how_served())


def bound(host: str, port: int) -> socket.socket:
    """A socket at an address, for processes that are forked later."""
    with needs("serve"):
        import uvicorn
    return uvicorn.Config("app:create", host=host, port=port, log_config=None).bind_socket()


def listen(application: ASGIApp, at: socket.socket) -> None:
    """Serve at a socket until told to stop, or until the parent of this process is gone."""
    with needs("serve"):
        import uvicorn
    config = uvicorn.Config(application, **how_served())
    server = uvicorn.Server(config)

    async def serving() -> None:
        if (gone := parent_gone()) is not None:
            loop = asyncio.get_running_loop()

            def stop() -> None:
                loop.remove_reader(gone)
                server.should_exit = True

            loop.add_reader(gone, stop)
        await server.serve(sockets=[at])

    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serving())
    if not server.started:
        sys.exit(1)
