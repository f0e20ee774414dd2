"""The lines of a plan as data (``plan.toml``): what is to be done, by which sum or at which place of which rule.

No number of days stands here: it is read from the words of the rule (``assistant.sums``).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from assistant.calculators.catalogue import InputForm, sum_named
from assistant.sums.law import RulePlace

Phase = Literal["before", "congress", "after"]
Anchor = Literal["opening", "closing", "received"]


class PlanRow(BaseModel):
    """One line.

    Attributes:
        name: stable identity, also in calendars.
        title: what is to be done.
        phase: before the opening, at the congress, after the closing.
        kinds: the kinds of congress that it is for; none for both.
        levels: the levels that the document's own scope names, where the rule itself names none.
        sum: the sum of ``sums.toml`` that gives its day, counted from the day of ``anchor``.
        anchor: without a sum: the day itself on which it is done.
        rules: without a sum: where its rule stands.
        period: it tells until or from when something may be done; nobody can be late with it.
        custom: no rule is known; it is done by custom.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str
    title: str
    phase: Phase
    kinds: tuple[Literal["members", "delegates"], ...] = ()
    levels: tuple[str, ...] = ()
    sum: str = ""
    anchor: Anchor | None = None
    rules: tuple[RulePlace, ...] = ()
    period: bool = False
    custom: bool = False

    @model_validator(mode="after")
    def _based(self) -> Self:
        if [bool(self.sum), bool(self.rules), self.custom].count(True) != 1:
            raise ValueError(f"{self.name}: a line rests on a sum, on rules, or on custom")
        if self.sum and (self.anchor is None or sum_named(self.sum).kind not in ("deadline", "term")):
            raise ValueError(f"{self.name}: a sum of days is counted from a day")
        return self


class PlanData(InputForm):
    """The form of a plan and its lines, in their order within a phase."""

    line: tuple[PlanRow, ...]


@cache
def plan_data() -> PlanData:
    """The shipped lines."""
    data = tomllib.loads(files("assistant.planner").joinpath("plan.toml").read_text("utf-8"))
    return PlanData.model_validate(data, context={})
