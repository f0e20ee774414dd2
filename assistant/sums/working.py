"""The sums themselves: shares, roundings, lists, working days, months, each as a worked sentence. Pure.

What is worked with, the share or the number of days, is the rule's; the wording is data (``sums.toml``). Roundings
follow the rule's own words: "ít nhất" rounds up, "không quá" rounds down, "quá" / "hơn" is the next whole number above
the share. A formula is written as people write it, and as ``assistant.parsing.formulas`` works it again. Which days are
working days: ``corpus.vietnamese.calendar``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from assistant.parsing.formulas import later, shown
from assistant.stories.days import ToldDay, day_of_event
from assistant.stories.figures import UNKNOWN, Story
from assistant.sums.bases import Based
from assistant.sums.law import Bound, Law, Rest, Share, Sum
from corpus.core.display import vn_date
from corpus.vietnamese.calendar import WEEKENDS, public_holidays

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a question or a form tells: figures with their roles, days, percentages; whether more is asked for.

    ``event`` is the day of the event where a form names it, else it is found among ``days`` by its words; ``expected``
    takes off days that are expected to be off, too. ``base`` is the total once those left out are taken off; ``None``
    where the sum takes nobody off. ``whole`` asks for total and result together, ``left`` for the days between a number
    of working days that is told (``workdays``) and the rule's.
    """

    story: Story
    days: tuple[ToldDay, ...] = ()
    percents: tuple[Fraction, ...] = ()
    complement: bool = False
    percent: bool = False
    whole: bool = False
    left: bool = False
    workdays: tuple[int, ...] = ()
    base: int | None = None
    event: date | None = None
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """A finished sum: a Vietnamese sentence, the inputs by name, the formula with numbers, and its value.

    ``given`` are the figures that were held against the result.
    """

    sentence: str
    inputs: dict[str, str]
    formula: str
    result: str
    given: tuple[int, ...] = ()


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
    "at_least": (at_least, "làm tròn lên"),
    "more_than": (more_than, "lấy số nguyên liền trên"),
    "at_most": (at_most, "làm tròn xuống"),
}


def step(total: int, share: Share, bound: Bound) -> tuple[str, int]:
    """One share of a total as a written step, and the whole number it gives: ``47 × 2/3 = 31,33, làm tròn lên 32``."""
    rounded, how = _ROUNDED[bound]
    exact, result = total * share.value, rounded(total, share.value)
    tail = "" if exact == result else f", {how} {result}"
    return f"{total} {share.factor} = {shown(exact)}{tail}", result


def work(law: Law, sum_: Sum, figure: Fraction, inputs: Inputs) -> Worked | None:
    """The sum with the rule's figure; ``None`` when an input is missing or the sentence does not fit the figure."""
    match sum_.kind:
        case "deadline" | "term":
            return _deadline(law, sum_, int(figure), inputs)
        case "months":
            return _months(law, sum_, int(figure), inputs)
    if not _clear(law, sum_, inputs.story):
        return None
    match sum_.kind:
        case "combined":
            return _combined(law, sum_, inputs)
        case "fixed":
            return _fixed(law, sum_, int(figure), inputs)
    if sum_.share is None or sum_.bound is None:
        raise ValueError(f"{sum_.name} has no share")
    share = sum_.share.with_value(figure)
    if share != sum_.share and "{share}" not in law.wording_of(sum_).sentence:
        return None
    if sum_.kind == "surplus":
        return _surplus(law, sum_, share, inputs)
    return _of_total(law, sum_, share, sum_.bound, inputs)


_ANYONE = frozenset({UNKNOWN, "total", "proposal", "committee", "standing", "decided", "elected_all"})
"""Roles of a figure that may be the whole where it is the only one of its story."""


def total_of(sum_: Sum, story: Story) -> int | None:
    """The whole of a story: the only figure of the first of the roles that occurs."""
    role = next((role for role in sum_.total if story.values(role)), None)
    if role is None and not sum_.rest and _alone(sum_, story):
        role = story.figures[0].role  # who tells of one figure alone asks about it
    total = story.one(role) if role else None
    in_bounds = total is not None and total >= sum_.least and (sum_.most is None or total <= sum_.most)
    return total if in_bounds else None


