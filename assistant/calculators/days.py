"""Days off on the way of a deadline, told one by one, and the deadline with all of them taken off. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby

from assistant.calculators.results import DaysOff, Holidays
from assistant.sums.inputs import Inputs
from assistant.sums.law import Sum
from assistant.sums.proving import Proof, prove
from assistant.verification.verifier import verify
from corpus.core.model import Certainty
from corpus.core.registry import Registry
from corpus.vietnamese.calendar import Holiday, public_holidays


def days_off(sum_: Sum, proof: Proof, inputs: Inputs, registry: Registry, on: date) -> DaysOff | None:
    """The days off between the day counted from and the day reached; ``None`` for a sum that counts no working days.

    Nothing is told where the calendar does not know the year.
    """
    if sum_.kind != "deadline" or inputs.event is None:
        return None
    start, end = inputs.event, date.fromisoformat(proof.worked.result)
    count = int(proof.rule.figure) * (-1 if sum_.side == "before" else 1)
    calendar = public_holidays()
    if not calendar.reaches(start, count):
        return DaysOff()
    strict = calendar.add(start, count)
    first, last = min(start, end, strict), max(start, end, strict)
    on_the_way = [each for each in calendar.holidays if first <= each.day <= last and each.day != start]
    again = prove(sum_, replace(inputs, expected=True), registry, on) if strict != end else None
    other = again.computed[-1] if again else None
    return DaysOff(
        certain=_named(each for each in on_the_way if each.certainty is Certainty.HIGH),
        uncertain=_named(each for each in on_the_way if each.certainty is not Certainty.HIGH),
        other=other if other is not None and verify(other, registry, on).supported else None,
    )


def _named(days: Iterable[Holiday]) -> tuple[Holidays, ...]:
    """Days that follow one another under one name, taken together."""
    return tuple(
        Holidays(span[0].day, span[-1].day, name, source)
        for (name, source), run in groupby(days, key=lambda each: (each.name, each.source))
        for span in [list(run)]
    )
