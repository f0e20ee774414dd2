"""One case and its observation → a grade: what was right, what was wrong, and the names of the errors.

Pure. A case *passes* when the decision is right, one alternative of its gold is wholly cited, every required fact is
stated, nothing forbidden is, every quote is exact, the answer is for the right day, and no rule out of force is given
as today's. A case whose gold is not in the corpus is not gradable: reported by name, counted, left out of the means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.model import Status
from eval.runs.observe import SHOWN_AS_PAST, Observation
from eval.suites.cases import Case
from eval.suites.normalise import contains, normalise

_PLACE = re.compile(r"(?:điều|khoản|điểm|mục|phần|chương)\s+\S|\d+-[A-ZĐ]{2}", re.IGNORECASE)


_DATED = re.compile(r"\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?\b")
_DAY_ALONE = re.compile(r"0?(\d{1,2})/0?(\d{1,2})")


class Fault(StrEnum):
    """Classes of error; the value is what the report shows."""

    BROKEN = "lỗi hệ thống"
    WRONGLY_REFUSED = "từ chối nhầm"
    WRONGLY_ANSWERED = "trả lời câu phải từ chối"
    WRONG_CLARIFY = "hỏi lại nhầm"
    NO_CLARIFY = "không hỏi lại khi cần"
    NOT_FOUND = "không tìm thấy quy định đúng"
    NOT_CHOSEN = "tìm thấy nhưng không trích"
    PARTLY_CITED = "trích thiếu một phần"
    FACT_MISSING = "thiếu dữ kiện bắt buộc"
    FORBIDDEN = "nêu dữ kiện sai"
    QUOTE_BROKEN = "lời trích không khớp nguyên văn"
    STALE = "nêu quy định hết hiệu lực như đang có hiệu lực"
    WRONG_DAY = "hiểu sai ngày"
    WRONG_REASON = "sai lý do từ chối"


@dataclass(frozen=True, slots=True)
class Grade:
    """What was right and wrong about one answer.

    ``precision`` and ``recall`` are at provision level against the best-fitting alternative of the gold; ``None``
    where the case has no gold. ``facts_stated`` is the share of required facts. ``stale``: a claim given as today's
    rule cites a provision out of force on the answer's day.
    """

    decided: bool
    reason_right: bool | None
    precision: float | None
    recall: float | None
    facts_stated: float | None
    missing_facts: tuple[str, ...]
    forbidden_facts: tuple[str, ...]
    quotes: int
    exact_quotes: int
    stale: bool
    day_right: bool
    gradable: bool
    passed: bool
    faults: tuple[Fault, ...]


def grade(case: Case, seen: Observation) -> Grade:
    """Grade an observation; an observation without an answer fails everything."""
    words = spoken(seen.answer)
    missing = tuple(fact for fact in case.required if not states(seen.answer, fact))
    forbidden = tuple(fact for fact in case.forbidden if contains(words, fact))
    recall, precision = _citation_scores(case, seen)
    decided = seen.status == case.expected.value
    refusal = (seen.answer or {}).get("refusal") or {}
    answered = seen.status == Status.ANSWERED.value
    exact = sum(item.exact for item in seen.cited)
    stale = answered and any(not item.in_force for item in seen.cited if item.role not in SHOWN_AS_PAST)
    day_right = case.as_of is None or (seen.answer or {}).get("as_of") == case.as_of.isoformat()
    must_cite = case.expected is Status.ANSWERED
    passed = (
        decided
        and not missing
        and not forbidden
        and not stale
        and day_right
        and exact == len(seen.cited)
        and (not must_cite or (recall == 1.0 and bool(seen.cited)))
    )
    verdict = Grade(
        decided=decided,
        reason_right=None if case.reason is None else refusal.get("reason") == case.reason.value,
        precision=precision,
        recall=recall,
        facts_stated=(len(case.required) - len(missing)) / len(case.required) if case.required else None,
        missing_facts=missing,
        forbidden_facts=forbidden,
        quotes=len(seen.cited),
        exact_quotes=exact,
        stale=stale,
        day_right=day_right,
        gradable=not (must_cite and seen.unresolved),
        passed=passed,
        faults=(),
    )
    return _with_faults(verdict, case, seen)


def spoken(answer: dict[str, Any] | None) -> str:
    """What the reader is told: the claims and sums of an answer, or the message of a refusal; warnings in both."""
    if answer is None:
        return ""
    parts = [claim["text"] for claim in answer["claims"]]
    parts += [str(claim["calculation"]["result"]) for claim in answer["claims"] if claim.get("calculation")]
    if answer.get("refusal"):
        parts.append(answer["refusal"]["message"])
    return "\n".join([*parts, *answer["warnings"]])


def states(answer: dict[str, Any] | None, fact: str) -> bool:
    """Whether the reader is told a fact: in words, or, for a place or a document number, by the citation itself.

    A year alone is told by a day or month of it, a day without its year ("22/12") by that day of a year.
    """
    words = spoken(answer)
    if contains(words, fact) or not {_alone(option.strip()) for option in fact.split("|")}.isdisjoint(_dated(words)):
        return True
    cited = [citation for claim in (answer or {}).get("claims", ()) for citation in claim["citations"]]
    shown = "\n".join(f"{citation['document_number'] or ''} {citation['label']}" for citation in cited)
    return any(bool(_PLACE.match(option.strip())) and contains(shown, option) for option in fact.split("|"))


def _dated(words: str) -> set[str]:
    """The years of the days and months told, and the days without their year."""
    found = _DATED.findall(normalise(words))
    return {year for year, _, _ in found} | {f"{int(day)}/{int(month)}" for _, month, day in found if day}


def _alone(fact: str) -> str:
    day = _DAY_ALONE.fullmatch(fact)
    return f"{int(day[1])}/{int(day[2])}" if day else fact


def _citation_scores(case: Case, seen: Observation) -> tuple[float | None, float | None]:
    """Recall and precision against the alternative that fits best; nothing cited counts 0 in both."""
    if not case.gold:
        return None, None
    places = {item.provision_id: set(item.at) for item in seen.cited if item.known}
    best = (0.0, 0.0)
    for option in case.gold:
        wanted = {str(locator) for locator in option}
        hit = wanted & set().union(*places.values()) if places else set()
        fitting = sum(bool(at & wanted) for at in places.values())
        best = max(best, (len(hit) / len(wanted), fitting / len(places) if places else 0.0))
    return best


def _with_faults(verdict: Grade, case: Case, seen: Observation) -> Grade:
    faults: list[Fault] = []
    if seen.answer is None:
        faults.append(Fault.BROKEN)
    elif not verdict.decided:
        faults.append(_decision_fault(case, seen))
    elif verdict.reason_right is False:
        faults.append(Fault.WRONG_REASON)
    if case.expected is Status.ANSWERED and seen.answer is not None and verdict.gradable:
        faults += _gold_faults(case, seen, verdict)
    if seen.status == Status.ANSWERED.value:
        faults += [Fault.FACT_MISSING] if verdict.missing_facts else []
        faults += [Fault.QUOTE_BROKEN] if verdict.exact_quotes < verdict.quotes else []
    elif verdict.decided and verdict.missing_facts:
        faults.append(Fault.FACT_MISSING)
    faults += [Fault.FORBIDDEN] if verdict.forbidden_facts else []
    faults += [Fault.STALE] if verdict.stale else []
    faults += [Fault.WRONG_DAY] if seen.answer is not None and not verdict.day_right else []
    fields = {name: getattr(verdict, name) for name in Grade.__slots__}
    return Grade(**{**fields, "faults": tuple(faults)})


def _decision_fault(case: Case, seen: Observation) -> Fault:
    if seen.status == Status.CLARIFY.value:
        return Fault.WRONG_CLARIFY
    if case.expected is Status.CLARIFY:
        return Fault.NO_CLARIFY
    return Fault.WRONGLY_REFUSED if case.expected is Status.ANSWERED else Fault.WRONGLY_ANSWERED


def _gold_faults(case: Case, seen: Observation, verdict: Grade) -> list[Fault]:
    if verdict.recall == 1.0:
        return []
    found = {place for item in seen.ranked for place in item.at}
    if not any({str(locator) for locator in option} <= found for option in case.gold):
        return [Fault.NOT_FOUND]
    if seen.status != Status.ANSWERED.value:
        return []  # found, but refused: the decision is the fault
    return [Fault.PARTLY_CITED if verdict.recall else Fault.NOT_CHOSEN]
