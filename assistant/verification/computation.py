"""A computed claim is what its rule and its inputs give (contract R12).

Pure. Every figure of the sentence must be an input, a figure of the quoted rule, a step of the formula or its result,
or follow from them (what is missing, which share it is); the formula is worked again; its constants must come from the
inputs or the rule; it must round the way the rule's words ask (``ít nhất`` up, ``không quá`` down, ``quá`` to the next
whole number); who is taken off a total must be named as the quoted rule names them behind ``trừ``; and a finding such
as ``chưa đủ`` must follow from the inputs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from assistant.model import Calculation
from assistant.parsing.atom import Atom
from assistant.parsing.formulas import Reworked, shown, work
from assistant.parsing.lexemes import word_key
from assistant.parsing.reader import atoms
from assistant.reasons import Reason
from assistant.verification.findings import counts_months, finding, values_of
from corpus.core.text import fold

_ROUNDING = {"ge": ("ceil", "exact"), "gt": ("next",), "le": ("floor", "exact"), "lt": ("ceil", "below")}
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
        "cộng trừ ra mẫu thiếu vắng còn hệ số lượng cho dưới trong mỗi lại cùng cấp so khác thu tháng năm ngày sớm "
        "muộn hạn hiện việc do tạm người hơn hoặc tổ chức đảng trực thuộc thừa sinh tuổi",
    )
)
_MONTH = re.compile(r"(\d{1,2})/(\d{4})")
_NAMED_MONTH = re.compile(r"date:(\d{4})-(\d{2})")
_EXCEPT = re.compile(r"\btru\b:?")
_TAKEN = re.compile(r"− (\d+) \(([^()]*)\)")
_NUMBERED = re.compile(r" \d$")
_COUNTING = frozenset({"so", "tong"})
"""Words that only say that something is counted; so does a number that tells inputs of one name apart."""


def computed_faults(
    text: str, calculation: Calculation, quoted: Sequence[Atom], quotes: Sequence[str] = ()
) -> tuple[Reason, ...]:
    """Reason codes of a computed claim; ``quoted`` are the atoms of the rule's quotes, ``quotes`` their words."""
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
    said = {day for atom in quoted if atom.kind == "date" and (day := _month(atom.key))}
    faults += _sources(worked, inputs, facts, days, said)
    faults += _rounding(worked, rule, quoted)
    faults += _taken_off(worked, calculation, quotes)
    if any(calculation.inputs.get(name) != count for count, name in _TAKEN.findall(text)):
        faults.append(Reason.INPUT)
    faults += _figures(text, worked, inputs, facts, days, rule)
    faults += _words(text, calculation, quoted)
    faults += finding(text, worked, inputs, facts)
    return tuple(dict.fromkeys(faults))


def _shown(worked: Reworked) -> str:
    if not isinstance(worked.value, date):
        return str(worked.value) if worked.value.denominator == 1 else shown(worked.value)
    return f"{worked.value:%m/%Y}" if worked.by_month else worked.value.isoformat()


def _numbers(text: str) -> list[Fraction]:
    return [] if _day(text) else [values_of(atom)[0] for atom in atoms(text) if atom.kind == "number"]


def _day(text: str) -> date | None:
    """The day, or the first day of the month, that an input names."""
    if match := _MONTH.fullmatch(text.strip()):
        return date(int(match[2]), int(match[1]), 1)
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _constants(value: Fraction, ratio: bool) -> set[Fraction]:
    constants = {value}
    if ratio:
        constants |= {Fraction(value.numerator), Fraction(value.denominator), value * 100, Fraction(100)}
    return constants


def _plain(worked: Reworked) -> bool:
    """Whether whole figures are only added, taken off or multiplied, so that nothing was rounded and no share taken."""
    if not worked.parts or worked.rounding not in ("", "exact"):
        return False
    if len(worked.parts) > 1:
        return all(part.signs[0] in "+−" for part in worked.parts)
    part = worked.parts[0]
    whole = all(number.denominator == 1 and number != 1 for number in part.numbers[1:])
    return part.signs[0] in "+−" or (part.signs[0] == "×" and whole)


def _month(key: str) -> date | None:
    """The first day of a month that a rule names."""
    match = _NAMED_MONTH.fullmatch(key)
    return date(int(match[1]), int(match[2]), 1) if match else None


