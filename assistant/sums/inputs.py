"""What a sum is worked from, and what comes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assistant.stories.days import ToldDay
from assistant.stories.figures import Story
from corpus.core.model import Level

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a question or a form tells: figures with their roles, days, percentages; whether more is asked for.

    ``event`` is the day of the event where a form names it, else it is found among ``days`` by its words; ``expected``
    takes off days that are expected to be off, too. ``base`` is the total once those left out are taken off; ``None``
    where the sum takes nobody off. ``whole`` asks for total and result together, ``left`` for the days between a number
    of working days that is told (``workdays``) and the rule's; ``room`` for what is left to a figure that
    may not be larger than the result, ``lacking`` for what lies between the months that are
    counted and the rule's; ``months`` are those that somebody has left, ``other_months`` all that
    are told; ``shifted`` days are told by how far they were moved from one that is told;
    ``term`` is the first year of a term of office that is named; ``month`` asks from which month on, ``months_left``
    how many there are to the end of a term. ``levels``
    are those that the question names, ``since`` is the month from which a rule counts there.
    """

    story: Story
    days: tuple[ToldDay, ...] = ()
    percents: tuple[Fraction, ...] = ()
    complement: bool = False
    percent: bool = False
    whole: bool = False
    left: bool = False
    lacking: bool = False
    room: bool = False
    workdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    other_months: tuple[int, ...] = ()
    shifted: bool = False
    month: bool = False
    term: int = 0
    months_left: bool = False
    base: int | None = None
    event: date | None = None
    expected: bool = False
    since: date | None = None
    levels: frozenset[Level] = frozenset()


@dataclass(frozen=True, slots=True)
class Worked:
    """A finished sum: a Vietnamese sentence, the inputs by name, the formula with numbers, and its value.

    ``given`` are the figures that were held against the result, ``counted_from`` a month that a rule gave.
    """

    sentence: str
    inputs: dict[str, str]
    formula: str
    result: str
    given: tuple[int, ...] = ()
    counted_from: tuple[date, ...] = ()
