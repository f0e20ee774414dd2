"""Warnings beside an answer: readings of the question, standing of rules, digests, certainty. Pure.

Each is a statement (contract R15): the end of a provision is told as that of the provision, a succession step by step.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Claim
from assistant.question.understanding import Understood
from corpus.core.display import DIGEST_NOTE, day_note, name_of, standing_note
from corpus.core.model import Certainty, Document, Kind, Provision, TextKind
from corpus.core.registry import Registry
from corpus.core.statements import campaign_over

_CERTAINTY = {
    Certainty.MEDIUM: "{label}: độ tin cậy của nguồn ở mức vừa, cần đối chiếu văn bản gốc.",
    Certainty.LOW: "{label}: độ tin cậy của nguồn thấp, chỉ để tham khảo, phải kiểm tra văn bản gốc trước khi áp dụng.",
}


def warnings_for(understood: Understood, claims: Sequence[Claim], registry: Registry) -> tuple[str, ...]:
    """Distinct warnings for the shown claims, most important first."""
    day = understood.as_of.day
    pairs = [pair for claim in claims for pair in _cited(claim, registry)]
    notes: list[str] = []
    told = [pair for claim in claims if claim.role != "status" for pair in _cited(claim, registry)]
    for provision, document in told:
        standing, record = registry.standing(document.record.id, day, registry.validity(provision)), document.record
        notes.append(standing_note(standing))
        # What we compiled ourselves was issued for no congress.
        if standing.holds and campaign_over(record, day) and record.kind is not Kind.OTHER:
            notes.append(
                f"{name_of(record)} ban hành cho kỳ đại hội {record.campaign}; kỳ đại hội sau phải theo văn bản mới."
            )
    for provision, document in pairs:
        if template := _CERTAINTY.get(provision.certainty):
            notes.append(template.format(label=_called(provision, document)))
    if any(document.text_kind is TextKind.DIGEST for _, document in pairs):
        notes.append(DIGEST_NOTE)
    if not understood.as_of.explicit:
        notes.append(day_note(day))
    searched = understood.readings if told else ()
    return tuple(dict.fromkeys(note for note in (*notes, *understood.notes, *searched) if note))


def _called(provision: Provision, document: Document) -> str:
    if document.text_kind is TextKind.CATALOGUE:
        return f"Thông tin danh mục về {name_of(document.record)}"
    return f"{provision.label}, {document.record.number or document.record.title}"


def _cited(claim: Claim, registry: Registry) -> list[tuple[Provision, Document]]:
    found = (registry.provision(citation.provision_id) for citation in claim.citations)
    return [pair for pair in found if pair is not None]
