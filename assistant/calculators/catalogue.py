"""The calculators as data: their fields, the sums they work, what they are silent about (``calculators.toml``).

No figure of the law stands here: which share or number of days a rule says, and which rule holds on a day, is read
from its words (``assistant.sums``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.sums.law import RulePlace, Sum, law
from corpus.core.display import LEVEL_NAMES

MOST = 100_000
"""Largest number that a field takes unless its row says less: more people than any congress calls."""
Where = Mapping[str, tuple[str, ...]]
"""Choices under which a row counts: each field named has one of the values."""


class RefusalCode(StrEnum):
    """Why a calculator gives no figure; stable, told in the API and shown on the page."""

    NO_RULE_ON_DAY = "no_rule_on_day"
    NO_RULE_FOR_LEVEL = "no_rule_for_level"
    NO_RULE_FOR_CASE = "no_rule_for_case"
    LEVEL_UNCLEAR = "level_unclear"
    NO_FIGURE = "no_figure"
    UNPROVED = "unproved"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Option(_Row):
    """One value of a choice, and how people call it."""

    value: str
    label: str


class FormField(_Row):
    """A place to fill in.

    Attributes:
        name: its name in the address and in the API; of a count also its role in the sum, unless ``role`` says another.
        kind: ``count`` a whole number, ``day``, ``choice``, ``level``, ``lines`` one person a line.
        least, most: bounds of a number.
        where: the choices under which it is asked for.
        group: the group it stands in.
    """

    name: str = Field(pattern=r"[a-z][a-z_]*")
    kind: Literal["count", "day", "choice", "level", "lines"]
    label: str
    hint: str = ""
    required: bool = False
    least: int = 0
    most: int = MOST
    role: str = ""
    options: tuple[Option, ...] = ()
    default: str = ""
    where: Where = {}
    group: str = ""

    @model_validator(mode="before")
    @classmethod
    def _levels(cls, data: dict[str, object]) -> dict[str, object]:
        if data.get("kind") != "level" or "options" in data:
            return data
        levels = [Option(value=level.value, label=name[0].upper() + name[1:]) for level, name in LEVEL_NAMES.items()]
        return {**data, "options": levels}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.options) != (self.kind in ("choice", "level")):
            raise ValueError(f"{self.name}: a choice, and nothing else, has options")
        return self

    @property
    def figure(self) -> str:
        """The role of its figure."""
        return self.role or self.name


class FieldGroup(_Row):
    """Fields under one heading; ``fold`` hides those that few need until they are asked for."""

    name: str
    title: str
    hint: str = ""
    fold: bool = False


class FigureLimit(_Row):
    """Figures that cannot be more than another together (``strict``: nor as many); ``at`` is the field told of it."""

    parts: tuple[str, ...]
    whole: str
    at: str
    words: str
    strict: bool = False


class Work(_Row):
    """A sum that is worked when the choices are those of ``where`` and the fields of ``needs`` are filled in.

    Attributes:
        sum: its name in ``sums.toml``.
        event: the field with the day that is counted from.
        without: fields that are left out of the sum.
        complement: also say how many may be away.
        figure: the result in a few words, ``ít nhất {result} người``.
        optional: nothing is said where the sum cannot be worked.
        nothing: why the rule may give no figure.
    """

    sum: str
    title: str
    figure: str
    where: Where = {}
    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    event: str = ""
    complement: bool = False
    optional: bool = False
    nothing: str = ""


class Silent(_Row):
    """Choices for which no rule is known, or for which it is unclear which one holds; ``rules`` are the nearest."""

    where: Where
    code: RefusalCode
    words: str
    rules: tuple[RulePlace, ...] = ()


class Compare(_Row):
    """A figure of the form that is held against the result of a sum."""

    sum: str
    field: str
    bound: Literal["at_least", "at_most"]
    holds: str
    fails: str


class InputForm(_Row):
    """What is asked for: fields in their order, their groups, and the figures that cannot stand beside each other."""

    field: tuple[FormField, ...]
    group: tuple[FieldGroup, ...] = ()
    limit: tuple[FigureLimit, ...] = ()

    @model_validator(mode="after")
    def _fields_known(self) -> Self:
        self.check_names({name for row in self.limit for name in (*row.parts, row.whole, row.at)})
        self.check_where(*(each.where for each in self.field))
        if wrong := {each.group for each in self.field} - {each.name for each in self.group} - {""}:
            raise ValueError(f"no group {', '.join(sorted(wrong))}")
        return self

    @property
    def fields(self) -> dict[str, FormField]:
        """Its fields by name."""
        return {each.name: each for each in self.field}

    def check_names(self, names: set[str]) -> None:
        """Every name is a field.

        Raises:
            ValueError: otherwise.
        """
        if unknown := names - self.fields.keys():
            raise ValueError(f"no field {', '.join(sorted(unknown))}")

    def check_where(self, *wheres: Where) -> None:
        """Every condition names a choice and values that it has.

        Raises:
            ValueError: otherwise.
        """
        for where in wheres:
            self.check_names({*where})
            for name, values in where.items():
                if wrong := set(values) - {option.value for option in self.fields[name].options}:
                    raise ValueError(f"{name} has no value {', '.join(sorted(wrong))}")


class Calculator(InputForm):
    """One calculator; ``record`` marks those that check a counting record and tell who is elected."""

    name: str = Field(pattern=r"[a-z][a-z-]*")
    title: str
    short: str
    lead: str
    work: tuple[Work, ...]
    silent: tuple[Silent, ...] = ()
    compare: tuple[Compare, ...] = ()
    record: bool = False

    @model_validator(mode="after")
    def _rows_known(self) -> Self:
        events = {row.event for row in self.work if row.event}
        self.check_names({name for row in self.work for name in (*row.needs, *row.without)} | events)
        self.check_names({row.field for row in self.compare})
        self.check_where(*(row.where for row in self.work), *(row.where for row in self.silent))
        return self


class CheckRow(_Row):
    """One check of a counting record: what it is called, and the rule it rests on (``of_base``: that of the base)."""

    name: str
    title: str
    rules: tuple[RulePlace, ...] = ()
    of_base: bool = False


class Catalogue(_Row):
    """All calculators in the order in which they are offered, and the checks of a counting record."""

    calculator: tuple[Calculator, ...]
    check: tuple[CheckRow, ...]
    outcome: dict[str, tuple[RulePlace, ...]]

    @model_validator(mode="after")
    def _known_sums(self) -> Self:
        known = {each.name for each in law().sum}
        for calculator in self.calculator:
            if wrong := {*(row.sum for row in calculator.work), *(row.sum for row in calculator.compare)} - known:
                raise ValueError(f"{calculator.name}: no sum {', '.join(sorted(wrong))}")
        return self

    def named(self, name: str) -> Calculator | None:
        """A calculator by name."""
        return next((each for each in self.calculator if each.name == name), None)


def holds(where: Where, values: Mapping[str, object]) -> bool:
    """Whether the choices are those of a row."""
    return all(values.get(name) in allowed for name, allowed in where.items())


def sum_named(name: str) -> Sum:
    """A sum of the law.

    Raises:
        LookupError: when there is none of this name.
    """
    for each in law().sum:
        if each.name == name:
            return each
    raise LookupError(f"no sum “{name}”")


@cache
def catalogue() -> Catalogue:
    """The shipped calculators."""
    data = tomllib.loads(files("assistant.calculators").joinpath("calculators.toml").read_text("utf-8"))
    return Catalogue.model_validate(data, context={})


_LABEL_TAIL = re.compile(r"\s*\([^)]*\)$")


def plain_label(label: str) -> str:
    """A label without what stands in brackets at its end."""
    return _LABEL_TAIL.sub("", label)