def _sources(
    worked: Reworked, inputs: list[Fraction], facts: Sequence[Atom], days: set[date], said: set[date]
) -> list[Reason]:
    """Every constant comes from the inputs, the rule, or a step before it.

    Months are counted from one of the inputs or one that the rule names, and to one of the inputs.
    """
    if counts_months(worked):
        return [] if worked.dates[0] in days | said and worked.dates[-1] in days else [Reason.INPUT]
    if worked.dates and worked.dates[0] not in (days | said if worked.by_month else days):
        return [Reason.INPUT]
    allowed = set(inputs) | {value * 100 for value in inputs if value < 1}
    if not worked.parts:
        allowed.add(Fraction(1))  # the older notation writes the next whole number as “+ 1”
    for atom in facts:
        for value in values_of(atom):
            allowed |= _constants(value, atom.key.endswith("ratio"))
    parts = worked.parts or ()
    if parts:
        reached: set[Fraction] = set()
        for part in parts:
            if not all(number in allowed | reached for number in part.numbers):
                return [Reason.INPUT]
            reached |= {part.value}
    elif not all(value in allowed for value in worked.literals):
        return [Reason.INPUT]
    if _plain(worked):
        return [] if _uses_all(worked, inputs) else [Reason.INPUT]
    used = any(value in worked.literals for atom in facts for value in _uses(atom))
    return [] if used else [Reason.INPUT]


def _uses_all(worked: Reworked, inputs: list[Fraction]) -> bool:
    """Whether a sum of figures alone uses the inputs in their order, or one input and one figure of the rule.

    Of several steps, each goes on with the one before it; the last names its own inputs first.
    """
    if len(worked.parts) > 1:
        *before, last = worked.parts
        fresh = list(before[0].numbers)
        for part, earlier in zip(worked.parts[1:], worked.parts, strict=False):
            if earlier.value not in part.numbers:
                return False
            own = [number for number in part.numbers if number != earlier.value]
            fresh = [*own, *fresh] if part is last else [*fresh, *own]
        return fresh == inputs
    numbers = list(worked.parts[0].numbers)
    return numbers == inputs[: len(numbers)] or (len(inputs) == 1 and inputs[0] in numbers)


def _uses(atom: Atom) -> set[Fraction]:
    values = set()
    for value in values_of(atom):
        values |= {value.denominator if value.denominator > 1 else value, value, value * 100}
    return {Fraction(value) for value in values}


def _rule(worked: Reworked, facts: Sequence[Atom]) -> Atom | None:
    """The figure of the rule that the formula uses."""
    if _plain(worked):
        named = [atom for atom in facts if atom.bound and set(values_of(atom)) & set(worked.literals)]
        return named[0] if named else None
    used = [atom for atom in facts if _is_share(atom) and _uses(atom) & set(worked.literals)]
    if not used:
        used = [atom for atom in facts if atom.bound and any(0 < value <= 1 for value in values_of(atom))]
    exact = [atom for atom in used if worked.rounding in _ROUNDING.get(_bound(atom, worked), ())]
    return (exact or used)[0] if used else None


def _is_share(atom: Atom) -> bool:
    return atom.key.endswith(("ratio", ":lần"))


def _bound(atom: Atom, worked: Reworked) -> str:
    """The bound of a figure; of a range, that of the end that the formula uses."""
    ends = values_of(atom)
    if len(ends) == 2 and not atom.bound:
        return "ge" if ends[0] in worked.literals else "le"
    return atom.bound


def _rounding(worked: Reworked, rule: Atom | None, quoted: Sequence[Atom]) -> list[Reason]:
    """The rounding, or the side on which days are counted, is the rule's."""
    if counts_months(worked) or _plain(worked):
        return []
    if worked.dates:
        return [] if _direction(worked, quoted) else [Reason.ROUNDING]
    if rule is None or worked.rounding not in _ROUNDING.get(_bound(rule, worked), ()):
        return [Reason.ROUNDING]
    return []


def _direction(worked: Reworked, quoted: Sequence[Atom]) -> bool:
    before = any(atom.kind == "relation" and atom.key == "trước" for atom in quoted)
    since = any(
        any(word in atom.opener for word in ("từ", "trong", "thời gian")) or atom.key == "sau" or atom.bound == "from"
        for atom in quoted
    )
    if worked.rounding == "both":
        words = {atom.key for atom in quoted}
        return any("sớm" in word for word in words) and any("muộn" in word for word in words)
    return before if worked.rounding == "before" else since or _spans(quoted)


def _spans(quoted: Sequence[Atom]) -> bool:
    """Whether the rule gives a time that something lasts: months or years without a bound."""
    return any(atom.kind == "number" and atom.key.endswith((":tháng", ":năm", ":tuổi")) for atom in quoted)


