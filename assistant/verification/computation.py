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
from assistant.parsing.atom import Atom
from assistant.parsing.formulas import Reworked, work
from assistant.parsing.lexemes import word_key
from assistant.parsing.reader import atoms
from assistant.reasons import Reason

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


def computed_faults(text: str, calculation: Calculation, quoted: Sequence[Atom]) -> tuple[Reason, ...]:
    """Reason codes of a computed claim; ``quoted`` are the atoms of the rule's quote."""
    worked = work(calculation.formula)
    if worked is None:
        return (Reason.FORMULA,)
    faults: list[Reason] = []
    inputs = [value for text_ in calculation.inputs.values() for value in _numbers(text_)]
    days = {value for text_ in calculation.inputs.values() if (value := _day(text_))}
    facts = [atom for atom in quoted if atom.kind == "number"]
    if _shown(worked) != calculation.result.strip():
        faults.append(Reason.RESULT)
    rule = _rule(worked, facts)
    if not _founded(worked, inputs, facts) or (worked.dates and worked.dates[0] not in days):
        faults.append(Reason.INPUT)
    if not worked.dates and (rule is None or _ROUNDING.get(rule.bound, "") != worked.rounding):
        faults.append(Reason.ROUNDING)
    if worked.dates and not _direction(worked, quoted):
        faults.append(Reason.ROUNDING)
    faults += _figures(text, worked, inputs, facts, days, rule)
    faults += _words(text, calculation, quoted)
    faults += _finding(text, worked, inputs)
    return tuple(dict.fromkeys(faults))


def _shown(worked: Reworked) -> str:
    return worked.value.isoformat() if isinstance(worked.value, date) else str(worked.value)


def _numbers(text: str) -> list[Fraction]:
    return [] if _day(text) else [_parts(atom)[0] for atom in atoms(text) if atom.kind == "number"]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _parts(atom: Atom) -> list[Fraction]:
    """Values of a figure; both ends of a range."""
    return [Fraction(part) for part in atom.key.split(":")[1].split("..")]


def _constants(value: Fraction, ratio: bool) -> set[Fraction]:
    constants = {value}
    if ratio:
        constants |= {Fraction(value.numerator), Fraction(value.denominator), value * 100, Fraction(100)}
    return constants


def _founded(worked: Reworked, inputs: list[Fraction], facts: Sequence[Atom]) -> bool:
    allowed = set(inputs) | {value * 100 for value in inputs if value < 1} | {Fraction(1)}
    for atom in facts:
        for value in _parts(atom):
            allowed |= _constants(value, atom.key.endswith("ratio"))
    return all(value in allowed for value in worked.literals) and any(
        value in worked.literals for atom in facts for value in _uses(atom)
    )


def _uses(atom: Atom) -> set[Fraction]:
    values = set()
    for value in _parts(atom):
        values |= {value.denominator if value.denominator > 1 else value, value, value * 100}
    return {Fraction(value) for value in values}


def _rule(worked: Reworked, facts: Sequence[Atom]) -> Atom | None:
    """The figure of the rule that the formula uses."""
    used = [atom for atom in facts if atom.key.endswith("ratio") and _uses(atom) & set(worked.literals)]
    if not used:
        used = [atom for atom in facts if atom.bound and any(0 < value <= 1 for value in _parts(atom))]
    return used[0] if used else None


def _direction(worked: Reworked, quoted: Sequence[Atom]) -> bool:
    before = any(atom.kind == "relation" and atom.key == "trước" for atom in quoted)
    since = any(
        atom.opener in {"từ", "trong", "thời gian"} or atom.key == "sau" or atom.bound == "from" for atom in quoted
    )
    return before if worked.rounding == "before" else since


def _figures(
    text: str, worked: Reworked, inputs: list[Fraction], facts: Sequence[Atom], days: set[date], rule: Atom | None
) -> list[Reason]:
    faults: list[Reason] = []
    known = {*inputs, *worked.steps, *worked.literals, *(value for atom in facts for value in _parts(atom))}
    keys = {f"date:{day.isoformat()}" for day in (*days, *worked.dates)}
    for atom in atoms(text):
        if atom.kind == "number":
            values = _parts(atom)
            if not all(value in known for value in values):
                faults.append(Reason.NUMBER)
            elif isinstance(worked.value, Fraction) and values[0] == worked.value and values[0] not in inputs and rule:
                if atom.bound not in _SAID.get(rule.bound, {""}):
                    faults.append(Reason.BOUND)
            elif rule and atom.key == rule.key and atom.bound not in {rule.bound, ""}:
                faults.append(Reason.BOUND)
        elif atom.kind == "date" and atom.key not in keys:
            faults.append(Reason.DATE)
        elif atom.kind in {"document", "article"}:
            faults.append(Reason.DOCUMENT if atom.kind == "document" else Reason.ARTICLE)
    return faults


def _words(text: str, calculation: Calculation, quoted: Sequence[Atom]) -> list[Reason]:
    allowed = _WORDS | {word_key(word) for name in calculation.inputs for word in re.findall(r"[^\W\d_]+", name)}
    said = {atom.key for atom in quoted}
    for atom in atoms(text):
        if atom.kind in {"word", "term", "verb", "body"} and atom.key not in said:
            words = re.findall(r"[^\W\d_]+", text[atom.start : atom.end])
            if not all(word_key(word) in allowed for word in words):
                return [Reason.BODY if atom.kind == "body" else Reason.UNCOVERED]
    return []


def _finding(text: str, worked: Reworked, inputs: list[Fraction]) -> list[Reason]:
    """``đủ`` or ``chưa đủ`` must follow from the second input, compared with the result."""
    short, reached = bool(_NOT_REACHED.search(text)), bool(_REACHED.search(text))
    if not short and not reached:
        return []
    if len(inputs) < 2 or isinstance(worked.value, date):
        return [Reason.FINDING]
    enough = inputs[-1] >= worked.value
    return [] if enough != short else [Reason.FINDING]
