"""The law behind the sums: the reviewed data of ``sums.toml``, read once.

No figure of the law comes from code. The data names the places where a rule stood, one document after the other, and
what it is known to say; which rule holds on a day, and its figure, is found by ``assistant.sums.rules``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

from assistant.parsing.formulas import shown
from corpus.core.model import Level
from corpus.core.phrases import pattern_of

Bound = Literal["at_least", "more_than", "at_most", "less_than"]


def _compiled(phrase: str, info: ValidationInfo) -> re.Pattern[str]:
    return pattern_of(phrase, info.context)


def _share(written: object) -> Share | None:
    return Share.read(written) if isinstance(written, str) else None


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole, and how people write it: ``30%`` or ``2/3``."""

    value: Fraction
    percent: bool

    @classmethod
    def read(cls, written: str) -> Share:
        """The share that ``30%`` or ``2/3`` writes."""
        if written.endswith("%"):
            return cls(Fraction(int(written[:-1]), 100), True)
        return cls(Fraction(written.replace(",", ".")), False)

    def with_value(self, value: Fraction) -> Share:
        """Another share, written alike where that is possible."""
        return Share(value, self.percent and (value * 100).denominator == 1)

    def __str__(self) -> str:
        """As in a sentence."""
        if self.percent:
            return f"{self.value * 100}%"
        return str(self.value) if self.value < 1 else shown(self.value)

    @property
    def factor(self) -> str:
        """As the end of a formula: ``× 30%``, ``× 2/3``, ``: 3``, ``× 1,5``."""
        if self.percent:
            return f"× {self.value * 100}%"
        above, below = self.value.as_integer_ratio()
        return f": {below}" if above == 1 and below > 1 else f"× {self}"


Phrase = Annotated[re.Pattern[str], BeforeValidator(_compiled)]
ShareField = Annotated[Share | None, BeforeValidator(_share)]


class Wording(_Row):
    """A sentence with its places to fill in; ``enough`` and ``short`` go on about the smaller figure.

    ``over`` and ``within`` go on about a figure that may not be larger than the result; ``room`` is what is left of it.

    ``complement`` tells the difference of total and result, ``percent`` the share that the smaller figure is, ``some``
    which of several smaller figures reach the result, ``whole`` total and result together; each where the question asks
    for it.
    """

    sentence: str
    enough: str = ""
    short: str = ""
    over: str = ""
    within: str = ""
    room: str = ""
    complement: str = ""
    percent: str = ""
    some: str = ""
    whole: str = ""


class DaysCounted(_Row):
    """Which days a deadline counts, and how the sentence says so: with public holidays left out, or weekends only."""

    use_holidays: bool
    holidays: str
    weekends: str


class RulePlace(_Row):
    """Where a rule stands: path in a record, the words of its sentence, and the source that says so."""

    record: str
    path: str
    words: Phrase
    source: str


class Milestone(_Row):
    """The month from which months are counted at some levels, where a rule names it.

    Attributes:
        levels: the levels of Party organisation it holds for.
        month: as the rule writes it, ``7/2025``.
        rules: where it stands; its ``words`` name month and level.
    """

    levels: tuple[Level, ...]
    month: str
    rules: tuple[RulePlace, ...]

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        month, year = self.month.split("/")
        return date(int(year), int(month), 1)


class Rest(_Row):
    """Who is left out of a total before a share of it is taken; ``sums.toml`` explains the fields.

    Attributes:
        total, named: the roles of the whole in a story, the surest first, and what it is called.
        without: roles that are taken off, each with the words of the rule for it.
        kept: roles of people who are absent or the like and still count.
        open: roles that leave it open who counts: no sum.
    """

    total: tuple[str, ...]
    named: str
    rules: tuple[RulePlace, ...]
    without: dict[str, str]
    kept: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


class Beside(_Row):
    """A rule that is quoted beside a sum: where the question speaks of its matter, or the figures come out so.

    Attributes:
        sums: the sums beside which it stands.
        asks: what the question says.
        when: the figure given is ``above`` or ``below`` the result, ``reached`` by it, or more have reached it than are
            to be elected (``many``).
    """

    sums: tuple[str, ...]
    rules: tuple[RulePlace, ...]
    asks: Phrase | None = None
    when: Literal["above", "below", "reached", "many", ""] = ""


