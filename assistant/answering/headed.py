"""A draft that opens with yes or no: the head that a rule gives, and that rule first. Pure.

A head is put before a draft only where one rule decides and no other rule shown says otherwise; the verifier derives it
again from the question and the quote.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.draft import Draft
from assistant.answering.extractive import cite, claim_of, family, leads_in, whole_of
from assistant.heads.deriving import derive, worded
from assistant.model import Claim
from assistant.question.kinds import Wanted
from assistant.retrieval.search import Inquiry
from corpus.core.model import Document, Provision

_QUOTING = ("answer", "basis", "last_known")


def headed(inquiry: Inquiry, draft: Draft) -> Draft:
    """The draft with its head and the deciding rule first; unchanged where no head can be derived."""
    asked = inquiry.understood.plain
    if not inquiry.understood.wish.wants(Wanted.YES_NO, Wanted.PREMISE) or inquiry.understood.days:
        return draft
    if not all(claim.role in (*_QUOTING, "context") for claim in draft.claims):
        return draft
    deciding = list(_deciding(asked, _quoted(inquiry, draft)))
    if len({head for head, _, _ in deciding}) != 1:
        return draft
    head, provision, document = deciding[0]
    registry, day, span = inquiry.registry, inquiry.understood.as_of.day, whole_of(provision)
    standing = registry.standing(document.record.id, day, registry.validity(provision))
    opening = Claim(worded(head, standing), (cite(registry, provision, document, *span),), role="head", asked=asked)
    rule = claim_of(registry, provision, document, span, "answer", day)
    rest = [claim for claim in draft.claims if claim.text != rule.text]
    return Draft([opening, rule, *rest], draft.evidence, draft.notes)


Place = tuple[Provision, Document]


def _deciding(asked: str, places: Iterator[Place]) -> Iterator[tuple[str, Provision, Document]]:
    """The places whose whole text gives a head, without items that only their lead-in explains."""
    for provision, document in places:
        parent, _ = family(provision, document)
        if parent is not None and leads_in(parent):
            continue
        start, end = whole_of(provision)
        if (head := derive(asked, provision.text[start:end])) is not None:
            yield head, provision, document


def _quoted(inquiry: Inquiry, draft: Draft) -> Iterator[Place]:
    ids = [citation.provision_id for claim in draft.claims for citation in claim.citations]
    for provision_id in dict.fromkeys(ids):
        if (found := inquiry.registry.provision(provision_id)) is not None:
            yield found
