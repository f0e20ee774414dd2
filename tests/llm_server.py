"""A scripted OpenAI-compatible server over real HTTP: a plain ASGI application that uvicorn runs in a thread.

A script sees the prompt as the assistant sent it and says what the "model" writes and how the connection behaves.
Nothing sleeps to wait for somebody: a reply that stalls waits for the client to hang up, and notes that it did.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import uvicorn

Ending = Literal["regular", "no_reason", "no_done", "cut", "stall", "drip", "garbled"]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Prompt:
    """What the assistant sent. ``turn`` is 1 for the first round and 2 for the repair."""

    body: dict[str, Any]
    system: str
    question: str
    offers: dict[str, str]
    leads: dict[str, str]
    turn: int
    verdicts: str


@dataclass(frozen=True)
class Reply:
    """What the server sends.

    ``regular`` ends as the protocol says; ``no_reason`` without a finish reason; ``no_done`` without the end mark;
    ``cut`` breaks the connection in the middle of the body; ``stall`` sends no more; ``drip`` sends empty comments for
    ever; ``garbled`` ends in a line that is no JSON.
    """

    text: str = ""
    ending: Ending = "regular"
    finish: str = "stop"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    piece: int = 17


Script = Callable[[Prompt], Reply]


def claim(text: str, *cites: tuple[str, str]) -> str:
    """One claim in the form of the protocol."""
    rows = [{"label": label, "quote": quote} for label, quote in cites]
    return json.dumps({"claim": text, "cites": rows}, ensure_ascii=False)


class LlmServer:
    """The server; ``script`` may be changed between questions.

    Attributes:
        url: base address to give to a client.
        prompts: every prompt received.
        hung_up: how many clients closed the connection on a reply that had not ended.
    """

    def __init__(self) -> None:
        self.script: Script = lambda _prompt: Reply('{"none": true}')
        self.prompts: list[Prompt] = []
        self.headers: list[dict[str, str]] = []
        self.hung_up = threading.Semaphore(0)
        self.url = ""

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.headers.append({name.decode(): value.decode() for name, value in scope["headers"]})
        prompt = read_prompt(json.loads(body))
        self.prompts.append(prompt)
        reply = self.script(prompt)
        if reply.status != 200:
            await _whole(send, reply)
        else:
            await self._stream(send, receive, reply)

    async def _stream(self, send: Send, receive: Receive, reply: Reply) -> None:
        headers = [(b"content-type", b"text/event-stream")]
        if reply.ending == "cut":
            headers.append((b"content-length", b"1000000"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for at in range(0, len(reply.text), reply.piece):
            await _event(send, _chunk(reply.text[at : at + reply.piece]))
        match reply.ending:
            case "regular":
                await _event(send, _chunk("", reply.finish))
                await _event(send, "[DONE]")
            case "no_reason":
                await _event(send, "[DONE]")
            case "no_done":
                await _event(send, _chunk("", reply.finish))
            case "garbled":
                await _event(send, '{"choices": [')
            case "stall":
                await _until_hung_up(receive)
                self.hung_up.release()
            case "drip":
                gone = asyncio.ensure_future(_until_hung_up(receive))
                while not gone.done():
                    await send({"type": "http.response.body", "body": b": ping\n\n", "more_body": True})
                    await asyncio.wait([gone], timeout=0.01)
                self.hung_up.release()
        await send({"type": "http.response.body", "body": b""})


async def _until_hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _event(send: Send, data: str) -> None:
    await send({"type": "http.response.body", "body": f"data: {data}\n\n".encode(), "more_body": True})


async def _whole(send: Send, reply: Reply) -> None:
    headers = [(b"content-type", b"application/json"), *((k.encode(), v.encode()) for k, v in reply.headers.items())]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"error": {"message": reply.text}}).encode()})


def _chunk(text: str, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}
    return json.dumps({"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "x", "choices": [choice]})


def read_prompt(body: dict[str, Any]) -> Prompt:
    """The parts of a prompt; raises where the assistant no longer sends what ``prompts/ask.vi.md`` promises."""
    messages = [message["content"] for message in body["messages"]]
    rows = [json.loads(line) for line in messages[1].splitlines() if re.match(r'\{"(?:label|question)"', line)]
    return Prompt(
        body=body,
        system=messages[0],
        question=next(row["question"] for row in rows if "question" in row),
        offers={row["label"]: row["text"] for row in rows if "label" in row},
        leads={row["label"]: row["lead"] for row in rows if row.get("lead")},
        turn=1 + (len(messages) > 2),
        verdicts=messages[3] if len(messages) > 2 else "",
    )


@contextmanager
def serving() -> Iterator[LlmServer]:
    """The server on a free port of this machine."""
    app = LlmServer()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    app.url = f"http://127.0.0.1:{socket.getsockname()[1]}/v1"
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        yield app
    finally:
        server.should_exit = True
        thread.join(10)
        socket.close()
