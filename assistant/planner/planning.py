"""The lines of a plan with their days, rules and states, for one congress as of one day. Pure.

A day comes from a sum that the verifier proves, or is the day of the congress itself; where public holidays on the way
are not yet sure, it is the earlier of the two days that they leave. A line whose rule fixes no day has none, a line
without a rule is marked as custom, and a line whose rule is not for this level, or is not known on the day, is told
among those left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from assistant.calculators.catalogue import RefusalCode, sum_named
from assistant.calculators.days import days_off
from assistant.calculators.reading import FieldFault, Filled, read_form
from assistant.calculators.results import DaysOff
from assistant.calculators.working import level_words, no_rule, quoted
from assistant.model import Claim
from assistant.planner.catalogue import Anchor, Phase, PlanRow, plan_data
from assistant.stories.figures import Story
from assistant.sums.inputs import Inputs
from assistant.sums.proving import prove
from assistant.sums.rules import quoted_rule, rule_of
from assistant.verification.verifier import verify
from corpus.core.display import vn_date
from corpus.core.model import Level
from corpus.core.registry import Registry

LONGEST_CONGRESS = timedelta(days=30)
OLDEST = timedelta(days=366)
"""How long after its opening a congress is still planned for: its ballots are kept for months."""
SOON = timedelta(days=7)
_PHASES: Mapping[Phase, str] = {"before": "Trước khai mạc", "congress": "Trong đại hội", "after": "Sau bế mạc"}


class State(StrEnum):
    """Where a line stands today."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    AHEAD = "ahead"
    PASSED = "passed"
    UNDATED = "undated"


STATE_WORDS = {
    State.OVERDUE: "quá hạn",
    State.TODAY: "hôm nay",
    State.SOON: "sắp đến hạn",
    State.AHEAD: "",
    State.PASSED: "đã qua",
    State.UNDATED: "",
}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of a plan.

    Attributes:
        due: its day; ``None`` where no rule fixes one.
        state: where it stands today.
        computed: the sum that gives the day, proved.
        rule: its rule, quoted; ``None`` for custom.
        other: the same sum where days that are only expected to be off are counted the other way; it comes later.
        days_off: public holidays on the way.
        tentative: the day that it is counted from is itself only a limit, not yet known.
    """

    row: PlanRow
    due: date | None
    state: State
    computed: Claim | None = None
    rule: Claim | None = None
    other: Claim | None = None
    days_off: DaysOff | None = None
    tentative: bool = False

    def state_words(self, today: date) -> str:
        """Where the line stands on a day, in a few words; empty for what has no day."""
        left = f"còn {(self.due - today).days} ngày" if self.due else ""
        return {State.AHEAD: left, State.SOON: f"sắp đến hạn, {left}"}.get(self.state, STATE_WORDS[self.state])

    @property
    def when(self) -> str:
        """The day in words; where there is none, why."""
        if self.due is not None:
            return vn_date(self.due)
        if self.row.phase == "congress":
            return "Trong đại hội"
        if self.row.custom:
            return "Không có quy định; theo thông lệ"
        return "Quy định không ấn định ngày"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that this plan does not have, and why."""

    title: str
    code: RefusalCode
    words: str


@dataclass(frozen=True, slots=True)
class CongressPlan:
    """A plan as of a day."""

    opening: date
    closing: date
    kind: str
    level: str
    on: date
    today: date
    lines: tuple[PlanLine, ...]
    left_out: tuple[LeftOut, ...]

    def phases(self) -> Iterator[tuple[str, tuple[PlanLine, ...]]]:
        """The lines phase by phase, each with its name."""
        for phase, name in _PHASES.items():
            yield name, tuple(line for line in self.lines if line.row.phase == phase)

    @property
    def overdue(self) -> tuple[PlanLine, ...]:
        """What should have been done."""
        return tuple(line for line in self.lines if line.state is State.OVERDUE)

    def to_json(self) -> dict[str, Any]:
        """Public JSON form (``assistant.output.wire_tools``)."""
        return {
            "opening": self.opening.isoformat(),
            "closing": self.closing.isoformat(),
            "kind": self.kind,
            "level": self.level,
            "as_of": self.on.isoformat(),
            "today": self.today.isoformat(),
            "lines": [
                {
                    "name": line.row.name,
                    "title": line.row.title,
                    "phase": line.row.phase,
                    "due": line.due.isoformat() if line.due else None,
                    "when": line.when,
                    "state": line.state.value,
                    "custom": line.row.custom,
                    "tentative": line.tentative,
                    "claims": [claim.to_json() for claim in (line.computed, line.rule) if claim],
                    "other": line.other.to_json() if line.other else None,
                }
                for line in self.lines
            ],
            "left_out": [
                {"title": item.title, "code": item.code.value, "message": item.words} for item in self.left_out
            ],
        }


