"""The real server with a scripted assistant, for the browser tests: ``python tests/browser_server.py``.

Prints the port on a line of its own once it accepts connections.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from dataclasses import replace
from pathlib import Path

import uvicorn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fakes import ScriptedAssistant, answered, refused  # a package on the path is called "tests", too

import app
from assistant.desk import Desk
from assistant.model import Question, Turn
from assistant.settings import Settings


def scripted() -> ScriptedAssistant:
    """Answers, refuses, and tells back the conversation it was given."""
    assistant = ScriptedAssistant()

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
    desk = Desk(scripted, warm_up="Chào")
    server = uvicorn.Server(uvicorn.Config(app.create(Settings(_env_file=None), desk), log_level="warning"))

    async def announce() -> None:
        await desk.opened()
        print(listener.getsockname()[1], flush=True)  # noqa: T201

    desk.open()
    await asyncio.gather(server.serve([listener]), announce())


if __name__ == "__main__":
    asyncio.run(main())
