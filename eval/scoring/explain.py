"""Why a case failed, in a sentence for each fault: what was wanted, what came, and where the right rule stood. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from eval.runs.observe import SHOWN_AS_PAST, Observation
from eval.scoring.grade import Fault, Grade
from eval.scoring.measures import Graded
from eval.scoring.titles import REASON, STATUS


def explain(item: Graded) -> list[str]:
    """A sentence for each fault of a case; empty for a case that passed or could not be graded."""
    seen, mark = item.seen, item.grade
    if seen is None or mark is None:
        return ["Câu này chưa được hỏi, nên tính là sai."]
    if mark.passed:
        return []
    return [_sentence(fault, item, seen, mark) for fault in mark.faults]


def _sentence(fault: Fault, item: Graded, seen: Observation, mark: Grade) -> str:
    match fault:
        case Fault.BROKEN:
            return f"Trợ lý gặp lỗi: {seen.error.rstrip('.')}."
        case Fault.WRONGLY_REFUSED:
            return f"Từ chối ({_got_reason(seen)}) dù phải trả lời; {_where(item, seen)}{_sure(seen)}."
        case Fault.WRONGLY_ANSWERED:
            return f"Trả lời dù phải từ chối ({_wanted_reason(item)}); {_cites(seen)}{_sure(seen)}."
        case Fault.WRONG_CLARIFY:
            return f"Hỏi lại ({_got_reason(seen)}) dù phải {STATUS[item.case.expected.value]}."
        case Fault.NO_CLARIFY:
            return f"Phải hỏi lại ({_wanted_reason(item)}), nhưng đã {STATUS[seen.status]}."
        case Fault.NOT_FOUND:
            return f"Không tìm đủ điều khoản phải trích: {_where(item, seen)}."
        case Fault.NOT_CHOSEN:
            return f"Tìm thấy nhưng không trích: {_where(item, seen)}; {_cites(seen)}."
        case Fault.PARTLY_CITED:
            return f"Mới trích một phần: {_uncited(item, seen)}."
        case Fault.FACT_MISSING:
            return f"Không nêu: {_listed(mark.missing_facts)}."
        case Fault.FORBIDDEN:
            return f"Nêu điều sai: {_listed(mark.forbidden_facts)}."
        case Fault.QUOTE_BROKEN:
            return f"Lời trích không khớp nguyên văn: {_listed(c.provision_id for c in seen.cited if not c.exact)}."
        case Fault.STALE:
            old = (c.provision_id for c in seen.cited if not c.in_force and c.role not in SHOWN_AS_PAST)
            return f"Nêu như đang có hiệu lực: {_listed(old)}."
        case Fault.WRONG_DAY:
            wanted = item.case.as_of.isoformat() if item.case.as_of else "–"
            return f"Hỏi cho ngày {wanted}, nhưng trả lời cho ngày {(seen.answer or {}).get('as_of', '–')}."
        case Fault.WRONG_REASON:
            return f"Lý do phải là “{_wanted_reason(item)}”, nhưng nêu “{_got_reason(seen)}”."


def _where(item: Graded, seen: Observation) -> str:
    """Where the places to be cited stand among what was found, by the alternative that was found best."""
    places = {place: rank for rank, row in reversed(list(enumerate(seen.ranked, 1))) for place in row.at}
    if not item.case.gold:
        return "câu này không có điều khoản phải trích"
    option = max(item.case.gold, key=lambda option: sum(str(place) in places for place in option))
    ranks = [(str(place), places.get(str(place))) for place in option]
    return ", ".join(
        f"{place} không có trong {len(seen.ranked)} điều khoản tìm được" if rank is None else f"{place} đứng thứ {rank}"
        for place, rank in ranks
    )


def _uncited(item: Graded, seen: Observation) -> str:
    cited = {place for row in seen.cited for place in row.at}
    option = max(item.case.gold, key=lambda option: sum(str(place) in cited for place in option))
    return f"thiếu {_listed(str(place) for place in option if str(place) not in cited)}"


def _cites(seen: Observation) -> str:
    names = dict.fromkeys(row.provision_id for row in seen.cited)
    return f"đã trích {_listed(names)}" if names else "không trích điều khoản nào"


def _sure(seen: Observation) -> str:
    told = (seen.answer or {}).get("confidence")
    return "" if told is None else f"; độ tự tin {float(told):.2f}".replace(".", ",")


def _got_reason(seen: Observation) -> str:
    reason = ((seen.answer or {}).get("refusal") or {}).get("reason", "")
    return REASON.get(reason, reason) or "không nêu lý do"


def _wanted_reason(item: Graded) -> str:
    return REASON[item.case.reason.value] if item.case.reason else "không có quy định"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in dict.fromkeys(names)) or "–"
