"""Figures of a question held against the one figure of a rule about the same quantity. Pure but for ``words.toml``.

What is counted is reviewed data (``corpus.shipped.decisions.Quantity``): a figure that no phrase of the entry takes in
is never compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from assistant.parsing.reader import linear
from corpus.core.phrases import LazyPattern, Row, words_of
from corpus.shipped.decisions import Quantity

_WRITTEN = re.compile(r"\d+(?:[.,]\d+)?(?:\s?/\s?\d+|\s?%)?")
_KEY = re.compile(r"num:(\d+(?:/\d+)?)(?:\.\.(\d+(?:/\d+)?))?:(.*)")
_WORKING_DAYS = "ngày làm việc"
_MONTHS = {"tháng": 1, "năm": 12}
_DAYS = {"ngày", _WORKING_DAYS}
_UNITS = {"ngay lam viec": _WORKING_DAYS, "ngay": "ngày", "thang": "tháng", "nam": "năm", "tuan": "tuần", "gio": "giờ"}
CLOSE = 45
"""Characters before a figure within which it is told to be the rule's."""


class _FigureWords:
    """What is looked for around a figure: the part ``figures`` of ``words.toml``, told there."""

    upwards: re.Pattern[str]
    numbered: re.Pattern[str]
    claims: re.Pattern[str]
    happened: re.Pattern[str]
    ago: re.Pattern[str]
    date_before: re.Pattern[str]
    date_after: re.Pattern[str]
    unit: re.Pattern[str]
    bounds: tuple[Row, ...]


_WORDS = words_of(Path(__file__).with_name("words.toml"), _FigureWords, "figures")


@dataclass(frozen=True, slots=True)
class Limit:
    """The figure of a rule; ``high`` where it is a range."""

    low: Fraction
    high: Fraction | None
    bound: str
    unit: str

    @property
    def timed(self) -> bool:
        """Whether the figure is a time."""
        return self.unit in _UNITS.values()

    def side(self, value: Fraction) -> int:
        """Where a value lies: -1 below the figure, 1 above, 0 where the rule is kept."""
        return 0 if self.kept(value) else -1 if value < self.low or (value == self.low and self.bound == "gt") else 1

    def bounds(self, side: int) -> bool:
        """Whether the rule sets a bound on that side at all."""
        return self.high is not None or self.bound in ({"ge", "gt", ""} if side < 0 else {"le", "lt", ""})

    def kept(self, value: Fraction) -> bool:
        """Whether a value is on the side where the rule holds."""
        if self.high is not None:
            return self.low <= value <= self.high
        sides = {"ge": value >= self.low, "gt": value > self.low, "le": value <= self.low, "lt": value < self.low}
        return sides.get(self.bound, value == self.low)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of the question, in the unit of the rule: how it was bounded, and whether it is told as the rule's.

    ``happened``: a time that went by in the story told ("mới 5 tháng sau").
    """

    value: Fraction
    bound: str
    claimed: bool
    written: str
    unit: str
    spans: tuple[tuple[int, int], ...]
    at: int
    happened: bool = False


def limit_of(count: Quantity) -> Limit | None:
    """The one figure in the words of the rule; ``None`` where they hold none, or several."""
    found = [(match, atom.bound) for atom in linear(count.words) if (match := _KEY.fullmatch(atom.key)) is not None]
    values = {(match[1], match[2], match[3]) for match, _ in found}
    if len({Fraction(low) * _MONTHS.get(unit, 1) for low, _, unit in values}) != 1:
        return None
    (low, high, unit), bound = sorted(values)[0], next((bound for _, bound in found if bound), "")
    return Limit(Fraction(low), Fraction(high) if high else None, count.bound or bound, unit)


def comparable(limit: Limit, told: Told) -> bool:
    """Whether two figures count in one unit: of working days, only those told as such."""
    return limit.unit != _WORKING_DAYS or told.unit == _WORKING_DAYS


def told_of(count: Quantity, text: str) -> Told | None:
    """What the question tells of the quantity; ``None`` where it tells nothing, or two figures, or another unit."""
    limit, part = limit_of(count), _first(count.told, text)
    if limit is not None and part is not None:
        part = _converted(part, limit.unit)
    if part is None or not count.of or "/" in part.written or "%" in part.written:
        return part
    whole = _first(count.of, text)
    if whole is None or not whole.value or whole.at == part.at:
        return None
    value = (part.value - whole.value if count.surplus else part.value) / whole.value
    return Told(value, "", False, "", "", (*part.spans, *whole.spans), part.at)


def _converted(told: Told, unit: str) -> Told | None:
    """A figure in months or years as the rule counts them; ``None`` where another unit of time is told."""
    if told.unit == unit or not told.unit or unit not in {*_MONTHS, *_DAYS}:
        return told
    if told.unit in _MONTHS and unit in _MONTHS:
        return replace(told, value=told.value * _MONTHS[told.unit] / _MONTHS[unit], unit=unit)
    return told if {told.unit, unit} <= _DAYS else None


def _first(phrases: Sequence[LazyPattern], text: str) -> Told | None:
    for phrase in phrases:
        found = [(match, number) for match in phrase.finditer(text) for number in _inside(match, text)]
        if not found:
            continue
        values = {value_of(number[0]) for _, number in found}
        if len(values) != 1:
            return None
        number = found[0][1]
        before, after = text[: number.start()], text[number.end() :]
        bound = "ge" if _WORDS.upwards.match(after) else _bounded(before)
        claimed = bool(bound) or bool(_WORDS.claims.search(before[-CLOSE:]))
        happened = bool(_WORDS.happened.search(before) or _WORDS.ago.search(after))
        spans = tuple(sorted({(min(m.start(), n.start()), max(m.end(), n.end())) for m, n in found}))
        written = number[0].replace(" ", "")
        return Told(values.pop(), bound, claimed, written, _unit(after), spans, number.start(), happened)
    return None


def _bounded(before: str) -> str:
    """How a figure is bounded by the words before it; empty where nothing bounds it."""
    return next((told["bound"] for pattern, told in _WORDS.bounds if pattern.search(before)), "")


def _unit(after: str) -> str:
    """The unit of time that follows a figure; empty where none does."""
    found = _WORDS.unit.search(after)
    return _UNITS.get(found[1], "") if found else ""


def _inside(match: re.Match[str], text: str) -> Iterator[re.Match[str]]:
    """The figures that a phrase touches, each once."""
    for number in figures_in(text):
        dated = _WORDS.date_before.search(text[: number.start()]) and _WORDS.date_after.search(text[number.end() :])
        if number.start() < match.end() and match.start() < number.end() and not dated:
            yield number


def figures_in(text: str) -> list[re.Match[str]]:
    """Every figure written in a text; numbers of documents and articles are none."""
    return [match for match in _WRITTEN.finditer(text) if not _WORDS.numbered.search(text[: match.start()])]


def value_of(written: str) -> Fraction:
    """The value that a written figure has: a share below one for ``30%``."""
    bare = written.replace(" ", "")
    if bare.endswith("%"):
        return Fraction(bare[:-1].replace(",", ".")) / 100
    if "/" in bare:
        above, below = bare.split("/")
        return Fraction(above.replace(",", ".")) / (int(below) or 1)
    if re.fullmatch(r"\d{1,3}\.\d{3}", bare):
        return Fraction(bare.replace(".", ""))
    return Fraction(bare.replace(",", "."))
