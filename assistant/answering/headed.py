"""A draft that opens with yes or no: the head that a rule gives, and that rule first. Pure.

Which act a question asks about is told by reviewed entries (``corpus.shipped.decisions``). A rule whose entry fits
comes first in the answer, even where the ranking had another one first or found nothing sure, provided that it was
found, is of the level asked about, and is in force or the last known rule on the day. The verifier derives it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.draft import Draft
from assistant.answering.extractive import family, leads_in, whole_of
from assistant.citing import cite, claim_of
from assistant.heads.asked import Form, read_asked
from assistant.heads.dated import opening_word
from assistant.heads.deriving import Opening, derive, heads_for, worded
from assistant.heads.opened import opened
from assistant.heads.reached import ENOUGH, SHORT
from assistant.model import Claim, Evidence, Refusal, RefusalReason
from assistant.question.topic import elsewhere
from assistant.retrieval.search import Inquiry
from assistant.turns.leaning import without_opening
from assistant.turns.telling import told_with
from corpus.core.registry import Force

_NUMBERED = re.compile(r"-\d{1,2}$")
_QUOTING = ("answer", "basis", "last_known", "context")
MOST_SUMS = 2
"""A base and what is worked from it; more sums are more than one question."""
_NOES = ("Không", "Chưa")
_PAST = (Force.SUPERSEDED, Force.EXPIRED)


def headed(inquiry: Inquiry, proposal: Draft | Refusal) -> Draft | Refusal:
    """The proposal with its head and the deciding rule first; unchanged where no head can be derived.

    A refusal stays one unless it says that no rule was found.
    """
    asked, understood = inquiry.understood.plain, inquiry.understood
    found_nothing = isinstance(proposal, Refusal) and proposal.reason is RefusalReason.NO_PROVISION
    if understood.days or elsewhere(understood) or not (isinstance(proposal, Draft) or found_nothing):
        return proposal
    quoted = [] if isinstance(proposal, Refusal) else _quoted(proposal)
    if heads_for(asked):
        deciding = list(_deciding(inquiry, asked))
    else:
        asked, deciding = _of_talk(inquiry, quoted) or (asked, [])
    if not deciding:
        return _fallen_short(inquiry, proposal)
    head, item = min(deciding, key=lambda found: _order(inquiry, found[1], quoted))
    registry, day, span = inquiry.registry, understood.as_of.day, whole_of(item.provision)
    standing = registry.standing(item.document.record.id, day, registry.validity(item.provision))
    citation = cite(registry, item.provision, item.document, *span)
    opening = Claim(worded(head, standing), (citation,), role="head", asked=asked)
    rule = claim_of(registry, item.provision, item.document, span, "answer", day)
    if isinstance(proposal, Refusal):
        return Draft([opening, rule])
    sums = [claim for claim in proposal.claims if claim.role == "computed"]
    places = {_place(provision_id) for claim in sums for provision_id in _cited(claim)}
    sums = sums if _place(item.provision.id) in places else []
    if head.decision.limit is not None and head.word in _NOES and _all_reached(sums):
        return proposal  # the sum, which knows who is left out, finds reached what the bare figures do not
    rest = [claim for claim in proposal.claims if claim.role in _QUOTING and claim.text != rule.text]
    return Draft([opening, *sums, rule, *rest], proposal.evidence, proposal.notes)


def _of_talk(inquiry: Inquiry, quoted: list[str]) -> tuple[str, list[tuple[Opening, Evidence]]] | None:
    """A turn behind what the talk told before, with the rules quoted for it that then give a head; ``None`` for none.

    The turn must ask by yes or no itself, and not whether a belief is right; what was told must not give two heads.
    """
    earlier = inquiry.understood.earlier
    polar = read_asked(without_opening(earlier.turn)) if earlier else None
    if earlier is None or polar is None or polar.form is Form.BELIEF or not quoted:
        return None
    given = [(asked, heads_for(asked)) for asked in told_with(earlier)]
    given = [(asked, heads) for asked, heads in given if heads]
    if len({heads[0].word for _, heads in given}) != 1:
        return None
    asked = given[0][0]
    deciding = [(head, item) for head, item in _deciding(inquiry, asked) if item.provision.id in quoted]
    return (asked, deciding) if deciding else None


def _fallen_short(inquiry: Inquiry, proposal: Draft | Refusal) -> Draft | Refusal:
    """The proposal opened by the last sum that finds the bound or day asked about not reached; else unchanged.

    A turn asks of all that the talk told before it.
    """
    if isinstance(proposal, Refusal):
        return proposal
    sums = [claim for claim in proposal.claims if claim.calculation is not None]
    earlier = inquiry.understood.earlier
    texts = [inquiry.understood.plain, *(told_with(earlier) if earlier and earlier.leans else [])]
    for asked in texts:
        short = [(word, claim) for claim in sums if (word := opening_word(asked, _finding(claim)))]
        if short:
            break
    if not short or len(sums) > MOST_SUMS or any(ENOUGH.search(claim.text) for claim in sums):
        return proposal
    word, last = short[-1]
    opening = replace(last, text=opened(word, last.text, former=last.role == "last_known"), asked=asked)
    return replace(proposal, claims=[opening, *(claim for claim in proposal.claims if claim is not last)])


def _all_reached(sums: Sequence[Claim]) -> bool:
    """Whether a sum finds its bound reached, and none finds one that is not."""
    told = [claim.text for claim in sums]
    return any(map(ENOUGH.search, told)) and not any(map(SHORT.search, told))


def _finding(claim: Claim) -> str:
    """What a sum concludes, without the frame of a rule that no longer holds."""
    return claim.text.partition(": ")[2] if claim.role == "last_known" else claim.text


def _deciding(inquiry: Inquiry, asked: str) -> Iterator[tuple[Opening, Evidence]]:
    """The candidates whose whole text gives a head, without items that only their lead-in explains."""
    levels, day, registry = inquiry.understood.levels, inquiry.understood.as_of.day, inquiry.registry
    for item in inquiry.ranked.evidence:
        provision, document = item.provision, item.document
        parent, _ = family(provision, document)
        if parent is not None and leads_in(parent):
            continue
        standing = registry.standing(document.record.id, day, registry.validity(provision))
        if standing.force is Force.NOT_YET or (standing.force in _PAST and standing.successor_loaded):
            continue
        if levels and provision.levels and not levels & provision.levels:
            continue
        start, end = whole_of(provision)
        head = derive(asked, document.record.id, provision.path, provision.text[start:end])
        if head is not None:
            yield head, item


def _order(inquiry: Inquiry, item: Evidence, quoted: list[str]) -> tuple[bool, int]:
    """Rules in force first, then those that the draft quotes, in its order."""
    registry, day = inquiry.registry, inquiry.understood.as_of.day
    standing = registry.standing(item.document.record.id, day, registry.validity(item.provision))
    place = quoted.index(item.provision.id) if item.provision.id in quoted else len(quoted)
    return standing.force is not Force.IN_FORCE, place


def _quoted(draft: Draft) -> list[str]:
    return [provision_id for claim in draft.claims for provision_id in _cited(claim)]


def _place(provision_id: str) -> str:
    """A place of a document without the number that tells the rules of one place apart."""
    return _NUMBERED.sub("", provision_id)


def _cited(claim: Claim) -> list[str]:
    return [citation.provision_id for citation in claim.citations]
