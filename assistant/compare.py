"""Old against new: the best provision of each side, both cited, both dated (shell over the retriever).

Sides are the documents that the question names; when it only says "cũ và mới", they are the document that answers
today and the loaded ones that it replaced.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.compose import claim_of
from assistant.judge import Judge
from assistant.model import Claim, Evidence
from assistant.retrieve import HybridRetriever
from assistant.sentences import body_start
from assistant.understand import Understood
from assistant.vocabulary import Vocabulary
from corpus.registry import Force

MAX_SIDES = 3
NAMED_AT = 0.25
"""A side the user named needs less confidence than an answer from the whole corpus: this share of it."""


def sides_of(understood: Understood, retriever: HybridRetriever, judge: Judge, vocabulary: Vocabulary) -> list[str]:
    """Record ids to compare, newest first."""
    registry = retriever.snapshot.registry
    named = [r.id for mention in understood.references.documents for r in mention.candidates[:2]]
    if len(set(named)) >= 2:
        return list(dict.fromkeys(named))[:MAX_SIDES]
    ranked = judge.rank(understood, retriever.find(understood), vocabulary)
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
    registry = retriever.snapshot.registry
    found: list[Evidence] = []
    for record_id in sides_of(understood, retriever, judge, vocabulary):
        candidates = retriever.find(understood, records=[record_id])
        ranked = judge.rank(understood, candidates, vocabulary)
        if ranked.evidence and ranked.confidence >= NAMED_AT * judge.answer_at:
            found.append(ranked.evidence[0])
    if len(found) < 2:
        return []
    claims = []
    for item in sorted(found, key=lambda e: str(e.validity.valid_from), reverse=True):
        span = (body_start(item.provision.text), len(item.provision.text.rstrip()))
        claim = claim_of(registry, item.provision, item.document, span, "comparison", understood.as_of.day)
        standing = registry.standing(item.document.record.id, understood.as_of.day, item.validity)
        claims.append(claim if standing.force is not Force.IN_FORCE else replace(claim, role="comparison"))
    return claims
