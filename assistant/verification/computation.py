"""A computed claim is what its rule and its inputs give (contract R12).

Pure. Every figure of the sentence must be an input, a figure of the quoted rule, a step of the formula or its result;
the formula is worked again; its constants must come from the inputs or the rule; it must round the way the rule's words
ask (``ít nhất`` up, ``không quá`` down, ``quá`` to the next whole number); and a finding such as ``chưa đủ`` must
follow from the inputs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from assistant.model import Calculation
from assistant.parsing.formulas import Worked, work
from assistant.parsing.reader import units
from assistant.parsing.tokens import word_key
from assistant.parsing.unit import Unit

_ROUNDING = {"ge": "ceil", "gt": "next", "le": "floor", "lt": "ceil"}
_SAID = {"ge": {"ge", ""}, "gt": {"ge", "gt", ""}, "le": {"le", ""}, "lt": {"lt", "le", ""}}
_WORDS = frozenset(
    word_key(word)
    for word in re.findall(
        r"\w+",
        "với tổng số làm tròn lên xuống vì quy định là lấy số nguyên liền trên dưới tỷ lệ này đạt đủ thì nhiều nhất "
        "ít nhất phải có mặt không tính thứ bảy chủ nhật chưa trừ ngày nghỉ lễ tết sau trước mốc đó chậm nhất người "
        "phiếu kết quả tức bằng theo công thức cần tối thiểu tối đa được mức quá nửa một đã từ trở lên trong khi và "
        "danh sách bầu cử dự đại hội khai mạc bế mạc thông báo thời gian nộp hồ sơ ứng cử nhận báo cáo chuẩn y "
        "khiếu nại về cấp ủy viên ban thường vụ quyết định chỉ định tăng thêm đồng ý số dư lên cấp trên nhân chia "
        "cộng trừ ra",
    )
)
_NOT_REACHED = re.compile(r"\bch(?:ưa|ẳng) (?:đạt|đủ|quá|hợp lệ)|không (?:đạt|đủ|hợp lệ)", re.IGNORECASE)
_REACHED = re.compile(r"\b(?:thì|đã|là)\s+(?:đạt|đủ|quá|đã quá|đã đủ|đã đạt|hợp lệ)\b", re.IGNORECASE)


def computed_faults(text: str, calculation: Calculation, quoted: Sequence[Unit]) -> tuple[str, ...]:
    """Reason codes of a computed claim; ``quoted`` are the units of the rule's quote."""
    worked = work(calculation.formula)
    if worked is None:
        return ("r12.formula",)
    faults: list[str] = []
    inputs = [value for text_ in calculation.inputs.values() for value in _numbers(text_)]
    days = {value for text_ in calculation.inputs.values() if (value := _day(text_))}
    facts = [unit for unit in quoted if unit.kind == "number"]
    if _shown(worked) != calculation.result.strip():
        faults.append("r12.result")
    rule = _rule(worked, facts)
    if not _founded(worked, inputs, facts) or (worked.dates and worked.dates[0] not in days):
        faults.append("r12.input")
    if not worked.dates and (rule is None or _ROUNDING.get(rule.bound, "") != worked.rounding):
        faults.append("r12.rounding")
    if worked.dates and not _direction(worked, quoted):
        faults.append("r12.rounding")
    faults += _figures(text, worked, inputs, facts, days, rule)
    faults += _words(text, calculation, quoted)
    faults += _finding(text, worked, inputs)
    return tuple(dict.fromkeys(faults))


def _shown(worked: Worked) -> str:
    return worked.value.isoformat() if isinstance(worked.value, date) else str(worked.value)


def _numbers(text: str) -> list[Fraction]:
    return [] if _day(text) else [_parts(unit)[0] for unit in units(text) if unit.kind == "number"]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _parts(unit: Unit) -> list[Fraction]:
    """Values of a figure; both ends of a range."""
    return [Fraction(part) for part in unit.key.split(":")[1].split("..")]


