"""The strict profile: what a language model's claim must fulfil beyond the checks that every claim passes.

Pure. The assistant's own claims are whole provisions by construction; a model picks its quotes freely and can be led to
pick them badly. So its quote must be whole sentences that stand there exactly once, its claim no piece of a sentence,
and it may lean on two places only when they are the lead and the item of one list (contract R2, R7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.model import Citation, Claim, Verdict
from assistant.reasons import Reason
from assistant.verification.citation_checks import stands
from assistant.verification.verifier import Verifier
from corpus.core.registry import Registry
from corpus.core.sentences import body_start, opens_list, sentences

_MARKS = " .;:,!?…\n"


def strict(check: Verifier) -> Verifier:
    """``check`` with the rules of this module in front; both sets of reasons are told."""

    def checked(claim: Claim, registry: Registry, as_of: date) -> Verdict:
        verdict = check(claim, registry, as_of)
        reasons = tuple(dict.fromkeys((*strict_faults(claim, registry), *verdict.reasons)))
        return replace(verdict, supported=not reasons, reasons=reasons)

    return checked


def strict_faults(claim: Claim, registry: Registry) -> list[Reason]:
    """Reasons against a model's claim that the other checks do not know."""
    faults = [fault for citation in claim.citations if (fault := _unsure(citation, registry)) is not None]
    if len(claim.citations) > 1 and not _one_list(claim.citations, registry):
        faults.append(Reason.BLENDED)
    if any(_torn(claim.text, citation.quote) for citation in claim.citations):
        faults.append(Reason.FRAGMENT)
    return faults


def _unsure(citation: Citation, registry: Registry) -> Reason | None:
    """Why the place of a quote is unsure; a quote that does not stand there at all is refused elsewhere."""
    found = registry.provision(citation.provision_id)
    if found is None or not citation.quote or not stands(citation, found[0]):
        return None
    text = found[0].text
    if text.find(citation.quote) != text.rfind(citation.quote):
        return Reason.AMBIGUOUS
    return None if _whole_sentences(text, citation.start, citation.end) else Reason.FRAGMENT


def _whole_sentences(text: str, start: int, end: int) -> bool:
    """Whether a span begins and ends where sentences do; markers before and marks after a sentence do not count."""
    spans = sentences(text)
    begins = any(a == start for a, _ in spans) or start <= body_start(text)
    return begins and any(end >= b or not text[end:b].strip(_MARKS) for _, b in spans if b - len(_MARKS) <= end <= b)


def _torn(claim: str, quote: str) -> bool:
    """Whether a claim is a piece of one sentence of its quote, word for word, and not the whole of it."""
    words = claim.strip(_MARKS).casefold()
    pieces = [quote[a:b].strip(_MARKS).casefold() for a, b in sentences(quote)]
    return any(words in piece and words != piece for piece in pieces)


def _one_list(citations: Sequence[Citation], registry: Registry) -> bool:
    """Whether these are the sentence that introduces a list and one item of it, and nothing else."""
    found = [item[0] for citation in citations if (item := registry.provision(citation.provision_id)) is not None]
    if len(citations) != 2 or len(found) != 2:
        return False
    return any(item.parent == lead.id and opens_list(lead.text) for lead, item in (found, found[::-1]))
