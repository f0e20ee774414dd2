"""What an answer costs as the corpus grows: the shipped one beside more and more made-up provisions.

``python -m bench.growth --home var`` measures each size in a process of its own and writes ``docs/images/growth.svg``
with ``--draw``. A made-up provision joins half of one real provision with half of another, in documents of five hundred
with dates of their own; its vector lies between those of the two. Nothing is encoded or segmented for it: words are cut
at spaces. Real questions of development are asked. Milliseconds are those of the processor, so that other work on the
machine counts little; what a day's first question costs (masks) is told apart.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from assistant.settings import Settings
from assistant.wiring import assistant_from
from bench.__main__ import part
from bench.measure import resident_mb
from bench.svg import Curve, chart
from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from corpus.core.registry import Registry
from eval.suites.cases import load, suites
from indexing.keys import passage_keys
from indexing.lexical import K1, B, Bm25Index
from indexing.ports import Passage, Token
from indexing.snapshot import Snapshot
from indexing.vectors import FlatIndex

SIZES = (1_000, 10_000, 100_000)
"""Provisions in all; fewer than the shipped corpus has are some of it."""
A_DOCUMENT = 500
DAY = date(2026, 11, 22)
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "growth.svg"


def words(text: str) -> list[Token]:
    """Words cut at spaces."""
    return [Token(word, 0, 0) for word in text.split()]


def document_of(number: int, texts: Sequence[str]) -> Document:
    """A made-up document: in force for some years, or still."""
    since = date(1990, 1, 1) + timedelta(days=number * 37 % 12_000)
    until = since + timedelta(days=4_000) if number % 3 == 0 else None
    record = Record(
        f"tao-{number}", f"{number}-QĐ/TAO", Kind.REGULATION, "Cơ quan thử", since, f"Quy định thử số {number}",
        Validity(since, until),
    )  # fmt: skip
    provisions, at = [], 0
    for place, text in enumerate(texts, 1):
        label = f"Điều {place}"
        provisions.append(
            Provision(f"tao-{number}/d{place}", f"tao-{number}", f"d{place}", label, Unit.ARTICLE, text, at,
                      at + len(text), trail=("Chương thử",))
        )  # fmt: skip
        at += len(text) + 1
    return Document(record.id, record, TextKind.OFFICIAL, "\n".join(texts), tuple(provisions), source="tao")


def grown(plain: Snapshot, size: int) -> Snapshot:
    """The snapshot with so many made-up provisions that there are ``size`` passages, or with fewer of its own."""
    import bm25s

    draw = random.Random(size)
    real = list(plain.passages)[: min(size, len(plain.passages))]
    pairs = [draw.sample(range(len(real)), 2) for _ in range(size - len(real))]
    keys = [passage_keys(f"{one.context}\n{one.text}", words(one.text)) for one in real]
    vocabulary: dict[str, int] = {}
    ids = [[vocabulary.setdefault(key, len(vocabulary)) for key in row] for row in keys]
    ids += [ids[one][::2] + ids[other][1::2] for one, other in pairs]
    texts = [f"{real[one].text[:200]} {real[other].text[:200]}" for one, other in pairs]
    documents = [
        document_of(number, texts[start : start + A_DOCUMENT])
        for number, start in enumerate(range(0, len(texts), A_DOCUMENT))
    ]
    made = [
        Passage(one.id, 0, len(one.text), one.text, document.record.title)
        for document in documents
        for one in document.provisions
    ]
    registry = Registry(
        [*plain.registry.records.values(), *(document.record for document in documents)],
        [*plain.registry.all_documents.values(), *documents],
    )
    vocabulary.setdefault("", len(vocabulary))
    engine = bm25s.BM25(k1=K1, b=B, method="lucene")
    engine.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    rows = plain.vectors.rows(np.arange(len(real)))
    if pairs:
        between = np.array(pairs)
        rows = np.concatenate([rows, rows[between[:, 0]] + rows[between[:, 1]]])
    return Snapshot(
        plain.manifest, registry, [*real, *made], Bm25Index(engine), FlatIndex.build(rows), lambda: plain.encoder
    )


def measure(home: Path, size: int, questions: int) -> dict[str, Any]:
    """One size."""
    plain = assistant_from(Settings(home=home, corpus="shipped", index_url=""))
    snapshot = grown(plain.snapshot, size)
    retriever = replace(plain.search.retriever, snapshot=snapshot)
    assistant = replace(plain, search=replace(plain.search, retriever=retriever), today=lambda: DAY)
    cases = [case for case in load(suites(["shipped.dev"])) if not case.history][: 2 * questions]
    began = time.thread_time()
    assistant.answer(cases[0].asked())
    first = (time.thread_time() - began) * 1000
    for case in cases[1::2]:
        assistant.answer(case.asked())
    spent, searched, shares = [], [], []
    for case in cases[::2]:
        began, wall = time.thread_time(), time.perf_counter()
        answer = assistant.answer(case.asked())
        spent.append((time.thread_time() - began) * 1000)
        shares.append(spent[-1] / ((time.perf_counter() - wall) * 1000))
        searched.append(answer.timings_ms.get("retrieve", 0.0) * shares[-1])
    return {
        "provisions": size,
        "p50_ms": statistics.median(spent),
        "p95_ms": statistics.quantiles(spent, n=20)[18],
        "search_p50_ms": statistics.median(searched),
        "first_ms": first,
        "resident_mb": resident_mb(),
        "questions": len(spent),
        "processor_share": statistics.median(shares),
    }


def main() -> None:
    """Measure one size, or all and draw them."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--size", type=int, default=0, help="this size only, in this process")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--draw", action="store_true", help="write docs/images/growth.svg")
    options = parser.parse_args()
    asked = ["--home", str(options.home), "--questions", str(options.questions)]
    if options.size:
        found: Any = measure(options.home, options.size, options.questions)
    else:
        found = [part("bench.growth", *asked, "--size", str(size)) for size in options.sizes]
        if options.draw:
            names = {"p50_ms": "an answer, median", "p95_ms": "an answer, 95 %", "search_p50_ms": "its search, median"}
            curves = [Curve(words, [(row["provisions"], row[name]) for row in found]) for name, words in names.items()]
            PICTURE.write_text(chart(curves, x="provisions", y="processor, ms"), "utf-8")
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
