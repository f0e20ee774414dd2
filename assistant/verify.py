"""Does a quote prove a claim? The gate that every sentence passes before it is shown (contract R1–R8).

Pure. It never edits text and never repairs a claim: the answer is a tuple of stable reason codes, empty when the
claim is supported (``docs/verifier.md`` lists them).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.alignment import Aligner
from assistant.dropped import Quote
from assistant.model import Citation, Claim, Verdict
from assistant.textform import form_faults
from assistant.units import Unit, units
from corpus.registry import Force, Registry


def check_pair(claim: str, quote: str) -> tuple[str, ...]:
    """Reasons why ``quote`` does not prove ``claim``; empty when it does."""
    if not quote.strip():
        return ("r1.no_citation",)
    if faults := (*form_faults(claim), *form_faults(quote)):
        return tuple(dict.fromkeys(faults))
    return compare(units(claim), units(quote))


def compare(claimed: Sequence[Unit], quoted: Sequence[Unit], allowed: frozenset[int] | None = None) -> tuple[str, ...]:
    """Reasons from laying the units of a claim along the units of its quote."""
    if not any(unit.kind != "optional" for unit in claimed):
        return ("content.uncovered",)
    path = Aligner(quoted, allowed).align(claimed)
    return tuple(dict.fromkeys((*path.faults, *Quote(quoted, path).left_out())))


def verify(claim: Claim, registry: Registry, as_of: date) -> Verdict:
    """Verdict on one claim: existence, byte-exactness, words, validity on ``as_of``."""
    if not claim.citations:
        return Verdict(claim, False, ("r1.no_citation",))
    reasons: list[str] = []
    for citation in claim.citations:
        found = registry.provision(citation.provision_id)
        if found is None:
            reasons.append("r2.unknown_provision")
            continue
        provision, document = found
        if not citation.quote or provision.text[citation.start : citation.end] != citation.quote:
            reasons.append("r2.quote")
        if document.id not in registry.documents:
            reasons.append("r8.digest")
        standing = registry.standing(document.record.id, as_of, registry.validity(provision))
        if standing.force is not Force.IN_FORCE and claim.role not in {"last_known", "comparison"}:
            reasons.append("r5.not_in_force")
    if claim.role != "last_known" and claim.calculation is None:
        reasons += check_pair(claim.text, "\n".join(citation.quote for citation in claim.citations))
    return Verdict(claim, not reasons, tuple(dict.fromkeys(reasons)))


def verify_quote(claim: str, quote: str, provision_id: str, registry: Registry, as_of: date) -> tuple[str, ...]:
    """Reasons for a claim whose quote is to be found in a named provision; the first place of the quote counts."""
    found = registry.provision(provision_id)
    if found is None:
        return ("r2.unknown_provision",)
    provision, document = found
    start = provision.text.find(quote) if quote else -1
    validity = registry.validity(provision)
    citation = Citation(
        provision_id=provision.id,
        document_number=document.record.number,
        document_title=document.record.title,
        label=provision.label,
        quote=quote,
        start=max(start, 0),
        end=max(start, 0) + len(quote),
        valid_from=validity.valid_from,
        valid_until=validity.valid_until,
        text_kind=document.text_kind.value,
    )
    return verify(Claim(claim, (citation,) if quote else ()), registry, as_of).reasons
