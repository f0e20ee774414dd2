"""The real server for tests from outside: ``python tests/browser_server.py``, with a scripted assistant.

With ``lying`` as argument it is the real assistant over the shipped corpus, with a model that lies over real HTTP; with
``honest``, without a model; with ``pages`` the scripted one over the shipped corpus, for the pages that show it.
Ratings are counted in a folder of their own. ``--origins=…`` are other sites whose pages may ask.
Prints the port on a line of its own once it accepts connections.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import uvicorn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fakes import ScriptedAssistant, answered, refused  # a package on the path is called "tests", too
from llm_server import Prompt, Reply, claim, serving

import app
from assistant.generation.chat_model import open_endpoint
from assistant.generation.generator import ModelGenerator
from assistant.model import ClaimShown, Event, Question, Turn
from assistant.server.executor import Answerer, Desk
from assistant.settings import Settings
from assistant.wiring import assistant_from
from corpus.core.codes import Code
from corpus.core.errors import ProviderError
from indexing.config import IndexConfig
from indexing.sources import load_registry

LIES = ("một phần mười", "vi-du.example", "câu nói suông")
"""Marks of the false sentences that the lying model sends; ``tests/assistant/server/test_chat.py`` looks for them."""
STALL = "Phiếu bầu như thế nào là hợp lệ?"
"""The question on which the lying model falls silent after a true claim."""


class Halting(ScriptedAssistant):
    """Tells ``từng ý`` up to the first claim until somebody asks ``tiếp đi``; ``hỏng giữa chừng`` fails after it."""

    go_on = threading.Event()

    def stream(self, question: Question, stop: Callable[[], bool]) -> Iterator[Event]:
        """The scripted answer, with the halts."""
        if question.text == "tiếp đi":
            self.go_on.set()
        for event in super().stream(question, stop):
            yield event
            if question.text == "từng ý" and isinstance(event, ClaimShown):
                self.go_on.wait(30)
            if question.text == "hỏng giữa chừng":
                raise ProviderError(Code.PROVIDER_CUT, "Mất kết nối giữa chừng.")


def lies(prompt: Prompt) -> Reply:
    """False sentences around a true one; every one of them is marked."""
    true = prompt.offers["P1"]
    lines = [
        "Đây là câu nói suông.",
        claim("Đại hội hợp lệ khi có mặt một phần mười số người được triệu tập.", ("P1", true)),
        claim(true, ("P1", true)),
        claim(f"{true} Xem https://vi-du.example.", ("P1", true)),
        "",
    ]
    return Reply("\n".join(lines), "stall" if prompt.question == STALL else "regular", piece=5)


def lying(model_url: str) -> Answerer:
    """The real assistant with the lying model."""
    endpoint = open_endpoint("openai:thử", url=model_url, key="", timeout_s=60)
    return replace(assistant_from(Settings(corpus="shipped", model="")), generator=ModelGenerator(endpoint, 60))


def scripted() -> ScriptedAssistant:
    """Answers, refuses, and tells back the conversation it was given."""
    assistant = Halting()

    def told(question: Question) -> str:
        return " / ".join(turn.question for turn in question.history if isinstance(turn, Turn))

    assistant.script = {
        "nấu phở": lambda question: refused(question.text),
        "còn gì nữa?": lambda question: replace(answered(assistant.registry, question.text), standalone=told(question)),
    }
    return assistant


async def main() -> None:
    """Serve on a free port until terminated."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    parts = ExitStack()
    origins = "".join(word.removeprefix("--origins=") for word in sys.argv[1:] if word.startswith("--origins="))
    mode = [word for word in sys.argv[1:] if not word.startswith("--")]
    if mode == ["lying"]:
        model = parts.enter_context(serving())
        model.script = lies
        desk = Desk(lambda: lying(model.url))
    elif mode == ["pages"]:
        desk = Desk(lambda: ScriptedAssistant(registry=load_registry(IndexConfig(corpus="shipped"))))
    elif mode == ["honest"]:
        desk = Desk(lambda: assistant_from(Settings(corpus="shipped", model="")))
    else:
        desk = Desk(scripted, warm_up="Chào")
    home = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="tldh-test-")))
    settings = Settings(_env_file=None, home=home, allowed_origins=origins)
    server = uvicorn.Server(uvicorn.Config(app.create(settings, desk), log_level="warning"))

    async def announce() -> None:
        await desk.opened()
        print(listener.getsockname()[1], flush=True)  # noqa: T201

    desk.open()
    with parts:
        await asyncio.gather(server.serve([listener]), announce())


if __name__ == "__main__":
    asyncio.run(main())
