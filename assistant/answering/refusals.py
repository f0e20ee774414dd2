"""Refusals: a typed reason, a message that helps, the nearest provisions and where to ask. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.answering.extractive import excerpt
from assistant.model import Evidence, Nearest, Refusal, RefusalReason
from assistant.question.clarification import WHERE_TO_ASK
from assistant.question.understanding import Understood
from corpus.core.display import INFERRED, LEVEL_NAMES, name_of, replaced, standing_note, vn_date
from corpus.core.model import Record, Succession
from corpus.core.registry import Registry

EXCERPT = 600
"""Characters of a near provision that are quoted whole; of a longer one, the best sentence is."""


def nearest(evidence: Iterable[Evidence], limit: int = 3, understood: Understood | None = None) -> tuple[Nearest, ...]:
    """The first distinct provisions of the evidence, as places to look; with their words where a question is given."""
    found: dict[str, Nearest] = {}
    for item in evidence:
        if item.provision.id in found or not item.provision.citable:
            continue
        start, end = excerpt(item.provision, understood, EXCERPT) if understood else (0, 0)
        found[item.provision.id] = Nearest(
            item.provision.id,
            item.provision.label,
            item.document.record.number,
            item.document.record.title,
            item.provision.heading,
            item.provision.text[start:end],
            start,
            end,
            item.validity.valid_from,
            item.validity.valid_until,
        )
    return tuple(found.values())[:limit]


def no_provision(evidence: Sequence[Evidence], understood: Understood | None = None) -> Refusal:
    """Nothing loaded is sure to answer the question, though it is about congresses; what is near is quoted."""
    near = nearest(evidence, understood=understood)
    if understood is not None and near:
        return Refusal(
            RefusalReason.NO_PROVISION,
            "Chưa đủ chắc chắn để kết luận, nên trợ lý không trả lời để tránh sai sót. Dưới đây là quy định gần nhất "
            f"tìm được, chỉ để đối chiếu. {WHERE_TO_ASK}",
            near,
        )
    return Refusal(
        RefusalReason.NO_PROVISION,
        "Trong các văn bản đã nạp, chưa tìm thấy điều khoản nào trả lời trực tiếp câu hỏi này, nên trợ lý không "
        f"trả lời để tránh sai sót. {WHERE_TO_ASK}",
        near,
    )


NOTHING_IN_FORCE = (
    "Trong kho văn bản không có điều khoản nào vừa có hiệu lực vào ngày được hỏi vừa trả lời câu hỏi này."
)
"""Of what is loaded, not of what was law: the text that ruled then may be one that nobody has loaded."""


_NOT_FOUND = (RefusalReason.NO_PROVISION, RefusalReason.OUT_OF_SCOPE)


def part_not_found(name: str, refusal: Refusal | None = None) -> str:
    """Note beside an answer to another part of a question.

    Args:
        name: the part, in the question's own words.
        refusal: why the part is not answered; told where it is more than that nothing was found.
    """
    why = "ngoài các quy định nêu trên, chưa tìm thấy quy định đủ chắc chắn để trả lời."
    if refusal is not None and refusal.reason not in _NOT_FOUND:
        why = refusal.message
    return f"Về “{name}”: {why}"


def not_in_catalogue(words: Sequence[str]) -> str:
    """Note beside an answer on other documents of the question."""
    return f"Danh mục của trợ lý không có văn bản “{', '.join(words)}”."


def no_governing(topic: str, day: date, first: Record, registry: Registry) -> Refusal:
    """The catalogue begins after the day asked about."""
    start = registry.record_validity(first).valid_from
    known = f" Văn bản sớm nhất trong danh mục là {name_of(first)}, có hiệu lực từ {vn_date(start)}." if start else ""
    return Refusal(
        RefusalReason.NO_PROVISION,
        f"Danh mục của trợ lý chưa ghi văn bản về {topic} có hiệu lực vào ngày {vn_date(day)}.{known} {WHERE_TO_ASK}",
    )


def out_of_scope() -> Refusal:
    """The question is not about organising Party congresses."""
    return Refusal(
        RefusalReason.OUT_OF_SCOPE,
        "Câu hỏi nằm ngoài phạm vi của trợ lý. Trợ lý chỉ trả lời về quy định, thủ tục tổ chức đại hội đảng các cấp.",
    )


def whereabouts_unknown() -> Refusal:
    """Where the text of a document is to be had is asked, and the catalogue does not tell of which, or not where."""
    return Refusal(
        RefusalReason.NO_PROVISION,
        "Câu trả lời trước không dẫn văn bản nào có trong danh mục, nên trợ lý không biết nơi có toàn văn. Xin nêu số "
        f"hoặc tên văn bản cần tìm. {WHERE_TO_ASK}",
    )


def text_not_loaded(record: Record, registry: Registry, evidence: Sequence[Evidence]) -> Refusal:
    """A known document whose text nobody has loaded: say what is known, refuse the content."""
    span = registry.record_validity(record)
    known = [f"{name_of(record)} ({record.issuer}): {record.title}"]
    if span.valid_from:
        known.append(f"có hiệu lực từ {vn_date(span.valid_from)}")
    older = [name_of(registry.records[i]) for i in record.supersedes if i in registry.records]
    if older:
        doubt = f" {INFERRED}" if record.succession is Succession.INFERRED else ""
        known.append(f"thay {', '.join(older)}{doubt}")
    follower = registry.next_record(record.id)
    if follower is not None:
        known.append(replaced(record, span.valid_until, follower).removeprefix(f"{name_of(record)} "))
    return Refusal(
        RefusalReason.NO_PROVISION,
        f"Thông tin đã biết về văn bản: {'; '.join(known)}. Toàn văn chưa được nạp nên trợ lý không trả lời về nội "
        f"dung. {WHERE_TO_ASK}",
        nearest(evidence),
    )


def no_such_place(label: str, record: Record, evidence: Sequence[Evidence]) -> Refusal:
    """A named article that the loaded text does not have."""
    return Refusal(
        RefusalReason.NO_PROVISION,
        f"Nội dung đã nạp của {name_of(record)} không có {label}. Xin kiểm tra lại số điều, khoản, mục. {WHERE_TO_ASK}",
        nearest(evidence),
    )


def not_in_force(evidence: Sequence[Evidence], notes: Sequence[str]) -> Refusal:
    """Only rules that are not in force on the day asked about speak to the question."""
    return Refusal(
        RefusalReason.NOT_IN_FORCE,
        " ".join((NOTHING_IN_FORCE, *notes, WHERE_TO_ASK)),
        nearest(evidence),
    )


def standing_notes(evidence: Sequence[Evidence], registry: Registry, on: date) -> list[str]:
    """Distinct notes on documents that are not in force on the day."""
    notes = (standing_note(registry.standing(i.document.record.id, on, i.validity)) for i in evidence)
    return [note for note in dict.fromkeys(notes) if note]


def which_level(evidence: Sequence[Evidence]) -> Refusal:
    """The figure differs by level and the question names none; the levels found are offered."""
    found = dict.fromkeys(
        LEVEL_NAMES[level]
        for item in evidence
        for level in sorted(item.provision.levels or item.document.record.levels)
    )
    return Refusal(
        RefusalReason.NEEDS_LEVEL,
        f"Quy định khác nhau theo cấp. Xin cho biết câu hỏi nói về cấp nào: {'; '.join(found)}.",
        nearest(evidence, limit=6),
    )
