"""From an inquiry to a draft or a refusal: composers in their order, the first that has something to say wins.

Each composer looks at the question and says nothing (``None``), or gives the whole draft, or refuses. The order is the
plan: what is asked of a document itself stands in the registry and needs no search; sums, comparisons and named places
know what is asked better than a ranking does; a former rule is offered only when no rule in force answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering import refusals
from assistant.answering.calculation import calculate
from assistant.answering.comparison import compare
from assistant.answering.draft import Draft
from assistant.answering.extractive import compose
from assistant.answering.governing import govern
from assistant.answering.headed import headed
from assistant.answering.status import tell_status
from assistant.model import Claim, Evidence, Refusal
from assistant.question.clarification import differs_by_level
from assistant.question.decomposition import parts_of
from assistant.question.topic import about_congresses, elsewhere, speaks_of_it
from assistant.question.understanding import as_searched
from assistant.retrieval.agreement import disagrees
from assistant.retrieval.beside import beside, says_what_is_new
from assistant.retrieval.eligibility import was_in_force
from assistant.retrieval.search import Inquiry
from corpus.core.registry import Force

PER_PART = 2
"""Most provisions shown for each half of a question that asks two things."""

FEWEST = 3
"""Syllables of the shortest question: most Vietnamese words have two, and one word asks nothing."""

LIKELY = 0.5
"""From this confidence on a rule rather answers than not: enough to ask which level is meant, not to answer."""

NAMES_SUM = 0.1
"""From this confidence on the rule that was found first may name the sum that is asked for."""

NEAR = 5
"""Candidates among which a list may go on beside the best one."""

Proposal = Draft | Refusal
Composer = Callable[[Inquiry], Proposal | None]


def propose(inquiry: Inquiry) -> Proposal:
    """What the first composer of the plan that speaks says, opened with yes or no where the rule gives it."""
    proposals = (composer(inquiry) for composer in PLAN)
    proposal = next(proposal for proposal in proposals if proposal is not None)
    proposal = headed(inquiry, proposal)
    return proposal if isinstance(proposal, Refusal) or not inquiry.understood.brief else _shortened(proposal)


def _shortened(draft: Draft) -> Draft:
    """The draft without what only supports the answer; unchanged where that is all there is."""
    kept = [claim for claim in draft.claims if claim.role != "basis"]
    proves = any(claim.role not in ("context", "head") for claim in kept)
    return replace(draft, claims=kept) if proves else draft


def _another_body(inquiry: Inquiry) -> Proposal | None:
    """A question about another body is refused unless a rule of the Party itself speaks of that body."""
    understood, ranked = inquiry.understood, inquiry.ranked
    if not elsewhere(understood):
        return None
    if inquiry.judge.enough(ranked) and speaks_of_it(understood, ranked.evidence[0].provision):
        return None
    return refusals.out_of_scope()


def _sum(inquiry: Inquiry) -> Proposal | None:
    day = inquiry.understood.as_of.day

    def near() -> Sequence[Evidence]:
        return inquiry.ranked.evidence if inquiry.ranked.confidence >= NAMES_SUM else ()

    claims = calculate(inquiry.understood, inquiry.registry, day, near)
    return Draft(claims) if claims is not None else None


def _comparison(inquiry: Inquiry) -> Proposal | None:
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


def _carried(inquiry: Inquiry) -> Proposal | None:
    """What stands at the place of the answer before and says what is new in the turn.

    A turn that stands alone only looks there when nothing else answers it.
    """
    before, earlier = inquiry.understood.earlier, inquiry.earlier
    if before is None or earlier is None or inquiry.understood.references.documents:
        return None
    enough = inquiry.judge.enough(inquiry.ranked)
    if enough and not before.leans:
        return None
    said = propose(earlier)
    if isinstance(said, Refusal):
        return None
    found = beside(said.claims, before, inquiry.ranked.evidence, inquiry.registry)
    if not found:
        return None
    others = inquiry.judge.supporting(inquiry.ranked) if enough else []
    known = {item.provision.id for item in found}
    evidence = [*found, *(item for item in others if item.provision.id not in known)]
    return Draft(compose(inquiry.understood, evidence, inquiry.registry))


def _both_halves(inquiry: Inquiry) -> Proposal | None:
    """An answer to each half of a question that asks two things; what has no answer is said."""
    understood, whole, judge, registry = inquiry.understood, inquiry.ranked, inquiry.judge, inquiry.registry
    halves = judge if judge.enough(whole) else judge.again
    ranked = [(part, inquiry.candidates(part)) for part in parts_of(understood)]
    chosen = judge.supporting(whole) if judge.enough(whole) else []
    places = {(item.document.record.id, item.provision.label) for item in chosen[:1]}
    claims, missing = compose(understood, chosen, registry, whole.evidence[:NEAR]), []
    for number, (part, ranking) in enumerate(ranked, 1):
        if not halves.enough(ranking):
            # What stands nearest to the half may be among what the whole is answered with.
            if not (ranking.evidence and ranking.evidence[0].provision.id in _shown(claims)):
                missing.append(number)
            continue
        best = ranking.evidence[0]
        if (best.document.record.id, best.provision.label) not in places:
            places.add((best.document.record.id, best.provision.label))
            claims += compose(part, judge.supporting(ranking)[:PER_PART], registry, ranking.evidence[:NEAR])
    # No half found more than the whole did, so it is no question of two halves.
    if len(missing) == len(ranked) or (chosen and len(places) < 2):
        return None
    unique = list({claim.text: claim for claim in claims}.values())
    notes = () if chosen else tuple(refusals.part_not_found(number, len(ranked)) for number in missing)
    return Draft(unique, tuple(chosen), notes)


def _shown(claims: Sequence[Claim]) -> set[str]:
    return {citation.provision_id for claim in claims for citation in claim.citations}


def _level_first(inquiry: Inquiry) -> Proposal | None:
    """The question back where no rule is sure because the rules of several levels share what the question says."""
    if inquiry.judge.enough(inquiry.ranked) or inquiry.ranked.confidence < LIKELY:
        return None
    chosen = inquiry.judge.supporting(inquiry.ranked)
    return refusals.which_level(chosen) if differs_by_level(inquiry.understood, chosen) else None


def _former_rule(inquiry: Inquiry) -> Proposal | None:
    """A former rule, framed as such, when no rule in force answers; a refusal when the rule is not yet in force.

    A rule whose successor is loaded is not offered: what replaced it was searched and does not answer.
    """
    understood, judge, registry = inquiry.understood, inquiry.judge, inquiry.registry
    if judge.enough(inquiry.ranked) or understood.references.records:
        return None
    former = inquiry.candidates(understood, eligible=was_in_force)
    if not judge.again.enough(former):
        return None
    best, day = former.evidence[0], understood.as_of.day
    standing = registry.standing(best.document.record.id, day, best.validity)
    if standing.successor_loaded:
        return None
    if standing.force is Force.NOT_YET:
        return refusals.not_in_force(former.evidence, refusals.standing_notes([best], registry, day))
    return Draft(compose(understood, [best], registry, former.evidence[:NEAR]))


def _in_another_form(inquiry: Inquiry) -> Proposal | None:
    """A turn of a conversation in another of its forms, where the first one finds nothing; the form is told."""
    if inquiry.judge.enough(inquiry.ranked):
        return None
    forms = [(form, inquiry.candidates(as_searched(form))) for form in inquiry.understood.otherwise]
    sure = [(form, ranking) for form, ranking in forms if inquiry.judge.again.enough(ranking)]
    if not sure:
        return None
    form, ranking = max(sure, key=lambda found: found[1].confidence)
    best = ranking.evidence[0].provision
    if elsewhere(form) or disagrees(form.plain, best) or not says_what_is_new(inquiry.understood.earlier, best):
        return None
    claims = compose(form, inquiry.judge.supporting(ranking), inquiry.registry, ranking.evidence[:NEAR])
    return Draft(claims, notes=(f"Câu hỏi được hiểu là: “{form.text.rstrip(' ?')}?”",))


def _beside_the_point(inquiry: Inquiry) -> Proposal | None:
    """The best rule speaks of the other bound or the opposite condition: refused, that rule named as the nearest."""
    ranked = inquiry.ranked
    if inquiry.judge.enough(ranked) and disagrees(inquiry.understood.plain, ranked.evidence[0].provision):
        return refusals.no_provision(ranked.evidence, inquiry.understood)
    return None


def _only_a_word(inquiry: Inquiry) -> Proposal | None:
    """A word or two name a subject and ask nothing of it: any of its rules would be as good an answer as another."""
    if len(inquiry.understood.plain.split()) >= FEWEST:
        return None
    return refusals.no_provision(inquiry.ranked.evidence, inquiry.understood)


def _not_enough(inquiry: Inquiry) -> Proposal | None:
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


def _extract(inquiry: Inquiry) -> Proposal:
    """The supporting provisions in their own words, or the question back where the figure differs by level."""
    chosen = inquiry.judge.supporting(inquiry.ranked)
    if differs_by_level(inquiry.understood, chosen):
        return refusals.which_level(chosen)
    near = inquiry.ranked.evidence[:NEAR]
    return Draft(compose(inquiry.understood, chosen, inquiry.registry, near), tuple(chosen))


PLAN: tuple[Composer, ...] = (
    govern,
    tell_status,
    _another_body,
    _sum,
    _comparison,
    _named_place,
    _carried,
    _both_halves,
    _level_first,
    _former_rule,
    _in_another_form,
    _not_enough,
    _only_a_word,
    _beside_the_point,
    _extract,
)
