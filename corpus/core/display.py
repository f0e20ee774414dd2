"""Vietnamese wording of dates, documents and standings, used by composition and checked by the verifier. Pure.

The text of a *last known* claim is a fixed frame around the verbatim quote. Composer and verifier build the frame
from the same function, so that a claim with any other wording around an out-of-force quote fails (contract R5).
"""

from __future__ import annotations

from datetime import date

from corpus.core.model import Document, Level, Record, TextKind
from corpus.core.registry import Force, Standing

LEVEL_NAMES = {
    Level.CELL: "chi bộ",
    Level.SUB_COMMITTEE: "đảng bộ bộ phận",
    Level.GRASSROOTS: "tổ chức cơ sở đảng",
    Level.ABOVE_GRASSROOTS: "cấp trên trực tiếp của tổ chức cơ sở đảng",
    Level.COMMUNE: "xã, phường, đặc khu",
    Level.PROVINCE: "cấp tỉnh",
    Level.CENTRAL_DIRECT: "đảng bộ trực thuộc Trung ương",
    Level.NATIONAL: "toàn quốc",
}


def vn_date(day: date | None) -> str:
    """``dd/mm/yyyy``, or ``chưa rõ`` when unknown."""
    return "chưa rõ" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year}"


def name_of(record: Record) -> str:
    """How a document is named to users: its number with its date, or its title when it has no number."""
    if record.number is None or record.number == record.title:
        return record.title
    kind = record.kind.value.capitalize()
    head = record.number if record.number.lower().startswith(record.kind.value) else f"{kind} {record.number}"
    return f"{head} ngày {vn_date(record.issued)}" if record.issued and "-" in record.number else head


def kind_note(document: Document) -> str:
    """Label of a digest; empty for an official text."""
    return "bản tóm lược" if document.text_kind is TextKind.DIGEST else ""


def standing_note(standing: Standing) -> str:
    """One sentence on a rule that is not in force on the day asked about; empty when it is in force."""
    name, span = name_of(standing.record), standing.validity
    match standing.force:
        case Force.IN_FORCE:
            return ""
        case Force.NOT_YET:
            return f"{name} chưa có hiệu lực vào ngày được hỏi; có hiệu lực từ {vn_date(span.valid_from)}."
        case Force.UNKNOWN:
            return f"Chưa xác định được thời gian hiệu lực của {name}."
        case Force.EXPIRED:
            return f"{name} hết hiệu lực từ {vn_date(span.valid_until)}."
    successor = standing.successor
    if successor is None:
        raise ValueError("a superseded standing names its successor")
    loaded = "" if standing.successor_loaded else " (chưa nạp toàn văn)"
    return f"{name} hết hiệu lực từ {vn_date(span.valid_until)}, được thay thế bởi {name_of(successor)}{loaded}."


def last_known_frame(standing: Standing, *, computed: bool = False) -> tuple[str, str]:
    """Prefix and suffix around the verbatim quote of a rule that is no longer in force.

    Args:
        standing: the rule's.
        computed: whether a sum by that rule stands in the frame: what is not a quote gets no quotation marks.
    """
    record, successor = standing.record, standing.successor
    until = f"có hiệu lực đến trước ngày {vn_date(standing.validity.valid_until)}"
    follow = ""
    if successor is not None:
        loaded = "" if standing.successor_loaded else ", chưa nạp toàn văn"
        follow = f"; đã được thay thế bởi {name_of(successor)}{loaded}"
    lead = "Quy định trước đây" if successor is None or standing.successor_loaded else "Quy định gần nhất đã biết"
    which = f"({name_of(record)}, {until}{follow})"
    return (f"Tính theo {lead[0].lower()}{lead[1:]} {which}: ", "") if computed else (f"{lead} {which}: “", "”")
