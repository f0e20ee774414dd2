"""What a calculator gives: worked steps with their rules, findings about a record, or a typed refusal. Pure values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from assistant.calculators.catalogue import Calculator, RefusalCode
from assistant.model import Claim
from corpus.vietnamese.calendar import Holiday


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no figure, in words, with the nearest rules as they stand."""

    code: RefusalCode
    words: str
    nearest: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure of the form held against a result."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days off on the way of a deadline.

    Attributes:
        certain: those that are sure.
        uncertain: those that may still change.
        other: the sum with every one of them taken off, proved; ``None`` when it comes to the same day.
    """

    certain: tuple[Holiday, ...] = ()
    uncertain: tuple[Holiday, ...] = ()
    other: Claim | None = None

    @property
    def other_day(self) -> date | None:
        """The day that the sum comes to when every one of them is taken off."""
        sum_ = self.other.calculation if self.other else None
        return date.fromisoformat(sum_.result) if sum_ else None


@dataclass(frozen=True, slots=True)
class Step:
    """One sum: its computed claims (the base first), the rules quoted for them, or why it gives nothing."""

    name: str
    title: str
    computed: tuple[Claim, ...] = ()
    quotes: tuple[Claim, ...] = ()
    comparison: Comparison | None = None
    days_off: DaysOff | None = None
    levels: tuple[str, ...] = ()
    refusal: Refused | None = None

    @property
    def result(self) -> str:
        """The figure of the sum; a day as ``2026-03-15``; empty when refused."""
        last = self.computed[-1].calculation if self.computed else None
        return last.result if last else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of a counting record: the arithmetic as written, whether it holds, and what is wrong."""

    name: str
    title: str
    holds: bool
    arithmetic: str
    words: str
    rule: Claim | None


class Fate(StrEnum):
    """What a count means for one person."""

    ELECTED = "elected"
    TIED = "tied"
    LOWER = "lower"
    SHORT = "short"
    ALTERNATE = "alternate"
    ALTERNATE_TIED = "alternate_tied"


@dataclass(frozen=True, slots=True)
class Place:
    """One person of a count: votes, share of the base, and what follows."""

    name: str
    votes: int
    share: Fraction
    fate: Fate
    rank: int


@dataclass(frozen=True, slots=True)
class Election:
    """Who is elected, and what remains to be decided.

    Attributes:
        needed: votes from which somebody is elected.
        places: all people, most votes first.
        notes: what follows, in words, each with the rule it follows from.
    """

    needed: int
    places: tuple[Place, ...]
    notes: tuple[tuple[str, Claim | None], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a calculator for one filled form and day.

    Attributes:
        inputs: what was filled in, label and value, in the order of the form.
        refusal: when nothing could be worked at all.
        findings: the checks of a counting record.
        election: who is elected; ``None`` while a check fails.
    """

    calculator: Calculator
    on: date
    inputs: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...] = ()
    refusal: Refused | None = None
    findings: tuple[Finding, ...] = ()
    election: Election | None = None

    def claims(self) -> Iterator[Claim]:
        """Everything that quotes a rule."""
        for step in self.steps:
            yield from (*step.computed, *step.quotes, *(step.refusal.nearest if step.refusal else ()))
        yield from self.refusal.nearest if self.refusal else ()
        yield from (finding.rule for finding in self.findings if finding.rule)
        if self.election:
            yield from (rule for _, rule in self.election.notes if rule)
