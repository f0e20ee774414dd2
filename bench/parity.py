"""Is the index on PostgreSQL the embedded one? Every search of every question of all suites, done on both.

``python -m bench.parity --home var`` starts the PostgreSQL of the tests, or takes ``--index-url``; it loads the shipped
snapshot and asks every recorded case (``eval.frozen``). Answers depend on the hits of a search alone, so hits that are
equal to the last bit make equal answers. Prints one JSON object: questions, searches, how many differ, and milliseconds
of a search on either side.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from assistant.settings import Settings
from assistant.wiring import assistant_from
from eval.frozen import DAY, cases_of
from indexing.ports import Hit, Mask, VectorIndex, Vectors
from indexing.remote.database import publish
from indexing.remote.search import RemoteIndex

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from databases import postgres  # a package on the path is called "tests", too


class Both:
    """A ``VectorIndex`` that searches two and counts where they differ."""

    def __init__(self, first: VectorIndex, second: RemoteIndex) -> None:
        self._sides = (first, second)
        self.spent: tuple[list[float], list[float]] = ([], [])
        self.differ = 0

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> list[Hit]:
        """The hits of the first."""
        found = []
        for side, spent in zip(self._sides, self.spent, strict=True):
            began = time.perf_counter()
            found.append(side.search(query, k, allowed))
            spent.append((time.perf_counter() - began) * 1000)
        self.differ += found[0] != found[1]
        return found[0]


def main() -> None:
    """Ask everything and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.parity")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--index-url", default="")
    parser.add_argument("--every", type=int, default=1, help="each n-th question only")
    options = parser.parse_args()
    plain = assistant_from(Settings(home=options.home, corpus="shipped", index_url=""))
    with nullcontext() if options.index_url else postgres() as server:
        address = options.index_url or server.database()
        began = time.perf_counter()
        publish(address, plain.snapshot)
        loaded = time.perf_counter() - began
        remote = RemoteIndex(address, plain.snapshot)
        both = Both(plain.snapshot.vectors, remote)
        retriever = replace(plain.search.retriever, elsewhere=both)
        assistant = replace(plain, search=replace(plain.search, retriever=retriever), today=lambda: DAY)
        cases = cases_of("shipped")[:: options.every]
        for case in cases:
            assistant.answer(case.asked())
    told = {
        "questions": len(cases),
        "searches": len(both.spent[0]),
        "differ": both.differ,
        "not_answered_there": remote.failed,
        "load_s": loaded,
        "vectors": len(plain.snapshot.passages),
        "embedded_ms": statistics.median(both.spent[0]),
        "postgresql_ms": statistics.median(both.spent[1]),
        "postgresql_p95_ms": statistics.quantiles(both.spent[1], n=20)[18],
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