def _alone(sum_: Sum, story: Story) -> bool:
    """Whether a story tells of one figure only, which may be any whole and is of the kind that the sum counts."""
    if len(story.figures) != 1 or story.figures[0].role not in _ANYONE:
        return False
    kind = story.figures[0].counts
    return not kind or (kind == "units") == ("units" in sum_.total)


def _clear(law: Law, sum_: Sum, story: Story) -> bool:
    """Whether no figure of the story is unknown or of a role that may bear on the sum unseen."""
    if sum_.rest or _alone(sum_, story):
        return True  # bases looked at it already
    given = {role.removeprefix("-") for role in sum_.given}
    terms = {role for roles in sum_.terms for role in roles.split("|")}
    known = {*sum_.total, *given, *terms, *sum_.less, *law.passed(sum_)}
    return UNKNOWN not in story.roles and story.roles <= known


def _given(sum_: Sum, total: int, story: Story) -> tuple[int, ...] | None:
    """The figures held against the result; ``None`` where two tellings of them do not agree."""
    found: dict[str, list[int]] = {}
    for role in sum_.given:
        values = story.values(role.removeprefix("-"))
        if values:
            found[role] = [total - value for value in values] if role.startswith("-") else list(values)
    missing = [values for role, values in found.items() if role.startswith("-")]
    there = [value for role, values in found.items() if not role.startswith("-") for value in values]
    gone = [value for values in missing for value in values]
    if (there and gone and set(there) != set(gone)) or any(value > total or value < 0 for value in (*there, *gone)):
        return None
    return tuple(dict.fromkeys(there or gone))


def _of_total(law: Law, sum_: Sum, share: Share, bound: Bound, inputs: Inputs) -> Worked | None:
    total = inputs.base if sum_.rest else total_of(sum_, inputs.story)
    if total is None or total < 1:
        return None
    given = _given(sum_, total, inputs.story)
    if given is None:
        return None
    formula, result = step(total, share, bound)
    wording = law.wording_of(sum_)
    places: dict[str, object] = {"total": total, "share": share, "result": result, "step": formula}
    named, end = {sum_.base: str(total)}, ""
    if len(given) == 1 and wording.enough:
        places |= {"part": given[0], "lacking": result - given[0]}
        named[sum_.part] = str(given[0])
        end = wording.enough if given[0] >= result else wording.short
        if inputs.percent and wording.percent:
            places["percent"] = shown(Fraction(given[0], total), percent=True)
            end += wording.percent
    elif len(given) > 1 and wording.some:
        over = [value for value in given if value >= result]
        under = [value for value in given if value < result]
        named |= {f"{sum_.part} {place}": str(value) for place, value in enumerate(given, 1)}
        places |= {"over": ", ".join(map(str, over)), "count": len(over)}
        end = wording.some if over else ""
        if under:
            end += wording.short.partition(", thiếu")[0].format(part=", ".join(map(str, under)))
    if inputs.complement and wording.complement:
        places["missing"] = total - result
        end += wording.complement
    if inputs.whole and wording.whole:
        places |= {"whole": total + result}
        formula = f"{formula}; {total} + {result} = {total + result}"
        text = f"{wording.sentence}{wording.whole}.".format(**{**places, "step": formula})
        return Worked(text, named, formula, str(total + result), given)
    return Worked(f"{wording.sentence}{end}.".format(**places), named, formula, str(result), given)


def _surplus(law: Law, sum_: Sum, most: Share, inputs: Inputs) -> Worked | None:
    """Length of a ballot list: seats plus the surplus that the rule, or a lower share the question names, allows.

    The list must also be longer than the number of seats, so where the share gives no whole person the rule itself
    fixes no figure and none is given.
    """
    seats = total_of(sum_, inputs.story)
    if seats is None or seats < 1 or sum_.bound is None:
        return None
    lower = [value for value in inputs.percents if value < most.value]
    own = (
        sum_.bound == "at_most"
        and sum_.part
        and len(inputs.percents) == 1
        and lower
        and not inputs.story.values("list")
    )
    if inputs.percents and sum_.part and len(inputs.percents) == 1 and inputs.percents[0] > most.value:
        return None
    share = Share(lower[0], percent=True) if own else most
    formula, extra = step(seats, share, sum_.bound)
    if extra < 1:
        return None
    places = {"total": seats, "share": share, "extra": extra, "result": seats + extra, "step": formula}
    return Worked(
        f"{law.wording_of(sum_).sentence}.".format(**places),
        {sum_.base: str(seats), **({sum_.part: str(share)} if sum_.part else {})},
        f"{formula}; {seats} + {extra} = {seats + extra}",
        str(seats + extra),
        inputs.story.values(*sum_.given),
    )


