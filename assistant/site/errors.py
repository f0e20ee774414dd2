"""Errors as pages: whoever opens an address in a browser is told in words, not in JSON (edge, ASGI).

Every error of the server leaves as a problem document (``assistant.server.problems``): unknown addresses, refused
fields, methods, hosts and bodies, faults of our own. Here, outside all of them, one that a browser asked for is shown
as a page with the same status and headers; the API and scripts get the document as it is.
"""

from __future__ import annotations

import gzip
import json
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.server.problems import MEDIA_TYPE
from assistant.site.layout import render

_API = "/api/"


class ErrorPages:
    """ASGI application in front of another one; see the module's header."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its error as a page where a browser asks for one."""
        shown = _Shown(send) if _asks_for_page(scope) else None
        await self.app(scope, receive, shown or send)


def _asks_for_page(scope: Scope) -> bool:
    """Whether a browser goes to an address: it then says that it reads HTML, which no script of ours does."""
    if scope["type"] != "http" or scope["method"] == "HEAD" or str(scope["path"]).startswith(_API):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


class _Shown:
    """``send`` that holds a problem document until it is whole and sends the page of it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_problem(message):
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        start, self._start = self._start, None
        headers = MutableHeaders(scope=start)
        packed = headers.get("content-encoding") == "gzip"
        page = problem_page(json.loads(gzip.decompress(self._body) if packed else self._body)).encode()
        del headers["content-encoding"]
        headers["content-type"] = "text/html; charset=utf-8"
        headers["content-length"] = str(len(page))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})


def _is_problem(start: Message) -> bool:
    return Headers(scope=start).get("content-type", "").startswith(MEDIA_TYPE)


def problem_page(problem: dict[str, Any]) -> str:
    """The page of a problem document: what went wrong, what to do next, its stable code."""
    return render("problem.html", problem=problem)
