"""What a form cites, as of a day: the provision, its words, and whether the rule is in force. Pure.

The words are quoted byte for byte from the digest, or from the official text once that is loaded (contract R2, R8);
what is over stands in the fixed frame of a last known rule (R5). What cannot be quoted is said to be missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.forms.library import Ground
from assistant.output.views import place_name, standing_words
from corpus.core.display import kind_note, last_known_frame, name_of
from corpus.core.model import Certainty, Document, Provision
from corpus.core.registry import Registry, Standing


@dataclass(frozen=True, slots=True)
class CitedGround:
    """A source as it is shown.

    Attributes:
        number: of its mark in the paper.
        caption: the place and the document.
        frame: what stands before and after the quoted words.
        quote: the words, a slice of the provision's text; empty where none can be quoted.
        standing: whether the rule is in force on the day, in a sentence.
        to_check: what the user must compare, empty when nothing.
        provision_id: of the provision quoted.
        span: where the words stand in it.
    """

    number: int
    caption: str
    frame: tuple[str, str]
    quote: str
    standing: str
    to_check: str
    provision_id: str
    span: tuple[int, int]


def cited(ground: Ground, number: int, registry: Registry, on: date) -> CitedGround:
    """The source as of a day."""
    found = _provision(ground, registry)
    if found is None:
        record = registry.records.get(ground.record)
        name = name_of(record) if record else ground.record
        gone = f"kho văn bản đang dùng không có nơi được dẫn của {name}; cần đọc văn bản gốc"
        return CitedGround(number, name, ("", ""), "", "", gone, "", (0, 0))
    provision, document = found
    standing = registry.standing_of(provision, on)
    start = provision.text.find(ground.quote)
    quote = ground.quote if start >= 0 else provision.text
    start = max(start, 0)
    return CitedGround(
        number,
        _caption(provision, document),
        ("“", "”") if standing.holds else last_known_frame(standing),
        quote,
        standing_words(standing),
        _to_check(provision, document, standing),
        provision.id,
        (start, start + len(quote)),
    )


def _provision(ground: Ground, registry: Registry) -> tuple[Provision, Document] | None:
    """The place in the text that is offered as evidence: the digest's, or the official text's that took it over."""
    fallback = None
    for document in registry.documents.values():
        for provision in document.provisions if document.record.id == ground.record else ():
            if provision.path == ground.place:
                return provision, document
            above = ground.place.lower().startswith(f"{provision.path.lower()}.")
            if above and provision.citable and provision.text.strip():
                fallback = provision, document
    return fallback


def _caption(provision: Provision, document: Document) -> str:
    place, name = place_name(provision.label), name_of(document.record)
    head = place if name in place else f"{place}, {name}"
    notes = [note for note in (kind_note(document),) if note]
    if provision.certainty is not Certainty.HIGH:
        notes.append(f"độ tin cậy: {provision.certainty.value}")
    return f"{head} ({'; '.join(notes)})" if notes else head


def _to_check(provision: Provision, document: Document, standing: Standing) -> str:
    name, place = name_of(document.record), place_name(provision.label)
    if not standing.holds:
        after = f"{name_of(standing.successor)}" if standing.successor else "văn bản đang có hiệu lực"
        return f"{name} không phải là quy định của ngày này; đối chiếu với {after}"
    if provision.certainty is not Certainty.HIGH:
        return f"{place} của {name}: nguồn chưa chắc chắn; đối chiếu văn bản gốc"
    return ""