class Sum(_Row):
    """One kind of sum; ``sums.toml`` explains the fields.

    Attributes:
        asks, none: what a question must say, and must not say; no ``asks`` for a sum that only stands beside another.
        share, days, count: what the rule is known to say, one of them; none for a sum of inputs alone.
        total, part: roles of the story's figures; ``terms`` those of a sum of inputs alone.
        less: roles taken off the last of the terms first.
        only_where: beside another only where the question says this.
        one_more: what one more is called that is added to the terms.
        fewer_than: a role of which the story, where it tells of it, must have more than the result of a combined sum.
        needs: what a question must say even where the rule was found first.
        year: of the month that months are counted from; the rule is for no other term of office.
        since: that month by level, for stories that do not tell it.
        own_day: whether the day of its event must be told by its words; the only day of a story is not taken for it.
        joins: roles of figures that are added to the one that is held against the rule; ``joined_named`` names them.
        follows: the deadline whose last day this one is counted from, where both are used up.
        together: roles whose figures, where there are several, a sum beside this one must have been worked with.
        passes: other roles that a story may tell without bearing on the sum.
        either: roles of people whom one may count in the whole or not; worked where it comes to the same.
        rules: its places, oldest first.
    """

    name: str
    kind: Literal["share", "surplus", "fixed", "deadline", "term", "months", "combined", "bound", "rate"]
    wording: str
    rules: tuple[RulePlace, ...]
    asks: tuple[Phrase, ...] = ()
    none: Phrase | None = None
    needs: Phrase | None = None
    share: ShareField = None
    days: int | None = None
    unit: Literal["", "ngày làm việc", "tháng", "năm", "tuổi", "lần"] = ""
    count: int | None = None
    bound: Bound | None = None
    side: Literal["before", "after", "both"] | None = None
    base: str = ""
    part: str = ""
    total: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    terms: dict[str, str] = {}
    less: dict[str, str] = {}
    one_more: str = ""
    fewer_than: str = ""
    sign: Literal["+", "−", "×", ""] = ""
    passes: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    rest: str = ""
    provisional: bool = False
    only_where: Phrase | None = None
    least: int = 1
    most: int | None = None
    event: str = ""
    days_of: Phrase | None = None
    days_to: Phrase | None = None
    own_day: bool = False
    year: int | None = None
    since: tuple[Milestone, ...] = ()
    joins: tuple[str, ...] = ()
    joined_named: str = ""
    follows: str = ""
    together: tuple[str, ...] = ()
    what: str = ""
    beside: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        match self.kind:
            case "deadline" | "term":
                complete = self.days is not None and self.share is None and self.side is not None
            case "months":
                complete = self.days is not None and self.days_of is not None and self.days_to is not None
            case "combined":
                complete = bool(self.terms and self.sign)
            case "fixed":
                complete = self.count is not None
            case "rate":
                complete = self.share is not None and bool(self.total)
            case "bound":
                complete = self.count is not None and self.bound is not None and bool(self.given)
            case _:
                complete = self.share is not None and self.days is None and self.bound is not None
        if not complete:
            raise ValueError(f"{self.name}: the figure of this {self.kind} is not whole")
        return self

    @property
    def known(self) -> Fraction:
        """What the rule is known to say; 0 for a sum of inputs alone."""
        return self.share.value if self.share else Fraction(self.days or self.count or 0)

    @property
    def whole(self) -> bool:
        """Whether its rule is quoted whole: what is counted, and from when, stands in several sentences of it."""
        return self.kind in ("term", "months", "combined", "fixed", "bound")

    @property
    def counts_days(self) -> bool:
        """Whether its result is a day or a number of days, months or years."""
        return self.kind in ("deadline", "term", "months")

    def stands(self, *told: str) -> bool:
        """Whether a question, in one of its writings, asks for this sum beside another."""
        return self.only_where is None or any(self.only_where.search(line) for line in told)

    def asked_share(self, key: str, told: str) -> float:
        """Share of the phrases that the question must say which some line of it says."""
        lines = (*key.splitlines(), told)
        said = sum(any(phrase.search(line) for line in lines) for phrase in self.asks)
        return said / len(self.asks) if self.asks else 0.0

    def excluded(self, question: str, told: str) -> bool:
        """Whether the folded question, in one of its writings, says what this sum is not for, or not what it is for."""
        if self.needs is not None and not (self.needs.search(question) or self.needs.search(told)):
            return True
        return self.none is not None and any(self.none.search(line) for line in (question, told))

    def asked(self, key: str, told: str = "") -> bool:
        """Whether the folded question asks for this sum.

        Args:
            key: the question in its first line, what was added for search in others.
            told: the question with its numbers in figures.
        """
        if not self.asks or self.excluded(key.partition("\n")[0], told):
            return False
        return any(
            all(phrase.search(line) for phrase in self.asks) and not (self.none and self.none.search(line))
            for line in (*key.splitlines(), told)
        )


