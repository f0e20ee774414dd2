"""A pretended chat model with the pace of a real one: an OpenAI-compatible server for ``bench.first_claim``.

It proposes the first sentence of the first evidence, a false variant of it and the second sentence, in the protocol of
``prompts/rules.vi.md``, a few characters at a time. What it costs to make the words is the delay and nothing else, so
that the time to the first verified claim can be told apart from the speed of any one model.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn

from corpus.core.sentences import sentences

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
TOKEN = 3
"""Characters a token: about what multilingual vocabularies make of Vietnamese."""


@dataclass(frozen=True)
class Pace:
    """How fast the model is, and whether its first claim is false.

    Attributes:
        first_s: seconds to the first token, reading the prompt included.
        tokens_per_s: tokens a second after that.
        lies_first: propose the false variant before the true sentence.
    """

    first_s: float = 0.5
    tokens_per_s: float = 40.0
    lies_first: bool = False


class Pretender:
    """The server as an ASGI application."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        text = proposals(json.loads(body)["messages"][1]["content"], self._pace.lies_first)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        await asyncio.sleep(self._pace.first_s)
        for at in range(0, len(text), TOKEN):
            await _event(send, {"content": text[at : at + TOKEN]})
            await asyncio.sleep(1 / self._pace.tokens_per_s)
        await _event(send, {}, "stop")
        await send({"type": "http.response.body", "body": b"data: [DONE]\n\n"})


def proposals(prompt: str, lies_first: bool) -> str:
    """What the model writes about the first evidence of a prompt."""
    rows = [json.loads(line) for line in prompt.splitlines() if line.startswith('{"label"')]
    label, text = rows[0]["label"], rows[0]["text"]
    said = [text[a:b] for a, b in sentences(text)][:2] or [text]
    lie = _line(f"Không phải {said[0][:1].lower()}{said[0][1:]}", label, said[0])
    true = [_line(sentence, label, sentence) for sentence in said]
    return "\n".join([lie, *true] if lies_first else [true[0], lie, *true[1:]])


def _line(claim: str, label: str, quote: str) -> str:
    return json.dumps({"claim": claim, "cites": [{"label": label, "quote": quote}]}, ensure_ascii=False)


async def _event(send: Send, delta: dict[str, str], finish: str | None = None) -> None:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "x", "choices": [choice]}
    await send({"type": "http.response.body", "body": f"data: {json.dumps(chunk)}\n\n".encode(), "more_body": True})


@contextmanager
def pretending(pace: Pace) -> Iterator[str]:
    """The base address of a running server."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Pretender(pace), log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()
