"""The calculators as data: rows that are known, places that stand in the shipped corpus, no figure of the law."""

import re
from datetime import date
from importlib.resources import files

import pytest
from pydantic import ValidationError

from assistant.calculators.catalogue import Catalogue, FormField, RefusalCode, catalogue, holds, sum_named
from assistant.sums.rules import quoted_rule
from corpus.core.registry import Registry


def test_every_place_named_stands_in_the_shipped_corpus(shipped: Registry) -> None:
    rules = [row.rules for calculator in catalogue().calculator for row in calculator.silent if row.rules]
    rules += [row.rules for row in catalogue().check if row.rules]
    rules += list(catalogue().outcome.values())
    for places in rules:
        for place in places:
            assert quoted_rule((place,), shipped, date(2026, 11, 29)) is not None, place


def test_no_share_or_number_of_days_of_the_law_stands_in_code_or_data() -> None:
    for name in ("calculators.toml", "catalogue.py", "working.py", "counting.py", "days.py"):
        text = re.sub(r'hint = "[^"]*"', "", files("assistant.calculators").joinpath(name).read_text("utf-8"))
        assert not re.search(r"\d+ ?%|\b2/3\b|\b1/3\b|\d+ ngày làm việc", text), name


def test_every_field_of_a_sum_has_a_role_that_the_sum_knows() -> None:
    for calculator in catalogue().calculator:
        for row in calculator.work:
            known = sum_named(row.sum)
            assert known.kind == "deadline" or known.days or known.total or known.terms


def test_a_row_that_names_what_is_not_there_is_refused() -> None:
    good = catalogue().calculator[0].model_dump(exclude={"silent"})
    for wrong in (
        {"work": [{"sum": "no_such_sum", "title": "", "figure": ""}]},
        {"work": [{"sum": "quorum_of_people", "title": "", "figure": "", "needs": ["nothing"]}]},
        {"limit": [{"parts": ["nothing"], "whole": "official", "at": "official", "words": ""}]},
    ):
        with pytest.raises(ValidationError):
            Catalogue.model_validate({"calculator": [good | wrong], "check": [], "outcome": {}}, context={})
    with pytest.raises(ValidationError):
        FormField(name="a", kind="choice", label="A")
    with pytest.raises(LookupError):
        sum_named("no_such_sum")


def test_conditions_hold_for_the_values_named() -> None:
    assert holds({}, {})
    assert holds({"kind": ("members",)}, {"kind": "members"})
    assert not holds({"kind": ("members",)}, {})
    assert len(set(RefusalCode)) == 6
