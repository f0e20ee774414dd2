"""Catalogue cards: one citable statement a record, saying what is known *about* the document. Pure.

Cards let the assistant answer "which document applies, since when, what did it replace" with a citation, also for
documents whose text nobody has loaded; they say nothing of a document's content.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.core.display import INFERRED, numbered, vn_date
from corpus.core.model import Document, Provision, Record, Succession, TextKind, Unit, content_hash
from corpus.core.registry import Registry


def _name(record: Record) -> str:
    if record.number is None or record.number == record.title:
        return record.title
    name = numbered(record)
    return f"{name} ngày {vn_date(record.issued)}" if record.issued else name


def card_text(record: Record, registry: Registry) -> str:
    """What the catalogue knows of a record, as Vietnamese sentences."""
    span = registry.told_record_validity(record)
    parts = [f"{_name(record)} do {record.issuer} ban hành: {record.title}."]
    if span.valid_from and span.valid_until:
        parts.append(f"Có hiệu lực từ ngày {vn_date(span.valid_from)} đến trước ngày {vn_date(span.valid_until)}.")
    elif span.valid_from:
        parts.append(f"Có hiệu lực từ ngày {vn_date(span.valid_from)}.")
    else:
        parts.append("Chưa rõ ngày có hiệu lực.")
    for words, ids in (("Thay thế", record.supersedes), ("Sửa đổi", record.amends), ("Hướng dẫn", record.guides)):
        names = [_name(registry.records[i]) for i in ids if i in registry.records]
        if names:
            inferred = words == "Thay thế" and record.succession is Succession.INFERRED
            parts.append(f"{words} {', '.join(names)}{f' {INFERRED}' if inferred else ''}.")
    if (follower := registry.next_record(record.id)) is not None:
        doubt = f" {INFERRED}" if follower.succession is Succession.INFERRED else ""
        parts.append(f"Được thay thế bởi {_name(follower)}{doubt}.")
    if record.campaign:
        parts.append(f"Ban hành cho kỳ đại hội {record.campaign}.")
    return " ".join(parts)


def cards(registry: Registry, skip: Iterable[str] = ()) -> tuple[Document, ...]:
    """One card document a numbered record, except the records in ``skip``."""
    skipped, made = set(skip), []
    for record in registry.records.values():
        if record.number is None or record.id in skipped:
            continue
        text, document_id = card_text(record, registry), f"dm-{record.id}"
        provision = Provision(
            id=f"{document_id}/the",
            document_id=document_id,
            path="the",
            label=f"Danh mục, {record.number}",
            unit=Unit.PARAGRAPH,
            text=text,
            start=0,
            end=len(text),
            heading=record.title,
            trail=("Danh mục văn bản",),
            basis=f"Danh mục văn bản của trợ lý, {record.number}",
            certainty=record.certainty,
            sources=record.sources,
            levels=record.levels,
        )
        made.append(
            Document(document_id, record, TextKind.CATALOGUE, text, (provision,), "catalogue.toml", content_hash(text))
        )
    return tuple(made)
