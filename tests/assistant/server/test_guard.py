"""The guard: origins, routes, sizes, headers, and Chainlit's own page made local."""

import asyncio
import re
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from assistant.server.chat_page import localise
from assistant.server.guard import Guard, GuardPolicy, policy_from

POLICY = GuardPolicy(origins=frozenset({"https://cong.example"}), max_body=1000)


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("https://tro-ly.example", "tro-ly.example", True),
        ("https://tro-ly.example:443", "tro-ly.example", True),
        ("http://tro-ly.example", "tro-ly.example:80", True),
        ("HTTPS://Tro-Ly.Example", "tro-ly.example", True),
        ("https://cong.example", "tro-ly.example", True),
        ("https://cong.example/", "tro-ly.example", True),
        ("http://cong.example", "tro-ly.example", False),
        ("http://evil.example", "127.0.0.1:8000", False),
        ("http://127.0.0.1:8001", "127.0.0.1:8000", False),
        ("https://tro-ly.example.evil.example", "tro-ly.example", False),
        ("https://tro-ly.example@evil.example", "tro-ly.example", False),
        ("null", "tro-ly.example", False),
        ("", "tro-ly.example", False),
        ("file://", "", False),
        ("http://[", "[", False),
        ("http://a:99999", "a:99999", False),
    ],
)
def test_origins(origin: str, host: str, allowed: bool) -> None:
    assert POLICY.origin_allowed(origin, host) is allowed


def test_policy_from_settings() -> None:
    policy = policy_from(" https://A.example/ ,http://b.example:81,", "a.example")
    assert policy.origins == {"https://a.example", "http://b.example:81"}
    assert policy.hosts == {"a.example"}


class Refusing:
    """A door that lets nobody in for a while."""

    async def refusal(self, _scope: Scope) -> Response | None:
        """The same for everybody."""
        return Response(status_code=429, headers={"retry-after": "7"})

    def watched(self, _scope: Scope, receive: Receive) -> Receive:
        """As it is."""
        return receive


async def _page(_request: Request) -> Response:
    page = '<html lang="en"><link href="https://fonts.example/x.css"><script>1</script></html>'
    return HTMLResponse(page, headers={"set-cookie": "a=b"})


async def _echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


APP = Starlette(
    routes=[
        Route("/chat/", _page),
        Route("/api", _echo, methods=["POST", "GET"]),
        Route("/chat/{rest:path}", _echo, methods=["GET", "POST", "PUT", "DELETE"]),
        WebSocketRoute("/chat/ws/socket.io/", _socket),
        WebSocketRoute("/other", _socket),
    ]
)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Guard(APP, POLICY))
    async with httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client:
        yield client


async def test_only_the_routes_of_the_chat_page_are_open(client: httpx.AsyncClient) -> None:
    for method, path in [
        ("GET", "/chat/assets/a.js"),
        ("GET", "/chat/public/chat.css"),
        ("GET", "/chat/avatars/tro-ly"),
        ("GET", "/chat/project/settings?language=vi-VN"),
        ("POST", "/chat/project/action"),
        ("POST", "/chat/set-session-cookie"),
        ("GET", "/chat/ws/socket.io/?EIO=4"),
    ]:
        assert (await client.request(method, path)).status_code == 200, path
    for method, path in [
        ("POST", "/chat/project/file"),
        ("GET", "/chat/project/file/1"),
        ("POST", "/chat/login"),
        ("POST", "/chat/mcp"),
        ("PUT", "/chat/feedback"),
        ("POST", "/chat/project/threads"),
        ("GET", "/chat/copilot/index.js"),
        ("GET", "/chat/auth/oauth/x"),
        ("PUT", "/chat/project/element"),
        ("POST", "/chat/slack/events"),
        ("GET", "/chat/anything"),
    ]:
        response = await client.request(method, path)
        assert (response.status_code, response.json()["code"]) == (404, "resource.not_found"), path


async def test_foreign_pages_cannot_reach_the_chat(client: httpx.AsyncClient) -> None:
    for path in ("/chat/ws/socket.io/", "/chat/project/settings"):
        response = await client.get(path, headers={"origin": "http://evil.example"})
        assert (response.status_code, response.json()["code"]) == (403, "request.origin")
    assert (await client.get("/chat/project/settings", headers={"origin": "http://tro-ly.test"})).status_code == 200


async def _connect(path: str, headers: dict[str, str]) -> list[Message]:
    sent: list[Message] = []
    incoming: list[Message] = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]
    scope: Scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "subprotocols": [],
        "scheme": "ws",
    }

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await Guard(APP, POLICY)(scope, receive, send)
    return sent


@pytest.mark.parametrize(
    ("path", "origin", "accepted"),
    [
        ("/chat/ws/socket.io/", "http://tro-ly.test", True),
        ("/chat/ws/socket.io/", "https://cong.example", True),
        ("/chat/ws/socket.io/", None, True),
        ("/chat/ws/socket.io/", "http://evil.example", False),
        ("/chat/ws/socket.io/", "null", False),
        ("/other", "http://tro-ly.test", False),
    ],
)
async def test_sockets_of_other_origins_are_closed_before_the_chat_sees_them(
    path: str, origin: str | None, accepted: bool
) -> None:
    headers = {"host": "tro-ly.test"} | ({"origin": origin} if origin is not None else {})
    sent = await _connect(path, headers)
    assert sent[0]["type"] == ("websocket.accept" if accepted else "websocket.close")