def read_plan(typed: Mapping[str, Sequence[str]], today: date) -> Filled:
    """The values of the form of a plan, with the faults of its days."""
    filled = read_form(plan_data(), typed)
    faults = list(filled.faults)
    opening, closing, received = (filled.day(name) for name in ("opening", "closing", "received"))
    if opening is not None:
        if today - opening > OLDEST:
            words = f"Ngày khai mạc đã qua hơn một năm (hôm nay là {vn_date(today)}); xin kiểm tra lại."
            faults.append(FieldFault("opening", "day.past", words))
        if closing is not None and closing < opening:
            words = f"Ngày bế mạc ({vn_date(closing)}) trước ngày khai mạc ({vn_date(opening)})."
            faults.append(FieldFault("closing", "figures.contradict", words))
        elif closing is not None and closing - opening > LONGEST_CONGRESS:
            words = f"Đại hội kéo dài hơn {LONGEST_CONGRESS.days} ngày; xin kiểm tra lại hai ngày."
            faults.append(FieldFault("closing", "figures.contradict", words))
        last = closing or opening
        if received is not None and received < last:
            words = f"Ngày nhận báo cáo ({vn_date(received)}) trước ngày bế mạc ({vn_date(last)})."
            faults.append(FieldFault("received", "figures.contradict", words))
    return replace(filled, faults=tuple(faults))


def make_plan(filled: Filled, registry: Registry, on: date, today: date) -> CongressPlan:
    """The plan of a form that was read without a fault.

    Args:
        filled: its values.
        registry: the loaded documents.
        on: the day whose rules are applied.
        today: against which lines are late.

    Raises:
        ValueError: when the form still has faults.
    """
    opening = filled.day("opening")
    if filled.faults or opening is None:
        raise ValueError("a form with faults is not planned")
    closing = filled.day("closing") or opening
    plan = CongressPlan(opening, closing, filled.text("kind"), filled.text("level"), on, today, (), ())
    days: dict[Anchor, date | None] = {"opening": opening, "closing": closing, "received": filled.day("received")}
    lines: list[PlanLine] = []
    left: list[LeftOut] = []
    for row in plan_data().line:
        if row.kinds and plan.kind not in row.kinds:
            continue
        tentative = row.anchor == "received" and days["received"] is None
        if tentative:
            days["received"] = next((line.due for line in lines if line.row.name == "report"), None)
        made = _line(row, days, plan, registry, tentative=tentative)
        if tentative:
            days["received"] = None
        if isinstance(made, LeftOut):
            left.append(made)
        else:
            lines.append(made)
    return replace(plan, lines=tuple(_in_order(lines)), left_out=tuple(left))


def _in_order(lines: Sequence[PlanLine]) -> list[PlanLine]:
    """Phase by phase and day by day; what has no day comes after the dated line that it follows in the data."""
    last: dict[Phase, date] = {}
    places: list[tuple[int, date, int]] = []
    for line in lines:
        day = last[line.row.phase] = line.due or last.get(line.row.phase, date.min)
        places.append((list(_PHASES).index(line.row.phase), day, len(places)))
    return [lines[place] for _, _, place in sorted(places)]


def _line(
    row: PlanRow, days: Mapping[Anchor, date | None], plan: CongressPlan, registry: Registry, *, tentative: bool
) -> PlanLine | LeftOut:
    day = days[row.anchor] if row.anchor else None
    if row.custom:
        return PlanLine(row, None, State.UNDATED)
    known = rule_of(sum_named(row.sum), registry, plan.on) if row.sum else quoted_rule(row.rules, registry, plan.on)
    if known is None:
        rules = sum_named(row.sum).rules if row.sum else row.rules
        refused = no_rule(rules, row.title, registry, plan.on)
        return LeftOut(row.title, refused.code, refused.words)
    levels = known.provision.levels or frozenset(Level(level) for level in row.levels)
    if levels and Level(plan.level) not in levels:
        words = f"Quy định đã biết về việc này chỉ áp dụng cho: {level_words(levels)}."
        return LeftOut(row.title, RefusalCode.NO_RULE_FOR_LEVEL, words)
    if not row.sum:
        rule = quoted(row.rules, registry, plan.on)
        if rule is None:
            return LeftOut(row.title, RefusalCode.UNPROVED, "Quy định không qua được bước kiểm chứng.")
        return PlanLine(row, day, _state(row, day, plan.today), rule=rule)
    return _counted(row, day, plan, registry, tentative=tentative)


def _counted(
    row: PlanRow, day: date | None, plan: CongressPlan, registry: Registry, *, tentative: bool
) -> PlanLine | LeftOut:
    """A line whose day a sum gives."""
    sum_ = sum_named(row.sum)
    inputs = Inputs(Story.of({}), event=day)
    proof = prove(sum_, inputs, registry, plan.on) if day else None
    if proof is None:
        return LeftOut(row.title, RefusalCode.NO_FIGURE, "Với ngày đã chọn, quy định không cho ra ngày nào.")
    if not all(verify(claim, registry, plan.on).supported for claim in proof.claims):
        return LeftOut(row.title, RefusalCode.UNPROVED, "Phép tính không qua được bước kiểm chứng nên không hiển thị.")
    due, computed, other = date.fromisoformat(proof.worked.result), proof.computed[-1], None
    off = days_off(sum_, proof, inputs, registry, plan.on)
    if off is not None and off.other is not None and (day := off.other_day) is not None:
        computed, other = (computed, off.other) if due < day else (off.other, computed)
        due = min(due, day)
    state = _state(row, due, plan.today)
    return PlanLine(row, due, state, computed, proof.quotes[0], other, off, tentative)


def _state(row: PlanRow, due: date | None, today: date) -> State:
    if due is None:
        return State.UNDATED
    if due < today:
        return State.PASSED if row.period or row.phase == "congress" else State.OVERDUE
    if due == today:
        return State.TODAY
    return State.SOON if due - today <= SOON else State.AHEAD
