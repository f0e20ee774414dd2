"""Seconds to the first verified claim: ``python -m bench.first_claim --home var``.

Asks the real server (``app.py``) over ``POST /api/v1/answers/stream`` and notes when the first ``claim`` event and when
the whole answer arrived: without a model, with a model that first says something true, and with one whose first claim
is false and rejected. The models are pretended (``bench.pretend``) at a pace that can be set.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.__main__ import machine
from bench.pretend import Pace, pretending
from bench.serve import running
from eval.suites.cases import Case, load, suites

WARM_UP = 5


@dataclass(frozen=True)
class Times:
    """Milliseconds from sending the question to the first claim and to the whole answer; how the model's part went."""

    first_ms: float
    answer_ms: float
    generation: str


def ask(client: httpx.Client, case: Case) -> Times | None:
    """Ask over the stream; ``None`` when the answer has no claim."""
    body = {"question": case.question, "as_of": case.as_of.isoformat() if case.as_of else None}
    began, first, event = time.perf_counter(), 0.0, ""
    with client.stream("POST", "/api/v1/answers/stream", json=body) as response:
        response.raise_for_status()
        for line in response.iter_lines():
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
                if event == "claim" and not first:
                    first = time.perf_counter()
            elif line.startswith("data: ") and event == "answer":
                answer = json.loads(line.removeprefix("data: "))
    ended = time.perf_counter()
    if not first:
        return None
    return Times((first - began) * 1000, (ended - began) * 1000, (answer["generation"] or {"status": "none"})["status"])


def measure(home: Path, cases: Sequence[Case], environment: dict[str, str]) -> dict[str, Any]:
    """Times over the questions that were answered and, where there is a model, that went to it."""
    with running(home, environment) as (client, _):
        for case in cases[:WARM_UP]:
            ask(client, case)
        told = [times for case in cases if (times := ask(client, case)) is not None and times.generation != "skipped"]
    return {
        "answers": len(told),
        "first_p50_ms": statistics.median(times.first_ms for times in told),
        "first_p95_ms": statistics.quantiles([times.first_ms for times in told], n=20)[18],
        "answer_p50_ms": statistics.median(times.answer_ms for times in told),
        "answer_p95_ms": statistics.quantiles([times.answer_ms for times in told], n=20)[18],
        "spoke": sum(times.generation == "spoke" for times in told),
    }


def main() -> None:
    """Measure the three modes and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.first_claim")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--first", type=float, default=Pace.first_s, help="seconds to the model's first token")
    parser.add_argument("--pace", type=float, default=Pace.tokens_per_s, help="the model's tokens a second")
    options = parser.parse_args()
    cases = [
        case
        for case in load(suites(["shipped.dev"]))
        if not case.history and case.expected.value == "answered"
    ][: options.questions]  # fmt: skip
    result: dict[str, Any] = {"machine": machine(), "extractive": measure(options.home, cases, {"TLDH_MODEL": ""})}
    for name, lies_first in (("model, first claim true", False), ("model, first claim false", True)):
        pace = Pace(options.first, options.pace, lies_first)
        with pretending(pace) as url:
            model = {"TLDH_MODEL": "openai:pretend", "TLDH_MODEL_URL": url}
            result[name] = measure(options.home, cases, model) | asdict(pace)
    print(json.dumps(result, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