def _taken_off(worked: Reworked, calculation: Calculation, quotes: Sequence[str]) -> list[Reason]:
    """In a sum of figures alone each input is named in the words of the rule; who is taken off, behind ``trừ``.

    The figure of a rule, and a figure that the result is only held against, need no name.
    """
    if not _plain(worked):
        return []
    part = worked.parts[0]
    said = [fold(quote) for quote in quotes]
    words = {word for quote in said for word in re.findall(r"\w+", quote)}
    names = [_NUMBERED.sub("", fold(name)) for name in calculation.inputs][: len(part.numbers)]
    if not all(set(re.findall(r"\w+", name)) <= words | _COUNTING for name in names):
        return [Reason.INPUT]
    excepting = [quote for quote in said if _EXCEPT.search(quote)]
    if part.signs[0] == "−" and excepting and not all(_excepted(name, excepting) for name in names[1:]):
        return [Reason.INPUT]
    return []


def _excepted(name: str, quotes: Sequence[str]) -> bool:
    """Whether a rule excepts those named: they stand whole behind its ``trừ``, or it is about what they lack."""
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?=[,;.:(]| va | hoac | \(|$)")
    if len(name.split()) < 2:
        return False
    about = re.compile(rf"{re.escape(name)} (?:co|khong|duoc|phai)\b")
    return any(
        about.match(quote) is not None or whole.search(_EXCEPT.split(quote, maxsplit=1)[1]) is not None
        for quote in quotes
    )


def _figures(
    text: str, worked: Reworked, inputs: list[Fraction], facts: Sequence[Atom], days: set[date], rule: Atom | None
) -> list[Reason]:
    faults: list[Reason] = []
    known = {*inputs, *worked.steps, *worked.literals, *(value for atom in facts for value in values_of(atom))}
    known |= {Fraction(day.year) for day in worked.dates}
    known |= {_displayed(value) for value in worked.steps} | _following(worked, inputs)
    keys = {f"date:{day.isoformat()}" for day in (*days, *worked.dates)}
    keys |= {f"date:{day.year}" for day in worked.dates}
    if counts_months(worked) or worked.by_month:
        keys = {f"date:{day:%Y-%m}" for day in worked.dates}
    if worked.by_month:
        keys |= {f"date:{day.year}" for day in worked.dates}
    for atom in atoms(text):
        if atom.kind == "number":
            values = values_of(atom)
            if not all(value in known for value in values):
                faults.append(Reason.NUMBER)
            elif isinstance(worked.value, Fraction) and values[0] == worked.value and values[0] not in inputs and rule:
                if atom.bound not in _SAID.get(_bound(rule, worked), {""}):
                    faults.append(Reason.BOUND)
            elif rule and atom.key == rule.key and atom.bound not in {rule.bound, ""}:
                faults.append(Reason.BOUND)
        elif atom.kind == "date" and atom.key not in keys:
            faults.append(Reason.DATE)
        elif atom.kind in {"document", "article"}:
            faults.append(Reason.DOCUMENT if atom.kind == "document" else Reason.ARTICLE)
    return faults


def _displayed(value: Fraction) -> Fraction:
    return Fraction(shown(value).replace(",", ".").replace("−", "-"))


def _following(worked: Reworked, inputs: list[Fraction]) -> set[Fraction]:
    """What follows from total, result and part: what is missing, how many may, and the share that the part is.

    ``_finding`` looks at which of them is said of what.
    """
    if not isinstance(worked.value, Fraction) or not inputs:
        return set()
    total, parts = inputs[0], inputs[1:]
    found = {total - worked.value, Fraction(len(parts)), *(Fraction(n) for n in range(1, len(parts)))}
    for part in parts:
        found |= {worked.value - part, part - worked.value}
        if total:
            found |= {part / total, Fraction(shown(part / total, percent=True).rstrip("%").replace(",", ".")) / 100}
    return found


def _words(text: str, calculation: Calculation, quoted: Sequence[Atom]) -> list[Reason]:
    allowed = _WORDS | {word_key(word) for name in calculation.inputs for word in re.findall(r"[^\W\d_]+", name)}
    said = {atom.key for atom in quoted}
    for atom in atoms(text):
        if atom.kind in {"word", "term", "verb", "body"} and atom.key not in said:
            words = re.findall(r"[^\W\d_]+", text[atom.start : atom.end])
            if not all(word_key(word) in allowed for word in words):
                return [Reason.BODY if atom.kind == "body" else Reason.UNCOVERED]
    return []
