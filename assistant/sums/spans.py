"""Sums of days: deadlines in working days, terms in months or years, whole months between two. Pure.

Days that are told belong to an event by its words; another day of the story is not taken for it. Which days are working
days: ``corpus.vietnamese.calendar``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from assistant.parsing.formulas import later
from assistant.stories.days import day_of_event
from assistant.sums.inputs import MINUS, Inputs, Worked
from assistant.sums.law import Law, Sum
from corpus.core.display import vn_date
from corpus.vietnamese.calendar import WEEKENDS, public_holidays

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
"""Years of the events that are counted from; days at the ends of time cannot be counted from in Python."""


def _event(sum_: Sum, inputs: Inputs) -> date | None:
    """The day that is told as that of the event; another day of the story is not taken for it."""
    day = inputs.event
    inputs = replace(inputs, days=tuple(told for told in inputs.days if not _PLANNED.search(told.sentence)))
    if day is None and sum_.days_of is not None:
        day = day_of_event(inputs.days, sum_.days_of) or (None if sum_.own_day else _only_day(sum_.days_of, inputs))
    return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


_PLANNED = re.compile(
    r"\b(?:doi|hoan|lui|keo dai|day|don)\b(?: \w+){0,4}? (?:toi|den|sang|vao|ra|lai|qua)"
    r"(?: (?:ngay|thang|tan|cuoi|giua|dau)){0,2} ddd\b"
)
"""The day to which something is moved is not the one from which its time is counted."""
_TODAY = re.compile(r"\b(?:nay|hien|bay gio|gio|den|toi) (?:\w+ ){0,2}ddd\b")
"""The day of the question is told, not that of an event."""


_SAMPLES = ("khai mac ddd", "be mac ddd", "nhan duoc bao cao ddd")
"""How the beginning and the end of a congress and the receipt of its report are told: what is counted from one of them
is not counted from another."""
_ENDS = (re.compile(r"\b(?:khai mac|mo (?:dai hoi|man|cua)) (?:\w+ ){0,6}ddd\b"),
         re.compile(r"\b(?:be mac|ket thuc|dong cua|xong) (?:\w+ ){0,6}ddd\b"),
         re.compile(r"\b(?:nhan(?: duoc)?|(?:bao cao|ho so) (?:\w+ ){0,5}(?:toi|den|nop|gui)) (?:\w+ ){0,6}ddd\b"),
        )  # fmt: skip


def _only_day(event: re.Pattern[str], inputs: Inputs) -> date | None:
    """The day of a story that tells of one day only, unless it is told as the other end of the congress."""
    told_of = {end for end, words in enumerate(_ENDS) for told in inputs.days if words.search(told.sentence)}
    if told_of and not any(event.search(_SAMPLES[end]) for end in told_of):
        return None
    days = {told.day for told in inputs.days}
    alone = len(days) == 1 and not any(told.month or _TODAY.search(told.sentence) for told in inputs.days)
    return days.pop() if alone else None


def work_deadline(law: Law, sum_: Sum, days: int, inputs: Inputs) -> Worked | None:
    """The last day of a deadline or term; ``None`` where the day of its event is not told."""
    if inputs.shifted and sum_.side != "both":
        return None
    day = _event(sum_, inputs)
    if sum_.kind == "term":
        return _term(law, sum_, days, day) if day else _term_by_month(law, sum_, days, inputs)
    if day is None:
        return _days_left(law, sum_, days, inputs)
    count = -days if sum_.side == "before" else days
    if not WEEKENDS.reaches(day, count):
        return None
    end, said, calendar = _counted(law, day, count, expected=inputs.expected)
    sentence = law.wording_of(sum_).sentence.format(
        event=sum_.event,
        what=sum_.what,
        day=vn_date(day),
        end=vn_date(end),
        days=days,
        side="trước" if sum_.side == "before" else "sau",
        calendar=said,
    )
    sign = MINUS if sum_.side == "before" else "+"
    return Worked(
        f"{sentence}.",
        {"ngày mốc": day.isoformat(), "số ngày làm việc": str(days)},
        f"{vn_date(day)} {sign} {days} ngày làm việc{calendar} = {vn_date(end)}",
        end.isoformat(),
    )


def _days_left(law: Law, sum_: Sum, days: int, inputs: Inputs) -> Worked | None:
    """The working days that are told, held against the rule's: how many too few, left, or too many."""
    if sum_.kind != "deadline" or inputs.days or not inputs.left or len(inputs.workdays) != 1 or inputs.story.figures:
        return None
    told, before = inputs.workdays[0], sum_.side == "before"
    if told == days:
        return None
    result = abs(days - told)
    formula = f"{max(days, told)} {MINUS} {min(days, told)} = {result}"
    how = ("chậm" if before else "còn") if told < days else ("sớm hơn" if before else "muộn")
    sentence = law.wording["days_left"].sentence.format(days=days, told=told, how=how, result=result, step=formula)
    return Worked(f"{sentence}.", {"ngày làm việc": str(told)}, formula, str(result))


