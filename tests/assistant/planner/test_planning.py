"""The plan of a congress: days read from the rules, states against today, what is left out and why."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculators.catalogue import sum_named
from assistant.planner.catalogue import PlanRow, plan_data
from assistant.planner.planning import CongressPlan, State, make_plan, read_plan
from assistant.sums.rules import quoted_rule, rule_of
from assistant.verification.verifier import verify
from corpus.core.model import Level
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record

TODAY = date(2026, 11, 29)
LEVELS = [level.value for level in Level if level is not Level.NATIONAL]


def plan(registry: Registry, today: date = TODAY, on: date | None = None, **typed: str) -> CongressPlan:
    filled = read_plan({name: [value] for name, value in typed.items()}, today)
    assert not filled.faults, filled.faults
    return make_plan(filled, registry, on or today, today)


def days(made: CongressPlan) -> dict[str, str]:
    return {line.row.name: line.due.isoformat() for line in made.lines if line.due}


def test_every_line_rests_on_a_rule_of_the_shipped_corpus_or_says_that_there_is_none(shipped: Registry) -> None:
    for row in plan_data().line:
        if row.sum:
            assert rule_of(sum_named(row.sum), shipped, date(2026, 1, 15)) is not None, row.name
        elif row.rules:
            assert quoted_rule(row.rules, shipped, date(2026, 1, 15)) is not None, row.name
        else:
            assert row.custom
    names = [row.name for row in plan_data().line]
    assert len(set(names)) == len(names)


def test_a_plan_worked_by_hand(shipped: Registry) -> None:
    # 12/6/2025 is a Thursday; 30/4, 1/5 and 2/5 are off, 26/4 was worked for 2/5
    made = plan(shipped, date(2025, 7, 2), opening="2025-06-12", closing="2025-06-13", level="co_so")
    assert days(made) == {
        "notice": "2025-04-28",
        "opening": "2025-06-12",
        "attendance": "2025-06-12",
        "report": "2025-06-24",
        "complaints": "2025-07-04",
        "handover": "2025-07-04",
        "approval": "2025-07-15",
        "ballots": "2025-12-13",
    }
    states = {line.row.name: line.state for line in made.lines}
    assert states["notice"] is states["report"] is State.OVERDUE
    assert states["opening"] is State.PASSED
    assert states["complaints"] is states["handover"] is State.SOON
    assert states["ballots"] is State.AHEAD
    assert [line.row.name for line in made.overdue] == ["notice", "report"]


def test_the_day_of_the_report_moves_the_approval(shipped: Registry) -> None:
    made = plan(shipped, date(2025, 7, 2), opening="2025-06-12", level="co_so", received="2025-06-16")
    approval = next(line for line in made.lines if line.row.name == "approval")
    assert approval.due == date(2025, 7, 7)
    assert not approval.tentative
    assert next(line for line in plan(shipped, opening="2027-01-12", level="co_so").lines if line.tentative)


def test_where_days_off_are_not_sure_the_earlier_day_is_taken(shipped: Registry) -> None:
    made = plan(shipped, opening="2027-03-10", kind="delegates", level="tinh")
    notice = next(line for line in made.lines if line.row.name == "notice")
    assert notice.due == date(2027, 1, 20)
    assert notice.other is not None
    assert notice.other.calculation is not None
    assert notice.other.calculation.result == "2027-01-27"


def test_lines_for_another_kind_or_level_are_not_there_and_those_without_a_rule_say_why(shipped: Registry) -> None:
    members = plan(shipped, opening="2027-01-12", level="chi_bo")
    delegates = plan(shipped, opening="2027-01-12", level="co_so", kind="delegates")
    assert {"allot", "credentials"} <= {line.row.name for line in delegates.lines}
    assert not {"allot", "credentials"} & {line.row.name for line in members.lines}
    assert [item.code.value for item in members.left_out] == ["no_rule_for_level"]
    assert "nộp hồ sơ ứng cử" in delegates.left_out[0].title
    early = plan(shipped, opening="2027-01-12", level="co_so", on=date(2024, 1, 1))
    assert "no_rule_on_day" in {item.code.value for item in early.left_out}


def test_custom_is_called_custom(shipped: Registry) -> None:
    custom = [line for line in plan(shipped, opening="2027-01-12", level="co_so").lines if line.row.custom]
    assert custom
    for line in custom:
        assert line.due is None
        assert line.rule is None
        assert line.when == "Không có quy định; theo thông lệ"


def test_the_number_of_days_is_the_rules_own() -> None:
    record = make_record("qd-294-tw-2025", "294-QĐ/TW", since=date(2025, 7, 1))
    text = "Cấp ủy triệu tập đại hội phải quyết định và thông báo thời gian khai mạc đại hội trước 20 ngày làm việc."
    registry = Registry([record], [make_document(record, {"11.1.3": text})])
    made = plan(registry, date(2025, 9, 1), opening="2025-10-15", level="co_so")
    assert days(made)["notice"] == "2025-09-17"
    assert {item.code.value for item in made.left_out} == {"no_rule_on_day"}


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"opening": "2025-06-12"}, "opening", "day.past"),
        ({"opening": "hôm nay"}, "opening", "day.form"),
        ({"opening": "9999-01-01"}, "opening", "day.range"),
        ({"opening": "2027-01-12", "closing": "2027-01-11"}, "closing", "figures.contradict"),
        ({"opening": "2027-01-12", "closing": "2027-03-11"}, "closing", "figures.contradict"),
        ({"opening": "2027-01-12", "received": "2027-01-11"}, "received", "figures.contradict"),
        ({}, "opening", "field.missing"),
        ({"opening": "2027-01-12", "level": "toan_quoc"}, "level", "choice.unknown"),
    ],
)
def test_days_that_cannot_be_are_told_at_their_field(typed: dict[str, str], field: str, code: str) -> None:
    filled = read_plan({"level": ["co_so"]} | {name: [value] for name, value in typed.items()}, TODAY)
    assert [(fault.field, fault.code) for fault in filled.faults] == [(field, code)]


@settings(max_examples=25)
@given(st.dates(date(2026, 1, 5), date(2028, 12, 1)), st.integers(0, 4), st.sampled_from(LEVELS), st.booleans())
def test_what_comes_before_comes_before_and_every_claim_is_proved(
    shipped: Registry, opening: date, length: int, level: str, delegates: bool
) -> None:
    closing = opening + timedelta(length)
    kind = "delegates" if delegates else "members"
    made = plan(shipped, opening=opening.isoformat(), closing=closing.isoformat(), level=level, kind=kind)
    for line in made.lines:
        if line.due and line.row.phase == "before":
            assert line.due < opening
        if line.due and line.row.phase == "after":
            assert line.due > closing
        for claim in (line.computed, line.rule, line.other):
            assert claim is None or verify(claim, shipped, TODAY).supported
    dated = [line.due for line in made.lines if line.due and line.row.phase == "after"]
    assert dated == sorted(dated)


def test_a_line_rests_on_one_thing() -> None:
    for wrong in ({}, {"custom": True, "sum": "notice", "anchor": "opening"}, {"sum": "notice"}):
        with pytest.raises(ValueError, match=r"a line rests|a sum of days"):
            PlanRow.model_validate({"name": "x", "title": "X", "phase": "before"} | wrong, context={})


def test_a_line_without_a_day_stands_where_it_belongs(shipped: Registry) -> None:
    made = plan(shipped, date(2026, 11, 29), opening="2027-03-15", level="co_so")
    names = [line.row.name for line in made.lines]
    assert names.index("opening") < names.index("attendance") < names.index("number") < names.index("record")
    assert names.index("record") < names.index("first-meeting") < names.index("report") < names.index("archive")
    assert names[0] == "prepare"
    words = {line.row.name: line.state_words(made.today) for line in made.lines}
    assert words["opening"] == "còn 106 ngày"
    assert words["prepare"] == ""
