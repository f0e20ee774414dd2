"""Old against new: the best provision of each side, both cited, both dated.

Sides are the documents that the question names, or the days that it names ("kỳ 2020 và kỳ 2025", "năm 2000 …, nay …");
when it only says "cũ và mới", they are the document that answers today and the loaded ones that it replaced.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.citing import claim_of
from assistant.model import Claim, Evidence
from assistant.question.understanding import focused
from assistant.retrieval.ranker import Ranking
from assistant.retrieval.search import Inquiry
from corpus.core.sentences import body_start

MAX_SIDES = 3
NAMED_AT = 0.25
"""A side the user named needs less confidence than an answer from the whole corpus: this share of it."""

SHOWN = 4
"""Most provisions shown for a side."""
CLOSE = 0.3
"""A side's second provision is shown when its score is at least this share of the first one's."""


def sides_of(inquiry: Inquiry) -> list[str]:
    """Record ids to compare, newest first."""
    records = inquiry.registry.records
    named = [r.id for mention in inquiry.understood.references.documents for r in mention.candidates[:2]]
    if len(set(named)) >= 2:
        return list(dict.fromkeys(named))[:MAX_SIDES]
    ranked = inquiry.candidates(focused(inquiry.understood))
    if not inquiry.judge.enough(ranked):
        return []
    sides = [ranked.evidence[0].document.record.id]
    while len(sides) < MAX_SIDES:
        older = [i for i in records[sides[-1]].supersedes if i in records]
        if not older:
            break
        sides.append(max(older, key=lambda i: str(records[i].issued)))
    return sides


def compare(inquiry: Inquiry) -> list[Claim]:
    """One claim a side when at least two sides answer; else nothing (the ordinary path goes on)."""
    understood, core = inquiry.understood, focused(inquiry.understood)
    rankings: list[Ranking] = []
    if understood.days and not understood.references.records:
        for day in understood.days[-MAX_SIDES:]:
            rankings.append(inquiry.candidates(replace(core, as_of=replace(understood.as_of, day=day))))
    else:
        rankings += [inquiry.candidates(core, records=[record_id]) for record_id in sides_of(inquiry)]
    sides = [_side(ranking) for ranking in rankings if ranking.confidence >= NAMED_AT * inquiry.judge.answer_at]
    sides = [side for side in sides if side]
    found = {item.provision.id: item for side in sides for item in side}
    # One document on both sides: nothing changed between them, and the ordinary answer says it better.
    if len({side[0].document.record.id for side in sides}) < 2:
        return []
    claims = []
    for item in sorted(found.values(), key=lambda e: str(e.validity.valid_from), reverse=True):
        span = (body_start(item.provision.text), len(item.provision.text.rstrip()))
        claims.append(
            claim_of(inquiry.registry, item.provision, item.document, span, "comparison", understood.as_of.day)
        )
    return claims


def _side(ranking: Ranking) -> list[Evidence]:
    evidence = ranking.evidence
    return [item for item in evidence[:SHOWN] if item.score >= CLOSE * evidence[0].score]
