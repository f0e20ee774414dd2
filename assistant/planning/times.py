"""Composers of rules that do not hold on the day: what ruled the matter before, or does not rule it yet."""

from __future__ import annotations

from assistant.answering import refusals
from assistant.answering.draft import Draft
from assistant.answering.extractive import compose
from assistant.model import Evidence
from assistant.planning.proposal import LIKELY, NEAR, Proposal
from assistant.retrieval.eligibility import was_in_force
from assistant.retrieval.ranker import Ranking
from assistant.retrieval.search import Inquiry
from corpus.core.display import silent_digest
from corpus.core.registry import Force

TOGETHER = 0.75
"""Confidence of two looks together, were they independent, from which rules of two times on one matter may answer."""

SURER = 0.15
"""By so much more confidence a rule of another time speaks against one of the day."""


def former_rule(inquiry: Inquiry) -> Proposal | None:
    """What a rule of another time gives when no rule in force answers: see ``_of_another_time``."""
    understood, judge = inquiry.understood, inquiry.judge
    if judge.enough(inquiry.ranked) or understood.references.records:
        return None
    former = inquiry.candidates(understood, eligible=was_in_force)
    if ruling := _on_same_matter(inquiry, former):
        return Draft(compose(understood, ruling, inquiry.registry, inquiry.ranked.evidence[:NEAR]))
    if not judge.again.enough(former) or _ruling_now(inquiry, former):
        return None  # nothing sure, or the matter is ruled on the day: that rule is named as the nearest
    a_rule = bool(former.evidence[0].document.record.number)
    if _not_yet(inquiry, former) and (inquiry.ranked.confidence >= LIKELY or not a_rule):
        return None  # a rule in force may well say it, or no rule was found but a text on rules: named as the nearest
    return _of_another_time(inquiry, former)


def ruled_at_another_time(inquiry: Inquiry) -> Proposal | None:
    """A rule that no longer held on the day that is named, where it answers far more surely than any that did.

    One that did not hold yet says nothing against those of the day: people ask in the words of today's rules.
    """
    ranked, judge, understood = inquiry.ranked, inquiry.judge, inquiry.understood
    if not understood.as_of.explicit or understood.references.records or judge.again.enough(ranked):
        return None
    other = inquiry.candidates(understood, eligible=was_in_force)
    if not judge.again.enough(other) or other.confidence < ranked.confidence + SURER:
        return None
    if _not_yet(inquiry, other) or _ids(ranked) & {other.evidence[0].provision.id, *_ruling_now(inquiry, other)}:
        return None
    return _of_another_time(inquiry, other) or refusals.no_provision(ranked.evidence, understood)


def _of_another_time(inquiry: Inquiry, former: Ranking) -> Proposal | None:
    """A former rule, framed as such; a refusal when the rule is not yet in force.

    A rule whose successor is loaded is not offered: what replaced it was searched and does not answer. A digest of the
    successor proves no such thing: to a question that names its day the former rule is told, and beside it that the
    digest says nothing. Of today nobody is told a rule that a loaded text has replaced.
    """
    understood, registry = inquiry.understood, inquiry.registry
    best, day = former.evidence[0], understood.as_of.day
    if _not_yet(inquiry, former):
        return refusals.not_in_force(former.evidence, refusals.standing_notes([best], registry, day))
    chain = registry.standing(best.document.record.id, day, best.validity).chain
    loaded = [later for later in chain if registry.is_loaded(later.id)]
    if loaded and (not understood.as_of.explicit or any(registry.has_own_text(later.id) for later in loaded)):
        return None
    silent = tuple(silent_digest(later) for later in loaded)
    return Draft(compose(understood, [best], registry, former.evidence[:NEAR]), notes=silent)


def _not_yet(inquiry: Inquiry, former: Ranking) -> bool:
    best = former.evidence[0]
    standing = inquiry.registry.standing(best.document.record.id, inquiry.understood.as_of.day, best.validity)
    return standing.force is Force.NOT_YET


def _on_same_matter(inquiry: Inquiry, other: Ranking) -> list[Evidence]:
    """The candidates of the day that rule what the best rule of another time rules, where the two speak for each other.

    Two looks that know nothing of each other's rules name one matter first: neither need be sure by itself.
    """
    ranked = inquiry.ranked
    ids = _ruling_now(inquiry, other)
    if not ids or ranked.evidence[0].provision.id not in ids or other.evidence[0].provision.id in _ids(ranked):
        return []
    sure = 1 - (1 - ranked.confidence) * (1 - other.confidence) >= TOGETHER
    return [item for item in ranked.evidence[:NEAR] if item.provision.id in ids] if sure else []


def _ruling_now(inquiry: Inquiry, other: Ranking) -> set[str]:
    """Ids of the provisions in force on the day that rule what the best rule of another time rules."""
    if not (other.evidence and inquiry.ranked.evidence):
        return set()
    best = other.evidence[0]
    day = inquiry.understood.as_of.day
    return {
        provision.id
        for provision, document in inquiry.registry.on_same_matter(best.provision, best.document, day)
        if document.record.id != best.document.record.id
    }


def _ids(ranking: Ranking) -> set[str]:
    return {item.provision.id for item in ranking.evidence}
