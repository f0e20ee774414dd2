"""Does a quote prove a claim? The gate that every sentence passes before it is shown (contract R1–R8, R12).

Pure. It never edits text and never repairs a claim: the answer is a tuple of stable reason codes, empty when the
claim is supported (``docs/verifier.md`` lists them).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.heads.dated import opening_word
from assistant.heads.deriving import derive, worded
from assistant.heads.opened import unopened
from assistant.model import Citation, Claim, Verdict
from assistant.parsing.atom import Atom
from assistant.parsing.orthography import honest
from assistant.parsing.reader import atoms
from assistant.reasons import Reason
from assistant.verification.alignment import Aligner
from assistant.verification.citation_checks import (
    PAST,
    CitedProvision,
    citation_faults,
    force_faults,
    place_faults,
    status_faults,
)
from assistant.verification.computation import computed_faults
from assistant.verification.context import context_of, needs_lead_in
from assistant.verification.omissions import Quote
from assistant.verification.polarity import agrees, opening
from corpus.core.display import last_known_frame
from corpus.core.registry import Registry, Standing
from corpus.core.sentences import body_start

Verifier = Callable[[Claim, Registry, date], Verdict]
"""A gate: claim, registry and day to verdict."""
MAX_CLAIM, MAX_QUOTE = 4_000, 40_000
"""Longest claim and longest quote, in characters, that are compared; the longest provision known has 9 000."""


def check_pair(claim: str, quote: str) -> tuple[Reason, ...]:
    """Reasons why ``quote`` does not prove ``claim``; empty when it does. The quote is taken as given and whole."""
    if not quote.strip():
        return (Reason.NO_CITATION,)
    if not honest(claim) or not honest(quote):
        return (Reason.FORM,)
    if len(claim) > MAX_CLAIM or len(quote) > MAX_QUOTE:
        return (Reason.LONG,)
    word, sentence = opening(claim)
    return answering(word, sentence, lay(atoms(sentence), atoms(quote)))


def answering(word: str, sentence: str, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """``reasons`` of a sentence, and one more where the ``Có`` or ``Không`` that opens it says otherwise."""
    return reasons if agrees(word, sentence, atoms(sentence)) else tuple(dict.fromkeys((*reasons, Reason.NEGATION)))


def lay(claimed: Sequence[Atom], quoted: Sequence[Atom], allowed: frozenset[int] | None = None) -> tuple[Reason, ...]:
    """Reasons from laying the atoms of a claim along those of its quote; only ``allowed`` positions prove anything."""
    if not any(atom.kind != "optional" for atom in claimed):
        return (Reason.UNCOVERED,)
    if allowed is None and [*map(_said, claimed)] == [*map(_said, quoted)]:
        return ()
    path = Aligner(quoted, allowed).align(claimed)
    used = Quote(quoted, path)
    return tuple(dict.fromkeys((*path.faults, *used.left_out(), *used.strayed(claimed, path))))


def _said(atom: Atom) -> tuple[object, ...]:
    """What an atom says, without its place in the text: a claim of the very same atoms needs no laying."""
    return (
        atom.kind,
        atom.key,
        atom.bound,
        atom.force,
        atom.tense,
        atom.only,
        atom.item,
        atom.phrase,
        atom.opener,
        atom.aside,
    )


def verify(claim: Claim, registry: Registry, as_of: date) -> Verdict:
    """Verdict on one claim with its citations, on the day ``as_of``.

    Checks that every quote stands byte for byte in a citable provision (R2), that the citation's label, number and
    dates are the registry's, that the rule is in force or stands in the frame of a last known rule (R5), that no
    smaller unit says it (R6), that no official text of the same record is loaded (R8), and that the quotes prove the
    words (R3, R4) in the context of the sentences they are taken from.
    """
    if not claim.citations:
        return Verdict(claim, False, (Reason.NO_CITATION,))
    reasons = [] if honest(claim.text) else [Reason.FORM]
    if len(claim.text) > MAX_CLAIM or sum(len(citation.quote) for citation in claim.citations) > MAX_QUOTE:
        return Verdict(claim, False, (Reason.LONG,))
    cited: list[CitedProvision] = []
    for citation in claim.citations:
        found = registry.provision(citation.provision_id)
        if found is None:
            reasons.append(Reason.UNKNOWN_PROVISION)
            continue
        one = CitedProvision(citation, *found)
        faults = citation_faults(one, registry)
        reasons += [*faults, *force_faults(_standing(one, registry, as_of), claim.role)]
        if Reason.QUOTE not in faults:
            cited.append(one)
    if len(cited) == len(claim.citations) and Reason.FORM not in reasons:
        reasons += _words(claim, cited, registry, as_of)
    return Verdict(claim, not reasons, tuple(dict.fromkeys(reasons)))


def verify_quote(claim: str, quote: str, provision_id: str, registry: Registry, as_of: date) -> tuple[Reason, ...]:
    """Reasons for a claim whose quote is to be found in a named provision; the first place of the quote counts."""
    found = registry.provision(provision_id)
    if found is None:
        return (Reason.UNKNOWN_PROVISION,)
    if not quote.strip():
        return (Reason.NO_CITATION,)
    provision, document = found
    start, validity = max(provision.text.find(quote), 0), registry.told_validity(provision)
    citation = Citation(
        provision_id=provision.id,
        document_number=document.record.number,
        document_title=document.record.title,
        label=provision.label,
        quote=quote,
        start=start,
        end=start + len(quote),
        valid_from=validity.valid_from,
        valid_until=validity.valid_until,
        text_kind=document.text_kind.value,
    )
    return verify(Claim(claim, (citation,)), registry, as_of).reasons


def _standing(cited: CitedProvision, registry: Registry, as_of: date) -> Standing:
    return registry.standing(cited.document.record.id, as_of, registry.validity(cited.provision))


def _head_faults(claim: Claim, cited: Sequence[CitedProvision], standing: Standing) -> tuple[Reason, ...]:
    """Whether its single quote gives this head to the question, and it is said of today only where that holds today."""
    if len(cited) != 1:
        return (Reason.UNCOVERED,)
    citation, provision, document = cited[0]
    head = derive(claim.asked, document.record.id, provision.path, citation.quote)
    if head is None:
        return (Reason.UNCOVERED,)
    if claim.text == worded(head, standing):
        return ()
    return (Reason.FRAME,) if claim.text.startswith(head.word) else (Reason.NEGATION,)


def _words(claim: Claim, cited: Sequence[CitedProvision], registry: Registry, as_of: date) -> tuple[Reason, ...]:
    """Faults of the words: the registry's own sentence, the label of a last known rule, the sum, or the laying."""
    text = claim.text
    if claim.role == "status":
        return status_faults(text, [item.document for item in cited], registry, as_of)
    if claim.role == "place":
        return place_faults(text, cited, _standing(cited[0], registry, as_of))
    if claim.role == "head":
        return _head_faults(claim, cited, _standing(cited[0], registry, as_of))
    word = ""
    if claim.asked and claim.calculation is not None:
        word, text = unopened(text, former=claim.role == "last_known")
    if claim.role == "last_known":
        standing = _standing(cited[0], registry, as_of)
        if standing.force not in PAST:
            return ()  # told already: a rule in force has no such frame
        inner = _unframed(replace(claim, text=text), cited, standing)
        if inner is None:
            return (Reason.FRAME,)
        text = inner
    if claim.role == "computed" or claim.calculation is not None:
        if claim.calculation is None:
            return (Reason.FORMULA,)
        if claim.asked and (not word or word != opening_word(claim.asked, text)):
            return (Reason.NEGATION,)
        quoted = [atom for citation, _, _ in cited for atom in atoms(citation.quote)]
        return computed_faults(text, claim.calculation, quoted, [citation.quote for citation, _, _ in cited])
    if _is_whole(text, cited):
        return ()
    word, sentence = opening(text)
    reasons = list(answering(word, sentence, lay(atoms(sentence), *context_of(cited, text))))
    if text not in {citation.quote for citation, _, _ in cited} and needs_lead_in(cited):
        reasons.append(Reason.CONTEXT)
    return tuple(dict.fromkeys(reasons))


def _unframed(claim: Claim, cited: Sequence[CitedProvision], standing: Standing) -> str | None:
    """What stands inside the frame of a last known rule; ``None`` when it is not exact, or joins two documents."""
    text = claim.text
    prefix, suffix = last_known_frame(standing, computed=claim.calculation is not None)
    if not (text.startswith(prefix) and text.endswith(suffix) and len(text) > len(prefix) + len(suffix)):
        return None
    if len({document.record.id for _, _, document in cited}) > 1:
        return None
    return text[len(prefix) : len(text) - len(suffix)]


def _is_whole(text: str, cited: Sequence[CitedProvision]) -> bool:
    """Whether the claim is one whole provision, word for word: there is nothing left to compare."""
    citation, provision, _ = cited[0]
    whole = len(cited) == 1 and text == citation.quote == provision.text[citation.start :].rstrip()
    return whole and citation.start <= body_start(provision.text)
