"""What an operator should look at before a document is published, in words. Pure.

Each function tells one thing of a document that ``proposal`` has put together; none of them decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.core.codes import DefectCode
from corpus.core.model import Record
from corpus.head.header import Head
from corpus.structure.effects import Effect, OwnEnd
from corpus.structure.extract import Defect, Severity
from corpus.structure.references import Unresolved
from corpus.structure.signs import number_key, outranked


def of_record(record: Record, catalogued: Record | None, head: Head) -> list[Defect]:
    """That the catalogue has no such document, or another day for it."""
    if catalogued is None:
        text = f"Chưa có trong danh mục; đề xuất bản ghi mới “{record.id}”."
        return [Defect(DefectCode.REGISTRY_PROPOSAL, text, Severity.DOUBT)]
    if not (head.issued and catalogued.issued and head.issued != catalogued.issued):
        return []
    text = f"Ngày trong tệp ({head.issued:%d/%m/%Y}) khác danh mục ({catalogued.issued:%d/%m/%Y})."
    return [Defect(DefectCode.HEAD_DATE_DIFFERS, text, Severity.DOUBT)]


def of_others(record: Record, found: Sequence[Effect], records: Mapping[str, Record]) -> list[Defect]:
    """What the document writes about the end of others that the catalogue knows; nothing follows from it by itself."""
    known = {number_key(other.number): other for other in records.values() if other.number}
    notes = []
    for effect in found:
        for number in (*effect.numbers, *effect.parts):
            other = known.get(number_key(number))
            if other is None or other.id in (record.id, *record.supersedes) or effect.verb == "sửa đổi":
                continue
            if outranked(record.number, other.number):
                code, rest = DefectCode.EFFECT_OUTRANKED, "văn bản của cấp dưới không chấm dứt hiệu lực của cấp trên"
            elif number in effect.parts:
                code, rest = DefectCode.EFFECT_PART, "chỉ một phần; phần còn lại vẫn giữ hiệu lực"
            else:
                code, rest = DefectCode.EFFECT_UNCONFIRMED, f"nếu đúng, xác nhận bằng --supersedes {other.id}"
            text = f"Văn bản viết “{effect.text}” ({effect.verb} {number}); không tự ghi nhận: {rest}."
            notes.append(Defect(code, text, Severity.DOUBT))
    return notes


def of_own_end(record: Record, end: OwnEnd | None, *, cleared: bool) -> list[Defect]:
    """The end that the document gives itself, where none was recorded; ``cleared``: it was said that there is none."""
    if end is None or record.validity.valid_until is not None or cleared:
        return []
    text = (
        f"Văn bản tự quy định hết hiệu lực từ {end.day:%d/%m/%Y} nhưng có ngoại lệ hoặc chưa rõ; không tự ghi "
        f"nhận (nếu đúng, xác nhận bằng --valid-until {end.day:%Y-%m-%d})."
    )
    return [Defect(DefectCode.HEAD_OWN_END, text, Severity.DOUBT)]


def of_force(record: Record) -> list[Defect]:
    """That nobody says from when the document applies."""
    if record.validity.valid_from is not None:
        return []
    text = "Không thấy ngày bắt đầu hiệu lực; văn bản chưa được coi là đang có hiệu lực (dùng --valid-from)."
    return [Defect(DefectCode.HEAD_NO_VALID_FROM, text, Severity.DOUBT)]


def of_unknown(unknown: Sequence[str]) -> list[Defect]:
    """What must be given before the document can be cited."""
    words = {
        "number": (
            DefectCode.HEAD_NO_NUMBER,
            "Không thấy số hiệu; văn bản được nạp nhưng chưa được dẫn (dùng --number).",
        ),
        "review": (
            DefectCode.HEAD_NOT_REVIEWED,
            "Bản OCR chưa đối chiếu; được nạp nhưng chưa được dẫn (dùng --reviewed).",
        ),
        "kind": (
            DefectCode.HEAD_CONTRADICTS,
            "Số hiệu và tên loại văn bản mâu thuẫn; được nạp nhưng chưa được dẫn (kiểm tra rồi dùng --kind, --number).",
        ),
        "issued": (
            DefectCode.HEAD_NO_DATE,
            "Không thấy ngày ban hành; văn bản được nạp nhưng chưa được dẫn (dùng --issued).",
        ),
    }
    return [Defect(*words[name], Severity.DOUBT) for name in unknown]


def of_references(unresolved: Sequence[Unresolved]) -> list[Defect]:
    """References whose place was not found."""
    if not unresolved:
        return []
    places = tuple(f"{item.label}: {item.text[:60]}" for item in unresolved[:20])
    return [
        Defect(
            DefectCode.REFERENCES_UNRESOLVED,
            "Dẫn chiếu chưa xác định được nơi đến.",
            Severity.DOUBT,
            len(unresolved),
            places,
        )
    ]
