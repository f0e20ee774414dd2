"""Work a shown formula again, exactly: whole numbers, fractions, working days (contract R12).

Pure. A formula is written as people write sums, one step after the other: ``47 × 2/3 = 31,33, làm tròn lên 32``,
``57 : 2 = 28,5, lấy số nguyên liền trên là 29``, ``60 − 1 − 2 = 57``, ``62 : 80 = 77,5%``, ``13 + 3 = 16``; a deadline
is ``15/06/2025 + 6 tháng = 15/12/2025`` or ``10/06/2025 + 7 ngày làm việc (trừ ngày nghỉ lễ) = 19/06/2025``, and where
only the month is told ``06/2025 + 5 năm = 06/2030``. Each shown value must be the exact one, a decimal rounded to two
places. The value of the whole is that of the last step.

The older notation, which certificates may hold, is a string such as ``ceil(150 * 2 / 3)``, ``floor(15 * 30 / 100) +
1``, ``workday(2025-08-15, -30)`` or ``workday(2025-08-15, -30, holidays)``, which leaves out public holidays too, in
the years whose holidays are known. It is read as a Python expression tree of which only numbers, ``+ - * /``, brackets,
``ceil``, ``floor``, ``min`` and ``max`` are allowed; nothing is ever executed. Values are ``Fraction``; size and depth
are bounded.
"""

from __future__ import annotations

import ast
import calendar
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from corpus.vietnamese.calendar import WEEKENDS, public_holidays

_WORKDAY = re.compile(r"workday\(\s*(\d{4}-\d{2}-\d{2})\s*,\s*([+-]?\d{1,4})\s*(,\s*holidays\s*)?\)")
_LARGEST = 10**12
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Reworked:
    """A formula worked again.

    Attributes:
        value: the result, exact; a ``date`` for working days.
        literals: numbers written in the formula, in order.
        steps: values of every part of the formula, the result included.
        rounding: ``ceil``, ``floor``, ``next`` and ``below`` (the whole number above, below), ``exact`` (a product that
            needed none) or empty; ``before``, ``after`` for days.
        parts: the steps written one after the other; empty in the older notation.
        by_month: whether days are first days of months, of which no day is told.
    """

    value: Fraction | date
    literals: tuple[Fraction, ...]
    steps: tuple[Fraction, ...]
    rounding: str
    dates: tuple[date, ...] = ()
    parts: tuple[Part, ...] = ()
    by_month: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One step: its numbers, the signs between them, the exact value and the whole number it was rounded to."""

    numbers: tuple[Fraction, ...]
    signs: str
    exact: Fraction
    value: Fraction
    rounding: str


def work(formula: str) -> Reworked | None:
    """The formula's value and parts; ``None`` when it is not a formula of the allowed form."""
    if len(formula) > _LONGEST:
        return None
    if match := _WORKDAY.fullmatch(formula.strip()):
        try:
            start = date.fromisoformat(match[1])
            end = (public_holidays() if match[3] else WEEKENDS).add(start, int(match[2]))
        except (ValueError, OverflowError, LookupError):
            return None
        return Reworked(
            end, (Fraction(abs(int(match[2]))),), (), "before" if match[2][0] == "-" else "after", (start, end)
        )
    if "=" in formula:
        return _written(formula.strip())
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
        literals: list[Fraction] = []
        steps: list[Fraction] = []
        value = _value(tree, literals, steps)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError, MemoryError):
        return None
    return Reworked(value, tuple(literals), tuple(steps), _rounding(tree))


_STEP = re.compile(
    r"(?P<sum>[\d,/%]+(?: [×:+−] [\d,/%]+)*) = (?P<shown>\d+(?:,\d+)?%?)"
    r"(?:, (?P<how>làm tròn lên|làm tròn xuống|lấy số nguyên liền (?:trên|dưới))(?: là)? (?P<whole>\d+))?"
)
_TERM = re.compile(
    r"(?P<from>(?P<day>\d{2}/)?\d{2}/\d{4}) (?P<sign>[+−]) (?P<count>\d{1,4}) "
    r"(?P<unit>ngày làm việc(?P<holidays> \(trừ ngày nghỉ lễ\))?|tháng|năm) = (?P<to>(?(day)\d{2}/)\d{2}/\d{4})"
)
_MONTHS = re.compile(r"từ (?P<m>\d{1,2})/(?P<y>\d{4}) đến (?P<m2>\d{1,2})/(?P<y2>\d{4}) = (?P<shown>\d{1,4}) tháng")
_HOW = {
    "làm tròn lên": "ceil",
    "làm tròn xuống": "floor",
    "lấy số nguyên liền trên": "next",
    "lấy số nguyên liền dưới": "below",
}
_PLACES = 100
"""A shown decimal has two places."""


def _written(formula: str) -> Reworked | None:
    """A formula as people write it; ``None`` where a shown value is not the exact one."""
    terms = [_TERM.fullmatch(piece) for piece in formula.split("; ")]
    if all(terms):
        return _terms([match for match in terms if match])
    if match := _MONTHS.fullmatch(formula):
        months = (int(match["y2"]) - int(match["y"])) * 12 + int(match["m2"]) - int(match["m"])
        dates = (_first(match["y"], match["m"]), _first(match["y2"], match["m2"]))
        if None in dates or str(months) != match["shown"]:
            return None
        return Reworked(Fraction(months), (), (Fraction(months),), "", tuple(day for day in dates if day), ())
    parts = [_step(piece) for piece in formula.split("; ")]
    steps = [part for part in parts if part is not None]
    if len(steps) != len(parts):
        return None
    rounding = next((part.rounding for part in steps if part.rounding), "")
    literals = tuple(number for part in steps for number in part.numbers)
    values = tuple(value for part in steps for value in (part.exact, part.value))
    return Reworked(steps[-1].value, literals, values, rounding, (), tuple(steps))


