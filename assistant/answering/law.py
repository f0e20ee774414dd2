"""The law behind the sums: ``sums.toml`` read once, and the rule of a sum on a day. Pure but for that reading.

No figure of the law comes from code. The data names the places where a rule stood, one document after the other, and
what it is known to say; the rule of the day is the one in force, else the last that ended, and its figure is read from
its own words with the verifier's reader. A loaded document that replaced a named one takes over by itself when it
says such a figure at the same place; where a loaded successor says nothing there, the former rule is not used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo, model_validator

from assistant.parsing.reader import atoms
from corpus.core.model import Document, Provision
from corpus.core.phrases import pattern_of
from corpus.core.registry import Force, Registry, Standing
from corpus.core.sentences import sentences
from corpus.core.text import fold

Bound = Literal["at_least", "more_than", "at_most"]
_BOUNDS = {"ge": "at_least", "gt": "more_than", "le": "at_most"}
"""Bounds as the verifier's reader names them."""
_WORKING_DAYS = "ngày làm việc"


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
        return cls(Fraction(written), False)

    def with_value(self, value: Fraction) -> Share:
        """Another share, written alike where that is possible."""
        return Share(value, self.percent and (value * 100).denominator == 1)

    def __str__(self) -> str:
        """As in a sentence."""
        return f"{self.value * 100}%" if self.percent else str(self.value)

    @property
    def factor(self) -> str:
        """As the end of a formula: ``* 30 / 100``, ``* 2 / 3``, ``/ 3``."""
        if self.percent:
            return f"* {self.value * 100} / 100"
        above, below = self.value.as_integer_ratio()
        return f"/ {below}" if above == 1 else f"* {above} / {below}"


Phrase = Annotated[re.Pattern[str], BeforeValidator(_compiled)]
ShareField = Annotated[Share | None, BeforeValidator(_share)]


class Wording(_Row):
    """A sentence with its places to fill in; ``enough`` and ``short`` go on about the smaller figure."""

    sentence: str
    enough: str = ""
    short: str = ""


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


class Sum(_Row):
    """One kind of sum; ``sums.toml`` explains the fields.

    Attributes:
        asks, none: what a question must say, and must not say; no ``asks`` for a sum that only stands beside another.
        share, days: what the rule is known to say, one of the two.
        rules: its places, oldest first.
    """

    name: str
    kind: Literal["share", "surplus", "deadline"]
    wording: str
    rules: tuple[RulePlace, ...]
    asks: tuple[Phrase, ...] = ()
    none: Phrase | None = None
    share: ShareField = None
    days: int | None = None
    bound: Bound | None = None
    side: Literal["before", "after"] | None = None
    base: str = ""
    part: str = ""
    counts: Literal["people", "organisations"] | None = None
    absent: bool = False
    event: str = ""
    what: str = ""
    beside: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "deadline":
            complete = self.days is not None and self.share is None and self.side is not None
        else:
            complete = self.share is not None and self.days is None and self.bound is not None
        if not complete:
            raise ValueError(f"{self.name}: the figure of this {self.kind} is not whole")
        return self

    @property
    def known(self) -> Fraction:
        """What the rule is known to say."""
        return self.share.value if self.share else Fraction(self.days or 0)

    def asked(self, key: str) -> bool:
        """Whether a line of the folded question asks for this sum."""
        return bool(self.asks) and any(
            all(phrase.search(line) for phrase in self.asks) and not (self.none and self.none.search(line))
            for line in key.splitlines()
        )


class Law(_Row):
    """All sums in the order in which they are tried, and their sentences."""

    words: dict[str, str]
    calendar: DaysCounted
    wording: dict[str, Wording]
    sum: tuple[Sum, ...]

    @model_validator(mode="after")
    def _named(self) -> Self:
        for each in self.sum:
            self.wording_of(each)
            self.beside(each)
        return self

    def wording_of(self, sum_: Sum) -> Wording:
        """The sentence of a sum.

        Raises:
            ValueError: when it has none.
        """
        if sum_.wording not in self.wording:
            raise ValueError(f"{sum_.name}: no wording “{sum_.wording}”")
        return self.wording[sum_.wording]

    def beside(self, sum_: Sum) -> Sum | None:
        """The sum that is given beside this one.

        Raises:
            ValueError: when it names one that is not there.
        """
        found = [other for other in self.sum if other.name == sum_.beside]
        if sum_.beside and not found:
            raise ValueError(f"{sum_.name}: no sum “{sum_.beside}”")
        return found[0] if found else None


@cache
def law() -> Law:
    """The shipped law."""
    data = tomllib.loads(files("assistant.answering").joinpath("sums.toml").read_text("utf-8"))
    return Law.model_validate(data, context=data["words"])


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of a sum on a day: its words, its figure, and whether it is in force.

    ``figure`` is a share, or a number of working days; ``span`` holds the sentences that state it.
    """

    provision: Provision
    document: Document
    span: tuple[int, int]
    figure: Fraction
    standing: Standing


def rule_of(sum_: Sum, registry: Registry, on: date, named: Sequence[str] = ()) -> Rule | None:
    """The loaded rule in force on the day, else the last one that ended; ``None`` when there is neither.

    Args:
        sum_: the sum.
        registry: the loaded documents.
        on: the day asked about.
        named: records that the question names: no other is used, and these also where they have been replaced.
    """
    found = [rule for place in _places(sum_, registry) if (rule := _stated(sum_, place, registry, on))]
    if named:
        found = [rule for rule in found if rule.document.record.id in named]
    for rule in reversed(found):
        if rule.standing.force is Force.IN_FORCE:
            return rule
    past = [rule for rule in found if rule.standing.force in (Force.SUPERSEDED, Force.EXPIRED)]
    if not past or (not named and registry.replaced(past[-1].document.record.id, on)):
        return None
    return past[-1]


def _places(sum_: Sum, registry: Registry) -> Iterator[RulePlace]:
    """The places named in the data, each followed by the same place of the loaded documents that replaced it."""
    listed = {place.record for place in sum_.rules}
    for place in sum_.rules:
        yield place
        follower = registry.next_record(place.record)
        while follower is not None and follower.id not in listed:
            yield place.model_copy(update={"record": follower.id})
            follower = registry.next_record(follower.id)


def _stated(sum_: Sum, place: RulePlace, registry: Registry, on: date) -> Rule | None:
    """The provision at a place that states the figure of the sum."""
    for provision, document in registry.provisions():
        at = provision.path.split("-")[0]
        if document.record.id != place.record or not (at == place.path or at.startswith(f"{place.path}.")):
            continue
        spans = [span for span in sentences(provision.text) if place.words.search(fold(provision.text[slice(*span)]))]
        if not spans:
            continue
        span = spans[0][0], spans[-1][1]
        if (figure := _figure(sum_, provision.text[slice(*span)])) is not None:
            standing = registry.standing(document.record.id, on, registry.validity(provision))
            return Rule(provision, document, span, figure, standing)
    return None


def _figure(sum_: Sum, text: str) -> Fraction | None:
    """The figure of the rule: the known one where the text says it, else the only one of its kind."""
    said: set[Fraction] = set()
    for atom in atoms(text):
        if atom.kind != "number" or ".." in atom.key:
            continue
        _, value, counted = atom.key.split(":", 2)
        if sum_.share is None:
            wanted = counted == _WORKING_DAYS
        else:
            wanted = counted == "ratio" and _BOUNDS.get(atom.bound) == sum_.bound
        if wanted:
            said.add(Fraction(value))
    if sum_.known in said:
        return sum_.known
    return said.pop() if len(said) == 1 else None
