"""The running server measured from outside: start to ready, first answer, latency over HTTP, resident memory.

``python -m bench.serve --home var`` prints one JSON object. The server is the real one (``app.py``) on a free port.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx
from tenacity import TryAgain, retry, retry_if_exception_type, stop_after_delay, wait_fixed

from corpus.core.codes import Code
from eval.suites.cases import load, suites

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 180.0


def measure(home: Path, questions: int) -> dict[str, Any]:
    """Start the server, ask, stop it.

    Raises:
        RuntimeError: the server answers with an error.
        tenacity.RetryError: the server is not ready in time.
    """
    cases = [case for case in load(suites(["shipped.dev"])) if not case.history][:questions]
    began = time.perf_counter()
    with running(home, {}) as (client, pid):
        ready = time.perf_counter() - began
        spent = []
        for case in cases:
            asked = time.perf_counter()
            body = {"question": case.question, "as_of": case.as_of.isoformat() if case.as_of else None}
            client.post("/api/v1/answers", json=body).raise_for_status()
            spent.append((time.perf_counter() - asked) * 1000)
        return {
            "ready_s": ready,
            "first_answer_s": ready + spent[0] / 1000,
            "http_p50_ms": statistics.median(spent),
            "http_p95_ms": statistics.quantiles(spent, n=20)[18],
            "resident_mb": resident_mb(pid),
        }


@contextmanager
def running(
    home: Path, environment: Mapping[str, str], log: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[tuple[httpx.Client, int]]:
    """The real server over the shipped corpus, ready: a client for it and its process id.

    Args:
        home: folder of encoder and index.
        environment: variables to set beside those of this process.
        log: where its output goes.

    Raises:
        RuntimeError: the server is not ready in time or cannot start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"TLDH_PORT": str(port), "TLDH_HOME": str(home), "TLDH_CORPUS": "shipped"}
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, **own, **environment},
        stdout=log,
        stderr=log,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            until_ready(client)
            yield client, server.pid
    finally:
        server.terminate()
        server.wait(30)


@retry(
    retry=retry_if_exception_type((httpx.TransportError, TryAgain)),
    wait=wait_fixed(0.05),
    stop=stop_after_delay(PATIENCE_S),
    reraise=True,
)
def until_ready(client: httpx.Client) -> None:
    """Return once the server is ready; what it said last is raised when it does not become so in time."""
    response = client.get("/readyz")
    if response.status_code == 200:
        return
    if response.json()["code"] != Code.SERVER_STARTING:
        raise RuntimeError(response.text)
    raise TryAgain


def resident_mb(pid: int) -> float:
    """Resident memory of a process, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no VmRSS for process {pid}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=60)
    options = parser.parse_args()
    print(json.dumps(measure(options.home, options.questions)))
