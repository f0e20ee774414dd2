"""A connection that says nothing, or drips its request, is closed; one that asks is not."""

import socket
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from assistant.server.connections import ImpatientProtocol

PATIENCE_S = 20.0
"""How long the tests wait for what must happen at once or after the short limit."""


class _Short(ImpatientProtocol):
    head_timeout_s = 0.3


async def _hello(_request: object) -> PlainTextResponse:
    return PlainTextResponse("chào")


@pytest.fixture
def port() -> Iterator[int]:
    config = uvicorn.Config(Starlette(routes=[Route("/", _hello)]), port=0, http=_Short, log_config=None)
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(PATIENCE_S)


def test_a_silent_connection_is_closed(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as silent:
        assert silent.recv(1) == b""


def test_a_head_that_drips_is_closed_before_it_is_whole(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as dripping:
        dripping.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert dripping.recv(1) == b""


def test_a_second_head_that_drips_is_closed_too(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as dripping:
        dripping.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in dripping.recv(4096)
        dripping.sendall(b"GET / HTT")
        while dripping.recv(4096):
            pass


def test_who_asks_is_answered_on_one_connection(port: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S) as client:
        assert [client.get("/").text for _ in range(3)] == ["chào"] * 3
