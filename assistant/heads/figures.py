"""The figures of a question held against the limits of a rule; things that exclude each other. Pure.

Only figures of the same thing are compared: the same unit, or the same noun after the figure. A share that the question
gives by two figures (``4 trong 11``, ``60/120``, a list of 20 for 15 places) is worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from assistant.heads.asked import Form, PolarQuestion
from assistant.parsing.atom import Atom
from assistant.parsing.reader import linear

_KEY = re.compile(r"num:(\d+(?:/\d+)?)(?:\.\.(\d+(?:/\d+)?))?:(.*)")
_NOUNS = {"body", "term", "word"}
_PEOPLE = {"ủy viên", "cấp ủy viên", "đảng viên", "đại biểu", "thành viên", "chi ủy viên"}
YEAR = 1900
"""A figure from here on is a year, not a count."""
_ANYBODY = linear("người")[0].key
_EXCLUSIVE: tuple[tuple[str, ...], ...] = (
    ("chính thức", "dự bị", "dự khuyết"),
    ("đại hội đại biểu", "đại hội đảng viên"),
    ("phiên trù bị", "phiên chính thức"),
)


class FigureVerdict(StrEnum):
    """How the question's figures stand to the rule's: a limit kept or broken, a stated figure the same or another."""

    KEPT = "kept"
    BROKEN = "broken"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what is counted; ``high`` where it is a range; ``noun`` is the word after it."""

    low: Fraction
    high: Fraction | None
    unit: str
    noun: str
    bound: str


def _figures(atoms: Sequence[Atom]) -> Iterator[Figure]:
    for index, atom in enumerate(atoms):
        match = _KEY.fullmatch(atom.key) if atom.kind == "number" else None
        if match is None:
            continue
        following = next((other for other in atoms[index + 1 : index + 3] if other.kind != "optional"), None)
        noun = following.key if following is not None and following.kind in _NOUNS else ""
        bound = atom.bound
        before = [other.key for other in atoms[max(0, index - 3) : index]]
        if not bound and match[3] in {"ngày", "ngày làm việc", "tháng", "giờ"}:
            bound = "ge" if "chậm nhất" in before else "le" if "trong" in before else ""
        yield Figure(Fraction(match[1]), Fraction(match[2]) if match[2] else None, match[3], noun, bound)


def _shares(atoms: Sequence[Atom]) -> Iterator[Figure]:
    """Shares that two figures of the question give."""
    plain = [(n, f) for n, f in _placed(atoms) if not f.unit and f.high is None]
    for (at, first), (then, second) in pairwise(plain):
        between = {atom.key for atom in atoms[at + 1 : then]}
        if between & {"trong", "/"} and 0 < first.low < second.low and then - at <= 3:
            yield Figure(first.low / second.low, None, "ratio", "", "")
        whole = {atom.key for atom in atoms}
        if between & {"danh sách", "danh sách bầu cử"} and "bầu" in whole and second.low > first.low > 0:
            yield Figure((second.low - first.low) / first.low, None, "ratio", "số dư", "")


def _placed(atoms: Sequence[Atom]) -> Iterator[tuple[int, Figure]]:
    places = [n for n, atom in enumerate(atoms) if atom.kind == "number" and _KEY.fullmatch(atom.key)]
    yield from zip(places, _figures(atoms), strict=True)


def _alike(mine: Figure, theirs: Figure) -> bool:
    """Whether two figures count the same thing."""
    if mine.unit or theirs.unit:
        return mine.unit == theirs.unit
    if mine.noun == theirs.noun:
        return bool(mine.noun)
    if mine.noun != _ANYBODY:
        return False
    fewer = theirs.bound in {"lt", "le"} and any(theirs.noun.startswith(people) for people in _PEOPLE)
    return theirs.noun in _PEOPLE or fewer


def _keeps(value: Fraction, limit: Figure) -> bool | None:
    """Whether a value keeps a limit; ``None`` where the figure sets none."""
    if limit.high is not None:
        return limit.low <= value <= limit.high
    tests = {
        "ge": value >= limit.low,
        "le": value <= limit.low,
        "gt": value > limit.low,
        "lt": value < limit.low,
    }
    return tests.get(limit.bound)


