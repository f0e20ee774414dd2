"""Sums of the calculators against a table worked apart from the code; bounds, monotony; all that is shown is proved."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculators.catalogue import MOST, catalogue, sum_named
from assistant.calculators.reading import Filled, read_form
from assistant.calculators.results import FormResult
from assistant.calculators.working import calculate_form
from assistant.verification.verifier import verify
from corpus.core.registry import Registry

TODAY = date(2026, 11, 29)
ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("sums.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def fill(name: str, inputs: Mapping[str, object]) -> Filled:
    calculator = catalogue().named(name)
    assert calculator is not None, name
    return read_form(calculator, {key: [str(value)] for key, value in inputs.items()})


def worked(registry: Registry, name: str, on: date = TODAY, **inputs: object) -> FormResult:
    calculator, filled = catalogue().named(name), fill(name, inputs)
    assert calculator is not None
    assert not filled.faults, filled.faults
    return calculate_form(calculator, filled, registry, on)


def told(result: FormResult) -> str:
    """The outcome as the table writes it."""
    if result.refusal:
        return f"!{result.refusal.code}"
    parts = []
    for step in result.steps:
        if step.refusal:
            parts.append(f"{step.name}!{step.refusal.code}")
            continue
        if len(step.computed) > 1:
            base = step.computed[0].calculation
            assert base is not None
            parts.append(f"base={base.result}")
        parts.append(f"{step.name}={step.result}")
    return " ".join(parts)


def test_the_table_is_large_and_says_how_each_row_was_worked() -> None:
    assert len(ROWS) >= 200
    assert len({tuple(row[:3]) for row in ROWS}) == len(ROWS)
    assert {row[0] for row in ROWS} == {each.name for each in catalogue().calculator if not each.record}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[:3]))
def test_sums_worked_by_hand(row: list[str], shipped: Registry) -> None:
    name, day, inputs, expected, _ = row
    filled = fill(name, dict(pair.split("=", 1) for pair in inputs.split()))
    if expected.startswith("?"):
        assert [f"?{fault.field}:{fault.code}" for fault in filled.faults] == [expected]
        return
    assert not filled.faults, filled.faults
    calculator = catalogue().named(name)
    assert calculator is not None
    result = calculate_form(calculator, filled, shipped, date.fromisoformat(day))
    assert told(result) == expected
    for claim in result.claims():
        verdict = verify(claim, shipped, result.on)
        assert verdict.supported, (claim.text, verdict.reasons)
    for step in result.steps:
        assert step.refusal or step.quotes, "every figure stands beside its rule"


def test_a_figure_in_large_letters_says_the_bound_of_its_sum() -> None:
    words = {"at_least": "ít nhất", "at_most": "nhiều nhất", "more_than": "từ"}
    for calculator in catalogue().calculator:
        for row in calculator.work:
            bound = sum_named(row.sum).bound
            assert bound is None or row.figure.startswith(words[bound]), row.sum


def test_a_deadline_over_days_that_are_not_sure_tells_both_days_and_takes_the_earlier(shipped: Registry) -> None:
    (step,) = worked(shipped, "deadline", matter="notice", day="2027-03-10").steps
    assert step.days_off is not None
    assert step.result == "2027-01-27"
    assert step.days_off.other_day == date(2027, 1, 20)
    assert step.figure == "chậm nhất 20/01/2027"
    assert str(step.days_off.uncertain[0]).startswith("04/02/2027–10/02/2027 (Tết")
    (step,) = worked(shipped, "deadline", matter="notice", day="2025-06-12", on=date(2025, 9, 1)).steps
    assert step.days_off is not None
    assert step.days_off.other is None
    assert len(step.days_off.certain) == 2


def test_an_ended_rule_is_worked_as_the_last_known_one(shipped: Registry) -> None:
    (step,) = worked(shipped, "standing-committee", level="co_so", committee=27).steps
    assert step.computed[-1].role == "last_known"
    assert step.computed[-1].text.startswith("Tính theo quy định gần nhất đã biết")


def test_a_refusal_quotes_the_nearest_rules(shipped: Registry) -> None:
    for inputs in ({"level": "xa_phuong_dac_khu", "decided": 27}, {"level": "chi_bo", "decided": 5}):
        refusal = worked(shipped, "added-members", **inputs).refusal
        assert refusal is not None
        assert refusal.nearest
    early = worked(shipped, "surplus", date(2024, 1, 1), seats=15).refusal
    assert early is not None
    assert "10/10/2024" in early.words


COUNTS = st.integers(min_value=1, max_value=MOST)


@settings(max_examples=40)
@given(COUNTS, COUNTS)
def test_more_people_never_need_fewer(shipped: Registry, a: int, b: int) -> None:
    low, high = sorted((a, b))
    for name, field in (("quorum", "official"), ("majority", "official"), ("outside-list", "present")):
        results = [int(worked(shipped, name, **{field: n}).steps[0].result) for n in (low, high)]
        assert results[0] <= results[1] <= high
    assert 3 * int(worked(shipped, "quorum", official=low).steps[0].result) >= 2 * low
    assert 2 * int(worked(shipped, "majority", official=low).steps[0].result) > low


@settings(max_examples=40)
@given(st.integers(8, 5000), st.lists(st.integers(0, 1), min_size=7, max_size=7))
def test_who_is_left_out_lowers_the_base_by_exactly_that(shipped: Registry, called: int, away: list[int]) -> None:
    roles = ("temp_absent", "exempt_absent", "suspended", "prosecuted", "indicted", "detained", "absent_leave")
    (step,) = worked(shipped, "majority", official=called, **dict(zip(roles, away, strict=True))).steps
    base = called - sum(away)
    assert int(step.result) == base // 2 + 1
    assert len(step.computed) == (2 if sum(away) else 1)


@settings(max_examples=30)
@given(st.integers(4, 500))
def test_a_list_is_longer_than_the_seats_and_within_the_share(shipped: Registry, seats: int) -> None:
    step = worked(shipped, "surplus", seats=seats).steps[0]
    assert seats < int(step.result)
    assert 10 * int(step.result) <= 13 * seats


@settings(max_examples=30)
@given(st.dates(date(2024, 6, 1), date(2026, 10, 1)))
def test_a_deadline_falls_on_a_working_day_on_its_side(shipped: Registry, day: date) -> None:
    for matter, after in (("notice", False), ("report", True), ("approval", True)):
        (step,) = worked(shipped, "deadline", matter=matter, day=day.isoformat()).steps
        end = date.fromisoformat(step.result)
        assert (end > day) is after
        assert end.weekday() < 5 or step.days_off  # a Saturday that is worked for another day
