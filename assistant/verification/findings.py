"""What a computed claim concludes from its sum: enough or not, what is missing, who may be away, which share. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from assistant.parsing.atom import Atom
from assistant.parsing.formulas import Reworked, shown
from assistant.parsing.reader import atoms
from assistant.reasons import Reason

_NOT_REACHED = re.compile(r"\bch(?:ưa|ẳng) (?:đạt|đủ|quá|hợp lệ)|không (?:đạt|đủ|hợp lệ)", re.IGNORECASE)
_REACHED = re.compile(r"\b(?:thì|đã|là)\s+(?:đạt|đủ|quá|đã quá|đã đủ|đã đạt|hợp lệ)\b", re.IGNORECASE)
_LACKING = re.compile(r"\bthiếu (\d+)")
_AWAY = re.compile(r"\bvắng nhiều nhất (\d+)")
_OTHER = re.compile(r"\bkhác số phiếu thu về (\d+)")
_SHARE = re.compile(r"\b(\d+)/(\d+) = (\d+(?:,\d+)?%)")
_COUNT = re.compile(r"\((\d+) người\)")


def finding(text: str, worked: Reworked, inputs: list[Fraction], facts: Sequence[Atom]) -> list[Reason]:
    """``đủ``, ``chưa đủ``, ``thiếu``, ``vắng``, ``khác`` and shares must follow from the figures of their clause."""
    if not isinstance(worked.value, Fraction):
        return [Reason.FINDING] if _NOT_REACHED.search(text) or _REACHED.search(text) else []
    held = [*inputs, *(value for atom in facts for value in values_of(atom))] if counts_months(worked) else inputs[1:]
    for clause in text.rstrip(".").split(";"):
        short, reached = _NOT_REACHED.search(clause), _REACHED.search(clause)
        if (short or reached) and not _follows(clause, worked, held, enough=not short):
            return [Reason.FINDING]
        if not _derived(clause, worked, inputs):
            return [Reason.FINDING]
    return []


def _follows(clause: str, worked: Reworked, held: list[Fraction], *, enough: bool) -> bool:
    """Whether each figure before ``thì`` is one held against the result, and is on the side that the clause says."""
    head, _, _ = clause.partition(" thì ")
    counted = _COUNT.search(head)
    figures = [value for atom in atoms(_COUNT.sub(" ", head)) if atom.kind == "number" for value in values_of(atom)]
    if not figures or not all(value in held for value in figures):
        return False
    if counted and int(counted[1]) != len(figures):
        return False
    result = worked.value
    if not isinstance(result, Fraction):
        return False
    if counts_months(worked):
        return all((result >= value) == enough for value in figures)
    return all((value >= result) == enough for value in figures)


def _derived(clause: str, worked: Reworked, inputs: list[Fraction]) -> bool:
    """Whether what is said to be missing, allowed to be away, different, or a share, is that."""
    if not isinstance(worked.value, Fraction) or not inputs:
        return True
    total, parts = inputs[0], inputs[1:]
    if (match := _LACKING.search(clause)) and (len(parts) != 1 or worked.value - parts[0] != int(match[1])):
        return False
    if (match := _AWAY.search(clause)) and total - worked.value != int(match[1]):
        return False
    if (match := _OTHER.search(clause)) and int(match[1]) == worked.value:
        return False
    if match := _SHARE.search(clause):
        part, whole = Fraction(match[1]), Fraction(match[2])
        return whole == total and part in parts and shown(part / whole, percent=True) == match[3]
    return True


def values_of(atom: Atom) -> list[Fraction]:
    """Values of a figure; both ends of a range."""
    return [Fraction(part) for part in atom.key.split(":")[1].split("..")]


def counts_months(worked: Reworked) -> bool:
    """Whether the months between two months are counted."""
    return bool(worked.dates) and isinstance(worked.value, Fraction)
