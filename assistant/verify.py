"""Does a quote prove a claim? First working form: facts, operators and words must occur in the quote.

Pure. It never edits text and never repairs a claim: the answer is a tuple of stable reason codes, empty when the
claim is supported.
"""

from __future__ import annotations

import unicodedata
from datetime import date

from assistant.model import Claim, Verdict
from assistant.units import OPERATORS, Unit, units
from corpus.registry import Force, Registry

_REASON = {
    "number": "r3.number",
    "ordinal": "r3.number",
    "date": "r3.date",
    "document": "r3.document",
    "article": "r3.article",
    "body": "r3.body",
    "negation": "r4.negation",
    "modality": "r4.modality",
    "only": "r4.exception",
    "exception": "r4.exception",
    "condition": "r4.condition",
    "relation": "r4.bound",
    "quantifier": "r4.quantifier",
}


def check_pair(claim: str, quote: str) -> tuple[str, ...]:
    """Reasons why ``quote`` does not prove ``claim``; empty when it does."""
    if not claim.strip() or not quote.strip():
        return ("r1.no_citation",) if not quote.strip() else ("text.form",)
    if not unicodedata.is_normalized("NFC", claim) or not unicodedata.is_normalized("NFC", quote):
        return ("text.form",)
    if claim in quote:
        pass
    claimed, quoted = units(claim), units(quote)
    reasons = []
    for unit in claimed:
        if unit.kind in {"light", "mark"}:
            continue
        partners = [other for other in quoted if other.proves(unit)]
        if not partners:
            reasons.append(_REASON.get(unit.kind, "content.uncovered"))
        elif unit.bound != "" and all(other.bound != unit.bound for other in partners):
            reasons.append("r4.bound")
    for kind in OPERATORS:
        if kind in {"condition", "relation", "quantifier"}:
            continue
        if _count(claimed, kind) != _count(quoted, kind) and len(claim) > 0.6 * len(quote):
            reasons.append(_REASON[kind])
    return tuple(dict.fromkeys(reasons))


def _count(found: tuple[Unit, ...], kind: str) -> int:
    return sum(1 for unit in found if unit.kind == kind)


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
