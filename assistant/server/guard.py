"""The outermost layer of the server: what may come in, and what goes out with every response (ASGI, edge).

In: the ``Host`` header must be expected where hosts are configured; requests and socket connections of other origins
are refused (Chainlit 2.12 accepts a WebSocket from any page); of Chainlit's routes only those the chat page needs are
reachable (no uploads, log-in, threads, MCP or copilot); where there are accounts, a doorkeeper is asked; bodies are
limited. Out: security headers with a content policy for each kind of page, no cookies of Chainlit's, and its page
rewritten to load nothing from other hosts. A page of an allowed origin may read every answer, refusals and failures
included: the application's own layer for that lies within, and never sees what is refused here.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.server import problems
from assistant.server.chat_page import localise
from corpus.core.codes import Code

LOG = logging.getLogger("assistant")
_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
_CHAT = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
_CHAT_ROUTES = re.compile(
    r"GET (?:/?|/(?:assets|public|avatars)/[^?]*|/project/(?:settings|translations)|/auth/config|/user|/favicon|/logo)"
    r"|HEAD /?|POST /(?:project/action|set-session-cookie)|(?:GET|POST|OPTIONS) /ws/socket\.io/?"
)
_READABLE = "x-request-id, retry-after"
"""Headers of an answer that a page of another origin may read: who is told to wait must be able to read how long."""
_FORM = "application/x-www-form-urlencoded"
_UPLOAD = "multipart/form-data"
_KINDS = 7
_LONGEST_LENGTH = 12
"""Figures of a length header that is read as a number."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True)
class GuardPolicy:
    """What the guard allows.

    Args:
        origins: origins beside the server's own that may call the API, connect to and frame the chat, such as
            ``https://portal.example``.
        hosts: acceptable ``Host`` names without port; empty accepts any.
        styles: hashes of the style sheets that stand inside pages, such as ``sha256-…``.
        chat_path: where Chainlit is mounted.
        max_body: largest request body, bytes.
        max_form: largest form posted by a page, bytes: one with more names than any list has is told so by its field.
        uploads: addresses that take files.
        max_upload: largest form with a file, bytes.
        body_timeout_s: seconds within which a body must have arrived.
    """

    origins: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    styles: tuple[str, ...] = ()
    chat_path: str = "/chat"
    max_body: int = 64 * 1024
    max_form: int = 1024 * 1024
    uploads: frozenset[str] = frozenset()
    max_upload: int = 20 * 1024 * 1024
    body_timeout_s: float = 15.0

    def origin_allowed(self, origin: str, host: str) -> bool:
        """Whether a page of ``origin`` may talk to this server, addressed as ``host`` (``name[:port]``)."""
        if origin.lower().rstrip("/") in self.origins:
            return True
        scheme, _, authority = origin.lower().partition("://")
        if scheme not in _DEFAULT_PORTS:
            return False
        theirs = _authority(scheme, authority)
        return theirs is not None and theirs == _authority(scheme, host.lower())


def policy_from(origins: str, hosts: str = "", styles: tuple[str, ...] = ()) -> GuardPolicy:
    """A policy from comma separated lists, as settings give them, and the hashes of the pages' style sheets."""
    return GuardPolicy(
        origins=frozenset(origin.lower().rstrip("/") for origin in _items(origins)),
        hosts=frozenset(_items(hosts.lower())),
        styles=styles,
    )


def _items(text: str) -> Iterable[str]:
    return (item.strip() for item in text.split(",") if item.strip())


def _authority(scheme: str, authority: str) -> tuple[str, int] | None:
    """Host name and port; ``None`` for what is no authority."""
    try:
        parts = urlsplit(f"{scheme}://{authority}")
        port = parts.port or _DEFAULT_PORTS[scheme]
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname else None


class Doorkeeper(Protocol):
    """Who may come in, asked before a body is read."""

    async def refusal(self, scope: Scope) -> Response | None:
        """What to answer instead of the application; ``None`` lets the connection in."""
        ...

    def watched(self, scope: Scope, receive: Receive) -> Receive:
        """``receive`` of a WebSocket connection, which ends when its caller may not be here any more."""
        ...