class Provisional(_Row):
    """What provisional members among a total are called, and the rule by which they do not vote."""

    named: str
    rules: tuple[RulePlace, ...]


class Law(_Row):
    """All sums in the order in which they are tried, and their sentences."""

    words: dict[str, str]
    calendar: DaysCounted
    wording: dict[str, Wording]
    sum: tuple[Sum, ...]
    rest: dict[str, Rest] = {}
    groups: dict[str, tuple[str, ...]] = {}
    provisional: Provisional = Field(default_factory=lambda: Provisional(named="", rules=()))
    quote: tuple[Beside, ...] = ()
    asks_complement: Phrase | None = None
    asks_percent: Phrase | None = None
    asks_quantity: Phrase | None = None
    asks_day: Phrase | None = None
    asks_span: Phrase | None = None
    asks_count: Phrase | None = None
    asks_whole: Phrase | None = None
    asks_left: Phrase | None = None
    asks_each: Phrase | None = None
    asks_joined: Phrase | None = None
    asks_lacking: Phrase | None = None
    asks_room: Phrase | None = None
    asks_month: Phrase | None = None
    asks_months_left: Phrase | None = None
    unsure_days: Phrase | None = None
    shifts: Phrase | None = None
    supposes: Phrase | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        for each in self.sum:
            self.wording_of(each)
            self.beside(each)
            if each.rest and each.rest not in self.rest:
                raise ValueError(f"{each.name}: no rest “{each.rest}”")
        return self

    def asks_result(self, sum_: Sum, question: str) -> bool:
        """Whether the folded question asks for what the sum gives: a day or a span of days, or else a number."""
        asks = self.asks_day if sum_.counts_days else self.asks_count
        return asks is not None and asks.search(question) is not None

    def passed(self, sum_: Sum) -> frozenset[str]:
        """The roles without bearing on a sum, groups written out."""
        return frozenset(
            role for name in sum_.passes for role in (self.groups[name[1:]] if name.startswith("@") else (name,))
        )

    def wording_of(self, sum_: Sum) -> Wording:
        """The sentence of a sum.

        Raises:
            ValueError: when it has none.
        """
        if sum_.wording not in self.wording:
            raise ValueError(f"{sum_.name}: no wording “{sum_.wording}”")
        return self.wording[sum_.wording]

    def milestone(self, sum_: Sum, levels: Collection[Level]) -> Milestone | None:
        """The month from which a sum counts at the levels told; ``None`` for none, or where they differ."""
        found = [row for row in sum_.since if set(row.levels) & set(levels)]
        return found[0] if found and len({row.month for row in found}) == 1 else None

    def beside(self, sum_: Sum) -> tuple[Sum, ...]:
        """The sums that are given beside this one.

        Raises:
            ValueError: when it names one that is not there.
        """
        named = {other.name: other for other in self.sum}
        for name in sum_.beside:
            if name not in named:
                raise ValueError(f"{sum_.name}: no sum “{name}”")
        return tuple(named[name] for name in sum_.beside)


@cache
def law() -> Law:
    """The shipped law."""
    data = tomllib.loads(files("assistant.sums").joinpath("sums.toml").read_text("utf-8"))
    return Law.model_validate(data, context=data["words"])
