"""Malformed inputs by the ten thousand against the real server: ``python -m bench.malformed --count 25000``.

Four ways in, ``count`` inputs each: raw bytes of HTTP, bodies and addresses of the API, Chainlit's actions over HTTP,
and packets of the chat's socket. Every input is a valid one, broken by one to four random changes from a seeded
generator, so that a run can be repeated. Printed are the statuses, and what must be nothing: answers of 5xx other
than 503 with Retry-After, tracebacks in the log, a health check that was late, a server that is gone.

``--files FOLDER`` sends broken copies of the files there through the reading process instead, ``--lines`` broken lines
of a batch through ``python -m assistant ask --batch``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import websockets

from bench.ingest import variant
from bench.serve import resident_mb, running
from corpus.core.errors import CorpusError
from corpus.core.installation import HOME
from corpus.ingest.intake import find_files
from corpus.ingest.sandbox import Limits, Sandbox

WIDE = 16
"""Inputs under way at once."""
LATE_S = 1.0
"""A health check slower than this is late."""
LARGEST = 200_000
"""Files beyond it are not broken: their copies would take the time of a hundred small ones."""
PIECES = (
    "\x00", "\ud800", "\u202e", "٣", "9" * 400, "-1", "NaN", "1e999", "null", "[]", "{}", '"', "\\", "%00", "../",
    "%2e%2e/", "\r\n", "\t", "a" * 5000, "ạ\u0301" * 300, "<script>", "=1+1", "{{7*7}}", "' OR 1=1", "\U0001f600",
    "0001-01-01", "9999-12-31", "true", "[" * 400,
)  # fmt: skip
REQUESTS = (
    ("POST", "/api/v1/answers", {"question": "Đại hội chi bộ hợp lệ khi nào?", "as_of": "2025-08-15", "history": []}),
    ("POST", "/api/v1/answers/stream", {"question": "Ai bầu bí thư?", "level": "chi_bo"}),
    ("POST", "/api/v1/certificates", {"question": "Nhiệm kỳ chi bộ mấy năm?"}),
    ("POST", "/api/v1/verify", {"format": "tldh-certificate/1", "claims": [], "question": "x"}),
    ("GET", "/api/v1/documents", None),
    ("GET", "/api/v1/provisions/td-dieu-le-2011/d11.k6?as_of=2025-08-15", None),
    ("GET", "/documents/td-dieu-le-2011?at=d11.k6&q_start=0&q_end=7", None),
    ("GET", "/healthz", None),
)
ACTION = {
    "sessionId": "s",
    "action": {"name": "provision", "label": "[1]", "payload": {"provision_id": "td-dieu-le-2011/d11.k6", "start": 0}},
}
MESSAGE = {
    "message": {
        "id": "0b9f2f0e-6a3c-4f0e-9c55-3f0b8f7f6c11",
        "output": "Đại hội chi bộ hợp lệ khi nào?",
        "type": "user",
    },
    "fileReferences": [],
}

JSON = {"content-type": "application/json"}

Send = Callable[[random.Random], Awaitable[str]]


def broken(chance: random.Random, text: str) -> str:
    """The text with one to four places of it cut, doubled, swapped or filled with something odd."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 3, 20)))
        middle = chance.choice((chance.choice(PIECES), "", text[start:end] * 2, text[start:end][::-1]))
        text = text[:start] + middle + text[end:]
    return text


def as_bytes(text: str) -> bytes:
    """UTF-8, with lone surrogates as the bytes that a careless client sends."""
    return text.encode("utf-8", "surrogatepass")


async def raw(port: int, chance: random.Random) -> str:
    """A broken request over a socket of its own; the status line's number, or how the connection ended."""
    method, address, body = chance.choice(REQUESTS)
    content = json.dumps(body) if body else ""
    head = f"{method} {address} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(content)}"
    sent = as_bytes(broken(chance, f"{head}\r\nConnection: close\r\n\r\n{content}"))
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        if writer.can_write_eof():
            writer.write_eof()
        first = await asyncio.wait_for(reader.readline(), 60)
        parts = first.split()
        return parts[1].decode("ascii", "replace") if len(parts) > 1 else "closed"
    except (ConnectionError, TimeoutError) as error:
        return type(error).__name__
    finally:
        writer.close()


