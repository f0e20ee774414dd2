"""What a calculator gives: worked steps with their rules, findings about a record, or a typed refusal. Pure values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from assistant.calculators.catalogue import Calculator, RefusalCode
from assistant.model import Claim
from corpus.core.display import vn_date


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no figure, in words, with the nearest rules as they stand."""

    code: RefusalCode
    words: str
    nearest: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """A figure of the form held against a result."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days off of one name: the first, the last, and what they rest on."""

    first: date
    last: date
    name: str
    source: str

    def __str__(self) -> str:
        """``04/02/2027–10/02/2027 (Tết Âm lịch)``."""
        span = vn_date(self.first) if self.first == self.last else f"{vn_date(self.first)}–{vn_date(self.last)}"
        return f"{span} ({self.name})"


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days off on the way of a deadline.

    Attributes:
        certain: those that are sure.
        uncertain: those that may still change.
        other: the sum with every one of them taken off, proved; ``None`` when it comes to the same day.
    """

    certain: tuple[Holidays, ...] = ()
    uncertain: tuple[Holidays, ...] = ()
    other: Claim | None = None

    @property
    def other_day(self) -> date | None:
        """The day that the sum comes to when every one of them is taken off."""
        sum_ = self.other.calculation if self.other else None
        return date.fromisoformat(sum_.result) if sum_ else None


@dataclass(frozen=True, slots=True)
class Step:
    """One sum: its computed claims (the base first), the rules quoted for them, or why it gives nothing.

    ``figure`` is the result in a few words; empty when refused.
    """

    name: str
    title: str
    figure: str = ""
    computed: tuple[Claim, ...] = ()
    quotes: tuple[Claim, ...] = ()
    comparison: HeldAgainst | None = None
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
class CountedPerson:
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
    places: tuple[CountedPerson, ...]
    notes: tuple[tuple[str, Claim | None], ...]


@dataclass(frozen=True, slots=True)
class FormResult:
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

    def to_json(self) -> dict[str, Any]:
        """Public JSON form (``assistant.output.wire_tools``)."""
        worked = any(step.computed for step in self.steps)
        return {
            "calculation": self.calculator.name,
            "status": "worked" if worked else "refused",
            "as_of": self.on.isoformat(),
            "inputs": dict(self.inputs),
            "refusal": _refusal_json(self.refusal),
            "steps": [_step_json(step) for step in self.steps],
            "findings": [
                {
                    "name": each.name,
                    "title": each.title,
                    "holds": each.holds,
                    "arithmetic": each.arithmetic,
                    "message": each.words,
                    "rule": each.rule.to_json() if each.rule else None,
                }
                for each in self.findings
            ],
            "election": _election_json(self.election),
        }


def _refusal_json(refusal: Refused | None) -> dict[str, Any] | None:
    if refusal is None:
        return None
    nearest = [claim.to_json() for claim in refusal.nearest]
    return {"code": refusal.code.value, "message": refusal.words, "nearest": nearest}


def _step_json(step: Step) -> dict[str, Any]:
    off = step.days_off
    return {
        "name": step.name,
        "title": step.title,
        "figure": step.figure,
        "result": step.result or None,
        "claims": [claim.to_json() for claim in (*step.computed, *step.quotes)],
        "comparison": {"message": step.comparison.words, "holds": step.comparison.holds} if step.comparison else None,
        "days_off": None
        if off is None
        else {
            "certain": [_days_json(each) for each in off.certain],
            "uncertain": [_days_json(each) for each in off.uncertain],
            "if_all_off": off.other.to_json() if off.other else None,
        },
        "levels": list(step.levels),
        "refusal": _refusal_json(step.refusal),
    }


def _days_json(days: Holidays) -> dict[str, str]:
    span = {"first": days.first.isoformat(), "last": days.last.isoformat()}
    return {**span, "name": days.name, "source": days.source}


def _election_json(election: Election | None) -> dict[str, Any] | None:
    if election is None:
        return None
    return {
        "needed": election.needed,
        "people": [
            {
                "name": place.name,
                "votes": place.votes,
                "share": round(float(place.share), 6),
                "fate": place.fate.value,
                "rank": place.rank,
            }
            for place in election.places
        ],
        "notes": [{"message": words, "rule": rule.to_json() if rule else None} for words, rule in election.notes],
    }
