"""The sums themselves: shares, roundings, lists, each as a worked sentence; sums of days stand in ``spans``. Pure.

What is worked with, the share or the number of days, is the rule's; the wording is data (``sums.toml``). Roundings
follow the rule's own words: "ít nhất" rounds up, "không quá" rounds down, "quá" / "hơn" is the next whole number above
the share, "dưới" the next below it. A formula is written as people write it, and as ``assistant.parsing.formulas``
works it again.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from assistant.parsing.formulas import shown
from assistant.stories.figures import UNKNOWN, Story
from assistant.sums.bases import Based
from assistant.sums.inputs import MINUS, Inputs, Worked
from assistant.sums.law import Bound, Law, Rest, Share, Sum, Wording
from assistant.sums.spans import work_deadline, work_months


def at_least(total: int, share: Fraction) -> int:
    """Smallest whole number that is at least ``share`` of ``total``."""
    return ceil(total * share)


def more_than(total: int, share: Fraction) -> int:
    """Smallest whole number greater than ``share`` of ``total``."""
    return floor(total * share) + 1


def at_most(total: int, share: Fraction) -> int:
    """Largest whole number not above ``share`` of ``total``."""
    return floor(total * share)


def less_than(total: int, share: Fraction) -> int:
    """Largest whole number less than ``share`` of ``total``."""
    return ceil(total * share) - 1


_ROUNDED: dict[Bound, tuple[Callable[[int, Fraction], int], str]] = {
    "at_least": (at_least, "làm tròn lên"),
    "more_than": (more_than, "lấy số nguyên liền trên là"),
    "at_most": (at_most, "làm tròn xuống"),
    "less_than": (less_than, "lấy số nguyên liền dưới là"),
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
            return work_deadline(law, sum_, int(figure), inputs)
        case "months":
            return work_months(law, sum_, int(figure), inputs)
    if not _clear(law, sum_, inputs.story):
        return None
    match sum_.kind:
        case "combined":
            return _combined(law, sum_, inputs)
        case "fixed":
            return _fixed(law, sum_, int(figure), inputs)
        case "bound":
            return _bounded(law, sum_, int(figure), inputs)
        case "rate":
            return _rated(law, sum_, figure, inputs)
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
    if total is not None and more_than_all(total, role, story):
        return None
    in_bounds = total is not None and total >= sum_.least and (sum_.most is None or total <= sum_.most)
    return total if in_bounds else None


_WITHIN = {"delegates": ("members",), "official": ("members",)}
"""People who are some of others that a story may tell of as well."""


def more_than_all(total: int, role: str | None, story: Story) -> bool:
    """Whether a whole is told as more people than those of whom they are: one of the two is of another event."""
    return any(value < total for value in story.values(*_WITHIN.get(role or "", ())))


def _alone(sum_: Sum, story: Story) -> bool:
    """Whether a story tells of one figure only, which may be any whole and is of the kind that the sum counts."""
    if len(story.figures) != 1 or story.figures[0].role not in _ANYONE:
        return False
    kind = story.figures[0].counts
    return not kind or (kind == "units") == ("units" in sum_.total)


_AWAY = frozenset({UNKNOWN, "absent_leave", "absent_noleave", "absent_whole"})
"""Roles of people who are away, or are told of in words of absence."""


def _clear(law: Law, sum_: Sum, story: Story) -> bool:
    """Whether no figure of the story is unknown or of a role that may bear on the sum unseen."""
    if sum_.rest or _alone(sum_, story):
        return True  # bases looked at it already
    given = {role.removeprefix("-") for role in sum_.given}
    terms = {role for roles in sum_.terms for role in roles.split("|")}
    known = {*sum_.total, *given, *terms, *sum_.less, *sum_.either, *law.passed(sum_)}
    # Who is told to be away bears on nothing where those who came are counted.
    away = bool(story.values("present")) and "-absent" in sum_.given
    roles = {one.role for one in story.figures if not (away and one.risky and one.role in _AWAY)}
    return UNKNOWN not in roles and roles <= known


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
    if any(value > total or value < 0 for value in (*there, *gone)):
        return None
    # Those who came may be fewer than all but the absent who are told of, and never more.
    fewer = "present" in sum_.given and bool(there and gone) and max(there) <= min(gone)
    if there and gone and set(there) != set(gone) and not fewer:
        return None
    if {"ayes", "votes"} <= found.keys() and set(found["ayes"]) != set(found["votes"]):
        return None  # who raises a hand and who is counted for it are one telling
    told = tuple(dict.fromkeys(there or gone))
    # Told again in another sentence it is the same figure; of several in one, those alike are of different people.
    told_at = [(one.value, one.sentence) for one in story.figures if one.role in sum_.given]
    return None if len(told) > 1 and len(told_at) > len(set(told_at)) else told


def _either(sum_: Sum, story: Story) -> int:
    """How many there are, at most, whom one may count in the whole or not."""
    return sum(figure.value for figure in story.figures if figure.role in sum_.either and "." not in figure.role)


def _same_either_way(sum_: Sum, total: int, other: int, result: int, inputs: Inputs) -> bool:
    """Whether those who may be counted or not change nothing: who is there is enough, or too few, both ways."""
    away = _either(sum_, inputs.story)
    if not away:
        return True
    present = inputs.story.one(*(role for role in sum_.given if not role.startswith("-")))
    return 0 < away < total and present is not None and (present >= result) == (present >= other)


def _of_total(law: Law, sum_: Sum, share: Share, bound: Bound, inputs: Inputs) -> Worked | None:
    total = inputs.base if sum_.rest else total_of(sum_, inputs.story)
    if total is None or total < 1:
        return None
    given = _given(sum_, total, inputs.story)
    if given is None:
        return None
    formula, result = step(total, share, bound)
    if not _same_either_way(sum_, total, step(total - _either(sum_, inputs.story), share, bound)[1], result, inputs):
        return None
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
    elif len(given) == 1 and wording.over:
        places |= {"part": given[0], "beyond": given[0] - result, "room": result - given[0]}
        named[sum_.part] = str(given[0])
        end = _held(wording, given[0], result, inputs)
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


def _held(wording: Wording, part: int, most: int, inputs: Inputs) -> str:
    """How a sentence goes on about a figure that may not be larger than the result."""
    if part > most:
        return wording.over
    return wording.room if inputs.room and wording.room and part < most else wording.within


_ON_LIST = "số người trong danh sách"


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
    most_people = seats + extra
    places = {"total": seats, "share": share, "extra": extra, "result": most_people, "step": formula}
    named = {sum_.base: str(seats), **({sum_.part: str(share)} if sum_.part else {})}
    given, wording, end = inputs.story.values(*sum_.given), law.wording_of(sum_), ""
    # A list of no more than are to be elected is too short by another rule.
    if len(set(given)) == 1 and wording.over and given[0] > seats:
        places |= {"part": given[0], "beyond": given[0] - most_people, "room": most_people - given[0]}
        named[_ON_LIST] = str(given[0])
        end = _held(wording, given[0], most_people, inputs)
    return Worked(
        f"{wording.sentence}{end}.".format(**places),
        named,
        f"{formula}; {seats} + {extra} = {most_people}",
        str(most_people),
        given,
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


def _bounded(law: Law, sum_: Sum, limit: int, inputs: Inputs) -> Worked | None:
    """A figure of the story held against a number of the rule: how far it is beyond it, or from it."""
    story = inputs.story
    role = next((role for role in sum_.given if story.values(role)), None)
    if role is None and _alone(sum_, story):
        role = story.figures[0].role
    told = story.one(role) if role else None
    wording, most, above = law.wording_of(sum_), sum_.bound == "at_most", told is not None and told > limit
    if told is None or told == limit or (above and not most):
        return None
    if any(value < sum_.least for value in story.values("official", "members") if role not in ("official", "members")):
        return None
    far = abs(told - limit)
    formula = f"{max(told, limit)} {MINUS} {min(told, limit)} = {far}"
    tail = wording.over if above else wording.within if most else wording.short
    places = {"what": sum_.what, "limit": limit, "part": told, "far": far, "step": formula}
    text = f"{wording.sentence}{tail}.".format(**places)
    return Worked(text, {sum_.part: str(told)}, formula, str(far), (told,))


def _rated(law: Law, sum_: Sum, rate: Fraction, inputs: Inputs) -> Worked | None:
    """What a rule gives for each, taken so many times; never rounded."""
    total = total_of(sum_, inputs.story)
    if total is None:
        return None
    result = shown(rate * total)
    formula = f"{shown(rate)} × {total} = {result}"
    sentence = law.wording_of(sum_).sentence.format(total=total, result=result, step=formula)
    return Worked(f"{sentence}.", {sum_.base: str(total)}, formula, result)


def _combined(law: Law, sum_: Sum, inputs: Inputs) -> Worked | None:
    """Figures of the story added, taken off or multiplied."""
    values: dict[str, int] = {}
    for roles, name in sum_.terms.items():
        role = next((role for role in roles.split("|") if inputs.story.values(role)), None)
        value = inputs.story.one(role) if role else None
        if value is None or (role and role.endswith(".left") and _told_otherwise(sum_, roles, role, inputs.story)):
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
    if result < 1 or any(value <= result for value in inputs.story.values(sum_.fewer_than)):
        return None
    formula = f"{before}{f' {sum_.sign} '.join(map(str, values.values()))} = {result}"
    given = inputs.story.values(*sum_.given)
    if sum_.given and (len(given) != 1 or given[0] == result):
        return None
    places: dict[str, object] = dict(zip("abc", values.values(), strict=False))
    places |= {"result": result, "step": formula, "given": given[0] if given else ""}
    named |= {"số phiếu thu về": str(given[0])} if given else {}
    return Worked(f"{law.wording_of(sum_).sentence}.".format(**places), named, formula, str(result), given)


def _told_otherwise(sum_: Sum, roles: str, left: str, story: Story) -> bool:
    """Whether figures that do not come to what is told to be left stand beside it."""
    return bool(story.values(*(role for role in (*roles.split("|"), *sum_.less) if role != left)))


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
