"""Retrieval measures through ir_measures, over gold with alternatives.

Pure. A ranking is a list of the gold locators that each retrieved provision stands at. Several provisions can stand at
one locator (digest and official text, a khoản and its điểm): the first counts, later ones are neither hit nor miss.
Each alternative of the gold is judged on its own and the best value is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG

MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    "mrr@10": RR @ 10,
    "ndcg@10": nDCG @ 10,
    "recall@10": R @ 10,
}
"""Names in reports → measures of ir_measures."""


def judge_rankings(
    gold: Mapping[str, Sequence[Sequence[str]]], rankings: Mapping[str, Sequence[Iterable[str]]]
) -> dict[str, dict[str, float]]:
    """Values by question and measure; a question without a ranking gets ir_measures' default (0).

    Args:
        gold: alternatives of locators by question; questions without gold are left out.
        rankings: for each question, in order, the locators that each retrieved provision stands at.
    """
    qrels: list[Qrel] = []
    run: list[ScoredDoc] = []
    for question, options in gold.items():
        for number, option in enumerate(options):
            name = f"{question}\t{number}"
            qrels += [Qrel(name, place, 1) for place in dict.fromkeys(option)]
            run += [
                ScoredDoc(name, document, -float(rank))
                for rank, document in enumerate(_documents(rankings.get(question, ()), set(option)))
            ]
    best: dict[str, dict[str, float]] = {
        question: dict.fromkeys(MEASURES, 0.0) for question, options in gold.items() if options
    }
    if not qrels:
        return best
    names = {measure: name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
        values = best[metric.query_id.partition("\t")[0]]
        name = names[metric.measure]
        values[name] = max(values[name], float(metric.value))
    return best


def _documents(ranking: Sequence[Iterable[str]], wanted: set[str]) -> list[str]:
    """The ranking as document ids: a wanted locator at its first occurrence, ``-n`` for anything else."""
    documents: list[str] = []
    seen: set[str] = set()
    for rank, places in enumerate(ranking):
        fitting = sorted(set(places) & wanted)
        fresh = [place for place in fitting if place not in seen]
        if fitting and not fresh:
            continue
        documents += fresh or [f"-{rank}"]
        seen.update(fresh)
    return documents
