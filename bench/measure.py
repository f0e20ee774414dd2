"""One system measured in a process of its own: ``python -m bench.measure WHAT --home var``; prints one JSON object.

A process a system, so that start, memory and caches of one do not touch the other. Questions are the development
questions of the shipped corpus, in three parts without a question in common, since vectors of questions are cached:
those that warm up, those asked one at a time for the latency, those asked by as many threads as cores.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.naive import Naive
from eval.suites.cases import Case, load, suites
from eval.suites.lookup import RegistryLookup

Ask = Callable[[Case], list[tuple[str, ...]]]
"""What a question finds, best first; a find may hold several provisions."""


def resident_mb() -> float:
    """Resident memory of this process, MiB (Linux)."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS in /proc/self/status")


def timed(ask: Ask, cases: Sequence[Case], threads: int) -> dict[str, float]:
    """Latency percentiles, ms, and answers per second; no question is asked twice.

    ``cpu_…`` are milliseconds of the processor: what else runs on the machine counts little in them.
    """
    warming, alone, together = (cases[part::3] for part in range(3))
    for case in warming:
        ask(case)
    spent, worked = [], []
    for case in alone:
        began, worked_before = time.perf_counter(), time.process_time()
        ask(case)
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - worked_before) * 1000)
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(ask, together))
    cuts = statistics.quantiles(spent, n=20)
    return {
        "p50_ms": statistics.median(spent),
        "p95_ms": cuts[18],
        "cpu_p50_ms": statistics.median(worked),
        "cpu_mean_ms": statistics.mean(worked),
        "answers_per_s": 1000 / statistics.mean(spent),
        "answers_per_s_threads": len(together) / (time.perf_counter() - began),
    }


def hits(ask: Ask, cases: Sequence[Case], lookup: RegistryLookup) -> dict[str, float]:
    """Share of questions whose gold place is in the first, or among the first five, finds."""
    first = five = 0
    scored = [case for case in cases if case.gold]
    for case in scored:
        places = [place for option in case.gold for place in option]
        right = [
            any((facts := lookup.facts(one)) is not None and any(map(facts.stands_at, places)) for one in found)
            for found in ask(case)[:5]
        ]
        first += bool(right and right[0])
        five += any(right)
    return {"hit_1": first / len(scored), "hit_5": five / len(scored), "questions": len(scored)}


def ours(home: Path, cases: Sequence[Case], threads: int) -> dict[str, Any]:
    """The assistant: understand, search, judge, compose, verify."""
    began = time.perf_counter()
    from assistant.settings import Settings
    from assistant.wiring import assistant_from

    assistant = assistant_from(Settings(home=home, corpus="shipped"))
    assistant.answer(cases[0].asked())
    start, worked = time.perf_counter() - began, time.process_time()

    def ask(case: Case) -> list[tuple[str, ...]]:
        return [(item.provision.id,) for item in assistant.answer(case.asked()).evidence]

    result = timed(ask, cases, threads) | hits(ask, cases, RegistryLookup(assistant.registry))
    told = {"start_s": start, "start_cpu_s": worked, "passages": len(assistant.snapshot.passages)}
    return {**told, "resident_mb": resident_mb(), **result}


def naive(home: Path, cases: Sequence[Case], threads: int) -> dict[str, Any]:
    """The usual recipe over the same documents, from the index that ``naive_build`` left in ``home/naive``."""
    began = time.perf_counter()
    from indexing.config import IndexConfig
    from indexing.encoders import set_threads
    from indexing.sources import load_registry

    config = IndexConfig(home=home, corpus="shipped")
    set_threads(config.threads)
    system = Naive(config, home / "naive")
    system.find(cases[0].question, 5)
    start, worked = time.perf_counter() - began, time.process_time()

    def ask(case: Case) -> list[tuple[str, ...]]:
        return system.find(case.question, 5)

    result = timed(ask, cases, threads)
    memory = resident_mb()  # before the registry, which only the scoring needs
    scores = hits(ask, cases, RegistryLookup(load_registry(config)))
    told = {"start_s": start, "start_cpu_s": worked, "resident_mb": memory, "passages": len(system.chunks)}
    return {**told, **result, **scores}


def naive_build(home: Path) -> dict[str, Any]:
    """The recipe's index from nothing."""
    from bench.naive import build as run
    from indexing.config import IndexConfig
    from indexing.encoders import set_threads
    from indexing.sources import load_registry

    config = IndexConfig(home=home, corpus="shipped")
    set_threads(config.threads)
    (home / "naive").mkdir()
    registry = load_registry(config)
    began = time.perf_counter()
    chunks = run(config, registry, home / "naive")
    return _rates(time.perf_counter() - began, [chunk.text for chunk in chunks])


def build(home: Path) -> dict[str, Any]:
    """Our index from nothing, in a home that shares only the encoder."""
    from indexing.build import build as run
    from indexing.config import IndexConfig
    from indexing.snapshot import load as opened

    config = IndexConfig(home=home, corpus="shipped")
    report = run(config, force=True)
    return _rates(report.seconds, [passage.text for passage in opened(config).passages])


def _rates(seconds: float, texts: Sequence[str]) -> dict[str, float]:
    return {
        "build_s": seconds,
        "passages": len(texts),
        "passages_per_s": len(texts) / seconds,
        "characters_per_s": sum(map(len, texts)) / seconds,
        "build_resident_mb": resident_mb(),
    }


def command(home: Path, repeats: int = 3) -> dict[str, Any]:
    """A whole ``python -m assistant ask`` on a built index: process start to printed answer, seconds."""
    line = [sys.executable, "-m", "assistant", "ask", "Đại hội chi bộ hợp lệ khi nào?", "--home", str(home)]
    spent = []
    for _ in range(repeats):
        began = time.perf_counter()
        subprocess.run([*line, "--corpus", "shipped"], check=True, stdout=subprocess.DEVNULL)
        spent.append(time.perf_counter() - began)
    return {"median_s": statistics.median(spent), "fastest_s": min(spent)}


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["ours", "naive", "build", "naive-build", "command"])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=180)
    options = parser.parse_args()
    fresh = {case.question: case for case in load(suites(["shipped.dev"])) if not case.history}
    cases = list(fresh.values())[: options.questions]
    threads = len(os.sched_getaffinity(0))
    measures: dict[str, Callable[[], dict[str, Any]]] = {
        "ours": lambda: ours(options.home, cases, threads),
        "naive": lambda: naive(options.home, cases, threads),
        "build": lambda: build(options.home),
        "naive-build": lambda: naive_build(options.home),
        "command": lambda: command(options.home),
    }
    print(json.dumps(measures[options.what](), ensure_ascii=False))


if __name__ == "__main__":
    main()
