"""Vietnamese wording of dates, documents and standings, used by composition and checked by the verifier. Pure.

The text of a *last known* claim is a fixed label before the verbatim quote. Composer and verifier build the label
from the same function, so that a claim with any other wording around an out-of-force quote fails (contract R5).
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from corpus.core.model import Document, Level, Record, Succession, TextKind
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
    head = numbered(record)
    return f"{head} ngày {vn_date(record.issued)}" if record.issued and "-" in record.number else head


def numbered(record: Record) -> str:
    """A document's number with its kind, said once (``Quy chế 190-QĐ/TW``, ``Điều lệ Đảng``); its title without one."""
    if record.number is None:
        return record.title
    kind = record.kind.value
    return record.number if record.number.lower().startswith(kind) else f"{kind.capitalize()} {record.number}"


def kind_note(document: Document) -> str:
    """Label of a digest; empty for an official text."""
    return "bản tóm lược" if document.text_kind is TextKind.DIGEST else ""


def standing_note(standing: Standing) -> str:
    """A sentence or two on a rule that is not in force on the day asked about; empty when it is in force."""
    name, span = name_of(standing.record), standing.validity
    if standing.part:
        if standing.force is Force.NOT_YET:
            return f"Nội dung được trích của {name} chỉ áp dụng từ ngày {vn_date(span.valid_from)}."
        return (
            f"Nội dung được trích của {name} chỉ áp dụng đến trước ngày {vn_date(span.valid_until)}; "
            f"{name} vẫn còn hiệu lực."
        )
    match standing.force:
        case Force.IN_FORCE:
            return ""
        case Force.NOT_YET:
            return f"{name} chưa có hiệu lực vào ngày được hỏi; có hiệu lực từ {vn_date(span.valid_from)}."
        case Force.UNKNOWN:
            return f"Chưa xác định được thời gian hiệu lực của {name}."
        case Force.EXPIRED if standing.season:
            return (
                f"{name} ban hành cho kỳ đại hội {standing.record.campaign}; kỳ đại hội đó đã xong, danh mục không ghi "
                f"ngày hết hiệu lực."
            )
        case Force.EXPIRED:
            return f"{name} hết hiệu lực từ {vn_date(span.valid_until)}."
    loaded = "" if standing.successor_loaded else f" {LAST_KNOWN}"
    return f"{succession(standing)}.{loaded}"


def succession(standing: Standing) -> str:
    """The steps by which a superseded rule was followed, each with its own day and certainty.

    Raises:
        ValueError: when the standing names no successor.
    """
    if not standing.chain:
        raise ValueError("a superseded standing names its successors")
    steps = [replaced(standing.record, standing.validity.valid_until, standing.chain[0])]
    steps += [replaced(old, new.validity.valid_from, new) for old, new in pairwise(standing.chain)]
    return "; ".join(steps)


DIGEST_NOTE = (
    "Nội dung trích từ bản tóm lược do nhóm xây dựng trợ lý biên soạn theo căn cứ ghi kèm; "
    "khi áp dụng phải đối chiếu văn bản gốc."
)
"""Note beside an answer that quotes a digest."""


def day_note(day: date) -> str:
    """Note beside an answer whose day the question did not name."""
    return f"Trả lời theo quy định tính đến ngày {vn_date(day)}."


def silent_digest(record: Record) -> str:
    """Note beside a former rule whose successor is loaded as a digest, in which nothing on the matter was found."""
    return (
        f"Trong bản tóm lược {name_of(record)} đã nạp chưa tìm thấy quy định đủ chắc chắn về nội dung này; "
        f"toàn văn của văn bản đó có thể quy định khác."
    )


LAST_KNOWN = "Nội dung trích là quy định gần nhất đã biết; văn bản thay thế chưa nạp toàn văn."
"""Second sentence of the note on a rule whose successor nobody has loaded."""


def replaced(old: Record, until: date | None, new: Record) -> str:
    """One step of a succession: until when the older record was in force and which follows it, inferred as inferred."""
    start = new.validity.valid_from
    begins = f" (có hiệu lực từ {vn_date(start)})" if start is not None and start != until else ""
    doubt = f" {INFERRED}" if new.succession is Succession.INFERRED else ""
    return f"{name_of(old)} hết hiệu lực từ {vn_date(until)}, được thay bởi {name_of(new)}{begins}{doubt}"


INFERRED = "(theo suy luận từ cùng nội dung điều chỉnh, chưa thấy câu ghi rõ thay thế)"
"""Beside a step of a succession that no document states."""


def last_known_frame(standing: Standing, *, computed: bool = False) -> tuple[str, str]:
    """Label and closing mark around the verbatim quote of a rule that is no longer in force.

    What replaced it, and when, is told once beside the answer (``standing_note``).

    Args:
        standing: the rule's.
        computed: whether a sum by that rule stands behind the label: what is not a quote gets no quotation marks.
    """
    until = vn_date(standing.validity.valid_until)
    known = standing.successor is not None and not standing.successor_loaded
    if standing.season:
        lead = f"Quy định của kỳ đại hội {standing.record.campaign}"
    elif standing.part:
        lead = f"Quy định trước đây, chỉ áp dụng đến trước ngày {until}"
    elif known:
        lead = f"Quy định gần nhất đã biết, đã được thay từ {until}"
    else:
        lead = f"Quy định trước đây, hết hiệu lực từ {until}"
    return (f"Tính theo {lead[0].lower()}{lead[1:]}: ", "") if computed else (f"{lead}: “", "”")
