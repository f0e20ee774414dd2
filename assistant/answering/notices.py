"""Warnings beside an answer: readings of the question, standing of rules, digests, certainty, rank. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Claim
from assistant.question.understanding import Understood
from corpus.core.display import name_of, standing_note, vn_date
from corpus.core.model import Certainty, Document, Provision, TextKind
from corpus.core.registry import Registry

DIGEST = (
    "Nội dung trích từ bản tóm lược do nhóm xây dựng trợ lý biên soạn theo căn cứ ghi kèm; "
    "khi áp dụng phải đối chiếu văn bản gốc."
)
_CERTAINTY = {
    Certainty.MEDIUM: "{label}: độ tin cậy của nguồn ở mức vừa, cần đối chiếu văn bản gốc.",
    Certainty.LOW: "{label}: độ tin cậy của nguồn thấp, chỉ để tham khảo, phải kiểm tra văn bản gốc trước khi áp dụng.",
}


def warnings_for(understood: Understood, claims: Sequence[Claim], registry: Registry) -> tuple[str, ...]:
    """Distinct warnings for the shown claims, most important first."""
    day = understood.as_of.day
    pairs: list[tuple[Provision, Document]] = []
    for claim in claims:
        for citation in claim.citations:
            found = registry.provision(citation.provision_id)
            if found is not None:
                pairs.append(found)
    notes: list[str] = []
    for provision, document in pairs:
        notes.append(standing_note(registry.standing(document.record.id, day, registry.validity(provision))))
        record = document.record
        if record.campaign and day.year > int(record.campaign[:4]):
            notes.append(
                f"{name_of(record)} ban hành cho kỳ đại hội {record.campaign}; kỳ đại hội sau phải theo chỉ thị mới."
            )
    notes.extend(_rank_note(pairs))
    for provision, document in pairs:
        if template := _CERTAINTY.get(provision.certainty):
            notes.append(template.format(label=f"{provision.label}, {document.record.number or document.record.title}"))
    if any(document.text_kind is TextKind.DIGEST for _, document in pairs):
        notes.append(DIGEST)
    if not understood.as_of.explicit:
        notes.append(f"Trả lời theo quy định tính đến ngày {vn_date(day)}.")
    return tuple(dict.fromkeys(note for note in (*notes, *understood.notes) if note))


def _rank_note(pairs: Sequence[tuple[Provision, Document]]) -> list[str]:
    records = {document.record.id: document.record for _, document in pairs}
    if len({record.kind.rank for record in records.values()}) < 2:
        return []
    ordered = sorted(records.values(), key=lambda record: record.kind.rank)
    return ["Thứ bậc văn bản được trích, từ cao xuống thấp: " + "; ".join(name_of(record) for record in ordered) + "."]
