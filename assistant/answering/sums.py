"""The sums themselves: shares, roundings, working days, each as a worked sentence. Pure.

What is worked with, the share or the number of days, is the rule's; the wording is data (``sums.toml``). Roundings
follow the rule's own words: "ít nhất" rounds up, "không quá" rounds down, "quá" / "hơn" is the next whole number above
the share. Which days are working days: ``corpus.vietnamese.calendar``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from assistant.answering.law import Bound, Law, Share, Sum
from corpus.core.display import vn_date
from corpus.vietnamese.calendar import WEEKENDS, public_holidays


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


def at_least(total: int, share: Fraction) -> int:
    """Smallest whole number that is at least ``share`` of ``total``."""
    return ceil(total * share)


def more_than(total: int, share: Fraction) -> int:
    """Smallest whole number greater than ``share`` of ``total``."""
    return floor(total * share) + 1


def at_most(total: int, share: Fraction) -> int:
    """Largest whole number not above ``share`` of ``total``."""
    return floor(total * share)


_ROUNDED: dict[Bound, tuple[Callable[[int, Fraction], int], str]] = {
    "at_least": (at_least, "ceil({})"),
    "more_than": (more_than, "floor({}) + 1"),
    "at_most": (at_most, "floor({})"),
}


def work(law: Law, sum_: Sum, figure: Fraction, inputs: Inputs) -> Worked | None:
    """The sum with the rule's figure; ``None`` when an input is missing or the sentence does not fit the figure."""
    if sum_.kind == "deadline":
        return _deadline(law, sum_, int(figure), inputs)
    if sum_.share is None or sum_.bound is None:
        raise ValueError(f"{sum_.name} has no share")
    share = sum_.share.with_value(figure)
    if share != sum_.share and "{share}" not in law.wording_of(sum_).sentence:
        return None
    if sum_.kind == "surplus":
        return _surplus(law, sum_, share, inputs)
    return _of_total(law, sum_, share, sum_.bound, inputs)


def _total_and_part(sum_: Sum, inputs: Inputs) -> tuple[int, int | None] | None:
    """The larger figure as total and the smaller, if any, as part of it; nothing for other counts of figures."""
    if sum_.counts:
        both = (inputs.people, inputs.organisations)
        if None in both or sorted(inputs.numbers) != sorted(n for n in both if n is not None):
            return None
        return (inputs.people or 0, None) if sum_.counts == "people" else (inputs.organisations or 0, None)
    if not 1 <= len(inputs.numbers) <= (2 if sum_.part else 1) or max(inputs.numbers) < 1:
        return None
    total, part = max(inputs.numbers), min(inputs.numbers) if len(inputs.numbers) == 2 else None
    if sum_.absent and inputs.absent is not None:
        return (total, total - inputs.absent) if part == inputs.absent else None
    return total, part


def _of_total(law: Law, sum_: Sum, share: Share, bound: Bound, inputs: Inputs) -> Worked | None:
    if (pair := _total_and_part(sum_, inputs)) is None:
        return None
    total, part = pair
    rounded, form = _ROUNDED[bound]
    result, wording = rounded(total, share.value), law.wording_of(sum_)
    named, end = {sum_.base: str(total)}, ""
    if part is not None:
        named[sum_.part] = str(part)
        end = wording.enough if part >= result else wording.short
    sentence = f"{wording.sentence}{end}.".format(total=total, part=part, share=share, result=result)
    return Worked(sentence, named, form.format(f"{total} {share.factor}"), str(result))


def _surplus(law: Law, sum_: Sum, most: Share, inputs: Inputs) -> Worked | None:
    """Longest ballot list: seats plus the surplus that the rule, or a lower share the question names, allows.

    The list must also be longer than the number of seats, so where the share gives no whole person the rule itself
    fixes no figure and none is given.
    """
    if len(inputs.numbers) != 1 or inputs.percents > 1:
        return None
    seats = inputs.numbers[0]
    share = most if inputs.percent is None else Share(Fraction(inputs.percent, 100), percent=True)
    if share.value > most.value or seats < 1:
        return None
    extra = at_most(seats, share.value)
    if extra < 1:
        return None
    sentence = law.wording_of(sum_).sentence.format(total=seats, share=share, extra=extra, result=seats + extra)
    return Worked(
        f"{sentence}.",
        {sum_.base: str(seats), sum_.part: str(share)},
        f"{seats} + floor({seats} {share.factor})",
        str(seats + extra),
    )


def _deadline(law: Law, sum_: Sum, days: int, inputs: Inputs) -> Worked | None:
    count = -days if sum_.side == "before" else days
    if inputs.day is None or not WEEKENDS.reaches(inputs.day, count):
        return None
    end, said, calendar = _counted(law, inputs.day, count)
    sentence = law.wording_of(sum_).sentence.format(
        event=sum_.event,
        what=sum_.what,
        day=vn_date(inputs.day),
        end=vn_date(end),
        days=days,
        side="trước" if sum_.side == "before" else "sau",
        calendar=said,
    )
    return Worked(
        f"{sentence}.",
        {"ngày mốc": inputs.day.isoformat(), "số ngày làm việc": str(days)},
        f"workday({inputs.day.isoformat()}, {count}{calendar})",
        end.isoformat(),
    )


def _counted(law: Law, day: date, count: int) -> tuple[date, str, str]:
    """The last day, which days were counted, and how the formula names the calendar.

    Weekends only where holidays are not to be left out, or those of a year on the way are not known.
    """
    if law.calendar.use_holidays and public_holidays().reaches(day, count):
        return public_holidays().add(day, count), law.calendar.holidays, ", holidays"
    return WEEKENDS.add(day, count), law.calendar.weekends, ""