async def test_bodies_are_limited_with_and_without_a_length(client: httpx.AsyncClient) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 100

    assert (await client.post("/api", content=b"x" * 1000)).text == "1000"
    for content in (b"x" * 1001, stream()):
        response = await client.post("/api", content=content)
        assert (response.status_code, response.json()["code"]) == (413, "request.too_large")
    assert (await client.post("/api", content=b"", headers={"content-length": "-5"})).status_code == 413


@pytest.mark.parametrize(
    ("origin", "read"),
    [("https://cong.example", True), ("https://khac.example", False), ("https://tro-ly.example", False), ("", False)],
)
@pytest.mark.parametrize("door", [None, Refusing()])
async def test_an_allowed_page_may_read_why_it_was_refused_and_no_other_may(
    origin: str, read: bool, door: Refusing | None
) -> None:
    guard = Guard(Starlette(routes=[Route("/api/v1/x", _page, methods=["POST"])]), POLICY, door)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url="https://tro-ly.example") as client:
        refused = await client.post("/api/v1/x", content=b"x" * (1 if door else 2000), headers={"origin": origin})
    assert refused.status_code == (429 if door else 413)
    assert refused.headers.get("access-control-allow-origin") == (origin if read else None)
    assert ("retry-after" in refused.headers.get("access-control-expose-headers", "")) is read
    assert ("Origin" in refused.headers.get("vary", "")) is read


async def test_what_the_application_says_of_origins_stands() -> None:
    async def open_to_all(_request: Request) -> Response:
        return Response(headers={"access-control-allow-origin": "*"})

    guard = Guard(Starlette(routes=[Route("/x", open_to_all)]), POLICY)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url="https://tro-ly.example") as client:
        answer = await client.get("/x", headers={"origin": "https://cong.example"})
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]


async def test_expected_hosts_can_be_listed() -> None:
    transport = httpx.ASGITransport(Guard(APP, GuardPolicy(hosts=frozenset({"tro-ly.test"}))))
    async with httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test:81") as client:
        assert (await client.get("/api")).status_code == 200
        response = await client.get("/api", headers={"host": "rebind.example"})
        assert (response.status_code, response.json()["code"]) == (400, "request.host")


async def test_every_response_carries_security_headers_and_no_cookie(client: httpx.AsyncClient) -> None:
    for path in ("/api", "/chat/", "/chat/login", "/none"):
        headers = (await client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors https://cong.example" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert "set-cookie" not in headers


async def test_the_chat_page_is_rewritten_with_its_nonce(client: httpx.AsyncClient) -> None:
    response = await client.get("/chat/")
    match = re.search(r"'nonce-([\w-]+)'", response.headers["content-security-policy"])
    assert match is not None
    assert response.text == f'<html lang="vi"><script nonce="{match[1]}">1</script></html>'
    assert response.headers["content-length"] == str(len(response.content))
    again = await client.get("/chat/")
    assert match[1] not in again.text


def test_chainlits_own_page_loads_nothing_from_other_hosts() -> None:
    spec = find_spec("chainlit")
    assert spec is not None
    assert spec.origin is not None
    page = Path(spec.origin).with_name("frontend") / "dist" / "index.html"
    before, after = page.read_text("utf-8"), localise(page.read_text("utf-8"), "abc")
    assert "https://" in before
    assert "https://" not in after
    assert after.count("<script") == after.count('<script nonce="abc"') > 0
    assert '<html lang="vi">' in after
    assert '<div id="root">' in after


async def test_a_body_that_is_cut_or_late_never_reaches_the_application() -> None:
    reached: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["path"])

    async def post(*messages: Message) -> list[Message]:
        waiting, sent = [*messages], list[Message]()

        async def receive() -> Message:
            if not waiting:
                await asyncio.sleep(60)
            return waiting.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/api", "headers": [(b"host", b"t")], "query_string": b""}
        await Guard(app, GuardPolicy(body_timeout_s=0.05))(scope, receive, send)
        return sent

    part = {"type": "http.request", "body": b"{}", "more_body": True}
    assert await post(part, {"type": "http.disconnect"}) == []
    assert (await post(part))[0]["status"] == 400
    assert reached == []


async def test_a_stop_during_a_slow_body_is_a_quick_refusal() -> None:
    sent: list[Message] = []
    waiting = asyncio.Event()

    async def receive() -> Message:
        waiting.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/api", "headers": [(b"host", b"t")], "query_string": b""}
    task = asyncio.create_task(Guard(APP, POLICY)(scope, receive, send))
    await waiting.wait()
    task.cancel()
    await task
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"5") in sent[0]["headers"]


async def test_every_page_has_a_head(client: httpx.AsyncClient) -> None:
    response = await client.head("/api")
    assert (response.status_code, response.content) == (200, b"")
    assert (await client.head("/chat/project/action")).status_code == 404


async def test_pages_are_not_kept_and_odd_lengths_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api")).headers["cache-control"] == "no-cache"
    for length in (b"\xb2", b"9" * 5000):
        response = await client.post("/api", content=b"", headers={b"content-length": length})
        assert response.status_code == 413