class Guard:
    """ASGI application in front of another one; see the module's header."""

    def __init__(self, app: ASGIApp, policy: GuardPolicy, door: Doorkeeper | None = None) -> None:
        self.app = app
        self.policy = policy
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass, refuse or rewrite one connection."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            if self._refusal(scope) or not self._in_chat(scope):
                await receive()
                await send({"type": "websocket.close", "code": 4403, "reason": "origin"})
            elif self.door is not None and await self.door.refusal(scope) is not None:
                await receive()
                await send({"type": "websocket.close", "code": 4401, "reason": "account"})
            else:
                await self._chat(scope, self.door.watched(scope, receive) if self.door else receive, send)
        else:
            await self.app(scope, receive, send)

    async def _chat(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A connection of the chat; one that speaks another language than its socket server is closed, in one line."""

        async def packets() -> Message:
            message = await receive()
            first = str(message.get("text") or "")[:1]
            # engine.io knows seven kinds of packets and logs a traceback for an eighth
            return {**message, "text": '"'} if first.isdecimal() and int(first) >= _KINDS else message

        try:
            await self.app(scope, packets, send)
        except ValueError as error:  # engine.io reads the first character of every packet as a figure
            LOG.warning("chat: connection closed (%s)", type(error).__name__)
            await send({"type": "websocket.close", "code": 1003})

    def _in_chat(self, scope: Scope) -> bool:
        path = str(scope["path"])
        return path == self.policy.chat_path or path.startswith(self.policy.chat_path + "/")

    def _refusal(self, scope: Scope) -> tuple[Code, str] | None:
        """Code and words of a refusal, or ``None``."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = _authority("http", host.lower())
        # Starlette's TrustedHostMiddleware words its refusal in English plain text, with no place to put our problem
        # document, so the name is compared here
        if self.policy.hosts and (name is None or name[0] not in self.policy.hosts):
            return Code.REQUEST_HOST, "Tên máy chủ trong yêu cầu không được chấp nhận."
        if self._in_chat(scope):
            origin = headers.get("origin")
            if origin is not None and not self.policy.origin_allowed(origin, host):
                return Code.REQUEST_ORIGIN, "Trang web này không được phép kết nối tới trợ lý."
            route = f"{scope.get('method', 'GET')} {scope['path'][len(self.policy.chat_path) :]}"
            if _CHAT_ROUTES.fullmatch(route) is None:
                return Code.RESOURCE_NOT_FOUND, "Không có trang này."
        length = headers.get("content-length", "0")
        figures = length.isascii() and length.isdigit() and len(length) <= _LONGEST_LENGTH
        if not figures or int(length) > self._largest(scope):
            return self._too_large(scope)
        return None

    def _largest(self, scope: Scope) -> int:
        """Most bytes of the body: forms of pages may be larger than what the API and the chat take."""
        kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if kind == _UPLOAD and scope["path"] in self.policy.uploads and scope["method"] == "POST":
            return self.policy.max_upload
        of_page = not self._in_chat(scope) and not str(scope["path"]).startswith("/api/")
        return self.policy.max_form if of_page and kind == _FORM else self.policy.max_body

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = secrets.token_urlsafe(16)
        policy, reader = self._content_policy(scope, nonce), self._reader(scope)
        outgoing = _Outgoing(scope, send, policy, in_chat=self._in_chat(scope), nonce=nonce, reader=reader)
        if (refusal := self._refusal(scope)) is not None:
            await outgoing.problem(*refusal)
            return
        if self.door is not None and (refused := await self.door.refusal(scope)) is not None:
            await refused(scope, receive, outgoing)
            return
        if scope["method"] == "HEAD" and not self._in_chat(scope):
            scope = dict(scope, method="GET")  # every page has a head; the server sends no body with it
        if outgoing.rewrites:
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = dict(scope, headers=headers)
        try:
            body = await _read(receive, self._largest(scope), self.policy.body_timeout_s)
        except TimeoutError:
            await outgoing.problem(Code.REQUEST_BAD, "Nội dung không tới kịp thời gian cho phép.")
            return
        except ConnectionError:
            return  # nobody is there to be told
        except asyncio.CancelledError:  # the server stops, and waits no longer for a slow body
            await outgoing.problem(Code.SERVER_BUSY, "Trợ lý đang dừng để khởi động lại; hãy gửi lại sau ít giây.")
            return
        if body is None:
            await outgoing.problem(*self._too_large(scope))
        else:
            await self.app(scope, _Replay(body, receive), outgoing)

    def _reader(self, scope: Scope) -> str:
        """The origin, as it was written, of an allowed page that asks; empty for none and for our own."""
        origin = Headers(scope=scope).get("origin", "")
        return origin if origin.lower().rstrip("/") in self.policy.origins else ""

    def _too_large(self, scope: Scope) -> tuple[Code, str]:
        return Code.REQUEST_TOO_LARGE, f"Nội dung gửi lên vượt quá {self._largest(scope) // 1024} KiB."

    def _content_policy(self, scope: Scope, nonce: str) -> str:
        ancestors = " ".join(sorted(self.policy.origins)) or "'none'"
        styles = "".join(f" '{hashed}'" for hashed in self.policy.styles)
        content = _CHAT.format(nonce=nonce) if self._in_chat(scope) else _PAGE.format(styles=styles)
        return f"{content}; frame-ancestors {ancestors}"


async def _read(receive: Receive, limit: int, timeout_s: float) -> bytes | None:
    """The whole body, or ``None`` once it passes ``limit``; the length header may be absent or lie.

    Raises:
        TimeoutError: when the body is not there in time.
        ConnectionError: when the client closes its connection in the middle; a part is not taken for the whole.
    """
    body = bytearray()
    async with asyncio.timeout(timeout_s):
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise ConnectionError("the body was cut")
            body += message.get("body", b"")
            if len(body) > limit:
                return None
            if not message.get("more_body"):
                return bytes(body)


class _Replay:
    """``receive`` that hands over a body already read, then goes on with the connection."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


class _Outgoing:
    """``send`` that adds headers, drops cookies and rewrites the chat's page."""

    def __init__(
        self, scope: Scope, send: Send, content_policy: str, *, in_chat: bool, nonce: str, reader: str
    ) -> None:
        self._send = send
        self._scope = scope
        self._content_policy = content_policy
        self._in_chat = in_chat
        self._nonce = nonce
        self._held: Message | None = None
        self._body = b""
        self._reader = reader
        self.rewrites = in_chat and scope["method"] == "GET" and "." not in scope["path"].rsplit("/", 1)[-1]

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = self._dress(MutableHeaders(scope=message))
            if self.rewrites and headers.get("content-type", "").startswith("text/html"):
                self._held = message
                return
        elif message["type"] == "http.response.body" and self._held is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            start, self._held = self._held, None
            body = localise(self._body.decode(), self._nonce).encode()
            MutableHeaders(scope=start)["content-length"] = str(len(body))
            await self._send(start)
            message = {"type": "http.response.body", "body": body}
        await self._send(message)

    def _dress(self, headers: MutableHeaders) -> MutableHeaders:
        for name, value in _HEADERS.items():
            headers[name] = value
        headers["content-security-policy"] = self._content_policy
        if self._reader and "access-control-allow-origin" not in headers:
            headers["access-control-allow-origin"] = self._reader
            headers["access-control-expose-headers"] = _READABLE
            headers.add_vary_header("Origin")
        if self._in_chat:
            del headers["set-cookie"]
        if self._in_chat and "/assets/" in self._scope["path"]:
            headers["cache-control"] = "public, max-age=31536000, immutable"
        else:
            headers.setdefault("cache-control", "no-cache")
        return headers

    async def problem(self, code: Code, words: str) -> None:
        """Answer with problem details instead of the application."""
        title = "Yêu cầu không được chấp nhận" if code is not Code.RESOURCE_NOT_FOUND else "Không tìm thấy"
        body = problems.encode(problems.problem(code, title, words, self._scope["path"]))
        headers = [(b"content-type", problems.MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
        if code is Code.SERVER_BUSY:
            headers.append((b"retry-after", b"5"))
        start: Message = {"type": "http.response.start", "status": code.status, "headers": headers}
        self._dress(MutableHeaders(scope=start))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})
