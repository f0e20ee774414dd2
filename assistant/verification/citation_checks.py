"""Is a citation what it says it is? Its quote, label, number, dates and text kind, held against the registry.

Pure. Nothing here reads the words of a claim on a rule: a citation can be false under a true sentence (contract R2, R3,
R5, R6, R8). A sentence on the state of a document is true when the registry itself says it, word for word (R15, R16).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.model import Citation, ClaimRole
from assistant.reasons import Reason
from corpus.core.injection import instructs
from corpus.core.model import Document, Provision, TextKind
from corpus.core.registry import Force, Registry, Standing
from corpus.core.statements import placed, proven


class CitedProvision(NamedTuple):
    """A citation with the provision that it names."""

    citation: Citation
    provision: Provision
    document: Document


PAST = frozenset({Force.SUPERSEDED, Force.EXPIRED})
"""Rules that were in force and are no longer."""


def citation_faults(cited: CitedProvision, registry: Registry) -> list[Reason]:
    """Where a citation differs from the registry."""
    citation, provision, document = cited
    faults: list[Reason] = []
    if not citation.quote.strip() or not stands(citation, provision):
        faults.append(Reason.QUOTE)
    if not provision.citable:
        faults.append(Reason.NOT_CITABLE)
    if instructs(provision.text):
        faults.append(Reason.INSTRUCTION)
    if citation.document_number != document.record.number:
        faults.append(Reason.DOCUMENT)
    if citation.label != provision.label:
        faults.append(Reason.ARTICLE)
    validity = registry.told_validity(provision)
    if (citation.valid_from, citation.valid_until) != (validity.valid_from, validity.valid_until):
        faults.append(Reason.DATES)
    if citation.text_kind != document.text_kind.value or not registry.offers(provision.id):
        faults.append(Reason.DIGEST)
    if _said_below(cited):
        faults.append(Reason.NOT_SMALLEST)
    return faults


def stands(citation: Citation, provision: Provision) -> bool:
    """Whether the quote stands byte for byte at its place; a negative place counts from nowhere, not from the end."""
    return citation.start >= 0 and provision.text[citation.start : citation.end] == citation.quote


def _said_below(cited: CitedProvision) -> bool:
    """Whether a smaller citable unit of the document holds the whole quote."""
    citation, provision, document = cited
    below = provision.path + "."
    return any(
        other.citable
        and (other.parent == provision.id or other.path.startswith(below))
        and citation.quote in other.text
        for other in document.provisions
        if other.id != provision.id
    )


def force_faults(standing: Standing, role: ClaimRole) -> list[Reason]:
    """Whether the rule's standing on the day fits the role: only a past rule is a ``last_known`` one."""
    if role in ("status", "place"):  # the sentence tells itself whether the rule is in force, and is proved as a whole
        return []
    if role == "head" and standing.force in PAST:
        return []  # its words say so; ``verifier`` compares them
    if role == "last_known":
        return [] if standing.force in PAST else [Reason.FRAME]
    return [] if standing.force is Force.IN_FORCE else [Reason.NOT_IN_FORCE]


def status_faults(text: str, cited: Sequence[Document], registry: Registry, as_of: date) -> tuple[Reason, ...]:
    """Faults of a sentence on documents that cites their catalogue cards.

    The sentence is made again from the registry for the cited records and the day; the ``Có``, ``Không`` or ``Chưa``
    before it is part of it.
    """
    if any(document.text_kind is not TextKind.CATALOGUE for document in cited):
        return (Reason.CARD,)
    if not proven(text, [document.record.id for document in cited], registry, as_of):
        return (Reason.STATUS,)
    return ()


def place_faults(text: str, cited: Sequence[CitedProvision], standing: Standing) -> tuple[Reason, ...]:
    """Faults of a sentence that tells in which place of which document one rule stands: it is made again (R3, R15)."""
    if len(cited) != 1 or cited[0].document.text_kind is TextKind.CATALOGUE:
        return (Reason.UNCOVERED,)
    if standing.force not in (*PAST, Force.IN_FORCE):
        return (Reason.NOT_IN_FORCE,)
    return () if text == placed(cited[0].provision, cited[0].document, standing) else (Reason.ARTICLE,)


def parent_of(provision: Provision, document: Document) -> Provision | None:
    """The unit that a provision is part of."""
    return next((other for other in document.provisions if other.id == provision.parent), None)
