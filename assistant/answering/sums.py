"""The sums themselves: shares, roundings, working days, each as a worked sentence. Pure.

Roundings follow the rule's own words: "ít nhất" rounds up, "không quá" rounds down, "quá" / "hơn" is the next whole
number above the share. Working days leave out Saturday and Sunday only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from corpus.core.display import vn_date


@dataclass(frozen=True, slots=True)
class Inputs:
    """Figures read from a question: counts, how many of them are absent, a percentage, a date.

    ``people`` and ``organisations`` are counts whose noun says so.
    """

    numbers: tuple[int, ...]
    absent: int | None
    percent: int | None
    percents: int
    day: date | None
    people: int | None = None
    organisations: int | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A finished sum: a Vietnamese sentence, the inputs by name, the formula with numbers, and its value."""

    sentence: str
    inputs: dict[str, str]
    formula: str
    result: str


Work = Callable[[Inputs], Worked | None]


def at_least(total: int, share: Fraction) -> int:
    """Smallest whole number that is at least ``share`` of ``total``."""
    return ceil(total * share)


def more_than(total: int, share: Fraction) -> int:
    """Smallest whole number greater than ``share`` of ``total``."""
    return floor(total * share) + 1


def at_most(total: int, share: Fraction) -> int:
    """Largest whole number not above ``share`` of ``total``."""
    return floor(total * share)


def add_working_days(day: date, count: int) -> date:
    """The day ``count`` working days after ``day`` (before it when negative); the day itself is not counted."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= day.weekday() < 5
    return day


def _total_and_part(inputs: Inputs) -> tuple[int, int | None] | None:
    """The larger figure as total and the smaller, if any, as part of it; nothing for other counts of figures."""
    if not 1 <= len(inputs.numbers) <= 2 or max(inputs.numbers) < 1:
        return None
    part = min(inputs.numbers) if len(inputs.numbers) == 2 else None
    return max(inputs.numbers), part


def two_thirds(inputs: Inputs) -> Worked | None:
    """Quorum: at least 2/3 of those convened."""
    if (pair := _total_and_part(inputs)) is None:
        return None
    total, present = pair
    if inputs.absent is not None:
        if present != inputs.absent:
            return None
        present = total - inputs.absent
    need = at_least(total, Fraction(2, 3))
    lead = f"Với tổng số {total}, phải có ít nhất {need} ({total} × 2/3, làm tròn lên vì quy định là “ít nhất”)"
    named, formula = {"tổng số được triệu tập": str(total)}, f"ceil({total} * 2 / 3)"
    if present is None:
        return Worked(f"{lead}.", named, formula, str(need))
    verdict = "đạt" if present >= need else "chưa đạt"
    return Worked(
        f"{lead}; có {present} thì {verdict} tỷ lệ này.", {**named, "số có mặt": str(present)}, formula, str(need)
    )


def two_thirds_of(count: Callable[[Inputs], int | None]) -> Work:
    """Quorum of one of two counts, people or organisations, when the question gives just these two."""

    def work(inputs: Inputs) -> Worked | None:
        one, both = count(inputs), (inputs.people, inputs.organisations)
        if one is None or None in both or sorted(inputs.numbers) != sorted(n for n in both if n is not None):
            return None
        return two_thirds(replace(inputs, numbers=(one,), absent=None))

    return work


def majority(inputs: Inputs) -> Worked | None:
    """More than one half."""
    if (pair := _total_and_part(inputs)) is None:
        return None
    total, votes = pair
    need = more_than(total, Fraction(1, 2))
    lead = f"Với tổng số {total}, quá một nửa là từ {need} trở lên ({total} : 2, lấy số nguyên liền trên)"
    named, formula = {"tổng số": str(total)}, f"floor({total} / 2) + 1"
    if votes is None:
        return Worked(f"{lead}.", named, formula, str(need))
    verdict = "đã quá một nửa" if votes >= need else "chưa quá một nửa"
    return Worked(f"{lead}; {votes} thì {verdict}.", {**named, "số phiếu": str(votes)}, formula, str(need))


def surplus(inputs: Inputs) -> Worked | None:
    """Longest ballot list: seats plus at most 30 % surplus (or the lower share the question names).

    The list must also be longer than the number of seats, so where the share gives no whole person the rule itself
    fixes no figure and none is given.
    """
    if len(inputs.numbers) != 1 or inputs.percents > 1:
        return None
    seats, share = inputs.numbers[0], inputs.percent if inputs.percent is not None else 30
    if share > 30 or seats < 1:
        return None
    extra = at_most(seats, Fraction(share, 100))
    if extra < 1:
        return None
    return Worked(
        f"Bầu {seats} với số dư không quá {share}% thì số dư nhiều nhất là {extra} ({seats} × {share}%, làm tròn xuống "
        f"vì quy định là “không quá”), danh sách bầu cử có nhiều nhất {seats + extra} người.",
        {"số lượng cần bầu": str(seats), "tỷ lệ số dư tối đa": f"{share}%"},
        f"{seats} + floor({seats} * {share} / 100)",
        str(seats + extra),
    )


def above_thirty_percent(inputs: Inputs) -> Worked | None:
    """Approval of a candidate from outside the committee's list: more than 30 % of those attending."""
    if (pair := _total_and_part(inputs)) is None:
        return None
    total, votes = pair
    need = more_than(total, Fraction(30, 100))
    tail = "" if votes is None else f"; {votes} người đồng ý thì {'đủ' if votes >= need else 'chưa đủ'}"
    return Worked(
        f"Với tổng số {total} dự đại hội, phải có từ {need} người đồng ý trở lên ({total} × 30%, lấy số nguyên "
        f"liền trên vì quy định là hơn 30%){tail}.",
        {"tổng số dự đại hội": str(total)} | ({} if votes is None else {"số đồng ý": str(votes)}),
        f"floor({total} * 30 / 100) + 1",
        str(need),
    )


