"""Does a quote prove a claim? The gate that every sentence passes before it is shown (contract R1–R8, R12).

Pure. It never edits text and never repairs a claim: the answer is a tuple of stable reason codes, empty when the
claim is supported (``docs/verifier.md`` lists them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.model import Citation, Claim, ClaimRole, Verdict
from assistant.parsing.atom import Atom
from assistant.parsing.orthography import form_faults
from assistant.parsing.reader import atoms
from assistant.parsing.voice import inverted
from assistant.verification.alignment import Aligner
from assistant.verification.computation import computed_faults
from assistant.verification.contraposition import converse
from assistant.verification.omissions import Quote
from assistant.verification.polarity import agrees, opening
from assistant.verification.roles import agree
from corpus.core.display import last_known_frame
from corpus.core.injection import instructs
from corpus.core.model import Document, Provision
from corpus.core.registry import Force, Registry, Standing
from corpus.core.sentences import body_start

MAX_CLAIM, MAX_QUOTE = 4_000, 40_000
"""Longest claim and longest quote, in characters, that are compared; the longest provision known has 9 000."""


def check_pair(claim: str, quote: str) -> tuple[str, ...]:
    """Reasons why ``quote`` does not prove ``claim``; empty when it does. The quote is taken as given and whole."""
    if not quote.strip():
        return ("r1.no_citation",)
    if faults := (*form_faults(claim), *form_faults(quote)):
        return tuple(dict.fromkeys(faults))
    if len(claim) > MAX_CLAIM or len(quote) > MAX_QUOTE:
        return ("text.long",)
    word, sentence = opening(claim)
    return answering(word, sentence, lay(atoms(sentence), atoms(quote)))


def answering(word: str, sentence: str, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """``reasons`` of a sentence, and one more where the ``Có`` or ``Không`` that opens it says otherwise."""
    return reasons if agrees(word, sentence, atoms(sentence)) else tuple(dict.fromkeys((*reasons, "r4.negation")))


def lay(claimed: Sequence[Atom], quoted: Sequence[Atom], allowed: frozenset[int] | None = None) -> tuple[str, ...]:
    """Reasons from laying the atoms of a claim along those of its quote; only ``allowed`` positions prove anything."""
    if not any(atom.kind != "optional" for atom in claimed):
        return ("content.uncovered",)
    if allowed is None and [*map(_said, claimed)] == [*map(_said, quoted)]:
        return ()
    reasons = _laid(claimed, quoted, allowed)
    if reasons and (necessary := converse(tuple(claimed))) and not _laid(necessary, quoted, allowed):
        return ()
    if reasons and (passive := inverted(tuple(claimed))) and not _laid(passive, quoted, allowed):
        return ()
    if reasons and allowed is None and (passive := inverted(tuple(quoted))) and not _laid(claimed, passive, None):
        return ()
    return reasons


def _said(atom: Atom) -> tuple[object, ...]:
    """What an atom says, without its place in the text: a claim of the very same atoms needs no laying."""
    return (atom.kind, atom.key, atom.bound, atom.force, atom.only, atom.item, atom.phrase, atom.opener, atom.aside)


def _laid(claimed: Sequence[Atom], quoted: Sequence[Atom], allowed: frozenset[int] | None) -> tuple[str, ...]:
    path = Aligner(quoted, allowed).align(claimed)
    used = Quote(quoted, path)
    order = path.order if path.order and not agree(claimed, quoted, path.places) else ()
    return tuple(dict.fromkeys((*path.faults, *order, *used.left_out(), *used.strayed(claimed, path))))


def verify(claim: Claim, registry: Registry, as_of: date) -> Verdict:
    """Verdict on one claim with its citations, on the day ``as_of``.

    Checks that every quote stands byte for byte in a citable provision (R2), that the citation's label, number and
    dates are the registry's, that the rule is in force or stands in the frame of a last known rule (R5), that no
    smaller unit says it (R6), that no official text of the same record is loaded (R8), and that the quotes prove the
    words (R3, R4) in the context of the sentences they are taken from.
    """
    if not claim.citations:
        return Verdict(claim, False, ("r1.no_citation",))
    reasons = list(form_faults(claim.text))
    if len(claim.text) > MAX_CLAIM or sum(len(citation.quote) for citation in claim.citations) > MAX_QUOTE:
        return Verdict(claim, False, ("text.long",))
    cited: list[tuple[Citation, Provision, Document]] = []
    for citation in claim.citations:
        found = registry.provision(citation.provision_id)
        if found is None:
            reasons.append("r2.unknown_provision")
            continue
        faults = _citation_faults(citation, *found, registry)
        standing = registry.standing(found[1].record.id, as_of, registry.validity(found[0]))
        faults += _force_faults(standing, claim.role)
        reasons += faults
        if "r2.quote" not in faults:
            cited.append((citation, *found))
    if len(cited) == len(claim.citations) and "text.form" not in reasons:
        reasons += _words(claim, cited, registry, as_of)
    return Verdict(claim, not reasons, tuple(dict.fromkeys(reasons)))


def verify_quote(claim: str, quote: str, provision_id: str, registry: Registry, as_of: date) -> tuple[str, ...]:
    """Reasons for a claim whose quote is to be found in a named provision; the first place of the quote counts."""
    found = registry.provision(provision_id)
    if found is None:
        return ("r2.unknown_provision",)
    if not quote.strip():
        return ("r1.no_citation",)
    provision, document = found
    start, validity = max(provision.text.find(quote), 0), registry.validity(provision)
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


def _citation_faults(citation: Citation, provision: Provision, document: Document, registry: Registry) -> list[str]:
    faults: list[str] = []
    if (
        not citation.quote.strip()
        or citation.start < 0
        or provision.text[citation.start : citation.end] != citation.quote
    ):
        faults.append("r2.quote")
    if not provision.citable:
        faults.append("r2.not_citable")
    if instructs(provision.text):
        faults.append("r12.instruction")
    if citation.document_number != document.record.number:
        faults.append("r3.document")
    if citation.label != provision.label:
        faults.append("r3.article")
    validity = registry.validity(provision)
    if (citation.valid_from, citation.valid_until) != (validity.valid_from, validity.valid_until):
        faults.append("r5.dates")
    if citation.text_kind != document.text_kind.value or document.id not in registry.documents:
        faults.append("r8.digest")
    below = provision.path + "."
    if any(
        other.citable
        and (other.parent == provision.id or other.path.startswith(below))
        and citation.quote in other.text
        for other in document.provisions
        if other.id != provision.id
    ):
        faults.append("r6.not_smallest")
    return faults


def _force_faults(standing: Standing, role: ClaimRole) -> list[str]:
    past = standing.force in {Force.SUPERSEDED, Force.EXPIRED}
    if role == "last_known":
        return [] if past else ["r5.frame"]
    return [] if standing.force is Force.IN_FORCE else ["r5.not_in_force"]


def _words(
    claim: Claim, cited: Sequence[tuple[Citation, Provision, Document]], registry: Registry, as_of: date
) -> tuple[str, ...]:
    """Faults of the words: the frame of a last known rule, the sum, or the laying along the quotes."""
    text = claim.text
    if claim.role == "last_known":
        _, provision, document = cited[0]
        standing = registry.standing(document.record.id, as_of, registry.validity(provision))
        if standing.force not in {Force.SUPERSEDED, Force.EXPIRED}:
            return ()
        prefix, suffix = last_known_frame(standing, computed=claim.calculation is not None)
        if not (text.startswith(prefix) and text.endswith(suffix) and len(text) > len(prefix) + len(suffix)):
            return ("r5.frame",)
        if any(other[2].record.id != document.record.id for other in cited):
            return ("r5.frame",)
        text = text[len(prefix) : len(text) - len(suffix)]
    if claim.role == "computed" or claim.calculation is not None:
        if claim.calculation is None:
            return ("r12.formula",)
        return computed_faults(text, claim.calculation, [u for citation, _, _ in cited for u in atoms(citation.quote)])
    whole = len(cited) == 1 and text == cited[0][0].quote == cited[0][1].text[cited[0][0].start :].rstrip()
    if whole and cited[0][0].start <= body_start(cited[0][1].text):
        return ()
    word, sentence = opening(text)
    reasons = list(answering(word, sentence, lay(atoms(sentence), *_context(cited, text))))
    if text not in {citation.quote for citation, _, _ in cited} and _needs_lead_in(cited):
        reasons.append("r4.context")
    return tuple(dict.fromkeys(reasons))


def _context(
    cited: Sequence[tuple[Citation, Provision, Document]], said: str
) -> tuple[tuple[Atom, ...], frozenset[int]]:
    """Atoms of the sentences that the quotes are taken from, and which of them the quotes hold.

    What the quotes leave out of these sentences counts as left out by the claim; it proves nothing. The names and
    numbers of the citations themselves come last: a claim may say ``theo khoản 6 Điều 11``, but need not.
    """
    context: list[Atom] = []
    allowed: set[int] = set()
    by_provision: dict[str, list[tuple[Citation, Provision, Document]]] = {}
    for item in cited:
        by_provision.setdefault(item[1].id, []).append(item)
    for group in by_provision.values():
        spans = [(citation.start, citation.end) for citation, _, _ in group]
        own = atoms(group[0][1].text)
        inside = [any(a <= atom.start and atom.end <= b for a, b in spans) for atom in own]
        used = {atom.sentence for atom, held in zip(own, inside, strict=True) if held}
        base = _last(context)
        for atom, held in zip(own, inside, strict=True):
            if atom.sentence in used:
                if held:
                    allowed.add(len(context))
                context.append(_shifted(atom, base))
    for citation, _, document in cited:
        base = _last(context)
        for number, atom in enumerate(atoms(_provenance(citation, document, said))):
            allowed.add(len(context))
            context.append(
                replace(atom, kind="optional", sentence=base[0], item=base[1], phrase=base[2] + number, opener="")
            )
    return tuple(context), frozenset(allowed)


def _last(context: Sequence[Atom]) -> tuple[int, int, int]:
    if not context:
        return 0, 0, 0
    return (
        max(atom.sentence for atom in context) + 1,
        max(atom.item for atom in context) + 1,
        max(max(atom.phrase, atom.said) for atom in context) + 1,
    )


def _shifted(atom: Atom, base: tuple[int, int, int]) -> Atom:
    sentence, item, phrase = base
    return replace(
        atom,
        sentence=atom.sentence + sentence,
        item=atom.item + item,
        phrase=atom.phrase + phrase,
        said=atom.said + phrase,
    )


def _provenance(citation: Citation, document: Document, said: str) -> str:
    """Names and numbers of a citation; the title only where the claim says it whole: its single words prove nothing."""
    record = document.record
    label = f"mục {citation.label}" if citation.label[:1].isdigit() else citation.label
    issued = f"ngày {record.issued.day:02d}/{record.issued.month:02d}/{record.issued.year}" if record.issued else ""
    title = f", {record.title}" if record.title.casefold() in said.casefold() else ""
    return f"{label}, {record.kind.value} {record.number or ''}, {issued}{title}"


def _needs_lead_in(cited: Sequence[tuple[Citation, Provision, Document]]) -> bool:
    """Whether a list item is cited without the words that introduce the list."""
    held = {provision.id for _, provision, _ in cited}
    for _, provision, document in cited:
        parent = next((p for p in document.provisions if p.id == provision.parent), None)
        if parent is not None and parent.text.rstrip().endswith(":") and parent.id not in held:
            return True
    return False
