"""Two processes behind one socket: ``python tests/workers_server.py FILE``, with a scripted assistant.

Answers to ``tên`` hold the process and what stands in the file, which is the name of the published index. Prints the
port once it is bound.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fakes import ScriptedAssistant, refused

from assistant.api.application import create_api
from assistant.server.executor import Answerer, Desk
from assistant.server.taking_over import Holding
from assistant.workers.forked import Siblings
from assistant.workers.listening import bound, listen


def main() -> None:
    """Serve until told to stop."""
    published = Path(sys.argv[1])
    at = bound("127.0.0.1", 0)
    sys.stdout.write(f"{at.getsockname()[1]}\n")
    sys.stdout.flush()

    def load() -> Answerer:
        name = published.read_text("utf-8")
        return ScriptedAssistant(script={"tên": lambda _: refused(f"{os.getpid()} {name}")})

    def live() -> None:
        desk = Desk(load, version=lambda: published.read_text("utf-8"))
        listen(Holding(create_api(desk, sources={}), desk), at)

    sys.exit(Siblings({"một": live, "hai": live}).run())


if __name__ == "__main__":
    main()
