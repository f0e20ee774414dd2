"""From an inquiry to a draft or a refusal: composers in their order, the first that has something to say wins.

Each composer looks at the question and says nothing (``None``), or gives the whole draft, or refuses. The order is the
plan: what is asked of a document itself stands in the registry and needs no search; sums, comparisons and named places
know what is asked better than a ranking does; a former rule is offered only when no rule in force answers. Composers
that ask what was said to an earlier turn are handed ``propose`` itself.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from assistant.answering import refusals
from assistant.answering.cards import places_of, records_cited, texts_of
from assistant.answering.comparison import compare
from assistant.answering.draft import Draft
from assistant.answering.extractive import compose
from assistant.answering.governing import govern
from assistant.answering.headed import headed
from assistant.answering.parts import by_halves, by_parts
from assistant.answering.status import tell_status
from assistant.model import Refusal
from assistant.planning.levels import level_first, which_level
from assistant.planning.lists import duties, enumerated, headed_list, listed_together
from assistant.planning.proposal import NEAR, Composer, Proposal
from assistant.planning.refusing import another_body, beside_the_point, not_enough, only_a_word
from assistant.planning.sums import work_sum
from assistant.planning.talk import at_places_of_talk, carried, in_another_form
from assistant.planning.times import former_rule, ruled_at_another_time
from assistant.question.clarification import differs_by_level
from assistant.retrieval.search import Inquiry
from assistant.turns.decomposition import parts_of


def propose(inquiry: Inquiry) -> Proposal:
    """What the plan says to the whole question, or to each of its parts where it asks several things."""
    if inquiry.understood.whole_text:
        return _whereabouts(inquiry)
    proposal = _with_those_before(inquiry, by_parts(inquiry, _planned(inquiry), _planned))
    if inquiry.understood.halves and not parts_of(inquiry.understood, inquiry.registry):
        return by_halves(inquiry, proposal, propose)
    if isinstance(proposal, Refusal):
        return proposal
    if inquiry.understood.place:
        places = places_of(proposal.claims, inquiry.understood.as_of.day, inquiry.registry)
        return replace(proposal, claims=[*places, *proposal.claims])
    return _shortened(proposal) if inquiry.understood.brief else proposal


def _whereabouts(inquiry: Inquiry) -> Proposal:
    """Where the documents are to be had that the question names, or that the answer asked about rests on."""
    understood, registry, day = inquiry.understood, inquiry.registry, inquiry.understood.as_of.day
    records = [registry.records[i] for i in understood.references.records if i in registry.records]
    if understood.earlier is not None or not records:
        said = propose(inquiry.part(replace(understood, whole_text=False), inquiry.judge))
        records = records_cited(said.claims, registry) if isinstance(said, Draft) else records
    claims = texts_of(records, day, registry)
    return Draft(claims) if claims else refusals.whereabouts_unknown()


def _with_those_before(inquiry: Inquiry, proposal: Proposal) -> Proposal:
    """The answers of earlier questions that are asked for again with this one's, before it."""
    if isinstance(proposal, Refusal) or not inquiry.understood.also:
        return proposal
    said = [(each, propose(inquiry.part(each, inquiry.judge))) for each in inquiry.understood.also]
    first = [(each, draft) for each, draft in said if isinstance(draft, Draft)]
    claims = [claim for _, draft in first for claim in draft.claims]
    known = {claim.text for claim in claims}
    told = [f"“{each.text.rstrip(' ?.')}?”" for each in (*(each for each, _ in first), inquiry.understood)]
    notes = (f"Gộp câu trả lời của các lượt: {'; '.join(told)}.",) if first else ()
    return replace(
        proposal,
        claims=[*claims, *(claim for claim in proposal.claims if claim.text not in known)],
        notes=(*proposal.notes, *notes),
    )


def _planned(inquiry: Inquiry) -> Proposal:
    """What the first composer of the plan that speaks says, opened with yes or no where the rule gives it."""
    proposals = (composer(inquiry) for composer in PLAN)
    return headed(inquiry, next(proposal for proposal in proposals if proposal is not None))


def _shortened(draft: Draft) -> Draft:
    """The draft without what only supports the answer; unchanged where that is all there is."""
    kept = [claim for claim in draft.claims if claim.role != "basis"]
    proves = any(claim.role not in ("context", "head") for claim in kept)
    return replace(draft, claims=kept) if proves else draft


def _comparison(inquiry: Inquiry) -> Proposal | None:
    """The two sides of a comparison, each in the words of its rule."""
    sides = compare(inquiry) if inquiry.understood.compares else []
    return Draft(sides) if sides else None


def _named_place(inquiry: Inquiry) -> Proposal | None:
    """A place that the question names is quoted as it stands; a loaded document without it is said to lack it."""
    references, registry = inquiry.understood.references, inquiry.registry
    if not (references.places and references.records):
        return None
    if named := inquiry.at(references.places):
        return Draft(compose(inquiry.understood, named, registry))
    record = registry.records[references.records[0]]
    if registry.is_loaded(record.id):
        return refusals.no_such_place(references.places[0].label, record, inquiry.ranked.evidence)
    return None


def _extract(inquiry: Inquiry) -> Proposal:
    """The supporting provisions in their own words, or the question back where the figure differs by level."""
    chosen = inquiry.judge.supporting(inquiry.ranked)
    if differs_by_level(inquiry.understood, chosen):
        return which_level(inquiry, chosen, propose)
    near = inquiry.ranked.evidence[:NEAR]
    return Draft(compose(inquiry.understood, chosen, inquiry.registry, near), tuple(chosen))


PLAN: tuple[Composer, ...] = (
    govern,
    tell_status,
    another_body,
    work_sum,
    _comparison,
    _named_place,
    partial(carried, propose=propose),
    partial(level_first, propose=propose),
    listed_together,
    headed_list,
    duties,
    enumerated,
    former_rule,
    in_another_form,
    partial(at_places_of_talk, propose=propose),
    not_enough,
    ruled_at_another_time,
    only_a_word,
    beside_the_point,
    _extract,
)
