"""Many people at once: ``python -m bench.crowd --home var [--users 200] [--seconds 180] [--url postgresql+psycopg://…]``.

Two processes of the real server (``app.py``) share one index and one PostgreSQL, started for this unless ``--url``
names one. Every user has an address of her own, asks one of the two servers, waits a few seconds between two things she
does, as people do who read, and does what she is told when told to wait. She asks for an answer or a stream, opens
pages, rates an answer, or writes a proposal and sends it after the time that sending without a script takes.

Prints one JSON object. ``faults`` lists everything that is not a 2xx, nor a 429 or 503 with ``Retry-After``: another
status, a broken connection, a stream without an end, a confirmed proposal that is not stored once; it ends with 1 when
there is any. ``resident_mb`` holds for each process its memory when all users had come, at the end, at most, and how it
grew in MiB a minute over the last two thirds (least squares). ``users_late_s`` is the longest that this program itself
was kept from running: the servers cut connections whose request takes 15 s to arrive, whoever is to blame.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack, aclosing, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.serve import ROOT, resident_mb, running
from eval.suites.cases import load, suites

SERVERS = 2
SAMPLED_S = 2.0
"""Seconds between two looks at the memory of the servers."""
KEPT_S = 5.0
"""Seconds that a connection is kept between two requests: less than the server keeps it, so that none is cut."""
PAGES = ("/so-tay", "/documents", "/bang-tinh", "/ke-hoach", "/bieu-mau", "/kien-nghi", "/chat/", "/docs",
         "/so-tay?q=ki%E1%BB%83m%20phi%E1%BA%BFu", "/widget/v1/tro-ly-dai-hoi.js")  # fmt: skip
TEXT = "Đề nghị hướng dẫn rõ cách ghi biên bản kiểm phiếu; lần gửi {mark} của phép thử đông người."
MOST_FAULTS = 20
"""Kinds of faults that are printed; all are counted."""


@dataclass
class Told:
    """What all users were told.

    Args:
        statuses: by what was done, how often each status came.
        spent: by what was done, milliseconds of those that came out well.
        faults: what must not be, in words, how often each.
        numbers: proposals that were confirmed.
        late_s: longest that the users were kept from running.
    """

    statuses: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter[str] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)
    late_s: float = 0.0


class Person:
    """One user, until the time is over.

    Args:
        number: among the users; her address follows from it.
        client: speaks with her server.
        told: where what she is told is counted.
        questions: what people ask.
        think_s: mean seconds between two things she does.
    """

    def __init__(
        self, number: int, client: httpx.AsyncClient, told: Told, questions: Sequence[str], think_s: float
    ) -> None:
        self._client = client
        self._told = told
        self._questions = questions
        self._think_s = think_s
        self._chance = random.Random(number)
        self._headers = {"x-forwarded-for": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        self._number = number
        self._cited: list[str] = []
        self._sent = 0

    async def live(self, until: float) -> None:
        """Do one thing after the other until this instant of the loop's clock."""
        does: list[tuple[Callable[[], Awaitable[float]], int]] = [
            (self._ask, 32), (self._listen, 32), (self._look, 24), (self._rate, 7), (self._propose, 5),
        ]  # fmt: skip
        await asyncio.sleep(self._chance.uniform(0, 2 * self._think_s))  # they do not come all at once
        while (now := asyncio.get_running_loop().time()) < until:
            [(act, _)] = self._chance.choices(does, [weight for _, weight in does])
            wait = await act()
            pause = max(wait, self._chance.uniform(0.5, 1.5) * self._think_s)
            await asyncio.sleep(min(pause, max(0.0, until - now)))

    async def _ask(self) -> float:
        answer, wait = await self._send("ask", "POST", "/api/v1/answers", {"question": self._question()})
        if answer is not None:
            self._keep(answer.json())
        return wait

    async def _listen(self) -> float:
        """A streamed answer; its last event is the answer, or a problem that says when to come again."""
        began, kind = time.perf_counter(), "stream"
        body, last, data = {"question": self._question()}, "", ""
        try:
            request = self._client.build_request("POST", "/api/v1/answers/stream", json=body, headers=self._headers)
            response = await self._again(kind, lambda: self._client.send(request, stream=True))
            async with aclosing(response):
                if response.status_code != 200:
                    await response.aread()
                    return self._counted(kind, response)
                async for line in response.aiter_lines():
                    name, _, value = line.partition(": ")
                    last, data = (value, data) if name == "event" else (last, value if name == "data" else data)
        except httpx.HTTPError as error:
            return self._broken(kind, error)
        if last != "answer":
            self._told.statuses[kind][f"ends with {last or 'nothing'}"] += 1
            self._fault(f"{kind}: ends with {last or 'nothing'} {_words(data)}")
            return 0.0
        self._keep(json.loads(data))
        self._told.spent[kind].append((time.perf_counter() - began) * 1000)
        return self._counted(kind, response)

    async def _look(self) -> float:
        return (await self._send("page", "GET", self._chance.choice(PAGES)))[1]

    async def _rate(self) -> float:
        reason = self._chance.choice(["co_ich", "co_ich", "co_ich", "thieu"])
        body = {"reason": reason, "provisions": self._cited}
        return (await self._send("rating", "POST", "/api/v1/ratings", body))[1]

    async def _propose(self) -> float:
        """A proposal, written in the time that it takes at least, sent again with the same challenge while told so."""
        given, wait = await self._send("challenge", "GET", "/api/v1/proposals/challenge")
        if given is None:
            return wait
        challenge = given.json()
        await asyncio.sleep(challenge["least_wait_s"] + 1)
        self._sent += 1
        body = {
            "challenge": challenge["challenge"],
            "category": "kien_nghi",
            "text": TEXT.format(mark=f"{self._number}-{self._sent}"),
        }
        for _ in range(3):
            receipt, wait = await self._send("proposal", "POST", "/api/v1/proposals", body)
            if receipt is not None:
                self._told.numbers.append(receipt.json()["number"])
                return 0.0
            if wait > 60:
                break
            await asyncio.sleep(wait)
        return 0.0

    def _question(self) -> str:
        return self._chance.choice(self._questions)

    def _keep(self, answer: dict[str, Any]) -> None:
        cited = [citation["provision_id"] for claim in answer["claims"] for citation in claim["citations"]]
        self._cited = list(dict.fromkeys(cited))[:8]

    async def _send(
        self, kind: str, method: str, path: str, body: dict[str, Any] | None = None
    ) -> tuple[httpx.Response | None, float]:
        """The response where it is a 2xx, and the seconds to wait where it is told."""
        began = time.perf_counter()
        try:
            response = await self._again(
                kind, lambda: self._client.request(method, path, json=body, headers=self._headers)
            )
        except httpx.HTTPError as error:
            return None, self._broken(kind, error)
        wait = self._counted(kind, response)
        if not response.is_success:
            return None, wait
        self._told.spent[kind].append((time.perf_counter() - began) * 1000)
        return response, wait

    async def _again(self, kind: str, request: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        """A response; asked for again, as browsers do, when the connection was closed just as it was used anew."""
        try:
            return await request()
        except httpx.RemoteProtocolError as error:
            if "without sending" not in str(error):
                raise
            self._told.statuses[kind]["asked again"] += 1
            return await request()

    def _counted(self, kind: str, response: httpx.Response) -> float:
        self._told.statuses[kind][str(response.status_code)] += 1
        wait = response.headers.get("retry-after", "")
        if response.is_success:
            return 0.0
        if response.status_code in (429, 503) and wait.isdigit():
            return min(float(wait), 30.0) if kind != "proposal" else float(wait)
        self._fault(f"{kind}: {response.status_code} {_words(response.text)}")
        return 0.0

    def _broken(self, kind: str, error: httpx.HTTPError) -> float:
        self._told.statuses[kind][type(error).__name__] += 1
        self._fault(f"{kind}: {type(error).__name__} {error}")
        return 0.0

    def _fault(self, words: str) -> None:
        self._told.faults[words] += 1


async def crowd(
    addresses: Sequence[str], pids: Sequence[int], users: int, seconds: float, think_s: float
) -> tuple[Told, list[list[tuple[float, float]]]]:
    """What the users were told, and the memory of every process as (seconds, MiB)."""
    told, begin = Told(), asyncio.get_running_loop().time()
    questions = [case.question for case in load(suites(["shipped.dev"])) if not case.history]
    limits = httpx.Limits(max_connections=None, keepalive_expiry=KEPT_S)
    samples: list[list[tuple[float, float]]] = [[] for _ in pids]

    async def sample() -> None:
        while True:
            awake = asyncio.get_running_loop().time() + SAMPLED_S
            for kept, pid in zip(samples, pids, strict=True):
                kept.append((asyncio.get_running_loop().time() - begin, resident_mb(pid)))
            await asyncio.sleep(SAMPLED_S)
            told.late_s = max(told.late_s, asyncio.get_running_loop().time() - awake)

    clients = [httpx.AsyncClient(base_url=address, limits=limits, timeout=90) for address in addresses]
    people = [
        Person(number, clients[number % len(clients)], told, questions, think_s).live(begin + seconds)
        for number in range(users)
    ]
    sampling = asyncio.create_task(sample())
    await asyncio.gather(*people)
    sampling.cancel()
    await asyncio.gather(sampling, return_exceptions=True)
    for client in clients:
        await client.aclose()
    return told, samples


def _words(body: str) -> str:
    """Code and words of a problem document; the beginning of anything else."""
    try:
        problem = json.loads(body)
        return f"{problem['code']} {problem['detail']}"
    except (ValueError, KeyError, TypeError):
        return body[:200]


def memory(samples: Sequence[tuple[float, float]], come_s: float) -> dict[str, Any]:
    """How the memory of one process went, from when all users had come; ``every_20_s`` shows whether it levels."""
    held = [(at, mb) for at, mb in samples if at >= come_s]
    late = held[len(held) // 3 :]
    slope, _ = statistics.linear_regression([at / 60 for at, _ in late], [mb for _, mb in late])
    return {
        "first": round(held[0][1], 1),
        "last": round(held[-1][1], 1),
        "most": round(max(mb for _, mb in samples), 1),
        "mb_a_minute": round(slope, 2),
        "every_20_s": [round(mb) for _, mb in held[:: round(20 / SAMPLED_S)]],
    }


def missing(url: str, confirmed: Sequence[str]) -> list[str]:
    """Confirmed proposals that the store does not hold exactly once."""
    from assistant.proposals.moderation import Moderation
    from assistant.store.database import Store

    with closing(Store(url)) as store:
        stored = Counter(case.proposal.number for case in Moderation(store).everything())
    return [f"proposal {number} is stored {stored[number]} times" for number in confirmed if stored[number] != 1]


def main() -> None:
    """Start servers, let people come, print what happened."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with ExitStack() as parts:
        url = given.url
        if not url:
            sys.path.insert(0, str(ROOT / "tests"))  # a package on the path is called "tests", too
            from databases import postgres

            url = parts.enter_context(postgres()).database()
        environment = {"TLDH_STORE_URL": url, "TLDH_LOG_LEVEL": "warning"}
        servers = [parts.enter_context(running(given.home, environment)) for _ in range(SERVERS)]
        loads = [os.getloadavg()[0]]
        addresses, pids = [str(client.base_url) for client, _ in servers], [pid for _, pid in servers]
        told, samples = asyncio.run(crowd(addresses, pids, given.users, given.seconds, given.think))
        loads.append(os.getloadavg()[0])
        told.faults.update(missing(url, told.numbers))
    result = {
        "users": given.users,
        "seconds": given.seconds,
        "think_s": given.think,
        "load": [round(one, 1) for one in loads],
        "requests": sum(sum(each.values()) for each in told.statuses.values()),
        "statuses": {kind: dict(sorted(each.items())) for kind, each in sorted(told.statuses.items())},
        "p50_ms": {kind: round(statistics.median(spent)) for kind, spent in sorted(told.spent.items())},
        "p95_ms": {k: round(statistics.quantiles(s, n=20)[18]) for k, s in sorted(told.spent.items()) if len(s) > 1},
        "proposals": len(told.numbers),
        "users_late_s": round(told.late_s, 1),
        "resident_mb": [memory(kept, 2 * given.think) for kept in samples],
        "faults": sum(told.faults.values()),
        "which": dict(told.faults.most_common(MOST_FAULTS)),
    }
    print(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if told.faults else 0)


if __name__ == "__main__":
    main()
