"""Composers of lists where nothing is sure by itself: the items, the heading or the words of the rule tell the list."""

from __future__ import annotations

from assistant.answering.draft import Draft
from assistant.answering.extractive import compose, of_one_list, wants_list
from assistant.answering.parts import gives
from assistant.planning.proposal import LIKELY, NEAR, Proposal
from assistant.question.kinds import Wanted
from assistant.question.patterns import pattern
from assistant.retrieval.agreement import disagrees
from assistant.retrieval.enumerating import (
    asks_enumeration,
    asks_number,
    does_what_is_asked,
    enumerates,
    lists_other_kind,
)
from assistant.retrieval.listing import heads_list, points_elsewhere
from assistant.retrieval.search import Inquiry
from corpus.core.text import fold

LISTED = 0.4
"""From this confidence on a list may be answered whose items share the lead."""

HEADED = 0.1
"""The same for a list whose heading is what is asked for."""

LEAD = 1.4
"""How many times as likely as the next the rule must be that enumerates what is asked for in other words."""

NO_LIST = (Wanted.YES_NO, Wanted.PREMISE, Wanted.COMPARE, Wanted.PLACE)
"""Kinds of answer that no list gives."""

TOP, ITEMS = 3, 2
"""Candidates of which so many must be items of the list."""


def listed_together(inquiry: Inquiry) -> Proposal | None:
    """A whole list whose items are what was found first, where none of them leads far enough to be sure by itself."""
    understood, ranked = inquiry.understood, inquiry.ranked
    if inquiry.judge.enough(ranked) or ranked.confidence < LISTED or not wants_list(understood):
        return None
    best = ranked.evidence[0]
    items = [item for item in ranked.evidence[:TOP] if of_one_list(best.provision, item.provision)]
    if len(items) < ITEMS or disagrees(understood.plain, best.provision) or understood.references.places:
        return None
    counts = understood.wish.wants(Wanted.HOW_MANY) and not pattern("counts_items").search(fold(understood.plain))
    if counts and not gives(understood.plain, [item.provision for item in items]):
        return None
    return Draft(compose(understood, items, inquiry.registry, ranked.evidence[:NEAR]))


def headed_list(inquiry: Inquiry) -> Proposal | None:
    """The list whose name is what is asked for, where nothing is sure, or only a rule that points at another text."""
    understood, ranked = inquiry.understood, inquiry.ranked
    named = understood.references.places or understood.references.documents
    if ranked.confidence < HEADED or not wants_list(understood) or named:
        return None
    if inquiry.judge.enough(ranked) and not points_elsewhere(understood, ranked.evidence[0].provision):
        return None
    heads = [(heads_list(understood, item.provision), item) for item in ranked.evidence]
    most = max(words for words, _ in heads)
    found = [item for words, item in heads if words == most]
    lists = [[item for item in found if of_one_list(one.provision, item.provision)] for one in found]
    items = max(lists, key=len)
    if not most or disagrees(understood.plain, items[0].provision):
        return None
    return Draft(compose(understood, items, inquiry.registry, ranked.evidence[:NEAR]))


def duties(inquiry: Inquiry) -> Proposal | None:
    """What a body does, item by item, where nothing is sure or what is sure is not about what it does."""
    understood, ranked = inquiry.understood, inquiry.ranked
    if understood.references.places or not ranked.evidence:
        return None
    best = ranked.evidence[0]
    acting = [item for item in ranked.evidence if does_what_is_asked(understood, item.provision)]
    if inquiry.judge.enough(ranked) and best in acting and wants_list(understood):
        return None
    lists = [[item for item in acting if of_one_list(one.provision, item.provision)] for one in acting]
    items = lists[0] if best in acting else max(lists, key=len, default=[])
    if len(items) < ITEMS:
        return None
    return Draft(compose(understood, items, inquiry.registry, ranked.evidence[:NEAR], listed=True))


def enumerated(inquiry: Inquiry) -> Proposal | None:
    """The rule found first by far, where a list is asked for and it is one, whatever words people have for it."""
    understood, ranked = inquiry.understood, inquiry.ranked
    named = understood.references.places or understood.wish.kind in NO_LIST
    if inquiry.judge.enough(ranked) or ranked.confidence < LIKELY or named or ranked.foreign:
        return None
    best, *others = ranked.evidence
    rule = best.provision
    fits = asks_enumeration(understood) and enumerates(rule) and not lists_other_kind(understood, rule)
    if not fits or disagrees(understood.plain, rule):
        return None
    if asks_number(understood) and not gives(understood.plain, [rule]):
        return None
    if any(best.score < LEAD * item.score for item in others if not of_one_list(rule, item.provision)):
        return None
    return Draft(compose(understood, [best], inquiry.registry, ranked.evidence[:NEAR]))
