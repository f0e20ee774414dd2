"""Work a shown formula again, exactly: whole numbers, fractions, working days (contract R12).

Pure. A formula is a string such as ``ceil(150 * 2 / 3)``, ``floor(15 * 30 / 100) + 1``, ``workday(2025-08-15, -30)`` or
``workday(2025-08-15, -30, holidays)``, which leaves out public holidays too, in the years whose holidays are known. It
is read as a Python expression tree of which only numbers, ``+ - * /``, brackets, ``ceil``, ``floor``, ``min`` and
``max`` are allowed; nothing is ever executed. Values are ``Fraction``; size and depth are bounded.
"""

from __future__ import annotations

import ast
import math
import re
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
        rounding: ``ceil``, ``floor``, ``next`` (``floor(…) + 1``) or empty.
    """

    value: Fraction | date
    literals: tuple[Fraction, ...]
    steps: tuple[Fraction, ...]
    rounding: str
    dates: tuple[date, ...] = ()


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
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
        literals: list[Fraction] = []
        steps: list[Fraction] = []
        value = _value(tree, literals, steps)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError, MemoryError):
        return None
    return Reworked(value, tuple(literals), tuple(steps), _rounding(tree))


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