def one_third(inputs: Inputs) -> Worked | None:
    """Standing committee: at most 1/3 of the committee."""
    if len(inputs.numbers) != 1:
        return None
    total = inputs.numbers[0]
    most = at_most(total, Fraction(1, 3))
    return Worked(
        f"Với {total} cấp ủy viên, ban thường vụ có nhiều nhất {most} người ({total} × 1/3, làm tròn xuống vì quy định "
        "là “không quá”).",
        {"số cấp ủy viên": str(total)},
        f"floor({total} / 3)",
        str(most),
    )


def increase(percent: int) -> Work:
    """Members appointed beyond the number the congress set: at most ``percent`` % of it."""

    def work(inputs: Inputs) -> Worked | None:
        if len(inputs.numbers) != 1:
            return None
        total = inputs.numbers[0]
        most = at_most(total, Fraction(percent, 100))
        return Worked(
            f"Với {total} cấp ủy viên do đại hội quyết định thì được chỉ định tăng thêm nhiều nhất {most} người "
            f"({total} × {percent}%, làm tròn xuống vì quy định là “không quá”).",
            {"số cấp ủy viên đại hội quyết định": str(total)},
            f"floor({total} * {percent} / 100)",
            str(most),
        )

    return work


def deadline(days: int, event: str, what: str) -> Work:
    """A day ``days`` working days after (or, negative, before) the day of an event."""

    def work(inputs: Inputs) -> Worked | None:
        if inputs.day is None:
            return None
        end, side = add_working_days(inputs.day, days), "sau" if days > 0 else "trước"
        return Worked(
            f"{event} ngày {vn_date(inputs.day)} thì {what} chậm nhất là ngày {vn_date(end)} ({abs(days)} ngày làm "
            f"việc {side} ngày đó, không tính thứ bảy, chủ nhật; chưa trừ ngày nghỉ lễ, tết).",
            {"ngày mốc": inputs.day.isoformat(), "số ngày làm việc": str(abs(days))},
            f"workday({inputs.day.isoformat()}, {days})",
            end.isoformat(),
        )

    return work