def judged(question: PolarQuestion, quote: str) -> FigureVerdict | None:
    """How the question's figures stand to those of the rule; ``None`` where they do not meet or say two things."""
    told = [*_figures(question.whole), *_shares(question.whole)]
    rule = linear(quote)
    limits = [figure for at, figure in _placed(rule) if question.form is not Form.LEAVE or not _conditional(rule, at)]
    if question.form is Form.PREMISE:
        return _compared(told, limits)
    if question.form is Form.LIMIT:
        limits = [limit for limit in limits if limit.high is not None or limit.bound in {"le", "lt"}]
    found: set[bool] = set()
    for limit in limits:
        exact = [f for f in told if _alike(f, limit) and f.noun == limit.noun and f.high is None]
        fitting = exact or [f for f in told if _alike(f, limit) and f.high is None]
        kept = {_keeps(figure.low, limit) for figure in fitting} - {None}
        found |= {value for value in kept if value is not None}
    if len(found) != 1 or len([limit for limit in limits if limit.bound or limit.high]) != 1:
        return None
    return FigureVerdict.KEPT if found.pop() else FigureVerdict.BROKEN


def _conditional(atoms: Sequence[Atom], at: int) -> bool:
    """Whether a figure only says of whom the rule speaks (``dưới 9 đảng viên … bầu bí thư``)."""
    stop = next((n for n in range(at, len(atoms)) if atoms[n].kind == "mark"), len(atoms))
    return any(atom.kind == "verb" for atom in atoms[at:stop])


def _compared(told: Sequence[Figure], limits: Sequence[Figure]) -> FigureVerdict | None:
    """A belief's figures against the rule's: each must be found, or there must be another of the same thing."""
    verdicts = []
    for figure in told:
        if not (figure.unit or figure.noun) or figure.unit == "lần" or figure.low >= YEAR:
            continue
        same = [other for other in limits if _alike(figure, other) and figure.bound in {"", other.bound}]
        if not same:
            return None
        verdicts.append(any((f.low, f.high) == (figure.low, figure.high) for f in same))
    if not verdicts or len(set(verdicts)) > 1:
        return None
    return FigureVerdict.SAME if verdicts[0] else FigureVerdict.OTHER


def meets(atoms: Sequence[Atom], limit: tuple[Atom, str]) -> bool:
    """Whether the question tells a figure that keeps the limit of a rule; a figure that limits nothing is no matter."""
    figure = next(_figures([limit[0], Atom("word", limit[1], 0, 0)]), None)
    if figure is None:
        return True
    told = [f for f in _figures(atoms) if _alike(f, figure) and f.high is None]
    exact = [f for f in told if f.noun == figure.noun] or told
    if not (figure.bound or figure.high):
        return all(f.low == figure.low for f in exact)
    return bool(exact) and all(bool(_keeps(f.low, figure)) for f in exact)


def counts(atoms: Sequence[Atom]) -> bool:
    """Whether the question counts something that a rule might make a condition."""
    return any(f.noun and not f.unit and 1 < f.low < YEAR for f in _figures(atoms))


def opposed(question: Sequence[Atom], rule: Sequence[Atom]) -> bool:
    """Whether the question names one of two things that exclude each other, and the rule only the other."""
    mine, theirs = (" ".join(a.key for a in atoms if a.kind in _NOUNS) for atoms in (question, rule))
    for group in _EXCLUSIVE:
        named = {word for word in group if word in mine}
        said = {word for word in group if word in theirs}
        if named and said and not named & said:
            return True
    return False


def left_out(question: Sequence[Atom], rule: str) -> bool:
    """Whether a body that the rule makes up of some is to take in (``vào``) one whom the rule leaves out.

    ``Ban kiểm phiếu gồm các đại biểu chính thức không có tên trong danh sách bầu cử`` leaves out who is on the list,
    and who is no full member.
    """
    into = [a.key for a, b in zip(question[1:], question, strict=False) if b.key == "vào" and a.kind == "body"]
    atoms = linear(rule)
    made = next((n for n, atom in enumerate(atoms) if atom.kind == "contents"), None)
    if not into or made is None or into[-1] not in {atom.key for atom in atoms[max(0, made - 2) : made]}:
        return False
    stop = next((n for n in range(made, len(atoms)) if atoms[n].kind == "mark" and atoms[n].key in ".;"), len(atoms))
    listed = rule[atoms[made].end : atoms[stop - 1].end].lower()
    said = " ".join(atom.key for atom in question)
    named = "có tên" in said and "danh sách" in said and not any(atom.key == "không" for atom in question[:-2])
    if named and "không có tên trong danh sách" in listed:
        return True
    return opposed(question, atoms[made:stop])
