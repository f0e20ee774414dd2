"""Composers of a turn of a talk: at the places of the answer before, or in another of its forms."""

from __future__ import annotations

from assistant.answering.draft import Draft
from assistant.answering.extractive import compose
from assistant.answering.forms import Form, at_the_places, other_form, surer_form
from assistant.model import Refusal
from assistant.planning.proposal import NEAR, Proposal, Propose
from assistant.question.topic import elsewhere
from assistant.question.understanding import Understood, as_searched
from assistant.retrieval.agreement import disagrees
from assistant.retrieval.beside import beside, near_places
from assistant.retrieval.search import Inquiry
from assistant.turns.followups import behind
from assistant.turns.times import without_times

MAX_REFUSED = 2
"""Turns in a row without an answer over which the places of an older answer still count as spoken of."""

BEFORE = 3
"""Candidates of the turn before whose places count as spoken of."""


def carried(inquiry: Inquiry, propose: Propose) -> Proposal | None:
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


def in_another_form(inquiry: Inquiry) -> Proposal | None:
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


def at_places_of_talk(inquiry: Inquiry, propose: Propose) -> Proposal | None:
    """The same as ``looked_up_there``, where nothing else is sure."""
    return None if inquiry.judge.enough(inquiry.ranked) else looked_up_there(inquiry, propose)


def looked_up_there(inquiry: Inquiry, propose: Propose) -> Proposal | None:
    """What a turn asks for, looked up only where the talk was answered from; nothing where it leaves the talk."""
    understood, earlier = inquiry.understood, inquiry.understood.earlier
    if earlier is None or inquiry.earlier is None or understood.references.documents or elsewhere(understood):
        return None
    if without_times(earlier.turn) != earlier.turn:  # of another time another rule may hold
        return None
    said = _last_answer(inquiry, propose)
    if said is None:
        return None
    places = near_places(said.claims, inquiry.registry)
    leaning = [form for form in (understood, *understood.otherwise) if behind(form.text)[0]]
    forms = [(form, inquiry.candidates(as_searched(form), among=places)) for form in leaning]
    chosen = at_the_places(forms, earlier)
    return _told(inquiry, chosen) if chosen else None


def _last_answer(inquiry: Inquiry, propose: Propose) -> Draft | None:
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
    told = () if form is understood else (note_of_form(form),)
    return Draft(claims, notes=told)


def note_of_form(form: Understood) -> str:
    """What tells in which form a turn was answered."""
    return f"Câu hỏi được hiểu là: “{form.text.rstrip(' ?')}?”"
