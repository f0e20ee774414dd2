"""The real server with one and with several processes of the API: answers a second, and what each process costs.

``python -m bench.processes --home var`` prints one JSON object. The same questions, by as many clients as twice the
cores, each over one connection; no question is asked twice in a run. Memory of the API's processes is told twice, when
they are ready and after the questions: ``uss`` is what would be free again without the process, ``pss`` counts what is
shared by halves, thirds and so on.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx

from bench.serve import running, until_ready
from eval.suites.cases import Case, load, suites


def memory_mb(pid: int) -> dict[str, float]:
    """Memory of a process, MiB (Linux)."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()[1:]
    found = {name: int(rest.split()[0]) / 1024 for name, _, rest in (row.partition(":") for row in rows)}
    return {"pss": found["Pss"], "uss": found["Private_Clean"] + found["Private_Dirty"], "rss": found["Rss"]}


def family(parent: int) -> list[int]:
    """A server's process and its children, in their order."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text("utf-8").split()
    return [parent, *map(int, children)]


def asked(port: int, cases: Sequence[Case]) -> list[float]:
    """Milliseconds of each answer over one connection.

    Raises:
        RuntimeError: the server answers with an error.
    """
    connection, spent = HTTPConnection("127.0.0.1", port, timeout=60), []
    for case in cases:
        body = {"question": case.question, "as_of": case.as_of.isoformat() if case.as_of else None}
        began = time.perf_counter()
        connection.request("POST", "/api/v1/answers", json.dumps(body), {"content-type": "application/json"})
        response = connection.getresponse()
        if response.status != 200 or not response.read():
            raise RuntimeError(f"HTTP {response.status}")
        spent.append((time.perf_counter() - began) * 1000)
    connection.close()
    return spent


def measure(home: Path, workers: int, cases: Sequence[Case], clients: int) -> dict[str, Any]:
    """One server of so many processes of the API."""
    with running(home, {"TLDH_WORKERS": str(workers)}) as (client, pid):
        port = int(client.base_url.port or 0) + (workers > 1)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as api:
            until_ready(api)
        ready = [memory_mb(one) for one in family(pid)]
        warming, timed = cases[::4], [case for number, case in enumerate(cases) if number % 4]
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda part: asked(port, part), [warming[one::clients] for one in range(clients)]))
            began = time.perf_counter()
            parts = list(pool.map(lambda part: asked(port, part), [timed[one::clients] for one in range(clients)]))
            lasted = time.perf_counter() - began
        spent = [value for part in parts for value in part]
        after = [memory_mb(one) for one in family(pid)]
    api_only = slice(2, None) if workers > 1 else slice(None)  # the first forks, the second has the chat
    return {
        "answers_per_s": len(spent) / lasted,
        "p50_ms": statistics.median(spent),
        "p95_ms": statistics.quantiles(spent, n=20)[18],
        "p99_ms": statistics.quantiles(spent, n=100)[98],
        "questions": len(spent),
        "pss_all_mb": sum(one["pss"] for one in after),
        **{
            f"{when}_{kind}_mb": statistics.mean(one[kind] for one in found[api_only])
            for when, found in (("ready", ready), ("after", after))
            for kind in ("uss", "pss")
        },
    }


def main() -> None:
    """Measure both servers."""
    parser = argparse.ArgumentParser(prog="python -m bench.processes")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=240)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    fresh = {case.question: case for case in load(suites(["shipped.dev"])) if not case.history}
    cases = list(fresh.values())[: options.questions]
    clients = 2 * len(os.sched_getaffinity(0))
    found = {f"{count}": measure(options.home, count, cases, clients) for count in (1, options.workers)}
    first, last = found["1"], found[f"{options.workers}"]
    sys.stdout.write(json.dumps({**found, "ratio": last["answers_per_s"] / first["answers_per_s"]}) + "\n")


if __name__ == "__main__":
    main()