_BY_MONTH = re.compile(r"\d{2}/\d{4}")


def _term_by_month(law: Law, sum_: Sum, count: int, inputs: Inputs) -> Worked | None:
    """The term by months, where the month of its event is told and no day of it."""
    if sum_.days_of is None or any(not told.month for told in inputs.days):
        return None
    own = tuple(told for told in inputs.days if not _PLANNED.search(told.sentence))
    month = day_of_event(own, sum_.days_of, month=True)
    if month is None or not _FIRST_YEAR <= month.year <= _LAST_YEAR:
        return None
    worked = _term(law, sum_, count, month, written=lambda day: f"{day:%m/%Y}")
    return replace(worked, sentence=worked.sentence.replace("ngày", "tháng"))


def _term(law: Law, sum_: Sum, count: int, day: date, written: Callable[[date], str] = vn_date) -> Worked:
    """Months or years after a day; for ``both`` the earliest and latest day around it, or around a term after it."""
    unit = "năm" if sum_.unit == "tuổi" else sum_.unit
    months = count * (12 if unit == "năm" else 1)
    first = later(day, 12 * sum_.count) if sum_.count else day
    end, start = later(first, months), later(first, -months)
    places = {"event": sum_.event, "what": sum_.what, "day": written(day), "end": written(end), "start": written(start)}
    sentence = law.wording_of(sum_).sentence.format(
        **places, days=count, unit=sum_.unit, due=written(first), from_year=start.year, to_year=end.year
    )
    steps = [f"{written(day)} + {sum_.count} năm = {written(first)}"] if sum_.count else []
    if sum_.side == "both":
        steps.append(f"{written(first)} {MINUS} {count} {unit} = {written(start)}")
    steps.append(f"{written(first)} + {count} {unit} = {written(end)}")
    whole = written is vn_date
    inputs = {"ngày mốc" if whole else "tháng mốc": day.isoformat() if whole else written(day)}
    inputs[f"số {unit}"] = str(count)
    return Worked(f"{sentence}.", inputs, "; ".join(steps), end.isoformat() if whole else written(end))


def work_months(law: Law, sum_: Sum, least: int, inputs: Inputs) -> Worked | None:
    """Whole months between two months of the story, held against the rule."""
    if sum_.days_of is None or sum_.days_to is None:
        raise ValueError(f"{sum_.name} has no days")
    if inputs.shifted:
        return None
    told = day_of_event(inputs.days, sum_.days_of, month=True)
    start = told or inputs.since
    end = day_of_event(inputs.days, sum_.days_to, month=True)
    if end is None and (day := day_of_event(inputs.days, sum_.days_to)) is not None:
        end = day.replace(day=1)
    other_term = sum_.year is not None and inputs.term not in (0, sum_.year) and not told
    if other_term or not {day.day.replace(day=1) for day in inputs.days} <= {start, end}:
        return None
    if end is None and all(sum_.days_of.search(day.sentence) for day in inputs.days):
        by_month = inputs.month and not inputs.months and sum_.year in (None, start.year if start else 0)
        return _month_due(law, least, start) if by_month and start and not told else _months_told(law, least, inputs)
    if start is None or end is None or end <= start or sum_.year not in (None, start.year):
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    wording = law.wording_of(sum_)
    first, last = f"{start.month}/{start.year}", f"{end.month}/{end.year}"
    tail = wording.enough if months >= least else wording.short
    sentence = f"{wording.sentence}{tail}.".format(start=first, end=last, result=months, days=least)
    named = {"tháng tính tuổi": first} if told else {}
    named |= {"tháng nghỉ hưu": last, "số tháng": str(least)}
    of_rule = () if told else (start,)
    return Worked(sentence, named, f"từ {first} đến {last} = {months} tháng", str(months), (months,), of_rule)