def _fixed(law: Law, sum_: Sum, extra: int, inputs: Inputs) -> Worked | None:
    """A number of people more than are to be elected."""
    seats = total_of(sum_, inputs.story)
    if seats is None:
        return None
    result = seats + extra
    sentence = law.wording_of(sum_).sentence.format(total=seats, extra=extra, result=result)
    formula = f"{seats} + {extra} = {result}"
    return Worked(f"{sentence}.", {sum_.base: str(seats)}, formula, str(result), inputs.story.values(*sum_.given))


def _combined(law: Law, sum_: Sum, inputs: Inputs) -> Worked | None:
    """Figures of the story added, taken off or multiplied."""
    values: dict[str, int] = {}
    for roles, name in sum_.terms.items():
        role = next((role for role in roles.split("|") if inputs.story.values(role)), None)
        value = inputs.story.one(role) if role else None
        if value is None:
            return None
        values[name] = value
    named = {name: str(value) for name, value in values.items()}
    before = _reduced(sum_, inputs.story, values, named)
    if sum_.one_more:
        values[sum_.one_more], named[sum_.one_more] = 1, "1"
    first, *others = values.values()
    result = first
    for value in others:
        result = {"+": result + value, MINUS: result - value, "×": result * value}[sum_.sign]
    if result < 1:
        return None
    formula = f"{before}{f' {sum_.sign} '.join(map(str, values.values()))} = {result}"
    given = inputs.story.values(*sum_.given)
    if sum_.given and (len(given) != 1 or given[0] == result):
        return None
    places: dict[str, object] = dict(zip("abc", values.values(), strict=False))
    places |= {"result": result, "step": formula, "given": given[0] if given else ""}
    named |= {"số phiếu thu về": str(given[0])} if given else {}
    return Worked(f"{law.wording_of(sum_).sentence}.".format(**places), named, formula, str(result), given)


def _reduced(sum_: Sum, story: Story, values: dict[str, int], named: dict[str, str]) -> str:
    """Take who has left off the last value, name them among the inputs, and write the step; nothing for nobody."""
    last = next(reversed(values))
    written = ""
    for role, name in sum_.less.items():
        if gone := story.sum(role):
            written += f"{values[last]} {MINUS} {gone} = {values[last] - gone}; "
            values[last] -= gone
            named[name] = str(gone)
    return written


def rested(law: Law, rest: Rest, based: Based, provisional: str) -> Worked:
    """The base as a sum of its own: ``Mẫu số: 60 − 1 (tạm giam) − 2 (…) = 57``.

    Args:
        law: with the wording.
        rest: the words of the rule for each that is taken off.
        based: the figures.
        provisional: what provisional members among the total are called.
    """
    names = {role: rest.without.get(role, provisional) for role, _ in based.taken}
    shown_ = "".join(f" {MINUS} {count} ({names[role]})" for role, count in based.taken)
    formula = "".join([str(based.whole), *(f" {MINUS} {count}" for _, count in based.taken), f" = {based.left}"])
    sentence = law.wording["rest"].sentence.format(minus=f"{based.whole}{shown_}", result=based.left)
    inputs = {rest.named: str(based.whole)} | {names[role]: str(count) for role, count in based.taken}
    return Worked(f"{sentence}.", inputs, formula, str(based.left))


_FIRST_YEAR, _LAST_YEAR = 1900, 2200
"""Years of the events that are counted from; days at the ends of time cannot be counted from in Python."""


def _event(sum_: Sum, inputs: Inputs) -> date | None:
    """The day that is told as that of the event; another day of the story is not taken for it."""
    day = inputs.event
    if day is None and sum_.days_of is not None:
        day = day_of_event(inputs.days, sum_.days_of) or _only_day(sum_.days_of, inputs)
    return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