async def api(client: httpx.AsyncClient, chance: random.Random) -> str:
    """A broken body at a true address, or a true body at a broken address."""
    method, address, body = chance.choice(REQUESTS)
    content = json.dumps(body, ensure_ascii=False) if body else ""
    if body and chance.random() < 0.8:
        content = broken(chance, content)
    else:
        address = "/" + broken(chance, address[1:])
    url = quote(as_bytes(address), safe="/%?&=:.+")
    try:
        answer = await client.request(method, url, content=as_bytes(content), headers=JSON)
    except httpx.InvalidURL:
        return "not sent"
    except httpx.HTTPError as error:
        return type(error).__name__
    return told(answer)


async def action(client: httpx.AsyncClient, chance: random.Random) -> str:
    """A broken press of a button of the chat."""
    content = broken(chance, json.dumps(ACTION))
    answer = await client.post("/chat/project/action", content=as_bytes(content), headers=JSON)
    return told(answer)


def told(answer: httpx.Response) -> str:
    """The status; a 503 without a time to come back is marked."""
    return f"{answer.status_code}{'' if answer.status_code != 503 or answer.headers.get('retry-after') else ' bare'}"


async def socket(port: int, chance: random.Random, packets: int) -> str:
    """A chat whose packets are broken; how many the server took before it hung up."""
    address = f"ws://127.0.0.1:{port}/chat/ws/socket.io/?EIO=4&transport=websocket"
    taken = 0
    try:
        async with websockets.connect(address, max_size=None, open_timeout=60) as chat:
            await chat.recv()
            login = json.dumps({"sessionId": f"m{chance.randrange(200)}", "clientType": "webapp"})
            opening = "40" + (login if chance.random() < 0.7 else broken(chance, login))
            await chat.send(opening.encode("utf-8", "replace").decode())
            for _ in range(packets):
                event = chance.choice(("client_message", "connection_successful", "stop", "clear_session", "window"))
                packet = broken(chance, "42" + json.dumps([event, MESSAGE], ensure_ascii=False))
                await chat.send(
                    as_bytes(packet) if chance.random() < 0.1 else packet.encode("utf-8", "replace").decode()
                )
                taken += 1
    except (websockets.WebSocketException, ConnectionError, TimeoutError) as error:
        return f"{type(error).__name__} after {min(taken, 9)}+" if taken > 9 else type(error).__name__
    return "all taken"


async def many(send: Send, count: int, seed: int) -> Counter[str]:
    """``count`` inputs, ``WIDE`` at once."""
    seen: Counter[str] = Counter()
    numbers = iter(range(count))

    async def one() -> None:
        for number in numbers:
            seen[await send(random.Random(f"{seed}.{number}"))] += 1

    await asyncio.gather(*(one() for _ in range(WIDE)))
    return seen


async def watch(client: httpx.AsyncClient, late: list[float], done: asyncio.Event) -> None:
    """Ask ``/healthz`` five times a second and keep the times of late answers."""
    while not done.is_set():
        began = time.perf_counter()
        (await client.get("/healthz")).raise_for_status()
        spent = time.perf_counter() - began
        if spent > LATE_S:
            late.append(round(spent, 2))
        await asyncio.sleep(0.2)