def _constants(value: Fraction, ratio: bool) -> set[Fraction]:
    constants = {value}
    if ratio:
        constants |= {Fraction(value.numerator), Fraction(value.denominator), value * 100, Fraction(100)}
    return constants


def _founded(worked: Worked, inputs: list[Fraction], facts: Sequence[Unit]) -> bool:
    allowed = set(inputs) | {value * 100 for value in inputs if value < 1} | {Fraction(1)}
    for unit in facts:
        for value in _parts(unit):
            allowed |= _constants(value, unit.key.endswith("ratio"))
    return all(value in allowed for value in worked.literals) and any(
        value in worked.literals for unit in facts for value in _uses(unit)
    )


def _uses(unit: Unit) -> set[Fraction]:
    values = set()
    for value in _parts(unit):
        values |= {value.denominator if value.denominator > 1 else value, value, value * 100}
    return {Fraction(value) for value in values}


def _rule(worked: Worked, facts: Sequence[Unit]) -> Unit | None:
    """The figure of the rule that the formula uses."""
    used = [unit for unit in facts if unit.key.endswith("ratio") and _uses(unit) & set(worked.literals)]
    if not used:
        used = [unit for unit in facts if unit.bound and any(0 < value <= 1 for value in _parts(unit))]
    return used[0] if used else None


def _direction(worked: Worked, quoted: Sequence[Unit]) -> bool:
    before = any(unit.kind == "relation" and unit.key == "trước" for unit in quoted)
    since = any(
        unit.opener in {"từ", "trong", "thời gian"} or unit.key == "sau" or unit.bound == "from" for unit in quoted
    )
    return before if worked.rounding == "before" else since


def _figures(
    text: str, worked: Worked, inputs: list[Fraction], facts: Sequence[Unit], days: set[date], rule: Unit | None
) -> list[str]:
    faults = []
    known = {*inputs, *worked.steps, *worked.literals, *(value for unit in facts for value in _parts(unit))}
    keys = {f"date:{day.isoformat()}" for day in (*days, *worked.dates)}
    for unit in units(text):
        if unit.kind == "number":
            values = _parts(unit)
            if not all(value in known for value in values):
                faults.append("r3.number")
            elif isinstance(worked.value, Fraction) and values[0] == worked.value and values[0] not in inputs and rule:
                if unit.bound not in _SAID.get(rule.bound, {""}):
                    faults.append("r4.bound")
            elif rule and unit.key == rule.key and unit.bound not in {rule.bound, ""}:
                faults.append("r4.bound")
        elif unit.kind == "date" and unit.key not in keys:
            faults.append("r3.date")
        elif unit.kind in {"document", "article"}:
            faults.append("r3.document" if unit.kind == "document" else "r3.article")
    return faults


def _words(text: str, calculation: Calculation, quoted: Sequence[Unit]) -> list[str]:
    allowed = _WORDS | {word_key(word) for name in calculation.inputs for word in re.findall(r"[^\W\d_]+", name)}
    said = {unit.key for unit in quoted}
    for unit in units(text):
        if unit.kind in {"word", "term", "verb", "body"} and unit.key not in said:
            words = re.findall(r"[^\W\d_]+", text[unit.start : unit.end])
            if not all(word_key(word) in allowed for word in words):
                return ["r3.body" if unit.kind == "body" else "content.uncovered"]
    return []


def _finding(text: str, worked: Worked, inputs: list[Fraction]) -> list[str]:
    """``đủ`` or ``chưa đủ`` must follow from the second input, compared with the result."""
    short, reached = bool(_NOT_REACHED.search(text)), bool(_REACHED.search(text))
    if not short and not reached:
        return []
    if len(inputs) < 2 or isinstance(worked.value, date):
        return ["r12.finding"]
    enough = inputs[-1] >= worked.value
    return [] if enough != short else ["r12.finding"]
