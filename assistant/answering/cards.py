"""Sentences that the registry proves → claims citing the catalogue cards of the documents they speak of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant.answering.extractive import whole_of
from assistant.citing import cite, claim_of
from assistant.model import Citation, Claim
from corpus.core.injection import instructs
from corpus.core.model import Document, Provision, Record, TextKind
from corpus.core.registry import Force, Registry
from corpus.core.statements import Statement, placed, whereabouts
from corpus.core.text import fold


def card_of(registry: Registry, record_id: str) -> tuple[Provision, Document] | None:
    """The catalogue card of a record; ``None`` for a record without a number."""
    for document in registry.documents.values():
        if document.text_kind is TextKind.CATALOGUE and document.record.id == record_id:
            return document.provisions[0], document
    return None


def status_claims(statements: Iterable[Statement | None], registry: Registry) -> list[Claim]:
    """A claim for each sentence, in order, none twice; a sentence whose own document has no card is left out."""
    claims: dict[str, Claim] = {}
    for statement in statements:
        if statement is None:
            continue
        cards = [card_of(registry, record_id) for record_id in statement.records]
        if not cards or cards[0] is None:
            continue
        citations = tuple(cite(registry, p, d, 0, len(p.text)) for p, d in filter(None, cards))
        claims.setdefault(statement.text, Claim(statement.text, citations, "status"))
    return list(claims.values())


MOST_PLACES = 4
"""Most places of an answer that are told where only its place is asked for; the others stand with the rules."""
MOST_TEXTS = 3
"""Most documents whose whereabouts are told at once."""
_LEADING = ("answer", "last_known", "comparison")


def places_of(claims: Sequence[Claim], day: date, registry: Registry) -> list[Claim]:
    """In which places of which documents an answer stands, a claim each, those of the direct answer first.

    Empty where it stands in the catalogue alone.
    """
    found: dict[str, Claim] = {}
    for citation, part in _cited(claims):
        pair = registry.provision(citation.provision_id)
        if pair is None or pair[1].text_kind is TextKind.CATALOGUE:
            continue
        standing = registry.standing(pair[1].record.id, day, registry.validity(pair[0]))
        text = placed(*pair, standing)
        found.setdefault(text, Claim(text, (citation,), "place", part=part))
    return list(found.values())[:MOST_PLACES]


def _cited(claims: Sequence[Claim]) -> list[tuple[Citation, str]]:
    """The citations of an answer with the part that they answer; of what stands beside it only without others."""
    derived = [claim for claim in claims if claim.role == "head" or claim.calculation]
    leading = derived or [claim for role in _LEADING for claim in claims if claim.role == role] or claims
    return [(citation, claim.part) for claim in leading for citation in claim.citations]


def texts_of(records: Iterable[Record], day: date, registry: Registry) -> list[Claim]:
    """Where the texts of documents are to be had, by the catalogue, and what a survey says of them."""
    known = list({record.id: record for record in records}.values())[:MOST_TEXTS]
    surveyed = [claim for record in known for claim in told_elsewhere(record, day, registry)]
    told = [claim for claim in surveyed if "toan van" in fold(claim.text)]
    return status_claims((whereabouts(registry, record.id) for record in known), registry) + told


def records_cited(claims: Sequence[Claim], registry: Registry) -> list[Record]:
    """The numbered documents that an answer rests on; of a document without a number, those that its quote names."""
    found: list[Record] = []
    for citation, _ in _cited(claims):
        pair = registry.provision(citation.provision_id)
        if pair is not None and pair[1].record.number:
            found.append(pair[1].record)
        elif pair is not None:
            numbers = _SIGN.findall(fold(f"{citation.quote} {citation.basis}"))
            found += [record for number in numbers for record in registry.by_number(number)[:1]]
    return found


_OF_ITSELF = re.compile(
    r"\bhieu luc (?:thi hanh )?(?:ke )?tu ngay\b|\bthay the (?:quy|huong dan|chi thi|ket luan|nghi)"
    r"|\bkhong (?:sua|thay(?: the)?|phai(?: la)?) (?:quy|huong dan|chi thi|ket luan|nghi|dieu le)"
)
"""Words with which a document says from when it holds and what it replaces."""


def own_words(record: Record, others: Sequence[Record], day: date, registry: Registry) -> list[Claim]:
    """What the loaded text of a document itself says of its effect, as basis beside the catalogue's sentences."""
    numbers = [fold(other.number) for other in others if other.number and other.id != record.id]
    found: list[tuple[bool, Provision, Document]] = []
    for document in registry.documents.values():
        if document.record.id != record.id or document.text_kind is TextKind.CATALOGUE:
            continue
        for provision in document.provisions:
            key = fold(provision.text)
            if provision.citable and not instructs(provision.text) and _OF_ITSELF.search(key):
                found.append((not any(number in key for number in numbers), provision, document))
    best = min(found, key=lambda item: item[0], default=None)
    if best is None:
        return []
    _, provision, document = best
    return [claim_of(registry, provision, document, (0, len(provision.text.rstrip())), "basis", day)]


def told_elsewhere(record: Record, day: date, registry: Registry) -> list[Claim]:
    """What a survey of documents says under the number of a document, in force on the day, as basis beside the card."""
    for provision, document in registry.provisions():
        if document.text_kind is TextKind.CATALOGUE or document.record.id == record.id or not record.number:
            continue
        number, _, year = provision.label.partition(" năm ")
        own = not year or (record.issued is not None and year == str(record.issued.year))
        if number == record.number and own and not instructs(provision.text):
            standing = registry.standing(document.record.id, day, registry.validity(provision))
            if standing.force is Force.IN_FORCE:
                return [claim_of(registry, provision, document, whole_of(provision), "basis", day)]
    return []


def mentions(numbers: Sequence[str], day: date, registry: Registry, *, replaced: bool = False) -> list[Claim]:
    """What texts in force on the day say of documents that have no card, one provision a number; none unless of all.

    ``replaced`` tells that it must be said what replaces them.
    """
    found: dict[str, Claim] = {}
    for number in numbers:
        wanted = _sign(number)
        told = next((claim for claim in _saying(wanted, day, registry, replaced=replaced)), None) if wanted else None
        if told is None:
            return []
        found.setdefault(told.text, told)
    return list(found.values())


_REPLACES = re.compile(r"\bthay the\b[^.;]*$")
_SIGN = re.compile(r"\b\d{1,5}-[a-z]{2,4}/[a-z]{2,6}\b")


def _sign(words: str) -> str:
    """The folded number and sign of a document ("16-hd/btctw"); empty where only a figure is said."""
    found = _SIGN.search(re.sub(r"\s*([-/])\s*", r"\1", fold(words)))
    return found.group() if found else ""


def _saying(sign: str, day: date, registry: Registry, *, replaced: bool) -> Iterator[Claim]:
    for provision, document in registry.provisions():
        if document.text_kind is TextKind.CATALOGUE or not provision.citable or instructs(provision.text):
            continue
        standing, key = registry.standing(document.record.id, day, registry.validity(provision)), fold(provision.text)
        named = sign in _SIGN.findall(key) and (not replaced or _REPLACES.search(key.partition(sign)[0]))
        if standing.force is Force.IN_FORCE and named:
            yield claim_of(registry, provision, document, whole_of(provision), "answer", day)
