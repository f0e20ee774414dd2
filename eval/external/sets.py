"""Measure the product's retrieval and decisions on a question set of others. Shell.

Retrieval: hit@1, 5, 10 and MRR@10 (ir_measures) of BM25, encoder and fusion, with the questions as they are and without
their diacritics. Decisions: every question is put to the assistant over this corpus; answered and refused are counted
against ``answerable``. The judge is the product's, frozen; nothing is fitted here.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assistant.model import Question, Status
from assistant.retrieval.fusion import best_by_provision, fuse
from assistant.retrieval.ranker import Judge
from assistant.retrieval.retriever import DEPTH, HybridRetriever, Search
from assistant.retrieval.search import EvidenceSearch
from assistant.service import Assistant
from corpus.core.errors import AssistantError
from corpus.core.text import has_diacritics, strip_diacritics, syllables
from eval.external.data import ExternalSet, Query
from eval.external.index import ExternalIndex
from eval.external.reach import CANDIDATES, LexicalFirst, Plan, Reach, understood_as
from eval.scoring.retrieval import judge_rankings
from eval.scoring.risk import auroc
from eval.scoring.stats import Interval, mean_interval, wilson
from eval.suites.normalise import contains
from indexing.ports import Hit, Progress

COLUMNS = ("hit@1", "hit@5", "hit@10", "mrr@10")
SHORT = 12
"""Syllables up to which a reference answer counts as short."""


@dataclass(frozen=True, slots=True)
class SystemRetrieval:
    """Retrieval of one system on one form of the questions.

    ``reach`` says what the encoder read (``none`` for BM25), ``n`` how many questions were searched, ``query_ms`` the
    median time of a search.
    """

    system: str
    diacritics: bool
    reach: Reach
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


def measure_retrieval(
    data: ExternalSet, index: ExternalIndex, plan: Plan, progress: Progress = lambda *_: None
) -> list[SystemRetrieval]:
    """All systems on both forms of the questions that name relevant rows.

    Where the plan asks the encoder fewer questions than there are, BM25 is measured on those too, so that each figure
    of the encoder stands beside one over the same questions.
    """
    queries = [query for query in data.queries if query.relevant]
    asked = {query.id for query in plan.queries}
    chosen = [query for query in queries if query.id in asked]
    out: list[SystemRetrieval] = []
    for diacritics in (True, False):
        if len(chosen) < len(queries):
            out += _measure(queries, diacritics, index, Reach.NONE, progress)
        out += _measure(chosen, diacritics, index, plan.reach, progress)
    return out


def _measure(
    queries: Sequence[Query], diacritics: bool, index: ExternalIndex, reach: Reach, progress: Progress
) -> list[SystemRetrieval]:
    gold = {query.id: [list(query.relevant)] for query in queries}
    ranked: dict[str, dict[str, list[list[str]]]] = {}
    times: dict[str, list[float]] = {}
    stage = f"Tìm kiếm {'có dấu' if diacritics else 'bỏ dấu'}, {len(queries)} câu"
    for done, query in enumerate(queries, start=1):
        text = query.text if diacritics else strip_diacritics(query.text)
        for system, (ids, ms) in search(text, index, reach).items():
            ranked.setdefault(system, {})[query.id] = [[name] for name in ids]
            times.setdefault(system, []).append(ms)
        progress(stage, done, len(queries))
    return [
        SystemRetrieval(
            system,
            diacritics,
            Reach.NONE if system == "BM25" else reach,
            _any_relevant(gold, rankings),
            len(queries),
            float(np.median(times[system])),
        )
        for system, rankings in ranked.items()
    ]


def search(text: str, index: ExternalIndex, reach: Reach) -> dict[str, tuple[list[str], float]]:
    """Row ids, best first, and milliseconds, by system.

    ``fusion`` is the product's own search (expansion, weights, words alone for a question without diacritics), before
    the judge ranks; ``BM25`` and ``encoder`` are its parts on the plain question. In two stages the encoder alone is
    measured only where the product asks it: on questions with diacritics.
    """
    snapshot = index.snapshot
    start = time.perf_counter()
    found = {"BM25": _timed(snapshot.lexical.search(text, DEPTH), index, start)}
    if reach is Reach.NONE:
        return found
    if reach is Reach.ALL:
        start = time.perf_counter()
        hits = snapshot.vectors.search(snapshot.encoder.encode_queries([text]), DEPTH)
        found["encoder"] = _timed(hits, index, start)
    start = time.perf_counter()
    understood = understood_as(text, index)
    results = retriever(index, reach).hits(understood) if understood else {}
    fused = _timed(fuse(results, Search().weights), index, start)
    if reach is Reach.CANDIDATES and "dense" in results:
        found["encoder"] = _ids(results["dense"], index), fused[1]
    return found | {"fusion": fused}


def retriever(index: ExternalIndex, reach: Reach) -> HybridRetriever:
    """The product's retriever over this corpus."""
    if reach is Reach.CANDIDATES:
        return LexicalFirst(snapshot=index.snapshot, vectors=index.vectors)
    weights = {"lexical": 1.0, "dense": 0.0} if reach is Reach.NONE else Search().weights
    return HybridRetriever(snapshot=index.snapshot, search=Search(weights=weights))


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
    index: ExternalIndex, plan: Plan, judge: Judge, limit: int, progress: Progress = lambda *_: None
) -> Decisions:
    """Put the plan's first ``limit`` questions to the assistant over this corpus."""
    assistant = Assistant(EvidenceSearch(retriever(index, plan.reach), judge))
    chosen = plan.queries[:limit]
    marks: list[_Mark] = []
    for done, query in enumerate(chosen, start=1):
        marks.append(_ask(assistant, query, index))
        progress("Hỏi trợ lý", done, len(chosen))
    judged = [mark for mark in marks if mark.query.answerable is not None]
    good = [mark for mark in judged if mark.query.answerable]
    bad = [mark for mark in judged if not mark.query.answerable]
    answered = [mark for mark in good if mark.answered and mark.query.relevant]
    short = [mark for mark in good if mark.answered and _short(mark.query)]
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
        score=answer.confidence or 0.0,
        answered=answer.status is Status.ANSWERED,
        cites=bool(cited & set(query.relevant)),
        states=any(contains(words, reference) for reference in _short(query)),
    )


