"""From an inquiry to a draft or a refusal: composers in their order, the first that has something to say wins.

Each composer looks at the question and says nothing (``None``), or gives the whole draft, or refuses. The order is the
plan: what is asked of a document itself stands in the registry and needs no search; sums, comparisons and named places
know what is asked better than a ranking does; a former rule is offered only when no rule in force answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from assistant.answering import refusals
from assistant.answering.calculation import calculate
from assistant.answering.cards import places_of, records_cited, texts_of
from assistant.answering.comparison import compare
from assistant.answering.draft import Draft
from assistant.answering.extractive import compose, of_one_list, wants_list
from assistant.answering.forms import Form, at_the_places, other_form, surer_form
from assistant.answering.governing import govern
from assistant.answering.headed import headed
from assistant.answering.parts import by_halves, by_parts, gives
from assistant.answering.status import tell_status
from assistant.model import Claim, Evidence, Refusal
from assistant.question.clarification import differs_by_level
from assistant.question.kinds import Wanted
from assistant.question.patterns import pattern
from assistant.question.topic import about_congresses, elsewhere, speaks_of_it, stays_elsewhere
from assistant.question.understanding import Understood, as_searched, with_level
from assistant.retrieval.agreement import disagrees
from assistant.retrieval.beside import beside, near_places
from assistant.retrieval.eligibility import was_in_force
from assistant.retrieval.enumerating import (
    asks_enumeration,
    asks_number,
    does_what_is_asked,
    enumerates,
    lists_other_kind,
)
from assistant.retrieval.listing import heads_list, points_elsewhere
from assistant.retrieval.ranker import Ranking
from assistant.retrieval.search import Inquiry
from assistant.stories.figures import read_story
from assistant.sums.law import law
from assistant.turns.decomposition import parts_of
from assistant.turns.followups import behind
from assistant.turns.supposing import adds, of_another_whole, undoes
from assistant.turns.times import without_times
from corpus.core.display import LEVEL_NAMES, silent_digest
from corpus.core.model import Level
from corpus.core.registry import Force
from corpus.core.text import fold

FEWEST = 3
"""Syllables of the shortest question: most Vietnamese words have two, and one word asks nothing."""

LIKELY = 0.5
"""From this confidence on a rule rather answers than not: enough to ask which level is meant, not to answer."""

NAMES_SUM = 0.1
"""From this confidence on the rule that was found first may name the sum that is asked for."""

NEAR = 5
"""Candidates among which a list may go on beside the best one."""

LISTED = 0.4
"""From this confidence on a list may be answered whose items share the lead."""

HEADED = 0.1
"""The same for a list whose heading is what is asked for."""

TOGETHER = 0.7
"""Confidence of two looks together, were they independent, from which rules of two times on one matter may answer."""

SURER = 0.15
"""By so much more confidence a rule of another time speaks against one of the day."""

LEAD = 1.4
"""How many times as likely as the next the rule must be that enumerates what is asked for in other words."""

NO_LIST = (Wanted.YES_NO, Wanted.PREMISE, Wanted.COMPARE, Wanted.PLACE)
"""Kinds of answer that no list gives."""

TOP, ITEMS = 3, 2
"""Candidates of which so many must be items of the list."""

MAX_REFUSED = 2
"""Turns in a row without an answer over which the places of an older answer still count as spoken of."""

BEFORE = 3
"""Candidates of the turn before whose places count as spoken of."""

Proposal = Draft | Refusal
Composer = Callable[[Inquiry], Proposal | None]


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


def _another_body(inquiry: Inquiry) -> Proposal | None:
    """A question about another body is refused unless a rule of the Party itself speaks of that body."""
    understood, ranked = inquiry.understood, inquiry.ranked
    if not (elsewhere(understood) or stays_elsewhere(understood)):
        return None
    if inquiry.judge.enough(ranked) and speaks_of_it(understood, ranked.evidence[0].provision):
        return None
    return refusals.out_of_scope()


def _sum(inquiry: Inquiry) -> Proposal | None:
    claims = _worked(inquiry, inquiry.understood, lambda: inquiry.ranked)
    worked = claims is not None and any(claim.calculation for claim in claims)
    if not worked and (draft := _sum_of_turn(inquiry)):
        return draft
    return Draft(claims) if claims is not None else None


def _worked(inquiry: Inquiry, understood: Understood, ranked: Callable[[], Ranking]) -> list[Claim] | None:
    def near() -> Sequence[Evidence]:
        found = ranked()
        return found.evidence if found.confidence >= NAMES_SUM else ()

    claims = calculate(understood, inquiry.registry, inquiry.understood.as_of.day, near)
    return None if claims is not None and _supposes_more(inquiry.understood, claims) else claims


def _supposes_more(understood: Understood, claims: Sequence[Claim]) -> bool:
    """Whether a turn supposes something ("nếu ông ấy tới dự thì sao?") that is not worked into the sums.

    Its figures, or those of a group told before with them, enter no sum; or they stand beside the total told before
    where they are another total. Who comes after all was taken off the story already.
    """
    earlier, supposes = understood.earlier, law().supposes
    if earlier is None or supposes is None or not earlier.leans or (earlier.retold and undoes(earlier.turn)):
        return False
    sums = [set(claim.calculation.inputs.values()) for claim in claims if claim.calculation]
    before = {figure.value for figure in read_story(earlier.understood.plain).figures}
    told = {figure.value for figure in read_story(earlier.turn).figures}
    entered = {str(figure) for figure in (*told, *(one + other for one in told for other in before))}
    unworked = bool(sums) and not any(one & entered for one in sums)
    if of_another_whole(earlier.turn) and not earlier.retold:
        both = any(one & set(map(str, told)) and one & set(map(str, before)) for one in sums)
        return unworked or both
    if not (earlier.retold or supposes.search(fold(earlier.turn)) or adds(earlier.turn)):
        return False
    return unworked or (bool(sums) and undoes(earlier.turn))


def _sum_of_turn(inquiry: Inquiry) -> Draft | None:
    """The sum of a turn that tells a figure, with the level that the talk was about, or in another of its forms."""
    understood, earlier = inquiry.understood, inquiry.understood.earlier
    if earlier is None or not earlier.leans or not read_story(earlier.turn).figures:
        return None
    if level := _level_of_talk(understood):
        told = with_level(understood, level)
        claims = _worked(inquiry, told, partial(inquiry.candidates, as_searched(told)))
        if claims and any(claim.calculation for claim in claims):
            return Draft(claims, notes=(_at_level(level),))
    for form in understood.otherwise:
        claims = _worked(inquiry, form, partial(inquiry.candidates, as_searched(form)))
        if claims and any(claim.calculation for claim in claims):
            return Draft(claims, notes=(_read_as(form),))
    return None


def _level_of_talk(understood: Understood) -> Level | None:
    """The one level that the turns before spoke of last; ``None`` where the turn names one itself."""
    while not understood.levels and understood.earlier is not None:
        understood = understood.earlier.understood
        if len(understood.levels) == 1:
            return next(iter(understood.levels))
    return None


def _at_level(level: Level) -> str:
    return f"Cấp được hiểu theo lượt hỏi trước: {LEVEL_NAMES[level]}."


def _read_as(form: Understood) -> str:
    return f"Câu hỏi được hiểu là: “{form.text.rstrip(' ?')}?”"


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


def _level_first(inquiry: Inquiry) -> Proposal | None:
    """The question back where no rule is sure because the rules of several levels share what the question says."""
    if inquiry.judge.enough(inquiry.ranked) or inquiry.ranked.confidence < LIKELY:
        return None
    chosen = inquiry.judge.supporting(inquiry.ranked)
    return _level(inquiry, chosen) if differs_by_level(inquiry.understood, chosen) else None


def _level(inquiry: Inquiry, chosen: Sequence[Evidence]) -> Proposal:
    """The question back for the level, unless the talk tells which rule is meant."""
    return _looked_up_there(inquiry) or _at_level_of_talk(inquiry) or refusals.which_level(chosen)


def _at_level_of_talk(inquiry: Inquiry) -> Proposal | None:
    """The answer for the level that the turn before spoke of, where that makes it sure; the level is told."""
    level = _level_of_talk(inquiry.understood)
    if level is None:
        return None
    told = with_level(inquiry.understood, level)
    ranking = inquiry.candidates(as_searched(told))
    if not inquiry.judge.enough(ranking) or level not in ranking.evidence[0].provision.levels:
        return None
    claims = compose(told, ranking.evidence[:1], inquiry.registry, ranking.evidence[:NEAR])
    return Draft(claims, notes=(_at_level(level),))


def _listed_together(inquiry: Inquiry) -> Proposal | None:
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


def _headed_list(inquiry: Inquiry) -> Proposal | None:
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


def _duties(inquiry: Inquiry) -> Proposal | None:
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


def _enumerated(inquiry: Inquiry) -> Proposal | None:
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


def _former_rule(inquiry: Inquiry) -> Proposal | None:
    """What a rule of another time gives when no rule in force answers: see ``_of_another_time``."""
    understood, judge = inquiry.understood, inquiry.judge
    if judge.enough(inquiry.ranked) or understood.references.records:
        return None
    former = inquiry.candidates(understood, eligible=was_in_force)
    if ruling := _on_same_matter(inquiry, former):
        return Draft(compose(understood, ruling, inquiry.registry, inquiry.ranked.evidence[:NEAR]))
    if not judge.again.enough(former):
        return None
    a_rule = bool(former.evidence[0].document.record.number)
    if _not_yet(inquiry, former) and (inquiry.ranked.confidence >= LIKELY or not a_rule):
        return None  # a rule in force may well say it, or no rule was found but a text on rules: named as the nearest
    return _of_another_time(inquiry, former)


def _ruled_at_another_time(inquiry: Inquiry) -> Proposal | None:
    """The same where a rule that does not hold on the day that is named answers far more surely than any that does."""
    ranked, judge, understood = inquiry.ranked, inquiry.judge, inquiry.understood
    if not understood.as_of.explicit or understood.references.records or judge.again.enough(ranked):
        return None
    other = inquiry.candidates(understood, eligible=was_in_force)
    if not judge.again.enough(other) or other.confidence < ranked.confidence + SURER:
        return None
    best = other.evidence[0].provision
    if _ids(ranked) & {best.id, *_ruling_now(inquiry, other)}:
        return None
    if _not_yet(inquiry, other) and set(best.topics) == set(ranked.evidence[0].provision.topics):
        return None  # what ruled just the same topics before may well be what is asked for
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

    Two looks that know nothing of each other's rules name one matter: neither need be sure by itself.
    """
    ranked = inquiry.ranked
    ids = _ruling_now(inquiry, other)
    if not ids or other.evidence[0].provision.id in _ids(ranked):
        return []
    if ranked.evidence[0].provision.id in ids:
        sure = 1 - (1 - ranked.confidence) * (1 - other.confidence) >= TOGETHER
    else:
        sure = inquiry.judge.again.enough(other)
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