async def attack(port: int, count: int, seed: int) -> dict[str, object]:
    """All four ways in, one after the other, the health check beside them."""
    late: list[float] = []
    done = asyncio.Event()
    packets = 50
    async with (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as doctor,
    ):
        watching = asyncio.create_task(watch(doctor, late, done))
        found = {
            "http": await many(lambda chance: raw(port, chance), count, seed),
            "api": await many(lambda chance: api(client, chance), count, seed),
            "actions": await many(lambda chance: action(client, chance), count, seed),
            "socket": await many(lambda chance: socket(port, chance, packets), count // packets, seed),
        }
        done.set()
        await watching
    wrong = sum(
        number
        for seen in found.values()
        for status, number in seen.items()
        if status.startswith("5") and status != "503"
    )
    return {**{name: dict(seen.most_common()) for name, seen in found.items()}, "wrong_5xx": wrong, "late_s": late}


def files(folder: Path, count: int, seed: int) -> dict[str, object]:
    """Broken copies of files, a third under another extension, each through the process that reads uploads."""
    sources = [path for path in find_files([folder]) if path.stat().st_size < LARGEST]
    seen: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as place, Sandbox(Limits(seconds=60), {}) as sandbox:
        for number in range(count):
            chance = random.Random(f"{seed}.{number}")
            source = chance.choice(sources)
            suffix = chance.choice(sources).suffix if chance.random() < 1 / 3 else source.suffix
            path = Path(place) / f"x{suffix}"
            path.write_bytes(variant(source.read_bytes(), chance))
            began = time.perf_counter()
            try:
                sandbox.ingest(path)
                seen["read"] += 1
            except CorpusError as error:
                seen[error.code] += 1
            slowest = max(slowest, time.perf_counter() - began)
    return {"files": dict(seen.most_common()), "slowest_s": round(slowest, 2)}


def lines(home: Path, count: int, seed: int) -> dict[str, object]:
    """Broken lines of a batch of questions; each must be answered by one line of JSON."""
    row = json.dumps({"id": 1, "question": "Ai bầu bí thư?", "as_of": "2025-08-15", "history": []}, ensure_ascii=False)
    sent = [broken(random.Random(f"{seed}.{number}"), row) for number in range(count)]
    content = b"\n".join(as_bytes(line).decode("utf-8", "replace").encode() for line in sent)
    asked = sum(bool(line.strip()) for line in content.decode().split("\n"))
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as batch:
        batch.write(content)
        batch.flush()
        command = [sys.executable, "-m", "assistant", "ask", "--batch", batch.name, "--home", str(home)]
        done = subprocess.run([*command, "--corpus", "shipped"], capture_output=True, text=True, check=False)
    seen: Counter[str] = Counter()
    for line in done.stdout.split("\n")[:-1]:
        told = json.loads(line)
        seen[told["error"]["code"] if "error" in told else told["status"]] += 1
    return {
        "lines": asked,
        "told": dict(seen.most_common()),
        "untold": asked - seen.total(),
        "exit": done.returncode,
        "tracebacks": done.stderr.count("Traceback"),
    }


def main() -> None:
    """Start the server, attack it, print what happened."""
    parser = argparse.ArgumentParser(prog="python -m bench.malformed")
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--count", type=int, default=25_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, default=HOME / "bench" / "malformed.log")
    parser.add_argument("--files", type=Path, help="break these files instead")
    parser.add_argument("--lines", action="store_true", help="break lines of a batch instead")
    options = parser.parse_args()
    if options.files:
        print(json.dumps(files(options.files, options.count, options.seed), ensure_ascii=False, indent=1))
        return
    if options.lines:
        print(json.dumps(lines(options.home, options.count, options.seed), ensure_ascii=False, indent=1))
        return
    options.log.parent.mkdir(parents=True, exist_ok=True)
    with options.log.open("wb") as log, running(options.home, {}, log) as (client, pid):
        report = asyncio.run(attack(client.base_url.port or 80, options.count, options.seed))
        alive = client.post("/api/v1/answers", json={"question": "Nhiệm kỳ chi bộ mấy năm?"}).status_code == 200
        memory = round(resident_mb(pid))
    text = options.log.read_text("utf-8", "replace")
    report |= {"alive": alive, "resident_mb": memory, "tracebacks": text.count("Traceback")}
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
