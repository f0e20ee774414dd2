"""What must be asked back before an answer: the document meant, or the level. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Evidence, Refusal, RefusalReason
from assistant.question.patterns import pattern
from assistant.question.understanding import Understood
from corpus.core.display import name_of
from corpus.core.model import Record
from corpus.core.text import fold

WHERE_TO_ASK = "Xin hỏi ban tổ chức cấp ủy cấp trên trực tiếp hoặc đối chiếu văn bản gốc."


def document_meant(understood: Understood) -> Refusal | None:
    """The question back, or the refusal, where a document number means several documents or none that is known."""
    references = understood.references
    if understood.about is not None:  # the composers on documents know more ways to tell which is meant
        return None
    if references.ambiguous and not understood.compares:
        mention = references.ambiguous[0]
        return which_document(mention.text, mention.candidates)
    if references.unknown_numbers and not references.documents:
        return unknown_document(references.unknown_numbers)
    return None


def unknown_document(words: Sequence[str], known: Sequence[str] = ()) -> Refusal:
    """A document number that no catalogue row carries; ``known`` are sentences on the documents named beside it."""
    return Refusal(
        RefusalReason.NO_PROVISION,
        " ".join(
            (
                f"Danh mục của trợ lý không có văn bản “{', '.join(words)}”, nên trợ lý không trả lời về văn bản đó.",
                *known,
                f"Xin kiểm tra lại số, ký hiệu và năm ban hành. {WHERE_TO_ASK}",
            )
        ),
    )


def which_meant() -> Refusal:
    """The question points at a document ("văn bản đó") that nothing before it names."""
    return Refusal(
        RefusalReason.NEEDS_DATE,
        "Câu hỏi chưa nêu văn bản nào. Xin cho biết số, ký hiệu (hoặc tên và năm ban hành) của văn bản cần hỏi.",
    )


def which_document(words: str, records: Sequence[Record]) -> Refusal:
    """Several documents carry the number; the user is asked which is meant."""
    options = "; ".join(f"{name_of(r)} ({r.title}{', ' + r.campaign if r.campaign else ''})" for r in records)
    return Refusal(
        RefusalReason.NEEDS_DATE,
        f"Có nhiều văn bản ứng với “{words}”: {options}. Xin cho biết văn bản nào (nêu ngày hoặc năm ban hành).",
    )


def differs_by_level(understood: Understood, evidence: Sequence[Evidence]) -> bool:
    """Whether the candidates of one document give a figure for different levels and the user named no level.

    Only questions for a quantity are asked back; a rule that holds for every level settles the matter by itself.
    """
    if understood.levels or not evidence or not pattern("asks_quantity").search(fold(understood.text)):
        return False
    # Another document, or another heading of this one, may set another figure; that is no choice between levels.
    best = evidence[0]
    sets = {
        item.provision.levels
        for item in evidence
        if item.document.id == best.document.id and item.provision.trail == best.provision.trail
    }
    return frozenset() not in sets and len(sets) >= 2 and not frozenset.intersection(*sets)
