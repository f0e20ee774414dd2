"""What a chat client may send, and how many there may be (edge, Chainlit and its socket server).

Chainlit keeps a session, with whatever its client put into it, for as long as its time-out; takes events that this chat
does not use; and shows the text of Python's own errors to whoever sends what it cannot read. Here every event is looked
at before Chainlit sees it: its form, its size, whether it is one of ours.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from chainlit.server import call_action, sio
from chainlit.session import WebsocketSession, ws_sessions_id, ws_sessions_sid
from chainlit.types import CallActionRequest
from chainlit.user_session import user_sessions
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.chat.context import told
from assistant.server.problems import NotFoundError
from corpus.core.codes import Code

LOG = logging.getLogger("assistant")
MAX_SESSIONS = 300
"""Chats kept at once; beyond them the oldest whose client is gone gives way, or the new one is refused."""
MAX_ID = 64
"""Longest value of what a client says of itself, in characters."""
EVENTS = frozenset(
    {"connect", "connection_successful", "clear_session", "disconnect", "stop", "client_message", "window_message"}
)
"""Events this chat has; of any other nothing happens."""

_BINARY = ("5", "6")
"""Types of socket.io packets that announce binary parts, which are kept until all have come."""

Handler = Callable[..., Awaitable[Any]]


class _Pressed(BaseModel):
    """A button pressed: the parts of Chainlit's action that this chat makes (``assistant.chat.buttons``)."""

    model_config = ConfigDict(extra="ignore")

    name: Literal["provision", "ask", "rate", "reason"]
    payload: dict[str, Any] = Field(max_length=8)
    label: str = Field(default="", max_length=500)


class _Call(BaseModel):
    model_config = ConfigDict(extra="ignore")

    action: _Pressed
    sessionId: str = Field(max_length=MAX_ID)  # noqa: N815 - Chainlit's name


def limit() -> None:
    """Put the limits in front of Chainlit's packets and events; doing it again changes nothing."""
    packets = sio.eio.handlers
    if not hasattr(packets["message"], "limited"):
        packets["message"] = _readable(packets["message"])
    handlers: dict[str, Handler] = sio.handlers["/"]
    for name in set(handlers) - EVENTS:
        del handlers[name]
    checks: dict[str, Callable[..., tuple[Any, ...] | None]] = {
        "connect": _connects,
        "client_message": _says,
        "window_message": _tells,
    }
    for name, handler in handlers.items():
        if not hasattr(handler, "limited"):
            handlers[name] = _limited(name, handler, checks.get(name, _only_sid))


def actions(chat_path: str) -> APIRouter:
    """Chainlit's route of actions with the request looked at first; it must be reached before Chainlit's own."""
    router = APIRouter()

    @router.post(f"{chat_path}/project/action", include_in_schema=False)
    async def press(body: _Call) -> Response:
        if WebsocketSession.get_by_id(body.sessionId) is None:
            raise NotFoundError(Code.CHAT_CLOSED, "Cuộc trò chuyện này đã đóng. Xin tải lại trang và hỏi lại.")
        request = CallActionRequest(action=body.action.model_dump(), sessionId=body.sessionId)
        done: Response = await call_action(request, None)
        return done

    return router


def _readable(handler: Handler) -> Handler:
    """The socket server's reader of packets, which logs thirty lines for each that it cannot read.

    The chat page sends no binary packets and none that is malformed; of such nothing happens. Failures of our own
    handlers do not come through here: the socket server runs those as tasks of their own.
    """

    async def readable(client: str, packet: Any) -> None:
        try:
            if not isinstance(packet, str) or packet[:1] in _BINARY:
                raise ValueError("binary")
            await handler(client, packet)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            LOG.warning("chat: packet refused (%s)", type(error).__name__)

    readable.limited = True  # type: ignore[attr-defined]
    return readable


def _limited(name: str, handler: Handler, check: Callable[..., tuple[Any, ...] | None]) -> Handler:
    async def limited(sid: str, *sent: Any) -> Any:
        arguments = check(sid, *sent)
        if arguments is None:
            LOG.log(logging.DEBUG if name == "window_message" else logging.WARNING, "chat: event %s refused", name)
            return False  # what refuses a connection; of other events nobody reads it
        return await handler(*arguments)

    limited.limited = True  # type: ignore[attr-defined]
    return limited


def _only_sid(sid: str, *_sent: Any) -> tuple[Any, ...] | None:
    return (sid,) if WebsocketSession.get(sid) is not None else None


def _connects(sid: str, environ: Mapping[str, Any], auth: Any = None, *_more: Any) -> tuple[Any, ...] | None:
    """The connection with what Chainlit reads of it, and nothing else; ``None`` where there is no place for it."""
    session = auth.get("sessionId") if isinstance(auth, dict) else None
    if not session or not _short(session) or (session not in ws_sessions_id and not _has_place()):
        return None
    language = str(environ.get("HTTP_ACCEPT_LANGUAGE", ""))[:MAX_ID] or "vi-VN"
    profile = auth.get("chatProfile")
    known = {"sessionId": session, "clientType": "webapp", "chatProfile": profile if _short(profile) else None}
    return sid, {"HTTP_ACCEPT_LANGUAGE": language}, known


def _short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_ID


def _has_place() -> bool:
    if len(ws_sessions_id) < MAX_SESSIONS:
        return True
    for session in list(ws_sessions_id.values()):  # the oldest first
        if not sio.manager.is_connected(session.socket_id, "/"):
            user_sessions.pop(session.id, None)
            ws_sessions_id.pop(session.id, None)
            ws_sessions_sid.pop(session.socket_id, None)
            return True
    return False


def _says(sid: str, payload: Any = None, *_more: Any) -> tuple[Any, ...] | None:
    """A message in the form that the chat page sends: text with an id of its own."""
    message = payload.get("message") if isinstance(payload, dict) else None
    if not isinstance(message, dict) or WebsocketSession.get(sid) is None:
        return None
    text, name = message.get("output"), message.get("id")
    if not isinstance(text, str) or not isinstance(name, str) or not _is_uuid4(name):
        return None
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return None
    step = {"id": name, "output": text, "name": "user", "type": "user_message", "createdAt": ""}
    return sid, {"message": step}


def _tells(sid: str, data: Any = None, *_more: Any) -> tuple[Any, ...] | None:
    """What the page says of its conversation; a browser's extensions send messages of their own, which are nothing."""
    if WebsocketSession.get(sid) is None or (context := told(data)) is None:
        return None
    return sid, context


def _is_uuid4(text: str) -> bool:
    try:
        return len(text) <= MAX_ID and uuid.UUID(text).version == 4
    except ValueError:
        return False
