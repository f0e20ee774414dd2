"""Logs of the server: one line a question, and on every line the id of its request; for people or for machines.

Edge. A line of ``assistant.answers`` says which request it was, by which route, how it ended and why, how many claims
it has, for which day, and how long each stage took. It never holds what was asked or answered. The id comes from the
caller's ``X-Request-ID`` or is made here; it goes out with the response and stands in every problem document.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, TextIO

from assistant.model import Answer
from corpus.core.errors import AssistantError

if TYPE_CHECKING:  # the desk logs without the server's libraries, too
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LogForm = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]

HEADER = "x-request-id"
_ANSWERS = logging.getLogger("assistant.answers")
_OURS = ("assistant", "corpus", "indexing", "uvicorn")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""What a caller's id may look like; anything else could forge lines or headers, and is replaced."""


@dataclass(frozen=True, slots=True)
class _Request:
    id: str = ""
    route: str = ""


Listener = Callable[[Mapping[str, Any]], None]
"""Takes the fields of a question's line, whatever level is logged."""
_LISTENERS: list[Listener] = []
_NONE = _Request()
_CURRENT: ContextVar[_Request] = ContextVar("request", default=_NONE)


def request_id() -> str:
    """Id of the request that is being served; empty outside of one."""
    return _CURRENT.get().id


@contextmanager
def request(route: str, given: str = "") -> Iterator[str]:
    """Everything within belongs to one request.

    Args:
        route: path of the request, or ``chat``.
        given: the caller's id; one is made when it is empty or not of the allowed form.
    """
    current = _Request(given if _ID.fullmatch(given) else secrets.token_hex(8), route)
    token = _CURRENT.set(current)
    try:
        yield current.id
    finally:
        _CURRENT.reset(token)


class RequestIds:
    """ASGI application in front of another one: gives every request its id and sends it back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection under its id."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == HEADER.encode()), "")
        with request(scope["path"], given) as chosen:

            async def tagged(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message.get("headers", ()), (HEADER.encode(), chosen.encode())]}
                await send(message)

            await self.app(scope, receive, tagged)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tells ``listener`` of every question that ends while the block runs, in this process."""
    _LISTENERS.append(listener)
    try:
        yield
    finally:
        _LISTENERS.remove(listener)


@contextmanager
def line() -> Iterator[list[Answer]]:
    """Writes the one line of a question when the block ends.

    The block puts its answer into the list. Without one, the line tells of the error that left the block, or that
    nobody waited for the answer any more.
    """
    current, begin, answers, error = _CURRENT.get(), perf_counter(), list[Answer](), None
    try:
        yield answers
    except AssistantError as raised:
        error = raised
        raise
    finally:
        total = round((perf_counter() - begin) * 1000, 1)
        told = _of_answer(answers[-1]) if answers else _of_error(error)
        level = logging.WARNING if error is not None and error.code.status >= 500 else logging.INFO
        fields = {"request_id": current.id, "route": current.route, **told, "total_ms": total}
        for listener in _LISTENERS:
            listener(fields)
        _ANSWERS.log(level, "question", extra={"fields": fields})


def _of_answer(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status.value,
        "reason": answer.refusal.reason.value if answer.refusal else "",
        "claims": len(answer.claims),
        "as_of": answer.as_of.isoformat(),
        "degraded": answer.degraded,
        "timings_ms": {name: round(value, 1) for name, value in answer.timings_ms.items()},
    }


def _of_error(error: AssistantError | None) -> dict[str, Any]:
    return {"status": "stopped", "reason": ""} if error is None else {"status": "error", "reason": error.code.value}


def configure(form: LogForm, level: LogLevel, stream: TextIO | None = None) -> None:
    """Send all logs to ``stream`` (standard error) in this form; of other libraries warnings only.

    Configuring again replaces what was configured before.
    """
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Handler)]:
        root.removeHandler(handler)
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())


class _Handler(logging.StreamHandler[TextIO]):
    """Ours, to be told from those of others."""


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        row = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id(),
            **_fields(record),
        }
        if record.exc_info:
            row["exception"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False, default=str)


class _Text(logging.Formatter):
    """One line for a person, details as ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {"request_id": request_id(), **_fields(record)}
        details = "".join(f" {name}={_shown(value)}" for name, value in fields.items() if value != "")
        when = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        text = f"{when} {record.levelname} {record.name}: {record.getMessage()}{details}"
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


def _fields(record: logging.LogRecord) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(record, "fields", {})
    return found


def _shown(value: Any) -> str:
    return ",".join(f"{name}:{item}" for name, item in value.items()) if isinstance(value, Mapping) else str(value)
