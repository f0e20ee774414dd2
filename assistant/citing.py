"""A provision as a citation, and a quote as a claim: in its frame where the rule is not in force on the day. Pure."""

from __future__ import annotations

from datetime import date

from assistant.model import Citation, Claim, ClaimRole
from corpus.core.display import last_known_frame
from corpus.core.model import Document, Provision
from corpus.core.registry import Force, Registry


def cite(registry: Registry, provision: Provision, document: Document, start: int, end: int) -> Citation:
    """A citation of ``provision.text[start:end]``."""
    span = registry.told_validity(provision)
    return Citation(
        provision_id=provision.id,
        document_number=document.record.number,
        document_title=document.record.title,
        label=provision.label,
        quote=provision.text[start:end],
        start=start,
        end=end,
        valid_from=span.valid_from,
        valid_until=span.valid_until,
        text_kind=document.text_kind.value,
        basis=provision.basis,
        certainty=provision.certainty.value,
        source=", ".join(provision.sources) or document.source,
    )


def claim_of(
    registry: Registry, provision: Provision, document: Document, span: tuple[int, int], role: ClaimRole, on: date
) -> Claim:
    """A claim that quotes one span; a rule that is not in force on the day is put into its frame."""
    citation = cite(registry, provision, document, *span)
    standing = registry.standing(document.record.id, on, registry.validity(provision))
    if standing.force in (Force.SUPERSEDED, Force.EXPIRED):
        prefix, suffix = last_known_frame(standing)
        return Claim(f"{prefix}{citation.quote}{suffix}", (citation,), "last_known")
    return Claim(citation.quote, (citation,), role)
