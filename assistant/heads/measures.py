"""Figures with what they measure: times, shares, people of one kind; whether one breaks the bound of another. Pure.

Dates, numbers of documents, articles and years are no measures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from assistant.heads.figures import figures_in, value_of

_UNIT = re.compile(
    r"^ ?(?P<time>ngay lam viec|ngay|thang|nam(?! \d)|tuan|gio|nhiem ky|lan|tuoi)\b(?! tuoi dang)|"
    r"^ ?(?P<people>(?:dang vien chinh thuc|dang vien|dai bieu|cap uy vien|chi uy vien|uy vien|nguoi|dong chi|"
    r"thanh vien|chi bo|to chuc dang|dieu|chuong))\b"
)
_SHARE = re.compile(r"[/%]")
_NO_MEASURE = re.compile(
    r"\b(?:ngay|thang|nam|quy|khoa|ky|nhiem ky|thu|dieu|khoan|muc|so|diem|phan|mau|chi thi|quy dinh|quyet dinh|"
    r"huong dan|ket luan|cong van|quy che|hoi|dot) $|/$|\d $"
)
_TO_MONTHS = {"nam": 12, "thang": 1}
_LEAST = re.compile(
    r"\b(?:it nhat|toi thieu|thap nhat|khong duoi|khong it hon|phai (?:co|du|dat)|tu|du|luu(?: giu)? trong|luu|"
    r"con thoi gian cong tac|thoi ky du bi|truoc)(?: \w+){0,3} $"
)
_MORE = re.compile(r"\b(?:tren|hon|qua)(?<!khong qua)(?<!khong hon)(?: \w+){0,1} $")
_MOST = re.compile(
    r"\b(?:khong (?:duoc )?(?:vuot )?qua|khong hon|toi da|nhieu nhat|cao nhat|cham nhat|trong (?:vong|thoi han))"
    r"(?: \w+){0,3} $"
)
_LESS = re.compile(r"\b(?:duoi(?<!khong duoi)|chua (?:du|den|toi)|it hon(?<!khong it hon))(?: \w+){0,1} $")
_UPWARD = re.compile(r"^(?: \S+){0,5} tro len\b")
_DOWNWARD = re.compile(r"^(?: \S+){0,5} tro xuong\b")
_RANGE = re.compile(r"^(?:%)? (?:den|toi) (\d+(?:[.,]\d+)?)(%)?")


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: its value, the upper end of a range, what it measures, and on which side a rule holds.

    ``kind`` is ``share``, a unit of time, or the people counted; ``bound`` is ``ge``, ``gt``, ``le``, ``lt`` or empty.
    """

    value: Fraction
    high: Fraction | None
    kind: str
    bound: str
    written: str
    at: int


def measures_in(text: str) -> tuple[Measured, ...]:
    """The measures of a folded text, in their order."""
    found: list[Measured] = []
    over = -1
    for number in figures_in(text):
        before, after = text[: number.start()], text[number.end() :]
        written = number[0].replace(" ", "")
        if number.start() < over or re.match(r"/\d| (?:qd|hd|ct|kl|cv)/|\d", after):
            continue
        share = bool(_SHARE.search(written))
        upper = _RANGE.match(after)
        unit = _UNIT.match(after[upper.end() :] if upper else after)
        if _NO_MEASURE.search(before) and not share and not (unit and _bound(before, after)):
            continue
        if not share and unit is None:
            continue
        share = share and not (unit is not None and unit["time"])  # half a day is no share
        kind = "share" if share else (unit["time"] or unit["people"] if unit else "")
        high = value_of(f"{upper[1]}{upper[2] or ('%' if '%' in written else '')}") if upper else None
        if upper:
            over = number.end() + upper.end()
        value = value_of(written)
        if kind in _TO_MONTHS:
            value, high, kind = value * _TO_MONTHS[kind], high * _TO_MONTHS[kind] if high else None, "thang"
        found.append(Measured(value, high, kind, _bound(before, after), written, number.start()))
    return tuple(found)


def _bound(before: str, after: str) -> str:
    if _UPWARD.match(after):
        return "ge"
    if _DOWNWARD.match(after) or _MOST.search(before):
        return "le"
    if _LEAST.search(before):
        return "ge"
    if _LESS.search(before):
        return "lt"
    return "gt" if _MORE.search(before) else ""


def comparable_to(mine: Measured, told: Measured) -> bool:
    """Whether two figures measure one thing: of people only those called alike, or told as people only."""
    return mine.kind == told.kind


def breaks(rule: Measured, told: Measured) -> bool:
    """Whether a figure lies on the side where a rule does not hold; false where the rule bounds nothing."""
    if rule.high is not None:
        return not rule.value <= told.value <= rule.high
    sides = {
        "ge": told.value < rule.value,
        "gt": told.value <= rule.value,
        "le": told.value > rule.value,
        "lt": told.value >= rule.value,
    }
    return sides.get(rule.bound, False)