def _short(query: Query) -> tuple[str, ...]:
    """Reference answers that an answer can be expected to hold word for word."""
    return tuple(reference for reference in query.answers if len(syllables(reference)) <= SHORT)


def _share(marks: Sequence[bool]) -> Interval | None:
    return wilson(sum(marks), len(marks)) if marks else None


def unaccented_share(queries: Sequence[Query]) -> float:
    """Share of questions that already come without diacritics."""
    return sum(not has_diacritics(query.text) for query in queries) / len(queries) if queries else 0.0


def to_json(
    data: ExternalSet,
    index: ExternalIndex,
    plan: Plan,
    rankings: Sequence[SystemRetrieval],
    decisions: Decisions | None,
) -> dict[str, Any]:
    """The measurements as JSON."""
    return {
        "set": data.name,
        "rows": len(data.rows),
        "passages": len(index.snapshot.passages),
        "queries": len(data.queries),
        "queries_in_file": data.asked,
        "encoder": None if plan.reach is Reach.NONE else index.snapshot.manifest.encoder,
        "encoder_reads": {
            "reach": plan.reach.value,
            "passages": len(index.snapshot.passages) if plan.reach is Reach.ALL else len(plan.passages),
            "candidates": CANDIDATES if plan.reach is Reach.CANDIDATES else None,
            "queries": 0 if plan.reach is Reach.NONE else len(plan.queries),
        },
        "segmented_words": index.words,
        "fingerprint": index.snapshot.fingerprint,
        "index_seconds": {name: round(value, 2) for name, value in index.seconds.items()},
        "unaccented_share": round(unaccented_share(data.queries), 4),
        "problems": list(data.problems),
        "retrieval": [
            {
                "system": item.system,
                "diacritics": item.diacritics,
                "reach": item.reach.value,
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