def _first(year: str, month: str) -> date | None:
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 else None


def _step(text: str) -> Part | None:
    match = _STEP.fullmatch(text)
    if match is None:
        return None
    pieces = match["sum"].split(" ")
    numbers, signs = [_number(piece) for piece in pieces[::2]], "".join(pieces[1::2])
    if any(number is None for number in numbers) or len(set(signs)) > 1 or not signs:
        return None
    exact = next(number for number in numbers if number is not None)
    for number in numbers[1:]:
        if number is None or (signs[0] == ":" and number == 0):
            return None
        exact = {"×": exact * number, "+": exact + number, "−": exact - number, ":": exact / (number or 1)}[signs[0]]
    if abs(exact) > _LARGEST or match["shown"] != shown(exact, percent=match["shown"].endswith("%")):
        return None
    known = tuple(number for number in numbers if number is not None)
    if match["how"] is None:
        product = signs in {"×", ":"} and exact.denominator == 1 and not match["shown"].endswith("%")
        return Part(known, signs, exact, exact, "exact" if product else "")
    how = _HOW[match["how"]]
    up, down = math.ceil(exact), math.floor(exact)
    rounded = Fraction({"ceil": up, "floor": down, "next": down + 1, "below": up - 1}[how])
    return Part(known, signs, exact, rounded, how) if str(rounded) == match["whole"] else None


def _number(text: str) -> Fraction | None:
    try:
        value = Fraction(text.rstrip("%").replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return None
    return value / 100 if text.endswith("%") else value


def shown(value: Fraction, *, percent: bool = False) -> str:
    """A value as a reader sees it: whole, or with a comma and at most two places, rounded half up."""
    scaled = math.floor(value * (100 if percent else 1) * _PLACES + Fraction(1, 2))
    whole, rest = divmod(abs(scaled), _PLACES)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{'−' if scaled < 0 else ''}{whole}{decimals}{'%' if percent else ''}"


def _terms(matches: Sequence[re.Match[str]]) -> Reworked | None:
    """Days counted one after the other, each from the first day or from one already reached."""
    dates: list[date] = []
    counts: list[Fraction] = []
    sides: set[str] = set()
    by_month = not matches[0]["day"]
    for match in matches:
        term = _term(match)
        if term is None or (dates and term[0] not in dates) or by_month != (not match["day"]):
            return None
        dates += [day for day in term[:2] if day not in dates]
        counts.append(Fraction(abs(term[2])))
        sides.add("before" if term[2] < 0 else "after")
    side = sides.pop() if len(sides) == 1 else "both"
    return Reworked(dates[-1], tuple(counts), (), side, tuple(dates), by_month=by_month)


def _term(match: re.Match[str]) -> tuple[date, date, int] | None:
    """First day, last day and count of a term; ``None`` when the last day is another."""
    try:
        start, end = _written_day(match["from"]), _written_day(match["to"])
        count = int(match["count"]) * (-1 if match["sign"] == "−" else 1)
        if match["unit"].startswith("ngày"):
            if not match["day"]:
                return None
            again = (public_holidays() if match["holidays"] else WEEKENDS).add(start, count)
        else:
            again = later(start, count * (12 if match["unit"] == "năm" else 1))
    except (ValueError, OverflowError, LookupError):
        return None
    return (start, end, count) if again == end else None


def _written_day(text: str) -> date:
    *day, month, year = map(int, text.split("/"))
    return date(year, month, day[0] if day else 1)


def later(day: date, months: int) -> date:
    """The same day of the month so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _value(node: ast.expr, literals: list[Fraction], steps: list[Fraction]) -> Fraction:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            value = Fraction(str(number))
            literals.append(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = -_value(operand, literals, steps)
        case ast.BinOp(left=left, op=operator, right=right):
            first, second = _value(left, literals, steps), _value(right, literals, steps)
            match operator:
                case ast.Add():
                    value = first + second
                case ast.Sub():
                    value = first - second
                case ast.Mult():
                    value = first * second
                case ast.Div():
                    value = first / second
                case _:
                    raise ValueError("operator not allowed")
        case ast.Call(func=ast.Name(id=name), args=[*arguments], keywords=[]) if arguments:
            inner = [_value(argument, literals, steps) for argument in arguments]
            if name in {"ceil", "floor"} and len(inner) == 1:
                value = Fraction(math.ceil(inner[0]) if name == "ceil" else math.floor(inner[0]))
            elif name in {"min", "max"}:
                value = min(inner) if name == "min" else max(inner)
            else:
                raise ValueError("function not allowed")
        case _:
            raise ValueError("form not allowed")
    if abs(value) > _LARGEST:
        raise ValueError("too large")
    steps.append(value)
    return value


def _rounding(tree: ast.expr) -> str:
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    if "ceil" in names:
        return "ceil" if "floor" not in names else "mixed"
    if "floor" not in names:
        return ""
    match tree:
        case ast.BinOp(left=ast.Call(func=ast.Name(id="floor")), op=ast.Add(), right=ast.Constant(value=1)):
            return "next"
        case _:
            return "floor"
