"""Measure the product's retrieval and decisions on a question set of others. Shell.

Retrieval: hit@1, 5, 10 and MRR@10 (ir_measures) of BM25, encoder and fusion, with the questions as they are and without
their diacritics. Decisions: every question is put to the assistant over this corpus; answered and refused are counted
against ``answerable``. The judge is the product's, frozen; nothing is fitted here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np

from assistant.fuse import best_by_provision, fuse
from assistant.judge import Judge
from assistant.model import Question, Status
from assistant.retrieve import DEPTH, HybridRetriever, Search
from assistant.service import Assistant
from assistant.understand import understand
from corpus.errors import AssistantError, InputError
from corpus.text import has_diacritics, strip_diacritics
from eval.external_data import ExternalSet, Query
from eval.external_index import ExternalIndex
from eval.normalise import contains
from eval.recording import Recording
from eval.retrieval import judge_rankings
from eval.risk import auroc
from eval.stats import Interval, mean_interval, wilson
from indexing.ports import Hit

COLUMNS = ("hit@1", "hit@5", "hit@10", "mrr@10")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Retrieval of one system on one form of the questions; ``query_ms`` is the median time of a search."""

    system: str
    diacritics: bool
    scores: dict[str, Interval]
    n: int
    query_ms: float


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the assistant did with answerable and unanswerable questions.

    ``cited`` is the share of answered answerable questions that cite a relevant row; ``stated`` the share of those with
    short reference answers whose claims state one. ``auroc``: how well the judge's score separates the two kinds.
    """

    answered: Interval | None
    refused: Interval | None
    cited: Interval | None
    stated: Interval | None
    auroc: float
    asked: int
    broken: int
    answer_ms_p50: float
    answer_ms_p95: float


def measure_retrieval(data: ExternalSet, index: ExternalIndex, progress: Progress = lambda *_: None) -> list[Ranking]:
    """All systems on both forms of the questions that name relevant rows."""
    queries = [query for query in data.queries if query.relevant]
    if not queries:
        return []
    gold = {query.id: [list(query.relevant)] for query in queries}
    out: list[Ranking] = []
    for diacritics in (True, False):
        ranked: dict[str, dict[str, list[list[str]]]] = {}
        times: dict[str, list[float]] = {}
        for done, query in enumerate(queries, start=1):
            text = query.text if diacritics else strip_diacritics(query.text)
            for system, (ids, ms) in search(text, index).items():
                ranked.setdefault(system, {})[query.id] = [[name] for name in ids]
                times.setdefault(system, []).append(ms)
            progress("Tìm kiếm" if diacritics else "Tìm kiếm không dấu", done, len(queries))
        for system, rankings in ranked.items():
            scores = _any_relevant(gold, rankings)
            out.append(Ranking(system, diacritics, scores, len(queries), float(np.median(times[system]))))
    return out


def search(text: str, index: ExternalIndex) -> dict[str, tuple[list[str], float]]:
    """Row ids, best first, and milliseconds, by system.

    ``fusion`` is the product's own search (expansion, weights, words alone for a question without diacritics), before
    the judge ranks; ``BM25`` and ``encoder`` are its parts on the plain question.
    """
    snapshot = index.snapshot
    start = time.perf_counter()
    found = {"BM25": _timed(snapshot.lexical.search(text, DEPTH), index, start)}
    if index.dense:
        start = time.perf_counter()
        hits = snapshot.vectors.search(snapshot.encoder.encode_queries([text]), DEPTH)
        found["encoder"] = _timed(hits, index, start)
        start = time.perf_counter()
        try:
            understood = understand(Question(text), snapshot.registry, date.today())
            results = HybridRetriever(snapshot=snapshot).hits(understood)
        except InputError:  # the product takes no such question (empty, too long)
            results = {}
        found["fusion"] = _timed(fuse(results, Search().weights), index, start)
    return found


def _timed(hits: Sequence[Hit], index: ExternalIndex, start: float) -> tuple[list[str], float]:
    ms = (time.perf_counter() - start) * 1000
    return _ids(hits, index), ms


def _ids(hits: Sequence[Hit], index: ExternalIndex) -> list[str]:
    return [index.ids[provision_id] for provision_id, _ in best_by_provision(hits, index.snapshot.passages)][:10]


def _any_relevant(gold: Mapping[str, list[list[str]]], rankings: Mapping[str, list[list[str]]]) -> dict[str, Interval]:
    values = judge_rankings(gold, rankings)
    columns = {name: [values[query][name] for query in gold] for name in COLUMNS}
    return {
        name: wilson(round(sum(column)), len(column)) if name.startswith("hit") else mean_interval(column)
        for name, column in columns.items()
    }


def measure_decisions(
    data: ExternalSet, index: ExternalIndex, judge: Judge, limit: int, progress: Progress = lambda *_: None
) -> Decisions:
    """Put up to ``limit`` questions, chosen by hash of their id, to the assistant over this corpus."""
    weights = Search().weights if index.dense else {"lexical": 1.0, "dense": 0.0}
    recording = Recording.of(judge)
    assistant = Assistant(
        snapshot=index.snapshot,
        retriever=HybridRetriever(snapshot=index.snapshot, search=Search(weights=weights)),
        judge=recording,
    )
    chosen = sorted(data.queries, key=lambda query: sha256(query.id.encode()).digest())[:limit]
    marks: list[_Mark] = []
    for done, query in enumerate(chosen, start=1):
        recording.reset()
        mark = _ask(assistant, query, index)
        marks.append(replace(mark, score=recording.sure or 0.0))
        progress("Hỏi trợ lý", done, len(chosen))
    judged = [mark for mark in marks if mark.query.answerable is not None]
    good = [mark for mark in judged if mark.query.answerable]
    bad = [mark for mark in judged if not mark.query.answerable]
    answered = [mark for mark in good if mark.answered and mark.query.relevant]
    short = [mark for mark in good if mark.answered and mark.query.answers]
    times = [mark.ms for mark in marks]
    return Decisions(
        answered=_share([mark.answered for mark in good]),
        refused=_share([not mark.answered for mark in bad]),
        cited=_share([mark.cites for mark in answered]),
        stated=_share([mark.states for mark in short]),
        auroc=auroc([mark.score for mark in judged], [bool(mark.query.answerable) for mark in judged]),
        asked=len(marks),
        broken=sum(mark.broken for mark in marks),
        answer_ms_p50=float(np.quantile(times, 0.5)),
        answer_ms_p95=float(np.quantile(times, 0.95)),
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    query: Query
    ms: float
    answered: bool = False
    cites: bool = False
    states: bool = False
    score: float = 0.0
    broken: bool = False


def _ask(assistant: Assistant, query: Query, index: ExternalIndex) -> _Mark:
    start = time.perf_counter()
    try:
        answer = assistant.answer(Question(query.text))
    except AssistantError:
        return _Mark(query, (time.perf_counter() - start) * 1000, broken=True)
    mark = _Mark(query, (time.perf_counter() - start) * 1000)
    cited = {index.ids.get(citation.provision_id) for claim in answer.claims for citation in claim.citations}
    words = "\n".join(claim.text for claim in answer.claims)
    return replace(
        mark,
        answered=answer.status is Status.ANSWERED,
        cites=bool(cited & set(query.relevant)),
        states=any(contains(words, reference) for reference in query.answers),
    )


def _share(marks: Sequence[bool]) -> Interval | None:
    return wilson(sum(marks), len(marks)) if marks else None


def unaccented_share(queries: Sequence[Query]) -> float:
    """Share of questions that already come without diacritics."""
    return sum(not has_diacritics(query.text) for query in queries) / len(queries) if queries else 0.0


def to_json(
    data: ExternalSet, index: ExternalIndex, rankings: Sequence[Ranking], decisions: Decisions | None
) -> dict[str, Any]:
    """The measurements as JSON."""
    return {
        "set": data.name,
        "rows": len(data.rows),
        "passages": len(index.snapshot.passages),
        "queries": len(data.queries),
        "encoder": index.snapshot.manifest.encoder if index.dense else None,
        "fingerprint": index.snapshot.fingerprint,
        "index_seconds": {name: round(value, 2) for name, value in index.seconds.items()},
        "unaccented_share": round(unaccented_share(data.queries), 4),
        "problems": list(data.problems),
        "retrieval": [
            {
                "system": item.system,
                "diacritics": item.diacritics,
                "n": item.n,
                "query_ms": round(item.query_ms, 2),
                **{name: _interval(value) for name, value in item.scores.items()},
            }
            for item in rankings
        ],
        "decisions": None
        if decisions is None
        else {
            name: _interval(value) if isinstance(value, Interval) else None if value != value else value
            for name in Decisions.__slots__
            for value in [getattr(decisions, name)]
        },
    }


def _interval(value: Interval) -> dict[str, float]:
    return {"value": round(value.value, 4), "low": round(value.low, 4), "high": round(value.high, 4)}