def _in_another_form(inquiry: Inquiry) -> Proposal | None:
    """A turn of a conversation in that of its forms which is meant; the form is told where it is not the first."""
    understood, judge, earlier = inquiry.understood, inquiry.judge, inquiry.understood.earlier
    if earlier is None or not inquiry.ranked.evidence:
        return None
    others = ((form, inquiry.candidates(as_searched(form))) for form in understood.otherwise)
    forms = [(understood, inquiry.ranked), *((form, ranking) for form, ranking in others if ranking.evidence)]
    before = inquiry.earlier.ranked.evidence[:BEFORE] if inquiry.earlier else ()
    if judge.enough(inquiry.ranked):
        chosen = other_form(forms, earlier, judge, before)
    else:
        chosen = surer_form(forms, earlier, judge, before)
    return _told(inquiry, chosen) if chosen else None


def _at_the_places(inquiry: Inquiry) -> Proposal | None:
    """What a turn asks for, looked up only where the talk was answered from, where nothing else is sure."""
    return None if inquiry.judge.enough(inquiry.ranked) else _looked_up_there(inquiry)


def _looked_up_there(inquiry: Inquiry) -> Proposal | None:
    understood, earlier = inquiry.understood, inquiry.understood.earlier
    if earlier is None or inquiry.earlier is None or understood.references.documents or elsewhere(understood):
        return None
    if without_times(earlier.turn) != earlier.turn:  # of another time another rule may hold
        return None
    said = _last_answer(inquiry)
    if said is None:
        return None
    places = near_places(said.claims, inquiry.registry)
    leaning = [form for form in (understood, *understood.otherwise) if behind(form.text)[0]]
    forms = [(form, inquiry.candidates(as_searched(form), among=places)) for form in leaning]
    chosen = at_the_places(forms, earlier)
    return _told(inquiry, chosen) if chosen else None


def _last_answer(inquiry: Inquiry) -> Draft | None:
    """The answer of the turn before, or of one not far before it where that was refused."""
    before = inquiry.earlier
    for _ in range(MAX_REFUSED + 1):
        said = propose(before) if before else None
        if isinstance(said, Draft):
            return said
        before = before.earlier if before else None
    return None


def _told(inquiry: Inquiry, chosen: Form) -> Proposal | None:
    """The answer to one form of a turn; nothing where it is another body's, or the rule speaks of the opposite."""
    understood, judge = inquiry.understood, inquiry.judge
    form, ranking = chosen
    if elsewhere(form) or disagrees(form.plain, ranking.evidence[0].provision):
        return None
    claims = compose(form, judge.supporting(ranking), inquiry.registry, ranking.evidence[:NEAR])
    told = () if form is understood else (_read_as(form),)
    return Draft(claims, notes=told)


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
        return _level(inquiry, chosen)
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
    _level_first,
    _listed_together,
    _headed_list,
    _duties,
    _enumerated,
    _former_rule,
    _in_another_form,
    _at_the_places,
    _not_enough,
    _ruled_at_another_time,
    _only_a_word,
    _beside_the_point,
    _extract,
)
