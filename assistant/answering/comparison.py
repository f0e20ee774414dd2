"""Old against new: the best provision of each side, both cited, both dated (shell over the retriever).

Sides are the documents that the question names, or the days that it names ("kỳ 2020 và kỳ 2025", "năm 2000 …, nay …");
when it only says "cũ và mới", they are the document that answers today and the loaded ones that it replaced.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.extractive import claim_of
from assistant.model import Claim, Evidence
from assistant.question.understanding import Understood, focused
from assistant.retrieval.idf import Vocabulary
from assistant.retrieval.ranker import Judge
from assistant.retrieval.retriever import HybridRetriever
from corpus.core.sentences import body_start

MAX_SIDES = 3
NAMED_AT = 0.25
"""A side the user named needs less confidence than an answer from the whole corpus: this share of it."""

SHOWN = 4
"""Most provisions shown for a side."""
CLOSE = 0.25
"""A side's second provision is shown when its score is at least this share of the first one's."""


def sides_of(understood: Understood, retriever: HybridRetriever, judge: Judge, vocabulary: Vocabulary) -> list[str]:
    """Record ids to compare, newest first."""
    registry, core = retriever.snapshot.registry, focused(understood)
    named = [r.id for mention in understood.references.documents for r in mention.candidates[:2]]
    if len(set(named)) >= 2:
        return list(dict.fromkeys(named))[:MAX_SIDES]
    ranked = judge.rank(core, retriever.find(core), vocabulary)
    if not judge.enough(ranked):
        return []
    sides = [ranked.evidence[0].document.record.id]
    while len(sides) < MAX_SIDES:
        older = [i for i in registry.records[sides[-1]].supersedes if i in registry.records]
        if not older:
            break
        sides.append(max(older, key=lambda i: str(registry.records[i].issued)))
    return sides


def compare(understood: Understood, retriever: HybridRetriever, judge: Judge, vocabulary: Vocabulary) -> list[Claim]:
    """One claim a side when at least two sides answer; else nothing (the ordinary path goes on)."""
    registry, core = retriever.snapshot.registry, focused(understood)
    sides: list[list[Evidence]] = []

    def add(candidates: list[Evidence], asked: Understood) -> None:
        ranked = judge.rank(asked, candidates, vocabulary)
        if ranked.evidence and ranked.confidence >= NAMED_AT * judge.answer_at:
            sides.append([e for e in ranked.evidence[:SHOWN] if e.score >= CLOSE * ranked.evidence[0].score])

    if understood.days and not understood.references.records:
        for day in understood.days[-MAX_SIDES:]:
            asked = replace(core, as_of=replace(understood.as_of, day=day))
            add(retriever.find(asked), asked)
    else:
        for record_id in sides_of(understood, retriever, judge, vocabulary):
            add(retriever.find(core, records=[record_id]), core)
    found = {item.provision.id: item for side in sides for item in side}
    if len({side[0].document.record.id for side in sides}) < 2:
        return []
    claims = []
    for item in sorted(found.values(), key=lambda e: str(e.validity.valid_from), reverse=True):
        span = (body_start(item.provision.text), len(item.provision.text.rstrip()))
        claims.append(claim_of(registry, item.provision, item.document, span, "comparison", understood.as_of.day))
    return claims