_TODAY = re.compile(r"\b(?:nay|hien|bay gio|gio|den|toi) (?:\w+ ){0,2}ddd\b")
"""The day of the question is told, not that of an event."""


_SAMPLES = ("khai mac ddd", "be mac ddd")
"""How the beginning and the end of a congress are told: what is counted from one is not counted from the other."""
_ENDS = (re.compile(r"\b(?:khai mac|mo (?:dai hoi|man|cua)) (?:\w+ ){0,6}ddd\b"),
         re.compile(r"\b(?:be mac|ket thuc|dong cua|xong) (?:\w+ ){0,6}ddd\b"))  # fmt: skip


def _only_day(event: re.Pattern[str], inputs: Inputs) -> date | None:
    """The day of a story that tells of one day only, unless it is told as the other end of the congress."""
    told_of = {end for end, words in enumerate(_ENDS) for told in inputs.days if words.search(told.sentence)}
    if told_of and not any(event.search(_SAMPLES[end]) for end in told_of):
        return None
    days = {told.day for told in inputs.days}
    alone = len(days) == 1 and not any(told.month or _TODAY.search(told.sentence) for told in inputs.days)
    return days.pop() if alone else None


def _deadline(law: Law, sum_: Sum, days: int, inputs: Inputs) -> Worked | None:
    day = _event(sum_, inputs)
    if day is None:
        return _days_left(law, sum_, days, inputs)
    if sum_.kind == "term":
        return _term(law, sum_, days, day)
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
    if sum_.kind != "deadline" or inputs.days or not inputs.left or len(inputs.workdays) != 1:
        return None
    told, before = inputs.workdays[0], sum_.side == "before"
    if told == days:
        return None
    result = abs(days - told)
    formula = f"{max(days, told)} {MINUS} {min(days, told)} = {result}"
    how = ("chậm" if before else "còn") if told < days else ("sớm hơn" if before else "muộn")
    sentence = law.wording["days_left"].sentence.format(days=days, told=told, how=how, result=result, step=formula)
    return Worked(f"{sentence}.", {"ngày làm việc": str(told)}, formula, str(result))


def _term(law: Law, sum_: Sum, count: int, day: date) -> Worked | None:
    """Months or years after a day; for ``both`` the earliest and latest day around it, or around a term after it."""
    months = count * (12 if sum_.unit == "năm" else 1)
    first = later(day, 12 * sum_.count) if sum_.count else day
    end, start = later(first, months), later(first, -months)
    places = {"event": sum_.event, "what": sum_.what, "day": vn_date(day), "end": vn_date(end), "start": vn_date(start)}
    sentence = law.wording_of(sum_).sentence.format(
        **places, days=count, unit=sum_.unit, due=vn_date(first), from_year=start.year, to_year=end.year
    )
    steps = [f"{vn_date(day)} + {sum_.count} năm = {vn_date(first)}"] if sum_.count else []
    if sum_.side == "both":
        steps.append(f"{vn_date(first)} {MINUS} {count} {sum_.unit} = {vn_date(start)}")
    steps.append(f"{vn_date(first)} + {count} {sum_.unit} = {vn_date(end)}")
    inputs = {"ngày mốc": day.isoformat(), f"số {sum_.unit}": str(count)}
    return Worked(f"{sentence}.", inputs, "; ".join(steps), end.isoformat())


def _months(law: Law, sum_: Sum, least: int, inputs: Inputs) -> Worked | None:
    """Whole months between two months of the story, held against the rule."""
    if sum_.days_of is None or sum_.days_to is None:
        raise ValueError(f"{sum_.name} has no days")
    start = day_of_event(inputs.days, sum_.days_of, month=True)
    end = day_of_event(inputs.days, sum_.days_to, month=True)
    if start is None or end is None or end <= start or sum_.year not in (None, start.year):
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    wording = law.wording_of(sum_)
    first, last = f"{start.month}/{start.year}", f"{end.month}/{end.year}"
    tail = wording.enough if months >= least else wording.short
    sentence = f"{wording.sentence}{tail}.".format(start=first, end=last, result=months, days=least)
    named = {"tháng tính tuổi": first, "tháng nghỉ hưu": last, "số tháng": str(least)}
    return Worked(sentence, named, f"từ {first} đến {last} = {months} tháng", str(months), (months,))


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
