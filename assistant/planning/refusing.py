"""Composers that refuse: another body's matter, too few words, a rule of the opposite, or nothing that is sure."""

from __future__ import annotations

from assistant.answering import refusals
from assistant.planning.proposal import Proposal
from assistant.question.topic import about_congresses, elsewhere, speaks_of_it, stays_elsewhere
from assistant.retrieval.agreement import disagrees
from assistant.retrieval.search import Inquiry

FEWEST = 3
"""Syllables of the shortest question: most Vietnamese words have two, and one word asks nothing."""


def another_body(inquiry: Inquiry) -> Proposal | None:
    """A question about another body is refused unless a rule of the Party itself speaks of that body."""
    understood, ranked = inquiry.understood, inquiry.ranked
    if not (elsewhere(understood) or stays_elsewhere(understood)):
        return None
    if inquiry.judge.enough(ranked) and speaks_of_it(understood, ranked.evidence[0].provision):
        return None
    return refusals.out_of_scope()


def not_enough(inquiry: Inquiry) -> Proposal | None:
    """Why nothing answers: the named text is not loaded, no rule says it, or it is another subject."""
    if inquiry.judge.enough(inquiry.ranked):
        return None
    evidence, registry = inquiry.ranked.evidence, inquiry.registry
    for record_id in inquiry.understood.references.records:
        if not registry.is_loaded(record_id):
            return refusals.text_not_loaded(registry.records[record_id], registry, evidence)
    if about_congresses(inquiry.understood, evidence):
        return refusals.no_provision((*inquiry.ranked.foreign, *evidence), inquiry.understood)
    return refusals.out_of_scope()


def only_a_word(inquiry: Inquiry) -> Proposal | None:
    """A word or two name a subject and ask nothing of it: any of its rules would be as good an answer as another."""
    if len(inquiry.understood.plain.split()) >= FEWEST:
        return None
    return refusals.no_provision(inquiry.ranked.evidence, inquiry.understood)


def beside_the_point(inquiry: Inquiry) -> Proposal | None:
    """The best rule speaks of the other bound or the opposite condition: refused, that rule named as the nearest."""
    ranked = inquiry.ranked
    if inquiry.judge.enough(ranked) and disagrees(inquiry.understood.plain, ranked.evidence[0].provision):
        return refusals.no_provision(ranked.evidence, inquiry.understood)
    return None