def _month_due(law: Law, least: int, start: date) -> Worked:
    """The month that lies as many months as a rule asks for behind the month from which it counts."""
    first, last = f"{start:%m/%Y}", f"{later(start, least):%m/%Y}"
    formula = f"{first} + {least} tháng = {last}"
    sentence = law.wording["month_due"].sentence.format(start=first, days=least, end=last, step=formula)
    return Worked(f"{sentence}.", {"số tháng": str(least)}, formula, last, (), (start,))


def further(law: Law, sum_: Sum, figure: Fraction, worked: Worked, inputs: Inputs) -> Worked | None:
    """The second figure of a sum of days: what is lacking to the months of a rule, or by how much a month is too late.

    ``None`` where the question does not ask for it, or nothing is.
    """
    if sum_.kind == "months":
        if not inputs.lacking or not figure or MINUS in worked.formula:
            return None
        return _months_told(law, int(figure), replace(inputs, months=worked.given))
    if sum_.kind != "term":
        return None
    if sum_.side == "both" or sum_.unit == "tuổi":
        return _too_late(law, worked, inputs)
    return _months_to(law, worked, inputs) if inputs.months_left else None


def _months_to(law: Law, worked: Worked, inputs: Inputs) -> Worked | None:
    """The months from the other day or month of a story to the last day of a term."""
    event = worked.inputs.get("ngày mốc", "")
    others = {told.day.replace(day=1) for told in inputs.days if told.day.isoformat() != event}
    if len(others) != 1 or not event:
        return None
    start, last = others.pop(), date.fromisoformat(worked.result).replace(day=1)
    months = (last.year - start.year) * 12 + last.month - start.month
    if months < 1 or start < date.fromisoformat(event).replace(day=1):
        return None
    first, end = f"{start.month}/{start.year}", f"{last.month}/{last.year}"
    formula = f"từ {first} đến {end} = {months} tháng"
    sentence = law.wording["months_to"].sentence.format(start=first, end=end, result=months)
    return Worked(f"{sentence}.", {"tháng tính": first, "tháng hết hạn": end}, formula, str(months))


def _too_late(law: Law, worked: Worked, inputs: Inputs) -> Worked | None:
    """By how many months the other month of a story is later than the last that a rule allows."""
    months = {told.day for told in inputs.days}
    if not _BY_MONTH.fullmatch(worked.result) or len(months) != 2 or not all(told.month for told in inputs.days):
        return None
    month, year = map(int, worked.result.split("/"))
    last, planned = date(year, month, 1), max(months)
    far = (planned.year - year) * 12 + planned.month - month
    if far < 1:
        return None
    first, second = f"{last.month}/{last.year}", f"{planned.month}/{planned.year}"
    formula = f"từ {first} đến {second} = {far} tháng"
    sentence = law.wording["too_late"].sentence.format(planned=second, last=first, far=far, step=formula)
    return Worked(f"{sentence}.", {"tháng muộn nhất": first, "tháng dự kiến": second}, formula, str(far))


def _months_told(law: Law, least: int, inputs: Inputs) -> Worked | None:
    """The months that are told to be left, held against the rule's."""
    told = [months for months in inputs.months if months != least]
    if len(told) != 1 or not set(inputs.other_months) <= {least, *told}:
        return None
    far, wording = abs(told[0] - least), law.wording["months_told"]
    formula = f"{max(told[0], least)} {MINUS} {min(told[0], least)} = {far}"
    tail = wording.short if told[0] < least else wording.enough
    sentence = f"{wording.sentence}{tail}.".format(told=told[0], days=least, far=far, step=formula)
    return Worked(sentence, {"số tháng": str(told[0])}, formula, str(far), tuple(told))


def _counted(law: Law, day: date, count: int, *, expected: bool) -> tuple[date, str, str]:
    """The last day, which days were counted, and how the formula names the calendar.

    Weekends only where holidays are not to be left out, or one on the way is not certain (unless those that are only
    expected are to be taken off, too), or a year is not known.
    """
    calendar = public_holidays()
    if law.calendar.use_holidays and calendar.reaches(day, count):
        end = calendar.add(day, count)
        if expected or not calendar.uncertain(day, end):
            return end, law.calendar.holidays, " (trừ ngày nghỉ lễ)"
    return WEEKENDS.add(day, count), law.calendar.weekends, ""
