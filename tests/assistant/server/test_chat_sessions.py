"""What a chat client may send: one form, one size, so many sessions."""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.processes import chat_server

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with chat_server("lying") as address:
        yield f"http://{address}"


@contextmanager
def opened(server: str, auth: object) -> Iterator[tuple[ClientConnection, str]]:
    """A connection and what the server says to the way a client presents itself."""
    with connect(server.replace("http", "ws", 1) + "/chat/ws/socket.io/?EIO=4&transport=websocket") as socket:
        socket.recv(5)
        socket.send("40" + json.dumps(auth))
        yield socket, str(socket.recv(5))


def client(session: object) -> dict[str, object]:
    return {"sessionId": session, "clientType": "webapp", "chatProfile": "tro-ly"}


@pytest.mark.parametrize("auth", [client("x" * 20_000), client(5), client(""), {}, [], None, "x"])
def test_a_client_that_is_not_the_page_is_refused(server: str, auth: object) -> None:
    with opened(server, auth) as (_, answer):
        assert answer.startswith("44")


def test_events_of_another_form_do_nothing(server: str) -> None:
    said = ""
    with opened(server, client(str(uuid.uuid4()))) as (socket, answer):
        assert answer.startswith("40")
        for event in (
            ["client_message", 5],
            ["client_message", {"message": {"id": "1", "output": "Chào"}}],
            ["client_message", {"message": {"id": str(uuid.uuid4()), "output": ["a"]}}],
            ["stop", {"a": 1}],
            ["edit_message", {}],
            ["window_message", "x"],
            ["connection_successful"],
        ):
            socket.send("42" + json.dumps(event))
        while "clear_call_fn" not in said:
            said += str(socket.recv(5))
    assert not re.findall(r"(?<!is)Error|Traceback", said)


@pytest.mark.parametrize(
    "packet",
    [
        '42["client_message"',
        "42" + "[" * 3000,
        "42147483648",
        "4",
        "49",
        b"\x04[]",
        '451-["client_message",{"_placeholder":true}]',
    ],
)
def test_what_is_no_packet_does_nothing(server: str, packet: str | bytes) -> None:
    said = ""
    with opened(server, client(str(uuid.uuid4()))) as (socket, answer):
        assert answer.startswith("40")
        socket.send(packet)
        socket.send('42["connection_successful"]')
        while "clear_call_fn" not in said:
            said += str(socket.recv(20))
    assert "Error" not in said


@pytest.mark.parametrize("packet", ['"', '9["stop"]'])
def test_who_speaks_another_language_is_hung_up_on(server: str, packet: str) -> None:
    with opened(server, client(str(uuid.uuid4()))) as (socket, _):
        socket.send(packet)
        with pytest.raises(ConnectionClosed, match="1003"):
            list(socket)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": {"name": "provision", "payload": {}}, "sessionId": "nobody"}, 404),
        ({"action": {"name": "other", "payload": {}}, "sessionId": "nobody"}, 422),
        ({"action": 5, "sessionId": "x" * 9000}, 422),
    ],
)
def test_an_action_without_a_chat_is_a_typed_error(server: str, body: object, status: int) -> None:
    response = httpx.post(f"{server}/chat/project/action", json=body)
    assert (response.status_code, response.json()["status"]) == (status, status)
