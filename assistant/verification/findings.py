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
_OVER = re.compile(r"\bthừa (\d+)")
_ROOM = re.compile(r"\bthì còn (\d+) \(")
_WITHIN = re.compile(r"\bthì (?:không quá|chưa đến) mức này")
_NOT_LACKING = re.compile(r"\bthì không thiếu\b")
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
        derived = _from_bound(clause, worked, inputs, facts) if _one_bound(worked, inputs) else None
        if not (_derived(clause, worked, inputs) if derived is None else derived):
            return [Reason.FINDING]
        if not _most_kept(clause, worked, inputs, facts):
            return [Reason.FINDING]
    return []


def _one_bound(worked: Reworked, inputs: list[Fraction]) -> bool:
    """Whether one figure is held against one number of the rule: the difference of the two, and no more."""
    return len(inputs) == 1 and len(worked.parts) == 1 and worked.parts[0].signs == "−"


def _limits(facts: Sequence[Atom], *, most: bool) -> set[Fraction]:
    """The numbers that a rule sets as the most, or the least; of a range the end that is."""
    bounds = {"le", "lt"} if most else {"ge", "gt"}
    found = {value for atom in facts if atom.bound in bounds for value in values_of(atom)}
    return found | {values_of(atom)[-1 if most else 0] for atom in facts if len(values_of(atom)) == 2}


def _from_bound(clause: str, worked: Reworked, inputs: list[Fraction], facts: Sequence[Atom]) -> bool | None:
    """Whether what a figure lacks to the least of a rule is that; ``None`` where nothing is said to be lacking."""
    match = _LACKING.search(clause)
    first, second = worked.parts[0].numbers
    if _NOT_LACKING.search(clause):
        return first in inputs and second in _limits(facts, most=False) and first >= second
    if match is None:
        return None
    return first in _limits(facts, most=False) and second in inputs and worked.value == int(match[1])


def _most_kept(clause: str, worked: Reworked, inputs: list[Fraction], facts: Sequence[Atom]) -> bool:
    """Whether the figure before ``thì`` is beyond the most that a rule allows by what is said, or within it."""
    over, room, within = _OVER.search(clause), _ROOM.search(clause), _WITHIN.search(clause)
    if not (over or room or within):
        return True
    head = clause.partition(" thì ")[0]
    parts = [value for atom in atoms(head) if atom.kind == "number" for value in values_of(atom)]
    limits = _limits(facts, most=True)
    if len(parts) != 1 or parts[0] not in inputs or not limits or not isinstance(worked.value, Fraction):
        return False
    most = worked.value
    if _one_bound(worked, inputs):
        other = [number for number in worked.parts[0].numbers if number != parts[0]]
        if len(other) != 1 or other[0] not in limits:
            return False
        most = other[0]
    if over:
        return parts[0] - most == int(over[1])
    return most - parts[0] == int(room[1]) if room else parts[0] <= most


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
