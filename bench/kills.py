"""Servers killed under load: ``python -m bench.kills --kills 200 [--url postgresql+psycopg://…]``.

Two processes serve the intake of proposals on one listening socket and one store (an SQLite file unless ``--url`` names
another). Eight clients send proposals without pause, each again and again until it is confirmed; meanwhile one of the
two processes is killed with SIGKILL and replaced, ``--kills`` times, after at least three more were confirmed: every
other time at a random moment, else as soon as one more is seen in the store, so that its answer is cut off. At the end
every confirmed number must be in the store once (``lost``), and the store must hold no other proposal (``doubled``).
``saved_by_repeat`` counts proposals that were stored although the answer never came, and were then found by the
repeated sending: those would have been doubled without it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any

import uvicorn
import uvicorn.loops.auto
import uvicorn.protocols.http.auto  # imported before the forks

CLIENTS = 8
SERVERS = 2
BETWEEN = 3
"""Proposals confirmed between two kills, at least."""
TEXT = "Đề nghị hướng dẫn rõ việc kiểm phiếu, lần gửi số {number} của phép thử này."


def application(url: str) -> Any:
    """The service, made before the forks, so that a new process serves at once; it connects at its first request."""
    from assistant.api.application import create_api
    from assistant.proposals.rules import shipped_rules
    from assistant.proposals.service import Intake
    from assistant.server.executor import Desk
    from assistant.store.database import Store

    rules = shipped_rules()
    limits = tuple(each.model_copy(update={"times": 10**8}) for each in rules.limit)
    easy = rules.model_copy(update={"limit": limits, "puzzle": rules.puzzle.model_copy(update={"bits": 1})})
    intake = Intake(Store(url), today=date.today, rules=easy)
    return create_api(Desk(object), sources={}, intake=intake)  # type: ignore[arg-type]


def forked(listener: socket.socket, app: Any) -> int:
    """A new serving process, which serves until it is killed."""
    child = os.fork()
    if child == 0:
        try:
            uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off")).run([listener])
        finally:
            os._exit(0)
    return child


class Load:
    """The clients, in a process of their own; a line on standard output for each proposal that was confirmed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        self.told: Counter[str] = Counter()
        self.numbers: list[str] = []

    def run(self) -> None:
        """Send until a line comes in, finish what was begun, print what happened."""
        threads = [threading.Thread(target=self.client, args=(place,)) for place in range(CLIENTS)]
        for thread in threads:
            thread.start()
        sys.stdin.readline()
        self.stopped.set()
        for thread in threads:
            thread.join()
        print(json.dumps({"numbers": self.numbers, "told": self.told}), flush=True)

    def client(self, place: int) -> None:
        """One client: a proposal after the other, each until it is confirmed."""
        from assistant.proposals.puzzle import solves

        number = place * 10**6
        while not self.stopped.is_set():
            number += 1
            token = self.until_told("GET", "/api/v1/proposals/challenge")[0]["challenge"]
            solution = next(str(guess) for guess in range(1000) if solves(token, str(guess), 1))
            body = {
                "challenge": token,
                "solution": solution,
                "category": "kien_nghi",
                "text": TEXT.format(number=number),
            }
            receipt, cuts = self.until_told("POST", "/api/v1/proposals", body)
            with self.lock:
                self.numbers.append(receipt["number"])
                self.told["saved_by_repeat"] += bool(cuts and receipt["repeated"])
                print("+", flush=True)

    def until_told(self, method: str, path: str, body: Any = None) -> tuple[dict[str, Any], int]:
        """The body of the first answer that says yes, and how many attempts before it were cut."""
        cuts = 0
        while True:
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
                    content = None if body is None else json.dumps(body).encode()
                    connection.request(method, path, content, {"content-type": "application/json"})
                    answer = connection.getresponse()
                    text = answer.read()
            except (OSError, http.client.HTTPException):
                cuts += 1
                with self.lock:
                    self.told["cut"] += 1
                continue
            with self.lock:
                self.told[str(answer.status)] += 1
            if answer.status in (200, 201):
                return json.loads(text), cuts
            if answer.status != 503:
                raise AssertionError(f"{answer.status}: {text.decode()}")
            time.sleep(0.05)


def main() -> None:
    """Kill, look, print one JSON object; ends with 1 when a proposal was lost or doubled."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--url", default="")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--load", type=int, default=0, help="port; used by the bench itself")
    given = arguments.parse_args()
    if given.load:
        Load(given.load).run()
        return
    from assistant.store.database import Store

    with ExitStack() as parts:
        folder = parts.enter_context(tempfile.TemporaryDirectory(prefix="tldh-kills-"))
        url = given.url or f"sqlite:///{folder}/store.sqlite"
        with closing(Store(url)) as store:
            store.upgrade()
        listener = parts.enter_context(closing(socket.socket()))
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        result = killed(given.kills, listener, url, random.Random(given.seed))
    print(json.dumps(result))
    sys.exit(0 if result["lost"] == result["doubled"] == 0 else 1)


def killed(kills: int, listener: socket.socket, url: str, chance: random.Random) -> dict[str, Any]:
    """Run servers and clients, kill servers, and compare what was confirmed with what is stored."""
    app = application(url)
    servers = [forked(listener, app) for _ in range(SERVERS)]
    line = [sys.executable, "-m", "bench.kills", "--load", str(listener.getsockname()[1])]
    root = Path(__file__).resolve().parent.parent
    load = subprocess.Popen(line, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert load.stdin is not None
    assert load.stdout is not None
    begin = time.monotonic()
    try:
        for turn in range(kills):
            for _ in range(BETWEEN):
                assert load.stdout.readline() == "+\n", "a client stopped"
            if turn % 2:
                time.sleep(chance.uniform(0, 0.03))
            else:
                until_stored(url)
            place = chance.randrange(SERVERS)
            os.kill(servers[place], signal.SIGKILL)
            os.waitpid(servers[place], 0)
            servers[place] = forked(listener, app)
        load.stdin.write("\n")  # closing would not do: the servers forked since then hold the other end, too
        load.stdin.flush()
        told = json.loads([row for row in load.stdout if row != "+\n"][-1])
    finally:
        load.kill()
        load.wait()
        load.stdin.close()
        load.stdout.close()
        for server in servers:
            os.kill(server, signal.SIGKILL)
            os.waitpid(server, 0)
    stored = Counter(kept(url))
    confirmed = told["numbers"]
    return {
        "kills": kills,
        "store": url.partition(":")[0],
        "confirmed": len(confirmed),
        "stored": sum(stored.values()),
        "lost": sum(1 for number in confirmed if stored[number] == 0),
        "doubled": sum(stored.values()) - len(set(confirmed)) + len(confirmed) - len(set(confirmed)),
        "seconds": round(time.monotonic() - begin, 1),
        **told["told"],
    }


def until_stored(url: str) -> None:
    """Return as soon as the store holds one more proposal than now; its connection is gone before the next fork."""
    from sqlalchemy import func, select

    from assistant.proposals.tables import PROPOSALS
    from assistant.store.database import Store

    query = select(func.max(PROPOSALS.c.id))
    with closing(Store(url)) as store:
        before = now = None
        while now == before:
            with store.read() as connection:
                now = connection.execute(query).scalar_one()
            before = now if before is None else before


def kept(url: str) -> list[str]:
    """The number of every proposal in the store; each text stands for one sending."""
    from assistant.proposals.moderation import Moderation
    from assistant.store.database import Store

    with closing(Store(url)) as store:
        return [case.proposal.number for case in Moderation(store).everything()]


if __name__ == "__main__":
    main()
